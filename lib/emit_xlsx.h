/*
 * emit_xlsx.h: a workbook that is being written; for lib/emit_xlsx*.c only.
 */
#ifndef CRM_EMIT_XLSX_H
#define CRM_EMIT_XLSX_H

#include <stdio.h>
#include <xlsxwriter.h>

#include "emit.h"

#define WIDTH_MAX 60 /* letters, of a column that nobody drags wider */

enum style {
	STYLE_TEXT,
	STYLE_DATE,
	STYLE_TIME,
	STYLE_RATE,
	STYLE_WHOLE, /* money without decimals; with two, with three */
	STYLE_CENTS,
	STYLE_MILLS,
	STYLE_HEAD,
	STYLES
};

struct book {
	FILE *file; /* where the workbook is put together; it has no name */
	lxw_workbook *workbook;
	lxw_worksheet *sheet;
	lxw_format *styles[STYLES];
	int *widths; /* the widest cell of each column, in letters */
	struct str text;
	struct str escaped;
};

/* What went wrong, unless something did before; what: "the workbook cannot be
 * written". */
void book_fail(struct emit *, const char *what, lxw_error);

/* The cell of a column in the row at hand, as wide as it is. */
void book_cell(struct emit *, int column, sqlite3_stmt *);

#endif
