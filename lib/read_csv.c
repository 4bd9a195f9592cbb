/*
 * read_csv.c: records out of comma (semicolon, tab, pipe) separated text.
 *
 * libcsv takes fields apart, but alone it swallows the rest of a file after a
 * stray quote and counts no lines. So a guard (read_guard.c) goes ahead of it
 * and libcsv is fed one sound record at a time.
 */
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "read_csv.h"
#include "read_in.h"

#include "banned.h"

#define FIELD_STEP (64 << 10) /* libcsv's field buffer grows by this */

/* libcsv would trim blanks, and keep text that came after a quote. */
static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void
csv_suspect(struct csv *c, const char *text, size_t len)
{
	int column = (int)c->nfields;

	if (memchr(text, '\0', len) != NULL)
		read_problem(c->read, column, "has a NUL byte");
	if (len > READ_FIELD_MAX)
		read_problem(c->read, column, "more than %d bytes in column %d",
		    read_limited(c->read, LIMIT_FIELD), column + 1);
}

static void
csv_field(void *text, size_t len, void *arg)
{
	struct csv *c = arg;

	if (c->nfields < READ_COLUMNS_MAX) {
		if (len > 0) /* text may be NULL */
			memcpy(c->room, text, len);
		c->room[len] = '\0';
		c->read->cells[c->nfields] = read_cell(c->room, len, READ_TEXT);
		if (c->suspect)
			csv_suspect(c, c->room, len);
		c->room += len + 1;
	}
	c->nfields++;
}

/* A record without a quote: nothing to take apart but at the delimiters. */
static void
plain_fields(struct csv *c, const struct csv_scan *s, size_t len)
{
	char *to = memcpy(c->room, s->p, len), *end = to + len, *stop;

	*end = '\0';
	do {
		stop = memchr(to, s->delim, (size_t)(end - to));
		if (stop == NULL)
			stop = end;
		*stop = '\0';
		if (c->nfields < READ_COLUMNS_MAX)
			c->read->cells[c->nfields] =
			    read_cell(to, (size_t)(stop - to), READ_TEXT);
		if (c->suspect)
			csv_suspect(c, to, (size_t)(stop - to));
		c->nfields++;
		to = stop + 1;
	} while (stop < end);
}

void
csv_fields(struct csv *c, const struct csv_scan *s)
{
	size_t len = (size_t)(s->stop - s->p);

	c->nfields = 0;
	/* Fields are never longer than in the file; each gets a NUL. */
	c->room = str_room(&c->text, len + READ_COLUMNS_MAX);
	if (memchr(s->p, '"', len) == NULL)
		plain_fields(c, s, len);
	else if (csv_parse(&c->parser, s->p, len, csv_field, NULL, c) != len ||
		 csv_fini(&c->parser, csv_field, NULL, c) != 0)
		read_fail(c->read, "%s", csv_strerror(csv_error(&c->parser)));
	read_filled(c->read,
	    c->nfields < READ_COLUMNS_MAX ? c->nfields : READ_COLUMNS_MAX);
}

/* There is no record; say why unless it is the plain end of the file. */
static bool
csv_stop(struct read *r, enum csv_scanned rc)
{
	struct csv *c = r->state;
	const char *within = "";

	if (rc == CSV_END)
		return false;
	if (rc == CSV_OPEN_LINES)
		within = keep_printf(
		    &r->row, " in %d lines", read_limited(r, LIMIT_LINES));
	if (rc == CSV_OPEN_BYTES)
		within = keep_printf(
		    &r->row, " in %d bytes", read_limited(r, LIMIT_FIELD));
	return read_fail(r, "quote opened on line %lld never closed%s",
	    (long long)c->line + c->scan.lines, within);
}

/* A spreadsheet keeps rows that were cleared: nothing but delimiters. */
static bool
is_blank_line(const struct csv_scan *s)
{
	const char *p = s->p;

	while (p < s->stop && (*p == s->delim || *p == ' ' || *p == '\t'))
		p++;
	return p == s->stop;
}

/* Stand on the next record that is no blank line. */
bool
csv_step(struct read *r)
{
	struct csv *c = r->state;
	struct csv_scan *s = &c->scan;
	enum csv_scanned rc;

	do {
		r->line = c->line;
		while ((rc = csv_scan_record(s)) == CSV_MORE) {
			if (!read_more(r))
				return false;
			csv_scan_start(s, r->source);
		}
		if (rc != CSV_RECORD)
			return csv_stop(r, rc);
		r->source->pos = (size_t)(s->next - r->source->buf);
		c->line += s->lines + 1;
	} while (is_blank_line(s));
	return true;
}

