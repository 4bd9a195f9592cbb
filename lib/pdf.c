/*
 * pdf.c: a paper to hand over: where everything stands on its pages.
 *
 * Lengths are points (1/72 inch) from the lower left corner of the page.
 */
#include "pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pdf_in.h"

#include "banned.h"

/* --- the design ------------------------------------------------------------
 */

#define SIDE	     54.0f /* margins left and right */
#define TOP	     56.0f /* edge to the first base line, first page */
#define RUNNING	     40.0f /* edge to the base line of the running head */
#define BODY_TOP     66.0f /* edge to where the body of later pages begins */
#define BODY_END     64.0f /* where it ends, from below */
#define FOOT	     36.0f /* base line of the foot, from below */
#define DAY_BEFORE   15.0f /* air before a day, */
#define DAY_HEIGHT   19.0f /* the day and the line under it */
#define EVENT_PAD    5.5f /* air above and below an event */
#define COLUMN_GAP   10.0f
#define TIME_WIDTH   34.0f
#define TYPE_WIDTH   66.0f
#define STATUS_WIDTH 60.0f
#define AMOUNT_WIDTH 78.0f
#define BAND_PAD     12.0f /* air around the facts */
#define FACTS_MAX    64

struct ink {
	float r, g, b;
};

static const struct ink ink_text = {0.11f, 0.13f, 0.16f};
static const struct ink ink_grey = {0.40f, 0.44f, 0.49f};
static const struct ink ink_accent = {0.06f, 0.36f, 0.45f};
static const struct ink ink_rule = {0.86f, 0.88f, 0.90f};
static const struct ink ink_band = {0.955f, 0.965f, 0.97f};

/* What letters look like, by what they say. */
enum look {
	LOOK_BRAND,
	LOOK_KIND,
	LOOK_TITLE,
	LOOK_LINE,
	LOOK_LABEL,
	LOOK_VALUE,
	LOOK_DAY,
	LOOK_WORD, /* time, type and status of an event */
	LOOK_EVENT, /* its title and amount */
	LOOK_DETAIL,
	LOOK_MARGIN, /* running head and foot */
	LOOKS
};

static const struct {
	enum pdf_style style;
	float size, leading;
	const struct ink *ink;
} looks[LOOKS] = {
    [LOOK_BRAND] = {PDF_BOLD, 10, 14, &ink_accent},
    [LOOK_KIND] = {PDF_REGULAR, 8.5f, 12, &ink_grey},
    [LOOK_TITLE] = {PDF_BOLD, 21, 27, &ink_text},
    [LOOK_LINE] = {PDF_REGULAR, 9, 14, &ink_grey},
    [LOOK_LABEL] = {PDF_REGULAR, 7.5f, 11, &ink_grey},
    [LOOK_VALUE] = {PDF_BOLD, 10.5f, 14, &ink_text},
    [LOOK_DAY] = {PDF_BOLD, 9.5f, 14, &ink_accent},
    [LOOK_WORD] = {PDF_REGULAR, 8, 12.5f, &ink_grey},
    [LOOK_EVENT] = {PDF_REGULAR, 9, 12.5f, &ink_text},
    [LOOK_DETAIL] = {PDF_REGULAR, 7.5f, 11, &ink_grey},
    [LOOK_MARGIN] = {PDF_REGULAR, 7.5f, 11, &ink_grey},
};

/* --- the document ------------------------------------------------------------
 */

struct pdf {
	HPDF_Doc doc;
	struct pdf_fonts fonts;
	struct pdf_shaper shaper;
	struct keep keep;
	struct pdf_options options; /* its texts kept */
	HPDF_Page page, *pages;
	int npages;
	float width, height; /* of a page */
	float y; /* the body goes on below this */
	struct str day; /* that the next event is of; "" for none */
	bool day_due; /* it is still to be said */
	bool after; /* an event stands above, to be parted from */
	const char *error;
	char warning[256];
	struct pdf_lines scrap, dots; /* for texts drawn at once */
	/* parts of an event */
	struct pdf_lines time, type, title, status, amount, detail, text;
};

