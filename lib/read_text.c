/*
 * read_text.c: text in any encoding made UTF-8, between the file and whoever
 * reads its lines.
 *
 * A file that has no mark and is all ASCII so far may still be anything: it is
 * decided about where the first other byte turns up, be that in row 100,000.
 */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read.h"
#include "read_in.h"
#include "utf8.h"

#include "banned.h"

#define LOOK_BYTES                                                             \
	((size_t)64 << 10) /* to decide by, from the first byte on             \
			      that is not ASCII */

struct read_text {
	const char *name; /* NULL: not decided yet, ASCII so far */
	iconv_t cd; /* NO_ICONV: the bytes go through as they are */
	bool eof; /* of the file */
	size_t pos; /* raw[pos..end) was read and is not converted */
	size_t end;
	int64_t lf; /* line ends that went through */
	int64_t cr;
	char raw[READ_BLOCK];
};

#define NO_ICONV ((iconv_t)-1)

/* --- which it is --- */

static void
decided(struct read *r, const char *name, const char *why)
{
	r->source->text->name = name;
	r->encoding = name;
	read_found(r, "encoding", name, why);
}

/* What cannot be known for sure is told, and can be said otherwise. */
static void
guessed(struct read *r, const char *name, const char *why)
{
	decided(r, name, why);
	r->notice = keep_printf(
	    &r->keep, "read as %s (%s); --encoding says otherwise", name, why);
}

/* The first bytes that are not ASCII are at hand. */
static void
text_decide(struct read *r, const char *p, size_t len)
{
	const struct encoding e =
	    encoding_find(&r->keep, p, len, !r->source->text->eof);

	if (e.guessed)
		guessed(r, e.name, e.why);
	else
		decided(r, e.name, e.why);
}

