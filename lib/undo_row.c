/*
 * undo_row.c: put one row back as it was: what a change altered in it, or
 * the whole of it.
 */
#include <string.h>

#include "undo.h"

#include "banned.h"

/* A row that the change touched, by its first and its last entry there. */
struct touched {
	int64_t id;
	const char *before; /* its image before the change */
	int64_t last; /* the last entry of the change */
};

/*
 * The rows of a table that were there before the change. gone: those that
 * were not there after it; else those that were.
 */
static struct crm_rows *
touched_rows(struct undo *u, const struct crm_entity *e, bool gone)
{
	return crm_query(u->crm,
	    "SELECT f.row_id, f.old_json, l.id FROM "
	    "(SELECT row_id, min(id) AS first, max(id) AS last FROM journal "
	    "WHERE change_id = ?1 AND tbl = ?2 AND op <> 'insert' "
	    "GROUP BY row_id) g JOIN journal f ON f.id = g.first "
	    "JOIN journal l ON l.id = g.last WHERE (l.op = 'delete') = ?3 "
	    "AND NOT EXISTS (SELECT 1 FROM journal i WHERE i.row_id = "
	    "f.row_id AND i.tbl = ?2 AND i.change_id = ?1 AND i.op = 'insert' "
	    "AND i.id < f.id) ORDER BY g.last DESC",
	    ARG(u->change), ARG(e->name), ARG(gone));
}

/* How a column comes out of an image: as it is, and its key folded anew. */
static const char *
fold_of(const struct crm_field *f)
{
	return f->kind == KIND_EMAIL   ? "fold_email"
	       : f->kind == KIND_PHONE ? "fold_phone"
				       : "fold";
}

/* Run it; what a rule of the data forbids is counted, not fatal. */
static bool
rule_run(struct undo *u, const char *sql, const char *image, int64_t id)
{
	int64_t n;

	n = crm_run(u->crm, sql, ARG(image), ARG(id));
	if (u->crm->rc == CRM_REFUSED) {
		db_forgive(u->crm);
		return false;
	}
	return u->crm->rc == CRM_OK && n > 0;
}

/* --- altered rows
 * ------------------------------------------------------------- */

/* The row as the change left it: what the next change found, or as it is. */
static const char *
image_after(struct undo *u, const struct crm_entity *e, const struct touched *t,
    const char *now)
{
	const char *next = crm_text(u->crm,
	    "SELECT old_json FROM journal WHERE row_id = ?1 AND tbl = ?2 "
	    "AND id > ?3 AND op <> 'insert' ORDER BY id LIMIT 1",
	    ARG(t->id), ARG(e->name), ARG(t->last));

	return next != NULL ? next : now;
}

static const char *
image_now(struct undo *u, const struct crm_entity *e, int64_t id)
{
	struct str sql = STR_INIT;
	const char *image;

	str_adds(&sql, "SELECT ");
	undo_image(&sql, e, "t");
	str_addf(&sql, " FROM %s t WHERE t.id = ?1", e->name);
	image = crm_text(u->crm, sql.ptr, ARG(id));
	str_free(&sql);
	return image;
}

/*
 * The columns that the change altered, as "name = value of ?1" for an UPDATE.
 * A column that was altered again since sets *since; when it was last changed
 * is not a matter of dispute.
 */
static void
columns_back(struct undo *u, const struct crm_entity *e,
    const struct touched *t, const char *after, const char *now,
    struct str *set, const char **since)
{
	struct crm_rows *r = crm_query(u->crm,
	    "SELECT b.key, c.value IS NOT a.value AND c.value IS NOT b.value "
	    "FROM json_each(?1) b JOIN json_each(?2) a ON a.key = b.key "
	    "JOIN json_each(?3) c ON c.key = b.key "
	    "WHERE b.value IS NOT a.value",
	    ARG(t->before), ARG(after), ARG(now));
	const struct crm_field *f;
	const char *column;

