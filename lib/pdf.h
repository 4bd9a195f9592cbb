/*
 * pdf.h: a paper to hand over: a heading, a band of facts, events under their
 * days, page numbers. Knows nothing of SQL or clients; libharu is behind it,
 * and only programs that make a document pull it in.
 *
 * Texts are UTF-8 of any origin: control characters become blanks, line ends
 * too except where said, what is no UTF-8 becomes U+FFFD. Every script is
 * drawn for which this machine has a TrueType font, right-to-left ones in
 * their order and joined. What Unicode put above U+FFFF (emoji) becomes U+25A1,
 * a box, which is as far as libharu 2.3 goes. Fonts are embedded.
 *
 * Texts are used at once: none must outlive the call it is given to, save
 * those of the options. The first error sticks, and pdf_finish() gives it.
 */
#ifndef CRM_PDF_H
#define CRM_PDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

struct pdf;

/* A document longer than this is refused: libharu keeps all of it in memory,
 * some 25 KB a page. */
#define PDF_PAGES_MAX 10000

struct pdf_options {
	const char *title; /* what it is about: properties, running head */
	const char *author; /* whose paper it is: properties, head, foot; or
			       NULL */
	const char *creator; /* the program, for the properties */
	const char *made; /* the day it was made, for the foot */
	int64_t now; /* the same for the properties, in Unix time */
	bool letter; /* US letter instead of A4 */
	const char *font; /* a TrueType file to set it in, or NULL */
	const char *folders; /* where to look for DejaVu Sans first, split
				by colons; or NULL */
};

/* One of the facts in the band under the heading. */
struct pdf_fact {
	const char *label;
	const char *value; /* a line end begins a new line */
};

/* A line of the timeline. Any text may be NULL. */
struct pdf_event {
	const char *time; /* "14:30" */
	const char *type; /* "Booking" */
	const char *title; /* wrapped */
	const char *status; /* "Confirmed" */
	const char *amount; /* "12.50 EUR", ends at the right margin */
	const char *detail; /* small, below the title: "with Ana" */
	const char *text; /* the same, after it; keeps its lines */
};

/* Never NULL: an error waits for pdf_finish(). */
struct pdf *pdf_new(const struct pdf_options *);

/* The head of the first page, in this order: what sort of paper it is, whom
 * it is about in large letters, and lines of small print (contact). */
void pdf_heading(struct pdf *, const char *kind, const char *title);
void pdf_line(struct pdf *, const char *text);
void pdf_facts(struct pdf *, const struct pdf_fact *, size_t n);

/* A remark between heading and events, such as that there are none. */
void pdf_remark(struct pdf *, const char *text);

/* The events that follow are of this day. It is said again on each page that
 * they reach, and never stands alone at the foot of one. */
void pdf_day(struct pdf *, const char *day);
void pdf_event(struct pdf *, const struct pdf_event *);

/* A heading above a table, which goes with it to the next page. */
void pdf_section(struct pdf *, const char *title);

/* Begin a new page where a section with a table of so many rows, of one line
 * each, would be torn apart; not when it is long. */
void pdf_together(struct pdf *, size_t rows);

/* --- tables --- */

struct pdf_column {
	const char *label;
	float width; /* in points; between columns there are PDF_GAP */
	bool right; /* its cells end at the right: numbers */
	bool bar; /* its cells are shares, "0.25", drawn as bars */
};

#define PDF_GAP	      10.0f
#define PDF_WIDTH_MAX 10000.0f

/* How wide a text is in a cell, on one line; how much room there is for all
 * columns of a table and the gaps between them. In points. */
float pdf_text_width(struct pdf *, const char *text);
float pdf_body_width(const struct pdf *);

/* The pages lie on their side; before anything is on the first. */
void pdf_landscape(struct pdf *);

/* A table with these columns; then its rows, a cell for each, or NULL. The
 * header stands above the first row, and on each page that the table reaches.
 * Labels are copied. */
void pdf_table(struct pdf *, const struct pdf_column *, size_t n);
void pdf_row(struct pdf *, const char *const *cells);

/* Why there will be no document; NULL as long as all is well. */
const char *pdf_error(const struct pdf *);

/*
 * Number the pages and append the whole document to out. The same calls give
 * the same bytes with the same fonts. Returns NULL, or why there is no
 * document: a static text, or one that lives until pdf_free().
 */
const char *pdf_finish(struct pdf *, struct str *out);

/* What is not as it should be though the document is good, and what to
 * install: a font is missing. NULL when all is well. After pdf_finish(). */
const char *pdf_warning(const struct pdf *);

void pdf_free(struct pdf *);

#endif
