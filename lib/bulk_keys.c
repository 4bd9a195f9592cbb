/*
 * bulk_keys.c: the entries of several indexes, or keys to look for in one,
 * sorted in memory; those of one after the other as a virtual table that a
 * statement can read.
 *
 * SQLite's own sorter unpacks both records at every comparison. Here an entry
 * carries the first bytes of its key as numbers, and most comparisons are of
 * numbers; and every core sorts.
 */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "bulk_table.h"
#include "tasks.h"

#include "banned.h"

#define AHEAD 8 /* entries that are fetched from memory before their turn */

struct cell {
	char type; /* one of SQLITE_NULL, _INTEGER, _FLOAT, _TEXT */
	union {
		int64_t i;
		double d;
	} number;
	const char *text;
	uint32_t len;
};

/* Where an entry begins in the packed cells; and its first key, so far as it
 * fits, as two numbers that sort alike. */
struct entry {
	uint64_t first[2];
	size_t at;
};

/* The entries of one index. */
struct entries {
	struct str cells; /* packed: keys, then the id */
	struct entry *list;
	size_t n, cap;
	size_t row; /* read so many */
	int columns; /* with the id */
	struct cell *at_hand; /* those of the row that is read */
};

struct bulk_keys {
	struct crm *crm;
	struct entries *indexes;
	int n;
	struct tasks *sorting; /* until an index is chosen */
	struct bulk_source source; /* that of the index at hand */
};

/* --- cells: a byte for the type, then a number, or a length and a text --- */

static struct cell
cell_of(sqlite3_stmt *s, int column)
{
	struct cell c = {.type = (char)sqlite3_column_type(s, column)};

	if (c.type == SQLITE_INTEGER)
		c.number.i = sqlite3_column_int64(s, column);
	if (c.type == SQLITE_FLOAT)
		c.number.d = sqlite3_column_double(s, column);
	if (c.type != SQLITE_TEXT)
		return c;
	c.text = (const char *)sqlite3_column_text(s, column);
	c.len = (uint32_t)sqlite3_column_bytes(s, column);
	return c;
}

