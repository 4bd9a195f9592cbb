/*
 * emit_table.h: what the parts of a table share. Private to emit_table.c and
 * emit_group.c.
 */
#ifndef CRM_EMIT_TABLE_H
#define CRM_EMIT_TABLE_H

#include "emit.h"

struct table_column {
	int width;
	bool number; /* has one, so far */
	bool text; /* has something else */
};

struct table {
	struct table_column *columns;
	char **cells; /* of the sample, row by row; "" for none; in groups the
			 heading and the tally behind them */
	int stride; /* cells of a row */
	int nkept;
	int sample; /* so many at most */
	bool grouped;
	bool begun; /* something stands above */
	bool early; /* laid out with rows still to come */
	struct str group; /* the heading that stands */
	bool laid_out; /* widths are settled, header written */
	int owed; /* blanks, before what follows */
	struct str raw; /* the value being printed */
	struct str cell; /* the same on one line, and safe */
};

/* The end of a line; blanks that are owed are forgotten. */
void table_line_end(struct emit *);

/* The heading of a row, when it is another than that of the row before: of a
 * day, the weekday too. */
void table_heading(struct emit *, const char *group);

/* The line on top: by the rows kept back, when they are all there are. */
void table_tallies(struct emit *);

#endif
