/*
 * read_xlsx.c: records out of a sheet of a workbook, row by row, as its XML is
 * parsed.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read_in.h"
#include "read_xlsx.h"

#include "banned.h"

#define AHEAD 30 /* rows looked at to find the header */

/* A row as it is in the sheet; cells from column A on. */
struct row {
	int64_t line;
	size_t ncells;
	struct read_cell *cells;
	size_t given; /* cells that have something in them */
	const char *remark; /* about the first odd one */
};

struct xlsx {
	struct book book;
	struct part part;
	const struct sheet *sheet;
	bool started; /* the part is open */
	bool ended;

	/* The row being parsed. */
	struct read_cell cells[READ_COLUMNS_MAX];
	struct row row;
	struct keep *keep; /* where its texts go */
	size_t bytes; /* of those */
	size_t beyond; /* a column after READ_COLUMNS_MAX, from 1; or 0 */
	bool data; /* within sheetData */
	size_t column; /* of the next cell without a name */

	/* The cell being parsed. */
	struct str text;
	struct str out;
	char type; /* of the t attribute: n s i(nlineStr) f(str) b e d */
	int style;
	bool in_cell;
	int taking; /* within <v>, or <t> that counts */
	int phonetic;

	struct row ahead[AHEAD]; /* read to find the header */
	size_t nahead;
	size_t at; /* of those, the next to be given */
	size_t first; /* sheet column of the first column */
	size_t length; /* of the part, so far */
};

/* --- places --- */

/* C7 without the number: its column from 0; SIZE_MAX when it is none. */
static size_t
column_of(const char *name, const char **rest)
{
	size_t n = 0;

	while (isalpha((unsigned char)*name) && n <= XLSX_COLUMNS_MAX)
		n = n * 26 + (size_t)(toupper((unsigned char)*name++) - 'A') +
		    1;
	*rest = name;
	return n == 0 || n > XLSX_COLUMNS_MAX ? SIZE_MAX : n - 1;
}

static void
column_name(struct str *out, size_t column)
{
	char letters[8], *p = letters + sizeof(letters) - 1;

	*p = '\0';
	for (column++; column > 0; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	str_adds(out, p);
}

static void
xlsx_where(const struct read *r, struct str *out, int64_t line, int column)
{
	const struct xlsx *x = r->state;

	if (x->sheet != NULL)
		str_addf(out, "%s!", x->sheet->name);
	if (column >= 0)
		column_name(out, x->first + (size_t)column);
	str_addf(out, "%lld", (long long)line);
}

/* "C7", kept with the row. */
static const char *
cell_place(struct xlsx *x, size_t column)
{
	struct str out = STR_INIT;
	const char *place;

	column_name(&out, column);
	str_addf(&out, "%lld", (long long)x->row.line);
	place = keep_mem(x->keep, out.ptr, out.len);
	str_free(&out);
	return place;
}

static void
remark(struct xlsx *x, const char *what)
{
	if (x->row.remark == NULL)
		x->row.remark = keep_printf(
		    x->keep, "%s: %s", cell_place(x, x->column), what);
}

/* --- cells --- */

static void
cell_put(struct xlsx *x, const char *text, size_t len, enum read_type type)
{
	struct row *row = &x->row;

	if (x->column >= READ_COLUMNS_MAX) {
		if (len > 0)
			x->beyond = x->column + 1;
		return;
	}
	while (row->ncells < x->column)
		row->cells[row->ncells++] = read_cell("", 0, READ_TEXT);
	row->cells[x->column] = read_cell(text, len, type);
	if (row->ncells == x->column)
		row->ncells++;
	row->given += len > 0;
	x->bytes += len;
}

static void
cell_shared(struct xlsx *x)
{
	const struct book *b = &x->book;
	char *end;
	unsigned long n = strtoul(x->text.ptr, &end, 10);

	if (x->text.len == 0)
		return;
	if (*end != '\0' || n >= b->nstrings) {
		remark(x, "refers to a text that is not there; left out");
		return;
	}
	cell_put(x, b->strings.ptr + b->starts[n],
	    b->starts[n + 1] - b->starts[n] - 1, READ_TEXT);
}

static void
cell_text(struct xlsx *x)
{
	str_cut(&x->out, 0);
	book_unescape(&x->out, x->text.ptr, x->text.len);
	cell_put(x, keep_mem(x->keep, x->out.ptr, x->out.len), x->out.len,
	    READ_TEXT);
}

static void
cell_number(struct xlsx *x)
{
	static const struct look plain;
	const struct look *look = &plain;

	if (x->text.len == 0)
		return;
	if (x->style >= 0 && (size_t)x->style < x->book.nlooks)
		look = &x->book.looks[x->style];
	str_cut(&x->out, 0);
	if (!look_print(&x->out, look, x->text.ptr, x->book.from1904))
		remark(x, "a number of 16 digits or more; a workbook keeps 15");
	cell_put(x, keep_mem(x->keep, x->out.ptr, x->out.len), x->out.len,
	    READ_TEXT);
	if (look->kind == LOOK_PLAIN && x->column < READ_COLUMNS_MAX)
		x->row.cells[x->column].number = true;
}

/* 2026-01-05T00:00:00 is a day. */
static void
cell_iso(struct xlsx *x)
{
	static const char midnight[] = "T00:00:00";
	const char *t = strchr(x->text.ptr, 'T');

	if (t != NULL && strncmp(t, midnight, 9) == 0 &&
	    strspn(t + 9, ".0Z") == strlen(t + 9))
		str_cut(&x->text, (size_t)(t - x->text.ptr));
	cell_text(x);
}

static void
cell_end(struct xlsx *x)
{
	bool yes;

	switch (x->type) {
	case 's':
		cell_shared(x);
		break;
	case 'i':
	case 'f':
		cell_text(x);
		break;
	case 'b':
		yes = strcmp(x->text.ptr, "1") == 0 ||
		      strcasecmp(x->text.ptr, "true") == 0;
		if (x->text.len > 0)
			cell_put(
			    x, yes ? "true" : "false", yes ? 4 : 5, READ_BOOL);
		break;
	case 'e':
		if (x->text.len > 0)
			remark(x, keep_printf(
				      x->keep, "%.20s; left out", x->text.ptr));
		break;
	case 'd':
		cell_iso(x);
		break;
	default:
		cell_number(x);
		break;
	}
	x->column++;
}

/* --- XML --- */

static char
type_of(const char *t)
{
	static const struct {
		const char *word;
		char type;
	} types[] = {{"s", 's'}, {"inlineStr", 'i'}, {"str", 'f'}, {"b", 'b'},
	    {"e", 'e'}, {"d", 'd'}};
	size_t i;

	for (i = 0; t != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].word, t) == 0)
			return types[i].type;
	return 'n';
}

