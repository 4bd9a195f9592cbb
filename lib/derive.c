/*
 * derive.c: run the rules of share/query/derive_*.sql over the clients whose
 * facts changed.
 */
#include "derive.h"
#include "entity.h"

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
 * The clients to bring up to date. outside: changed by other means than the
 * suite, so that even look-up keys may be wrong. fresh: added since the last
 * time, so that nothing derived is left of before.
 */
static void
due_create(struct crm *crm)
{
	due_drop(crm, "view");
	crm_run(crm, "CREATE TEMP TABLE IF NOT EXISTS due ("
		     "client_id INTEGER PRIMARY KEY, outside INTEGER NOT NULL, "
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
	    "0 AS outside, 1 AS fresh FROM main.journal "
	    "WHERE id > (SELECT derived_id FROM main.state)");
	return true;
}

/* A row given to another client: the journal has the one it was taken from,
 * the row the one who has it now. */
static void
due_moved(struct crm *crm, int64_t mark)
{
	const struct crm_entity *e;
	struct crm_rows *r = crm_query(crm,
	    "SELECT DISTINCT tbl FROM journal "
	    "WHERE id > ?1 AND op = 'update' AND tbl <> 'client'",
	    ARG(mark));

	while (crm_next(r)) {
		e = entity_find(crm_col_text(r, 0));
		if (e == NULL || e->client < 0)
			continue;
		crm_run(crm,
		    crm_keepf(crm,
			"INSERT INTO due "
			"SELECT t.client_id, j.change_id IS NULL, 0 "
			"FROM journal j JOIN %s t ON t.id = j.row_id "
			"WHERE j.id > ?1 AND j.op = 'update' AND j.tbl = '%s' "
			"AND "
			"t.client_id IS NOT NULL ON CONFLICT DO UPDATE "
			"SET outside = max(outside, excluded.outside)",
			e->name, e->name),
		    ARG(mark));
	}
}

static void
due_fill(struct crm *crm, int64_t mark)
{
	due_create(crm);
	crm_run(crm,
	    "INSERT INTO due SELECT client_id, change_id IS NULL, "
	    "op = 'insert' AND tbl = 'client' FROM journal "
	    "WHERE id > ?1 AND client_id IS NOT NULL ON CONFLICT DO UPDATE "
	    "SET outside = max(outside, excluded.outside), "
	    "fresh = max(fresh, excluded.fresh)",
	    ARG(mark));
	due_moved(crm, mark);
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

	if (!due_is_journal(crm, mark))
		due_fill(crm, mark);
	rules_run(crm);
	return crm->rc;
}

enum crm_rc
derive_all(struct crm *crm)
{
	due_create(crm);
	crm_run(crm, "INSERT INTO due SELECT id, 1, 0 FROM client");
	rules_run(crm);
	return crm->rc;
}
