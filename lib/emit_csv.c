/*
 * emit_csv.c: rows as RFC 4180, with commas or tabs, exact enough to be read
 * back as they were.
 *
 * As in emit_json.c a text is copied eight bytes at a time, and only one that
 * turns out to need quotes is looked at again.
 */
#include "emit.h"

#include <string.h>

#include "copy.h"

#include "banned.h"

struct csv {
	char delimiter;
	const char *eol;
};

/* --- text --- */

/* Does RFC 4180 want quotes for one of eight bytes? */
static inline bool
word_special(uint64_t w, uint64_t delimiter)
{
	uint64_t hit;

	hit = word_has(w, (unsigned char)delimiter) | word_has(w, '"') |
	      word_has(w, '\n') | word_has(w, '\r');
	return (hit & WORD_HIGHS) != 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* As csv_quote() where quotes are needed; there is room. */
static void
quote_put(struct str *out, const char *text, size_t len)
{
	const char *end = text + len, *quote;
	char *p = out->ptr + out->len;
	size_t n;

	*p++ = '"';
	for (; text < end; text += n) {
		quote = memchr(text, '"', (size_t)(end - text));
		n = quote == NULL ? (size_t)(end - text)
				  : (size_t)(quote - text) + 1;
		memcpy(p, text, n);
		p += n;
		if (quote != NULL)
			*p++ = '"';
	}
	*p++ = '"';
	*p = '\0';
	out->len = (size_t)(p - out->ptr);
}

/* In line where rows are made. */
static inline void
field_put(struct str *out, const char *text, size_t len, char delimiter)
{
	char *p = room(out, 2 * len + 2);

	if (len > 0 && !is_blank(text[0]) && !is_blank(text[len - 1]) &&
	    copy_careless(
		p, text, len, word_special, (unsigned char)delimiter) == len) {
		p[len] = '\0';
		out->len += len;
		return;
	}
	quote_put(out, text, len);
}

void
csv_quote(struct str *out, const char *text, size_t len, char delimiter)
{
	field_put(out, text, len, delimiter);
}

/* Would a spreadsheet take it for a formula, or import for a guarded one? */
static bool
needs_guard(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && text[i] == '\'')
		i++;
	return i < len && memchr("=+-@\t\r", text[i], 6) != NULL;
}

/*
 * Quote what stands at the end of the line from start on: a value can be
 * printed where it belongs and still be looked at afterwards.
 */
static void
requote(struct emit *e, size_t start, bool guard)
{
	const struct csv *csv = e->state;
	struct str *out = &e->out->buf;
	size_t len = out->len - start;
	char *raw;

	/* With room for it all, nothing moves while it is quoted. */
	str_room(out, 2 * len + 16);
	raw = out->ptr + start;
	if (guard && e->excel && needs_guard(raw, len)) {
		memmove(raw + 1, raw, len);
		raw[0] = '\'';
		out->len = start + ++len;
	}
	csv_quote(out, raw, len, csv->delimiter);
	memmove(raw, raw + len, out->len - start - len);
	str_cut(out, out->len - len);
}

static inline void
text_add(struct emit *e, const char *text, size_t len)
{
	const struct csv *csv = e->state;
	struct str *out = &e->out->buf;
	size_t start = out->len;

	if (!e->excel) {
		field_put(out, text, len, csv->delimiter);
		return;
	}
	str_add(out, text, len);
	requote(e, start, true);
}

/* --- rows --- */

#define SPECIAL_KINDS (1U << KIND_MONEY | 1U << KIND_REAL | 1U << KIND_LIST)

/* Nothing is printed for NULL, nor for a list or sum with nothing in it. */
static inline void
cell_add(struct emit *e, const struct emit_column *c, sqlite3_stmt *stmt)
{
	/* Not protected, but no other thread uses the connection. */
	sqlite3_value *v = sqlite3_column_value(stmt, c->index);
	struct str *out = &e->out->buf;
	size_t start = out->len;
	const char *text;
	int type = sqlite3_value_type(v);

	if (type == SQLITE_NULL)
		return;
	if (c->kind == KIND_BOOL) {
		str_add(out, sqlite3_value_int(v) ? "yes" : "no",
		    sqlite3_value_int(v) ? 3 : 2);
	} else if (c->kind == KIND_MONEY && type == SQLITE_INTEGER) {
		emit_amount(out, e, c, stmt, false);
	} else if ((SPECIAL_KINDS >> c->kind & 1) != 0) {
		emit_text(out, e, c, stmt, false);
		if (type == SQLITE_TEXT && out->len > start)
			requote(e, start, c->kind != KIND_MONEY);
	} else if (type == SQLITE_INTEGER) {
		out->len =
		    (size_t)(int_print(room(out, 20), sqlite3_value_int64(v)) -
			     out->ptr);
	} else if (type == SQLITE_FLOAT) {
		real_print(out, sqlite3_value_double(v));
	} else {
		text = (const char *)sqlite3_value_text(v);
		text_add(e, text, (size_t)sqlite3_value_bytes(v));
	}
}

static void
csv_row(struct emit *e, sqlite3_stmt *stmt)
{
	const struct csv *csv = e->state;
	struct str *out = &e->out->buf;
	size_t start = out->len;
	int i;

	for (i = 0; i < e->ncolumns; i++) {
		if (i > 0) {
			*room(out, 1) = csv->delimiter;
			out->len++;
		}
		cell_add(e, &e->columns[i], stmt);
	}
	/* A line with nothing on it is no row to most readers. */
	if (out->len == start)
		str_add(out, "\"\"", 2);
	str_add(out, csv->eol, csv->eol[0] == '\r' ? 2 : 1);
}

static void
head_delimited(struct emit *e, char delimiter)
{
	struct csv *csv = keep_alloc(&e->keep, sizeof(*csv));
	struct str *out = &e->out->buf;
	int i;

	csv->delimiter = delimiter;
	csv->eol = e->excel ? "\r\n" : "\n";
	e->state = csv;
	if (e->excel)
		str_adds(out, "\xef\xbb\xbf");
	for (i = 0; i < e->ncolumns; i++) {
		if (i > 0)
			str_addc(out, delimiter);
		text_add(e, e->columns[i].key, strlen(e->columns[i].key));
	}
	str_adds(out, csv->eol);
}

static void
csv_head(struct emit *e)
{
	head_delimited(e, ',');
}

static void
tsv_head(struct emit *e)
{
	head_delimited(e, '\t');
}

const struct emit_format emit_csv = {
    .name = "csv",
    .machine = true,
    .head = csv_head,
    .row = csv_row,
};

const struct emit_format emit_tsv = {
    .name = "tsv",
    .machine = true,
    .head = tsv_head,
    .row = csv_row,
};