static void
row_start(struct xlsx *x, const char **attributes)
{
	const char *r = attribute(attributes, "r");
	long long line = r == NULL ? 0 : strtoll(r, NULL, 10);

	x->row = (struct row){
	    .line = line > 0 ? line : x->row.line + 1, .cells = x->cells};
	x->column = x->bytes = 0;
}

static void
cell_start(struct xlsx *x, const char **attributes)
{
	const char *r = NULL, *s = NULL, *t = NULL, *rest;
	size_t column;

	for (; *attributes != NULL; attributes += 2) {
		if (strcmp(attributes[0], "r") == 0)
			r = attributes[1];
		else if (strcmp(attributes[0], "s") == 0)
			s = attributes[1];
		else if (strcmp(attributes[0], "t") == 0)
			t = attributes[1];
	}
	if (r != NULL && (column = column_of(r, &rest)) != SIZE_MAX)
		x->column = column;
	x->style = s == NULL ? 0 : (int)strtol(s, NULL, 10);
	x->type = type_of(t);
	x->in_cell = true;
	str_cut(&x->text, 0);
}

static void
sheet_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	struct xlsx *x = p->arg;

	part_told(p);
	name = local_name(name);
	if (strcmp(name, "sheetData") == 0)
		x->data = true;
	if (!x->data)
		return;
	if (strcmp(name, "c") == 0)
		cell_start(x, attributes);
	else if (strcmp(name, "row") == 0)
		row_start(x, attributes);
	else if (strcmp(name, "v") == 0)
		x->taking += x->type != 'i';
	else if (strcmp(name, "t") == 0)
		x->taking += x->type == 'i';
	else if (strcmp(name, "rPh") == 0)
		x->phonetic++;
}

static void
sheet_text(void *arg, const char *text, int len)
{
	struct part *p = arg;
	struct xlsx *x = p->arg;

	part_told(p);
	if (!x->in_cell || x->taking == 0 || x->phonetic > 0)
		return;
	str_add(&x->text, text, (size_t)len);
	if (x->text.len > XLSX_TEXT_MAX &&
	    book_length(x->text.ptr, x->text.len) > XLSX_TEXT_MAX) {
		read_fail(p->read, "%s!%s has more than %d characters",
		    x->sheet->name, cell_place(x, x->column), XLSX_TEXT_MAX);
		XML_StopParser(p->parser, XML_FALSE);
	}
}

static void
row_end(struct part *p, struct xlsx *x)
{
	if (x->bytes > READ_ROW_MAX) {
		read_fail(p->read, "%s!%lld: more than %d bytes in a row",
		    x->sheet->name, (long long)x->row.line, READ_ROW_MAX);
		XML_StopParser(p->parser, XML_FALSE);
	} else if (x->row.given > 0 || x->beyond > 0) {
		part_pause(p);
	}
}

static void
sheet_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct xlsx *x = p->arg;

	part_told(p);
	name = local_name(name);
	if (!x->data)
		return;
	if (strcmp(name, "c") == 0) {
		if (x->in_cell)
			cell_end(x);
		x->in_cell = false;
	} else if (strcmp(name, "v") == 0 && x->taking > 0) {
		x->taking--;
	} else if (strcmp(name, "t") == 0 && x->taking > 0) {
		x->taking--;
	} else if (strcmp(name, "rPh") == 0) {
		x->phonetic--;
	} else if (strcmp(name, "row") == 0) {
		row_end(p, x);
	} else if (strcmp(name, "sheetData") == 0) {
		x->data = false;
	}
}

/* The next row that has something in it, into x->row; false at the end. */
static bool
row_parse(struct xlsx *x)
{
	struct read *r = x->book.read;

	if (x->ended || r->error != NULL)
		return false;
	x->beyond = 0;
	if (part_run(&x->part) != PART_PAUSED) {
		x->ended = true;
		return false;
	}
	if (x->part.whole > 0)
		r->bytes = (int64_t)((double)r->size * (double)x->part.seen /
				     (double)x->part.whole);
	return true;
}

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
	x->started = true;
	return part_open(&x->part, r, x->book.zip, x->sheet->part, sheet_start,
	    sheet_end, sheet_text, x);
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
	while (x->nahead < AHEAD && bytes < READ_FIELD_MAX && row_parse(x)) {
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
			    READ_COLUMNS_MAX);
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
			remark(x, "not in a column with a header; left out");
			return;
		}
	if (x->beyond > 0) {
		x->column = x->beyond - 1;
		remark(x, "not in a column with a header; left out");
	}
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
	} else if (!row_parse(x)) {
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
	x->text = x->out = (struct str)STR_INIT;
	x->row.cells = x->cells; /* for a cell in no row */
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
