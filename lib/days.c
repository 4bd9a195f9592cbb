/*
 * days.c: SQL functions that the rules of share/query/derive_*.sql count with:
 * local days by number, settings, and where steps lead.
 */
#include <stdio.h>
#include <string.h>

#include "days.h"
#include "entity.h"
#include "kind.h"
#include "rate.h"
#include "setting.h"

#include "banned.h"

#define POINTS_MAX INT64_C(1000000000000) /* that one act earns */

/* --- days -------------------------------------------------------------------
 */

/* day(at): the local day of an instant. */
static void
sql_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	int64_t t;

	(void)n;
	if (text != NULL &&
	    time_parse(&t, text, (size_t)sqlite3_value_bytes(values[0]), 0) ==
		NULL)
		sqlite3_result_int64(context, day_of(t));
}

static void
instant_result(sqlite3_context *context, int64_t t)
{
	char text[21];

	time_print(text, t);
	sqlite3_result_text(context, text, 20, SQLITE_TRANSIENT);
}

static bool
number(sqlite3_value *value, int64_t *n)
{
	*n = sqlite3_value_int64(value);
	return sqlite3_value_type(value) != SQLITE_NULL;
}

/* morning(day): three o'clock, the hour of the daily job. */
static void
sql_morning(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t day;

	(void)n;
	if (number(values[0], &day))
		instant_result(context, day_at(day, 3, 0, 0));
}

/* evening(day): its last second. */
static void
sql_evening(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t day;

	(void)n;
	if (number(values[0], &day))
		instant_result(context, day_at(day, 23, 59, 59));
}

/* day_text(day): 2026-03-15. */
static void
sql_day_text(sqlite3_context *context, int n, sqlite3_value **values)
{
	char text[11];
	int64_t day;

	(void)n;
	if (!number(values[0], &day))
		return;
	day_print(text, day);
	sqlite3_result_text(context, text, 10, SQLITE_TRANSIENT);
}

/* month(day), by number; month_last(month): its last day. */
static void
sql_month(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t day;

	(void)n;
	if (number(values[0], &day))
		sqlite3_result_int64(context, day_month(day));
}

static void
sql_month_last(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t month;

	(void)n;
	if (number(values[0], &month))
		sqlite3_result_int64(context, month_last(month));
}

/* years_after(day, n): 28 February where there is no 29th. */
static void
sql_years_after(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t day, years;

	(void)n;
	if (number(values[0], &day) && number(values[1], &years))
		sqlite3_result_int64(context, day_years(day, years));
}

/* as_of(): the day up to which time has passed for the rules. */
static void
sql_as_of(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);

	(void)n;
	(void)values;
	sqlite3_result_int64(context, crm->as_of);
}

/* daily(): the last day that the daily job has done; 0: none. */
static void
sql_daily(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);

	(void)n;
	(void)values;
	sqlite3_result_int64(context, crm->daily);
}

/* --- settings and names ------------------------------------------------------
 */

/* threshold(name): a setting as a number; an amount in minor units. */
static void
sql_threshold(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);
	const char *name = (const char *)sqlite3_value_text(values[0]),
		   *text = crm_setting(crm, name);
	const struct crm_setting_def *s = setting_find(name);
	int64_t value = 0;

	(void)n;
	if (s != NULL && strcmp(s->type, "money") == 0)
		rate_amount(crm, text, &value);
	else
		int_parse(&value, text, strlen(text));
	sqlite3_result_int64(context, value);
}

/* points(x_minor): whole points only, and none for less than one. */
static void
sql_points(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct crm *crm = sqlite3_user_data(context);
	const char *rate = crm_setting(crm, "loyalty.points_per_unit"),
		   *code = crm_setting(crm, "account.currency");
	struct decimal per_unit;
	int64_t amount, earned;

	(void)n;
	if (!number(values[0], &amount) ||
	    decimal_parse(&per_unit, rate, strlen(rate)) != NULL)
		return;
	if (!decimal_times_whole(&earned, amount, per_unit,
		-currency_digits(code, strlen(code))) ||
	    earned > POINTS_MAX)
		earned = POINTS_MAX;
	if (earned > 0)
		sqlite3_result_int64(context, earned);
}

