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

#endif
