/*
 * report.h: the figures of crm-insights on one page: gathered once (report.c),
 * written as a web page (report_html.c) or as a document (report_pdf.c).
 */
#ifndef CRM_REPORT_H
#define CRM_REPORT_H

#include "cli.h"

#define REPORT_COLUMNS 8

/* What a part looks like beside its table. */
enum report_look {
	REPORT_TABLE, /* nothing */
	REPORT_BARS, /* a bar in each row */
	REPORT_LINE /* a line over all rows */
};

struct report_column {
	const char *label;
	bool number; /* stands at the right */
	bool whole; /* never in two lines */
};

/* A part: a heading, and a table that says all that its picture does. */
struct report_part {
	const char *title;
	const char *note; /* what the figures are; or NULL */
	const char *empty; /* said when there are no rows */
	enum report_look look;
	struct report_column columns[REPORT_COLUMNS];
	int ncolumns;
	const char **cells; /* row by row; "" for nothing */
	double *values; /* of each row, for its bar or point */
	int nrows;
	double most; /* the greatest of them */
};

struct report_card {
	const char *label, *value, *note; /* note: or NULL */
};

struct report {
	const char *business; /* account.name; or "" */
	const char *span; /* "1 April 2025 to 15 March 2026" */
	const char *made; /* the day it was made */
	struct report_card cards[8];
	int ncards;
	struct report_part parts[16];
	int nparts;
};

/* Append it. Texts of it are of any origin and are made safe here. */
void report_html(struct str *, const struct report *);
enum crm_rc report_pdf(struct crm *, const struct report *);

#endif
