/*
 * bulk.c: many records into one table at once.
 *
 * Row by row, most of the time goes into what surrounds a row: a statement is
 * begun and ended, a CHECK sets up its list of words, AUTOINCREMENT reads and
 * writes its counter, a trigger looks up the change and writes one line of the
 * journal, and every index is searched. So one statement takes all the rows
 * from a virtual table, the journal is written in one go, and the indexes that
 * would be hit all over are built afterwards.
 */
#include <string.h>
#include <unistd.h>

#include "bulk_table.h"
#include "record.h"

#include "banned.h"

#define BULK_LEAST  500 /* rows that are worth it at all */
#define INDEX_LEAST 20000 /* rows that are worth building indexes again */

/* --- indexes -----------------------------------------------------------------
 */

/* Is this one of the columns that the rows give? */
static bool
is_given(const struct bulk *b, const char *name, size_t len)
{
	const struct crm_entity *e = b->rec->entity;
	int i;

	for (i = 0; i < e->nfields; i++)
		if (strncmp(e->fields[i].name, name, len) == 0 &&
		    e->fields[i].name[len] == '\0')
			return (b->columns & (uint64_t)1 << i) != 0;
	return true; /* an expression */
}

/* Has the index a column that the rows give? */
static bool
is_scattered(const struct bulk *b, const struct crm_index *index)
{
	const char *name;
	size_t len;

	for (name = index->keys; *name != '\0'; name += len) {
		name += strspn(name, " ,");
		len = strcspn(name, " ,");
		if (is_given(b, name, len))
			return true;
	}
	return false;
}

/* Is it of rows that have one certain value? Hardly any of those that come. */
static bool
is_of_few(const struct crm_index *index)
{
	return index->where != NULL && strstr(index->where, " = '") != NULL;
}

static void
indexes_drop(struct bulk *b)
{
	const struct crm_index *i = b->rec->entity->indexes;
	struct crm *crm = b->rec->crm;

	/* They are added to at their ends, and sorted in small pieces, which
	 * stay in the processor's own memory: that is the fastest. */
	db_exec(crm, "PRAGMA cache_size = -2000");
	/* While one piece is sorted, the next is read; SQLite says no where
	 * it was opened without threads. */
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1)
		db_exec(crm, "PRAGMA threads = 1");
	for (; i->name != NULL; i++)
		if (is_scattered(b, i) && !is_of_few(i))
			db_exec(crm,
			    crm_keepf(crm, "DROP INDEX IF EXISTS %s", i->name));
}

/* The folder of the database, as SQLite wants it. */
static char *
database_folder(struct crm *crm)
{
	const char *file = sqlite3_db_filename(crm->db, "main");
	const char *slash = file == NULL ? NULL : strrchr(file, '/');

	if (slash == NULL || slash == file)
		return NULL;
	return sqlite3_mprintf("%.*s", (int)(slash - file), file);
}

/*
 * In memory SQLite sorts all keys of an index as one list, which takes twice
 * the time of handy pieces in files. Nor is there memory for every page that a
 * statement changes. The files have no name once they are open, and lie where
 * the database is.
 */
