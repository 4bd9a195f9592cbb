/*
 * bulk_table.c: a virtual table whose rows are the records that a bulk load
 * is given one by one. It exists for one statement, which reads it once.
 */
#include <string.h>

#include "bulk_table.h"

#include "banned.h"

struct table {
	sqlite3_vtab base; /* first, as SQLite asks for */
	struct bulk *bulk;
};

static struct bulk *
bulk_of(sqlite3_vtab_cursor *cursor)
{
	return ((struct table *)cursor->pVtab)->bulk;
}

static int
table_connect(sqlite3 *db, void *arg, int argc, const char *const *argv,
    sqlite3_vtab **out, char **error)
{
	const struct crm_entity *e = ((struct bulk *)arg)->rec->entity;
	struct str sql = STR_INIT;
	struct table *t;
	int i, code;

	(void)argc;
	(void)argv;
	(void)error;
	for (i = 0; i < e->nfields; i++)
		str_addf(&sql, "%s%s", i == 0 ? "CREATE TABLE x (" : ", ",
		    e->fields[i].name);
	str_addc(&sql, ')');
	code = sqlite3_declare_vtab(db, sql.ptr);
	str_free(&sql);
	t = sqlite3_malloc64(sizeof(*t));
	if (t == NULL)
		return SQLITE_NOMEM;
	*t = (struct table){.bulk = arg};
	*out = &t->base;
	return code;
}

static int
table_disconnect(sqlite3_vtab *t)
{
	sqlite3_free(t);
	return SQLITE_OK;
}

static int
table_plan(sqlite3_vtab *t, sqlite3_index_info *info)
{
	info->estimatedRows = ((struct table *)t)->bulk->rows;
	return SQLITE_OK;
}

static int
cursor_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	(void)t;
	*out = sqlite3_malloc64(sizeof(**out));
	if (*out == NULL)
		return SQLITE_NOMEM;
	memset(*out, 0, sizeof(**out));
	return SQLITE_OK;
}

static int
cursor_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

/* The record before, if any, is in: the statement asks for another. */
static int
cursor_next(sqlite3_vtab_cursor *cursor)
{
	struct bulk *b = bulk_of(cursor);
	const struct value *id = &b->rec->values[b->rec->entity->id];

	if (b->current != 0)
		b->done(b->arg, b->rec, b->current);
	b->current = 0;
	if (b->rec->crm->rc != CRM_OK || !b->next(b->arg, b->rec)) {
		b->end = true;
		return SQLITE_OK;
	}
	b->current = id->state == VALUE_INT ? id->i : b->id;
	if (b->id <= b->current)
		b->id = b->current + 1;
	return SQLITE_OK;
}

static int
cursor_filter(sqlite3_vtab_cursor *cursor, int index, const char *text,
    int argc, sqlite3_value **argv)
{
	(void)index;
	(void)text;
	(void)argc;
	(void)argv;
	return cursor_next(cursor);
}

static int
cursor_eof(sqlite3_vtab_cursor *cursor)
{
	return bulk_of(cursor)->end;
}

static int
cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int i)
{
	const struct bulk *b = bulk_of(cursor);
	const struct value *v = &b->rec->values[i];

	if (i == b->rec->entity->id)
		sqlite3_result_int64(context, b->current);
	else if (v->state == VALUE_TEXT)
		sqlite3_result_text(
		    context, v->text, (int)v->len, SQLITE_STATIC);
	else if (v->state == VALUE_INT)
		sqlite3_result_int64(context, v->i);
	else if (v->state == VALUE_REAL)
		sqlite3_result_double(context, v->d);
	return SQLITE_OK;
}

static int
cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	*rowid = bulk_of(cursor)->current;
	return SQLITE_OK;
}

/* No xCreate: the table is there without being created. */
static const sqlite3_module module = {
    .xConnect = table_connect,
    .xBestIndex = table_plan,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_filter,
    .xNext = cursor_next,
    .xEof = cursor_eof,
    .xColumn = cursor_column,
    .xRowid = cursor_rowid,
};

int
bulk_table_open(struct bulk *b)
{
	return sqlite3_create_module(b->rec->crm->db, BULK_TABLE, &module, b);
}

void
bulk_table_close(struct bulk *b)
{
	sqlite3_create_module(b->rec->crm->db, BULK_TABLE, NULL, NULL);
}
