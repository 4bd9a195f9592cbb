/*
 * due.c: whom the rules of share/query/derive_*.sql are to be run for: the
 * clients that the journal names, and those that a setting concerns.
 */
#include <string.h>

#include "act.h"
#include "derive_in.h"
#include "derive_table.h"
#include "entity.h"
#include "kind.h"
#include "setting.h"

#include "crm_sql.h"

#include "banned.h"

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

void
due_create(struct crm *crm)
{
	due_drop(crm, "view");
	crm_run(crm, DERIVE_DUE_TABLE);
	crm_run(crm, "DELETE FROM due");
}

/*
 * After an import of new clients the journal itself is the list of them: no
 * need to copy a million ids. Anything else in it, and it is not.
 */
bool
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

/* Does a rule look at this setting: by name, or because amounts and days are
 * read with it? */
static bool
is_ruling(struct crm *crm, const char *setting)
{
	static const char everywhere[] =
	    "account.currency,account.timezone,loyalty.points_per_unit";
	const char *quoted = crm_keepf(crm, "('%s')", setting);
	const struct crm_rule *rule;

	for (rule = crm_rules; rule->sql != NULL; rule++)
		if (strstr(rule->sql, quoted) != NULL)
			return true;
	return word_among(everywhere, setting) || acts_heed(setting) ||
	       strstr(SQL_ACT, quoted) != NULL ||
	       strncmp(setting, "rate.", 5) == 0;
}

/* --- how many a setting changed ---------------------------------------------
 */

/* Tables whose rows are what has become of a client. */
static const char *const outcomes[] = {
    "stage_history", "tier_change", "milestone"};
#define OUTCOMES (sizeof(outcomes) / sizeof(outcomes[0]))

static void
moved_watch(struct crm *crm, const char *table, const char *op, const char *row)
{
	crm_run(crm,
	    crm_keepf(crm,
		"CREATE TEMP TRIGGER moved_%s_%s AFTER %s ON main.%s BEGIN "
		"INSERT OR IGNORE INTO moved VALUES (%s.client_id); END",
		table, op, op, table, row));
}

/* From here on, note the clients for whom the rules say something else. */
static void
moved_begin(struct crm *crm)
{
	size_t i;

	crm->moved = 0;
	crm_run(crm, "CREATE TEMP TABLE IF NOT EXISTS moved "
		     "(client_id INTEGER PRIMARY KEY)");
	crm_run(crm, "DELETE FROM moved");
	for (i = 0; i < OUTCOMES; i++) {
		moved_watch(crm, outcomes[i], "insert", "NEW");
		moved_watch(crm, outcomes[i], "update", "NEW");
		moved_watch(crm, outcomes[i], "delete", "OLD");
	}
}

void
moved_end(struct crm *crm)
{
	static const char *const ops[] = {"insert", "update", "delete"};
	size_t i, j;

	crm->moved = crm_int(crm, "SELECT count(*) FROM moved");
	for (i = 0; i < OUTCOMES; i++)
		for (j = 0; j < 3; j++)
			crm_run(crm, crm_keepf(crm, "DROP TRIGGER moved_%s_%s",
					 outcomes[i], ops[j]));
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
	if (!all)
		return;
	moved_begin(crm);
	crm_run(crm, "INSERT INTO due SELECT id, 0, 1, 0, 0 FROM client "
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

void
due_fill(struct crm *crm, int64_t mark)
{
	due_create(crm);
	crm_run(crm,
	    "INSERT INTO due SELECT client_id, tbl = 'client', "
	    "tbl <> 'client' OR op = 'update' AND old_json ->> 'created_at' "
	    "IS NOT (SELECT created_at FROM client c WHERE c.id = row_id), "
	    "change_id IS NULL, "
	    "op = 'insert' AND tbl = 'client' FROM journal "
	    "WHERE id > ?1 AND client_id IS NOT NULL ON CONFLICT DO UPDATE "
	    "SET own = max(own, excluded.own), "
	    "facts = max(facts, excluded.facts), "
	    "outside = max(outside, excluded.outside), "
	    "fresh = max(fresh, excluded.fresh)",
	    ARG(mark));
	due_others(crm, mark);
}
