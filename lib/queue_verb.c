/*
 * queue_verb.c: crm-dedupe pending, show and resolve: the command line's side
 * of queue.h.
 */
#include <string.h>

#include "change.h"
#include "cli.h"
#include "queue.h"

#include "banned.h"

static const char columns[] =
    "id, at, type, ref, name, email, phone, candidate_id, "
    "(SELECT c.name FROM client c WHERE c.id = candidate_id) AS "
    "candidate_name, score, reason, status";

/* What waits is open; who asks for others is told what has become of each. */
enum crm_rc
crm_queue_list(struct crm *crm)
{
	if (crm_opt(crm, "status") != NULL && !crm_machine_format(crm))
		crm_columns(crm,
		    "id,type,ref,name,email,phone,candidate_id,candidate_name,"
		    "score,reason,status");
	return crm_record_list_as(crm, columns, "open");
}

/* --- one beside the other --- */

/* The number of what waits, as it was typed. */
static int64_t
queue_id(struct crm *crm, const char *ref)
{
	return crm_numbered(crm, "pending", "association",
	    "nothing waits under the number",
	    "crm-dedupe pending shows what does", ref);
}

/* A row of a table as a JSON object, kept; NULL when there is none. */
static const char *
row_json(struct crm *crm, const char *type, int64_t id)
{
	const struct crm_entity *e = entity_find(type);

	if (e == NULL || crm->rc != CRM_OK)
		return NULL;
	return crm_text(crm, "SELECT value FROM json_each(?1)",
	    ARG(crm_json(
		crm, crm_query(crm,
			 crm_keepf(crm, "SELECT %s FROM %s WHERE id = ?1",
			     e->select, e->name),
			 ARG(id)))));
}

static enum crm_rc
show_object(struct crm *crm, int64_t id)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT type, ref, candidate_id FROM association WHERE id = ?1",
	    ARG(id));
	const char *incoming = NULL, *candidate = NULL;

	if (crm_next(r)) {
		incoming = row_json(crm, crm_col_text(r, 0), crm_col_int(r, 1));
		candidate = row_json(crm, "client", crm_col_int(r, 2));
	}
	crm_close(r);
	return crm_emit_one(
	    crm, crm_query(crm,
		     crm_keepf(crm,
			 "SELECT %s, ?2 AS incoming_json, ?3 AS candidate_json "
			 "FROM association WHERE id = ?1",
			 columns),
		     ARG(id), ARG(incoming), ARG(candidate)));
}

/* What came in on the left, whom it may be on the right. */
static const char beside[] =
    "SELECT f.name AS \" \", CASE f.name WHEN 'record' THEN a.type || ' ' || "
    "a.ref WHEN 'name' THEN a.name WHEN 'email' THEN a.email WHEN 'phone' "
    "THEN a.phone WHEN 'since' THEN substr(a.at, 1, 10) END AS incoming, "
    "CASE f.name WHEN 'record' THEN 'client ' || c.id WHEN 'name' THEN c.name "
    "WHEN 'email' THEN c.email WHEN 'phone' THEN c.phone WHEN 'emails' THEN "
    "(SELECT group_concat(value, ', ') FROM json_each(c.emails_list)) WHEN "
    "'phones' THEN (SELECT group_concat(value, ', ') FROM "
    "json_each(c.phones_list)) WHEN 'city' THEN c.city WHEN 'birthday' THEN "
    "c.birthday WHEN 'status' THEN c.status WHEN 'bookings' THEN "
    "iif(c.total_bookings > 0, c.total_bookings, NULL) WHEN 'since' THEN "
    "substr(c.created_at, 1, 10) END AS client "
    "FROM association a LEFT JOIN client c ON c.id = a.candidate_id "
    "CROSS JOIN (SELECT column1 AS n, column2 AS name FROM (VALUES "
    "(1, 'record'), (2, 'name'), (3, 'email'), (4, 'phone'), (5, 'emails'), "
    "(6, 'phones'), (7, 'city'), (8, 'birthday'), (9, 'since'), "
    "(10, 'bookings'), (11, 'status'))) f "
    "WHERE a.id = ?1 ORDER BY f.n";

