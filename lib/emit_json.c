/*
 * emit_json.c: rows as JSON, one array or one object a line, and text as JSON
 * string literals.
 *
 * Exports of a million rows are measured against sqlite3 -json, so a row goes
 * straight into the output's buffer: keys are made once, and text is copied
 * eight bytes at a time for as long as nothing in it needs an escape.
 */
#include "emit.h"

#include <math.h>
#include <string.h>

#include "emit_in.h"

#include "banned.h"

/* 1: must be looked at in a string. 2: also in JSON that is passed on. */
static const unsigned char special[256] = {
    [0x00 ... 0x1f] = 2,
    ['"'] = 1,
    ['\\'] = 1,
    [0x7f ... 0xff] = 2,
};

/* Where a key goes in front of its value: {"id": or ,"name": */
struct json_key {
	const char *text;
	size_t len;
};

/* --- text -------------------------------------------------------------- */

static inline bool
word_special(uint64_t w, uint64_t unused)
{
	uint64_t hit;

	(void)unused;
	hit = w | (w + WORD_ONES); /* from 0x7f up */
	hit |= (w - WORD_ONES * 0x20) & ~w; /* below the blank */
	hit |= word_has(w, '"') | word_has(w, '\\');
	return (hit & WORD_HIGHS) != 0;
}

/* Copy the head of the text that needs no care; returns its length. */
static size_t
plain_copy(char *to, const char *text, size_t len)
{
	size_t i = copy_careless(to, text, len, word_special, 0);

	for (; i < len && special[(unsigned char)text[i]] == 0; i++)
		to[i] = text[i];
	return i;
}

/* The length of the valid UTF-8 sequence above ASCII at p, or 0. */
static size_t
utf8_len(const unsigned char *p, size_t len)
{
	size_t i, n;

	if (p[0] >= 0xc2 && p[0] < 0xe0)
		n = 2;
	else if (p[0] >= 0xe0 && p[0] < 0xf0)
		n = 3;
	else if (p[0] >= 0xf0 && p[0] < 0xf5)
		n = 4;
	else
		return 0;
	if (len < n)
		return 0;
	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

/* One character of several bytes; returns how many of them were used. */
static size_t
wide_add(struct str *out, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = utf8_len(p, len);

	if (n == 0) {
		str_adds(out, "\xef\xbf\xbd");
		return 1;
	}
	if (p[0] == 0xc2 && p[1] < 0xa0)
		str_addf(out, "\\u00%02x", p[1]);
	else if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] | 1) == 0xa9)
		str_addf(out, "\\u20%02x", p[2] - 0x80);
	else
		str_add(out, text, n);
	return n;
}

static void
escape_add(struct str *out, unsigned char c)
{
	static const char names[] = "bfnrt\"\\", chars[] = "\b\f\n\r\t\"\\";
	const char *p = memchr(chars, c, sizeof(chars) - 1);

	if (p == NULL) {
		str_addf(out, "\\u%04x", c);
		return;
	}
	str_addc(out, '\\');
	str_addc(out, names[p - chars]);
}

static void
text_add(struct str *out, const char *text, size_t len, bool raw)
{
	unsigned char c;
	size_t n;

	while (len > 0) {
		n = plain_copy(room(out, len), text, len);
		out->len += n;
		text += n;
		len -= n;
		if (len == 0)
			break;
		c = (unsigned char)text[0];
		n = 1;
		if (c >= 0x80)
			n = wide_add(out, text, len);
		else if (!raw || c == 0x7f)
			escape_add(out, c);
		else
			str_addc(out, special[c] == 1 ? (char)c : ' ');
		text += n;
		len -= n;
	}
	out->ptr[out->len] = '\0';
}

/* As json_quote(), in line where rows are made. */
static inline void
quote_add(struct str *out, const char *text, size_t len)
{
	char *p = room(out, len + 2);
	size_t n;

	*p++ = '"';
	n = copy_careless(p, text, len, word_special, 0);
	out->len += n + 1;
	if (n < len) {
		text_add(out, text + n, len - n, false);
		p = room(out, 1);
	} else {
		p += n;
	}
	p[0] = '"';
	p[1] = '\0';
	out->len++;
}

void
json_quote(struct str *out, const char *text, size_t len)
{
	quote_add(out, text, len);
}

void
json_raw(struct str *out, const char *text, size_t len)
{
	text_add(out, text, len, true);
}

/* --- values ------------------------------------------------------------ */

