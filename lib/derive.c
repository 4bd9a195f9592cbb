/*
 * derive.c: run the rules of share/query/derive_*.sql over the clients whose
 * facts changed.
 */
#include <string.h>

#include "derive.h"
#include "entity.h"
#include "setting.h"

#include "banned.h"

/* More rows of the journal than this are not copied without need. */
#define DUE_MANY 1000

/* It may be there from before, as the other kind of thing. */
static void
due_drop(struct crm *crm, const char *type)
{
	if (crm_int(crm,
		"SELECT EXISTS (SELECT 1 FROM temp.sqlite_schema "
		"WHERE name = 'due' AND type = ?1)",
		ARG(type)) != 0)
		crm_run(crm, crm_keepf(crm, "DROP %s temp.due", type));
}

/*
 * The clients to bring up to date. own: their own row changed. facts: rows of
 * other tables did. outside: by other means than the suite, so that even
 * look-up keys may be wrong. fresh: added since the last time, so that nothing
 * derived is left of before.
 */
static void
due_create(struct crm *crm)
{
	due_drop(crm, "view");
	crm_run(crm, "CREATE TEMP TABLE IF NOT EXISTS due ("
		     "client_id INTEGER PRIMARY KEY, own INTEGER NOT NULL, "
		     "facts INTEGER NOT NULL, outside INTEGER NOT NULL, "
		     "fresh INTEGER NOT NULL)");
	crm_run(crm, "DELETE FROM due");
}

/*
 * After an import of new clients the journal itself is the list of them: no
 * need to copy a million ids. Anything else in it, and it is not.
 */
static bool
due_is_journal(struct crm *crm, int64_t mark)
{
	if (crm_int(crm, "SELECT max(id) FROM journal") - mark < DUE_MANY ||
	    crm_int(crm,
		"SELECT EXISTS (SELECT 1 FROM journal "
		"WHERE id > ?1 AND (op <> 'insert' OR tbl <> 'client' "
		"OR change_id IS NULL))",
		ARG(mark)) != 0)
		return false;
	due_drop(crm, "table");
	crm_run(crm,
	    "CREATE TEMP VIEW IF NOT EXISTS due AS SELECT row_id AS client_id, "
	    "1 AS own, 0 AS facts, 0 AS outside, 1 AS fresh "
	    "FROM main.journal "
	    "WHERE id > (SELECT derived_id FROM main.state)");
	return true;
}

/* A row given to another client: the journal has the one it was taken from,
 * the row the one who has it now. */
static void
due_moved(struct crm *crm, int64_t mark, const struct crm_entity *e)
{
	crm_run(crm,
	    crm_keepf(crm,
		"INSERT INTO due "
		"SELECT t.client_id, 0, 1, j.change_id IS NULL, 0 "
		"FROM journal j JOIN %s t ON t.id = j.row_id "
		"WHERE j.id > ?1 AND j.op = 'update' AND j.tbl = '%s' AND "
		"t.client_id IS NOT NULL ON CONFLICT DO UPDATE SET facts = 1, "
		"outside = max(outside, excluded.outside)",
		e->name, e->name),
	    ARG(mark));
}

/* Does a rule look at this setting? */
static bool
is_ruling(struct crm *crm, const char *setting)
{
	const char *call = crm_keepf(crm, "setting('%s')", setting);
	const char *const *sql;

	for (sql = crm_derive_sql; *sql != NULL; sql++)
		if (strstr(*sql, call) != NULL)
			return true;
	return false;
}

/* A setting that a rule looks at: every client is due. Whoever wrote it may
 * have read it before. */
static void
due_settings(struct crm *crm, int64_t mark)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT DISTINCT coalesce(s.name, j.old_json ->> 'name') "
	    "FROM journal j LEFT JOIN setting s ON s.id = j.row_id "
	    "WHERE j.id > ?1 AND j.tbl = 'setting'",
	    ARG(mark));
	bool all = false;

	setting_forget(crm);
	while (crm_next(r))
		all |=
		    !crm_col_null(r, 0) && is_ruling(crm, crm_col_text(r, 0));
	if (all)
		crm_run(crm,
		    "INSERT INTO due SELECT id, 0, 1, 0, 0 FROM client "
		    "WHERE true ON CONFLICT DO UPDATE SET facts = 1");
}

/* Clients that the journal does not name, but who are due for what it says. */
static void
due_others(struct crm *crm, int64_t mark)
{
	struct crm_rows *r = crm_query(crm,
	    "SELECT DISTINCT tbl FROM journal WHERE id > ?1 "
	    "AND (op = 'update' AND tbl <> 'client' OR tbl = 'setting')",
	    ARG(mark));
	const struct crm_entity *e;

	while (crm_next(r)) {
		e = entity_find(crm_col_text(r, 0));
		if (e != NULL && e->client >= 0)
			due_moved(crm, mark, e);
		else if (e != NULL && strcmp(e->name, "setting") == 0)
			due_settings(crm, mark);
	}
}

static void
due_fill(struct crm *crm, int64_t mark)
{
	due_create(crm);
	crm_run(crm,
	    "INSERT INTO due SELECT client_id, tbl = 'client', "
	    "tbl <> 'client', change_id IS NULL, "
	    "op = 'insert' AND tbl = 'client' FROM journal "
	    "WHERE id > ?1 AND client_id IS NOT NULL ON CONFLICT DO UPDATE "
	    "SET own = max(own, excluded.own), "
	    "facts = max(facts, excluded.facts), "
	    "outside = max(outside, excluded.outside), "
	    "fresh = max(fresh, excluded.fresh)",
	    ARG(mark));
	due_others(crm, mark);
}

/* Rows of many clients are changed in indexes that they lie scattered in:
 * with the pages at hand that takes a fraction of the time. */
void
derive_memory(struct crm *crm)
{
	db_exec(crm, "PRAGMA cache_size = -131072");
}

static void
rules_run(struct crm *crm)
{
	const char *const *sql;

	for (sql = crm_derive_sql; *sql != NULL; sql++)
		crm_run(crm, *sql);
	crm_run(crm, "UPDATE state SET derived_id = "
		     "(SELECT coalesce(max(id), 0) FROM journal)");
}

enum crm_rc
derive_due(struct crm *crm)
{
	int64_t mark = crm_int(crm, "SELECT derived_id FROM state");

	if (!due_is_journal(crm, mark)) {
		due_fill(crm, mark);
		if (crm_int(crm, "SELECT max(id) FROM journal") - mark >=
		    DUE_MANY)
			derive_memory(crm);
	}
	rules_run(crm);
	return crm->rc;
}

enum crm_rc
derive_all(struct crm *crm)
{
	due_create(crm);
	crm_run(crm, "INSERT INTO due SELECT id, 1, 1, 1, 0 FROM client");
	rules_run(crm);
	return crm->rc;
}
