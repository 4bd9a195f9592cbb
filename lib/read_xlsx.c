/*
 * read_xlsx.c: records out of a workbook: which sheet, which row is the header,
 * and the rows below it.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read_in.h"
#include "read_xlsx.h"

#include "banned.h"

/* --- the sheet --- */

static void
sheet_names(struct str *out, const struct book *b, const struct sheet *but)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < b->nsheets; i++) {
		if (&b->sheets[i] == but || b->sheets[i].part == NULL)
			continue;
		str_addf(out, "%s\"%s\"%s", comma, b->sheets[i].name,
		    b->sheets[i].hidden ? " (hidden)" : "");
		comma = ", ";
	}
}

/* By name, else by number; by default the first that can be seen. */
static const struct sheet *
sheet_find(const struct book *b, const char *want)
{
	char *end;
	unsigned long n;
	size_t i;

	for (i = 0; i < b->nsheets; i++)
		if (b->sheets[i].part != NULL &&
		    (want == NULL ? !b->sheets[i].hidden
				  : strcasecmp(b->sheets[i].name, want) == 0))
			return &b->sheets[i];
	if (want == NULL || !isdigit((unsigned char)*want))
		return NULL;
	n = strtoul(want, &end, 10);
	if (*end != '\0' || n < 1 || n > b->nsheets ||
	    b->sheets[n - 1].part == NULL)
		return NULL;
	return &b->sheets[n - 1];
}

static bool
sheet_open(struct xlsx *x, const struct read_hints *hints)
{
	struct read *r = x->book.read;
	struct str names = STR_INIT;

	x->sheet = sheet_find(&x->book, hints->sheet);
	sheet_names(&names, &x->book, x->sheet);
	if (x->sheet == NULL && hints->sheet != NULL)
		read_fail(
		    r, "no sheet \"%s\", but %s", hints->sheet, names.ptr);
	else if (x->sheet == NULL)
		read_fail(r, "no sheet that can be seen%s%s",
		    names.len > 0 ? "; --sheet takes " : "", names.ptr);
	else if (names.len > 0 && hints->sheet == NULL)
		r->notice = keep_printf(&r->keep,
		    "sheet \"%s\" is read; --sheet takes %s", x->sheet->name,
		    names.ptr);
	if (x->sheet != NULL)
		read_found(r, "sheet", x->sheet->name,
		    hints->sheet != NULL ? "--sheet"
		    : names.len > 0
			? keep_printf(&r->keep,
			      "the first that can be seen; also %s", names.ptr)
			: "the only one");
	str_free(&names);
	if (r->error != NULL)
		return false;
	return sheet_start(x);
}

/* --- the header --- */

/* Rows that may be the header or come before it, and some after. */
static void
rows_ahead(struct xlsx *x)
{
	struct read *r = x->book.read;
	struct row *row;
	size_t bytes = 0;

	x->keep = &r->keep;
	while (
	    x->nahead < XLSX_AHEAD && bytes < READ_FIELD_MAX && sheet_row(x)) {
		row = &x->ahead[x->nahead++];
		*row = x->row;
		row->cells = keep_alloc(
		    &r->keep, (row->ncells + 1) * sizeof(*row->cells));
		memcpy(row->cells, x->row.cells,
		    row->ncells * sizeof(*row->cells));
		bytes += x->bytes;
		if (x->beyond > 0)
			read_fail(r, "%s!%lld: more than %d columns",
			    x->sheet->name, (long long)row->line,
			    read_limited(r, LIMIT_COLUMNS));
	}
	x->keep = &r->row;
}

/* Titles above a table fill a cell or two; the header fills most of the
 * columns that the rows below have. */
static size_t
header_find(const struct xlsx *x)
{
	size_t i, most = 0;

	for (i = 0; i < x->nahead; i++)
		if (x->ahead[i].given > most)
			most = x->ahead[i].given;
	for (i = 0; x->ahead[i].given * 2 <= most; i++)
		continue;
	return i;
}

/* The header is not where one would look first: that is told. */
static void
header_note(struct xlsx *x)
{
	struct read *r = x->book.read;

	read_found(r, "header",
	    keep_printf(&r->keep, "%lld", (long long)r->line),
	    x->at == 0 ? "the first row"
		       : "the first row that fills most of the columns");
	if (x->at > 0)
		r->notice = keep_printf(&r->keep,
		    "%s%sthe header is row %lld, below %zu of other text",
		    r->notice == NULL ? "" : r->notice,
		    r->notice == NULL ? "" : "; ", (long long)r->line, x->at);
}

