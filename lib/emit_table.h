/*
 * emit_table.h: what the parts of a table share. Private to emit_table.c and
 * emit_group.c.
 */
#ifndef CRM_EMIT_TABLE_H
#define CRM_EMIT_TABLE_H

#include "emit.h"

#define TABLE_KNOWN 128 /* words that are remembered */

struct table_column {
	int width;
	bool number; /* has one, so far */
	bool text; /* has something else */
	bool right; /* stands to the right */
};

/* A value as it is shown: bytes, and columns of a terminal. */
struct cell {
	const char *text;
	size_t len;
	int width;
};

/* A text and how it is shown; both kept. */
struct known {
	const char *raw; /* NULL: none */
	size_t len;
	struct cell cell;
};

struct table {
	struct table_column *columns;
	struct cell *cells; /* of the sample, row by row; "" for none; in groups
			       the heading and the tally behind them, raw */
	struct known *known; /* by a hash of the text; NULL: none yet */
	int stride; /* cells of a row */
	int nkept;
	int sample; /* so many at most */
	bool grouped;
	bool begun; /* something stands above */
	bool early; /* laid out with rows still to come */
	bool folded; /* names of columns may take several lines */
	struct str group; /* the heading that stands */
	bool laid_out; /* widths are settled, header written */
	int owed; /* blanks, before what follows */
	struct str raw; /* the value being printed */
	struct str cell; /* the same on one line, and safe */
};

/*
 * emit_cell.c: the value of a column on one line. It lives until the next one
 * is made; kept, as long as the answer.
 */
struct cell table_cell(struct emit *, int i, sqlite3_stmt *, bool keep);

/* A text that is kept; the same text is mostly found again. Lives until the
 * next call, the texts in it as long as the answer. */
const struct known *table_known(struct emit *, const char *text, size_t len);

/* The end of a line; blanks that are owed are forgotten. */
void table_line_end(struct emit *);

/* The heading of a row, when it is another than that of the row before: of a
 * day, the weekday too. */
void table_heading(struct emit *, const char *group);

/* The line on top: by the rows kept back, when they are all there are. */
void table_tallies(struct emit *);

/* emit_table.c: a cell of the line, with the blanks around it. */
void table_cell_put(struct emit *, int i, struct cell cell);

/*
 * emit_heading.c: the names of the columns, in one line, or in as many as their
 * widths ask for when they are folded; and the least width of a name that is.
 */
void table_headings(struct emit *);
int table_heading_least(const char *key);

#endif
