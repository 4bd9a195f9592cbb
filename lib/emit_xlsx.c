/*
 * emit_xlsx.c: rows as an Excel workbook: numbers are numbers, days are days,
 * and telephone numbers keep their zeros.
 *
 * Rows go to temporary files as they come (libxlsxwriter's constant memory),
 * and the workbook is put together from those at the end. It reads back to
 * the same values: what a cell of Excel cannot hold exactly is kept as text.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "crm.h"
#include "emit.h"
#include "emit_xlsx.h"

#include "banned.h"

#define ROWS_MAX  1048576 /* of a sheet */
#define WIDTH_MIN 6 /* letters; of a column */
#define BLOCK	  65536

static const char *const number_formats[STYLES] = {
    [STYLE_TEXT] = "@",
    [STYLE_DATE] = "yyyy-mm-dd",
    [STYLE_TIME] = "yyyy-mm-dd hh:mm:ss",
    [STYLE_RATE] = "0.0000",
    [STYLE_WHOLE] = "0",
    [STYLE_CENTS] = "0.00",
    [STYLE_MILLS] = "0.000",
};

/* --- beginning and end --- */

void
book_fail(struct emit *e, const char *what, lxw_error code)
{
	if (e->error == NULL)
		e->error =
		    keep_printf(&e->keep, "%s: %s", what, lxw_strerror(code));
}

static void
xlsx_drop(struct emit *e)
{
	struct book *b = e->state;

	if (b->workbook != NULL)
		lxw_workbook_free(b->workbook);
	b->workbook = NULL;
	if (b->file != NULL)
		fclose(b->file);
	b->file = NULL;
	str_free(&b->text);
	str_free(&b->escaped);
}

static void
styles_make(struct book *b)
{
	int i;

	for (i = 0; i < STYLES; i++) {
		b->styles[i] = workbook_add_format(b->workbook);
		if (number_formats[i] != NULL)
			format_set_num_format(b->styles[i], number_formats[i]);
	}
	format_set_bold(b->styles[STYLE_HEAD]);
	format_set_bottom(b->styles[STYLE_HEAD], LXW_BORDER_THIN);
}

static void
head_write(struct emit *e, struct book *b)
{
	int i;

	for (i = 0; i < e->ncolumns; i++) {
		worksheet_write_string(b->sheet, 0, (lxw_col_t)i,
		    e->columns[i].key, b->styles[STYLE_HEAD]);
		b->widths[i] = (int)strlen(e->columns[i].key) + 3;
	}
	worksheet_freeze_panes(b->sheet, 1, 0);
}

/* The library writes to a file by its name. This one is open already, and gone
 * from its folder: nobody else reads it, and nothing is left of it. */
static void
xlsx_head(struct emit *e)
{
	struct book *b = keep_alloc(&e->keep, sizeof(*b));
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_doc_properties properties = {.created = (time_t)e->now};

	*b = (struct book){.text = STR_INIT, .escaped = STR_INIT};
	e->state = b;
	b->widths =
	    keep_alloc(&e->keep, (size_t)e->ncolumns * sizeof(*b->widths));
	b->file = tmpfile();
	if (b->file == NULL) {
		e->error = "there is no room for a temporary file";
		return;
	}
	b->workbook = workbook_new_opt(
	    keep_printf(&e->keep, "/proc/self/fd/%d", fileno(b->file)),
	    &options);
	if (b->workbook == NULL) {
		e->error = "the library of workbooks does not start";
		return;
	}
	workbook_set_properties(b->workbook, &properties);
	styles_make(b);
	b->sheet = workbook_add_worksheet(b->workbook, NULL);
	if (b->sheet == NULL)
		e->error = "the library of workbooks does not start";
	else
		head_write(e, b);
}

static void
widths_set(struct emit *e, struct book *b)
{
	int i, width;

	for (i = 0; i < e->ncolumns; i++) {
		width = b->widths[i] < WIDTH_MIN   ? WIDTH_MIN
			: b->widths[i] > WIDTH_MAX ? WIDTH_MAX
						   : b->widths[i];
		worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i,
		    (double)width + 1, NULL);
	}
	if (e->nrows > 0)
		worksheet_autofilter(b->sheet, 0, 0, (lxw_row_t)e->nrows,
		    (lxw_col_t)(e->ncolumns - 1));
}

static void
file_copy(struct emit *e, struct book *b)
{
	ssize_t n = 1;
	off_t at = 0;

	for (; n > 0 && e->out->error == 0; at += n) {
		n = pread(
		    fileno(b->file), str_room(&e->out->buf, BLOCK), BLOCK, at);
		if (n > 0)
			e->out->buf.len += (size_t)n;
		out_spill(e->out);
	}
	if (n < 0)
		e->error = "the workbook cannot be read back";
}

static void
xlsx_tail(struct emit *e)
{
	struct book *b = e->state;
	lxw_error code;

	widths_set(e, b);
	code = workbook_close(b->workbook); /* it is freed, whatever comes */
	b->workbook = NULL;
	if (code != LXW_NO_ERROR)
		book_fail(e, "the workbook cannot be written", code);
	else
		file_copy(e, b);
	xlsx_drop(e);
}

/* --- rows --- */

static void
xlsx_row(struct emit *e, sqlite3_stmt *stmt)
{
	int i;

	if (e->nrows + 1 >= ROWS_MAX) {
		e->error = "a sheet of Excel has 1,048,576 rows at most; take "
			   "--format csv, or less";
		return;
	}
	for (i = 0; i < e->ncolumns && e->error == NULL; i++)
		book_cell(e, i, stmt);
}

const struct emit_format crm_format_xlsx = {
    .name = "xlsx",
    .machine = true,
    .binary = true,
    .head = xlsx_head,
    .row = xlsx_row,
    .tail = xlsx_tail,
    .drop = xlsx_drop,
};
