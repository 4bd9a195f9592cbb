/*
 * undo.c: take a change back: in which order the rows that it touched go
 * back, and what is said of those that cannot.
 */
#include <string.h>

#include "setting.h"
#include "undo.h"

#include "banned.h"

#define UNDO_MANY 5000 /* rows that are worth an effort */

/* --- rows that it added --- */

/*
 * Where more rows go than stay, building the indexes of those that stay is
 * faster than taking the others out one by one.
 */
static bool
indexes_drop(struct undo *u, int64_t rows)
{
	const struct crm_index *i;
	int table = -1, field = -1;

	if (rows < UNDO_MANY ||
	    rows <
		crm_int(u->crm, crm_keepf(u->crm, "SELECT count(*) / 2 FROM %s",
				    u->e->name)))
		return false;
	while (undo_reference(u->e, &table, &field))
		if (crm_entities[table] == u->e)
			return false; /* it is looked up in itself */
	for (i = u->e->indexes; i->name != NULL; i++)
		crm_run(u->crm, crm_keepf(u->crm, "DROP INDEX %s", i->name));
	return true;
}

static void
indexes_build(struct undo *u)
{
	const struct crm_index *i;

	for (i = u->e->indexes; i->name != NULL; i++)
		crm_run(u->crm, i->sql);
}

/* Those that nobody altered and nothing points to. */
static void
added_find(struct undo *u)
{
	const char *table = u->e->name;
	struct str sql = STR_INIT;
	int i = -1, j = -1;

	crm_run(u->crm, "CREATE TEMP TABLE IF NOT EXISTS undo_gone "
			"(id INTEGER PRIMARY KEY)");
	crm_run(u->crm, "DELETE FROM undo_gone");
	str_addf(&sql,
	    "INSERT INTO undo_gone SELECT id FROM %s WHERE id IN (SELECT "
	    "row_id FROM undo_row WHERE tbl = ?1 AND what = 0 AND "
	    "next IS NULL)",
	    table);
	while (undo_reference(u->e, &i, &j))
		str_addf(&sql,
		    " AND NOT EXISTS (SELECT 1 FROM %s x "
		    "WHERE x.%s = %s.id)",
		    crm_entities[i]->name, crm_entities[i]->fields[j].name,
		    table);
	crm_run(u->crm, sql.ptr, ARG(table));
	str_free(&sql);
}

static bool
is_fact(const char *table)
{
	int i;

	for (i = 0; i < crm_nentities; i++)
		if (strcmp(crm_entities[i]->name, table) == 0)
			return true;
	return false;
}

static bool
is_derived(const char *table)
{
	const struct crm_derived *d;

	for (d = crm_derived_tables; d->name != NULL; d++)
		if (strcmp(d->name, table) == 0)
			return true;
	return false;
}

/*
 * Take along what is derived of them, so that SQLite need not ask every table
 * that could point to each row whether it does: added_find() knows that no
 * fact does. Not where a table of the user's own points to them.
 */
static bool
derived_remove(struct undo *u)
{
	struct crm_rows *r = crm_query(u->crm,
	    "SELECT m.name, f.\"from\" FROM sqlite_schema m "
	    "CROSS JOIN pragma_foreign_key_list(m.name) f "
	    "WHERE m.type = 'table' AND f.\"table\" = ?1",
	    ARG(u->e->name));
	bool known = true;

	while (crm_next(r)) {
		if (is_derived(crm_col_text(r, 0)))
			crm_run(u->crm,
			    crm_keepf(u->crm,
				"DELETE FROM %s WHERE %s IN "
				"(SELECT id FROM undo_gone)",
				crm_col_text(r, 0), crm_col_text(r, 1)));
		else if (!is_fact(crm_col_text(r, 0)))
			known = false;
	}
	return known && u->crm->rc == CRM_OK;
}

/*
 * They go all at once. What the trigger would write of each of many is
 * written beforehand, by one statement.
 */
static int64_t
added_delete(struct undo *u, int64_t rows)
{
	const char *table = u->e->name, *trigger = NULL,
		   *name = crm_keepf(u->crm, "journal_%s_delete", table);
	bool alone;
	int64_t n;

	added_find(u);
	alone = rows >= UNDO_MANY && derived_remove(u);
	if (rows >= UNDO_MANY)
		trigger = crm_text(u->crm,
		    "SELECT sql FROM sqlite_schema WHERE name = ?1", ARG(name));
	if (trigger != NULL) {
		db_exec(u->crm, crm_keepf(u->crm, "DROP TRIGGER %s", name));
		crm_run(u->crm,
		    crm_keepf(u->crm,
			"INSERT INTO journal SELECT NULL, 'delete', * FROM "
			"%s_was WHERE row_id IN (SELECT id FROM undo_gone)",
			table));
	}
	if (alone)
		sqlite3_db_config(
		    u->crm->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	n = crm_run(
	    u->crm, crm_keepf(u->crm,
			"DELETE FROM %s WHERE id IN (SELECT id FROM undo_gone)",
			table));
	sqlite3_db_config(u->crm->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	if (trigger != NULL)
		db_exec(u->crm, trigger);
	return n;
}

static void
added_remove(struct undo *u)
{
	const char *table = u->e->name;
	int64_t there, n;
	bool dropped;

	there = crm_int(u->crm,
	    "SELECT count(*) FROM undo_row WHERE tbl = ?1 "
	    "AND what = 0 AND next IS NULL",
	    ARG(table));
	if (there == 0)
		return;
	dropped = indexes_drop(u, there);
	n = added_delete(u, there);
	if (dropped)
		indexes_build(u);
	if (n == 0)
		return;
	u->report->reversed += n;
	u->moved = true;
	crm_run(u->crm,
	    crm_keepf(u->crm,
		"DELETE FROM undo_row WHERE tbl = ?1 "
		"AND what = 0 AND next IS NULL AND (?2 OR NOT EXISTS (SELECT 1 "
		"FROM %s t WHERE t.id = row_id))",
		table),
	    ARG(table), ARG(n == there));
}

/* --- the whole --- */

static enum crm_rc
change_check(struct crm *crm, int64_t id)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT undone_by FROM change "
	    "WHERE id = ?1",
	    ARG(id));
	int64_t by;

	if (!crm_next(r) || id == crm->change)
		crm_fail(crm, CRM_MISSING, NULL,
		    "there is no change %lld; crm-log list shows them",
		    (long long)id);
	else if ((by = crm_col_int(r, 0)) != 0)
		crm_fail(crm, CRM_REFUSED, "already_undone",
		    "change %lld is "
		    "undone already, by change %lld; undoing that one brings "
		    "it back",
		    (long long)id, (long long)by);
	crm_close(r);
	return crm->rc;
}