/* A value whose kind does not change how it prints. */
static inline void
value_plain(struct str *out, sqlite3_value *v)
{
	const char *text;
	char *p;
	double d;

	switch (sqlite3_value_type(v)) {
	case SQLITE_NULL:
		memcpy(room(out, 4), "null", 4);
		out->len += 4;
		break;
	case SQLITE_INTEGER:
		p = int_print(room(out, 20), sqlite3_value_int64(v));
		out->len = (size_t)(p - out->ptr);
		break;
	case SQLITE_FLOAT:
		d = sqlite3_value_double(v);
		if (isfinite(d))
			real_print(out, d);
		else
			str_adds(out, "null");
		break;
	default:
		text = (const char *)sqlite3_value_text(v);
		quote_add(out, text, (size_t)sqlite3_value_bytes(v));
	}
}

static void
value_raw(struct str *out, sqlite3_value *v, const char *empty)
{
	const char *text = (const char *)sqlite3_value_text(v);
	size_t len = (size_t)sqlite3_value_bytes(v);

	if (len == 0)
		str_adds(out, empty);
	else
		json_raw(out, text, len);
}

static void
value_special(struct str *out, const struct emit *e,
    const struct emit_column *c, sqlite3_stmt *stmt, sqlite3_value *v)
{
	int type = sqlite3_value_type(v);

	if (type == SQLITE_NULL)
		str_adds(out, c->kind == KIND_LIST ? "[]" : "null");
	else if (c->kind == KIND_BOOL)
		str_adds(out, sqlite3_value_int(v) ? "true" : "false");
	else if (c->kind == KIND_MONEY)
		emit_amount(out, e, c, stmt, true);
	else if (c->kind == KIND_REAL && type != SQLITE_TEXT &&
		 isfinite(sqlite3_value_double(v)))
		rate_print(out, sqlite3_value_double(v), true);
	else if (c->kind == KIND_LIST && type == SQLITE_TEXT)
		value_raw(out, v, "[]");
	else if (c->kind == KIND_JSON && type == SQLITE_TEXT)
		value_raw(out, v, "null");
	else
		value_plain(out, v);
}

#define SPECIAL_KINDS                                                          \
	(1U << KIND_BOOL | 1U << KIND_MONEY | 1U << KIND_REAL |                \
	    1U << KIND_JSON | 1U << KIND_LIST)

/* --- rows -------------------------------------------------------------- */

static void
json_head(struct emit *e)
{
	struct json_key *keys;
	struct str key = STR_INIT;
	int i;

	keys = keep_alloc(&e->keep, (size_t)e->ncolumns * sizeof(*keys));
	for (i = 0; i < e->ncolumns; i++) {
		str_cut(&key, 0);
		str_addc(&key, i == 0 ? '{' : ',');
		json_quote(&key, e->columns[i].key, strlen(e->columns[i].key));
		str_addc(&key, ':');
		keys[i].text = keep_mem(&e->keep, key.ptr, key.len);
		keys[i].len = key.len;
	}
	str_free(&key);
	e->state = keys;
}

static void
object_add(struct emit *e, sqlite3_stmt *stmt)
{
	const struct json_key *keys = e->state;
	const struct emit_column *c;
	struct str *out = &e->out->buf;
	sqlite3_value *v;
	int i;

	for (i = 0; i < e->ncolumns; i++) {
		c = &e->columns[i];
		memcpy(room(out, keys[i].len), keys[i].text, keys[i].len);
		out->len += keys[i].len;
		/* Not protected, but no other thread uses the connection. */
		v = sqlite3_column_value(stmt, c->index);
		if ((SPECIAL_KINDS >> c->kind & 1) == 0)
			value_plain(out, v);
		else
			value_special(out, e, c, stmt, v);
	}
	str_addc(out, '}');
}

static void
json_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct str *out = &e->out->buf;

	if (e->one && e->nrows > 0) {
		e->error = "an answer about one thing has several rows";
		return;
	}
	if (!e->one)
		str_add(
		    out, e->nrows == 0 ? "[" : ",\n", e->nrows == 0 ? 1 : 2);
	object_add(e, stmt);
}

static void
json_tail(struct emit *e)
{
	struct str *out = &e->out->buf;

	if (e->nrows == 0)
		str_adds(out, e->one ? "{}\n" : "[]\n");
	else
		str_adds(out, e->one ? "\n" : "]\n");
}

static void
ndjson_row(struct emit *e, sqlite3_stmt *stmt)
{
	object_add(e, stmt);
	str_addc(&e->out->buf, '\n');
}

const struct emit_format emit_json = {
    .name = "json",
    .machine = true,
    .head = json_head,
    .row = json_row,
    .tail = json_tail,
};

const struct emit_format emit_ndjson = {
    .name = "ndjson",
    .machine = true,
    .head = json_head,
    .row = ndjson_row,
};
