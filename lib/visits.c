/*
 * visits.c: SQL functions on the history of a client's bookings, as they stand
 * or as they stood.
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "tally_in.h"

#include "banned.h"

#define NEVER INT64_MAX
#define WORDS 6 /* letters of a history, and any other */

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

/* --- what they all take ---
 */

/* An end of a span, in seconds; NULL is open. */
static int64_t
end_of(sqlite3_value *value, int64_t open)
{
	return sqlite3_value_type(value) == SQLITE_NULL
		   ? open
		   : sqlite3_value_int64(value);
}

struct looking_back
looking_back_of(const struct crm *crm, sqlite3_value *as_of)
{
	return (struct looking_back){
	    .is = sqlite3_value_type(as_of) != SQLITE_NULL,
	    .as_of = sqlite3_value_int64(as_of),
	    .now = crm->now,
	};
}

/* --- visits(history, since, until, status, as_of) ---
 */

/* What was counted last: a query asks for one status after the other. */
struct counted {
	const struct crm *crm;
	struct str history;
	int64_t from, to, as_of;
	int64_t n[WORDS];
};

static int
letter_place(char what)
{
	static const char letters[] = "xpfcn";
	const char *at = what == '\0' ? NULL : strchr(letters, what);

	return at == NULL ? WORDS - 1 : (int)(at - letters);
}

static void
history_count(struct counted *c, struct looking_back back)
{
	struct visits v;

	memset(c->n, 0, sizeof(c->n));
	visits_begin(&v, c->history.ptr, back);
	while (visits_next(&v) && v.t < c->to)
		if (v.t >= c->from)
			c->n[letter_place(v.what)]++;
}

/* The number with a status; NULL and '': with any. */
static int64_t
count_with(const struct counted *c, const char *status)
{
	int64_t all = 0;
	int i;

	if (status != NULL && strcmp(status, "open") == 0)
		return c->n[letter_place('p')] + c->n[letter_place('f')];
	if (status != NULL && *status != '\0')
		return c->n[letter_place(visit_letter(status))];
	for (i = 0; i < WORDS; i++)
		all += c->n[i];
	return all;
}

static void
sql_visits(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct counted *c = sqlite3_user_data(context);
	struct looking_back back = looking_back_of(c->crm, values[4]);
	const char *history = (const char *)sqlite3_value_text(values[0]);
	size_t len = (size_t)sqlite3_value_bytes(values[0]);
	int64_t from = end_of(values[1], INT64_MIN),
		to = end_of(values[2], NEVER),
		as_of = back.is ? back.as_of : NEVER;

	(void)n;
	if (history == NULL)
		len = 0;
	if (len != c->history.len || from != c->from || to != c->to ||
	    as_of != c->as_of ||
	    (len > 0 && memcmp(c->history.ptr, history, len) != 0)) {
		str_cut(&c->history, 0);
		str_add(&c->history, history, len);
		c->from = from;
		c->to = to;
		c->as_of = as_of;
		history_count(c, back);
	}
	sqlite3_result_int64(context,
	    count_with(c, (const char *)sqlite3_value_text(values[3])));
}

static void
counted_free(void *counted)
{
	struct counted *c = counted;

	str_free(&c->history);
	free(c);
}

static int
counted_register(struct crm *crm)
{
	struct counted *c = mem_alloc(sizeof(*c));

	*c = (struct counted){.crm = crm, .history = STR_INIT};
	return sqlite3_create_function_v2(crm->db, "visits", 5,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, c, sql_visits, NULL, NULL,
	    counted_free);
}

/* --- spent(history, since, until, as_of) --- */

static void
sql_spent(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct looking_back back =
	    looking_back_of(sqlite3_user_data(context), values[3]);
	int64_t from = end_of(values[1], INT64_MIN),
		to = end_of(values[2], NEVER), spent = 0;
	struct visits v;

	(void)n;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]), back);
	while (visits_next(&v) && v.t < to)
		if (v.t >= from && v.what == 'c' &&
		    __builtin_add_overflow(spent, v.minor, &spent))
			spent = INT64_MAX;
	sqlite3_result_int64(context, spent);
}

/* --- last_visit(history, at, as_of), last_visit_day(history, at, as_of) ---
 */

