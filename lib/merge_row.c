/*
 * merge_row.c: two clients become one: what refers to the one who is given up,
 * the row itself, and what is remembered of it.
 */
#include <string.h>

#include "distinct.h"
#include "merge.h"

#include "banned.h"

int64_t
merge_survivor(struct crm *crm, int64_t id)
{
	int64_t now = crm_int(
	    crm, "SELECT client_id FROM merge WHERE lost_id = ?1", ARG(id));

	return now == 0 ? id : now;
}

bool
merge_was(struct crm *crm, int64_t lost, const char *name, const char *email,
    const char *phone, const char *external_id)
{
	return crm_int(crm,
		   "SELECT EXISTS (SELECT 1 FROM merge WHERE lost_id = ?1 AND ("
		   "fold(lost_json ->> 'name') = fold(?2) OR "
		   "fold_email(lost_json ->> 'email') = fold_email(?3) OR "
		   "fold_phone(lost_json ->> 'phone') = fold_phone(?4) OR "
		   "lost_json ->> 'external_id' = ?5))",
		   ARG(lost), ARG(name), ARG(email), ARG(phone),
		   ARG(external_id)) != 0;
}

/* --- may they be? --- */

static enum crm_rc
client_check(struct crm *crm, int64_t id)
{
	const char *status =
	    crm_text(crm, "SELECT status FROM client WHERE id = ?1", ARG(id));

	if (crm->rc != CRM_OK)
		return crm->rc;
	if (status == NULL)
		return crm_fail(crm, CRM_MISSING, NULL,
		    "there is no client \"%lld\"", (long long)id);
	if (strcmp(status, "deleted") == 0 || strcmp(status, "spam") == 0)
		return crm_fail(crm, CRM_REFUSED, "deleted",
		    "client %lld is %s; crm-client restore %lld brings it back",
		    (long long)id,
		    strcmp(status, "spam") == 0 ? status : "deleted",
		    (long long)id);
	return crm->rc;
}

static enum crm_rc
pair_check(struct crm *crm, int64_t keep, int64_t lose)
{
	if (keep == lose)
		return crm_fail(crm, CRM_REFUSED, "same",
		    "client %lld cannot be merged with itself",
		    (long long)keep);
	if (client_check(crm, keep) != CRM_OK)
		return crm->rc;
	if (client_check(crm, lose) == CRM_OK &&
	    distinct_known(crm, keep, lose))
		crm_fail(crm, CRM_REFUSED, "distinct",
		    "clients %lld and %lld are known to be two people; crm-log "
		    "undo of that change takes it back",
		    (long long)keep, (long long)lose);
	return crm->rc;
}

/* --- what refers to a client --- */

/* Run a statement with both numbers; a rule that it would break is said in
 * words, for the user has to clear it up. */
static void
rows_run(struct crm *crm, const struct crm_entity *e, const char *sql,
    int64_t keep, int64_t lose)
{
	struct crm_rows *r = crm_query(crm, sql, ARG(keep), ARG(lose));
	int code;

	if (r->stmt == NULL)
		return;
	code = sqlite3_step(r->stmt);
	crm_close(r);
	if ((code & 0xff) == SQLITE_CONSTRAINT)
		crm_fail(crm, CRM_REFUSED, "conflict",
		    "clients %lld and %lld each have a %s that there can be "
		    "only one of (%s)",
		    (long long)keep, (long long)lose, e->noun,
		    sqlite3_errmsg(crm->db));
	else if (code != SQLITE_DONE)
		db_error(crm, code);
}

/*
 * A column that refers to clients. Beside client_id there may be another one,
 * as that of a referral: of a row that is between the two, nobody is left to
 * refer to.
 */
static void
column_move(struct crm *crm, const struct crm_entity *e, int i, int64_t keep,
    int64_t lose)
{
	const struct crm_field *f = &e->fields[i];

	rows_run(crm, e,
	    crm_keepf(crm, "UPDATE %s SET %s = ?1 WHERE %s = ?2", e->name,
		f->name, f->name),
	    keep, lose);
	if (e->client < 0 || i == e->client || (f->flags & FIELD_REQUIRED))
		return;
	crm_run(crm,
	    crm_keepf(crm,
		"UPDATE %s SET %s = NULL WHERE %s = ?1 AND client_id = ?1",
		e->name, f->name, f->name),
	    ARG(keep));
}