static enum crm_rc
show_beside(struct crm *crm, int64_t id)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT reason, printf('%.2f', floor(score * 100 + 1e-9) / 100), "
	    "status FROM association WHERE id = ?1",
	    ARG(id));

	if (!crm_next(r))
		return crm->rc;
	crm_print(crm, "%lld: %s, %s, %s", (long long)id, crm_col_text(r, 0),
	    crm_col_text(r, 1), crm_col_text(r, 2));
	crm_close(r);
	crm_emit(crm,
	    crm_query(crm,
		crm_keepf(crm,
		    "SELECT * FROM (%s) WHERE incoming IS NOT NULL OR client "
		    "IS NOT NULL",
		    beside),
		ARG(id)));
	emit_end(&crm->cli->emit);
	return crm->rc;
}

enum crm_rc
crm_queue_show(struct crm *crm, const char *ref)
{
	int64_t id = queue_id(crm, ref);

	if (crm->rc != CRM_OK)
		return crm->rc;
	return crm_machine_format(crm) ? show_object(crm, id)
				       : show_beside(crm, id);
}

/* --- deciding --- */

enum decision { USE, NEW, IGNORE, DECISIONS };

/* Just one of the three. */
static enum decision
decision_get(struct crm *crm)
{
	static const char *const names[] = {"use", "new", "ignore"};
	enum decision d, found = DECISIONS;

	for (d = USE; d < DECISIONS; d++) {
		if (crm_opt(crm, names[d]) == NULL)
			continue;
		if (found != DECISIONS)
			crm_fail(crm, CRM_USAGE, NULL,
			    "resolve: --%s or --%s, not both", names[found],
			    names[d]);
		found = d;
	}
	if (found == DECISIONS)
		crm_fail(crm, CRM_USAGE, "required",
		    "resolve: what is it? --use (that client's), --new (of "
		    "somebody new) or --ignore (not now)");
	return found;
}

/* "booking 12 is client 1's (Ana Lima)" */
static void
decision_tell(struct crm *crm, const struct queued *q, int64_t client)
{
	const char *name =
	    crm_text(crm, "SELECT name FROM client WHERE id = ?1", ARG(client));

	if (crm->cli->chosen) {
		crm_emit_one(
		    crm, crm_query(crm,
			     crm_keepf(crm,
				 "SELECT %s FROM association WHERE id = ?1",
				 columns),
			     ARG(q->id)));
		return;
	}
	if (client == 0)
		crm_print(crm, "%lld: put off", (long long)q->id);
	else if (q->merge != 0)
		crm_print(crm,
		    "%lld: client %lld is now client %lld (%s), merge %lld",
		    (long long)q->id, (long long)q->ref, (long long)client,
		    name, (long long)q->merge);
	else if (queue_is_client(q))
		crm_print(crm, "%lld: client %lld (%s) is not client %lld",
		    (long long)q->id, (long long)client, name,
		    (long long)q->candidate);
	else
		crm_print(crm, "%lld: %s %lld is of %sclient %lld (%s)",
		    (long long)q->id, q->type, (long long)q->ref,
		    client == q->candidate || q->known ? "" : "the new ",
		    (long long)client, name);
}

enum crm_rc
crm_queue_resolve(struct crm *crm, const char *ref)
{
	enum decision d = decision_get(crm);
	struct queued q;
	int64_t client = 0;

	if (crm->rc != CRM_OK ||
	    queue_load(crm, queue_id(crm, ref), &q) != CRM_OK)
		return crm->rc;
	/* A merge is a change of its own, so that it can be taken back. */
	if ((d == USE && queue_is_client(&q)) ||
	    change_is_merge(crm, crm->change))
		change_next(crm);
	if (d == USE) {
		queue_use(crm, &q);
		client = q.candidate;
		if (q.merge != 0)
			crm_summary(crm, "client %lld merged into client %lld",
			    (long long)q.ref, (long long)client);
	} else if (d == NEW) {
		client = queue_new(crm, &q);
	} else {
		queue_ignore(crm, &q);
	}
	if (crm->rc == CRM_OK)
		decision_tell(crm, &q, client);
	return crm->rc;
}
