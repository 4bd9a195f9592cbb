/*
 * read_sheet.c: the rows of a sheet, one after the other as its XML is parsed,
 * and the cells in them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read_in.h"
#include "read_xlsx.h"

#include "banned.h"

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

void
sheet_column_name(struct str *out, size_t column)
{
	char letters[8], *p = letters + sizeof(letters) - 1;

	*p = '\0';
	for (column++; column > 0; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	str_adds(out, p);
}

/* "C7", kept with the row. */
static const char *
cell_place(struct xlsx *x, size_t column)
{
	struct str out = STR_INIT;
	const char *place;

	sheet_column_name(&out, column);
	str_addf(&out, "%lld", (long long)x->row.line);
	place = keep_mem(x->keep, out.ptr, out.len);
	str_free(&out);
	return place;
}

void
sheet_remark(struct xlsx *x, const char *what)
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
		sheet_remark(x, "refers to a text that is not there; left out");
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
		sheet_remark(
		    x, "a number of 16 digits or more; a workbook keeps 15");
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
			sheet_remark(x, keep_printf(x->keep, "%.20s; left out",
					    x->text.ptr));
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
element_start(void *arg, const char *name, const char **attributes)
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
element_text(void *arg, const char *text, int len)
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
		    x->sheet->name, cell_place(x, x->column),
		    read_limited(p->read, LIMIT_CELL));
		XML_StopParser(p->parser, XML_FALSE);
	}
}

static void
row_end(struct part *p, struct xlsx *x)
{
	if (x->bytes > READ_ROW_MAX) {
		read_fail(p->read, "%s!%lld: more than %d bytes in a row",
		    x->sheet->name, (long long)x->row.line,
		    read_limited(p->read, LIMIT_ROW));
		XML_StopParser(p->parser, XML_FALSE);
	} else if (x->row.given > 0 || x->beyond > 0) {
		part_pause(p);
	}
}

static void
element_end(void *arg, const char *name)
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

bool
sheet_start(struct xlsx *x)
{
	x->row.cells = x->cells; /* for a cell in no row */
	x->started = true;
	return part_open(&x->part, x->book.read, x->book.zip, x->sheet->part,
	    element_start, element_end, element_text, x);
}

bool
sheet_row(struct xlsx *x)
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
