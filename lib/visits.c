/*
 * visits.c: SQL functions on the history of a client's bookings, one text that
 * is read faster than the bookings are.
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "tally_in.h"

#include "banned.h"

/* --- reading one --- */

void
visits_begin(struct visits *v, const char *history)
{
	*v = (struct visits){.p = history};
}

bool
visits_next(struct visits *v)
{
	int64_t gap = 0;

	if (v->p == NULL || *v->p == '\0')
		return false;
	for (; *v->p == '-' || (*v->p >= '0' && *v->p <= '9'); v->p++)
		if (*v->p == '-')
			v->before = true;
		else
			gap = gap * 10 + *v->p - '0';
	v->t += v->before ? -gap : gap;
	v->before = false;
	v->what = *v->p;
	if (v->what != '\0')
		v->p++;
	return true;
}

/* --- history(at, status) ----------------------------------------------------
 */

struct visit {
	int64_t t;
	char what;
};

struct list {
	struct visit *all;
	size_t n, room;
};

static char
letter_of(const char *status)
{
	if (status == NULL || *status == '\0')
		return '?';
	if (strcmp(status, "cancelled") == 0)
		return 'x';
	return strcmp(status, "confirmed") == 0 ? 'f' : *status;
}

/* Rows come in the order of time but where somebody asked otherwise. */
static void
history_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct list *l = sqlite3_aggregate_context(context, sizeof(*l));
	const char *at = (const char *)sqlite3_value_text(values[0]);
	int64_t t;
	size_t i;

	(void)n;
	if (l == NULL || at == NULL ||
	    time_parse(&t, at, (size_t)sqlite3_value_bytes(values[0]), 0) !=
		NULL)
		return;
	if (l->n == l->room) {
		l->room = l->room == 0 ? 16 : 2 * l->room;
		l->all = mem_grow(l->all, l->room * sizeof(*l->all));
	}
	for (i = l->n++; i > 0 && l->all[i - 1].t > t; i--)
		l->all[i] = l->all[i - 1];
	l->all[i] = (struct visit){
	    t, letter_of((const char *)sqlite3_value_text(values[1]))};
}

/* A whole number in figures: printf() would take most of the time. */
static void
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
history_end(sqlite3_context *context)
{
	struct list *l = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	int64_t last = 0;
	size_t i;

	for (i = 0; l != NULL && i < l->n; i++) {
		number_put(&out, l->all[i].t - last);
		str_addc(&out, l->all[i].what);
		last = l->all[i].t;
	}
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (l != NULL)
		free(l->all);
}

/* --- seconds(at) --- */

static void
sql_seconds(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *at = (const char *)sqlite3_value_text(values[0]);
	int64_t t;

	(void)n;
	if (at != NULL &&
	    time_parse(&t, at, (size_t)sqlite3_value_bytes(values[0]), 0) ==
		NULL)
		sqlite3_result_int64(context, t);
}

/* --- visits(history, since, until, status) --- */

/* An end of a span, in seconds; NULL is open. */
static int64_t
end_of(sqlite3_value *value, int64_t open)
{
	return sqlite3_value_type(value) == SQLITE_NULL
		   ? open
		   : sqlite3_value_int64(value);
}

/* As history() has it; NULL and '': of any status. */
static char
status_asked(sqlite3_value *value)
{
	const char *status = (const char *)sqlite3_value_text(value);

	return status == NULL || *status == '\0' ? '\0' : letter_of(status);
}

static void
sql_visits(sqlite3_context *context, int n, sqlite3_value **values)
{
	char what = status_asked(values[3]);
	int64_t from = end_of(values[1], INT64_MIN);
	int64_t to = end_of(values[2], INT64_MAX);
	struct visits v;
	int64_t count = 0;

	(void)n;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]));
	while (visits_next(&v) && v.t < to)
		count += v.t >= from && (what == '\0' || v.what == what);
	sqlite3_result_int64(context, count);
}

/* --- last_visit_day(history, at) --- */

static void
sql_last_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t to = end_of(values[1], INT64_MAX), t = 0;
	struct visits v;
	bool any = false;

	(void)n;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]));
	while (visits_next(&v) && v.t <= to)
		if (v.what == 'c') {
			t = v.t;
			any = true;
		}
	if (any)
		sqlite3_result_int64(context, day_of(t));
}

/* --- rhythm_in(history, since, until) --- */

static void
sql_rhythm_in(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t from = end_of(values[1], INT64_MIN);
	int64_t to = end_of(values[2], INT64_MAX);
	struct numbers times = {NULL, 0, 0};
	struct visits v;

	(void)n;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]));
	while (visits_next(&v) && v.t < to)
		if (v.t >= from && v.what == 'c')
			number_add(&times, v.t);
	rhythm_answer(context, &times);
}

int
visits_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "history", 2, flags, crm, NULL, history_step, history_end);
	code |= sqlite3_create_function(
	    crm->db, "seconds", 1, flags, crm, sql_seconds, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "visits", 4, flags, crm, sql_visits, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "last_visit_day", 2, flags, crm, sql_last_day, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "rhythm_in", 3, flags, crm, sql_rhythm_in, NULL, NULL);
	return code;
}
