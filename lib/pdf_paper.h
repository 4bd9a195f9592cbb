/*
 * pdf_paper.h: the document while it is made: its pages, and what can be put
 * on them (pdf_paper.c). Private to pdf.c, pdf_head.c, pdf_event.c and
 * pdf_table.c.
 *
 * Lengths are points (1/72 inch) from the lower left corner of the page.
 */
#ifndef CRM_PDF_PAPER_H
#define CRM_PDF_PAPER_H

#include "pdf_in.h"

#define SIDE	   54.0f /* margins left and right */
#define TOP	   56.0f /* edge to the first base line, first page */
#define BODY_TOP   66.0f /* edge to where the body of later pages begins */
#define BODY_END   64.0f /* where it ends, from below */
#define COLUMN_GAP PDF_GAP

/* Colours. */
enum ink { INK_TEXT, INK_GREY, INK_ACCENT, INK_RULE, INK_BAND, INKS };

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
	LOOK_CELL, /* of a table */
	LOOK_MARGIN, /* running head and foot */
	LOOKS
};

/* The table being drawn. */
struct pdf_table {
	struct pdf_column *columns;
	size_t ncolumns;
	struct pdf_lines *cells; /* of the row at hand */
	size_t ncells;
	bool due; /* its header is still to be drawn */
};

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
	struct pdf_table table;
};

/* Set a text in lines no wider than width, in this look; flat: its line ends
 * count as blanks. */
void paper_set(struct pdf *, struct pdf_lines *, enum look, const char *text,
    float width, bool flat);

/* Draw a line; x is its left end, or with right its right one. */
void paper_draw(struct pdf *, const struct pdf_lines *, size_t line, enum look,
    float x, float y, bool right);

/* All of them, below each other from y on. */
void paper_draw_all(struct pdf *, const struct pdf_lines *, enum look, float x,
    float y, bool right);

/* A text on one line; returns its width. What is longer ends in dots. */
float paper_text(struct pdf *, enum look, const char *text, float x, float y,
    float width, bool right);

/* A line, or a field of colour below y, from margin to margin. */
void paper_rule(struct pdf *, float y, float thick, enum ink);
/* A field of colour with its upper left corner at x, y. */
void paper_bar(
    struct pdf *, float x, float y, float width, float height, enum ink);
void paper_band(struct pdf *, float y, float height, enum ink);

/* The first page, if there is none yet; false with an error. */
bool paper_first(struct pdf *);

/* Room for so much on this page, or on the next, which is then begun. */
bool paper_room(struct pdf *, float need);

/* The foot of every page, once their number is known. */
void paper_feet(struct pdf *);

/* pdf_table.c: give the memory of a table back. */
void table_free(struct pdf_table *);

#endif
