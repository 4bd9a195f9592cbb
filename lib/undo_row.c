/*
 * undo_row.c: one row and its three images: as it was before the change, as
 * the change left it, as it is.
 *
 * A column goes back only when it still holds what the change gave it.
 */
#include <string.h>

#include "undo.h"

#include "banned.h"

static bool
is_followed(const struct crm_field *f)
{
	return strcmp(f->name, "updated_at") == 0;
}

static void
columns_find(struct undo *u, struct columns *c)
{
	struct crm_rows *r = crm_query(u->crm,
	    "SELECT key FROM json_each(("
	    "SELECT coalesce(b.old_json, n.old_json) FROM undo_row u "
	    "JOIN journal b ON b.id = u.first LEFT JOIN journal n "
	    "ON n.id = u.next WHERE u.tbl = ?1 AND "
	    "coalesce(b.old_json, n.old_json) IS NOT NULL LIMIT 1))",
	    ARG(u->e->name));
	const struct crm_field *f = u->e->fields;
	int i;

	c->n = 0;
	while (crm_next(r))
		for (i = 0; i < u->e->nfields; i++)
			if (strcmp(f[i].name, crm_col_text(r, 0)) == 0)
				c->field[c->n++] = &f[i];
}

/* Every row of the table with its images, newest first. The journal writes a
 * real number with 15 digits. */
static struct crm_rows *
image_query(struct undo *u, const struct columns *c, const char *which)
{
	struct str sql = STR_INIT;
	struct crm_rows *r;
	const char *name, *now;
	int i;

	str_adds(&sql, "SELECT u.row_id, u.what, u.last, u.next, t.id, "
		       "b.old_json IS NOT NULL");
	for (i = 0; i < c->n; i++) {
		name = c->field[i]->name;
		now = crm_keepf(u->crm,
		    c->field[i]->kind == KIND_REAL
			? "CAST(printf('%%!.15g', t.%s) AS REAL)"
			: "t.%s",
		    name);
		str_addf(&sql,
		    ", json_extract(b.old_json, '$.%s'), "
		    "iif(u.next IS NULL, %s, json_extract(n.old_json, "
		    "'$.%s')), %s",
		    name, now, name, now);
	}
	str_addf(&sql,
	    " FROM undo_row u CROSS JOIN journal b ON b.id = "
	    "u.first LEFT JOIN journal n ON n.id = u.next LEFT JOIN %s t ON "
	    "t.id = u.row_id WHERE u.tbl = ?1 AND u.kept = 0 AND %s "
	    "ORDER BY u.last DESC",
	    u->e->name, which);
	r = crm_query(u->crm, sql.ptr, ARG(u->e->name));
	str_free(&sql);
	return r;
}

/* Are two values of a row the same, type and all? */
static bool
same(struct crm_rows *r, int a, int b)
{
	int type = sqlite3_column_type(r->stmt, a), n;

	if (type != sqlite3_column_type(r->stmt, b))
		return false;
	switch (type) {
	case SQLITE_NULL:
		return true;
	case SQLITE_INTEGER:
		return crm_col_int(r, a) == crm_col_int(r, b);
	case SQLITE_FLOAT:
		return crm_col_real(r, a) <= crm_col_real(r, b) &&
		       crm_col_real(r, a) >= crm_col_real(r, b);
	default:
		n = sqlite3_column_bytes(r->stmt, a);
		return n == sqlite3_column_bytes(r->stmt, b) &&
		       memcmp(crm_col_text(r, a), crm_col_text(r, b),
			   (size_t)n) == 0;
	}
}

/* --- three images --- */

/* Is it the one who was kept in a merge? */
static bool
is_survivor(const struct undo *u, struct crm_rows *r)
{
	return u->survivor != 0 && crm_col_int(r, ROW_ID) == u->survivor &&
	       strcmp(u->e->name, "client") == 0;
}

/* The row is there: what of it goes back? */
static void
row_alter(struct undo *u, struct crm_rows *r, const struct columns *c)
{
	uint64_t chosen = 0;
	int i, before, after, now;

	for (i = 0; i < c->n; i++) {
		before = image_at(i, IMAGE_BEFORE);
		after = image_at(i, IMAGE_AFTER);
		now = image_at(i, IMAGE_NOW);
		if (same(r, before, after) || same(r, before, now))
			continue;
		if (same(r, after, now)) {
			chosen |= (uint64_t)1 << i;
		} else if (!is_followed(c->field[i])) {
			if (!is_survivor(u, r)) {
				row_keep(u, r, c, i);
				return;
			}
			undo_merge_column(u, r, c, i);
		}
	}
	if (chosen == 0)
		row_done(u, r); /* back already */
	else
		row_update(u, r, c, chosen);
}

/* The first column in which two images differ; -1 when there is none. */
static int
differs(struct crm_rows *r, const struct columns *c, int a, int b)
{
	int i;

	for (i = 0; i < c->n; i++)
		if (!is_followed(c->field[i]) &&
		    !same(r, image_at(i, a), image_at(i, b)))
			return i;
	return -1;
}

void
undo_look(struct undo *u)
{
	struct columns c;
	struct crm_rows *r;
	int i;

	if (crm_int(u->crm,
		"SELECT EXISTS (SELECT 1 FROM undo_row WHERE "
		"tbl = ?1 AND what = 0 AND next IS NOT NULL)",
		ARG(u->e->name)) == 0)
		return;
	columns_find(u, &c);
	r = image_query(u, &c, "u.what = 0 AND u.next IS NOT NULL");
	while (crm_next(r))
		if (crm_col_null(r, ROW_THERE))
			row_done(u, r); /* gone already */
		else if ((i = differs(r, &c, IMAGE_AFTER, IMAGE_NOW)) >= 0)
			row_keep(u, r, &c, i);
		else
			crm_run(u->crm,
			    "UPDATE undo_row SET next = NULL "
			    "WHERE tbl = ?1 AND last = ?2",
			    ARG(u->e->name), ARG(crm_col_int(r, ROW_LAST)));
}

void
undo_restore(struct undo *u)
{
	struct columns c;
	struct crm_rows *r;

	if (crm_int(u->crm,
		"SELECT EXISTS (SELECT 1 FROM undo_row WHERE "
		"tbl = ?1 AND what <> 0 AND kept = 0)",
		ARG(u->e->name)) == 0)
		return;
	columns_find(u, &c);
	r = image_query(u, &c, "u.what <> 0");
	while (crm_next(r))
		if (crm_col_int(r, ROW_KNOWN) == 0)
			row_wait(u, r, &c, "purged for good");
		else if (crm_col_int(r, ROW_WHAT) == UNDO_ALTERED &&
			 crm_col_null(r, ROW_THERE))
			row_gone(u, r, &c);
		else if (crm_col_int(r, ROW_WHAT) == UNDO_ALTERED)
			row_alter(u, r, &c);
		else if (crm_col_null(r, ROW_THERE))
			row_insert(u, r, &c);
		else if (differs(r, &c, IMAGE_BEFORE, IMAGE_NOW) < 0)
			row_done(u, r); /* back already */
		else
			row_wait(u, r, &c, "its number is taken");
}