static bool
is_utf8(const char *name)
{
	return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

/* --- the bytes --- */

static bool
convert_start(struct read *r)
{
	struct read_text *t = r->source->text;

	if (is_utf8(t->name))
		return true;
	t->cd = iconv_open("UTF-8", t->name);
	if (t->cd == NO_ICONV)
		return read_fail(
		    r, "no encoding \"%s\"; iconv -l names them", t->name);
	return true;
}

static void
lines_count(struct read_text *t, const char *p, size_t len)
{
	const char *end = p + len, *q;

	for (q = p; (q = memchr(q, '\n', (size_t)(end - q))) != NULL; q++)
		t->lf++;
	for (q = p; (q = memchr(q, '\r', (size_t)(end - q))) != NULL; q++)
		t->cr++;
}

static ssize_t
convert_fail(struct read *r, const char *what)
{
	struct read_text *t = r->source->text;

	read_fail(r, "line %lld: %s %s; --encoding says which it is",
	    (long long)(t->lf > 0 ? t->lf : t->cr) + 1, what, t->name);
	return -1;
}

static ssize_t
convert(struct read *r, char *to, size_t room)
{
	struct read_text *t = r->source->text;
	char *in = t->raw + t->pos, *out = to;
	size_t left = t->end - t->pos, free_bytes = room;
	int error = 0;

	if (iconv(t->cd, &in, &left, &out, &free_bytes) == (size_t)-1)
		error = errno;
	t->pos = t->end - left;
	lines_count(t, to, (size_t)(out - to));
	if (error == EILSEQ)
		return convert_fail(r, "has bytes that are not");
	if (error == EINVAL && t->eof)
		return convert_fail(r, "ends within a character of");
	return out - to;
}

/* More raw bytes behind those that are there. */
static bool
raw_more(struct read *r, size_t enough)
{
	struct read_source *s = r->source;
	struct read_text *t = s->text;
	ssize_t n;

	memmove(t->raw, t->raw + t->pos, t->end - t->pos);
	t->end -= t->pos;
	t->pos = 0;
	while (!t->eof && t->end < enough) {
		n = read_bytes(r, t->raw + t->end, sizeof(t->raw) - t->end);
		if (n == -1)
			return false;
		t->end += (size_t)n;
		t->eof = s->eof;
		s->eof = false;
	}
	return true;
}

static ssize_t
pass(struct read_text *t, char *to, size_t n, size_t room)
{
	n = n < room ? n : room;
	memcpy(to, t->raw + t->pos, n);
	t->pos += n;
	return (ssize_t)n;
}

/* While all is ASCII, so many bytes go through; 0: there is another byte, and
 * it is decided now. */
static bool
ascii_pass(struct read *r, size_t *n)
{
	struct read_text *t = r->source->text;

	*n = ascii_head(t->raw + t->pos, t->end - t->pos);
	if (*n > 0)
		return true;
	if (!raw_more(r, LOOK_BYTES))
		return false;
	text_decide(r, t->raw, t->end);
	return convert_start(r);
}

static ssize_t
text_piece(struct read *r, char *to, size_t room)
{
	struct read_source *s = r->source;
	struct read_text *t = s->text;
	size_t n = 0;

	if (t->end - t->pos < READ_ROOM && !raw_more(r, READ_ROOM))
		return -1;
	if (t->pos == t->end) {
		s->eof = true;
		return 0;
	}
	if (t->name == NULL) {
		if (!ascii_pass(r, &n))
			return -1;
		if (n > 0)
			return pass(t, to, n, room);
	}
	if (t->cd != NO_ICONV)
		return convert(r, to, room);
	if (t->end - t->pos <= room)
		s->fill = read_bytes; /* nothing is left to do here */
	s->eof = t->eof && s->fill == read_bytes;
	return pass(t, to, t->end - t->pos, room);
}

/* A character may stand half in one piece and half in the next. */
static ssize_t
text_fill(struct read *r, char *to, size_t room)
{
	ssize_t n;

	do
		n = text_piece(r, to, room);
	while (n == 0 && room >= READ_ROOM && !r->source->eof);
	return n;
}

static void
text_end(struct read *r)
{
	struct read_text *t = r->source->text;

	if (t->cd != NO_ICONV)
		iconv_close(t->cd);
	free(t);
}

/* --- a text of its own --- */

static void
convert_text(struct str *out, iconv_t cd, const char *text, size_t len)
{
	char *in = (char *)(uintptr_t)text, *to;
	size_t left = len, room, cap = len * 4 + READ_ROOM;

	while (left > 0) {
		to = str_room(out, cap);
		room = cap;
		if (iconv(cd, &in, &left, &to, &room) == (size_t)-1 &&
		    errno != E2BIG && left > 0) {
			*to++ = '?';
			room--;
			in++;
			left--;
		}
		out->len += cap - room;
		out->ptr[out->len] = '\0';
	}
}

void
read_convert(
    struct str *out, const char *encoding, const char *text, size_t len)
{
	size_t good, bad;
	iconv_t cd = NO_ICONV;

	encoding_count(text, len, false, &good, &bad);
	if (encoding != NULL && read_encoding_known(encoding))
		cd = iconv_open("UTF-8", encoding_superset(encoding));
	if (cd == NO_ICONV && bad > 0)
		cd = iconv_open("UTF-8", "WINDOWS-1252");
	if (cd == NO_ICONV) {
		str_add(out, text, len);
		return;
	}
	convert_text(out, cd, text, len);
	iconv_close(cd);
}

/* --- the start --- */

static const struct mark {
	const char *bytes;
	size_t len;
	const char *name;
} marks[] = {
    {"\xff\xfe\0\0", 4, "UTF-32LE"}, /* ahead of UTF-16LE */
    {"\0\0\xfe\xff", 4, "UTF-32BE"},
    {"\xff\xfe", 2, "UTF-16LE"},
    {"\xfe\xff", 2, "UTF-16BE"},
};

static const struct mark *
find_mark(const struct read *r)
{
	const struct read_source *s = r->source;
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (s->end - s->pos >= marks[i].len &&
		    memcmp(s->buf + s->pos, marks[i].bytes, marks[i].len) == 0)
			return &marks[i];
	return NULL;
}

/* Is it said to be of two or four bytes a character, and cannot be? Line ends
 * and delimiters would have a NUL. */
static bool
is_too_narrow(const struct read *r, const char *name)
{
	const struct read_source *s = r->source;

	return (strncasecmp(name, "UTF-16", 6) == 0 ||
		   strncasecmp(name, "UTF-32", 6) == 0 ||
		   strncasecmp(name, "UCS", 3) == 0) &&
	       s->end > s->pos &&
	       memchr(s->buf + s->pos, '\0', s->end - s->pos) == NULL;
}

/* By what the user said, a mark, or NULs; else the letters will tell. */
static bool
start_decide(struct read *r, const struct read_hints *hints)
{
	const struct mark *mark = find_mark(r);
	const char *name = hints->encoding;

	if (name != NULL && r->bom && !is_utf8(name))
		return read_fail(
		    r, "begins with the mark of UTF-8, so it is not %s", name);
	if (name != NULL && is_too_narrow(r, name))
		return read_fail(r, "has no NUL byte, so it is not %s", name);
	if (name != NULL) {
		decided(r, name, "--encoding");
	} else if (r->bom) {
		decided(r, "UTF-8", "byte order mark");
	} else if (mark != NULL) {
		decided(r, mark->name, "byte order mark");
	} else if ((name = read_utf16(r)) != NULL) {
		guessed(r, name, "every second byte is NUL");
	} else {
		read_found(r, "encoding", "UTF-8", "nothing but ASCII");
		return true;
	}
	return convert_start(r);
}

/* What is in the window was not decoded yet: once more, from the front. */
bool
read_text_start(struct read *r, const struct read_hints *hints)
{
	struct read_source *s = r->source;
	struct read_text *t = mem_alloc(sizeof(*t));

	t->name = NULL;
	t->cd = NO_ICONV;
	t->lf = t->cr = 0;
	s->text = t;
	s->text_end = text_end;
	if (!start_decide(r, hints))
		return false;
	if (t->name != NULL && t->cd == NO_ICONV)
		return true;
	t->pos = 0;
	t->end = s->end - s->pos;
	t->eof = s->eof;
	memcpy(t->raw, s->buf + s->pos, t->end);
	s->pos = s->end = 0;
	s->eof = false;
	s->fill = text_fill;
	if (!read_more(r))
		return false;
	/* Not "name" with something unseen in front of it. */
	if (read_starts(r, "\xef\xbb\xbf", 3))
		s->pos += 3;
	return true;
}
