/*
 * emit.h: one door out. A prepared statement goes in, any format comes out.
 *
 * A format is a row of functions; the unit is the row, so no command formats
 * anything and a new format serves all of them. Memory does not grow with the
 * number of rows (a table looks at the first rows to choose its widths).
 */
#ifndef CRM_EMIT_H
#define CRM_EMIT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "keep.h"
#include "kind.h"
#include "out.h"
#include "pdf.h"
#include "quote.h"

/* A column of the answer. */
struct emit_column {
	const char *key; /* as CSV header and JSON key */
	const char *name; /* as the statement calls it */
	int index; /* in the statement */
	int currency; /* for money: index of its currency, or -1 */
	enum kind kind;
};

struct emit;
struct emit_money;

/* How a format writes. Any function may be NULL. */
struct emit_format {
	const char *name;
	bool machine; /* for programs: no remark, no count among the rows */
	bool document; /* for printers: has a head */
	bool binary; /* not for a terminal, as no document is */
	void (*head)(struct emit *);
	void (*row)(struct emit *, sqlite3_stmt *);
	void (*tail)(struct emit *);
	void (*flush)(struct emit *); /* write what is kept back */
	void (*drop)(struct emit *); /* it failed: give memory back */
};

/* What stands above the rows of a document (pdf). */
struct emit_document {
	struct pdf_options options;
	const char *kind; /* what sort of paper */
	const char *title; /* whom or what it is about */
	const char *lines[2]; /* small print */
	size_t nlines;
	const struct pdf_fact *facts;
	size_t nfacts;
	const char *remark; /* that it is a selection; or NULL */
	bool many; /* the rows are of several clients: name them */
};

struct emit {
	const struct emit_format *format;
	struct out *out;
	const char *fields; /* --fields, or NULL: all columns */
	const char *currency; /* of the account: decimals of money that
				 has no currency beside it */
	bool one; /* an answer about one thing: one row */
	bool excel; /* csv: BOM, CRLF, formula guard */
	bool vcard4; /* vcard: version 4.0, not 3.0 */
	bool ascii; /* chart: no other letters */
	bool tty; /* stdout is a terminal: cut cells */
	int64_t now; /* when it was made; Unix time */
	int width; /* of that terminal, in columns */
	const struct emit_document *document; /* for a format that is one */

	/*
	 * A table in groups: rows that follow each other with the same value in
	 * the column "group" stand under it as a heading. In a line on top is
	 * how many rows there are of each value of the column "tally"; when
	 * there are more rows than are kept back, tallies() gives that line.
	 * Both are columns of the statement; NULL: an ordinary table.
	 */
	const char *group;
	const char *tally;
	const char *(*tallies)(void *);
	void *tallies_arg;

	/* set by emit_begin() */
	bool open; /* head has been written */
	struct emit_column *columns;
	int ncolumns;
	int nstatement; /* columns of the statement, with hidden */
	int group_at; /* where "group" and "tally" are in it; or -1 */
	int tally_at;
	int64_t nrows;
	void *state; /* the format's own, from keep */
	struct emit_money *money; /* the currency last looked up */
	struct keep keep; /* the caller frees it at the end; error
			     lives in it too */
	const char *error; /* why it cannot go on (unknown field, a
			      second answer with other columns) */
	const char *warning; /* what is not as it should be, after
				emit_end(); or NULL */
};

/* The formats by name: table csv tsv json ndjson id; NULL when unknown. */
const struct emit_format *emit_format(const char *name);

/* The formats themselves, for the table in emit.c. */
extern const struct emit_format emit_csv, emit_tsv, emit_json, emit_ndjson,
    emit_table, emit_id;

/* Their names, NULL at the end, for --help and completion. */
extern const char *const emit_names[];

/*
 * Write every remaining row of the statement. Returns SQLITE_DONE, the code
 * that a step failed with, or SQLITE_MISUSE with e->error set. When the output
 * fails it stops early with SQLITE_DONE: out_commit() reports that.
 */
int emit_rows(struct emit *, sqlite3_stmt *);

/*
 * The same by hand, for rows that several statements give in turn. Each of
 * them is named to emit_begin() once: false, with e->error set, when its
 * columns are not those of the one before. emit_row() writes the row at which
 * a statement stands; false when there is no going on, for e->error or
 * e->out->error.
 */
bool emit_begin(struct emit *, sqlite3_stmt *);
bool emit_row(struct emit *, sqlite3_stmt *);

/* End the answer (JSON's closing bracket, a table's last rows). A no-op when
 * nothing was emitted. */
void emit_end(struct emit *);

/* The answer failed and will have no end. A no-op after emit_end(). */
void emit_drop(struct emit *);

/* Write what a format keeps back, with rows still to come: a table settles its
 * widths by those it has seen. */
void emit_flush(struct emit *);

/*
 * The value of a column as people type it and CSV keeps it: money "12.50",
 * yes/no, days and instants RFC 3339 in UTC, lists "a,b", text as it is.
 * Nothing is appended for NULL. local: instants in local time.
 */
void emit_text(struct str *, const struct emit *, const struct emit_column *,
    sqlite3_stmt *, bool local);

/*
 * A money column that is not NULL, with the decimals of the currency beside it
 * in this row, else of the account's, else 2: 12.50, in JSON 12.5. One that
 * holds sums (sums_print() of kind.h) in place of an integer: those.
 * emit_money() makes what remembers the currency from row to row.
 */
void emit_amount(struct str *, const struct emit *, const struct emit_column *,
    sqlite3_stmt *, bool json);
struct emit_money *emit_money(struct keep *);

/* "no_show", "client_name" as people write it, for paper: No show. In place. */
void emit_words(struct str *);

/* A number as shortest text that reads back as the same; 20 bytes are enough
 * for an integer. Returns its end; no NUL. */
char *int_print(char *, int64_t);
void real_print(struct str *, double);

/* A rate, share or score: rounded to four decimals. JSON has no trailing
 * zeros: 0.5, where text has 0.5000. */
void rate_print(struct str *, double, bool json);

/*
 * One CSV field, quoted only where RFC 4180 needs it (delimiter, quote, line
 * ends, leading or trailing blank; the empty text as "" where NULL is nothing,
 * so that both come back).
 *
 * The formula guard of --excel is put on before that: a text that matches
 * ^'*[=+\-@\t\r] gets one more apostrophe in front, and import takes one off
 * what matches ^'+[=+\-@\t\r], which is the exact inverse. Numbers and money
 * are not guarded: a spreadsheet is to add them up.
 */
void csv_quote(struct str *, const char *text, size_t len, char delimiter);

#endif
