/*
 * undo_write.c: write a row as it was, and say in words why not.
 */
#include <string.h>

#include "undo.h"

#include "banned.h"

/* --- in words --- */

const char *
undo_label(
    struct undo *u, const struct crm_entity *e, int64_t id, const char *name)
{
	const struct crm_field *f = entity_field(e, "name");

	if (name == NULL && f != NULL)
		name = crm_text(u->crm,
		    crm_keepf(u->crm,
			"SELECT name FROM "
			"%s WHERE id = ?1",
			e->name),
		    ARG(id));
	if (name == NULL)
		return crm_keepf(u->crm, "%s %lld", e->noun, (long long)id);
	return crm_keepf(u->crm, "%s %lld (%s)", e->noun, (long long)id, name);
}

static const char *
label_of(struct undo *u, struct crm_rows *r, const struct columns *c)
{
	int i, image = crm_col_null(r, ROW_THERE) ? IMAGE_BEFORE : IMAGE_NOW;

	for (i = 0; i < c->n; i++)
		if (strcmp(c->field[i]->name, "name") == 0)
			return undo_label(u, u->e, crm_col_int(r, ROW_ID),
			    crm_col_text(r, image_at(i, image)));
	return undo_label(u, u->e, crm_col_int(r, ROW_ID), NULL);
}

/* Leave a row: kept for good, or until the next round. */
static void
row_leave(struct undo *u, struct crm_rows *r, bool kept, const char *why)
{
	crm_run(u->crm,
	    "UPDATE undo_row SET kept = ?1, why = ?2 "
	    "WHERE tbl = ?3 AND last = ?4",
	    ARG(kept), ARG(why), ARG(u->e->name),
	    ARG(crm_col_int(r, ROW_LAST)));
}

void
row_done(struct undo *u, struct crm_rows *r)
{
	crm_run(u->crm, "DELETE FROM undo_row WHERE tbl = ?1 AND last = ?2",
	    ARG(u->e->name), ARG(crm_col_int(r, ROW_LAST)));
}

static const char *
author(struct undo *u, struct crm_rows *by)
{
	const char *text = "";

	if (crm_next(by))
		text = crm_col_null(by, 0)
			   ? " outside the suite"
			   : crm_keepf(u->crm, " by change %lld",
				 (long long)crm_col_int(by, 0));
	crm_close(by);
	return text;
}

void
row_wait(struct undo *u, struct crm_rows *r, const struct columns *c,
    const char *why)
{
	row_leave(u, r, false,
	    crm_keepf(u->crm, "%s: %s; not put back", label_of(u, r, c), why));
}

const char *
row_changed(struct undo *u, struct crm_rows *r, const struct columns *c, int i)
{
	struct crm_rows *by = crm_query(u->crm,
	    "SELECT change_id FROM journal "
	    "WHERE row_id = ?1 AND tbl = ?2 AND id >= ?3 AND op <> 'insert' "
	    "AND json_extract(old_json, ?4) IS (SELECT json_extract(old_json, "
	    "?4) FROM journal WHERE id = ?3) ORDER BY id DESC LIMIT 1",
	    ARG(crm_col_int(r, ROW_ID)), ARG(u->e->name),
	    ARG(crm_col_int(r, ROW_NEXT)),
	    ARG(crm_keepf(u->crm, "$.%s", c->field[i]->name)));

	return crm_keepf(u->crm, "%s: %s changed since%s; kept",
	    label_of(u, r, c), c->field[i]->key, author(u, by));
}

void
row_keep(struct undo *u, struct crm_rows *r, const struct columns *c, int i)
{
	row_leave(u, r, true, row_changed(u, r, c, i));
}

void
row_gone(struct undo *u, struct crm_rows *r, const struct columns *c)
{
	struct crm_rows *by = crm_query(u->crm,
	    "SELECT change_id FROM journal "
	    "WHERE row_id = ?1 AND tbl = ?2 AND op = 'delete' "
	    "ORDER BY id DESC LIMIT 1",
	    ARG(crm_col_int(r, ROW_ID)), ARG(u->e->name));

	row_leave(u, r, true,
	    crm_keepf(u->crm, "%s: deleted since%s; kept so", label_of(u, r, c),
		author(u, by)));
}

/* --- writing a row --- */