static const char *
option_keep(struct pdf *p, const char *text)
{
	return keep_text(&p->keep, text != NULL ? text : "");
}

/* Out of memory is told of by who asked for it: libharu asks here. */
static void *HPDF_STDCALL
memory_get(HPDF_UINT size)
{
	return mem_alloc(size);
}

static void HPDF_STDCALL
memory_put(void *p)
{
	free(p);
}

static void
properties_set(struct pdf *p)
{
	time_t now = (time_t)p->options.now;
	HPDF_Date date = {.ind = '+'};
	struct tm tm;

	if (*p->options.title != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_TITLE, p->options.title);
	if (*p->options.author != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_AUTHOR, p->options.author);
	if (*p->options.creator != '\0')
		HPDF_SetInfoAttr(p->doc, HPDF_INFO_CREATOR, p->options.creator);
	if (gmtime_r(&now, &tm) == NULL || tm.tm_year < 0 || tm.tm_year > 8099)
		return;
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	date.hour = tm.tm_hour;
	date.minutes = tm.tm_min;
	date.seconds = tm.tm_sec;
	HPDF_SetInfoDateAttr(p->doc, HPDF_INFO_CREATION_DATE, date);
}

struct pdf *
pdf_new(const struct pdf_options *options)
{
	struct pdf *p = mem_alloc(sizeof(*p));

	memset(p, 0, sizeof(*p));
	p->day = (struct str)STR_INIT;
	p->shaper.text = (struct str)STR_INIT;
	p->shaper.run = (struct str)STR_INIT;
	p->options = *options;
	p->options.title = option_keep(p, options->title);
	p->options.author = option_keep(p, options->author);
	p->options.creator = option_keep(p, options->creator);
	p->options.made = option_keep(p, options->made);
	p->pages = mem_alloc(PDF_PAGES_MAX * sizeof(HPDF_Page));
	p->width = options->letter ? 612 : 595.276f;
	p->height = options->letter ? 792 : 841.89f;
	p->doc = HPDF_NewEx(NULL, memory_get, memory_put, 0, NULL);
	if (p->doc == NULL) {
		p->error = "the library of documents does not start";
		return p;
	}
	HPDF_SetCompressionMode(p->doc, HPDF_COMP_ALL);
	HPDF_SetPagesConfiguration(p->doc, 50);
	HPDF_UseUTFEncodings(p->doc);
	HPDF_SetCurrentEncoder(p->doc, "UTF-8");
	properties_set(p);
	if (!fonts_open(&p->fonts, p->doc, options))
		p->error = keep_printf(&p->keep,
		    "%s: is no TrueType font that may be embedded",
		    options->font);
	return p;
}

void
pdf_free(struct pdf *p)
{
	struct pdf_lines *lines[] = {&p->scrap, &p->dots, &p->time, &p->type,
	    &p->title, &p->status, &p->amount, &p->detail, &p->text};
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		lines_free(lines[i]);
	if (p->doc != NULL)
		HPDF_Free(p->doc);
	fonts_close(&p->fonts);
	shaper_free(&p->shaper);
	keep_free(&p->keep);
	str_free(&p->day);
	free(p->pages);
	free(p);
}

/* --- text and shapes
 * ----------------------------------------------------------
 */

static void
set(struct pdf *p, struct pdf_lines *l, enum look look, const char *text,
    float width, bool flat)
{
	l->style = looks[look].style;
	l->size = looks[look].size;
	l->leading = looks[look].leading;
	lines_set(&p->fonts, &p->shaper, l, text, width, flat);
}

static void
ink_take(struct pdf *p, const struct ink *ink)
{
	HPDF_RGBColor now = HPDF_Page_GetRGBFill(p->page);

	if (now.r != ink->r || now.g != ink->g || now.b != ink->b)
		HPDF_Page_SetRGBFill(p->page, ink->r, ink->g, ink->b);
}

/* Draw a line; x is its left end, or with right its right one. */
static void
draw(struct pdf *p, const struct pdf_lines *l, size_t i, enum look look,
    float x, float y, bool right)
{
	if (i >= l->nrows)
		return;
	ink_take(p, looks[look].ink);
	lines_draw(&p->fonts, &p->shaper, p->page, l, i,
	    right ? x - l->rows[i].width : x, y);
}

