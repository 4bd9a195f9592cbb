/*
 * record_sql.c: the statements that write and read the row of a record.
 */
#include <string.h>

#include "record_in.h"

#include "banned.h"

static void
value_bind(sqlite3_stmt *s, int at, const struct value *v)
{
	switch (v->state) {
	case VALUE_TEXT:
		sqlite3_bind_text(s, at, v->text, (int)v->len, SQLITE_STATIC);
		break;
	case VALUE_INT:
		sqlite3_bind_int64(s, at, v->i);
		break;
	case VALUE_REAL:
		sqlite3_bind_double(s, at, v->d);
		break;
	default:
		sqlite3_bind_null(s, at);
		break;
	}
}

/* Bind the given values in order, then the id; run it. */
static bool
values_run(struct record *rec, struct crm_rows *r, uint64_t columns, int64_t id)
{
	int i, code, at = 1;

	if (r->stmt == NULL)
		return false;
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i))
			value_bind(r->stmt, at++, &rec->values[i]);
	if (id != 0)
		sqlite3_bind_int64(r->stmt, at, id);
	code = sqlite3_step(r->stmt);
	crm_close(r);
	return code == SQLITE_DONE || record_refusal(rec, code);
}

/* The statement that inserts these columns. */
static struct crm_rows *
insert_query(struct record *rec, uint64_t columns)
{
	struct str sql = STR_INIT, marks = STR_INIT;
	struct crm_rows *r;
	int i;

	str_addf(&sql, "INSERT INTO %s (", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i)) {
			str_addf(&sql, "%s%s", marks.len > 0 ? ", " : "",
			    rec->entity->fields[i].name);
			str_adds(&marks, marks.len > 0 ? ", ?" : "?");
		}
	str_addf(&sql, ") VALUES (%s)", marks.ptr);
	r = crm_query(rec->crm, sql.ptr);
	str_free(&sql);
	str_free(&marks);
	return r;
}

/* The same, remembered: rows of a file are often alike. */
static struct crm_rows *
insert_find(struct record *rec, uint64_t columns)
{
	size_t i =
	    (size_t)(columns * 0x9e3779b97f4a7c15ULL >> 32) % RECORD_INSERTS;

	if (rec->inserts[i].rows == NULL ||
	    rec->inserts[i].columns != columns) {
		rec->inserts[i].rows = insert_query(rec, columns);
		rec->inserts[i].columns = columns;
	}
	if (rec->inserts[i].rows->stmt != NULL)
		rec->inserts[i].rows->busy = true;
	return rec->inserts[i].rows;
}

int64_t
record_store(struct record *rec)
{
	uint64_t columns;

	record_keys(rec);
	columns = record_columns(rec);
	if (!values_run(rec, insert_find(rec, columns), columns, 0))
		return 0;
	return sqlite3_last_insert_rowid(rec->crm->db);
}

bool
record_load(struct record *rec, int64_t id)
{
	struct crm_rows *r = crm_query(rec->crm,
	    keep_printf(&rec->keep, "SELECT * FROM %s WHERE id = ?1",
		rec->entity->name),
	    ARG(id));
	struct value *v = rec->values;
	int i;

	if (!crm_next(r))
		return false;
	for (i = 0; i < rec->entity->nfields; i++, v++) {
		switch (sqlite3_column_type(r->stmt, i)) {
		case SQLITE_NULL:
			v->state = VALUE_NULL;
			break;
		case SQLITE_INTEGER:
			v->state = VALUE_INT;
			v->i = sqlite3_column_int64(r->stmt, i);
			break;
		case SQLITE_FLOAT:
			v->state = VALUE_REAL;
			v->d = sqlite3_column_double(r->stmt, i);
			break;
		default:
			v->state = VALUE_TEXT;
			v->len = (size_t)sqlite3_column_bytes(r->stmt, i);
			v->text =
			    keep_mem(&rec->keep, crm_col_text(r, i), v->len);
			break;
		}
	}
	crm_close(r);
	return true;
}

bool
record_row_update(struct record *rec, int64_t id)
{
	uint64_t columns = record_columns(rec);
	struct str sql = STR_INIT;
	struct crm_rows *r;
	int i;

	str_addf(&sql, "UPDATE %s SET ", rec->entity->name);
	for (i = 0; i < rec->entity->nfields; i++)
		if (columns & ((uint64_t)1 << i))
			str_addf(&sql, "%s%s = ?",
			    sql.ptr[sql.len - 2] == 'T' ? "" : ", ",
			    rec->entity->fields[i].name);
	str_adds(&sql, " WHERE id = ?");
	r = crm_query(rec->crm, sql.ptr);
	str_free(&sql);
	return values_run(rec, r, columns, id);
}

bool
record_row_delete(struct record *rec, int64_t id)
{
	struct crm_rows *r = crm_query(rec->crm,
	    keep_printf(
		&rec->keep, "DELETE FROM %s WHERE id = ?1", rec->entity->name),
	    ARG(id));
	int code;

	if (r->stmt == NULL)
		return false;
	code = sqlite3_step(r->stmt);
	crm_close(r);
	if (code != SQLITE_DONE)
		return record_refusal(rec, code);
	if (sqlite3_changes(rec->crm->db) == 0)
		return record_problem(rec, CRM_MISSING, NULL, NULL,
		    "there is no %s %lld", rec->entity->noun, (long long)id);
	return true;
}
