/*
 * bulk_table.h: records to come as a table that a statement can read; for
 * lib/bulk*.c only.
 */
#ifndef CRM_BULK_TABLE_H
#define CRM_BULK_TABLE_H

#include "record.h"

/* The name of the table, whose columns are those of the record. */
#define BULK_TABLE "crm_bulk"

/* Have the table while it is used, and no longer. */
int bulk_table_open(struct bulk *);
void bulk_table_close(struct bulk *);

/* --- bulk_order.c --- */

/* Another name for the table itself, without its indexes and triggers. */
#define BULK_ROWS "crm_rows"

/* Have that name; false when that cannot be: then nothing has happened. Every
 * such begin has its end, after the rows with ids above last have been put
 * into BULK_ROWS: it puts them into the indexes. */
bool bulk_order_begin(struct bulk *);
void bulk_order_end(struct bulk *, int64_t last);

/* --- bulk_keys.c --- */

/* Another such table: the entries of one index, k0, k1, ..., the id, sorted by
 * the first of them. */
#define BULK_KEYS "crm_keys"

/*
 * The entries of n indexes, out of the rows of a query: the id; then for each
 * index whether it has the row, and its keys, so many of them. To be freed.
 */
struct bulk_keys;
struct bulk_keys *bulk_keys_read(struct crm_rows *, const int *keys, int n);
void bulk_keys_free(struct bulk_keys *);

/* Let the table be that of one index; false when it is empty. */
bool bulk_keys_choose(struct bulk_keys *, int index);

/* --- bulk.c --- */

/* Has the index a column that the rows give? Otherwise their entries are all
 * alike, which are cheap to add as they come. */
bool bulk_is_scattered(const struct bulk *, const struct crm_index *);

#endif
