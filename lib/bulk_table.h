/*
 * bulk_table.h: records to come as a table that a statement can read; for
 * lib/bulk*.c only.
 */
#ifndef CRM_BULK_TABLE_H
#define CRM_BULK_TABLE_H

#include "record.h"

/* --- bulk_source.c --- */

/* Rows that a statement can read, as a table that is made up one by one. */
struct bulk_source {
	const char *name;
	const char *declaration; /* CREATE TABLE, for its columns */
	int64_t rows; /* about so many */

	/* Go to the first row, or to the next one; false when there is none. */
	bool (*next)(void *arg);
	/* Give this column of it. */
	void (*column)(void *arg, sqlite3_context *, int column);
	void *arg;
};

/* Have the table while it is used, and no longer: one statement reads it, once,
 * front to back. An SQLite code. The source is the caller's. */
int bulk_source_open(sqlite3 *, struct bulk_source *);
void bulk_source_close(sqlite3 *, const struct bulk_source *);

/* --- bulk_table.c --- */

/* The records that a load is given, whose columns are those of its table. */
#define BULK_TABLE "crm_bulk"

struct bulk_source bulk_table(struct bulk *);

/* --- bulk_order.c --- */

/* Another name for the table itself, without its indexes and triggers. */
#define BULK_ROWS "crm_rows"

/* Have that name; false when that cannot be: then nothing has happened. Every
 * such begin has its end, after the rows with ids above last have been put
 * into BULK_ROWS: it puts them into the indexes. Before that their entries are
 * read, and there may be something else to do while they are sorted; who looks
 * at the table then does so without its indexes. */
bool bulk_order_begin(struct bulk *);
void bulk_order_read(struct bulk *, int64_t last);
void bulk_order_end(struct bulk *, int64_t last);

/* --- bulk_keys.c --- */

/* The entries of one index, k0, k1, ..., the id, sorted by
 * the first of them. */
#define BULK_KEYS "crm_keys"

/* The entries of n indexes that have so many keys each; none at first. To be
 * freed. They are sorted by other threads, if there are any, until one of the
 * indexes is chosen. */
struct bulk_keys;
struct bulk_keys *bulk_keys_new(struct crm *, const int *keys, int n);
void bulk_keys_free(struct bulk_keys *);

/* Out of the rows of a query: the id; then for each index whether it has the
 * row, and its keys. Being sorted. */
struct bulk_keys *bulk_keys_read(
    struct crm *, struct crm_rows *, const int *keys, int n);

/* One more of the first index, whose only key is a text; then sort them. */
void bulk_keys_add(struct bulk_keys *, const char *text, size_t, int64_t id);
void bulk_keys_sort(struct bulk_keys *);

/* Let the table be that of one index; false when it is empty. */
bool bulk_keys_choose(struct bulk_keys *, int index);

#endif
