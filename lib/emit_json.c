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

#include "copy.h"
#include "quote.h"

#include "banned.h"

/* Where a key goes in front of its value: {"id": or ,"name": */
struct json_key {
	const char *text;
	size_t len;
};

/* --- values --- */

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
		json_quote(out, text, (size_t)sqlite3_value_bytes(v));
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

/* --- rows --- */

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