/* What SQLite refused. */
static const char *
refusal(struct undo *u, int code)
{
	const char *message = sqlite3_errmsg(u->crm->db), *dot;
	const struct crm_field *f = u->e->fields;
	int i;

	switch (code) {
	case SQLITE_CONSTRAINT_ROWID:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
		return "its number is taken";
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return "what it belongs to is not there";
	case SQLITE_CONSTRAINT_UNIQUE:
		dot = strrchr(message, '.');
		for (i = 0; dot != NULL && i < u->e->nfields; i++)
			if (strcmp(f[f[i].keyed >= 0 ? f[i].keyed : i].name,
				dot + 1) == 0 &&
			    f[i].kind != KIND_KEY)
				return crm_keepf(u->crm,
				    "another one has its %s now", f[i].key);
		return crm_keep(u->crm, message);
	default:
		return crm_keep(u->crm, message);
	}
}

/* Does more that the change did to the row wait to go back? */
static bool
is_more(struct undo *u, struct crm_rows *r)
{
	return u->parted &&
	       crm_int(u->crm,
		   "SELECT EXISTS (SELECT 1 FROM undo_row WHERE tbl = ?1 AND "
		   "last <> ?2 AND row_id = ?3 AND kept = 0)",
		   ARG(u->e->name), ARG(crm_col_int(r, ROW_LAST)),
		   ARG(crm_col_int(r, ROW_ID))) != 0;
}

/* Bind the images of before of the columns chosen; then run it. */
static void
row_write(struct undo *u, struct crm_rows *r, const struct columns *c,
    uint64_t chosen, const char *sql)
{
	struct crm_rows *w = crm_query(u->crm, sql);
	int i, at = 1, code;

	if (w->stmt == NULL)
		return;
	for (i = 0; i < c->n; i++)
		if (chosen & ((uint64_t)1 << i))
			sqlite3_bind_value(w->stmt, at++,
			    sqlite3_column_value(
				r->stmt, image_at(i, IMAGE_BEFORE)));
	sqlite3_bind_int64(w->stmt, at, crm_col_int(r, ROW_ID));
	code = sqlite3_step(w->stmt);
	crm_close(w);
	if ((code & 0xff) == SQLITE_CONSTRAINT) {
		row_wait(u, r, c, refusal(u, code));
	} else if (code != SQLITE_DONE) {
		db_error(u->crm, code);
	} else {
		u->report->reversed += !is_more(u, r);
		u->moved = true;
		row_done(u, r);
	}
}

/* The look-up key of a column, from the same argument. */
static const char *
key_fold(const struct crm_field *f)
{
	return f->kind == KIND_EMAIL   ? "fold_email"
	       : f->kind == KIND_PHONE ? "fold_phone"
				       : "fold";
}

/* While look-up keys are aside, each one is made again. */
void
row_update(struct undo *u, struct crm_rows *r, const struct columns *c,
    uint64_t chosen)
{
	struct str sql = STR_INIT;
	const struct crm_field *f;
	int i, at = 0;

	str_addf(&sql, "UPDATE %s SET", u->e->name);
	for (i = 0; i < c->n; i++) {
		f = c->field[i];
		if (chosen & ((uint64_t)1 << i))
			str_addf(&sql, " %s = ?%d,", f->name, ++at);
		if (f->keyed < 0)
			continue;
		if (chosen & ((uint64_t)1 << i))
			str_addf(&sql, " %s = %s(?%d),",
			    u->e->fields[f->keyed].name, key_fold(f), at);
		else if (u->aside)
			str_addf(&sql, " %s = %s(%s),",
			    u->e->fields[f->keyed].name, key_fold(f), f->name);
	}
	str_cut(&sql, sql.len - 1);
	str_addf(&sql, " WHERE id = ?%d", at + 1);
	row_write(u, r, c, chosen, sql.ptr);
	str_free(&sql);
}

void
row_insert(struct undo *u, struct crm_rows *r, const struct columns *c)
{
	struct str sql = STR_INIT, values = STR_INIT;
	const struct crm_field *f;
	uint64_t chosen = 0;
	int i;

	str_addf(&sql, "INSERT INTO %s (", u->e->name);
	for (i = 0; i < c->n; i++) {
		f = c->field[i];
		chosen |= (uint64_t)1 << i;
		str_addf(&sql, "%s%s", i > 0 ? ", " : "", f->name);
		str_addf(&values, "%s?%d", i > 0 ? ", " : "", i + 1);
		if (f->keyed < 0)
			continue;
		str_addf(&sql, ", %s", u->e->fields[f->keyed].name);
		str_addf(&values, ", %s(?%d)", key_fold(f), i + 1);
	}
	str_addf(&sql, ") VALUES (%s)", values.ptr);
	row_write(u, r, c, chosen, sql.ptr);
	str_free(&sql);
	str_free(&values);
}
