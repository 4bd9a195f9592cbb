/*
 * read_csv.h: what the parts of the reader of CSV share; for lib/read_csv*.c
 * only.
 */
#ifndef CRM_READ_CSV_H
#define CRM_READ_CSV_H

#include <csv.h>

#include "read.h"
#include "read_guard.h"

struct csv {
	struct csv_parser parser;
	struct csv_scan scan;
	struct read *read;
	struct str text; /* of all cells of a record */
	char *room; /* the part of it not in use */
	size_t nfields; /* of the record at hand */
	bool suspect; /* look at each field of it */
	int64_t line; /* where the next one starts */
};

/* Take the record that a scan stands on apart into the cells. */
void csv_fields(struct csv *, const struct csv_scan *);

/* Stand on the next record that is no blank line. */
bool csv_step(struct read *);

/* What parts the fields, by the first records (read_csv_sniff.c); a first line
 * "sep=;", which is taken, or 0. */
char csv_sniff(struct csv *);
char csv_order(struct read *);

/* How many records come before the header. */
size_t csv_titles(struct csv *);

#endif
