/*
 * pdf_event.c: days, and under them what happened, over as many pages as it
 * takes.
 */
#include <string.h>

#include "pdf_paper.h"

#include "banned.h"

#define DAY_BEFORE   15.0f /* air before a day, */
#define DAY_HEIGHT   19.0f /* the day and the line under it */
#define EVENT_PAD    5.5f /* air above and below an event */
#define TIME_WIDTH   34.0f
#define TYPE_WIDTH   66.0f
#define STATUS_WIDTH 60.0f
#define AMOUNT_WIDTH 78.0f

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
	used = paper_text(p, LOOK_DAY, p->day.ptr, SIDE, p->y - 9,
	    p->width - 2 * SIDE - 80, false);
	if (again)
		paper_text(p, LOOK_MARGIN, "continued", SIDE + used + 8,
		    p->y - 9, 80, false);
	paper_rule(p, p->y - DAY_HEIGHT + 4, 0.75f, INK_ACCENT);
	p->y -= DAY_HEIGHT - 4;
	p->day_due = false;
	p->after = false;
}

/* Go on on the next page, under the same day. */
static bool
page_next(struct pdf *p)
{
	if (!paper_room(p, p->height))
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

	paper_set(p, &p->time, LOOK_WORD, e->time, TIME_WIDTH, true);
	paper_set(
	    p, &p->type, LOOK_WORD, e->type, TYPE_WIDTH - COLUMN_GAP, true);
	paper_set(p, &p->title, LOOK_EVENT, e->title,
	    wide - STATUS_WIDTH - COLUMN_GAP, true);
	paper_set(p, &p->status, LOOK_WORD, e->status, STATUS_WIDTH, true);
	paper_set(p, &p->amount, LOOK_EVENT, e->amount,
	    AMOUNT_WIDTH - COLUMN_GAP, true);
	paper_set(
	    p, &p->detail, LOOK_DETAIL, e->detail, wide - COLUMN_GAP, true);
	paper_set(p, &p->text, LOOK_DETAIL, e->text, wide - COLUMN_GAP, false);
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
	float y = p->y - p->title.size, right = p->width - SIDE;

	paper_draw_all(p, &p->time, LOOK_WORD, SIDE, y, false);
	paper_draw_all(p, &p->type, LOOK_WORD, SIDE + TIME_WIDTH, y, false);
	paper_draw_all(p, &p->status, LOOK_WORD,
	    right - AMOUNT_WIDTH - STATUS_WIDTH, y, false);
	paper_draw_all(p, &p->amount, LOOK_EVENT, right, y, true);
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
		paper_draw(
		    p, l, i, look, column_title(), p->y - l->size, false);
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
	if (!paper_first(p))
		return false;
	if (p->y - need < BODY_END)
		return page_next(p);
	if (p->day_due)
		day_draw(p, false);
	if (p->after)
		paper_rule(p, p->y, 0.5f, INK_RULE);
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