static void
header_take(struct xlsx *x)
{
	struct read *r = x->book.read;
	const struct row *row = &x->ahead[x->at];
	const struct read_cell *c;
	const char *name;
	size_t i, end;

	end = row->ncells;
	while (end > 0 && row->cells[end - 1].len == 0)
		end--;
	while (x->first < end && row->cells[x->first].len == 0)
		x->first++;
	r->line = row->line;
	for (i = x->first; i < end; i++) {
		c = &row->cells[i];
		name = keep_printf(&r->row, "column %zu", i + 1);
		if (c->len > 0)
			read_column_add(r, c->text, c->len);
		else
			read_column_add(r, name, strlen(name));
	}
	header_note(x);
	x->at++;
}

/* --- records --- */

/* Cells beside the table: nobody knows what they are. */
static void
beside_check(struct xlsx *x, const struct row *row)
{
	struct read *r = x->book.read;
	size_t i, end = x->first + r->ncolumns;

	x->keep = &r->row;
	for (i = 0; i < row->ncells; i++)
		if ((i < x->first || i >= end) && row->cells[i].len > 0) {
			x->column = i;
			sheet_remark(
			    x, "not in a column with a header; left out");
			return;
		}
	if (x->beyond > 0) {
		x->column = x->beyond - 1;
		sheet_remark(x, "not in a column with a header; left out");
	}
}

static void
xlsx_where(const struct read *r, struct str *out, int64_t line, int column)
{
	const struct xlsx *x = r->state;

	if (x->sheet != NULL)
		str_addf(out, "%s!", x->sheet->name);
	if (column >= 0)
		sheet_column_name(out, x->first + (size_t)column);
	str_addf(out, "%lld", (long long)line);
}

static bool
xlsx_next(struct read *r)
{
	struct xlsx *x = r->state;
	const struct row *row = &x->row;
	size_t i, n;

	if (x->at < x->nahead) {
		x->row = x->ahead[x->at++];
		x->beyond = 0;
	} else if (!sheet_row(x)) {
		return false;
	}
	r->line = row->line;
	read_blank(r, 0);
	n = row->ncells > x->first ? row->ncells - x->first : 0;
	n = n < r->ncolumns ? n : r->ncolumns;
	for (i = 0; i < n; i++)
		r->cells[i] = row->cells[x->first + i];
	for (; i < r->ncolumns; i++)
		r->cells[i] = read_cell("", 0, READ_TEXT);
	read_filled(r, r->ncolumns);
	beside_check(x, row);
	r->remark = row->remark;
	return true;
}

static void
xlsx_close(struct read *r)
{
	struct xlsx *x = r->state;

	if (x->started)
		part_close(&x->part);
	book_close(&x->book);
	str_free(&x->text);
	str_free(&x->out);
	free(x);
}

bool
read_xlsx_is(const struct read *r)
{
	static const char other[] = "opendocument.spreadsheet";
	const struct read_source *s = r->source;

	return s->end >= 4 && memcmp(s->buf, "PK\3\4", 4) == 0 &&
	       memmem(s->buf, s->end, other, sizeof(other) - 1) == NULL;
}

void
read_xlsx_open(struct read *r, const struct read_hints *hints)
{
	static const struct read_ops ops = {.name = "xlsx",
	    .next = xlsx_next,
	    .close = xlsx_close,
	    .where = xlsx_where};
	struct xlsx *x = mem_alloc(sizeof(*x));

	memset(x, 0, sizeof(*x));
	x->cells = keep_alloc(&r->keep, READ_COLUMNS_MAX * sizeof(*x->cells));
	x->text = x->out = (struct str)STR_INIT;
	r->ops = &ops;
	r->format = ops.name;
	r->headed = true;
	r->delimiter = ',';
	r->state = x;
	read_found(r, "format", "xlsx", "a zip archive with a workbook in it");
	if (!book_open(&x->book, r) || !sheet_open(x, hints))
		return;
	rows_ahead(x);
	if (x->nahead == 0 && r->error == NULL && !hints->headerless_ok)
		read_fail(r, "sheet \"%s\" is empty", x->sheet->name);
	if (x->nahead == 0 || r->error != NULL)
		return;
	x->at = header_find(x);
	header_take(x);
}
