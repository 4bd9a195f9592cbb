/*
 * queue.c: what is decided about the records that wait for review.
 */
#include <string.h>

#include "arrive.h"
#include "crm_fields.h"
#include "distinct.h"
#include "fold.h"
#include "merge.h"
#include "queue.h"

#include "banned.h"

/* --- one of them --- */

static bool
is_open(const char *status)
{
	return strcmp(status, "open") == 0 || strcmp(status, "ignored") == 0;
}

enum crm_rc
queue_load(struct crm *crm, int64_t id, struct queued *q)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT at, type, ref, name, email, phone, candidate_id, status "
	    "FROM association WHERE id = ?1",
	    ARG(id));

	*q = (struct queued){.id = id};
	if (!crm_next(r))
		return crm_fail(crm, CRM_MISSING, NULL,
		    "nothing waits under the number %lld; crm-dedupe pending "
		    "shows what does",
		    (long long)id);
	q->at = crm_keep(crm, crm_col_text(r, 0));
	q->type = crm_keep(crm, crm_col_text(r, 1));
	q->ref = crm_col_int(r, 2);
	q->name = crm_keep(crm, crm_col_text(r, 3));
	q->email = crm_keep(crm, crm_col_text(r, 4));
	q->phone = crm_keep(crm, crm_col_text(r, 5));
	q->candidate = crm_col_int(r, 6);
	q->status = crm_keep(crm, crm_col_text(r, 7));
	crm_close(r);
	if (!is_open(q->status))
		return crm_fail(crm, CRM_REFUSED, "already",
		    "%lld is decided already: %s; crm-log undo takes that "
		    "back",
		    (long long)id, q->status);
	return crm->rc;
}

static enum crm_rc
status_set(struct crm *crm, const struct queued *q, const char *status)
{
	crm_run(crm,
	    "UPDATE association SET status = ?2 WHERE id = ?1 AND status <> ?2",
	    ARG(q->id), ARG(status));
	return crm->rc;
}

/* --- the record --- */

/* Read the record; false when there is none. */
static bool
record_find(struct crm *crm, const struct queued *q, struct record *rec)
{
	const struct crm_entity *e = entity_find(q->type);

	if (crm->rc != CRM_OK)
		return false;
	if (e == NULL || e->client < 0) {
		crm_fail(crm, CRM_REFUSED, NULL,
		    "%lld: there are no records of the type \"%s\"",
		    (long long)q->id, q->type);
		return false;
	}
	record_init(rec, crm, e);
	if (!record_load(rec, q->ref))
		crm_fail(crm, CRM_REFUSED, "missing",
		    "%lld: %s %lld is not there any more", (long long)q->id,
		    q->type, (long long)q->ref);
	return crm->rc == CRM_OK;
}

/* It becomes this client's, under the rules for its type. */
static enum crm_rc
record_link(struct crm *crm, const struct queued *q, int64_t client)
{
	const struct crm_entity *e = entity_find(q->type);
	struct record rec;
	bool changed;

	record_init(&rec, crm, e);
	rec.values[e->client] = (struct value){.state = VALUE_INT, .i = client};
	record_update(&rec, q->ref, &changed);
	record_fail(&rec);
	record_free(&rec);
	return crm->rc;
}

/* --- a client that is like another one --- */

bool
queue_is_client(const struct queued *q)
{
	return strcmp(q->type, "client") == 0;
}

static bool
client_there(struct crm *crm, const struct queued *q)
{
	if (crm_int(crm, "SELECT count(*) FROM client WHERE id = ?1",
		ARG(q->ref)) == 0)
		crm_fail(crm, CRM_REFUSED, "missing",
		    "%lld: client %lld is not there any more", (long long)q->id,
		    (long long)q->ref);
	return crm->rc == CRM_OK;
}

/* The merge settles what waits, too. */
static enum crm_rc
client_use(struct crm *crm, struct queued *q)
{
	struct merge m;

	merge_init(&m, crm);
	if (client_there(crm, q))
		q->merge = merge_clients(&m, q->candidate, q->ref);
	return crm->rc;
}

static void
distinct_remember(struct crm *crm, const struct queued *q, int64_t client)
{
	if (crm->rc == CRM_OK && q->candidate != 0)
		distinct_add(crm, q->candidate, client,
		    crm_keepf(crm, "decided for %s %lld", q->type,
			(long long)q->ref));
}

static int64_t
client_new(struct crm *crm, const struct queued *q)
{
	if (!client_there(crm, q))
		return 0;
	distinct_remember(crm, q, q->ref);
	return status_set(crm, q, "new") == CRM_OK ? q->ref : 0;
}

/* --- decisions --- */

