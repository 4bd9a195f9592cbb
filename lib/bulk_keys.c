/*
 * bulk_keys.c: the entries of several indexes, read in one go and sorted in
 * memory, those of one after the other as a virtual table that a statement can
 * read.
 *
 * SQLite's own sorter unpacks both records at every comparison. Here an entry
 * carries the first bytes of its key as a number, and most comparisons are one
 * of two numbers; and every core sorts.
 */
#include <stdlib.h>
#include <string.h>

#include "bulk_table.h"
#include "tasks.h"

#include "banned.h"

/* Where an entry begins in the packed cells; and its first key, so far as it
 * fits, as a number that sorts alike. */
struct entry {
	uint64_t first;
	size_t at;
};

/* The entries of one index. */
struct entries {
	struct str cells; /* packed: keys, then the id */
	struct entry *list;
	size_t n, cap;
	size_t row; /* read so many */
	int columns; /* with the id */
};

struct bulk_keys {
	struct crm *crm;
	struct entries *indexes;
	int n;
	struct bulk_source source; /* that of the index at hand */
};

/* --- cells: a byte for the type, then a number, or a length and a text ---
 */

struct cell {
	char type; /* one of SQLITE_NULL, _INTEGER, _FLOAT, _TEXT */
	union {
		int64_t i;
		double d;
	} number;
	const char *text;
	uint32_t len;
};

static void
cell_pack(struct str *to, sqlite3_stmt *s, int column)
{
	struct cell c = {.type = (char)sqlite3_column_type(s, column)};

	str_addc(to, c.type);
	if (c.type == SQLITE_INTEGER)
		c.number.i = sqlite3_column_int64(s, column);
	if (c.type == SQLITE_FLOAT)
		c.number.d = sqlite3_column_double(s, column);
	if (c.type == SQLITE_INTEGER || c.type == SQLITE_FLOAT)
		str_add(to, (char *)&c.number, sizeof(c.number));
	if (c.type != SQLITE_TEXT)
		return;
	c.text = (const char *)sqlite3_column_text(s, column);
	c.len = (uint32_t)sqlite3_column_bytes(s, column);
	str_add(to, (char *)&c.len, sizeof(c.len));
	str_add(to, c.text, c.len);
}

/* Read the cell there; where the next one begins. */
static const char *
cell_take(const char *from, struct cell *c)
{
	c->type = *from++;
	if (c->type == SQLITE_INTEGER || c->type == SQLITE_FLOAT) {
		memcpy(&c->number, from, sizeof(c->number));
		return from + sizeof(c->number);
	}
	if (c->type != SQLITE_TEXT)
		return from;
	memcpy(&c->len, from, sizeof(c->len));
	c->text = from + sizeof(c->len);
	return c->text + c->len;
}

/* --- sorting --- */

/* NULL before numbers, numbers before texts. */
static uint64_t
first_of(const struct cell *c)
{
	uint64_t first = 0;
	uint32_t i;

	if (c->type == SQLITE_INTEGER)
		return ((uint64_t)c->number.i ^ UINT64_C(1) << 63) >> 1;
	for (i = 0; c->type == SQLITE_TEXT && i < sizeof(first); i++)
		first =
		    first << 8 | (i < c->len ? (unsigned char)c->text[i] : 0);
	return first;
}

/* By the first key, then as they were read. It need not be the exact order of
 * the index, which SQLite keeps: it is to meet each page once. */
static int
entry_compare(const void *left, const void *right, void *cells)
{
	const struct entry *a = left, *b = right;
	struct cell x, y;
	int diff;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	cell_take((char *)cells + a->at, &x);
	cell_take((char *)cells + b->at, &y);
	if (x.type == SQLITE_TEXT && y.type == SQLITE_TEXT) {
		diff = memcmp(x.text, y.text, x.len < y.len ? x.len : y.len);
		if (diff != 0)
			return diff;
		if (x.len != y.len)
			return x.len < y.len ? -1 : 1;
	}
	return a->at < b->at ? -1 : a->at > b->at;
}

