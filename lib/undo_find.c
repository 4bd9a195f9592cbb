/*
 * undo_find.c: which rows a change touched, and what it did with each.
 */
#include "undo.h"

#include "banned.h"

/*
 * First and last thing that happened to each row, as one number each: the
 * journal's id and, in the lowest bits, what. A row both added and removed
 * is nobody's business.
 */
static const char rows_sql[] =
    "INSERT INTO undo_row (tbl, last, row_id, first, what) "
    "SELECT tbl, b / 4, row_id, a / 4, "
    "CASE WHEN a % 4 = 0 THEN 0 WHEN b % 4 = 2 THEN 2 ELSE 1 END "
    "FROM (SELECT tbl, row_id, min(n) AS a, max(n) AS b FROM ("
    "SELECT tbl, row_id, id * 4 + CASE op WHEN 'insert' THEN 0 "
    "WHEN 'update' THEN 1 ELSE 2 END AS n, theirs FROM mine) "
    "GROUP BY tbl, row_id, theirs) WHERE NOT (a % 4 = 0 AND b % 4 = 2)";

static const char mine_sql[] =
    "WITH mine AS (SELECT *, 0 AS theirs FROM journal WHERE change_id = ?1) ";

/*
 * Of an import that was stored in parts, where others wrote in between: what
 * happened to a row before they altered it is one thing, and what happened to
 * it after that another, which goes back before it.
 */
static const char parted_sql[] =
    "WITH mine AS (SELECT *, (SELECT max(o.id) FROM journal o WHERE "
    "o.row_id = j.row_id AND o.tbl = j.tbl AND o.id < j.id AND "
    "o.change_id IS NOT ?1) AS theirs FROM journal j WHERE change_id = ?1) ";

/* The same where rows were only added. */
static const char rows_added_sql[] =
    "INSERT INTO undo_row (tbl, last, row_id, first, what) "
    "SELECT tbl, id, row_id, id, 0 FROM journal WHERE change_id = ?1";

/* Did others write between the first and the last thing that it did? */
static bool
is_parted(struct undo *u)
{
	return crm_int(u->crm,
		   "SELECT max(id) - min(id) >= count(*) FROM journal WHERE "
		   "change_id = ?1",
		   ARG(u->change)) != 0;
}

void
undo_find(struct undo *u)
{
	bool added =
	    crm_int(u->crm,
		"SELECT NOT EXISTS (SELECT 1 "
		"FROM journal WHERE change_id = ?1 AND op <> 'insert')",
		ARG(u->change)) != 0;

	crm_run(u->crm,
	    "CREATE TEMP TABLE IF NOT EXISTS undo_row ("
	    "tbl TEXT NOT NULL, last INTEGER NOT NULL, "
	    "row_id INTEGER NOT NULL, first INTEGER NOT NULL, next INTEGER, "
	    "what INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0, why TEXT, "
	    "PRIMARY KEY (tbl, last)) WITHOUT ROWID");
	crm_run(u->crm, "DELETE FROM undo_row");
	u->parted = !added && is_parted(u);
	u->rows = crm_run(u->crm,
	    added ? rows_added_sql
		  : crm_keepf(u->crm, "%s%s", u->parted ? parted_sql : mine_sql,
			rows_sql),
	    ARG(u->change));
	if (!u->parted &&
	    crm_int(u->crm, "SELECT (SELECT max(id) FROM journal) > "
			    "(SELECT max(last) FROM undo_row)") == 0)
		return;
	crm_run(u->crm, "UPDATE undo_row SET next = (SELECT min(j.id) "
			"FROM journal j WHERE j.row_id = undo_row.row_id "
			"AND j.tbl = undo_row.tbl AND j.id > undo_row.last)");
}