/* act_name(source, id): what the rules of share/query call an act. */
static void
sql_act_name(sqlite3_context *context, int n, sqlite3_value **values)
{
	static const char *const names[] = {
	    "", "booking", "order", "purchase", "form", "event", "loyalty"};
	int source = sqlite3_value_int(values[0]);
	int64_t id = sqlite3_value_int64(values[1]);
	char text[64];

	(void)n;
	if (source == 7) { /* points of it taken back */
		source = (int)(id % 4);
		id /= 4;
	}
	if (source < 1 || source > 6)
		return;
	snprintf(text, sizeof(text), "%s %lld", names[source], (long long)id);
	sqlite3_result_text(context, text, -1, SQLITE_TRANSIENT);
}

/* --- stages ------------------------------------------------------------
 */

/* The stage of a client while steps happen to it (derive_facts_50_stage.sql).
 */
enum step { STEP_EARNED = 1, STEP_BACK, STEP_CHURNED, STEP_LIFTED, STEP_SET };
#define RANK_CHURNED 5

struct staged {
	char at[21]; /* the moment of the latest step */
	int before; /* the stage until that moment */
	int now;
	int earned;
	int set; /* by hand, and */
	bool is_set;
	bool churned;
};

static int
staged_rank(const struct staged *s)
{
	if (s->is_set)
		return s->set;
	return s->churned ? RANK_CHURNED : s->earned;
}

/* staged(at, kind, rank): the stage before the moment, times 8, and the stage
 * after this step. */
static void
staged_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct staged *s = sqlite3_aggregate_context(context, sizeof(*s));
	const char *at = (const char *)sqlite3_value_text(values[0]);
	int kind = sqlite3_value_int(values[1]);
	int rank = sqlite3_value_int(values[2]);

	(void)n;
	if (s == NULL || at == NULL)
		return;
	if (strncmp(s->at, at, sizeof(s->at) - 1) != 0) {
		snprintf(s->at, sizeof(s->at), "%s", at);
		s->before = s->now;
	}
	if (kind == STEP_EARNED && rank > s->earned)
		s->earned = rank;
	else if (kind == STEP_SET)
		s->set = rank;
	if (kind == STEP_BACK || kind == STEP_CHURNED)
		s->churned = kind == STEP_CHURNED;
	if (kind == STEP_LIFTED || kind == STEP_SET)
		s->is_set = kind == STEP_SET;
	s->now = staged_rank(s);
}

static void
staged_value(sqlite3_context *context)
{
	const struct staged *s = sqlite3_aggregate_context(context, 0);

	if (s != NULL)
		sqlite3_result_int(context, s->before * 8 + s->now);
}

/* Rows never leave a window that begins with the first one. */
static void
staged_inverse(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	(void)values;
	sqlite3_result_error(context, "only ROWS UNBOUNDED PRECEDING", -1);
}

int
days_register(struct crm *crm)
{
	static const struct {
		const char *name;
		int args;
		void (*run)(sqlite3_context *, int, sqlite3_value **);
	} plain[] = {
	    {"day", 1, sql_day},
	    {"morning", 1, sql_morning},
	    {"evening", 1, sql_evening},
	    {"day_text", 1, sql_day_text},
	    {"month", 1, sql_month},
	    {"month_last", 1, sql_month_last},
	    {"years_after", 2, sql_years_after},
	    {"as_of", 0, sql_as_of},
	    {"daily", 0, sql_daily},
	    {"threshold", 1, sql_threshold},
	    {"points", 1, sql_points},
	    {"act_name", 2, sql_act_name},
	};
	size_t i;
	int code = SQLITE_OK;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		code |= sqlite3_create_function(crm->db, plain[i].name,
		    plain[i].args, SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm,
		    plain[i].run, NULL, NULL);
	code |= sqlite3_create_window_function(crm->db, "staged", 3,
	    SQLITE_UTF8, crm, staged_step, staged_value, staged_value,
	    staged_inverse, NULL);
	return code;
}
