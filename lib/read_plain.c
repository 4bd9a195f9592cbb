/*
 * read_plain.c: the JSON objects that most files are full of: members that are
 * plain strings, numbers, true, false, null, or lists of plain strings. They
 * are read in one pass over a copy, without a tree; a tenth of the time.
 *
 * What is not plain, be it escaped, nested, repeated or wrong, is left to
 * jansson, which is the judge of all that (read_json.c).
 */
#include <string.h>

#include "read_in.h"
#include "utf8.h"

#include "banned.h"

#define NUMBER_MAX 64 /* digits of a number that surely is none too big */

struct plain {
	struct read *r;
	char *p; /* not looked at yet */
	char *end;
	size_t column; /* likely to be next */
};

static void
space_skip(struct plain *t)
{
	while (t->p < t->end && (*t->p == ' ' || *t->p == '\t' ||
				    *t->p == '\n' || *t->p == '\r'))
		t->p++;
}

static bool
take(struct plain *t, char c)
{
	space_skip(t);
	if (t->p == t->end || *t->p != c)
		return false;
	t->p++;
	return true;
}

/* The string whose quote comes next, with its quotes; SIZE_MAX: not plain. */
static size_t
string_length(const struct plain *t)
{
	const char *p = t->p + 1;
	size_t n;
	cp_t cp;

	if (t->p == t->end || *t->p != '"')
		return SIZE_MAX;
	while (p < t->end && *p != '"') {
		if (*p == '\\' || (unsigned char)*p < 0x20)
			return SIZE_MAX;
		n = decode(&cp, p, (size_t)(t->end - p));
		if (n == 0)
			return SIZE_MAX;
		p += n;
	}
	return p == t->end ? SIZE_MAX : (size_t)(p + 1 - t->p);
}

static bool
string_take(struct plain *t, struct read_cell *cell)
{
	size_t len = string_length(t);

	if (len == SIZE_MAX || len > READ_FIELD_MAX)
		return false;
	*cell = read_cell(t->p + 1, len - 2, READ_TEXT);
	t->p[len - 1] = '\0';
	t->p += len;
	return true;
}

static size_t
digits_length(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && p[n] >= '0' && p[n] <= '9')
		n++;
	return n;
}

/* -12.50: no exponent, no needless zero in front. */
static size_t
number_length(const struct plain *t)
{
	const char *p = t->p;
	size_t n;

	p += *p == '-';
	n = digits_length(p, t->end);
	if (n == 0 || n > NUMBER_MAX || (n > 1 && *p == '0'))
		return 0;
	p += n;
	if (p < t->end && *p == '.') {
		n = digits_length(p + 1, t->end);
		if (n == 0 || n > NUMBER_MAX)
			return 0;
		p += 1 + n;
	}
	return (size_t)(p - t->p);
}

/* A number or a word; what ends it, since its last byte becomes a NUL, is
 * looked at by the caller before that. */
static bool
word_take(struct plain *t, struct read_cell *cell)
{
	static const struct {
		const char *text;
		enum read_type type;
	} words[] = {
	    {"true", READ_BOOL}, {"false", READ_BOOL}, {"null", READ_NULL}};
	size_t left = (size_t)(t->end - t->p), len, i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		len = strlen(words[i].text);
		if (left >= len && memcmp(t->p, words[i].text, len) == 0)
			break;
	}
	if (i < sizeof(words) / sizeof(words[0])) {
		*cell = read_cell(t->p, len, words[i].type);
		if (words[i].type == READ_NULL)
			*cell = read_cell("", 0, READ_NULL);
	} else {
		len = number_length(t);
		*cell = read_cell(t->p, len, READ_TEXT);
		cell->number = true;
	}
	t->p += len;
	return len > 0;
}

/* ["a", "b"]: the text of the list without the blanks, moved together in its
 * place. */
static bool
list_take(struct plain *t, struct read_cell *cell)
{
	char *start = t->p, *to = ++t->p;
	size_t len;

	space_skip(t);
	while (t->p < t->end && *t->p != ']') {
		if (to > start + 1) {
			if (!take(t, ','))
				return false;
			*to++ = ',';
			space_skip(t);
		}
		len = string_length(t);
		if (len == SIZE_MAX)
			return false;
		memmove(to, t->p, len);
		to += len;
		t->p += len;
		space_skip(t);
	}
	if (t->p++ == t->end || (size_t)(to - start) > READ_FIELD_MAX - 1)
		return false;
	*to++ = ']';
	if (to < t->p)
		*to = '\0'; /* else the caller does, behind it */
	*cell = read_cell(start, (size_t)(to - start), READ_JSON);
	return true;
}

static bool
value_take(struct plain *t, struct read_cell *cell)
{
	space_skip(t);
	if (t->p == t->end)
		return false;
	if (*t->p == '"')
		return string_take(t, cell);
	return *t->p == '[' ? list_take(t, cell) : word_take(t, cell);
}

/* The cell of this key; NULL: it was there before, or cannot be added. */
static struct read_cell *
cell_of(struct plain *t, const struct read_cell *key)
{
	struct read *r = t->r;
	size_t column = t->column;

	if (column >= r->ncolumns || strcmp(r->names[column], key->text) != 0) {
		if (r->ncolumns == READ_COLUMNS_MAX)
			return NULL; /* perhaps one too many */
		column = read_column(r, key->text, key->len);
	}
	t->column = column + 1;
	if (column == SIZE_MAX || r->cells[column].type != READ_ABSENT)
		return NULL;
	read_filled(r, column + 1);
	return &r->cells[column];
}

/* "key": value, and the byte after it; that byte may be ended over. */
static bool
member_take(struct plain *t, char *after)
{
	struct read_cell key, value, *cell;
	char *stop;

	space_skip(t);
	if (!string_take(t, &key) || key.len > READ_KEY_MAX || !take(t, ':') ||
	    !value_take(t, &value))
		return false;
	stop = t->p;
	space_skip(t);
	if (t->p == t->end || (*t->p != ',' && *t->p != '}'))
		return false;
	*after = *t->p++;
	*stop = '\0';
	if ((cell = cell_of(t, &key)) == NULL)
		return false;
	*cell = value;
	return true;
}

bool
read_plain(struct read *r, const char *text, size_t len)
{
	struct plain t = {.r = r};
	char after = ',';

	t.p = keep_mem(&r->row, text, len);
	t.end = t.p + len;
	if (!take(&t, '{'))
		return false;
	while (after == ',')
		if (!member_take(&t, &after)) {
			read_blank(r, 0);
			return false;
		}
	space_skip(&t);
	if (t.p == t.end)
		return true;
	read_blank(r, 0);
	return false;
}
