/*
 * undo_merge.c: what is different when two clients who were merged come apart.
 *
 * Whoever was given up must come back, or nothing does; and the other one, who
 * lived on, gives back what came with the merge and keeps what came since.
 */
#include <string.h>

#include "undo.h"

#include "banned.h"

#define ADDED_NAMED 20 /* records added since, named one by one */

bool
change_is_merge(struct crm *crm, int64_t change)
{
	return crm_int(crm,
		   "SELECT EXISTS (SELECT 1 FROM journal m JOIN journal c ON "
		   "c.change_id = m.change_id WHERE m.change_id = ?1 AND m.tbl "
		   "= 'merge' AND m.op = 'insert' AND c.tbl = 'client' AND "
		   "c.op = 'delete')",
		   ARG(change)) != 0;
}

/* Later merges took along those that led to the one they gave up. */
static enum crm_rc
later_check(struct undo *u)
{
	struct crm_rows *r = crm_query(u->crm,
	    "SELECT l.id, l.lost_id, l.client_id FROM journal m "
	    "JOIN journal n ON n.row_id = m.row_id AND n.tbl = 'merge' AND "
	    "n.op = 'update' AND n.id > m.id "
	    "JOIN merge l ON l.lost_id = n.old_json ->> 'client_id' "
	    "WHERE m.change_id = ?1 AND m.tbl = 'merge' AND m.op = 'insert' "
	    "ORDER BY l.id DESC LIMIT 1",
	    ARG(u->change));
	int64_t id, lost, now;

	if (!crm_next(r))
		return u->crm->rc;
	id = crm_col_int(r, 0);
	lost = crm_col_int(r, 1);
	now = crm_col_int(r, 2);
	crm_close(r);
	return crm_fail(u->crm, CRM_REFUSED, "merged_since",
	    "client %lld was merged into client %lld since; take merge %lld "
	    "back first",
	    (long long)lost, (long long)now, (long long)id);
}

enum crm_rc
undo_merge_begin(struct undo *u)
{
	if (!change_is_merge(u->crm, u->change))
		return u->crm->rc;
	if (later_check(u) != CRM_OK)
		return u->crm->rc;
	u->survivor = crm_int(u->crm,
	    "SELECT m.client_id FROM journal j JOIN merge m ON m.id = j.row_id "
	    "WHERE j.change_id = ?1 AND j.tbl = 'merge' AND j.op = 'insert' "
	    "LIMIT 1",
	    ARG(u->change));
	if (u->survivor == 0)
		crm_fail(u->crm, CRM_REFUSED, "purged",
		    "change %lld was a merge into a client who is purged for "
		    "good",
		    (long long)u->change);
	return u->crm->rc;
}

/* --- what the one who was kept holds --- */

/*
 * ?1 as it was before, ?2 as the merge left it, ?3 as it is. What is there now
 * stays, but for what came with the merge; what went with it comes back.
 */
static const char list_sql[] =
    "SELECT nullif(json_group_array(value), '[]') FROM ("
    "SELECT key AS n, value FROM json_each(?3) WHERE value IN (SELECT value "
    "FROM json_each(?1)) OR value NOT IN (SELECT value FROM json_each(?2)) "
    "UNION ALL SELECT 1000000 + key, value FROM json_each(?1) WHERE value NOT "
    "IN (SELECT value FROM json_each(?2)) AND value NOT IN (SELECT value FROM "
    "json_each(?3)) ORDER BY n)";

static const char object_sql[] =
    "SELECT nullif(json_group_object(key, json(v)), '{}') FROM ("
    "SELECT key, iif((?3 -> fullkey) IS (?2 -> fullkey), ?1 -> fullkey, "
    "?3 -> fullkey) AS v FROM json_each(?3)) WHERE v IS NOT NULL";

void
undo_merge_column(
    struct undo *u, struct crm_rows *r, const struct columns *c, int i)
{
	const struct crm_field *f = c->field[i];
	const char *text;

	if (f->kind == KIND_LIST || f->kind == KIND_JSON) {
		text = crm_text(u->crm,
		    f->kind == KIND_LIST ? list_sql : object_sql,
		    ARG(crm_col_text(r, image_at(i, IMAGE_BEFORE))),
		    ARG(crm_col_text(r, image_at(i, IMAGE_AFTER))),
		    ARG(crm_col_text(r, image_at(i, IMAGE_NOW))));
		crm_run(u->crm,
		    crm_keepf(u->crm,
			"UPDATE client SET %s = ?2 WHERE id = ?1 AND %s IS NOT "
			"?2",
			f->name, f->name),
		    ARG(u->survivor), ARG(text));
	} else if (!(u->named & (uint64_t)1 << i)) {
		u->named |= (uint64_t)1 << i;
		u->report->kept++;
		u->told(u->arg, row_changed(u, r, c, i));
	}
}

/* --- when all is done --- */

/* Everybody who was given up is back. */
static enum crm_rc
lost_check(struct undo *u)
{
	const char *why = crm_text(u->crm,
	    "SELECT why FROM undo_row WHERE tbl = 'client' AND what = ?1 "
	    "ORDER BY last LIMIT 1",
	    ARG(UNDO_REMOVED));

	if (why != NULL)
		crm_fail(u->crm, CRM_REFUSED, "not_back", "%s", why);
	return u->crm->rc;
}

static void
added_name(struct undo *u, const struct crm_entity *e, int64_t last, int *n)
{
	struct crm_rows *r = crm_query(u->crm,
	    crm_keepf(u->crm,
		"SELECT id FROM %s t WHERE client_id = ?1 AND EXISTS (SELECT 1 "
		"FROM journal j WHERE j.row_id = t.id AND j.tbl = '%s' AND "
		"j.op = 'insert' AND j.id > ?2) ORDER BY id",
		e->name, e->name),
	    ARG(u->survivor), ARG(last));

	while (crm_next(r))
		if ((*n)++ < ADDED_NAMED)
			u->told(u->arg,
			    crm_keepf(u->crm,
				"%s %lld was added since; it stays with client "
				"%lld",
				e->noun, (long long)crm_col_int(r, 0),
				(long long)u->survivor));
}

enum crm_rc
undo_merge_end(struct undo *u)
{
	int64_t last;
	int i, n = 0;

	if (u->survivor == 0 || lost_check(u) != CRM_OK)
		return u->crm->rc;
	last = crm_int(u->crm,
	    "SELECT max(id) FROM journal WHERE change_id = ?1", ARG(u->change));
	for (i = 0; i < crm_nentities; i++)
		if (crm_entities[i]->client >= 0 &&
		    strcmp(crm_entities[i]->name, "merge") != 0)
			added_name(u, crm_entities[i], last, &n);
	if (n > ADDED_NAMED)
		u->told(u->arg, crm_keepf(u->crm, "and %d more that stay",
				    n - ADDED_NAMED));
	return u->crm->rc;
}