static enum crm_rc
candidate_check(struct crm *crm, const struct queued *q)
{
	const char *status = crm_text(
	    crm, "SELECT status FROM client WHERE id = ?1", ARG(q->candidate));

	if (crm->rc != CRM_OK)
		return crm->rc;
	if (status == NULL)
		return crm_fail(crm, CRM_REFUSED, NULL,
		    "%lld: it is like no client", (long long)q->id);
	if (strcmp(status, "deleted") == 0 || strcmp(status, "spam") == 0)
		return crm_fail(crm, CRM_REFUSED, "deleted",
		    "%lld: client %lld is %s; crm-client restore %lld brings "
		    "the client back first",
		    (long long)q->id, (long long)q->candidate,
		    strcmp(status, "spam") == 0 ? "spam" : "deleted",
		    (long long)q->candidate);
	return crm->rc;
}

enum crm_rc
queue_use(struct crm *crm, struct queued *q)
{
	struct record rec;

	if (candidate_check(crm, q) != CRM_OK)
		return crm->rc;
	if (queue_is_client(q))
		return client_use(crm, q);
	if (!record_find(crm, q, &rec))
		return crm->rc;
	record_free(&rec);
	record_link(crm, q, q->candidate);
	return status_set(crm, q, "used");
}

static void
field_give(struct arrive *a, enum arrive_field field, const char *text)
{
	if (text != NULL)
		arrive_give(a, field, text, strlen(text));
}

static bool
is_held(struct crm *crm, const char *email)
{
	struct str key = STR_INIT;
	int64_t holder, deleted;

	if (email == NULL)
		return false;
	email_fold(&key, email, strlen(email));
	holder = client_email_holder(crm, key.ptr, 0, &deleted);
	str_free(&key);
	return holder != 0;
}

/* Whoever comes in twice while he waits is made a client but once: the one who
 * is this one beyond doubt, and not the one he is not; 0. */
static int64_t
known_find(const struct queued *q, struct arrive *a)
{
	field_give(a, ARRIVE_NAME, q->name);
	field_give(a, ARRIVE_EMAIL, q->email);
	field_give(a, ARRIVE_PHONE, q->phone);
	if (q->name == NULL || !arrive_find(a) || a->level != ARRIVE_EXACT ||
	    a->reason != NULL || a->client == q->candidate)
		return 0;
	return a->client;
}

/* A client of what came with the record; an email that somebody has is his. */
static int64_t
client_make(
    struct crm *crm, const struct queued *q, struct arrive *a, struct record *r)
{
	arrive_clear(a);
	a->who.as_new = true;
	a->who.decided = true;
	field_give(a, ARRIVE_NAME, q->name);
	if (!is_held(crm, q->email))
		field_give(a, ARRIVE_EMAIL, q->email);
	field_give(a, ARRIVE_PHONE, q->phone);
	record_give(&a->who, CLIENT_CREATED_AT, q->at, strlen(q->at));
	arrive_complete(a, r);
	return arrive_client(a);
}

int64_t
queue_new(struct crm *crm, struct queued *q)
{
	struct record rec;
	struct arrive a;
	int64_t client;

	if (queue_is_client(q))
		return client_new(crm, q);
	if (!record_find(crm, q, &rec))
		return 0;
	arrive_init(&a, crm, q->type);
	client = known_find(q, &a);
	q->known = client != 0;
	if (client == 0)
		client = client_make(crm, q, &a, &rec);
	record_fail(&a.who);
	if (client != 0) {
		record_link(crm, q, client);
		status_set(crm, q, "new");
		distinct_remember(crm, q, client);
	}
	arrive_free(&a);
	record_free(&rec);
	return crm->rc == CRM_OK ? client : 0;
}

enum crm_rc
queue_ignore(struct crm *crm, const struct queued *q)
{
	if (crm->rc == CRM_OK && strcmp(q->status, "ignored") == 0)
		return crm_fail(crm, CRM_REFUSED, "already",
		    "%lld is put off already", (long long)q->id);
	return status_set(crm, q, "ignored");
}

/* --- for good --- */

enum crm_rc
crm_queue_purge(struct crm *crm, int64_t client)
{
	const struct crm_entity *e;
	struct str sql = STR_INIT;
	const char *ids;
	int i;

	str_adds(&sql, "SELECT json_group_array(id) FROM (SELECT id FROM "
		       "association WHERE ref = ?1 AND type = 'client'");
	for (i = 0; i < crm_nentities; i++) {
		e = crm_entities[i];
		if (e->client >= 0)
			str_addf(&sql,
			    " UNION ALL SELECT a.id FROM %s r JOIN association "
			    "a ON a.ref = r.id AND a.type = '%s' WHERE "
			    "r.client_id = ?1",
			    e->name, e->noun);
	}
	str_addc(&sql, ')');
	ids = crm_text(crm, sql.ptr, ARG(client));
	str_free(&sql);
	crm_run(crm,
	    "DELETE FROM association WHERE id IN (SELECT value FROM "
	    "json_each(?1))",
	    ARG(ids));
	crm_run(crm,
	    "UPDATE journal SET old_json = NULL WHERE tbl = 'association' AND "
	    "row_id IN (SELECT value FROM json_each(?1))",
	    ARG(ids));
	return crm->rc;
}
