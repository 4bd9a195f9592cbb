/*
 * booking.c: what holds for bookings only: beginning and end, who may book,
 * and what may become of one that was cancelled.
 */
#include <string.h>

#include "crm_fields.h"
#include "fold.h"
#include "record.h"

#include "banned.h"

/* The longest that --minutes may ask for: a year. */
#define MINUTES_MAX 527040

/* --- beginning and end --- */

/* An instant as stored; false when there is none. */
static bool
instant(const char *text, int64_t *t)
{
	return text != NULL && time_parse(t, text, strlen(text), 0) == NULL;
}

static void
ends_give(struct record *rec, int64_t t)
{
	char text[21];

	time_print(text, t);
	record_give(rec, BOOKING_ENDS_AT, text, strlen(text));
}

/* --minutes gives the end; and one that is moved lasts as long as before. */
static bool
ends_settle(struct record *rec, const struct record *old)
{
	int64_t starts, was, ends;

	if (rec->minutes > MINUTES_MAX)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[BOOKING_ENDS_AT],
		    "more than %d minutes after it starts", MINUTES_MAX);
	if (rec->minutes > 0 && record_text(rec, BOOKING_ENDS_AT) != NULL)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[BOOKING_ENDS_AT],
		    "said twice: --minutes says so, too");
	if (!instant(record_then(rec, old, BOOKING_STARTS_AT), &starts))
		return true;
	if (rec->minutes > 0)
		ends_give(rec, starts + rec->minutes * 60);
	else if (old != NULL && record_given(rec, BOOKING_STARTS_AT) &&
		 !record_given(rec, BOOKING_ENDS_AT) &&
		 instant(record_text(old, BOOKING_STARTS_AT), &was) &&
		 instant(record_text(old, BOOKING_ENDS_AT), &ends))
		ends_give(rec, starts + (ends - was));
	return true;
}

static bool
booking_complete(struct record *rec, const struct record *old)
{
	const char *starts, *ends;

	record_void(rec, old, BOOKING_STATUS, "completed", BOOKING_VOIDED_AT);
	if (!ends_settle(rec, old))
		return false;
	if (!record_given(rec, BOOKING_STARTS_AT) &&
	    !record_given(rec, BOOKING_ENDS_AT))
		return true;
	starts = record_then(rec, old, BOOKING_STARTS_AT);
	ends = record_then(rec, old, BOOKING_ENDS_AT);
	if (starts != NULL && ends != NULL && strcmp(ends, starts) < 0)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[BOOKING_ENDS_AT],
		    "before it starts: \"%s\"", ends);
	return true;
}

/* --- who may book --- */

static bool
is_online(const struct record *rec, const struct record *old)
{
	const char *source = record_then(rec, old, BOOKING_SOURCE);
	struct str key = STR_INIT;
	bool online;

	if (source == NULL)
		return false;
	text_fold(&key, source, strlen(source));
	online = strcmp(key.ptr, "online") == 0;
	str_free(&key);
	return online;
}

bool
booking_client(struct record *rec, int64_t client)
{
	const char *name = crm_text(rec->crm,
	    "SELECT name FROM client WHERE id = ?1 AND status = 'deleted'",
	    ARG(client));

	if (name == NULL)
		return true;
	return record_problem(rec, CRM_REFUSED, "client_deleted", NULL,
	    "client %lld (%s) is deleted; bring back with: crm-client restore "
	    "%lld",
	    (long long)client, name, (long long)client);
}

static bool
blocked_check(struct record *rec, int64_t client)
{
	struct crm_rows *r = crm_query(rec->crm,
	    "SELECT name, block_reason FROM client WHERE id = ?1 AND "
	    "is_blocked",
	    ARG(client));
	const char *why;

	if (!crm_next(r))
		return true;
	why = crm_col_text(r, 1);
	record_problem(rec, CRM_REFUSED, "blocked", NULL,
	    "client %lld (%s) is blocked from booking online%s%s; let in "
	    "again with: crm-client unblock %lld",
	    (long long)client, crm_col_text(r, 0), why == NULL ? "" : ": ",
	    why == NULL ? "" : why, (long long)client);
	crm_close(r);
	return false;
}

/* Asked when the booking is given to a client, or comes to be an online one. */
static bool
client_may(struct record *rec, const struct record *old)
{
	bool given = record_given(rec, BOOKING_CLIENT_ID);
	const struct value *v = &rec->values[BOOKING_CLIENT_ID];

	if (!given && old != NULL)
		v = &old->values[BOOKING_CLIENT_ID];
	if (v->state != VALUE_INT)
		return true;
	if (given && !booking_client(rec, v->i))
		return false;
	return (!given && !record_given(rec, BOOKING_SOURCE)) ||
	       !is_online(rec, old) || blocked_check(rec, v->i);
}

/* --- status --- */

/* The moves of crm-booking say so as well; this is for edit and the like. */
static bool
status_may(struct record *rec, int64_t id, const struct record *old)
{
	const char *was = old == NULL ? NULL : record_text(old, BOOKING_STATUS),
		   *status = record_text(rec, BOOKING_STATUS);

	if (was == NULL || status == NULL || strcmp(was, "cancelled") != 0 ||
	    (strcmp(status, "completed") != 0 &&
		strcmp(status, "no_show") != 0))
		return true;
	return record_problem(rec, CRM_REFUSED, "wrong_status",
	    &rec->entity->fields[BOOKING_STATUS],
	    "it is cancelled; crm-booking confirm %lld first", (long long)id);
}

static bool
booking_check(struct record *rec, int64_t id, const struct record *old)
{
	if (rec->trusted)
		return true;
	return client_may(rec, old) && status_may(rec, id, old);
}

const struct record_rules booking_rules = {
    .entity = "booking",
    .complete = booking_complete,
    .check = booking_check,
};