/* Who undid whom. A change whose undoing is undone is in force again. */
static void
change_mark(struct crm *crm, int64_t id)
{
	crm_run(crm, "UPDATE change SET undone_by = NULL WHERE undone_by = ?1",
	    ARG(id));
	crm_run(crm, "UPDATE change SET undone_by = ?1 WHERE id = ?2",
	    ARG(crm->change), ARG(id));
	crm_run(crm, "UPDATE change SET undoes = ?1 WHERE id = ?2", ARG(id),
	    ARG(crm->change));
}

static bool
is_left(struct undo *u)
{
	return crm_int(u->crm,
		   "SELECT EXISTS (SELECT 1 FROM undo_row WHERE kept = 0)") !=
	       0;
}

/*
 * Children go before their parents and come back after them. What one row
 * has to wait for, another may clear (an address that moved from one client
 * to the other), so go round until nothing moves any more.
 */
static void
rounds_run(struct undo *u)
{
	int i;

	do {
		u->moved = false;
		for (i = crm_nentities - 1; i >= 0; i--) {
			u->e = crm_entities[i];
			added_remove(u);
		}
		for (i = 0; i < crm_nentities; i++) {
			u->e = crm_entities[i];
			undo_restore(u);
		}
	} while (u->moved && u->crm->rc == CRM_OK && is_left(u));
}

static void
keys_aside(struct undo *u, const struct crm_entity *e)
{
	struct str set = STR_INIT;
	int i;

	for (i = 0; i < e->nfields; i++)
		if (e->fields[i].keyed >= 0 &&
		    (e->fields[i].flags & FIELD_UNIQUE))
			str_addf(&set, "%s%s = NULL", set.len > 0 ? ", " : "",
			    e->fields[e->fields[i].keyed].name);
	if (set.len > 0)
		crm_run(u->crm,
		    crm_keepf(u->crm,
			"UPDATE %s SET %s WHERE id IN (SELECT row_id "
			"FROM undo_row WHERE tbl = ?1 AND what <> 2 "
			"AND kept = 0)",
			e->name, set.ptr),
		    ARG(e->name));
	str_free(&set);
}

/*
 * Two clients whose addresses changed places wait for each other. Put the
 * look-up keys of all that wait aside: all of them go back then, or none.
 */
static void
knot_undo(struct undo *u)
{
	struct undo_report before = *u->report;
	int i;

	crm_run(u->crm, "SAVEPOINT knot");
	u->aside = true;
	for (i = 0; i < crm_nentities; i++)
		keys_aside(u, crm_entities[i]);
	rounds_run(u);
	if (is_left(u)) {
		crm_run(u->crm, "ROLLBACK TO knot");
		*u->report = before;
	}
	crm_run(u->crm, "RELEASE knot");
}

enum crm_rc
change_undo(struct crm *crm, int64_t id, struct undo_report *report,
    void (*told)(void *arg, const char *text), void *arg)
{
	struct undo u = {.crm = crm,
	    .change = id,
	    .report = report,
	    .told = told,
	    .arg = arg};
	int i;

	*report = (struct undo_report){0};
	if (change_check(crm, id) != CRM_OK || undo_merge_begin(&u) != CRM_OK)
		return crm->rc;
	crm->restoring = true;
	undo_find(&u);
	/* Their pages are all over the indexes: keep what was touched. */
	if (u.rows >= UNDO_MANY)
		db_cache(crm, 200);
	for (i = 0; i < crm_nentities; i++) {
		u.e = crm_entities[i];
		/* What it altered after others did is not theirs. */
		if (u.parted)
			undo_restore(&u);
		undo_look(&u);
	}
	rounds_run(&u);
	if (crm_int(crm, "SELECT count(*) > 1 AND max(what) > 0 FROM undo_row "
			 "WHERE kept = 0") != 0)
		knot_undo(&u);
	if (undo_merge_end(&u) != CRM_OK)
		return crm->rc;
	undo_left(&u);
	change_mark(crm, id);
	setting_forget(crm); /* it may have been one that went back */
	crm_run(crm, "DELETE FROM undo_row");
	return crm->rc;
}