/*
 * Who is known to be somebody else than one of the two is somebody else than
 * both. Of two rows that say the same then one is left, and the number that is
 * smaller stands first.
 */
static void
distinct_move(struct crm *crm, int64_t keep, int64_t lose)
{
	crm_run(crm,
	    "DELETE FROM distinct_pair WHERE (a_id = ?2 OR b_id = ?2) AND "
	    "iif(a_id = ?2, b_id, a_id) IN (SELECT b_id FROM distinct_pair "
	    "WHERE a_id = ?1 UNION ALL SELECT a_id FROM distinct_pair WHERE "
	    "b_id = ?1)",
	    ARG(keep), ARG(lose));
	crm_run(crm,
	    "UPDATE distinct_pair SET a_id = min(?1, b_id), b_id = max(?1, "
	    "b_id) WHERE a_id = ?2",
	    ARG(keep), ARG(lose));
	crm_run(crm,
	    "UPDATE distinct_pair SET a_id = min(?1, a_id), b_id = max(?1, "
	    "a_id) WHERE b_id = ?2",
	    ARG(keep), ARG(lose));
}

/* The columns that refer to clients. */
#define REFERENCES_MAX 64
struct references {
	int n;
	struct {
		const struct crm_entity *entity;
		int field;
	} list[REFERENCES_MAX];
};

static void
reference_add(
    struct crm *crm, struct references *r, const struct crm_entity *e, int i)
{
	if (e->fields[i].ref == NULL || strcmp(e->fields[i].ref, "client") != 0)
		return;
	if (r->n == REFERENCES_MAX) {
		crm_fail(crm, CRM_FAILURE, NULL,
		    "more than %d columns refer to clients", REFERENCES_MAX);
		return;
	}
	r->list[r->n].entity = e;
	r->list[r->n++].field = i;
}

/* The client_id of a table comes before others of it. */
static void
references_list(struct crm *crm, struct references *r)
{
	const struct crm_entity *e;
	int i, j;

	r->n = 0;
	for (i = 0; i < crm_nentities; i++) {
		e = crm_entities[i];
		if (e->client >= 0)
			reference_add(crm, r, e, e->client);
		for (j = 0; j < e->nfields; j++)
			if (j != e->client)
				reference_add(crm, r, e, j);
	}
}

/*
 * Which of them refer to this client: a text of 0 and 1, kept. To ask once
 * costs a tenth of what it does to set up an UPDATE for each, with its
 * triggers, that finds nothing.
 */
static const char *
references_find(struct crm *crm, const struct references *r, int64_t id)
{
	struct str sql = STR_INIT;
	const struct crm_entity *e;
	const char *found;
	int i;

	for (i = 0; i < r->n; i++) {
		e = r->list[i].entity;
		str_addf(&sql, "%s EXISTS (SELECT 1 FROM %s WHERE %s = ?1)",
		    i == 0 ? "SELECT" : " ||", e->name,
		    e->fields[r->list[i].field].name);
	}
	found = crm_text(crm, sql.ptr, ARG(id));
	str_free(&sql);
	return found == NULL ? "" : found;
}

static void
references_move(struct crm *crm, int64_t keep, int64_t lose)
{
	const struct crm_entity *e, *moved = NULL;
	struct references r;
	const char *found;
	int i;

	references_list(crm, &r);
	found = references_find(crm, &r, lose);
	for (i = 0; i < r.n && crm->rc == CRM_OK; i++) {
		e = r.list[i].entity;
		/* What is between the two shows once client_id has moved. */
		if (found[i] != '1' && moved != e)
			continue;
		moved = e;
		if (strcmp(e->name, "distinct_pair") == 0)
			distinct_move(crm, keep, lose);
		else
			column_move(crm, e, r.list[i].field, keep, lose);
	}
}

