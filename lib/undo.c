/*
 * undo.c: take a change back: which rows it touched, in which order they go
 * back, and what is said of those that cannot.
 */
#include "setting.h"
#include "undo_in.h"

#include "banned.h"

/* --- what the change did --------------------------------------------------------- */

/*
 * First and last thing that happened to each row, as one number each: the
 * journal's id and, in the lowest bits, what. A row both added and removed
 * is nobody's business.
 */
static void
rows_find(struct undo *u)
{
	crm_run(u->crm, "CREATE TEMP TABLE IF NOT EXISTS undo_row ("
	    "tbl TEXT NOT NULL, last INTEGER NOT NULL, "
	    "row_id INTEGER NOT NULL, first INTEGER NOT NULL, next INTEGER, "
	    "what INTEGER NOT NULL, kept INTEGER NOT NULL DEFAULT 0, why TEXT, "
	    "PRIMARY KEY (tbl, last)) WITHOUT ROWID");
	crm_run(u->crm, "DELETE FROM undo_row");
	crm_run(u->crm, "INSERT INTO undo_row (tbl, last, row_id, first, what) "
	    "SELECT tbl, b / 4, row_id, a / 4, "
	    "CASE WHEN a % 4 = 0 THEN 0 WHEN b % 4 = 2 THEN 2 ELSE 1 END "
	    "FROM (SELECT tbl, row_id, min(n) AS a, max(n) AS b FROM ("
	    "SELECT tbl, row_id, id * 4 + CASE op WHEN 'insert' THEN 0 "
	    "WHEN 'update' THEN 1 ELSE 2 END AS n FROM journal "
	    "WHERE change_id = ?1) GROUP BY tbl, row_id) "
	    "WHERE NOT (a % 4 = 0 AND b % 4 = 2)", ARG(u->change));
	if (crm_int(u->crm, "SELECT (SELECT max(id) FROM journal) > "
	    "(SELECT max(last) FROM undo_row)") == 0)
		return;
	crm_run(u->crm, "UPDATE undo_row SET next = (SELECT min(j.id) "
	    "FROM journal j WHERE j.row_id = undo_row.row_id "
	    "AND j.tbl = undo_row.tbl AND j.id > undo_row.last)");
}

/* --- rows that it added ------------------------------------------------------------ */

/* Columns of every table that point to this one: for each of them the text,
 * with the table for its first and the column for its second $. */
static void
references_put(struct str *sql, const struct crm_entity *e, const char *text)
{
	const struct crm_entity *child;
	const char *p;
	int i, j, n;

	for (i = 0; i < crm_nentities; i++) {
		child = crm_entities[i];
		for (j = 0; j < child->nfields; j++) {
			if (child->fields[j].ref == NULL ||
			    strcmp(child->fields[j].ref, e->name) != 0)
				continue;
			for (p = text, n = 0; *p != '\0'; p++)
				if (*p == '$')
					str_adds(sql, n++ == 0 ? child->name :
					    child->fields[j].name);
				else
					str_addc(sql, *p);
		}
	}
}

/* Remove those that nobody altered and nothing points to, all at once. */
static void
added_remove(struct undo *u)
{
	const char *table = u->e->name;
	struct str sql = STR_INIT;
	int64_t n;

	str_addf(&sql, "DELETE FROM %s WHERE id IN (SELECT row_id FROM "
	    "undo_row WHERE tbl = ?1 AND what = 0 AND next IS NULL)", table);
	references_put(&sql, u->e,
	    " AND NOT EXISTS (SELECT 1 FROM $ x WHERE x.$ = ");
	references_close(&sql, table);
	n = crm_run(u->crm, sql.ptr, ARG(table));
	str_free(&sql);
	if (n == 0)
		return;
	u->report->reversed += n;
	u->moved = true;
	crm_run(u->crm, crm_keepf(u->crm, "DELETE FROM undo_row WHERE tbl = ?1 "
	    "AND what = 0 AND next IS NULL AND NOT EXISTS (SELECT 1 FROM %s t "
	    "WHERE t.id = row_id)", table), ARG(table));
}
