/*
 * read_json.c: records out of JSON, one object a line or one array of objects.
 *
 * What is plain is read by read_plain.c. jansson judges each other object and
 * decodes its strings. What it would not give back as it was written, numbers
 * and nested values, is taken from the text itself, which is known to be sound
 * by then.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "read.h"
#include "read_in.h"

#include "banned.h"

#define LOAD_FLAGS                                                             \
	(JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL | JSON_DECODE_ANY)

enum layout {
	LAYOUT_LINES, /* an object a line */
	LAYOUT_OBJECTS, /* objects over several lines, one after the other */
	LAYOUT_ARRAY /* the same within [ ] and parted by commas */
};

struct json {
	enum layout layout;
	json_t *doc; /* the record; the cells point into it */
	int64_t line; /* at the source's pos */
	bool first; /* no element was read yet */
	bool closed; /* the ] was read */
	size_t column; /* likely to be next: objects mostly
			  have their keys in one order */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

/* Past the string whose opening quote is at p; NULL if it does not end. */
static const char *
skip_string(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\' && p + 1 < end)
			p++;
	}
	return NULL;
}

/* Past the value at p; NULL if it does not end before end. */
static const char *
skip_value(const char *p, const char *end)
{
	int64_t depth = 0;

	while (p < end) {
		if (*p == '"') {
			p = skip_string(p, end);
			if (p == NULL || depth == 0)
				return p;
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if (depth == 0 &&
			 (is_space(*p) || memchr(",:]}", *p, 4) != NULL))
			return p;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
		p++;
	}
	return NULL;
}

/*
 * Is this too much to build a tree of? jansson takes up to 400 bytes for a
 * value of
 * two bytes. Strings out of order are for jansson to find.
 */
static bool
is_too_much(struct read *r, const char *p, const char *end)
{
	size_t depth = 0, values = 0;

	while (p != NULL && p < end) {
		depth += *p == '{' || *p == '[';
		depth -= (*p == '}' || *p == ']') && depth > 0;
		values += *p == ',' || *p == '{' || *p == '[';
		if (depth > READ_DEPTH_MAX) {
			read_problem(r, -1, "JSON nested deeper than %d",
			    read_limited(r, LIMIT_DEPTH));
			return true;
		}
		if (values > read_limits[LIMIT_VALUES].value) {
			read_problem(r, -1, "more than %d JSON values",
			    read_limited(r, LIMIT_VALUES));
			return true;
		}
		p = *p == '"' ? skip_string(p, end) : p + 1;
	}
	return false;
}

/* The text of a value without the space between its tokens. */
static void
cell_compact(
    struct read *r, struct read_cell *cell, const char *p, const char *end)
{
	char *to = keep_alloc(&r->row, (size_t)(end - p) + 1);
	const char *q;

	cell->text = to;
	while (p < end) {
		q = *p == '"' ? skip_string(p, end) : p + 1;
		if (!is_space(*p)) {
			memcpy(to, p, (size_t)(q - p));
			to += q - p;
		}
		p = q;
	}
	cell->len = (size_t)(to - cell->text);
}

/* value is what jansson made of the text from p to end. */
static void
cell_set(struct read *r, struct read_cell *cell, json_t *value, const char *p,
    const char *end)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		*cell = read_cell(json_string_value(value),
		    json_string_length(value), READ_TEXT);
		break;
	case JSON_OBJECT:
	case JSON_ARRAY:
		cell->type = READ_JSON;
		cell_compact(r, cell, p, end);
		break;
	case JSON_NULL:
		*cell = read_cell("", 0, READ_NULL);
		break;
	default:
		cell->type = json_is_boolean(value) ? READ_BOOL : READ_TEXT;
		cell->number = cell->type == READ_TEXT;
		cell->len = (size_t)(end - p);
		cell->text = keep_mem(&r->row, p, cell->len);
	}
}

static size_t
key_column(struct read *r, const char *key)
{
	struct json *j = r->state;
	size_t column = j->column;

	if (column >= r->ncolumns || strcmp(r->names[column], key) != 0)
		column = read_column(r, key, strlen(key));
	j->column = column + 1;
	return column;
}

