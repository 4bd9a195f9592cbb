/*
 * read_in.h: what the readers of the formats share; for lib/read*.c only.
 */
#ifndef CRM_READ_IN_H
#define CRM_READ_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "read.h"

#define READ_BLOCK (256 << 10) /* bytes asked for at a time */
#define READ_ROOM  16 /* bytes that any character fits in */

/* A format that is told by the first bytes, once they are UTF-8. */
struct read_kind {
	const char *name;
	bool bytes; /* asked before anything is decoded: no text */
	bool (*is)(const struct read *);
	void (*open)(struct read *, const struct read_hints *);
};

struct read_formats {
	/* Decide about the encoding of what is in the window, and make it
	 * UTF-8 from here on; false with ->error set. */
	bool (*decode)(struct read *, const struct read_hints *);
	const struct read_kind *kinds; /* without name: the end */
};

/*
 * A window on the file. buf[pos..end) is read and not yet used up; the first
 * window begins at the first byte after a BOM. It grows only while one record
 * does not fit, and never past READ_ROW_MAX by more than a block.
 */
struct read_source {
	int fd;
	/* Put at most so many bytes there, at the end of the file set eof; how
	 * many, or -1 with ->error set. 0 without eof: too little room. */
	ssize_t (*fill)(struct read *, char *, size_t);
	struct read_text *text; /* what makes UTF-8 of the bytes, or NULL, */
	void (*text_end)(struct read *); /* and how that ends */
	char *buf;
	size_t cap;
	size_t pos;
	size_t end;
	bool eof; /* nothing comes after buf[end - 1] */
	size_t filled; /* cells from here on are READ_ABSENT: short
			  records of a wide file cost no more */
};

/* Open the file that the reader names, with the first window on it; false with
 * ->error set. To be closed either way. */
bool read_source_open(struct read *);
void read_source_close(struct read *);

/*
 * Read on behind the window, moving what is unused to its front: pointers
 * into the window are void afterwards. False when it cannot, with ->error
 * set; at the end of the file ->eof is set and the answer is true.
 */
bool read_more(struct read *);

/* Set ->error and return false. */
bool read_fail(struct read *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

/* A limit, for the message that it is passed, which then names what raises
 * it. */
int read_limited(struct read *, enum read_limit_name);

/* The same for a record longer than READ_ROW_MAX. */
bool read_fail_row(struct read *);

/* Set ->problem, about a column from 0 or -1, unless there is one already. */
void read_problem(struct read *, int, const char *, ...)
    __attribute__((format(printf, 3, 4)));

/* The bytes as they are in the file: the fill of a source to begin with. */
ssize_t read_bytes(struct read *, char *, size_t);

/* Remember a decision; one about the same again takes its place. The texts are
 * not copied. */
void read_found(
    struct read *, const char *what, const char *value, const char *why);

/* Is there this text, ASCII case aside, next in the window? */
bool read_starts(const struct read *, const char *, size_t);

/* The pattern of NULs that UTF-16 of western text has: "UTF-16LE", "UTF-16BE",
 * or NULL. */
const char *read_utf16(const struct read *);

/* Say that cells up to this one, not included, were set. */
void read_filled(struct read *, size_t);

/* Make the cells from this column on READ_ABSENT. */
void read_blank(struct read *, size_t);

/* Add a column without looking for its name; see read_column(). */
size_t read_column_add(struct read *, const char *, size_t);

#define READ_KEY_MAX                                                           \
	1024 /* bytes of a JSON key; names of columns stay in memory */

/* The cells of a JSON object that is plain enough; false, with all cells
 * absent, when jansson has to look at it. */
bool read_plain(struct read *, const char *text, size_t len);

/* Take over an open source; what is wrong goes to ->error. */
void read_csv_open(struct read *, const struct read_hints *);
void read_json_open(struct read *, const struct read_hints *);
void read_xlsx_open(struct read *, const struct read_hints *);
void read_vcard_open(struct read *, const struct read_hints *);

bool read_xlsx_is(const struct read *);
bool read_vcard_is(const struct read *);

/* What encoding the bytes are in, of which the first is not ASCII; more: others
 * follow them. Guessed is what cannot be known for sure (read_encoding.c). */
struct encoding {
	const char *name;
	const char *why;
	bool guessed;
};

struct encoding encoding_find(
    struct keep *, const char *p, size_t len, bool more);

/* How much of a text is well formed UTF-8 beyond ASCII, how much is not. What
 * may be cut off at its end, where more follows, is neither. */
void encoding_count(
    const char *p, size_t len, bool more, size_t *good, size_t *bad);

/* The Windows code page that is more than an ISO standard, in the same places:
 * who says the one mostly means the other. */
const char *encoding_superset(const char *name);

/* See struct read_formats (read_text.c). */
/* Append text in an encoding as UTF-8: that of the name, else of the letters;
 * what fits neither comes as question marks. */
void read_convert(
    struct str *, const char *encoding, const char *text, size_t len);

bool read_text_start(struct read *, const struct read_hints *);

#endif
