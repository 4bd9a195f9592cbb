/*
 * emit_xlsx_cell.c: values as the cells of a workbook.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

#include "crm.h"
#include "emit.h"
#include "emit_xlsx.h"

#include "banned.h"

#define CELL_MAX 32767 /* letters in a cell: Excel's own limit */
#define EXACT	 9007199254740992 /* integers above it are not all doubles */

static void
width_note(struct book *b, int i, size_t letters)
{
	if (letters > (size_t)b->widths[i])
		b->widths[i] = letters > WIDTH_MAX ? WIDTH_MAX : (int)letters;
}

/* "_x0041_" stands for a letter in a cell, so its own underscore has to be one
 * of those; the library does that for control characters only. */
static bool
is_escape(const char *text)
{
	size_t i;

	if (text[1] != 'x')
		return false;
	for (i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	return text[6] == '_';
}

/* U+FFFE and U+FFFF, for which XML has no room; in UTF-8 they begin alike. */
#define NO_XML "\xef\xbf"

static bool
is_no_xml(const char *text)
{
	return strncmp(text, NO_XML, 2) == 0 &&
	       (text[2] == '\xbe' || text[2] == '\xbf');
}

static const char *
escaped(struct emit *e, const char *text)
{
	struct book *b = e->state;
	const char *p, *from = text;

	str_cut(&b->escaped, 0);
	for (p = text; (p = strpbrk(p, "_" NO_XML)) != NULL; p++) {
		if (*p == '_' ? !is_escape(p) : !is_no_xml(p))
			continue;
		str_add(&b->escaped, from, (size_t)(p - from));
		from = p;
		if (*p == '_') {
			str_adds(&b->escaped, "_x005F");
		} else {
			str_adds(&b->escaped,
			    p[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_");
			from += 3;
		}
	}
	if (b->escaped.len == 0)
		return text;
	str_adds(&b->escaped, from);
	return b->escaped.ptr;
}

static void
text_put(struct emit *e, int i, const char *text, size_t len)
{
	struct book *b = e->state;
	lxw_error code;

	if (len == 0)
		return;
	code = worksheet_write_string(b->sheet, (lxw_row_t)e->nrows + 1,
	    (lxw_col_t)i, escaped(e, text), b->styles[STYLE_TEXT]);
	if (code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED)
		e->error = keep_printf(&e->keep,
		    "row %lld: %s is longer than the %d letters of a cell; "
		    "take --format csv",
		    (long long)e->nrows + 1, e->columns[i].key, CELL_MAX);
	else if (code != LXW_NO_ERROR)
		book_fail(e, "the workbook cannot be written", code);
	width_note(b, i, len);
}

static void
number_put(struct emit *e, int i, double number, enum style style, int letters)
{
	struct book *b = e->state;
	lxw_error code = worksheet_write_number(b->sheet,
	    (lxw_row_t)e->nrows + 1, (lxw_col_t)i, number,
	    style == STYLES ? NULL : b->styles[style]);

	if (code != LXW_NO_ERROR)
		book_fail(e, "the workbook cannot be written", code);
	width_note(b, i, (size_t)letters);
}

/* As it is printed, where no cell holds it better. */
static void
plain_put(struct emit *e, int i, sqlite3_stmt *stmt)
{
	struct book *b = e->state;

	str_cut(&b->text, 0);
	emit_text(&b->text, e, &e->columns[i], stmt, false);
	text_put(e, i, b->text.ptr, b->text.len);
}

/* Days by Excel: 25569 is 1970-01-01; before March 1900 it counts one that
 * never was, and before 1900 there are none. */
#define EXCEL_EPOCH 25569
#define EXCEL_FIRST 61
#define DAY	    INT64_C(86400) /* seconds */

static bool
date_put(struct emit *e, int i, const char *text)
{
	int64_t t, day;

	if (strlen(text) != 10 || time_parse(&t, text, 10, 0) != NULL)
		return false;
	day = day_of(t) + EXCEL_EPOCH;
	if (day < EXCEL_FIRST)
		return false;
	number_put(e, i, (double)day, STYLE_DATE, 10);
	return true;
}

/* The local time, where that says which instant it was: not in the hour that
 * the clocks show twice. What the clocks show is counted as if it were UTC. */
static bool
time_put(struct emit *e, int i, const char *text)
{
	char local[17], whole[21];
	int64_t t, again, wall;

	if (strlen(text) != 20 || time_parse(&t, text, 20, 0) != NULL)
		return false;
	time_print_local(local, t);
	snprintf(whole, sizeof(whole), "%.16s:%.2sZ", local, text + 17);
	if (time_parse(&again, whole, 19, 0) != NULL || again != t ||
	    time_parse(&wall, whole, 20, 0) != NULL ||
	    wall < (EXCEL_FIRST - EXCEL_EPOCH) * DAY)
		return false;
	number_put(e, i, EXCEL_EPOCH + (double)wall / DAY, STYLE_TIME, 19);
	return true;
}

static void
money_put(struct emit *e, int i, sqlite3_stmt *stmt)
{
	struct book *b = e->state;
	int64_t minor = sqlite3_column_int64(stmt, e->columns[i].index);
	const char *point;
	enum style style;

	str_cut(&b->text, 0);
	emit_text(&b->text, e, &e->columns[i], stmt, false);
	if (minor > EXACT / 4096 || minor < -EXACT / 4096) {
		text_put(e, i, b->text.ptr, b->text.len);
		return;
	}
	point = strchr(b->text.ptr, '.');
	style = point == NULL		? STYLE_WHOLE
		: strlen(point + 1) < 3 ? STYLE_CENTS
					: STYLE_MILLS;
	number_put(e, i, strtod(b->text.ptr, NULL), style, (int)b->text.len);
}

static void
int_put(struct emit *e, int i, sqlite3_stmt *stmt)
{
	int64_t n = sqlite3_column_int64(stmt, e->columns[i].index);
	struct book *b = e->state;
	lxw_error code;

	if (e->columns[i].kind == KIND_BOOL) {
		code = worksheet_write_boolean(b->sheet,
		    (lxw_row_t)e->nrows + 1, (lxw_col_t)i, n != 0, NULL);
		if (code != LXW_NO_ERROR)
			book_fail(e, "the workbook cannot be written", code);
	} else if (e->columns[i].kind == KIND_MONEY) {
		money_put(e, i, stmt);
	} else if (n > EXACT || n < -EXACT) {
		plain_put(e, i, stmt);
	} else {
		number_put(e, i, (double)n, STYLES, 8);
	}
}

void
book_cell(struct emit *e, int i, sqlite3_stmt *stmt)
{
	const struct emit_column *c = &e->columns[i];
	const char *text;
	bool done = false;

	switch (sqlite3_column_type(stmt, c->index)) {
	case SQLITE_NULL:
		return;
	case SQLITE_INTEGER:
		int_put(e, i, stmt);
		return;
	case SQLITE_FLOAT:
		if (c->kind == KIND_MONEY)
			money_put(e, i, stmt);
		else
			number_put(e, i, sqlite3_column_double(stmt, c->index),
			    c->kind == KIND_REAL ? STYLE_RATE : STYLES, 8);
		return;
	default:
		text = (const char *)sqlite3_column_text(stmt, c->index);
		if (c->kind == KIND_DATE || c->kind == KIND_BIRTHDAY)
			done = date_put(e, i, text);
		else if (c->kind == KIND_TIME)
			done = time_put(e, i, text);
		if (!done)
			plain_put(e, i, stmt);
	}
}