/* Is there any? */
static bool
last_find(sqlite3_context *context, sqlite3_value **values, int64_t *t)
{
	struct looking_back back =
	    looking_back_of(sqlite3_user_data(context), values[2]);
	int64_t to = end_of(values[1], NEVER);
	struct visits v;
	bool any = false;

	visits_begin(&v, (const char *)sqlite3_value_text(values[0]), back);
	while (visits_next(&v) && v.t <= to)
		if (v.what == 'c') {
			*t = v.t;
			any = true;
		}
	return any;
}

static void
sql_last(sqlite3_context *context, int n, sqlite3_value **values)
{
	char at[21];
	int64_t t;

	(void)n;
	if (last_find(context, values, &t)) {
		time_print(at, t);
		sqlite3_result_text(context, at, -1, SQLITE_TRANSIENT);
	}
}

static void
sql_last_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t t;

	(void)n;
	if (last_find(context, values, &t))
		sqlite3_result_int64(context, day_of(t));
}

/* --- rhythm_in(history, since, until, as_of) --- */

static void
sql_rhythm_in(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct looking_back back =
	    looking_back_of(sqlite3_user_data(context), values[3]);
	int64_t from = end_of(values[1], INT64_MIN),
		to = end_of(values[2], NEVER);
	struct numbers times = {NULL, 0, 0};
	struct visits v;

	(void)n;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]), back);
	while (visits_next(&v) && v.t < to)
		if (v.t >= from && v.what == 'c')
			number_add(&times, v.t);
	rhythm_answer(context, &times);
}

/* --- ahead(history, since, until, as_of) ---
 */

struct ahead {
	struct one {
		int64_t t;
		char what;
	} * all;
	size_t n, room;
};

static void
ahead_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct ahead *a = sqlite3_aggregate_context(context, sizeof(*a));
	struct looking_back back =
	    looking_back_of(sqlite3_user_data(context), values[3]);
	int64_t from = end_of(values[1], INT64_MIN),
		to = end_of(values[2], NEVER);
	struct visits v;

	(void)n;
	if (a == NULL || !back.is)
		return;
	visits_begin(&v, (const char *)sqlite3_value_text(values[0]), back);
	while (visits_next(&v) && v.t < to) {
		if (v.t <= back.as_of || v.t < from)
			continue;
		if (a->n == a->room) {
			a->room = a->room == 0 ? 64 : 2 * a->room;
			a->all = mem_grow(a->all, a->room * sizeof(*a->all));
		}
		a->all[a->n++] = (struct one){v.t, v.what};
	}
}

static int
one_compare(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	if (x->t != y->t)
		return x->t < y->t ? -1 : 1;
	return (x->what > y->what) - (x->what < y->what);
}

static const char *
letter_status(char what)
{
	static const char *const words[WORDS] = {
	    "cancelled", "pending", "confirmed", "completed", "no_show", ""};

	return words[letter_place(what)];
}

static void
ahead_end(sqlite3_context *context)
{
	struct ahead *a = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	size_t i, same;
	char at[21];

	if (a != NULL && a->n > 1)
		qsort(a->all, a->n, sizeof(*a->all), one_compare);
	str_addc(&out, '[');
	for (i = 0; a != NULL && i < a->n; i += same) {
		for (same = 1; i + same < a->n &&
			       one_compare(&a->all[i], &a->all[i + same]) == 0;)
			same++;
		time_print(at, a->all[i].t);
		str_addf(&out, "%s[\"%s\",\"%s\",%zu]", i == 0 ? "" : ",", at,
		    letter_status(a->all[i].what), same);
	}
	str_addc(&out, ']');
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (a != NULL)
		free(a->all);
}

int
visits_register(struct crm *crm)
{
	static const struct {
		const char *name;
		int n;
		void (*function)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
	    {"seconds", 1, sql_seconds},
	    {"spent", 4, sql_spent},
	    {"last_visit", 3, sql_last},
	    {"last_visit_day", 3, sql_last_day},
	    {"rhythm_in", 4, sql_rhythm_in},
	};
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	size_t i;

	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		code |= sqlite3_create_function(crm->db, functions[i].name,
		    functions[i].n, flags, crm, functions[i].function, NULL,
		    NULL);
	code |= sqlite3_create_function(
	    crm->db, "ahead", 4, flags, crm, NULL, ahead_step, ahead_end);
	code |= counted_register(crm);
	code |= history_register(crm);
	return code;
}
