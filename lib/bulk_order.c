/*
 * bulk_order.c: rows into a table first, then into each of its indexes in the
 * order of that index.
 *
 * SQLite enters a row into all indexes at once, so that a tenth more rows in a
 * big table hit almost every page of every index, in no order: each page is
 * looked for, found cold, and split. In order each page is met once. For that a
 * table or an index is given a second name for a while: a table of which
 * SQLite knows where its rows lie, but not that it has indexes and triggers
 * (an imposter, as SQLite calls it; its own RBU extension writes this way).
 * What is stored is the same. Nothing of it gets into the file's schema, and
 * the transaction around it holds for all.
 */
#include <string.h>

#include "bulk_table.h"

#include "banned.h"

static int
imposter(struct crm *crm, bool begin, int64_t root)
{
	return sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, crm->db, "main",
	    begin ? 1 : 0, (int)root);
}

/* Make a table of what lies there. */
static void
imposter_create(
    struct crm *crm, const char *type, const char *name, const char *sql)
{
	int64_t root = crm_int(crm,
	    "SELECT rootpage FROM sqlite_schema WHERE type = ?1 AND name = ?2",
	    ARG(type), ARG(name));

	if (crm->rc != CRM_OK || root <= 1)
		return;
	imposter(crm, true, root);
	db_exec(crm, sql);
	imposter(crm, false, 0);
}

/* Forget all of them: SQLite reads the schema of the file again. */
static void
imposters_drop(struct crm *crm)
{
	imposter(crm, false, 1);
}

/* --- what can be done so --- */

#define INDEXES_MAX 32 /* of one table */

/* Is it there as it is known, with columns in plain order? */
static bool
index_plain(struct crm *crm, const struct crm_index *index)
{
	if (strstr(index->sql, " DESC") != NULL ||
	    strstr(index->sql, " COLLATE ") != NULL)
		return false;
	return crm_int(crm,
		   "SELECT EXISTS (SELECT 1 FROM sqlite_schema "
		   "WHERE type = 'index' AND name = ?1 AND sql = ?2)",
		   ARG(index->name), ARG(index->sql)) != 0;
}

/* All of them, and no others, which somebody may have made? */
static bool
indexes_plain(struct bulk *b)
{
	const struct crm_index *i = b->rec->entity->indexes;
	struct crm *crm = b->rec->crm;
	int64_t n = 0;

	for (; i->name != NULL; i++, n++)
		if (n == INDEXES_MAX || !index_plain(crm, i))
			return false;
	return crm_int(crm,
		   "SELECT count(*) FROM sqlite_schema "
		   "WHERE type = 'index' AND tbl_name = ?1",
		   ARG(b->rec->entity->name)) == n;
}

/* Does a column of the table name a row of the same table? */
static bool
names_itself(const char *sql, const char *table)
{
	static const char word[] = "REFERENCES ";
	size_t len = strlen(table);
	const char *at;

	for (at = strstr(sql, word); at != NULL; at = strstr(at, word)) {
		at += strlen(word);
		if (strncmp(at, table, len) == 0 &&
		    strchr(" ,)\n", at[len]) != NULL)
			return true;
	}
	return false;
}

/* The text that makes the table, under another name. Numbers are counted by
 * the table itself, and a row that names another of its own table needs it to
 * be known as that. NULL: it cannot be done. */
static const char *
table_text(struct bulk *b)
{
	static const char head[] = "CREATE TABLE ", count[] = " AUTOINCREMENT";
	const char *name = b->rec->entity->name, *sql, *at;
	struct crm *crm = b->rec->crm;
	size_t len = strlen(name);

	sql = crm_text(crm,
	    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
	    ARG(name));
	if (sql == NULL || strncmp(sql, head, strlen(head)) != 0 ||
	    strncmp(sql + strlen(head), name, len) != 0 ||
	    (at = strstr(sql, count)) == NULL || names_itself(sql, name))
		return NULL;
	sql += strlen(head) + len;
	return crm_keepf(crm, "%s%s%.*s%s", head, BULK_ROWS, (int)(at - sql),
	    sql, at + strlen(count));
}

bool
bulk_order_begin(struct bulk *b)
{
	struct crm *crm = b->rec->crm;
	const char *sql;

	if (!indexes_plain(b) || (sql = table_text(b)) == NULL ||
	    imposter(crm, false, 0) != SQLITE_OK)
		return false;
	imposter_create(crm, "table", b->rec->entity->name, sql);
	if (crm->rc != CRM_OK)
		imposters_drop(crm);
	return crm->rc == CRM_OK;
}

/* --- indexes --- */

/* What a row must meet to be in it. */
static const char *
condition_of(const struct crm_index *index)
{
	return index->where == NULL ? "1" : index->where;
}

/* The keys as columns, then the id, as in every entry of an index. */
static const char *
index_text(struct crm *crm, const struct crm_index *index)
{
	struct str keys = STR_INIT;
	const char *sql;
	int i;

	for (i = 0; i < index->nkeys; i++)
		str_addf(&keys, "%sk%d", i > 0 ? ", " : "", i);
	sql = crm_keepf(crm,
	    "CREATE TABLE crm_%s (%s, id, PRIMARY KEY (%s%s)) WITHOUT ROWID",
	    index->name, keys.ptr, keys.ptr, index->unique ? "" : ", id");
	str_free(&keys);
	return sql;
}

