/*
 * days.c: SQL functions that the rules of share/query/derive_*.sql count with:
 * local days by number, settings, and what acts are called.
 */
#include <stdio.h>
#include <string.h>

#include "days.h"
#include "entity.h"
#include "kind.h"
#include "rate.h"
#include "setting.h"
#include "tally_in.h"

#include "banned.h"

#define POINTS_MAX INT64_C(1000000000000) /* that one act earns */

/* --- days -------------------------------------------------------------------
 */

/* day(at): the local day of an instant. */
static void
sql_day(sqlite3_context *context, int n, sqlite3_value **values)
{
	int64_t t;

	(void)n;
	if (instant_of(values[0], &t))
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

int64_t
crm_threshold(struct crm *crm, const char *name)
{
	const char *text = crm_setting(crm, name);
	const struct crm_setting_def *s = setting_find(name);
	int64_t value = 0;

	if (s != NULL && strcmp(s->type, "money") == 0)
		rate_amount(crm, text, &value);
	else
		int_parse(&value, text, strlen(text));
	return value;
}

static void
sql_threshold(sqlite3_context *context, int n, sqlite3_value **values)
{
	(void)n;
	sqlite3_result_int64(
	    context, crm_threshold(sqlite3_user_data(context),
			 (const char *)sqlite3_value_text(values[0])));
}

void
earning_read(struct crm *crm, struct earning *e)
{
	const char *rate = crm_setting(crm, "loyalty.points_per_unit"),
		   *code = crm_setting(crm, "account.currency");

	*e = (struct earning){.power = -currency_digits(code, strlen(code))};
	e->is = decimal_parse(&e->per_unit, rate, strlen(rate)) == NULL;
}

int64_t
earning_points(const struct earning *e, int64_t amount)
{
	int64_t points;

	if (!e->is)
		return 0;
	if (!decimal_times_whole(&points, amount, e->per_unit, e->power) ||
	    points > POINTS_MAX)
		return POINTS_MAX;
	return points > 0 ? points : 0;
}

/* points(x_minor): NULL for less than one. */
static void
sql_points(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct earning e;
	int64_t amount, points;

	(void)n;
	if (!number(values[0], &amount))
		return;
	earning_read(sqlite3_user_data(context), &e);
	points = earning_points(&e, amount);
	if (points > 0)
		sqlite3_result_int64(context, points);
}

/* tier_name(rank) */
static void
sql_tier_name(sqlite3_context *context, int n, sqlite3_value **values)
{
	static const char *const names[] = {
	    "bronze", "silver", "gold", "platinum"};
	int rank = sqlite3_value_int(values[0]);

	(void)n;
	if (rank >= 0 && rank <= 3)
		sqlite3_result_text(context, names[rank], -1, SQLITE_STATIC);
}

/* A name and a number after it, from the end: asked for with every row, so by
 * hand. */
static const char *
name_numbered(char out[ACT_NAME_MAX], const char *name, int64_t id)
{
	uint64_t n = id < 0 ? -(uint64_t)id : (uint64_t)id;
	char *p = out + ACT_NAME_MAX;
	size_t len = strlen(name);

	*--p = '\0';
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	if (id < 0)
		*--p = '-';
	*--p = ' ';
	p -= len;
	memcpy(p, name, len);
	return p;
}

const char *
act_name(char out[ACT_NAME_MAX], int64_t source, int64_t id)
{
	static const char *const names[] = {"created", "booking", "order",
	    "purchase", "form", "event", "loyalty", "", "set", "unset",
	    "inactivity"};

	if (source == 7) { /* points of it taken back */
		source = id % 4;
		id /= 4;
	}
	if (source >= 1 && source <= 6)
		return name_numbered(out, names[source], id);
	return source >= 0 && source <= 10 ? names[source] : NULL;
}

static void
sql_act_name(sqlite3_context *context, int n, sqlite3_value **values)
{
	char out[ACT_NAME_MAX];
	const char *name = act_name(out, sqlite3_value_int64(values[0]),
	    sqlite3_value_int64(values[1]));

	(void)n;
	if (name != NULL)
		sqlite3_result_text(context, name, -1, SQLITE_TRANSIENT);
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
	    {"tier_name", 1, sql_tier_name},
	};
	size_t i;
	int code = SQLITE_OK;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		code |= sqlite3_create_function(crm->db, plain[i].name,
		    plain[i].args, SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm,
		    plain[i].run, NULL, NULL);
	return code;
}