/* A client who waits for review as being like another one (crm-import
 * --match): if it is that one, this is decided now. */
static void
queue_move(struct crm *crm, int64_t keep, int64_t lose)
{
	int64_t waits = crm_int(crm,
	    "SELECT EXISTS (SELECT 1 FROM association WHERE type = 'client' "
	    "AND (ref = ?1 OR ref = ?2))",
	    ARG(keep), ARG(lose));

	if (waits == 0)
		return;
	crm_run(crm,
	    "UPDATE association SET ref = ?1 WHERE ref = ?2 AND type = "
	    "'client'",
	    ARG(keep), ARG(lose));
	crm_run(crm,
	    "UPDATE association SET status = 'used' WHERE ref = ?1 AND type = "
	    "'client' AND candidate_id = ?1 AND status <> 'used' AND status "
	    "<> 'new'",
	    ARG(keep));
}

/* --- the row itself --- */

/* Every fact of it that there is, as a JSON object, kept. */
static const char *
image_of(struct crm *crm, int64_t id)
{
	const struct crm_entity *e = entity_find("client");
	const struct crm_field *f = e->fields;
	struct str sql = STR_INIT;
	const char *image, *comma = "";
	int i;

	/* A patch leaves out what is null. */
	str_adds(&sql, "SELECT json_patch('{}', json_object(");
	for (i = 0; i < e->nfields; i++, f++) {
		if (f->kind == KIND_KEY ||
		    (f->flags & (FIELD_DERIVED | FIELD_ID)))
			continue;
		str_addf(&sql, "%s'%s', ", comma, f->key);
		comma = ", ";
		if (f->kind == KIND_LIST || f->kind == KIND_JSON)
			str_addf(&sql, "iif(json_valid(%s), json(%s), %s)",
			    f->name, f->name, f->name);
		else if (f->kind == KIND_BOOL)
			str_addf(
			    &sql, "json(iif(%s, 'true', 'false'))", f->name);
		else
			str_adds(&sql, f->name);
	}
	str_adds(&sql, ")) FROM client WHERE id = ?1");
	image = crm_text(crm, sql.ptr, ARG(id));
	str_free(&sql);
	return image;
}

static void
survivor_update(struct merge *m, int64_t id, const struct record *keep,
    const struct record *lose)
{
	struct record rec;
	bool changed;

	record_init(&rec, m->crm, keep->entity);
	/* What the two have was good before. */
	rec.as_new = rec.decided = true;
	merge_fields(m, &rec, keep, lose);
	record_update(&rec, id, &changed);
	record_fail(&rec);
	record_free(&rec);
}

/* The row goes before the other one gets its email. */
static int64_t
pair_merge(struct merge *m, int64_t keep, int64_t lose)
{
	struct crm *crm = m->crm;
	const struct crm_entity *e = entity_find("client");
	struct record kept, lost;
	const char *image;
	int64_t number = 0;

	record_init(&kept, crm, e);
	record_init(&lost, crm, e);
	if (record_load(&kept, keep) && record_load(&lost, lose)) {
		image = image_of(crm, lose);
		references_move(crm, keep, lose);
		queue_move(crm, keep, lose);
		crm_run(crm, "DELETE FROM client WHERE id = ?1", ARG(lose));
		crm_run(crm,
		    "INSERT INTO merge (client_id, lost_id, lost_json, at) "
		    "VALUES (?1, ?2, ?3, ?4)",
		    ARG(keep), ARG(lose), ARG(image), ARG(crm_now(crm)));
		if (crm->rc == CRM_OK)
			number = sqlite3_last_insert_rowid(crm->db);
		survivor_update(m, keep, &kept, &lost);
	}
	record_free(&kept);
	record_free(&lost);
	return number;
}

int64_t
merge_clients(struct merge *m, int64_t keep, int64_t lose)
{
	int64_t number;

	if (pair_check(m->crm, keep, lose) != CRM_OK)
		return 0;
	number = pair_merge(m, keep, lose);
	return m->crm->rc == CRM_OK ? number : 0;
}
