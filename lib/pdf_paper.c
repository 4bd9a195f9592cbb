/*
 * pdf_paper.c: pages, and text and lines on them.
 */
#include <string.h>

#include "pdf_paper.h"

#include "banned.h"

#define RUNNING 40.0f /* edge to the base line of the running head */
#define FOOT	36.0f /* base line of the foot, from below */

static const struct {
	float r, g, b;
} inks[INKS] = {
    [INK_TEXT] = {0.11f, 0.13f, 0.16f},
    [INK_GREY] = {0.40f, 0.44f, 0.49f},
    [INK_ACCENT] = {0.06f, 0.36f, 0.45f},
    [INK_RULE] = {0.86f, 0.88f, 0.90f},
    [INK_BAND] = {0.955f, 0.965f, 0.97f},
};

static const struct {
	enum pdf_style style;
	float size, leading;
	enum ink ink;
} looks[LOOKS] = {
    [LOOK_BRAND] = {PDF_BOLD, 10, 14, INK_ACCENT},
    [LOOK_KIND] = {PDF_REGULAR, 8.5f, 12, INK_GREY},
    [LOOK_TITLE] = {PDF_BOLD, 21, 27, INK_TEXT},
    [LOOK_LINE] = {PDF_REGULAR, 9, 14, INK_GREY},
    [LOOK_LABEL] = {PDF_REGULAR, 7.5f, 11, INK_GREY},
    [LOOK_VALUE] = {PDF_BOLD, 10.5f, 14, INK_TEXT},
    [LOOK_DAY] = {PDF_BOLD, 9.5f, 14, INK_ACCENT},
    [LOOK_WORD] = {PDF_REGULAR, 8, 12.5f, INK_GREY},
    [LOOK_EVENT] = {PDF_REGULAR, 9, 12.5f, INK_TEXT},
    [LOOK_DETAIL] = {PDF_REGULAR, 7.5f, 11, INK_GREY},
    [LOOK_CELL] = {PDF_REGULAR, 8, 11, INK_TEXT},
    [LOOK_MARGIN] = {PDF_REGULAR, 7.5f, 11, INK_GREY},
};

/* --- text and shapes --- */

void
paper_set(struct pdf *p, struct pdf_lines *l, enum look look, const char *text,
    float width, bool flat)
{
	l->style = looks[look].style;
	l->size = looks[look].size;
	l->leading = looks[look].leading;
	lines_set(&p->fonts, &p->shaper, l, text, width, flat);
}

static void
ink_take(struct pdf *p, enum ink ink)
{
	HPDF_RGBColor now = HPDF_Page_GetRGBFill(p->page);

	if (now.r != inks[ink].r || now.g != inks[ink].g ||
	    now.b != inks[ink].b)
		HPDF_Page_SetRGBFill(
		    p->page, inks[ink].r, inks[ink].g, inks[ink].b);
}

void
paper_draw(struct pdf *p, const struct pdf_lines *l, size_t i, enum look look,
    float x, float y, bool right)
{
	if (i >= l->nrows)
		return;
	ink_take(p, looks[look].ink);
	lines_draw(&p->fonts, &p->shaper, p->page, l, i,
	    right ? x - l->rows[i].width : x, y);
}

void
paper_draw_all(struct pdf *p, const struct pdf_lines *l, enum look look,
    float x, float y, bool right)
{
	size_t i;

	for (i = 0; i < l->nrows; i++, y -= l->leading)
		paper_draw(p, l, i, look, x, y, right);
}

float
paper_text(struct pdf *p, enum look look, const char *text, float x, float y,
    float width, bool right)
{
	struct pdf_lines *l = &p->scrap;
	float dots = 0;

	paper_set(p, l, look, text, width, true);
	if (l->nrows > 1) {
		paper_set(p, &p->dots, look, "\xe2\x80\xa6", width, true);
		dots = p->dots.rows[0].width;
		paper_set(p, l, look, text, width - dots, true);
	}
	if (l->nrows == 0)
		return 0;
	paper_draw(p, l, 0, look, right ? x - dots : x, y, right);
	if (dots > 0)
		paper_draw(p, &p->dots, 0, look,
		    right ? x - dots : x + l->rows[0].width, y, false);
	return l->rows[0].width + dots;
}

void
paper_band(struct pdf *p, float y, float height, enum ink ink)
{
	ink_take(p, ink);
	HPDF_Page_Rectangle(
	    p->page, SIDE, y - height, p->width - 2 * SIDE, height);
	HPDF_Page_Fill(p->page);
}

void
paper_bar(
    struct pdf *p, float x, float y, float width, float height, enum ink ink)
{
	ink_take(p, ink);
	HPDF_Page_Rectangle(p->page, x, y - height, width, height);
	HPDF_Page_Fill(p->page);
}

void
paper_rule(struct pdf *p, float y, float thick, enum ink ink)
{
	paper_band(p, y + thick / 2, thick, ink);
}

/* --- pages --- */

static bool
page_add(struct pdf *p)
{
	if (p->error != NULL)
		return false;
	if (p->npages == PDF_PAGES_MAX) {
		p->error = "it would have more than 10000 pages";
		return false;
	}
	p->page = HPDF_AddPage(p->doc);
	HPDF_Page_SetWidth(p->page, p->width);
	HPDF_Page_SetHeight(p->page, p->height);
	p->pages[p->npages++] = p->page;
	p->y = p->height - BODY_TOP;
	p->after = false;
	return true;
}

/* The head of every page but the first. */
static void
running_draw(struct pdf *p)
{
	float y = p->height - RUNNING, used;

	used = paper_text(p, LOOK_MARGIN, p->options.author, p->width - SIDE, y,
	    p->width / 3, true);
	paper_text(p, LOOK_MARGIN, p->options.title, SIDE, y,
	    p->width - 2 * SIDE - used - 2 * COLUMN_GAP, false);
	paper_rule(p, y - 7, 0.5f, INK_RULE);
}

bool
paper_first(struct pdf *p)
{
	if (p->npages == 0 && page_add(p))
		p->y = p->height - TOP;
	return p->error == NULL;
}

bool
paper_room(struct pdf *p, float need)
{
	if (!paper_first(p))
		return false;
	if (p->y - need >= BODY_END)
		return true;
	if (!page_add(p))
		return false;
	running_draw(p);
	return true;
}

static void
foot_draw(struct pdf *p, int i)
{
	struct str text = STR_INIT;

	p->page = p->pages[i];
	paper_rule(p, FOOT + 13, 0.5f, INK_RULE);
	str_adds(&text, p->options.author);
	if (*p->options.made != '\0')
		str_addf(&text, "%s%s", text.len > 0 ? " \xc2\xb7 " : "",
		    p->options.made);
	paper_text(p, LOOK_MARGIN, text.ptr, SIDE, FOOT,
	    p->width - 2 * SIDE - 90, false);
	str_cut(&text, 0);
	str_addf(&text, "Page %d of %d", i + 1, p->npages);
	paper_text(p, LOOK_MARGIN, text.ptr, p->width - SIDE, FOOT, 90, true);
	str_free(&text);
}

void
paper_feet(struct pdf *p)
{
	int i;

	for (i = 0; i < p->npages; i++)
		foot_draw(p, i);
}
