/*
 * import_reject.c: the rows that could not be used: named one by one, and
 * written as they were, with the line and the reason, to be mended.
 */
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "import_in.h"
#include "out.h"

#include "banned.h"

/* Columns that may still come have no place in a header. */
static bool
is_json(const struct read *r)
{
	return !r->headed;
}

/* --- one row as it was --- */

static void
csv_cells(struct str *out, const struct read *r)
{
	bool first = true;
	size_t i;

	for (i = 0; i < r->ncolumns; i++) {
		if (map_is_reject(r->names[i]))
			continue;
		if (!first)
			str_addc(out, r->delimiter);
		first = false;
		if (r->cells[i].len > 0)
			csv_quote(out, r->cells[i].text, r->cells[i].len,
			    r->delimiter);
	}
}

static void
json_cells(struct str *out, const struct read *r)
{
	const struct read_cell *c;
	size_t i;

	str_addc(out, '{');
	for (i = 0; i < r->ncolumns; i++) {
		c = &r->cells[i];
		if (c->type == READ_ABSENT || map_is_reject(r->names[i]))
			continue;
		if (out->ptr[out->len - 1] != '{')
			str_addc(out, ',');
		json_quote(out, r->names[i], strlen(r->names[i]));
		str_addc(out, ':');
		if (c->type == READ_TEXT)
			json_quote(out, c->text, c->len);
		else if (c->type == READ_NULL)
			str_adds(out, "null");
		else
			json_raw(out, c->text, c->len);
	}
}

/* A row that could not be taken apart is kept as one text. */
void
reject_text(struct str *out, const char *text, size_t len)
{
	str_addc(out, '\0');
	str_add(out, text, len);
}

void
reject_raw(struct str *out, const struct read *r)
{
	if (r->problem != NULL) {
		reject_text(out, r->raw.ptr, r->raw.len);
	} else if (is_json(r)) {
		json_cells(out, r);
	} else {
		csv_cells(out, r);
	}
}

static bool
is_broken(const struct reject *j)
{
	return j->rawlen > 0 && j->raw[0] == '\0';
}

/* --- gathering --- */

void
reject_add(struct rejects *rj, int64_t line, const char *raw, size_t rawlen,
    const char *why)
{
	if (rj->file == NULL)
		return;
	if (rj->n == rj->cap) {
		rj->cap = rj->cap == 0 ? 64 : rj->cap * 2;
		rj->list = mem_grow(rj->list, rj->cap * sizeof(*rj->list));
	}
	rj->list[rj->n++] =
	    (struct reject){line, keep_mem(&rj->keep, raw, rawlen), rawlen,
		keep_text(&rj->keep, why)};
}

void
reject_free(struct rejects *rj)
{
	free(rj->list);
	keep_free(&rj->keep);
}

static int
by_line(const void *a, const void *b)
{
	const struct reject *ra = a, *rb = b;

	return (ra->line > rb->line) - (ra->line < rb->line);
}

/* --- writing --- */

static void
json_write(struct str *out, const struct reject *j)
{
	if (is_broken(j)) {
		str_adds(out, "{\"_text\":");
		json_quote(out, j->raw + 1, j->rawlen - 1);
	} else {
		str_add(out, j->raw, j->rawlen);
	}
	if (out->ptr[out->len - 1] != '{')
		str_addc(out, ',');
	str_addf(out, "\"_line\":%lld,\"_error\":", (long long)j->line);
	json_quote(out, j->why, strlen(j->why));
	str_adds(out, "}\n");
}

static void
csv_head(struct str *out, const struct read *r, bool broken)
{
	size_t i;

	for (i = 0; i < r->ncolumns; i++) {
		if (map_is_reject(r->names[i]))
			continue;
		csv_quote(out, r->names[i], strlen(r->names[i]), r->delimiter);
		str_addc(out, r->delimiter);
	}
	str_addf(out, "_line%c_error", r->delimiter);
	if (broken)
		str_addf(out, "%c_text", r->delimiter);
	str_addc(out, '\n');
}

static void
csv_write(
    struct str *out, const struct read *r, const struct reject *j, bool broken)
{
	size_t i;

	if (!is_broken(j)) {
		str_add(out, j->raw, j->rawlen);
		str_addc(out, r->delimiter);
	} else {
		for (i = 0; i < r->ncolumns; i++)
			if (!map_is_reject(r->names[i]))
				str_addc(out, r->delimiter);
	}
	str_addf(out, "%lld%c", (long long)j->line, r->delimiter);
	csv_quote(out, j->why, strlen(j->why), r->delimiter);
	if (broken)
		str_addc(out, r->delimiter);
	if (is_broken(j))
		csv_quote(out, j->raw + 1, j->rawlen - 1, r->delimiter);
	str_addc(out, '\n');
}

void
reject_write(struct rejects *rj, const struct read *r, struct out *out)
{
	bool broken = false;
	size_t i;

	if (rj->n > 1)
		qsort(rj->list, rj->n, sizeof(*rj->list), by_line);
	for (i = 0; i < rj->n; i++)
		broken |= is_broken(&rj->list[i]);
	if (!is_json(r))
		csv_head(&out->buf, r, broken);
	for (i = 0; i < rj->n; i++) {
		if (is_json(r))
			json_write(&out->buf, &rj->list[i]);
		else
			csv_write(&out->buf, r, &rj->list[i], broken);
		out_spill(out);
	}
	out_spill(out);
}
