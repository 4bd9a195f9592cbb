/*
 * doings.c: what holds for orders, purchases, projects, tasks, events, points
 * and stages only: the time that goes with being done or taken back, words of a
 * status, what a rating is about, for whom there is none.
 */
#include <ctype.h>
#include <string.h>

#include "crm_fields.h"
#include "kind.h"
#include "record.h"

#include "banned.h"

static bool
is_text(const char *text, const char *word)
{
	return text != NULL && strcmp(text, word) == 0;
}

/* --- projects and tasks ------------------------------------------------------
 */

static void
moment_give(struct record *rec, int field)
{
	char day[11];

	if (rec->entity->fields[field].kind == KIND_DATE) {
		date_print_local(day, rec->crm->now);
		record_give(rec, field, day, strlen(day));
	} else {
		record_give(
		    rec, field, crm_now(rec->crm), strlen(crm_now(rec->crm)));
	}
}

/*
 * The moment goes with the status that means done: it comes with it and goes
 * with it, unless it is given. What is added as done, and what is imported,
 * has the one it was given, or none: nobody knows better.
 */
static bool
moment_settle(struct record *rec, const struct record *old, int status,
    const char *done, int moment)
{
	bool is_done, was_done;

	is_done = is_text(record_then(rec, old, status), done);
	if (!is_done && !rec->trusted && record_text(rec, moment) != NULL)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[moment], "only of one that is %s",
		    done);
	if (old == NULL || record_given(rec, moment))
		return true;
	was_done = is_text(record_text(old, status), done);
	if (is_done && !was_done)
		moment_give(rec, moment);
	else if (was_done && !is_done)
		record_give(rec, moment, "", 0);
	return true;
}

static bool
project_complete(struct record *rec, const struct record *old)
{
	const char *starts = record_then(rec, old, PROJECT_STARTS_ON),
		   *due = record_then(rec, old, PROJECT_DUE_ON);

	if ((record_given(rec, PROJECT_STARTS_ON) ||
		record_given(rec, PROJECT_DUE_ON)) &&
	    starts != NULL && due != NULL && strcmp(due, starts) < 0)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[PROJECT_DUE_ON],
		    "before it starts: \"%s\"", due);
	return moment_settle(
	    rec, old, PROJECT_STATUS, "completed", PROJECT_COMPLETED_ON);
}

static bool
task_complete(struct record *rec, const struct record *old)
{
	return moment_settle(rec, old, TASK_STATUS, "done", TASK_DONE_AT);
}

/* --- orders and purchases --- */

static bool
order_complete(struct record *rec, const struct record *old)
{
	record_void(
	    rec, old, ORDERS_STATUS, "paid,completed", ORDERS_VOIDED_AT);
	return true;
}

/* Every platform has words of its own; ours are written in one way, so that
 * they count: "Canceled" is cancelled, "On hold" on_hold. */
static bool
purchase_complete(struct record *rec, const struct record *old)
{
	const char *status = record_text(rec, PURCHASE_STATUS);
	char *word, *p;

	if (status == NULL)
		return true;
	word = keep_text(&rec->keep, status);
	for (p = word; *p != '\0'; p++)
		*p = *p == ' ' || *p == '-' ? '_'
					    : (char)tolower((unsigned char)*p);
	if (strcmp(word, "canceled") == 0)
		word = keep_text(&rec->keep, "cancelled");
	record_give(rec, PURCHASE_STATUS, word, strlen(word));
	record_void(rec, old, PURCHASE_STATUS, "completed", PURCHASE_VOIDED_AT);
	return true;
}

/* --- events --- */

/* A number or a reference as it will be; 0 for none. */
static int64_t
number_then(const struct record *rec, const struct record *old, int field)
{
	const struct value *v = &rec->values[field];

	if (v->state == VALUE_UNSET && old != NULL)
		v = &old->values[field];
	return v->state == VALUE_INT ? v->i : 0;
}

static bool
event_complete(struct record *rec, const struct record *old)
{
	const char *type = record_then(rec, old, EVENT_TYPE);
	int64_t ref = number_then(rec, old, EVENT_REF);

	if (!is_text(type, "review") &&
	    number_then(rec, old, EVENT_RATING) != 0)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[EVENT_RATING], "only of a review");
	if (!is_text(type, "referral") && ref != 0)
		return record_problem(rec, CRM_USAGE, "invalid",
		    &rec->entity->fields[EVENT_REF], "only of a referral");
	if (ref != 0 && ref == number_then(rec, old, EVENT_CLIENT_ID))
		return record_problem(rec, CRM_REFUSED, "self",
		    &rec->entity->fields[EVENT_REF],
		    "client %lld cannot refer themselves", (long long)ref);
	return true;
}

/* --- points and stages by hand --- */

/* Of one who is deleted nothing is set any more; what was, may come in. */
static bool
loyalty_check(struct record *rec, int64_t id, const struct record *old)
{
	(void)id;
	return rec->trusted || old != NULL ||
	       booking_client(rec, rec->values[LOYALTY_CLIENT_ID].i);
}

static bool
journey_check(struct record *rec, int64_t id, const struct record *old)
{
	(void)id;
	return rec->trusted || old != NULL ||
	       booking_client(rec, rec->values[JOURNEY_CLIENT_ID].i);
}

const struct record_rules order_rules = {
    .entity = "orders", .complete = order_complete};
const struct record_rules project_rules = {
    .entity = "project", .complete = project_complete};
const struct record_rules task_rules = {
    .entity = "task", .complete = task_complete};
const struct record_rules purchase_rules = {
    .entity = "purchase", .complete = purchase_complete};
const struct record_rules event_rules = {
    .entity = "event", .complete = event_complete};
const struct record_rules loyalty_rules = {
    .entity = "loyalty", .check = loyalty_check};
const struct record_rules journey_rules = {
    .entity = "journey", .check = journey_check};
