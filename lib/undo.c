/*
 * undo.c: take a change back: first the rows it added, children before
 * parents, in one statement a table; then what it altered and deleted.
 */
#include <string.h>

#include "setting.h"
#include "undo.h"

#include "banned.h"

bool
undo_is_fact(const struct crm_field *f)
{
	return f->kind != KIND_KEY && !(f->flags & FIELD_DERIVED);
}

void
undo_image(struct str *out, const struct crm_entity *e, const char *t)
{
	const char *comma = "";
	int i;

	str_adds(out, "json_object(");
	for (i = 0; i < e->nfields; i++) {
		if (!undo_is_fact(&e->fields[i]))
			continue;
		str_addf(out, "%s'%s', %s.%s", comma, e->fields[i].name, t,
		    e->fields[i].name);
		comma = ", ";
	}
	str_addc(out, ')');
}

void
undo_name(
    struct undo *u, const struct crm_entity *e, int64_t id, const char *why)
{
	const char *name = NULL;

	if (u->crm->rc != CRM_OK || u->named++ >= UNDO_NAMED)
		return;
	if (strcmp(e->name, "client") == 0)
		name = crm_text(
		    u->crm, "SELECT name FROM client WHERE id = ?1", ARG(id));
	u->told(u->arg,
	    crm_keepf(u->crm, "%s %lld%s%s%s: %s", e->name, (long long)id,
		name != NULL ? " (" : "", name != NULL ? name : "",
		name != NULL ? ")" : "", why));
}

/* --- rows that the change added ------------------------------------------- */

/*
 * Which of them may go: those that are still as the change left them (what a
 * later change did to a row and took back again is no matter), and that no
 * row points to any more.
 */
static const char *
removable_sql(struct undo *u, const struct crm_entity *e)
{
	struct str sql = STR_INIT;
	const struct crm_entity *child;
	const char *kept;
	int i, j;

	str_addf(&sql,
	    "SELECT t.id FROM journal j JOIN %s t ON t.id = j.row_id "
	    "WHERE j.change_id = ?1 AND j.tbl = '%s' AND j.op = 'insert' "
	    "AND coalesce((SELECT n.old_json = ",
	    e->name, e->name);
	undo_image(&sql, e, "t");
	str_addf(&sql,
	    " FROM journal n WHERE n.row_id = j.row_id AND n.tbl = '%s' AND "
	    "n.id > j.id AND n.change_id IS NOT ?1 ORDER BY n.id LIMIT 1), 1)",
	    e->name);
	for (i = 0; i < crm_nentities; i++)
		for (child = crm_entities[i], j = 0; j < child->nfields; j++)
			if (child->fields[j].ref != NULL &&
			    strcmp(child->fields[j].ref, e->name) == 0)
				str_addf(&sql,
				    " AND NOT EXISTS (SELECT 1 FROM %s c "
				    "WHERE c.%s = t.id)",
				    child->name, child->fields[j].name);
	kept = crm_keep(u->crm, sql.ptr);
	str_free(&sql);
	return kept;
}

/* Those that are still there. */
static void
survivors_name(struct undo *u, const struct crm_entity *e)
{
	struct crm_rows *r = crm_query(u->crm,
	    crm_keepf(u->crm,
		"SELECT t.id, (SELECT max(n.change_id) FROM journal n WHERE "
		"n.row_id = t.id AND n.tbl = '%s' AND n.id > j.id AND "
		"n.change_id <> ?1) FROM journal j JOIN %s t ON t.id = "
		"j.row_id WHERE j.change_id = ?1 AND j.tbl = '%s' AND j.op = "
		"'insert'",
		e->name, e->name, e->name),
	    ARG(u->change));

	while (crm_next(r)) {
		u->report->kept++;
		undo_name(u, e, crm_col_int(r, 0),
		    crm_col_null(r, 1)
			? "other records belong to it now; kept"
			: crm_keepf(u->crm,
			      "changed since by change %lld; kept",
			      (long long)crm_col_int(r, 1)));
	}
}

static void
undo_inserts(struct undo *u, const struct crm_entity *e)
{
	int64_t added = crm_int(u->crm,
	    "SELECT count(*) FROM journal WHERE change_id = ?1 AND tbl = ?2 "
	    "AND op = 'insert'",
	    ARG(u->change), ARG(e->name));

	if (added == 0)
		return;
	u->report->reversed += crm_run(u->crm,
	    crm_keepf(u->crm, "DELETE FROM %s WHERE id IN (%s)", e->name,
		removable_sql(u, e)),
	    ARG(u->change));
	survivors_name(u, e);
}

/* --- the whole
 * ---------------------------------------------------------------- */

static enum crm_rc
undo_check(struct undo *u)
{
	int64_t by;

	if (crm_int(u->crm, "SELECT count(*) FROM change WHERE id = ?1",
		ARG(u->change)) == 0)
		return crm_fail(u->crm, CRM_MISSING, NULL,
		    "there is no change %lld; crm-log list shows them",
		    (long long)u->change);
	by = crm_int(u->crm, "SELECT undone_by FROM change WHERE id = ?1",
	    ARG(u->change));
	if (by != 0)
		return crm_fail(u->crm, CRM_REFUSED, "already_undone",
		    "change %lld was undone already, by change %lld",
		    (long long)u->change, (long long)by);
	return u->crm->rc;
}

/* Who undid what; an undo that is undone leaves its change done again. */
static void
undo_mark(struct undo *u)
{
	crm_run(u->crm, "UPDATE change SET undoes = ?1 WHERE id = ?2",
	    ARG(u->change), ARG(u->crm->change));
	crm_run(u->crm, "UPDATE change SET undone_by = ?2 WHERE id = ?1",
	    ARG(u->change), ARG(u->crm->change));
	crm_run(u->crm,
	    "UPDATE change SET undone_by = NULL WHERE undone_by = ?1",
	    ARG(u->change));
}

enum crm_rc
change_undo(struct crm *crm, int64_t id, struct undo_report *report,
    void (*told)(void *arg, const char *text), void *arg)
{
	struct undo u = {crm, id, report, told, arg, 0};
	int i;

	if (crm->rc != CRM_OK || undo_check(&u) != CRM_OK)
		return crm->rc;
	/* Rows come back in any order; what points nowhere fails the commit. */
	db_exec(crm, "PRAGMA defer_foreign_keys = ON");
	for (i = crm_nentities; i-- > 0;)
		undo_inserts(&u, crm_entities[i]);
	for (i = crm_nentities; i-- > 0;)
		undo_updates(&u, crm_entities[i]);
	for (i = 0; i < crm_nentities; i++)
		undo_deletes(&u, crm_entities[i]);
	if (u.named > UNDO_NAMED)
		told(arg, crm_keepf(crm, "and %d more", u.named - UNDO_NAMED));
	undo_mark(&u);
	setting_forget(crm);
	return crm->rc;
}