	while (crm_next(r)) {
		f = entity_field(e, crm_col_text(r, 0));
		if (f == NULL)
			continue;
		column = f->name;
		if (crm_col_int(r, 1) && strcmp(column, "updated_at") != 0)
			*since = f->key;
		str_addf(set, "%s%s = json_extract(?1, '$.%s')",
		    set->len > 0 ? ", " : "", column, column);
		if (f->keyed >= 0)
			str_addf(set, ", %s = %s(json_extract(?1, '$.%s'))",
			    e->fields[f->keyed].name, fold_of(f), column);
	}
}

static void
row_restore(struct undo *u, const struct crm_entity *e, const struct touched *t)
{
	const char *now = image_now(u, e, t->id), *since = NULL, *after;
	struct str set = STR_INIT;

	if (now == NULL || t->before == NULL) {
		u->report->kept++;
		undo_name(u, e, t->id, "gone since; left alone");
		return;
	}
	after = image_after(u, e, t, now);
	columns_back(u, e, t, after, now, &set, &since);
	if (since != NULL) {
		u->report->kept++;
		undo_name(u, e, t->id,
		    crm_keepf(u->crm,
			"%s: changed again "
			"since; kept",
			since));
	} else if (set.len > 0 &&
		   rule_run(u,
		       crm_keepf(u->crm, "UPDATE %s SET %s WHERE id = ?2",
			   e->name, set.ptr),
		       t->before, t->id)) {
		u->report->reversed++;
	} else if (set.len > 0) {
		u->report->failed++;
		undo_name(u, e, t->id, "what it was is taken now; left alone");
	}
	str_free(&set);
}

void
undo_updates(struct undo *u, const struct crm_entity *e)
{
	struct crm_rows *r = touched_rows(u, e, false);
	struct touched t;

	while (crm_next(r)) {
		t = (struct touched){crm_col_int(r, 0),
		    crm_keep(u->crm, crm_col_text(r, 1)), crm_col_int(r, 2)};
		row_restore(u, e, &t);
	}
}

/* --- deleted rows
 * ------------------------------------------------------------- */

static const char *
insert_sql(struct undo *u, const struct crm_entity *e)
{
	struct str names = STR_INIT, values = STR_INIT;
	const struct crm_field *f;
	const char *sql;
	int i;

	for (i = 0; i < e->nfields; i++) {
		f = &e->fields[i];
		if (!undo_is_fact(f))
			continue;
		str_addf(&names, "%s%s", names.len > 0 ? ", " : "", f->name);
		str_addf(&values, "%sjson_extract(?1, '$.%s')",
		    values.len > 0 ? ", " : "", f->name);
		if (f->keyed < 0)
			continue;
		str_addf(&names, ", %s", e->fields[f->keyed].name);
		str_addf(&values, ", %s(json_extract(?1, '$.%s'))", fold_of(f),
		    f->name);
	}
	sql = crm_keepf(u->crm, "INSERT INTO %s (%s) SELECT %s WHERE ?2 <> 0",
	    e->name, names.ptr, values.ptr);
	str_free(&names);
	str_free(&values);
	return sql;
}

void
undo_deletes(struct undo *u, const struct crm_entity *e)
{
	struct crm_rows *r = touched_rows(u, e, true);
	const char *sql = NULL, *image;
	int64_t id;

	while (crm_next(r)) {
		id = crm_col_int(r, 0);
		image = crm_keep(u->crm, crm_col_text(r, 1));
		if (sql == NULL)
			sql = insert_sql(u, e);
		if (image == NULL) {
			u->report->failed++;
			undo_name(u, e, id, "purged for good");
		} else if (rule_run(u, sql, image, id)) {
			u->report->reversed++;
		} else {
			u->report->failed++;
			undo_name(u, e, id,
			    "its number, or what must be its "
			    "own, is taken now; left out");
		}
	}
}