void
record_bulk_files(struct crm *crm, bool begin)
{
	static char *folder;

	if (begin) {
		folder = sqlite3_temp_directory;
		sqlite3_temp_directory = database_folder(crm);
		db_exec(crm, "PRAGMA temp_store = FILE");
	} else {
		sqlite3_exec(
		    crm->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
		sqlite3_free(sqlite3_temp_directory);
		sqlite3_temp_directory = folder;
	}
}

static bool
is_there(struct crm *crm, const char *index)
{
	return crm_int(crm,
		   "SELECT count(*) FROM sqlite_schema WHERE "
		   "type = 'index' AND name = ?1",
		   ARG(index)) != 0;
}

enum crm_rc
record_bulk_end(struct crm *crm, const struct crm_entity *e)
{
	const struct crm_index *i;

	for (i = e->indexes; i->name != NULL; i++)
		if (!is_there(crm, i->name))
			db_exec(crm, i->sql);
	return crm->rc;
}

/* --- the journal --- */

static const char *
trigger_name(struct bulk *b)
{
	return crm_keepf(
	    b->rec->crm, "journal_%s_insert", b->rec->entity->name);
}

/* The text of the trigger; NULL when nothing is journalled. */
static const char *
trigger_text(struct bulk *b)
{
	return crm_text(b->rec->crm,
	    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND "
	    "name = ?1",
	    ARG(trigger_name(b)));
}

/* What the trigger would have written for the rows after this one. */
static void
journal_write(struct bulk *b, int64_t last)
{
	const struct crm_entity *e = b->rec->entity;
	struct crm *crm = b->rec->crm;
	const char *owner = e->client >= 0 ? e->fields[e->client].name
			    : strcmp(e->name, "client") == 0 ? "id"
							     : "NULL";

	crm_run(crm,
	    crm_keepf(crm,
		"INSERT INTO journal (change_id, tbl, "
		"row_id, client_id, op) SELECT (SELECT change_id FROM state), "
		"'%s', id, %s, 'insert' FROM %s NOT INDEXED WHERE id > ?1 "
		"ORDER BY id",
		e->name, owner, e->name),
	    ARG(last));
}

/* --- the statement --- */

/* A column as the statement reads it: with its default, where the row has
 * nothing for it. */
static void
columns_put(struct bulk *b, struct str *names, struct str *values)
{
	const struct crm_entity *e = b->rec->entity;
	struct crm_rows *r = crm_query(b->rec->crm,
	    "SELECT name, dflt_value "
	    "FROM pragma_table_info(?1)",
	    ARG(e->name));
	int i;

	for (i = 0; crm_next(r); i++) {
		if (i != e->id && !(b->columns & (uint64_t)1 << i))
			continue;
		str_addf(names, "%s%s", i == 0 ? "" : ", ", crm_col_text(r, 0));
		if (crm_col_null(r, 1))
			str_addf(values, "%s%s", i == 0 ? "" : ", ",
			    crm_col_text(r, 0));
		else
			str_addf(values, ", coalesce(%s, %s)",
			    crm_col_text(r, 0), crm_col_text(r, 1));
	}
}

/* OR FAIL: when a row is refused, those before it stay. */
static sqlite3_stmt *
statement(struct bulk *b, const char *table)
{
	struct str names = STR_INIT, values = STR_INIT, sql = STR_INIT;
	struct crm *crm = b->rec->crm;
	sqlite3_stmt *s = NULL;
	int code;

	columns_put(b, &names, &values);
	str_addf(&sql, "INSERT OR FAIL INTO %s (%s) SELECT %s FROM %s", table,
	    names.ptr, values.ptr, BULK_TABLE);
	code = crm->rc == CRM_OK
		   ? sqlite3_prepare_v2(crm->db, sql.ptr, -1, &s, NULL)
		   : SQLITE_ABORT;
	if (code != SQLITE_OK)
		db_error(crm, code);
	str_free(&names);
	str_free(&values);
	str_free(&sql);
	return s;
}

/* One that is refused is told, and the statement begun again behind it. */
static void
statement_run(struct bulk *b, sqlite3_stmt *s)
{
	struct crm *crm = b->rec->crm;
	int code;

	while (s != NULL && !b->end && crm->rc == CRM_OK) {
		code = sqlite3_step(s);
		if (code != SQLITE_DONE) {
			/* By a foreign key all the rows fall, not the last. */
			if (code != SQLITE_CONSTRAINT_FOREIGNKEY)
				record_refusal(b->rec, code);
			else
				db_error(crm, code);
			b->current = 0;
			if (crm->rc == CRM_OK)
				b->done(b->arg, b->rec, 0);
		}
		sqlite3_reset(s);
	}
	sqlite3_finalize(s);
}

static void
rows_put(struct bulk *b, const char *table)
{
	struct bulk_source source = bulk_table(b);
	sqlite3 *db = b->rec->crm->db;
	int code = bulk_source_open(db, &source);

	if (code != SQLITE_OK)
		db_error(b->rec->crm, code);
	statement_run(b, statement(b, table));
	bulk_source_close(db, &source);
}

/* The indexes are filled by SQLite as rows come, or not there. */
static void
rows_first_come(struct bulk *b, int64_t last, const char *trigger)
{
	struct crm *crm = b->rec->crm;

	if (trigger != NULL)
		db_exec(
		    crm, crm_keepf(crm, "DROP TRIGGER %s", trigger_name(b)));
	rows_put(b, b->rec->entity->name);
	if (trigger == NULL)
		return;
	journal_write(b, last);
	db_exec(crm, trigger);
}

/* So many rows that the indexes are built again; or else each is filled in its
 * order, where that can be. Then pages are wanted all over: for one that has
 * to leave memory before the end and comes again, SQLite reads the whole log
 * and writes all its checksums anew. */
static void
at_once(struct bulk *b, int64_t last)
{
	bool again = b->rows >= INDEX_LEAST && b->rows >= last / 2;
	const char *trigger = trigger_text(b);

	if (again)
		indexes_drop(b);
	else
		db_cache(b->rec->crm, 300);
	if (again || !bulk_order_begin(b)) {
		rows_first_come(b, last, trigger);
		return;
	}
	rows_put(b, BULK_ROWS);
	bulk_order_read(b, last);
	if (trigger != NULL)
		journal_write(b, last);
	bulk_order_end(b, last);
}

static void
one_by_one(struct bulk *b)
{
	struct crm *crm = b->rec->crm;
	int64_t id;

	while (crm->rc == CRM_OK && b->next(b->arg, b->rec)) {
		id = record_store(b->rec);
		if (crm->rc == CRM_OK)
			b->done(b->arg, b->rec, id);
	}
}

enum crm_rc
record_bulk(struct bulk *b)
{
	const struct crm_entity *e = b->rec->entity;
	struct crm *crm = b->rec->crm;
	int64_t last =
	    crm_int(crm, crm_keepf(crm, "SELECT max(id) FROM %s", e->name));

	b->id = crm_int(crm, "SELECT seq FROM sqlite_sequence WHERE name = ?1",
	    ARG(e->name));
	b->id = (b->id > last ? b->id : last) + 1;
	b->end = false;
	b->current = 0;
	/* Rows that bring their ids may come between those that are there:
	 * then the trigger has to tell which they are. */
	if (b->rows < BULK_LEAST ||
	    (last > 0 && (b->columns & (uint64_t)1 << e->id)))
		one_by_one(b);
	else
		at_once(b, last);
	return crm->rc;
}
