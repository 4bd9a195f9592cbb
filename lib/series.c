/*
 * series.c: what holds for series only: the bookings they make, and what a
 * change of one means for those that are to come.
 */
#include <stdlib.h>
#include <string.h>

#include "crm_fields.h"
#include "kind.h"
#include "record.h"

#include "banned.h"

/* Bookings that one series may make; a day each for over 27 years. */
#define SERIES_MAX 10000

/* A step beyond this leaves the years that there are. */
#define STEP_MAX 4000000

/* --- making bookings --- */

static const char make_sql[] =
    "INSERT INTO booking (client_id, service, starts_at, ends_at, staff, "
    "price_minor, currency, notes, series_id, created_at) "
    "SELECT client_id, service, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', ?2, "
    "minutes || ' minutes'), staff, price_minor, currency, notes, id, ?3 "
    "FROM series WHERE id = ?1";

struct plan {
	int64_t starts;
	char unit; /* as time_step() takes it */
	int64_t step;
	int64_t made;
	int64_t count; /* no more than this */
	int64_t until; /* none that starts then or later */
};

/* How far ahead bookings are made where there is no end. */
static int64_t
horizon(struct crm *crm)
{
	long long days =
	    strtoll(crm_setting(crm, "booking.series_days"), NULL, 10);
	int64_t t;

	return time_step(&t, crm->now, 'd', days) ? t : INT64_MAX;
}

static bool
plan_read(struct crm *crm, int64_t id, struct plan *p)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT unixepoch(starts_at), substr(every, 1, 1), step, made, "
	    "coalesce(count, 0), unixepoch(ended_at) FROM series "
	    "WHERE id = ?1",
	    ARG(id));
	bool endless;

	if (!crm_next(r))
		return false;
	endless = crm_col_int(r, 4) == 0;
	*p = (struct plan){.starts = crm_col_int(r, 0),
	    .unit = *crm_col_text(r, 1),
	    .step = crm_col_int(r, 2),
	    .made = crm_col_int(r, 3),
	    .count = endless ? INT64_MAX : crm_col_int(r, 4),
	    .until = endless ? horizon(crm) : INT64_MAX};
	if (!crm_col_null(r, 5) && crm_col_int(r, 5) < p->until)
		p->until = crm_col_int(r, 5);
	crm_close(r);
	return true;
}

/* When the next one starts; false when none is within reach. */
static bool
plan_next(const struct plan *p, int64_t *t)
{
	return p->made < p->count && p->step <= STEP_MAX &&
	       time_step(t, p->starts, p->unit, p->made * p->step) &&
	       *t < p->until;
}

int64_t
crm_series_make(struct crm *crm, int64_t id)
{
	char text[21];
	int64_t t, n = 0;
	struct plan p;

	if (crm->rc != CRM_OK || !plan_read(crm, id, &p))
		return 0;
	for (; crm->rc == CRM_OK && plan_next(&p, &t); p.made++, n++) {
		time_print(text, t);
		crm_run(crm, make_sql, ARG(id), ARG((const char *)text),
		    ARG(crm_now(crm)));
		if (n == SERIES_MAX)
			crm_fail(crm, CRM_REFUSED, "too_many",
			    "a series of more than %d bookings", SERIES_MAX);
	}
	if (n > 0)
		crm_run(crm, "UPDATE series SET made = ?2 WHERE id = ?1",
		    ARG(id), ARG(p.made));
	return n;
}

/* --- rules --- */

/* What the bookings that are there were made by. */
static bool
pattern_check(struct record *rec, const struct record *old)
{
	static const int fixed[] = {
	    SERIES_CLIENT_ID, SERIES_STARTS_AT, SERIES_EVERY, SERIES_STEP};
	int64_t made = old->values[SERIES_MADE].i;
	const struct value *count = &rec->values[SERIES_COUNT];
	size_t i;

	for (i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (made > 0 && record_given(rec, fixed[i]))
			return record_problem(rec, CRM_REFUSED, "made",
			    &rec->entity->fields[fixed[i]],
			    "bookings were made by it; end the series and add "
			    "another");
	if (count->state == VALUE_INT && count->i < made)
		return record_problem(rec, CRM_REFUSED, "made",
		    &rec->entity->fields[SERIES_COUNT],
		    "%lld bookings were made already; end the series instead",
		    (long long)made);
	return true;
}

static bool
series_check(struct record *rec, int64_t id, const struct record *old)
{
	const struct value *client = &rec->values[SERIES_CLIENT_ID];

	(void)id;
	if (rec->trusted)
		return true;
	if (client->state == VALUE_INT && !booking_client(rec, client->i))
		return false;
	return old == NULL || pattern_check(rec, old);
}

/* --- bookings that are to come --- */

#define TO_COME                                                                \
	"WHERE series_id = ?1 AND starts_at > ?2 "                             \
	"AND status IN ('pending', 'confirmed') "

/* One that was given something of its own keeps it. */
static void
text_pass(struct record *rec, int64_t id, const struct record *old, int field)
{
	const char *column = rec->entity->fields[field].name;

	if (record_given(rec, field))
		crm_run(rec->crm,
		    crm_keepf(rec->crm,
			"UPDATE booking SET %s = ?3 " TO_COME "AND %s IS ?4",
			column, column),
		    ARG(id), ARG(crm_now(rec->crm)),
		    ARG(record_text(rec, field)), ARG(record_text(old, field)));
}

static struct crm_arg
number_arg(const struct value *v)
{
	if (v->state != VALUE_INT)
		return crm_arg_text(NULL);
	return crm_arg_int(v->i);
}

static void
length_pass(struct record *rec, int64_t id, const struct record *old)
{
	static const char sql[] =
	    "UPDATE booking SET ends_at = strftime('%Y-%m-%dT%H:%M:%SZ', "
	    "starts_at, ?3 || ' minutes') " TO_COME
	    "AND ends_at IS strftime('%Y-%m-%dT%H:%M:%SZ', starts_at, "
	    "?4 || ' minutes')";

	if (record_given(rec, SERIES_MINUTES))
		crm_run_args(rec->crm, sql,
		    CRM_ARGS(ARG(id), ARG(crm_now(rec->crm)),
			number_arg(&rec->values[SERIES_MINUTES]),
			number_arg(&old->values[SERIES_MINUTES])));
}

static void
price_pass(struct record *rec, int64_t id, const struct record *old)
{
	static const char sql[] =
	    "UPDATE booking SET (price_minor, currency) = (SELECT "
	    "price_minor, currency FROM series WHERE id = ?1) " TO_COME
	    "AND price_minor IS ?3 AND currency IS ?4";

	if (record_given(rec, SERIES_PRICE_MINOR) ||
	    record_given(rec, SERIES_CURRENCY))
		crm_run_args(rec->crm, sql,
		    CRM_ARGS(ARG(id), ARG(crm_now(rec->crm)),
			number_arg(&old->values[SERIES_PRICE_MINOR]),
			ARG(record_text(old, SERIES_CURRENCY))));
}

static void
series_written(struct record *rec, int64_t id, const struct record *old)
{
	if (old != NULL) {
		text_pass(rec, id, old, SERIES_SERVICE);
		text_pass(rec, id, old, SERIES_STAFF);
		text_pass(rec, id, old, SERIES_NOTES);
		length_pass(rec, id, old);
		price_pass(rec, id, old);
	}
	crm_series_make(rec->crm, id);
}

const struct record_rules series_rules = {
    .entity = "series",
    .check = series_check,
    .written = series_written,
};
