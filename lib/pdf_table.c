/*
 * pdf_table.c: a table over as many pages as it takes, its header on each.
 */
#include <stdlib.h>

#include "kind.h"
#include "pdf_paper.h"

#include "banned.h"

#define ROW_PAD	  3.0f /* air above and below a row */
#define HEAD_PAD  4.0f /* the same of the header */
#define ROW_LINES 8 /* what is longer ends in dots: a row is no page */

float
pdf_text_width(struct pdf *p, const char *text)
{
	struct pdf_lines *l = &p->scrap;

	paper_set(p, l, LOOK_CELL, text, PDF_WIDTH_MAX, true);
	return l->nrows > 0 ? l->rows[0].width : 0;
}

float
pdf_body_width(const struct pdf *p)
{
	return p->width - 2 * SIDE;
}

void
pdf_landscape(struct pdf *p)
{
	float width = p->width;

	if (p->npages > 0 || width > p->height)
		return;
	p->width = p->height;
	p->height = width;
}

/* --- header --- */

static void
header_draw(struct pdf *p)
{
	const struct pdf_table *t = &p->table;
	float x = SIDE;
	size_t i;

	p->y -= HEAD_PAD + 8;
	for (i = 0; i < t->ncolumns; i++) {
		paper_text(p, LOOK_LABEL, t->columns[i].label,
		    t->columns[i].right ? x + t->columns[i].width : x, p->y,
		    t->columns[i].width, t->columns[i].right);
		x += t->columns[i].width + COLUMN_GAP;
	}
	p->y -= HEAD_PAD;
	paper_rule(p, p->y, 0.75f, INK_ACCENT);
}

void
pdf_table(struct pdf *p, const struct pdf_column *columns, size_t n)
{
	struct pdf_table *t = &p->table;
	size_t i;

	t->columns = keep_alloc(&p->keep, n * sizeof(*t->columns) + 1);
	t->ncolumns = n;
	for (i = 0; i < n; i++) {
		t->columns[i] = columns[i];
		t->columns[i].label = keep_text(&p->keep, columns[i].label);
	}
	t->due = true;
}

/* --- rows --- */

/* The cells of a row, each set in its column; the height that they take. */
static float
row_set(struct pdf *p, const char *const *cells)
{
	struct pdf_table *t = &p->table;
	float height = 0, cell;
	size_t i;

	while (t->ncells < t->ncolumns) {
		t->cells =
		    mem_grow(t->cells, (t->ncells + 1) * sizeof(*t->cells));
		t->cells[t->ncells++] = (struct pdf_lines){0};
	}
	for (i = 0; i < t->ncolumns; i++) {
		paper_set(p, &t->cells[i], LOOK_CELL,
		    cells[i] != NULL && !t->columns[i].bar ? cells[i] : "",
		    t->columns[i].width, true);
		if (t->cells[i].nrows > ROW_LINES)
			t->cells[i].nrows = ROW_LINES;
		cell = (float)t->cells[i].nrows * t->cells[i].leading;
		if (cell > height)
			height = cell;
	}
	return height + 2 * ROW_PAD;
}

/* A share as a bar as high as the letters. */
static void
bar_draw(struct pdf *p, const char *cell, float x, float y, float width)
{
	double share = 0;

	if (cell != NULL && real_parse(&share, cell, strlen(cell)) == NULL &&
	    share > 0)
		paper_bar(
		    p, x, y - 1.5f, (float)share * width, 6.5f, INK_ACCENT);
}

static void
row_draw(struct pdf *p, const char *const *cells, float height)
{
	const struct pdf_table *t = &p->table;
	float x = SIDE, y = p->y - ROW_PAD, width;
	size_t i;

	for (i = 0; i < t->ncolumns; i++) {
		width = t->columns[i].width;
		if (t->columns[i].bar)
			bar_draw(p, cells[i], x, y, width);
		paper_draw_all(p, &t->cells[i], LOOK_CELL,
		    t->columns[i].right ? x + width : x, y - t->cells[i].size,
		    t->columns[i].right);
		x += width + COLUMN_GAP;
	}
	p->y -= height;
	paper_rule(p, p->y, 0.4f, INK_RULE);
}

void
pdf_row(struct pdf *p, const char *const *cells)
{
	struct pdf_table *t = &p->table;
	float height;
	int page;

	if (p->error != NULL || !paper_first(p))
		return;
	height = row_set(p, cells);
	page = p->npages;
	if (!paper_room(p, height + (t->due ? 4 * HEAD_PAD + 8 : 0)))
		return;
	if (t->due || page != p->npages)
		header_draw(p);
	t->due = false;
	row_draw(p, cells, height);
}

void
table_free(struct pdf_table *t)
{
	size_t i;

	for (i = 0; i < t->ncells; i++)
		lines_free(&t->cells[i]);
	free(t->cells);
}
