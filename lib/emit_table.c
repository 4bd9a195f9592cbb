/*
 * emit_table.c: rows for people: a table whose columns line up, a card for an
 * answer about one thing; and the first column alone, for pipes.
 *
 * The first rows are kept back to see how wide the columns are to be; what
 * comes later and is wider sticks out, or is cut on a terminal. A table in
 * groups has no header: there, a column in which nothing stands is left out.
 */
#include "emit_table.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "quote.h"

#include "banned.h"

#define SAMPLE	 200 /* rows looked at for the widths */
#define GROUPED	 20000 /* the same for a table in groups */
#define GAP	 2 /* blanks between columns */
#define NARROW	 8 /* no column is cut below this */
#define PAD_WIDE 100 /* nor are blanks added beyond this off a terminal */

/* --- the table --- */

/* Numbers stand to the right, also where a column of them is empty. */
static bool
is_right(const struct emit *e, int i)
{
	const struct table *t = e->state;
	enum kind kind = e->columns[i].kind;

	if (t->columns[i].text || kind == KIND_BOOL)
		return false;
	return t->columns[i].number || kind == KIND_MONEY || kind == KIND_INT ||
	       kind == KIND_REAL;
}

static int
line_width(const struct emit *e)
{
	const struct table *t = e->state;
	int i, total = t->grouped ? 0 : -GAP;

	for (i = 0; i < e->ncolumns; i++)
		if (t->columns[i].width > 0)
			total += t->columns[i].width + GAP;
	return total;
}

/* May it be cut? Not the words that are counted, which would not be told apart;
 * days and times, of which a part is worth nothing, as the last ones. */
static bool
is_cut(const struct emit *e, int i, bool all)
{
	const struct table *t = e->state;
	enum kind kind = e->columns[i].kind;

	return t->columns[i].width > NARROW && !t->columns[i].right &&
	       e->columns[i].index != e->tally_at &&
	       (all || (kind != KIND_DATE && kind != KIND_TIME));
}

/* Take from the widest columns until a line fits the terminal. */
static void
shrink(const struct emit *e)
{
	struct table *t = e->state;
	int i, widest, total = line_width(e);
	bool all = false;

	while (total > e->width) {
		widest = -1;
		for (i = 0; i < e->ncolumns; i++)
			if (is_cut(e, i, all) &&
			    (widest < 0 ||
				t->columns[i].width > t->columns[widest].width))
				widest = i;
		if (widest < 0 && all)
			break;
		if (widest < 0)
			all = true;
		else {
			t->columns[widest].width--;
			total--;
		}
	}
}

/* Blanks are owed until something follows them, so that no line ends in
 * any. */
static void
blanks_pay(struct emit *e)
{
	struct table *t = e->state;
	struct str *out = &e->out->buf;
	char *p = str_room(out, (size_t)t->owed);

	memset(p, ' ', (size_t)t->owed);
	out->len += (size_t)t->owed;
	out->ptr[out->len] = '\0';
	t->owed = 0;
}

void
table_cell_put(struct emit *e, int i, struct cell cell)
{
	struct table *t = e->state;
	const struct table_column *c = &t->columns[i];
	bool cut = e->tty && cell.width > c->width;
	int blanks;

	if (c->width == 0 && cell.len == 0)
		return;
	if (cut) {
		cell.len = text_fit(cell.text, cell.len, c->width - 1);
		cell.width = text_width(cell.text, cell.len) + 1;
	}
	blanks = cell.width < c->width ? c->width - cell.width : 0;
	if (c->right)
		t->owed += blanks;
	if (cell.len > 0 || cut) {
		blanks_pay(e);
		str_add(&e->out->buf, cell.text, cell.len);
		str_adds(&e->out->buf, cut ? "…" : "");
	}
	if (!c->right)
		t->owed += blanks;
	t->owed += GAP;
}

void
table_line_end(struct emit *e)
{
	struct table *t = e->state;

	t->owed = 0;
	str_addc(&e->out->buf, '\n');
}

/* What is still to come is likely to need so much. */
static int
early_width(enum kind kind)
{
	switch (kind) {
	case KIND_TIME:
		return 5;
	case KIND_CURRENCY:
		return 3;
	case KIND_MONEY:
		return NARROW;
	default:
		return NARROW + NARROW / 2;
	}
}

static void
column_measure(struct emit *e, int i)
{
	struct table *t = e->state;
	const char *key = e->columns[i].key;
	int row, width, most = 0;

	if (!t->grouped)
		most = t->folded ? table_heading_least(key)
				 : text_width(key, strlen(key));
	if (t->early)
		most = early_width(e->columns[i].kind);
	for (row = 0; row < t->nkept; row++) {
		width = t->cells[row * t->stride + i].width;
		if (width > most)
			most = width;
	}
	t->columns[i].width = !e->tty && most > PAD_WIDE ? PAD_WIDE : most;
	t->columns[i].right = is_right(e, i);
}

/* --- the rows --- */

/* Settle the widths, and write the header and the rows kept so far. */
static void
lay_out(struct emit *e)
{
	struct table *t = e->state;
	const struct cell *cells = t->cells;
	int i, row;

	for (i = 0; i < e->ncolumns; i++)
		column_measure(e, i);
	if (e->tty && e->width > 0 && line_width(e) > e->width) {
		t->folded = !t->grouped;
		for (i = 0; i < e->ncolumns; i++)
			column_measure(e, i);
		shrink(e);
	}
	if (!t->grouped)
		table_headings(e);
	else if (e->tally_at >= 0 && !t->early)
		table_tallies(e);
	for (row = 0; row < t->nkept; row++, cells += t->stride) {
		if (t->grouped) {
			table_heading(e, cells[e->ncolumns].text);
			t->owed = GAP;
		}
		for (i = 0; i < e->ncolumns; i++)
			table_cell_put(e, i, cells[i]);
		table_line_end(e);
	}
	t->laid_out = true;
}

