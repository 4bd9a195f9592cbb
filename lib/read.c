/*
 * read.c: open a file, find out by its content what it is, and hand it to the
 * reader of that format.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "entity.h"
#include "read.h"
#include "read_in.h"

#include "banned.h"

#define SNIFF_BYTES 4096 /* where a pattern of NULs is looked for */

static const char utf16[] = "looks like UTF-16; "
			    "convert it with: iconv -f UTF-16 -t UTF-8";

/* What is no table of ours, and what to do about it. */
static const struct magic {
	const char *start; /* first bytes, ASCII case aside */
	const char *inside; /* also somewhere in the first block */
	const char *says;
} magics[] = {
    {"\x1f\x8b", NULL, "compressed; pipe it through gzip -dc"},
    {"BZh91AY&SY", NULL, "compressed; pipe it through bzip2 -dc"},
    {"\xfd\x37zXZ", NULL, "compressed; pipe it through xz -dc"},
    {"\x28\xb5\x2f\xfd", NULL, "compressed; pipe it through zstd -dc"},
    {"PK\x03\x04", "xl/w", "an .xlsx workbook; crm-import reads it"},
    {"PK\x03\x04", "opendocument.spreadsheet",
	"an OpenDocument workbook; save it as CSV"},
    {"PK\x03\x04", NULL, "a zip archive; unpack it first"},
    {"PK\x05\x06", NULL, "a zip archive with nothing in it"},
    {"\xd0\xcf\x11\xe0", NULL,
	"an old .xls workbook, or one with a password; save it as .xlsx "
	"without one, or as CSV"},
    {"%PDF-", NULL, "a PDF document; get the data as CSV"},
    {"BEGIN:VCARD", NULL, "a vCard file; crm-import reads it"},
    {"SQLite format 3", NULL, "an SQLite database; export it as CSV"},
    {"<?xml", NULL, "an XML document; save it as CSV"},
    {"<html", NULL, "an HTML page; save it as CSV"},
    {"<!doctype html", NULL, "an HTML page; save it as CSV"},
};

static const char *
raise_add(const struct read *r, struct keep *keep, const char *text)
{
	return r->limit == NULL || !r->raisable
		   ? text
		   : keep_printf(
			 keep, "%s; --max %s=N raises it", text, r->limit);
}

bool
read_fail(struct read *r, const char *fmt, ...)
{
	va_list ap;

	if (r->error == NULL) {
		va_start(ap, fmt);
		r->error = keep_vprintf(&r->keep, fmt, ap);
		va_end(ap);
		r->error = raise_add(r, &r->keep, r->error);
	}
	r->limit = NULL;
	return false;
}

bool
read_fail_row(struct read *r)
{
	return read_fail(r, "record on line %lld has more than %d bytes",
	    (long long)r->line, read_limited(r, LIMIT_ROW));
}

void
read_problem(struct read *r, int column, const char *fmt, ...)
{
	va_list ap;

	if (r->problem != NULL)
		return;
	va_start(ap, fmt);
	r->problem = keep_vprintf(&r->row, fmt, ap);
	va_end(ap);
	r->problem = raise_add(r, &r->row, r->problem);
	r->limit = NULL;
	r->problem_column = column;
}

static const struct read_cell absent = {.text = "", .type = READ_ABSENT};

void
read_filled(struct read *r, size_t n)
{
	if (r->source->filled < n)
		r->source->filled = n;
}

void
read_blank(struct read *r, size_t from)
{
	size_t *filled = &r->source->filled;

	while (*filled > from)
		r->cells[--*filled] = absent;
}

size_t
read_column_add(struct read *r, const char *name, size_t len)
{
	if (r->ncolumns == READ_COLUMNS_MAX) {
		read_fail(r, "line %lld: more than %d columns",
		    (long long)r->line, read_limited(r, LIMIT_COLUMNS));
		return SIZE_MAX;
	}
	r->names[r->ncolumns] = keep_mem(&r->keep, name, len);
	r->cells[r->ncolumns] = absent;
	return r->ncolumns++;
}

size_t
read_column(struct read *r, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < r->ncolumns; i++) {
		if (strncmp(r->names[i], name, len) == 0 &&
		    r->names[i][len] == '\0')
			return i;
	}
	return read_column_add(r, name, len);
}

void
read_found(struct read *r, const char *what, const char *value, const char *why)
{
	size_t i = 0;

	while (i < r->nfound && strcmp(r->found[i].what, what) != 0)
		i++;
	if (i == READ_FOUND_MAX)
		return;
	r->found[i] = (struct read_found){what, value, why};
	r->nfound += i == r->nfound;
}

/* Every second byte of western text in UTF-16 is NUL, and no other. */
const char *
read_utf16(const struct read *r)
{
	const struct read_source *s = r->source;
	size_t nuls[2] = {0, 0}, i, n, few, many;

	n = s->end < SNIFF_BYTES ? s->end : SNIFF_BYTES;
	for (i = 0; i < n; i++)
		nuls[i % 2] += s->buf[i] == '\0';
	few = nuls[0] < nuls[1] ? nuls[0] : nuls[1];
	many = nuls[0] + nuls[1] - few;
	if (many <= 1 || many <= n / 5 || few > many / 10)
		return NULL;
	return nuls[1] == many ? "UTF-16LE" : "UTF-16BE";
}