/* A text on one line; returns its width. What is longer ends in dots. */
static float
draw_one(struct pdf *p, enum look look, const char *text, float x, float y,
    float width, bool right)
{
	struct pdf_lines *l = &p->scrap;
	float dots = 0;

	set(p, l, look, text, width, true);
	if (l->nrows > 1) {
		set(p, &p->dots, look, "\xe2\x80\xa6", width, true);
		dots = p->dots.rows[0].width;
		set(p, l, look, text, width - dots, true);
	}
	if (l->nrows == 0)
		return 0;
	draw(p, l, 0, look, right ? x - dots : x, y, right);
	if (dots > 0)
		draw(p, &p->dots, 0, look,
		    right ? x - dots : x + l->rows[0].width, y, false);
	return l->rows[0].width + dots;
}

static void
rule(struct pdf *p, float y, float thick, const struct ink *ink)
{
	ink_take(p, ink);
	HPDF_Page_Rectangle(
	    p->page, SIDE, y - thick / 2, p->width - 2 * SIDE, thick);
	HPDF_Page_Fill(p->page);
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

	used = draw_one(p, LOOK_MARGIN, p->options.author, p->width - SIDE, y,
	    p->width / 3, true);
	draw_one(p, LOOK_MARGIN, p->options.title, SIDE, y,
	    p->width - 2 * SIDE - used - 2 * COLUMN_GAP, false);
	rule(p, y - 7, 0.5f, &ink_rule);
}

/* The first page, if there is none yet. */
static bool
page_first(struct pdf *p)
{
	if (p->npages == 0 && page_add(p))
		p->y = p->height - TOP;
	return p->error == NULL;
}

/* Room for so much on this page, or on the next, which is then begun. */
static bool
room(struct pdf *p, float need)
{
	if (!page_first(p))
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
	rule(p, FOOT + 13, 0.5f, &ink_rule);
	str_adds(&text, p->options.author);
	if (*p->options.made != '\0')
		str_addf(&text, "%s%s", text.len > 0 ? " \xc2\xb7 " : "",
		    p->options.made);
	draw_one(p, LOOK_MARGIN, text.ptr, SIDE, FOOT, p->width - 2 * SIDE - 90,
	    false);
	str_cut(&text, 0);
	str_addf(&text, "Page %d of %d", i + 1, p->npages);
	draw_one(p, LOOK_MARGIN, text.ptr, p->width - SIDE, FOOT, 90, true);
	str_free(&text);
}

/* --- the head of the first page --- */

/* Every line of a text, below each other. */
static void
block(struct pdf *p, enum look look, const char *text)
{
	size_t i;

	set(p, &p->title, look, text, p->width - 2 * SIDE, true);
	for (i = 0; i < p->title.nrows && room(p, p->title.leading); i++) {
		draw(p, &p->title, i, look, SIDE, p->y, false);
		p->y -= p->title.leading;
	}
}

void
pdf_heading(struct pdf *p, const char *kind, const char *title)
{
	bool brand = *p->options.author != '\0';

	if (!page_first(p))
		return;
	draw_one(p, LOOK_BRAND, brand ? p->options.author : kind, SIDE, p->y,
	    p->width * 2 / 3 - SIDE, false);
	if (brand)
		draw_one(p, LOOK_KIND, kind, p->width - SIDE, p->y,
		    p->width / 3 - SIDE, true);
	rule(p, p->y - 9, 1, &ink_accent);
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
	size_t i, k;

	for (i = 0; i < n; i++, x += cell) {
		set(p, &p->title, LOOK_VALUE, facts[i].value, cell - COLUMN_GAP,
		    false);
		at = 12 + (float)p->title.nrows * p->title.leading;
		if (at > height)
			height = at;
		if (y <= 0)
			continue;
		draw_one(p, LOOK_LABEL, facts[i].label, x, y - 8,
		    cell - COLUMN_GAP, false);
		for (k = 0; k < p->title.nrows; k++)
			draw(p, &p->title, k, LOOK_VALUE, x,
			    y - 23 - (float)k * p->title.leading, false);
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
		if (!room(p, height))
			return;
		ink_take(p, &ink_band);
		HPDF_Page_Rectangle(
		    p->page, SIDE, p->y - height, p->width - 2 * SIDE, height);
		HPDF_Page_Fill(p->page);
		facts_row(p, facts + i, k, cell, p->y - BAND_PAD);
		p->y -= height;
	}
	p->y -= 6;
}