/* Is the word in the text, by itself? */
static bool
mentions(const char *text, const char *word)
{
	size_t len = strlen(word);
	const char *at;

	for (at = strstr(text, word); at != NULL; at = strstr(at + len, word))
		if (strchr(" (,", at[-1]) != NULL &&
		    strchr(" ),", at[len]) != NULL)
			return true;
	return false;
}

/* Do all rows have the same in this column: none gives it, and what it is then
 * is no expression? */
static bool
is_constant(struct bulk *b, int column)
{
	const struct crm_entity *e = b->rec->entity;

	if ((b->columns & (uint64_t)1 << column) != 0)
		return false;
	return crm_int(b->rec->crm,
		   "SELECT count(*) FROM pragma_table_info(?1) "
		   "WHERE name = ?2 AND dflt_value LIKE '%(%'",
		   ARG(e->name), ARG(e->fields[column].name)) == 0;
}

/* In everything that the index looks at? */
static bool
is_uniform(struct bulk *b, const struct crm_index *index)
{
	const struct crm_entity *e = b->rec->entity;
	const char *looked_at = strchr(index->sql, '(');
	int i;

	for (i = 0; i < e->nfields; i++)
		if (mentions(looked_at, e->fields[i].name) &&
		    !is_constant(b, i))
			return false;
	return true;
}

/* "k0, k1, " for so many. */
static const char *
columns_text(struct crm *crm, int n)
{
	struct str text = STR_INIT;
	const char *kept;
	int i;

	for (i = 0; i < n; i++)
		str_addf(&text, "k%d, ", i);
	kept = crm_keep(crm, text.ptr);
	str_free(&text);
	return kept;
}

/* Into the index, which is a table for now. OR FAIL: a failure takes all back
 * anyhow, so SQLite need not keep the pages as they were before this. */
#define FILL "INSERT OR FAIL INTO crm_%s SELECT "

/* All entries are alike but for their ids, and all rows have one or none: one
 * row is looked at. */
static void
uniform_fill(struct bulk *b, const struct crm_index *index, int64_t last)
{
	const char *columns = columns_text(b->rec->crm, index->nkeys);
	struct crm *crm = b->rec->crm;

	crm_run(crm,
	    crm_keepf(crm,
		"WITH one (%shas) AS MATERIALIZED (SELECT %s, %s "
		"FROM %s NOT INDEXED WHERE id > ?1 LIMIT 1) " FILL
		"%sid FROM one CROSS JOIN %s NOT INDEXED "
		"WHERE has AND id > ?1",
		columns, index->keys, condition_of(index), b->rec->entity->name,
		index->name, columns, b->rec->entity->name),
	    ARG(last));
}

void
bulk_order_read(struct bulk *b, int64_t last)
{
	const struct crm_index *indexes = b->rec->entity->indexes;
	struct crm *crm = b->rec->crm;
	struct str sql = STR_INIT;
	int i, n = 0, counts[INDEXES_MAX];

	b->uniform = 0;
	str_adds(&sql, "SELECT id");
	for (i = 0; indexes[i].name != NULL; i++) {
		if (is_uniform(b, &indexes[i])) {
			b->uniform |= (uint32_t)1 << i;
			continue;
		}
		str_addf(&sql, ", (%s), %s", condition_of(&indexes[i]),
		    indexes[i].keys);
		counts[n++] = indexes[i].nkeys;
	}
	str_addf(
	    &sql, " FROM %s NOT INDEXED WHERE id > ?1", b->rec->entity->name);
	b->entries =
	    bulk_keys_read(crm, crm_query(crm, sql.ptr, ARG(last)), counts, n);
	str_free(&sql);
}

/* The number that the table counts on from. */
static void
count_set(struct bulk *b)
{
	const char *name = b->rec->entity->name;
	struct crm *crm = b->rec->crm;

	crm_run(crm, "DELETE FROM sqlite_sequence WHERE name = ?1", ARG(name));
	crm_run(crm, "INSERT INTO sqlite_sequence VALUES (?1, ?2)", ARG(name),
	    ARG(b->id - 1));
}

void
bulk_order_end(struct bulk *b, int64_t last)
{
	const struct crm_index *index = b->rec->entity->indexes;
	struct crm *crm = b->rec->crm;
	int i, n = 0;

	for (i = 0; index[i].name != NULL; i++) {
		imposter_create(
		    crm, "index", index[i].name, index_text(crm, &index[i]));
		if (b->uniform >> i & 1)
			uniform_fill(b, &index[i], last);
		else if (bulk_keys_choose(b->entries, n++))
			crm_run(
			    crm, crm_keepf(crm, FILL "%sk%d FROM " BULK_KEYS,
				     index[i].name,
				     columns_text(crm, index[i].nkeys),
				     index[i].nkeys));
	}
	bulk_keys_free(b->entries);
	imposters_drop(crm);
	count_set(b);
}
