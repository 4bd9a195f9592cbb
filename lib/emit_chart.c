/*
 * emit_chart.c: rows as bars, for people: the last column of numbers, with
 * what it is and a bar as long as it is large, the largest to the end of the
 * line. Beside it the columns of text; other numbers are left out. Amounts are
 * compared with those in the same currency.
 *
 * Which columns those are is seen when all rows are there, so they are kept.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "fold.h"
#include "quote.h"

#include "banned.h"

#define ROWS_MAX 10000 /* nobody reads more bars */
#define GAP	 2 /* blanks between columns */
#define LABEL	 40 /* a column of text is cut beyond this */
#define ROOM	 10 /* a bar has at least so many columns */

struct chart_cell {
	const char *text; /* one line, safe; "" for none */
	double value; /* 0 for what is no number */
	int unit; /* of an amount: its currency, as the chart numbers them */
};

/* What bars are compared with. */
struct chart_unit {
	const char *name;
	double most;
};

struct chart {
	struct chart_cell *cells; /* row by row */
	int nrows;
	struct chart_unit *units; /* the first is of what has no currency */
	int nunits;
	bool *label; /* columns that are no number */
	int *width;
	struct str raw, safe; /* the cell being made */
};

/* By what it is, whatever stands in it. */
static bool
is_label(const struct emit_column *c)
{
	return c->kind == KIND_REF || c->kind == KIND_BOOL ||
	       strcmp(c->key, "id") == 0;
}

static void
chart_head(struct emit *e)
{
	struct chart *t = keep_alloc(&e->keep, sizeof(*t));
	size_t n = (size_t)e->ncolumns;
	int i;

	t->raw = (struct str)STR_INIT;
	t->safe = (struct str)STR_INIT;
	t->label = keep_alloc(&e->keep, n * sizeof(*t->label));
	t->width = keep_alloc(&e->keep, n * sizeof(*t->width));
	for (i = 0; i < e->ncolumns; i++)
		t->label[i] = is_label(&e->columns[i]);
	e->state = t;
}

/* The last column that is not known to be text; -1: none. */
static int
value_column(const struct emit *e)
{
	const struct chart *t = e->state;
	int i = e->ncolumns - 1;

	while (i >= 0 && t->label[i])
		i--;
	return i;
}

/* --- rows --- */

static struct chart_cell *
cells_room(struct chart *t, int columns)
{
	size_t n = (size_t)t->nrows;

	if (n == 0 || (n >= 16 && (n & (n - 1)) == 0))
		t->cells =
		    mem_grow(t->cells, (n == 0 ? 16 : 2 * n) * (size_t)columns *
					   sizeof(*t->cells));
	return t->cells + n * (size_t)columns;
}

static int
unit_find(struct emit *e, const char *name)
{
	struct chart *t = e->state;
	int i;

	for (i = 0; i < t->nunits; i++)
		if (strcmp(t->units[i].name, name) == 0)
			return i;
	t->units =
	    mem_grow(t->units, (size_t)(t->nunits + 1) * sizeof(t->units[0]));
	t->units[t->nunits] = (struct chart_unit){keep_text(&e->keep, name), 0};
	return t->nunits++;
}

static int
cell_unit(struct emit *e, int i, sqlite3_stmt *stmt)
{
	int at = e->columns[i].currency;
	const char *code =
	    at < 0 ? NULL : (const char *)sqlite3_column_text(stmt, at);

	return unit_find(e, code == NULL ? "" : code);
}

static void
cell_keep(struct emit *e, struct chart_cell *cell, int i, sqlite3_stmt *stmt)
{
	struct chart *t = e->state;
	int type = sqlite3_column_type(stmt, e->columns[i].index), width;

	str_cut(&t->raw, 0);
	str_cut(&t->safe, 0);
	emit_text(&t->raw, e, &e->columns[i], stmt, true);
	visible(&t->safe, t->raw.ptr, t->raw.len);
	width = text_width(t->safe.ptr, t->safe.len);
	if (width > t->width[i])
		t->width[i] = width;
	if (type == SQLITE_TEXT)
		t->label[i] = true;
	cell->text = keep_mem(&e->keep, t->safe.ptr, t->safe.len);
	cell->value = 0;
	if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
		cell->value = sqlite3_column_double(stmt, e->columns[i].index);
	if (!isfinite(cell->value))
		cell->value = 0;
	cell->unit = cell_unit(e, i, stmt);
}

