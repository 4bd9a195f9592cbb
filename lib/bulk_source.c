/*
 * bulk_source.c: a virtual table that has what C gives it row by row. It is
 * there for one statement at a time, which reads it once, front to back.
 */
#include <string.h>

#include "bulk_table.h"

#include "banned.h"

struct table {
	sqlite3_vtab base; /* first, as SQLite asks for */
	struct bulk_source *source;
};

struct cursor {
	sqlite3_vtab_cursor base;
	bool end;
};

static struct bulk_source *
source_of(sqlite3_vtab_cursor *cursor)
{
	return ((struct table *)cursor->pVtab)->source;
}

static int
table_connect(sqlite3 *db, void *arg, int argc, const char *const *argv,
    sqlite3_vtab **out, char **error)
{
	struct table *t;
	int code =
	    sqlite3_declare_vtab(db, ((struct bulk_source *)arg)->declaration);

	(void)argc;
	(void)argv;
	(void)error;
	t = sqlite3_malloc64(sizeof(*t));
	if (t == NULL)
		return SQLITE_NOMEM;
	*t = (struct table){.source = arg};
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
	info->estimatedRows = ((struct table *)t)->source->rows;
	return SQLITE_OK;
}

static int
cursor_open(sqlite3_vtab *t, sqlite3_vtab_cursor **out)
{
	struct cursor *c = sqlite3_malloc64(sizeof(*c));

	(void)t;
	if (c == NULL)
		return SQLITE_NOMEM;
	*c = (struct cursor){.end = false};
	*out = &c->base;
	return SQLITE_OK;
}

static int
cursor_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int
cursor_next(sqlite3_vtab_cursor *cursor)
{
	struct bulk_source *source = source_of(cursor);

	((struct cursor *)cursor)->end = !source->next(source->arg);
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
	return ((struct cursor *)cursor)->end;
}

static int
cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int i)
{
	const struct bulk_source *source = source_of(cursor);

	source->column(source->arg, context, i);
	return SQLITE_OK;
}

/* Nobody asks for it. */
static int
cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
	(void)cursor;
	*rowid = 0;
	return SQLITE_OK;
}

int
bulk_source_open(sqlite3 *db, struct bulk_source *source)
{
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

	return sqlite3_create_module(db, source->name, &module, source);
}

void
bulk_source_close(sqlite3 *db, const struct bulk_source *source)
{
	sqlite3_create_module(db, source->name, NULL, NULL);
}
