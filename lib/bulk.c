/*
 * bulk.c: many inserts into one table, without keeping its indexes in order
 * all the while.
 */
#include "record.h"

#include "banned.h"

/* Fewer rows than this are not worth building indexes again. */
#define BULK_LEAST 20000

/* Are the rows to come many beside those that are there? */
static bool
is_bulk(struct crm *crm, const struct crm_entity *e, int64_t rows)
{
	int64_t there = crm_int(crm, crm_keepf(crm, "SELECT max(id) FROM %s",
	    e->name));

	return rows >= BULK_LEAST && rows >= there / 2;
}

void
record_bulk_begin(struct crm *crm, const struct crm_entity *e, int64_t rows)
{
	const struct crm_index *i;

	if (!is_bulk(crm, e, rows))
		return;
	/* The pages of the table and of one index at a time fit. */
	db_exec(crm, "PRAGMA cache_size = -65536");
	for (i = e->indexes; i->name != NULL; i++)
		db_exec(crm, crm_keepf(crm, "DROP INDEX %s", i->name));
}

void
record_bulk_end(struct crm *crm, const struct crm_entity *e)
{
	const struct crm_index *i;

	for (i = e->indexes; i->name != NULL; i++)
		if (crm_int(crm, "SELECT count(*) FROM sqlite_schema WHERE "
		    "type = 'index' AND name = ?1", ARG(i->name)) == 0)
			db_exec(crm, i->sql);
}