static void
chart_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct chart *t = e->state;
	struct chart_cell *cells;
	int i;

	if (t->nrows == ROWS_MAX) {
		e->error = "a chart has 10,000 bars at most; take another "
			   "--format, or less";
		return;
	}
	cells = cells_room(t, e->ncolumns);
	for (i = 0; i < e->ncolumns; i++)
		cell_keep(e, &cells[i], i, stmt);
	t->nrows++;
	if (value_column(e) < 0)
		e->error = "a chart needs a column of numbers; --fields "
			   "chooses";
}

/* --- bars --- */

/* Blanks between what came before and a text of this width. */
static void
blanks_put(struct str *out, int n)
{
	while (n-- > 0)
		str_addc(out, ' ');
}

static void
label_put(struct str *out, const char *text, int width)
{
	size_t len = strlen(text);
	int used = text_width(text, len);

	if (used > width) {
		len = text_fit(text, len, width - 1);
		used = text_width(text, len) + 1;
		str_add(out, text, len);
		str_adds(out, "…");
	} else {
		str_add(out, text, len);
	}
	blanks_put(out, width - used + GAP);
}

/* What is not nothing has a bar: an eighth of a column, or a whole one. */
static void
bar_put(struct str *out, double share, int room, bool ascii)
{
	static const char *const eighths[] = {
	    "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
	int step = ascii ? 1 : 8;
	int n = (int)(share * room * step + 0.5);

	if (n == 0 && share > 0)
		n = 1;
	for (; n >= step; n -= step)
		str_adds(out, ascii ? "#" : eighths[8]);
	str_adds(out, ascii ? "" : eighths[n]);
}

/* The columns of text, and how wide they are with their header. */
static int
labels_settle(struct emit *e)
{
	struct chart *t = e->state;
	int i, width, total = 0;

	for (i = 0; i < e->ncolumns; i++) {
		width = (int)strlen(e->columns[i].key);
		if (width > t->width[i])
			t->width[i] = width;
		if (t->label[i] && t->width[i] > LABEL)
			t->width[i] = LABEL;
		if (t->label[i])
			total += t->width[i] + GAP;
	}
	return total;
}

static void
line_put(struct emit *e, const struct chart_cell *cells, int value)
{
	struct chart *t = e->state;
	struct str *out = &e->out->buf;
	const char *text =
	    cells == NULL ? e->columns[value].key : cells[value].text;
	int i;

	for (i = 0; i < e->ncolumns; i++)
		if (t->label[i])
			label_put(out,
			    cells == NULL ? e->columns[i].key : cells[i].text,
			    t->width[i]);
	blanks_put(out, t->width[value] - text_width(text, strlen(text)));
	str_adds(out, text);
}

static void
line_end(struct str *out)
{
	while (out->len > 0 && out->ptr[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
	str_addc(out, '\n');
}

static void
chart_drop(struct emit *e)
{
	struct chart *t = e->state;

	str_free(&t->raw);
	str_free(&t->safe);
	free(t->cells);
	free(t->units);
	t->cells = NULL;
	t->units = NULL;
	t->nrows = t->nunits = 0;
}

/* The greatest value of each unit. */
static void
units_settle(struct emit *e, int value)
{
	struct chart *t = e->state;
	const struct chart_cell *c = t->cells + value;
	int i;

	for (i = 0; i < t->nrows; i++, c += e->ncolumns)
		if (c->value > t->units[c->unit].most)
			t->units[c->unit].most = c->value;
}

static void
chart_tail(struct emit *e)
{
	struct chart *t = e->state;
	struct str *out = &e->out->buf;
	const struct chart_cell *cells = t->cells, *bar;
	int i, room, value = value_column(e);

	room = e->width - labels_settle(e) - GAP;
	if (value >= 0)
		room -= t->width[value];
	if (room < ROOM)
		room = ROOM;
	units_settle(e, value);
	for (i = -1; t->nrows > 0 && i < t->nrows; i++) {
		line_put(e, i < 0 ? NULL : cells + i * e->ncolumns, value);
		blanks_put(out, GAP);
		bar = cells + i * e->ncolumns + value;
		if (i >= 0 && bar->value > 0)
			bar_put(out, bar->value / t->units[bar->unit].most,
			    room, e->ascii);
		line_end(out);
		out_spill(e->out);
	}
	chart_drop(e);
}

const struct emit_format crm_format_chart = {
    .name = "chart",
    .head = chart_head,
    .row = chart_row,
    .tail = chart_tail,
    .drop = chart_drop,
};
