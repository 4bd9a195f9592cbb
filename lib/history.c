/*
 * history.c: the history of a client's bookings, one text that is read faster
 * than the bookings are: how it is written, and read as it stood on a day.
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "tally_in.h"

#include "banned.h"

/* --- reading ----------------------------------------------------------------
 */

uint64_t
figures_read(const char **p)
{
	uint64_t n = 0;

	for (; **p >= '0' && **p <= '9'; (*p)++)
		n = n * 10 + (uint64_t)(**p - '0');
	return n;
}

void
visits_begin(struct visits *v, const char *history, struct looking_back back)
{
	*v = (struct visits){.p = history, .back = back};
}

/* The next as it is today. */
static bool
visit_read(struct visits *v, int64_t *made, int64_t *voided)
{
	uint64_t n;
	bool before;
	char mark;

	if (v->p == NULL || *v->p == '\0')
		return false;
	before = *v->p == '-';
	v->p += before;
	n = figures_read(&v->p);
	v->t = (int64_t)((uint64_t)v->t + (before ? -n : n));
	v->minor = 0;
	*made = *voided = v->t;
	while ((mark = *v->p) == '+' || mark == '!' || mark == '=') {
		v->p++;
		n = figures_read(&v->p);
		if (mark == '+')
			*made = (int64_t)((uint64_t)v->t - n);
		else if (mark == '!')
			*voided = (int64_t)((uint64_t)v->t + n);
		else
			v->minor = (int64_t)n;
	}
	v->what = mark;
	v->p += mark != '\0';
	return true;
}

/* The same rules as share/query/booking_as_of.sql has. */
bool
visits_next(struct visits *v)
{
	int64_t as_of = v->back.as_of, made, voided;

	while (visit_read(v, &made, &voided)) {
		if (!v->back.is || v->t <= as_of) {
			if (v->back.is && v->what == 'x' && voided > as_of)
				v->what = 'c';
			return true;
		}
		if (made > as_of)
			continue;
		if (v->t <= v->back.now && (v->what == 'c' || v->what == 'n'))
			v->what = 'f';
		return true;
	}
	return false;
}

/* --- history(at, status, made, voided, minor)
 * -------------------------------
 */

struct visit {
	int64_t t, made, voided, minor;
	char what;
};

struct list {
	struct visit *all;
	size_t n, room;
};

char
visit_letter(const char *status)
{
	if (status == NULL || *status == '\0')
		return '?';
	if (strcmp(status, "cancelled") == 0)
		return 'x';
	return strcmp(status, "confirmed") == 0 ? 'f' : *status;
}

/* An instant; another one when there is none. */
static int64_t
instant_or(sqlite3_value *value, int64_t other)
{
	int64_t t;

	return instant_of(value, &t) ? t : other;
}

/* Rows come in the order of time but where somebody asked otherwise. */
static void
history_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct list *l = sqlite3_aggregate_context(context, sizeof(*l));
	struct visit new;
	size_t i;

	(void)n;
	if (l == NULL || !instant_of(values[0], &new.t))
		return;
	if (l->n == l->room) {
		l->room = l->room == 0 ? 16 : 2 * l->room;
		l->all = mem_grow(l->all, l->room * sizeof(*l->all));
	}
	new.what = visit_letter((const char *)sqlite3_value_text(values[1]));
	new.made = instant_or(values[2], new.t);
	new.voided = new.t;
	if (new.what == 'x')
		new.voided = instant_or(values[3], new.t);
	new.minor = sqlite3_value_int64(values[4]);
	for (i = l->n++; i > 0 && l->all[i - 1].t > new.t; i--)
		l->all[i] = l->all[i - 1];
	l->all[i] = new;
}

void
number_put(struct str *out, int64_t n)
{
	char figures[20], *to = figures + sizeof(figures);
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		*--to = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (n < 0)
		str_addc(out, '-');
	str_add(out, to, (size_t)(figures + sizeof(figures) - to));
}

static void
visit_put(struct str *out, const struct visit *v, int64_t last)
{
	bool paid = v->what == 'c';

	number_put(out, v->t - last);
	if (v->made < v->t) {
		str_addc(out, '+');
		number_put(out, v->t - v->made);
	}
	if (v->voided > v->t) {
		str_addc(out, '!');
		number_put(out, v->voided - v->t);
		paid = true;
	}
	if (paid && v->minor > 0) {
		str_addc(out, '=');
		number_put(out, v->minor);
	}
	str_addc(out, v->what);
}

static void
history_end(sqlite3_context *context)
{
	struct list *l = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	int64_t last = 0;
	size_t i;

	for (i = 0; l != NULL && i < l->n; i++) {
		visit_put(&out, &l->all[i], last);
		last = l->all[i].t;
	}
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (l != NULL)
		free(l->all);
}

int
history_register(struct crm *crm)
{
	return sqlite3_create_function(crm->db, "history", 5,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm, NULL, history_step,
	    history_end);
}