void
pdf_remark(struct pdf *p, const char *text)
{
	p->y -= 14;
	block(p, LOOK_LINE, text);
}

/* --- days and events --- */

void
pdf_day(struct pdf *p, const char *day)
{
	str_cut(&p->day, 0);
	str_adds(&p->day, day);
	p->day_due = true;
}

static void
day_draw(struct pdf *p, bool again)
{
	float used;

	if (p->npages > 1 && p->y == p->height - BODY_TOP)
		p->y -= 3; /* the first thing on its page */
	else
		p->y -= DAY_BEFORE;
	used = draw_one(p, LOOK_DAY, p->day.ptr, SIDE, p->y - 9,
	    p->width - 2 * SIDE - 80, false);
	if (again)
		draw_one(p, LOOK_MARGIN, "continued", SIDE + used + 8, p->y - 9,
		    80, false);
	rule(p, p->y - DAY_HEIGHT + 4, 0.75f, &ink_accent);
	p->y -= DAY_HEIGHT - 4;
	p->day_due = false;
	p->after = false;
}

/* Go on on the next page, under the same day. */
static bool
page_next(struct pdf *p)
{
	if (!room(p, p->height))
		return false;
	if (p->day.len > 0)
		day_draw(p, !p->day_due);
	p->y -= EVENT_PAD;
	return true;
}

static float
column_title(void)
{
	return SIDE + TIME_WIDTH + TYPE_WIDTH;
}

static void
event_set(struct pdf *p, const struct pdf_event *e)
{
	float wide = p->width - SIDE - AMOUNT_WIDTH - column_title();

	set(p, &p->time, LOOK_WORD, e->time, TIME_WIDTH, true);
	set(p, &p->type, LOOK_WORD, e->type, TYPE_WIDTH - COLUMN_GAP, true);
	set(p, &p->title, LOOK_EVENT, e->title,
	    wide - STATUS_WIDTH - COLUMN_GAP, true);
	set(p, &p->status, LOOK_WORD, e->status, STATUS_WIDTH, true);
	set(p, &p->amount, LOOK_EVENT, e->amount, AMOUNT_WIDTH - COLUMN_GAP,
	    true);
	set(p, &p->detail, LOOK_DETAIL, e->detail, wide - COLUMN_GAP, true);
	set(p, &p->text, LOOK_DETAIL, e->text, wide - COLUMN_GAP, false);
}

/* What stands beside the title, and may be longer than it. */
static float
beside_height(const struct pdf *p)
{
	const struct pdf_lines *beside[] = {
	    &p->time, &p->type, &p->status, &p->amount};
	float most = 0, height;
	size_t i;

	for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		height = (float)beside[i]->nrows * beside[i]->leading;
		if (height > most)
			most = height;
	}
	return most;
}

static float
event_height(const struct pdf *p)
{
	float beside = beside_height(p), height;

	height = (float)p->title.nrows * p->title.leading +
		 (float)(p->detail.nrows + p->text.nrows) * p->text.leading;
	return 2 * EVENT_PAD + (height > beside ? height : beside);
}

