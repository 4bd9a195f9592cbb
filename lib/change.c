/*
 * change.c: begin and end of what one command does to the facts.
 */
#include <string.h>

#include "change.h"
#include "derive.h"
#include "entity.h"
#include "setting.h"

#include "banned.h"

/* Whatever the error that sticks: nothing of it stays. */
static void
change_drop(struct crm *crm)
{
	if (!sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	setting_forget(crm); /* it may have been one that was written */
	crm->writing = false;
	crm->change = 0;
}

static void
change_open(struct crm *crm)
{
	crm_run(crm,
	    "INSERT INTO change (at, actor, command) "
	    "VALUES (?1, ?2, ?3)",
	    ARG(crm_now(crm)), ARG(crm_actor(crm)), ARG(crm->command));
	crm->change = sqlite3_last_insert_rowid(crm->db);
	crm_run(crm, "UPDATE state SET change_id = ?1", ARG(crm->change));
}

/* That change again, unless it is undone; 0: a new one. */
static enum crm_rc
change_take(struct crm *crm, int64_t change)
{
	if (db_exec(crm, "BEGIN IMMEDIATE") != CRM_OK)
		return crm->rc;
	crm->writing = true;
	if (change != 0 && crm_int(crm,
			       "SELECT EXISTS (SELECT 1 FROM change WHERE "
			       "id = ?1 AND undone_by IS NULL)",
			       ARG(change)) != 0) {
		crm->change = change;
		crm_run(crm, "UPDATE state SET change_id = ?1", ARG(change));
	} else {
		change_open(crm);
	}
	if (crm->rc != CRM_OK)
		change_drop(crm);
	return crm->rc;
}

enum crm_rc
change_begin(struct crm *crm)
{
	return change_take(crm, 0);
}

enum crm_rc
change_resume(struct crm *crm, int64_t change)
{
	return change_take(crm, change);
}

/* Which table did it change first? NULL when no fact changed. */
static const char *
first_table(struct crm *crm)
{
	return crm_text(crm,
	    "SELECT tbl FROM journal WHERE change_id = ?1 "
	    "ORDER BY id LIMIT 1",
	    ARG(crm->change));
}

/* "2 clients added, 1 note deleted", for a verb that says nothing itself. */
static const char *
summary_of(struct crm *crm)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT tbl, CASE op WHEN 'insert' THEN 'added' WHEN 'update' "
	    "THEN 'changed' ELSE 'deleted' END, count(DISTINCT row_id) "
	    "FROM journal WHERE change_id = ?1 GROUP BY tbl, op ORDER BY "
	    "min(id)",
	    ARG(crm->change));
	struct str text = STR_INIT;
	const struct crm_entity *e;
	const char *kept;

	while (crm_next(r)) {
		e = entity_find(crm_col_text(r, 0));
		str_addf(&text, "%s%lld %s %s", text.len > 0 ? ", " : "",
		    (long long)crm_col_int(r, 2),
		    e == NULL		     ? crm_col_text(r, 0)
		    : crm_col_int(r, 2) == 1 ? e->noun
					     : e->plural,
		    crm_col_text(r, 1));
	}
	kept = crm_keep(crm, text.ptr);
	str_free(&text);
	return kept;
}

/* What a setting has changed for clients is said at once, and kept. */
static void
moved_tell(struct crm *crm)
{
	const char *text;

	if (crm->rc != CRM_OK || crm->moved <= 0)
		return;
	text = crm_keepf(crm,
	    "%lld client%s with another stage, tier or "
	    "milestone",
	    (long long)crm->moved, crm->moved == 1 ? "" : "s");
	crm->summary = crm_keepf(crm, "%s; %s", crm->summary, text);
	crm->notice(crm, text);
}

static void
summary_store(struct crm *crm)
{
	crm_run(crm, "UPDATE change SET summary = ?1 WHERE id = ?2",
	    ARG(crm->summary), ARG(crm->change));
}

enum crm_rc
change_next(struct crm *crm)
{
	if (crm->rc != CRM_OK || first_table(crm) == NULL)
		return crm->rc;
	if (crm->summary == NULL)
		crm->summary = summary_of(crm);
	summary_store(crm);
	crm->summary = NULL;
	change_open(crm);
	return crm->rc;
}

enum crm_rc
change_end(struct crm *crm, bool keep)
{
	const char *table;

	if (!crm->writing)
		return crm->rc;
	table = first_table(crm);
	if (crm->rc != CRM_OK || table == NULL) {
		change_drop(crm);
		return crm->rc;
	}
	/* A dry run fails where the real one would; but facts that are good
	 * can be derived from, whatever they say, so it derives only what it
	 * is to tell: what a setting does (moved_tell()). */
	if (keep || strcmp(table, "setting") == 0)
		derive_due(crm);
	if (crm->summary == NULL)
		crm->summary = summary_of(crm);
	moved_tell(crm);
	summary_store(crm);
	crm_run(crm, "UPDATE state SET change_id = NULL");
	if (crm->rc == CRM_OK && keep && db_exec(crm, "COMMIT") == CRM_OK)
		mem_last_words("; what was written before that is stored");
	if (crm->rc != CRM_OK || !keep)
		change_drop(crm);
	crm->writing = false;
	return crm->rc;
}