/* Text of a column as it is; "" for none. */
static struct cell
text_keep(struct emit *e, sqlite3_stmt *stmt, int column)
{
	const char *text =
	    column < 0 ? NULL : (const char *)sqlite3_column_text(stmt, column);

	if (text == NULL)
		return (struct cell){"", 0, 0};
	return (struct cell){table_known(e, text, strlen(text))->raw, 0, 0};
}

/* Room for one row more; it doubles, since most tables are short. */
static struct cell *
cells_room(struct table *t)
{
	size_t n = (size_t)t->nkept;

	if (n == 0 || (n >= 16 && (n & (n - 1)) == 0))
		t->cells = mem_grow(t->cells, (n == 0 ? 16 : 2 * n) *
						  (size_t)t->stride *
						  sizeof(*t->cells));
	return t->cells + n * (size_t)t->stride;
}

static void
row_keep(struct emit *e, sqlite3_stmt *stmt)
{
	struct table *t = e->state;
	struct cell *cells = cells_room(t);
	int i;

	for (i = 0; i < e->ncolumns; i++)
		cells[i] = table_cell(e, i, stmt, true);
	if (t->grouped) {
		cells[i] = text_keep(e, stmt, e->group_at);
		cells[i + 1] = text_keep(e, stmt, e->tally_at);
	}
	if (++t->nkept == t->sample)
		lay_out(e);
}

/* --- the card --- */

/* The lines of a value under each other, right of its key. */
static void
lines_put(struct emit *e, const char *text, size_t len, int indent)
{
	struct table *t = e->state;
	const char *end = text + len, *eol;

	do {
		eol = memchr(text, '\n', (size_t)(end - text));
		if (eol == NULL)
			eol = end;
		str_cut(&t->cell, 0);
		visible(&t->cell, text, (size_t)(eol - text));
		if (t->cell.len > 0) {
			blanks_pay(e);
			str_add(&e->out->buf, t->cell.ptr, t->cell.len);
		}
		table_line_end(e);
		t->owed = indent;
		text = eol + 1;
	} while (eol < end);
	t->owed = 0;
}

static void
card_put(struct emit *e, sqlite3_stmt *stmt)
{
	struct table *t = e->state;
	const struct emit_column *c;
	int i, len, most = 0;

	for (i = 0; i < e->ncolumns; i++) {
		c = &e->columns[i];
		len = (int)strlen(c->key);
		if (len > most &&
		    sqlite3_column_type(stmt, c->index) != SQLITE_NULL)
			most = len;
	}
	if (e->nrows > 0)
		table_line_end(e);
	for (i = 0; i < e->ncolumns; i++) {
		c = &e->columns[i];
		if (sqlite3_column_type(stmt, c->index) == SQLITE_NULL)
			continue;
		str_adds(&e->out->buf, c->key);
		t->owed = most + GAP - (int)strlen(c->key);
		str_cut(&t->raw, 0);
		emit_text(&t->raw, e, c, stmt, true);
		lines_put(e, t->raw.ptr, t->raw.len, most + GAP);
	}
}

/* --- the formats --- */

static void
table_head(struct emit *e)
{
	struct table *t = keep_alloc(&e->keep, sizeof(*t));
	size_t n = (size_t)e->ncolumns;

	t->raw = (struct str)STR_INIT;
	t->cell = (struct str)STR_INIT;
	t->group = (struct str)STR_INIT;
	t->columns = keep_alloc(&e->keep, n * sizeof(*t->columns));
	t->grouped = e->group_at >= 0 && e->format == &emit_table && !e->one;
	t->stride = e->ncolumns + (t->grouped ? 2 : 0);
	t->sample = t->grouped ? GROUPED : SAMPLE;
	e->state = t;
}

static void
table_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct table *t = e->state;
	int i;

	if (e->one) {
		card_put(e, stmt);
	} else if (!t->laid_out) {
		row_keep(e, stmt);
	} else {
		if (t->grouped) {
			table_heading(e, (const char *)sqlite3_column_text(
					     stmt, e->group_at));
			t->owed = GAP;
		}
		for (i = 0; i < e->ncolumns; i++)
			table_cell_put(e, i, table_cell(e, i, stmt, false));
		table_line_end(e);
	}
}

static void
table_tail(struct emit *e)
{
	struct table *t = e->state;

	if (t->nkept > 0 && !t->laid_out)
		lay_out(e);
	str_free(&t->raw);
	str_free(&t->cell);
	str_free(&t->group);
	free(t->cells);
	t->cells = NULL;
}

/* Settle the widths now. */
static void
table_flush(struct emit *e)
{
	struct table *t = e->state;

	if (t->laid_out || e->one)
		return;
	t->early = true;
	lay_out(e);
}

/* Also for eyes: an id has no line ends, but --fields may ask for notes. */
static void
id_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct cell cell = table_cell(e, 0, stmt, false);

	str_add(&e->out->buf, cell.text, cell.len);
	str_addc(&e->out->buf, '\n');
}

const struct emit_format emit_table = {
    .name = "table",
    .head = table_head,
    .row = table_row,
    .tail = table_tail,
    .flush = table_flush,
};

const struct emit_format emit_id = {
    .name = "id",
    .machine = true,
    .head = table_head,
    .row = id_row,
    .tail = table_tail,
};