static void
beside_draw(struct pdf *p)
{
	float y = p->y - looks[LOOK_EVENT].size;
	float right = p->width - SIDE;
	size_t i;

	for (i = 0; i < p->time.nrows; i++)
		draw(p, &p->time, i, LOOK_WORD, SIDE,
		    y - (float)i * p->time.leading, false);
	for (i = 0; i < p->type.nrows; i++)
		draw(p, &p->type, i, LOOK_WORD, SIDE + TIME_WIDTH,
		    y - (float)i * p->type.leading, false);
	for (i = 0; i < p->status.nrows; i++)
		draw(p, &p->status, i, LOOK_WORD,
		    right - AMOUNT_WIDTH - STATUS_WIDTH,
		    y - (float)i * p->status.leading, false);
	for (i = 0; i < p->amount.nrows; i++)
		draw(p, &p->amount, i, LOOK_EVENT, right,
		    y - (float)i * p->amount.leading, true);
}

/* The lines of a text in the column of titles, over as many pages as it
 * takes. */
static void
event_flow(struct pdf *p, const struct pdf_lines *l, enum look look)
{
	size_t i;

	for (i = 0; i < l->nrows; i++) {
		if (p->y - l->leading < BODY_END && !page_next(p))
			return;
		draw(p, l, i, look, column_title(), p->y - l->size, false);
		p->y -= l->leading;
	}
}

/* Begin where the event fits, or where a long one has a fair start. */
static bool
event_place(struct pdf *p)
{
	float height = event_height(p), need = height;

	if (need > p->height / 3)
		need = p->height / 3;
	if (p->day_due)
		need += DAY_BEFORE + DAY_HEIGHT;
	if (!page_first(p))
		return false;
	if (p->y - need < BODY_END)
		return page_next(p);
	if (p->day_due)
		day_draw(p, false);
	if (p->after)
		rule(p, p->y, 0.5f, &ink_rule);
	p->y -= EVENT_PAD;
	return true;
}

void
pdf_event(struct pdf *p, const struct pdf_event *e)
{
	float least;
	int page;

	if (p->error != NULL)
		return;
	event_set(p, e);
	if (!event_place(p))
		return;
	page = p->npages;
	least = p->y - beside_height(p);
	beside_draw(p);
	event_flow(p, &p->title, LOOK_EVENT);
	event_flow(p, &p->detail, LOOK_DETAIL);
	event_flow(p, &p->text, LOOK_DETAIL);
	if (p->npages == page && p->y > least)
		p->y = least;
	p->y -= EVENT_PAD;
	p->after = true;
}

/* --- the end --- */

static void
warning_settle(struct pdf *p)
{
	unsigned missing = p->fonts.missing;

	snprintf(p->warning, sizeof(p->warning), "%s",
	    missing & PDF_MISS_TEXT
		? "no TrueType font for text: only Latin letters are drawn; "
		  "install the package fonts-dejavu-core"
	    : missing & PDF_MISS_CJK
		? "no font has some Chinese, Japanese or Korean letters, "
		  "which are drawn as boxes; install the package "
		  "fonts-wqy-microhei"
	    : missing & PDF_MISS_OTHER
		? "no font has some letters, which are drawn as boxes; "
		  "install the package fonts-noto-core"
		: "");
}

static void
save(struct pdf *p, struct str *out)
{
	HPDF_UINT32 size;
	char *to;

	HPDF_SaveToStream(p->doc);
	size = HPDF_GetStreamSize(p->doc);
	HPDF_ResetStream(p->doc);
	to = str_room(out, size);
	if (HPDF_ReadFromStream(p->doc, (HPDF_BYTE *)to, &size) == HPDF_OK)
		out->len += size;
	out->ptr[out->len] = '\0';
}

const char *
pdf_error(const struct pdf *p)
{
	return p->error;
}

const char *
pdf_finish(struct pdf *p, struct str *out)
{
	HPDF_STATUS status;
	int i;

	page_first(p);
	if (p->error != NULL)
		return p->error;
	for (i = 0; i < p->npages; i++)
		foot_draw(p, i);
	fonts_complete(&p->fonts);
	warning_settle(p);
	save(p, out);
	status = HPDF_GetError(p->doc);
	if (status != HPDF_OK)
		p->error = keep_printf(&p->keep,
		    "the library of documents says 0x%04lx",
		    (unsigned long)status);
	return p->error;
}

const char *
pdf_warning(const struct pdf *p)
{
	return *p->warning != '\0' ? p->warning : NULL;
}