static void
entries_sort(void *arg, int thread, int task)
{
	struct entries *e = &((struct bulk_keys *)arg)->indexes[task];

	(void)thread;
	if (e->n > 0)
		qsort_r(e->list, e->n, sizeof(e->list[0]), entry_compare,
		    e->cells.ptr);
}

/* --- reading --- */

/* The columns from first on, and the id, which is the very first. */
static void
entry_add(struct entries *e, sqlite3_stmt *s, int first)
{
	size_t at = e->cells.len;
	struct cell c;
	int i;

	for (i = 0; i < e->columns - 1; i++)
		cell_pack(&e->cells, s, first + i);
	cell_pack(&e->cells, s, 0);
	if (e->n == e->cap) {
		e->cap = e->cap == 0 ? 1024 : e->cap * 2;
		e->list = mem_grow(e->list, e->cap * sizeof(e->list[0]));
	}
	cell_take(e->cells.ptr + at, &c);
	e->list[e->n++] = (struct entry){first_of(&c), at};
}

static void
row_add(struct bulk_keys *k, sqlite3_stmt *s)
{
	int i, column = 1;

	for (i = 0; i < k->n; i++) {
		if (sqlite3_column_int(s, column++) != 0)
			entry_add(&k->indexes[i], s, column);
		column += k->indexes[i].columns - 1;
	}
}

struct bulk_keys *
bulk_keys_read(struct crm_rows *r, const int *keys, int n)
{
	struct bulk_keys *k = mem_alloc(sizeof(*k));
	int i;

	*k = (struct bulk_keys){.crm = r->crm, .n = n};
	k->indexes = mem_alloc((size_t)n * sizeof(k->indexes[0]));
	for (i = 0; i < n; i++)
		k->indexes[i] =
		    (struct entries){.cells = STR_INIT, .columns = keys[i] + 1};
	while (crm_next(r))
		row_add(k, r->stmt);
	tasks_run(entries_sort, k, n);
	return k;
}

/* --- the table --- */

static bool
entries_next(void *arg)
{
	struct entries *e = arg;

	return e->row++ < e->n;
}

static void
entries_column(void *arg, sqlite3_context *context, int column)
{
	const struct entries *e = arg;
	const char *at = e->cells.ptr + e->list[e->row - 1].at;
	struct cell cell = {0};

	do
		at = cell_take(at, &cell);
	while (column-- > 0);
	if (cell.type == SQLITE_INTEGER)
		sqlite3_result_int64(context, cell.number.i);
	else if (cell.type == SQLITE_FLOAT)
		sqlite3_result_double(context, cell.number.d);
	else if (cell.type == SQLITE_TEXT)
		sqlite3_result_text(
		    context, cell.text, (int)cell.len, SQLITE_STATIC);
}

static const char *
declaration(struct crm *crm, int columns)
{
	struct str sql = STR_INIT;
	const char *kept;
	int i;

	for (i = 0; i < columns; i++)
		str_addf(&sql, "%sk%d", i == 0 ? "CREATE TABLE x (" : ", ", i);
	str_addc(&sql, ')');
	kept = crm_keep(crm, sql.ptr);
	str_free(&sql);
	return kept;
}

bool
bulk_keys_choose(struct bulk_keys *k, int index)
{
	struct entries *e = &k->indexes[index];

	k->source = (struct bulk_source){
	    .name = BULK_KEYS,
	    .declaration = declaration(k->crm, e->columns),
	    .rows = (int64_t)e->n,
	    .next = entries_next,
	    .column = entries_column,
	    .arg = e,
	};
	bulk_source_open(k->crm->db, &k->source);
	return e->n > 0;
}

void
bulk_keys_free(struct bulk_keys *k)
{
	int i;

	if (k->source.name != NULL)
		bulk_source_close(k->crm->db, &k->source);
	for (i = 0; i < k->n; i++) {
		str_free(&k->indexes[i].cells);
		free(k->indexes[i].list);
	}
	free(k->indexes);
	free(k);
}