static bool
is_utf16(const struct read *r)
{
	return read_starts(r, "\xff\xfe", 2) || read_starts(r, "\xfe\xff", 2) ||
	       read_utf16(r) != NULL;
}

static const char *
find_magic(const struct read *r)
{
	const struct read_source *s = r->source;
	const struct magic *m;
	size_t i;

	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		m = &magics[i];
		if (read_starts(r, m->start, strlen(m->start)) &&
		    (m->inside == NULL || memmem(s->buf, s->end, m->inside,
					      strlen(m->inside)) != NULL))
			return m->says;
	}
	return NULL;
}

/* An object, or an array of objects; a CSV header may well begin with "[". */
static bool
is_json(const struct read_source *s)
{
	static const char space[] = " \t\r\n";
	const char *p = s->buf + s->pos, *end = s->buf + s->end;

	while (p < end && memchr(space, *p, 4) != NULL)
		p++;
	if (p == end || *p != '[')
		return p < end && *p == '{';
	for (p++; p < end && memchr(space, *p, 4) != NULL; p++)
		continue;
	return p == end || *p == '{' || *p == ']';
}

/* Decide about the encoding; without further formats it is UTF-8. */
static bool
decode_start(struct read *r, const struct read_hints *hints)
{
	struct read_source *s = r->source;

	r->encoding = "UTF-8";
	if (hints->formats == NULL && is_utf16(r))
		return read_fail(r, "%s", utf16);
	r->bom = read_starts(r, "\xef\xbb\xbf", 3);
	s->pos += r->bom ? 3 : 0;
	return hints->formats == NULL || hints->formats->decode(r, hints);
}

/* The further format that the file is, NULL when it is none of them. */
static const struct read_kind *
find_kind(const struct read *r, const struct read_hints *hints, bool bytes)
{
	const struct read_kind *k;

	if (hints->formats == NULL || hints->format != NULL)
		return NULL;
	for (k = hints->formats->kinds; k->name != NULL; k++)
		if (k->bytes == bytes && k->is(r))
			return k;
	return NULL;
}

static void
recognise(struct read *r, const struct read_hints *hints)
{
	const struct read_kind *kind = find_kind(r, hints, true);
	const char *says = NULL, *format = hints->format;

	if (kind == NULL && find_kind(r, hints, false) == NULL)
		says = find_magic(r);
	if (kind == NULL && says == NULL) {
		if (!decode_start(r, hints))
			return;
		kind = find_kind(r, hints, false);
		says = kind == NULL ? find_magic(r) : NULL;
	}
	if (format == NULL)
		format = is_json(r->source) ? "ndjson" : "csv";
	if (says != NULL)
		read_fail(r, "%s", says);
	else if (kind != NULL)
		kind->open(r, hints);
	else if (strcmp(format, "ndjson") == 0)
		read_json_open(r, hints);
	else if (strcmp(format, "csv") == 0)
		read_csv_open(r, hints);
	else
		read_fail(r, "no format \"%s\", but csv and ndjson", format);
}

struct read *
read_open(const char *file, const struct read_hints *hints)
{
	static const struct read_hints none;
	struct read *r;

	r = mem_alloc(sizeof(*r));
	*r = (struct read){
	    .problem_column = -1,
	    .raw = STR_INIT,
	    .keep = KEEP_INIT,
	    .row = KEEP_INIT,
	};
	r->file = keep_text(&r->keep, file);
	r->names = keep_alloc(&r->keep, READ_COLUMNS_MAX * sizeof(*r->names));
	r->cells = keep_alloc(&r->keep, READ_COLUMNS_MAX * sizeof(*r->cells));
	r->source = keep_alloc(&r->keep, sizeof(*r->source));
	r->raisable = hints != NULL && hints->raisable;
	if (read_source_open(r))
		recognise(r, hints == NULL ? &none : hints);
	return r;
}

bool
read_next(struct read *r)
{
	if (r->error != NULL)
		return false;
	keep_reset(&r->row);
	str_cut(&r->raw, 0);
	r->problem = NULL;
	r->problem_column = -1;
	r->remark = NULL;
	if (!r->ops->next(r))
		return false;
	r->rows++;
	return true;
}

const struct read_cell *
read_cell_of(const struct read *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->ncolumns; i++)
		if (strcmp(r->names[i], name) == 0)
			return r->cells[i].type == READ_ABSENT ? NULL
							       : &r->cells[i];
	return NULL;
}

void
read_where(const struct read *r, struct str *out, int64_t line, int column)
{
	str_adds(out, r->file);
	if (r->ops != NULL && r->ops->where != NULL) {
		str_adds(out, ": ");
		r->ops->where(r, out, line, column);
	} else {
		str_addf(out, ":%lld", (long long)line);
	}
}

void
read_close(struct read *r)
{
	if (r == NULL)
		return;
	if (r->ops != NULL)
		r->ops->close(r);
	read_source_close(r);
	str_free(&r->raw);
	keep_free(&r->row);
	keep_free(&r->keep);
	free(r);
}
