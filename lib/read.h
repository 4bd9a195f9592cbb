/*
 * read.h: one record at a time, whatever the file.
 *
 * A reader gives named columns and, record by record, a cell for each. The
 * set of columns may grow (NDJSON: with every new key); cells of a record
 * live until the next one. Formats are recognised by content, never by name.
 */
#ifndef CRM_READ_H
#define CRM_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "keep.h"
#include "str.h"

/*
 * Limits (quality.md section 2): each is named in its message. read_limits[] is
 * what they are for the whole process, by the names that --max has.
 */
enum read_limit_name {
	LIMIT_FIELD, /* bytes in a field */
	LIMIT_ROW, /* bytes in a record */
	LIMIT_COLUMNS,
	LIMIT_LINES, /* in a quoted field of csv */
	LIMIT_DEPTH, /* of JSON */
	LIMIT_VALUES, /* of JSON in a record */
	LIMIT_PARTS, /* of a workbook */
	LIMIT_RATIO, /* of a part of it to what it is compressed to */
	LIMIT_CELL, /* characters in a cell of it */
	LIMITS
};

struct read_limit {
	const char *name;
	size_t value;
};

extern struct read_limit read_limits[LIMITS];

/* "columns=2000"; NULL, or why not, which lives in the keep. */
const char *read_limit_raise(struct keep *, const char *text);

#define READ_FIELD_MAX	 (read_limits[LIMIT_FIELD].value)
#define READ_ROW_MAX	 (read_limits[LIMIT_ROW].value)
#define READ_COLUMNS_MAX (read_limits[LIMIT_COLUMNS].value)
#define READ_QUOTE_LINES (read_limits[LIMIT_LINES].value)
#define READ_DEPTH_MAX	 (read_limits[LIMIT_DEPTH].value)

enum read_type {
	READ_ABSENT, /* no such cell in this record */
	READ_TEXT, /* text, also numbers as they were written */
	READ_NULL, /* JSON null: erase */
	READ_BOOL, /* JSON true or false; text is "true" or "false" */
	READ_JSON /* a JSON array or object, as compact text */
};

struct read_cell {
	const char *text; /* NUL-terminated, len bytes without it */
	size_t len;
	enum read_type type;
	bool number; /* a number by its type, not only by its look: the
			decimals stand behind a point */
};

static inline struct read_cell
read_cell(const char *text, size_t len, enum read_type type)
{
	return (struct read_cell){.text = text, .len = len, .type = type};
}

/* What the user said about the file; zeroes mean "find out". */
struct read_hints {
	char delimiter; /* csv: 0 = find out */
	const char *format; /* "csv", "ndjson"; NULL = by content */
	const char *encoding; /* as iconv(3) knows it; NULL = find out */
	const char *sheet; /* of a workbook: name, or number from 1 */
	bool raisable; /* messages name --max, which raises a limit */
	bool headerless_ok; /* a file without any line is an error
			       unless set */
	/* &read_every, or NULL for CSV and NDJSON in UTF-8 only: who names it
	 * loads libzip, libexpat and libuchardet. */
	const struct read_formats *formats;
};

struct read;

struct read_ops {
	const char *name; /* "csv", "ndjson" */
	bool (*next)(struct read *);
	void (*close)(struct read *);
	/* Append where a record stands, by its line, and in it a column, from
	 * 0, or -1: "Sheet1!C7". NULL: the line alone says it. */
	void (*where)(
	    const struct read *, struct str *, int64_t line, int column);
};

/* Formats and encodings that not every command can read; see read_in.h. */
struct read_formats;
extern const struct read_formats read_every;

/* One decision about a file, and what led to it. */
struct read_found {
	const char *what; /* "format", "encoding", "delimiter" ... */
	const char *value;
	const char *why;
};

#define READ_FOUND_MAX 16

struct read {
	const struct read_ops *ops;
	const char *file; /* as it was named; "stdin" for "-" */
	int64_t line; /* physical line (from 1) on which the
			 current record starts */
	int64_t rows; /* records given so far */
	int64_t bytes; /* read so far, and in all: for progress */
	int64_t size; /* 0 when not known */
	uint64_t digest; /* of the bytes read so far: FNV-1a */

	const char **names; /* of the columns, cleaned of BOM only */
	size_t ncolumns;
	struct read_cell *cells; /* ncolumns of them */

	/*
	 * The record is there but cannot be used: why (one line, without file
	 * and line), and the column it is about, from 0, or -1. The reader goes
	 * on with the next record. Set per record, NULL when it is good. The
	 * cells are all READ_ABSENT then; raw is there.
	 */
	const char *problem;
	int problem_column;
	/* Something odd that loses nothing ("2 fields, the header has 3"). */
	const char *remark;

	/* Reading cannot go on: one line, with line number where it has one
	 * ("quote opened on line 60000 never closed"). NULL while fine. */
	const char *error;
	const char *limit; /* the limit that it is about; or NULL */
	bool raisable; /* and it is to name what raises it */
	bool unreadable; /* that is no fault of what the file holds */

	/* What was found out; the rest of it, for --sniff, is in found. */
	const char *format; /* "csv", "ndjson", "xlsx", "vcard" */
	const char *encoding; /* of the bytes, NULL where it is no matter */
	char delimiter;
	bool bom; /* of UTF-8 */
	bool headed; /* all columns are known before the first record */
	struct read_found found[READ_FOUND_MAX];
	size_t nfound;
	/* Something about the file that whoever reads it should be told, since
	 * it may be wrong ("read as WINDOWS-1252 ..."); NULL: nothing. It may
	 * come late. */
	const char *notice;

	struct str raw; /* the record as it stood, for --rejects;
			   without the line end; after
			   read_open() the header of a csv */
	struct keep keep; /* lives with the reader */
	struct keep row; /* lives until the next record */
	struct read_source *source; /* see read_in.h */
	void *state; /* the format's own */
};

/*
 * Open a file ("-": standard input) and find out what it is. On failure the
 * reader returned has ->error set. Never NULL; close with read_close().
 */
struct read *read_open(const char *file, const struct read_hints *);

/* The next record. False at the end or when ->error is set. A record with
 * ->problem set is returned as true. */
bool read_next(struct read *);

void read_close(struct read *);

/* Is it the file of this name that is read? Then nothing may go there. */
bool read_is(const struct read *, const char *file);

/* The cell of the record at hand in the column of this exact name; NULL when
 * it is absent. */
const struct read_cell *read_cell_of(const struct read *, const char *name);

/* Append where a record stands: "clients.csv:7", "clients.xlsx: Sheet1!C7". The
 * column is counted from 0; -1 when it is about no one column. */
void read_where(const struct read *, struct str *, int64_t line, int column);

/* Is it an encoding that iconv(3) can read? */
bool read_encoding_known(const char *name);

/* The column of this exact name, added when there is none. For readers.
 * SIZE_MAX, with ->error set, when that would pass READ_COLUMNS_MAX. */
size_t read_column(struct read *, const char *name, size_t len);

#endif
