/*
 * read_xlsx.h: what the parts of the workbook reader share; for
 * lib/read_xlsx.c, read_sheet.c, read_zip.c, read_book.c and read_look.c.
 */
#ifndef CRM_READ_XLSX_H
#define CRM_READ_XLSX_H

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>

#include "keep.h"
#include "read.h"
#include "str.h"

#define XLSX_PARTS_MAX	 (read_limits[LIMIT_PARTS].value) /* in a workbook */
#define XLSX_TEXT_MAX	 (read_limits[LIMIT_CELL].value) /* as Excel has it */
#define XLSX_STRINGS_MAX ((size_t)256 << 20) /* bytes of all shared texts */
#define XLSX_RATIO_MAX                                                         \
	(read_limits[LIMIT_RATIO].value) /* a part to its compressed size, */
#define XLSX_RATIO_FROM	 (100 << 10) /* from so many bytes on */
#define XLSX_MARKUP_MAX	 (1 << 20) /* bytes of one tag or comment */
#define XLSX_COLUMNS_MAX 16384
#define XLSX_STYLES_MAX	 65536
#define XLSX_STDIN_MAX	 ((size_t)64 << 20) /* bytes, from a pipe */

/* --- parts of the archive (read_zip.c) --- */

/* A part being parsed; handlers get it as their user data. */
struct part {
	struct read *read;
	void *arg; /* the caller's own */
	const char *name;
	XML_Parser parser;
	zip_file_t *file;
	uint64_t packed; /* bytes it takes in the archive */
	uint64_t whole; /* and outside, as the archive says */
	uint64_t seen; /* so far */
	size_t quiet; /* bytes since the parser last told anything */
	bool paused;
};

enum parted { PART_END, PART_PAUSED, PART_FAILED };

/* The archive in the source of the reader; NULL with ->error set. */
zip_t *archive_open(struct read *);

/* The name of the part that a target means, seen from another part: "/a/b",
 * "../b", "b\c". Kept with the reader. */
const char *part_path(struct read *, const char *from, const char *target);

bool part_is(zip_t *, const char *name);

/* Start on a part; false with ->error set. start and end get local names. */
bool part_open(struct part *, struct read *, zip_t *, const char *name,
    XML_StartElementHandler, XML_EndElementHandler, XML_CharacterDataHandler,
    void *arg);

/* On until a handler pauses, or to the end, which also checks the CRC. */
enum parted part_run(struct part *);
void part_pause(struct part *);
void part_close(struct part *);

/* Called by every handler: something was told. */
static inline void
part_told(struct part *p)
{
	p->quiet = 0;
}

/* A name without its namespace. */
static inline const char *
local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

/* An attribute by its local name, or NULL. */
const char *attribute(const char **attributes, const char *name);

/* --- how numbers look (read_look.c) --- */

enum look_kind { LOOK_PLAIN, LOOK_DATE, LOOK_DURATION, LOOK_MASK };

struct look {
	enum look_kind kind;
	bool day; /* DATE: shows a day; else only a time of day */
	const char *mask; /* MASK: "(00) 00000-0000", nothing escaped */
	const char *other; /* the mask of numbers above limit, or NULL */
	double limit;
};

/* What a format code does; by its number, for those that are built in. */
struct look look_code(struct keep *, const char *code);
struct look look_number(int id);

/* Append the number as a person would have typed it. False: more digits than
 * a workbook keeps. */
bool look_print(
    struct str *, const struct look *, const char *text, bool from1904);

/* --- the workbook (read_book.c) --- */

struct sheet {
	const char *name;
	const char *part; /* NULL: it has no cells, as charts have none */
	bool hidden;
};

struct book {
	struct read *read;
	zip_t *zip;
	bool from1904;
	struct sheet *sheets;
	size_t nsheets;
	struct look *looks; /* by the style of a cell */
	size_t nlooks;
	struct str strings; /* shared texts, each with a NUL */
	size_t *starts; /* nstrings + 1 of them */
	size_t nstrings;
};

/* All but the sheets; false with ->error set. */
bool book_open(struct book *, struct read *);
void book_close(struct book *);

/* Append text, _x000D_ being a line end. */
void book_unescape(struct str *, const char *text, size_t len);

/* Characters in UTF-8. */
size_t book_length(const char *text, size_t len);

/* --- a sheet (read_sheet.c) --- */

#define XLSX_AHEAD 30 /* rows looked at to find the header */

/* A row as it is in the sheet; cells from column A on. */
struct row {
	int64_t line;
	size_t ncells;
	struct read_cell *cells;
	size_t given; /* cells that have something in them */
	const char *remark; /* about the first odd one */
};

struct xlsx {
	struct book book;
	struct part part;
	const struct sheet *sheet;
	bool started; /* the part is open */
	bool ended;

	/* The row being parsed. */
	struct read_cell *cells; /* READ_COLUMNS_MAX of them */
	struct row row;
	struct keep *keep; /* where its texts go */
	size_t bytes; /* of those */
	size_t beyond; /* a column after READ_COLUMNS_MAX, from 1; or 0 */
	bool data; /* within sheetData */
	size_t column; /* of the next cell without a name */

	/* The cell being parsed. */
	struct str text;
	struct str out;
	char type; /* of the t attribute: n s i(nlineStr) f(str) b e d */
	int style;
	bool in_cell;
	int taking; /* within <v>, or <t> that counts */
	int phonetic;

	struct row ahead[XLSX_AHEAD]; /* read to find the header */
	size_t nahead;
	size_t at; /* of those, the next to be given */
	size_t first; /* sheet column of the first column */
};

/* Begin with x->sheet; false with ->error set. */
bool sheet_start(struct xlsx *);

/* The next row that has something in it, into x->row; false at the end. */
bool sheet_row(struct xlsx *);

/* Say something of the cell at x->column, unless it was said of another. */
void sheet_remark(struct xlsx *, const char *what);

/* Append "C", for 2. */
void sheet_column_name(struct str *, size_t column);

#endif