/*
 * jansson keeps the members in the order of the text, so both are walked side
 * by side: a string key, a colon, a value, a comma.
 */
static void
set_cells(struct read *r, const char *p, const char *end)
{
	struct json *j = r->state;
	const char *key, *stop;
	size_t column;
	void *it;

	j->column = 0;
	p = skip_space(p, end);
	for (it = json_object_iter(j->doc); it != NULL;
	     it = json_object_iter_next(j->doc, it)) {
		key = json_object_iter_key(it);
		p = skip_string(skip_space(p + 1, end), end);
		p = skip_space(skip_space(p, end) + 1, end);
		stop = skip_value(p, end);
		if (strlen(key) > READ_KEY_MAX) {
			read_problem(r, -1, "a JSON key of more than %d bytes",
			    READ_KEY_MAX);
			return;
		}
		column = key_column(r, key);
		if (column == SIZE_MAX)
			return;
		if ((size_t)(stop - p) > READ_FIELD_MAX)
			read_problem(r, (int)column,
			    "more than %d bytes in a field",
			    read_limited(r, LIMIT_FIELD));
		read_filled(r, column + 1);
		cell_set(
		    r, &r->cells[column], json_object_iter_value(it), p, stop);
		p = skip_space(stop, end);
	}
}

/* A message of jansson may quote the file, control characters and all. */
static void
syntax_problem(struct read *r, const json_error_t *error)
{
	struct json *j = r->state;
	enum json_error_code code = json_error_code(error);
	char *text, *p;

	text = keep_text(&r->row, error->text);
	if (code == json_error_null_character ||
	    code == json_error_null_byte_in_key)
		text = keep_text(&r->row, "has a NUL character");
	for (p = text; *p != '\0'; p++) {
		if (iscntrl((unsigned char)*p))
			*p = '?';
	}
	if (j->layout == LAYOUT_LINES)
		read_problem(r, -1, "column %d: %s", error->column, text);
	else
		read_problem(r, -1, "bad JSON: %s", text);
}

/*
 * The record is this text. Numbers are read as reals so that one too big for
 * 64 bits is no error; their text is taken from the file anyway.
 */
static bool
json_record(struct read *r, const char *p, const char *end)
{
	struct json *j = r->state;
	json_error_t error;

	read_blank(r, 0);
	json_decref(j->doc);
	str_add(&r->raw, p, (size_t)(end - p));
	j->doc = NULL;
	/* jansson overlooks a NUL that follows a number. */
	if (memchr(p, '\0', (size_t)(end - p)) != NULL)
		read_problem(r, -1, "has a NUL byte");
	if (r->problem != NULL)
		return true;
	if (read_plain(r, p, (size_t)(end - p)))
		return true;
	if (r->error != NULL)
		return false;
	if (is_too_much(r, p, end))
		return true;
	j->doc = json_loadb(p, (size_t)(end - p), LOAD_FLAGS, &error);
	if (j->doc == NULL)
		syntax_problem(r, &error);
	else if (!json_is_object(j->doc))
		read_problem(r, -1, "not a JSON object");
	else
		set_cells(r, p, end);
	if (r->problem != NULL)
		read_blank(r, 0);
	return r->error == NULL;
}

/* The next line that is not blank. */
static bool
next_line(struct read *r)
{
	struct json *j = r->state;
	struct read_source *s = r->source;
	const char *p, *end;

	do {
		r->line = j->line;
		end = memchr(s->buf + s->pos, '\n', s->end - s->pos);
		while (end == NULL && !s->eof) {
			if (!read_more(r))
				return false;
			end = memchr(s->buf, '\n', s->end);
		}
		p = s->buf + s->pos;
		if (end == NULL)
			end = s->buf + s->end;
		if (p == s->buf + s->end)
			return false;
		s->pos = (size_t)(end - s->buf) + (end < s->buf + s->end);
		j->line++;
		if (end > p && end[-1] == '\r')
			end--;
	} while (skip_space(p, end) == end);
	if ((size_t)(end - p) > READ_ROW_MAX)
		return read_fail_row(r);
	return json_record(r, p, end);
}