/* The next record: raw and cells, or a problem. */
static bool
csv_take(struct read *r)
{
	struct csv *c = r->state;
	struct csv_scan *s = &c->scan;
	size_t len;

	if (!csv_step(r))
		return false;
	len = (size_t)(s->stop - s->p);
	if (len > READ_ROW_MAX)
		return read_fail_row(r);
	str_add(&r->raw, s->p, len);
	if (s->junk != 0) {
		read_problem(r, s->junk - 1,
		    "text after a closing quote in column %d", s->junk);
		return true;
	}
	c->suspect = len > READ_FIELD_MAX || memchr(s->p, '\0', len) != NULL;
	csv_fields(c, s);
	return r->error == NULL;
}

/* Delimiters behind the last column take nothing away. */
static bool
is_rest_blank(const struct csv *c)
{
	size_t i;

	if (c->nfields > READ_COLUMNS_MAX)
		return false;
	for (i = c->read->ncolumns; i < c->nfields; i++)
		if (c->read->cells[i].len > 0)
			return false;
	return true;
}

static bool
csv_next(struct read *r)
{
	struct csv *c = r->state;

	if (!csv_take(r))
		return false;
	if (r->problem == NULL && c->nfields > r->ncolumns && !is_rest_blank(c))
		read_problem(r, -1, "%zu fields, the header has %zu",
		    c->nfields, r->ncolumns);
	if (r->problem != NULL) {
		read_blank(r, 0);
	} else if (c->nfields < r->ncolumns) {
		r->remark =
		    keep_printf(&r->row, "%zu field%s, the header has %zu",
			c->nfields, c->nfields == 1 ? "" : "s", r->ncolumns);
		read_blank(r, c->nfields);
	}
	return true;
}

static void
csv_close(struct read *r)
{
	struct csv *c = r->state;

	csv_free(&c->parser);
	str_free(&c->text);
	free(c);
}

static void
csv_header(struct read *r, bool headerless_ok)
{
	struct csv *c = r->state;
	const struct read_cell *cell;
	char *name;
	size_t i;

	if (!csv_take(r)) {
		if (!headerless_ok)
			read_fail(r, "empty file");
		return;
	}
	if (r->problem != NULL)
		read_fail(r, "line %lld: the header: %s", (long long)r->line,
		    r->problem);
	if (c->nfields > READ_COLUMNS_MAX)
		read_fail(r, "line %lld: more than %d columns",
		    (long long)r->line, read_limited(r, LIMIT_COLUMNS));
	for (i = 0; i < c->nfields && r->error == NULL; i++) {
		cell = &r->cells[i];
		name = keep_printf(&r->row, "column %zu", i + 1);
		if (cell->len > 0)
			read_column_add(r, cell->text, cell->len);
		else
			read_column_add(r, name, strlen(name));
	}
}

static void
csv_found(struct read *r, bool given, bool order, size_t titles)
{
	const char *why = given	  ? "--delimiter"
			  : order ? "the first line orders it"
				  : "parts the first records most alike";

	read_found(r, "format", "csv", "no other format");
	read_found(r, "delimiter",
	    r->delimiter == '\t' ? "tab" : keep_mem(&r->keep, &r->delimiter, 1),
	    r->ncolumns > 1 ? why : "there is but one column");
	read_found(r, "header",
	    keep_printf(&r->keep, "%lld", (long long)r->line),
	    titles == 0 ? "the first line"
			: "the first line that fills most of the columns");
	if (titles > 0)
		r->notice = keep_printf(&r->keep,
		    "the header is line %lld, below %zu of other text",
		    (long long)r->line, titles);
}

void
read_csv_open(struct read *r, const struct read_hints *hints)
{
	static const struct read_ops ops = {
	    .name = "csv", .next = csv_next, .close = csv_close};
	struct csv *c;
	size_t titles, i;
	char order;

	c = mem_alloc(sizeof(*c));
	*c = (struct csv){.read = r, .text = STR_INIT, .line = 1};
	r->ops = &ops;
	r->format = ops.name;
	r->headed = true;
	r->state = c;
	csv_init(&c->parser, 0);
	csv_set_space_func(&c->parser, no_space);
	csv_set_blk_size(&c->parser, FIELD_STEP);
	csv_set_realloc_func(&c->parser, mem_grow);
	csv_scan_start(&c->scan, r->source);
	order = csv_order(r);
	r->delimiter = hints->delimiter;
	if (r->delimiter == '\0')
		r->delimiter = order != '\0' ? order : csv_sniff(c);
	if (strchr("\r\n\"", r->delimiter) != NULL) {
		read_fail(r, "a quote or a line end cannot part fields");
		return;
	}
	c->scan.delim = r->delimiter;
	csv_set_delim(&c->parser, (unsigned char)r->delimiter);
	titles = csv_titles(c);
	for (i = 0; i < titles; i++)
		csv_step(r);
	csv_header(r, hints->headerless_ok);
	csv_found(r, hints->delimiter != '\0', order != '\0', titles);
}
