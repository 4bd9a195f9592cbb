/*
 * visits.c: SQL functions on the history of a client's bookings, as they stand
 * or as they stood.
 */
#include <limits.h>
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
	int64_t t;

	(void)n;
	if (instant_of(values[0], &t))
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

/* --- what one reading tells ---
 */

/*
 * What was read last: a query asks for one thing after the other of the same
 * history, and comparing it is faster than reading it.
 */
struct told {
	const struct crm *crm;
	struct str history;
	int64_t from, to, as_of;
	int64_t n[WORDS];
	int64_t spent;
	int64_t last; /* when the last completed one begins; if there is any */
};

/* Where a letter of a history is counted; 0 is any other. */
static int
letter_place(char what)
{
	static const unsigned char places[UCHAR_MAX + 1] = {
	    ['x'] = 1, ['p'] = 2, ['f'] = 3, ['c'] = 4, ['n'] = 5};

	return places[(unsigned char)what];
}

static void
history_read(struct told *told, struct looking_back back)
{
	struct visits v;

	memset(told->n, 0, sizeof(told->n));
	told->spent = 0;
	visits_begin(&v, told->history.ptr, back);
	while (visits_next(&v) && v.t < told->to) {
		if (v.t < told->from)
			continue;
		told->n[letter_place(v.what)]++;
		if (v.what != 'c')
			continue;
		told->last = v.t;
		if (__builtin_add_overflow(told->spent, v.minor, &told->spent))
			told->spent = NEVER;
	}
}

/* Of the bookings that begin from one instant until before another. */
static const struct told *
history_tell(sqlite3_context *context, sqlite3_value *history, int64_t from,
    int64_t to, sqlite3_value *as_of)
{
	struct told *told = sqlite3_user_data(context);
	struct looking_back back = looking_back_of(told->crm, as_of);
	const char *text = (const char *)sqlite3_value_text(history);
	size_t len = (size_t)sqlite3_value_bytes(history);
	int64_t day = back.is ? back.as_of : NEVER;

	if (len == told->history.len && from == told->from && to == told->to &&
	    day == told->as_of &&
	    (len == 0 || memcmp(told->history.ptr, text, len) == 0))
		return told;
	str_cut(&told->history, 0);
	str_add(&told->history, text, len);
	told->from = from;
	told->to = to;
	told->as_of = day;
	history_read(told, back);
	return told;
}

/* --- visits(history, since, until, status, as_of) ---
 */

/* The number with a status; NULL and '': with any. */
static int64_t
count_with(const struct told *told, const char *status)
{
	int64_t all = 0;
	int i;

	if (status != NULL && strcmp(status, "open") == 0)
		return told->n[letter_place('p')] + told->n[letter_place('f')];
	if (status != NULL && *status != '\0')
		return told->n[letter_place(visit_letter(status))];
	for (i = 0; i < WORDS; i++)
		all += told->n[i];
	return all;
}

static void
sql_visits(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct told *told = history_tell(context, values[0],
	    end_of(values[1], INT64_MIN), end_of(values[2], NEVER), values[4]);

	(void)n;
	sqlite3_result_int64(context,
	    count_with(told, (const char *)sqlite3_value_text(values[3])));
}

/* --- spent(history, since, until, as_of) --- */

static void
sql_spent(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	sqlite3_result_int64(context,
	    history_tell(context, values[0], end_of(values[1], INT64_MIN),
		end_of(values[2], NEVER), values[3])
		->spent);
}

/* --- last_visit(history, until, as_of), last_visit_day(...) ---
 */

static void
sql_last(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct told *told = history_tell(
	    context, values[0], INT64_MIN, end_of(values[1], NEVER), values[2]);
	char at[21];

	(void)n;
	if (told->n[letter_place('c')] > 0) {
		time_print(at, told->last);
		sqlite3_result_text(context, at, -1, SQLITE_TRANSIENT);
	}
}

static void
sql_last_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	const struct told *told = history_tell(
	    context, values[0], INT64_MIN, end_of(values[1], NEVER), values[2]);

	(void)n;
	if (told->n[letter_place('c')] > 0)
		sqlite3_result_int64(context, day_of(told->last));
}

static void
told_free(void *told)
{
	str_free(&((struct told *)told)->history);
	free(told);
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
	    "", "cancelled", "pending", "confirmed", "completed", "no_show"};

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
	} tellers[] = {{"spent", 4, sql_spent}, {"last_visit", 3, sql_last},
	    {"last_visit_day", 3, sql_last_day}};
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	struct told *told = mem_alloc(sizeof(*told));
	size_t i;

	*told = (struct told){.crm = crm, .history = STR_INIT};
	for (i = 0; i < sizeof(tellers) / sizeof(tellers[0]); i++)
		code |= sqlite3_create_function(crm->db, tellers[i].name,
		    tellers[i].n, flags, told, tellers[i].function, NULL, NULL);
	/* This one is the owner. */
	code |= sqlite3_create_function_v2(crm->db, "visits", 5, flags, told,
	    sql_visits, NULL, NULL, told_free);
	code |= sqlite3_create_function(
	    crm->db, "seconds", 1, flags, crm, sql_seconds, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "rhythm_in", 4, flags, crm, sql_rhythm_in, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "ahead", 4, flags, crm, NULL, ahead_step, ahead_end);
	code |= history_register(crm);
	return code;
}