static void
cell_pack(struct str *to, const struct cell *c)
{
	str_addc(to, c->type);
	if (c->type == SQLITE_INTEGER || c->type == SQLITE_FLOAT)
		str_add(to, (const char *)&c->number, sizeof(c->number));
	if (c->type != SQLITE_TEXT)
		return;
	str_add(to, (const char *)&c->len, sizeof(c->len));
	str_add(to, c->text, c->len);
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
static void
first_set(struct entry *e, const struct cell *c)
{
	char text[sizeof(e->first)] = {0};
	int i;

	if (c->type == SQLITE_INTEGER)
		e->first[0] = ((uint64_t)c->number.i ^ UINT64_C(1) << 63) >> 1;
	if (c->type != SQLITE_TEXT)
		return;
	memcpy(text, c->text, c->len < sizeof(text) ? c->len : sizeof(text));
	memcpy(e->first, text, sizeof(text));
	for (i = 0; i < 2; i++)
		e->first[i] = be64toh(e->first[i]);
}

/* By the first key, then as they were read. It need not be the exact order of
 * the index, which SQLite keeps: it is to meet each page once. */
static int
entry_compare(const void *left, const void *right, void *cells)
{
	const struct entry *a = left, *b = right;
	struct cell x, y;
	int diff;

	if (a->first[0] != b->first[0])
		return a->first[0] < b->first[0] ? -1 : 1;
	if (a->first[1] != b->first[1])
		return a->first[1] < b->first[1] ? -1 : 1;
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

/* The cells from there on are an entry. */
static void
entry_end(struct entries *e, size_t at)
{
	struct cell first;

	if (e->n == e->cap) {
		e->cap = e->cap == 0 ? 1024 : e->cap * 2;
		e->list = mem_grow(e->list, e->cap * sizeof(e->list[0]));
	}
	cell_take(e->cells.ptr + at, &first);
	e->list[e->n] = (struct entry){.at = at};
	first_set(&e->list[e->n++], &first);
}

/* The columns from first on, and the id, which is the very first. */
static void
entry_read(struct entries *e, sqlite3_stmt *s, int first)
{
	size_t at = e->cells.len;
	struct cell c;
	int i;

	for (i = 0; i < e->columns; i++) {
		c = cell_of(s, i + 1 < e->columns ? first + i : 0);
		cell_pack(&e->cells, &c);
	}
	entry_end(e, at);
}

void
bulk_keys_add(struct bulk_keys *k, const char *text, size_t len, int64_t id)
{
	struct entries *e = &k->indexes[0];
	size_t at = e->cells.len;

	cell_pack(&e->cells,
	    &(struct cell){
		.type = SQLITE_TEXT, .text = text, .len = (uint32_t)len});
	cell_pack(
	    &e->cells, &(struct cell){.type = SQLITE_INTEGER, .number.i = id});
	entry_end(e, at);
}

static void
row_add(struct bulk_keys *k, sqlite3_stmt *s)
{
	int i, column = 1;

	for (i = 0; i < k->n; i++) {
		if (sqlite3_column_int(s, column++) != 0)
			entry_read(&k->indexes[i], s, column);
		column += k->indexes[i].columns - 1;
	}
}

struct bulk_keys *
bulk_keys_new(struct crm *crm, const int *keys, int n)
{
	struct bulk_keys *k = mem_alloc(sizeof(*k));
	struct entries *e;
	int i;

	*k = (struct bulk_keys){.crm = crm, .n = n};
	k->indexes = mem_alloc((size_t)n * sizeof(k->indexes[0]));
	for (i = 0; i < n; i++) {
		e = &k->indexes[i];
		*e =
		    (struct entries){.cells = STR_INIT, .columns = keys[i] + 1};
		e->at_hand =
		    mem_alloc((size_t)e->columns * sizeof(e->at_hand[0]));
	}
	return k;
}

void
bulk_keys_sort(struct bulk_keys *k)
{
	k->sorting = tasks_begin(entries_sort, k, k->n);
}

static void
sort_end(struct bulk_keys *k)
{
	if (k->sorting != NULL)
		tasks_end(k->sorting);
	k->sorting = NULL;
}

struct bulk_keys *
bulk_keys_read(struct crm *crm, struct crm_rows *r, const int *keys, int n)
{
	struct bulk_keys *k = bulk_keys_new(crm, keys, n);

	while (crm_next(r))
		row_add(k, r->stmt);
	bulk_keys_sort(k);
	return k;
}

/* --- the table --- */

static bool
entries_next(void *arg)
{
	struct entries *e = arg;
	const char *at;
	int i;

	if (e->row == e->n)
		return false;
	/* They lie in the order in which they were read. */
	if (e->row + AHEAD < e->n)
		__builtin_prefetch(e->cells.ptr + e->list[e->row + AHEAD].at);
	at = e->cells.ptr + e->list[e->row++].at;
	for (i = 0; i < e->columns; i++)
		at = cell_take(at, &e->at_hand[i]);
	return true;
}

static void
entries_column(void *arg, sqlite3_context *context, int column)
{
	const struct cell *c = &((struct entries *)arg)->at_hand[column];

	if (c->type == SQLITE_INTEGER)
		sqlite3_result_int64(context, c->number.i);
	else if (c->type == SQLITE_FLOAT)
		sqlite3_result_double(context, c->number.d);
	else if (c->type == SQLITE_TEXT)
		sqlite3_result_text(
		    context, c->text, (int)c->len, SQLITE_STATIC);
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

	sort_end(k);
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

	sort_end(k);
	if (k->source.name != NULL)
		bulk_source_close(k->crm->db, &k->source);
	for (i = 0; i < k->n; i++) {
		str_free(&k->indexes[i].cells);
		free(k->indexes[i].list);
		free(k->indexes[i].at_hand);
	}
	free(k->indexes);
	free(k);
}
