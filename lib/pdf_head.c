/*
 * pdf_head.c: the head of a document: title, lines, facts in a band.
 */
#include "pdf_paper.h"

#include "banned.h"

#define SECTION_GAP  24.0f
#define SECTION_ROOM 90.0f /* it, and the first rows below it */
#define ROW_USUAL    17.5f /* a row of a table, of one line */
#define TOGETHER_MOST                                                          \
	330.0f /* rather than so much paper is left empty, a                   \
		  table is on two pages */
#define BAND_PAD  12.0f /* air around the facts */
#define FACTS_MAX 64

/* Every line of a text, below each other. */
static void
block(struct pdf *p, enum look look, const char *text)
{
	size_t i;

	paper_set(p, &p->title, look, text, p->width - 2 * SIDE, true);
	for (i = 0; i < p->title.nrows && paper_room(p, p->title.leading);
	     i++) {
		paper_draw(p, &p->title, i, look, SIDE, p->y, false);
		p->y -= p->title.leading;
	}
}

void
pdf_heading(struct pdf *p, const char *kind, const char *title)
{
	bool brand = *p->options.author != '\0';

	if (!paper_first(p))
		return;
	paper_text(p, LOOK_BRAND, brand ? p->options.author : kind, SIDE, p->y,
	    p->width * 2 / 3 - SIDE, false);
	if (brand)
		paper_text(p, LOOK_KIND, kind, p->width - SIDE, p->y,
		    p->width / 3 - SIDE, true);
	paper_rule(p, p->y - 9, 1, INK_ACCENT);
	p->y -= 44;
	block(p, LOOK_TITLE, title);
	p->y += 5;
}

void
pdf_line(struct pdf *p, const char *text)
{
	block(p, LOOK_LINE, text);
}

/* The facts from..to beside each other; returns the height they take, and
 * draws them when y is not 0. */
static float
facts_row(
    struct pdf *p, const struct pdf_fact *facts, size_t n, float cell, float y)
{
	float height = 0, x = SIDE + BAND_PAD, at;
	size_t i;

	for (i = 0; i < n; i++, x += cell) {
		paper_set(p, &p->title, LOOK_VALUE, facts[i].value,
		    cell - COLUMN_GAP, false);
		at = 12 + (float)p->title.nrows * p->title.leading;
		if (at > height)
			height = at;
		if (y <= 0)
			continue;
		paper_text(p, LOOK_LABEL, facts[i].label, x, y - 8,
		    cell - COLUMN_GAP, false);
		paper_draw_all(p, &p->title, LOOK_VALUE, x, y - 23, false);
	}
	return height;
}

void
pdf_facts(struct pdf *p, const struct pdf_fact *facts, size_t n)
{
	size_t columns = n <= 4 ? n : n <= 6 ? 3 : 4, i, k;
	float inner = p->width - 2 * SIDE - 2 * BAND_PAD, height, cell;

	if (n == 0 || n > FACTS_MAX)
		return;
	cell = inner / (float)columns;
	p->y -= 2;
	for (i = 0; i < n; i += columns) {
		k = n - i < columns ? n - i : columns;
		height = facts_row(p, facts + i, k, cell, 0) + 2 * BAND_PAD -
			 (i + columns < n ? BAND_PAD : 0);
		if (!paper_room(p, height))
			return;
		paper_band(p, p->y, height, INK_BAND);
		facts_row(p, facts + i, k, cell, p->y - BAND_PAD);
		p->y -= height;
	}
	p->y -= 6;
}

void
pdf_together(struct pdf *p, size_t rows)
{
	float need = SECTION_GAP + (float)(rows + 1) * ROW_USUAL;

	if (need < TOGETHER_MOST)
		paper_room(p, need);
}

void
pdf_section(struct pdf *p, const char *title)
{
	if (!paper_room(p, SECTION_ROOM))
		return;
	p->y -= SECTION_GAP;
	paper_text(p, LOOK_DAY, title, SIDE, p->y, p->width - 2 * SIDE, false);
	p->y -= 4;
}

void
pdf_remark(struct pdf *p, const char *text)
{
	p->y -= 14;
	block(p, LOOK_LINE, text);
}