/* The next byte that is no white space, not used up; -1 at the end. */
static int
peek(struct read *r)
{
	struct json *j = r->state;
	struct read_source *s = r->source;

	for (;;) {
		for (; s->pos < s->end; s->pos++) {
			if (!is_space(s->buf[s->pos]))
				return (unsigned char)s->buf[s->pos];
			j->line += s->buf[s->pos] == '\n';
		}
		if (s->eof || !read_more(r))
			return -1;
	}
}

static bool
fail_here(struct read *r, const char *what)
{
	struct json *j = r->state;

	return read_fail(r, "line %lld: %s", (long long)j->line, what);
}

/* Over what stands between two elements; false if there is no other. */
static bool
to_element(struct read *r)
{
	struct json *j = r->state;
	int c = peek(r);

	if (j->layout == LAYOUT_OBJECTS)
		return c != -1;
	if (c == ']' && !j->closed) {
		r->source->pos++;
		j->closed = true;
		c = peek(r);
	}
	if (j->closed)
		return c != -1 && fail_here(r, "text after the JSON array");
	if (c == ',' && !j->first) {
		r->source->pos++;
		c = peek(r);
	} else if (c != -1 && !j->first) {
		return fail_here(r, "neither comma nor ] after a JSON value");
	}
	return c != -1 || fail_here(r, "the JSON array is cut off");
}

static bool
next_element(struct read *r)
{
	struct json *j = r->state;
	struct read_source *s = r->source;
	const char *p, *q, *end;

	if (!to_element(r))
		return false;
	j->first = false;
	r->line = j->line;
	while ((end = skip_value(s->buf + s->pos, s->buf + s->end)) == NULL) {
		if (s->eof)
			return fail_here(r, "JSON opened here never closes");
		if (!read_more(r))
			return false;
	}
	p = s->buf + s->pos;
	if (end == p)
		return fail_here(r, "no JSON value where one should be");
	if ((size_t)(end - p) > READ_ROW_MAX)
		return read_fail_row(r);
	s->pos = (size_t)(end - s->buf);
	for (q = p; q < end; q++)
		j->line += *q == '\n';
	return json_record(r, p, end);
}

static bool
json_next(struct read *r)
{
	struct json *j = r->state;

	return j->layout == LAYOUT_LINES ? next_line(r) : next_element(r);
}

static void
json_close(struct read *r)
{
	struct json *j = r->state;

	json_decref(j->doc);
	free(j);
}

/*
 * jq and friends print objects over several lines, the first being a lone
 * brace. A line that is merely broken must not be taken for that: by lines,
 * reading finds its feet again.
 */
static enum layout
find_layout(struct read *r, int c)
{
	struct read_source *s = r->source;
	const char *p = s->buf + s->pos, *end = s->buf + s->end;

	if (c == '[')
		return LAYOUT_ARRAY;
	if (c != '{')
		return LAYOUT_LINES;
	for (p++; p < end && is_space(*p); p++) {
		if (*p == '\n')
			return LAYOUT_OBJECTS;
	}
	return LAYOUT_LINES;
}

void
read_json_open(struct read *r, const struct read_hints *hints)
{
	static const struct read_ops ops = {
	    .name = "ndjson", .next = json_next, .close = json_close};
	struct json *j;
	int c;

	/* jansson goes on when memory runs out, and drops a letter. */
	json_set_alloc_funcs(mem_alloc, free);
	j = mem_alloc(sizeof(*j));
	*j = (struct json){.line = 1, .first = true};
	r->ops = &ops;
	r->format = ops.name;
	r->state = j;
	c = peek(r);
	if (c == -1 && !hints->headerless_ok)
		read_fail(r, "empty file");
	j->layout = find_layout(r, c);
	read_found(r, "format", "ndjson",
	    c == '[' ? "begins with [" : "begins with {");
	if (j->layout == LAYOUT_ARRAY)
		r->source->pos++;
}
