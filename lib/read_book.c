/*
 * read_book.c: what a workbook says before its sheets: which there are, how
 * numbers look, and the texts that cells share.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read_in.h"
#include "read_xlsx.h"

#include "banned.h"

#define SHEETS_MAX    256
#define RELATIONS_MAX 2000
#define DATE1904      "date1904"
#define FORMAT_BYTES  1024 /* of a number format */

/* --- texts --- */

/* _x000D_, as it stands for a character that XML has no room for. */
static int
escape_at(const char *p, size_t len)
{
	char digits[5] = "";

	if (len < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	memcpy(digits, p + 2, 4);
	if (strspn(digits, "0123456789abcdefABCDEF") != 4)
		return -1;
	return (int)strtol(digits, NULL, 16);
}

static void
utf8_add(struct str *out, int cp)
{
	if (cp < 0x80) {
		str_addc(out, (char)cp);
	} else if (cp < 0x800) {
		str_addc(out, (char)(0xc0 | cp >> 6));
		str_addc(out, (char)(0x80 | (cp & 0x3f)));
	} else {
		str_addc(out, (char)(0xe0 | cp >> 12));
		str_addc(out, (char)(0x80 | (cp >> 6 & 0x3f)));
		str_addc(out, (char)(0x80 | (cp & 0x3f)));
	}
}

void
book_unescape(struct str *out, const char *text, size_t len)
{
	const char *end = text + len, *p;
	int cp;

	while ((p = memchr(text, '_', (size_t)(end - text))) != NULL) {
		str_add(out, text, (size_t)(p - text));
		cp = escape_at(p, (size_t)(end - p));
		/* Halves of a pair, and NUL, are no characters. */
		if (cp <= 0 || (cp >= 0xd800 && cp < 0xe000)) {
			str_addc(out, '_');
			text = p + 1;
		} else {
			utf8_add(out, cp);
			text = p + 7;
		}
	}
	str_add(out, text, (size_t)(end - text));
}

size_t
book_length(const char *text, size_t len)
{
	size_t n = 0, i;

	for (i = 0; i < len; i++)
		n += (text[i] & 0xc0) != 0x80;
	return n;
}

/* --- relations: which part is which --- */

struct relation {
	const char *id;
	const char *type;
	const char *path; /* NULL: outside the workbook */
};

struct relations {
	const char *of; /* the part they are of */
	struct relation *list;
	size_t n;
};

static void
relation_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	struct relations *rs = p->arg;
	struct keep *keep = &p->read->keep;
	const char *id = attribute(attributes, "Id");
	const char *type = attribute(attributes, "Type");
	const char *target = attribute(attributes, "Target");
	const char *mode = attribute(attributes, "TargetMode");

	part_told(p);
	if (strcmp(local_name(name), "Relationship") != 0 || id == NULL ||
	    type == NULL || target == NULL || rs->n == RELATIONS_MAX)
		return;
	rs->list[rs->n++] =
	    (struct relation){keep_text(keep, id), keep_text(keep, type),
		mode != NULL && strcasecmp(mode, "External") == 0
		    ? NULL
		    : part_path(p->read, rs->of, target)};
}

/* All of a part; its handlers see to the rest. */
static bool
part_read(struct book *b, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end, XML_CharacterDataHandler text, void *arg)
{
	struct part part;
	bool good;

	good = part_open(&part, b->read, b->zip, name, start, end, text, arg) &&
	       part_run(&part) == PART_END;
	part_close(&part);
	return good;
}

/* The relations of a part: in a/_rels/b.xml.rels for a/b.xml. */
static bool
relations_read(struct book *b, struct relations *rs, const char *of)
{
	const char *slash = strrchr(of, '/');
	const char *base = slash == NULL ? of : slash + 1;
	const char *name = keep_printf(
	    &b->read->keep, "%.*s_rels/%s.rels", (int)(base - of), of, base);

	rs->of = of;
	rs->n = 0;
	if (!part_is(b->zip, name))
		return true;
	return part_read(b, name, relation_start, NULL, NULL, rs);
}

/* By the end of its type: the start is another in strict workbooks. */
static const char *
relation_typed(const struct relations *rs, const char *type)
{
	size_t i, len = strlen(type), n;

	for (i = 0; i < rs->n; i++) {
		n = strlen(rs->list[i].type);
		if (n >= len && rs->list[i].path != NULL &&
		    strcasecmp(rs->list[i].type + n - len, type) == 0)
			return rs->list[i].path;
	}
	return NULL;
}

static const char *
relation_id(const struct relations *rs, const char *id, const char *type)
{
	size_t i, len = strlen(type), n;

	for (i = 0; i < rs->n; i++) {
		n = strlen(rs->list[i].type);
		if (strcmp(rs->list[i].id, id) == 0 && n >= len &&
		    strcasecmp(rs->list[i].type + n - len, type) == 0)
			return rs->list[i].path;
	}
	return NULL;
}

/* --- the workbook: its sheets --- */

struct workbook {
	struct book *book;
	const struct relations *relations;
};

static bool
is_true(const char *text)
{
	return text != NULL &&
	       (strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0);
}

static void
workbook_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	struct workbook *w = p->arg;
	struct book *b = w->book;
	const char *state = attribute(attributes, "state");
	const char *title = attribute(attributes, "name");
	const char *id = attribute(attributes, "id");

	part_told(p);
	name = local_name(name);
	if (strcmp(name, "workbookPr") == 0)
		b->from1904 = is_true(attribute(attributes, DATE1904));
	if (strcmp(name, "sheet") != 0 || title == NULL || id == NULL ||
	    b->nsheets == SHEETS_MAX)
		return;
	b->sheets[b->nsheets++] = (struct sheet){
	    .name = keep_text(&b->read->keep, title),
	    .part = relation_id(w->relations, id, "/worksheet"),
	    .hidden = state != NULL && strcasecmp(state, "visible") != 0,
	};
}

/* --- styles: how numbers look --- */

struct format {
	int id;
	struct look look;
};

struct styles {
	struct book *book;
	struct format *formats;
	size_t nformats;
	bool cells; /* within cellXfs */
};

static int
number_of(const char *text)
{
	char *end;
	long n;

	if (text == NULL || !isdigit((unsigned char)*text))
		return -1;
	n = strtol(text, &end, 10);
	return *end != '\0' || n > 1000000 ? -1 : (int)n;
}

static struct look
look_find(const struct styles *s, int id)
{
	size_t i;

	for (i = 0; i < s->nformats; i++)
		if (s->formats[i].id == id)
			return s->formats[i].look;
	return look_number(id);
}

static void
styles_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	struct styles *s = p->arg;
	struct book *b = s->book;
	const char *code = attribute(attributes, "formatCode");
	int id = number_of(attribute(attributes, "numFmtId"));

	part_told(p);
	name = local_name(name);
	if (strcmp(name, "cellXfs") == 0)
		s->cells = true;
	if (strcmp(name, "numFmt") == 0 && code != NULL && id >= 0 &&
	    strlen(code) < FORMAT_BYTES && s->nformats < RELATIONS_MAX)
		s->formats[s->nformats++] =
		    (struct format){id, look_code(&b->read->keep, code)};
	if (strcmp(name, "xf") != 0 || !s->cells ||
	    b->nlooks == XLSX_STYLES_MAX)
		return;
	if (b->nlooks % 1024 == 0)
		b->looks =
		    mem_grow(b->looks, (b->nlooks + 1024) * sizeof(*b->looks));
	b->looks[b->nlooks++] = look_find(s, id);
}

static void
styles_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct styles *s = p->arg;

	part_told(p);
	if (strcmp(local_name(name), "cellXfs") == 0)
		s->cells = false;
}

static bool
styles_read(struct book *b, const char *part)
{
	struct styles s = {.book = b};

	if (part == NULL || !part_is(b->zip, part))
		return true;
	s.formats =
	    keep_alloc(&b->read->keep, RELATIONS_MAX * sizeof(*s.formats));
	return part_read(b, part, styles_start, styles_end, NULL, &s);
}

/* --- shared texts --- */

struct shared {
	struct book *book;
	struct str text; /* of the one at hand */
	int t; /* within so many <t> */
	int phonetic; /* and <rPh>, how a name is read aloud */
	bool item;
};

static void
shared_start(void *arg, const char *name, const char **attributes)
{
	struct part *p = arg;
	struct shared *s = p->arg;

	(void)attributes;
	part_told(p);
	name = local_name(name);
	if (strcmp(name, "si") == 0) {
		str_cut(&s->text, 0);
		s->item = true;
	}
	s->t += strcmp(name, "t") == 0;
	s->phonetic += strcmp(name, "rPh") == 0;
}

static void
shared_text(void *arg, const char *text, int len)
{
	struct part *p = arg;
	struct shared *s = p->arg;

	part_told(p);
	if (!s->item || s->t == 0 || s->phonetic > 0)
		return;
	str_add(&s->text, text, (size_t)len);
	if (s->text.len > XLSX_TEXT_MAX &&
	    book_length(s->text.ptr, s->text.len) > XLSX_TEXT_MAX) {
		read_fail(p->read, "%s: text %zu has more than %d characters",
		    p->name, s->book->nstrings + 1,
		    read_limited(p->read, LIMIT_CELL));
		XML_StopParser(p->parser, XML_FALSE);
	}
}

static void
shared_add(struct part *p, struct shared *s)
{
	struct book *b = s->book;

	if ((b->nstrings & (b->nstrings - 1)) == 0)
		b->starts = mem_grow(
		    b->starts, (b->nstrings * 2 + 2) * sizeof(*b->starts));
	b->starts[b->nstrings] = b->strings.len;
	book_unescape(&b->strings, s->text.ptr, s->text.len);
	str_addc(&b->strings, '\0');
	b->starts[++b->nstrings] = b->strings.len;
	if (b->strings.len > XLSX_STRINGS_MAX) {
		read_fail(p->read, "%s: more than %zu MB of text", p->name,
		    XLSX_STRINGS_MAX >> 20);
		XML_StopParser(p->parser, XML_FALSE);
	}
}

static void
shared_end(void *arg, const char *name)
{
	struct part *p = arg;
	struct shared *s = p->arg;

	part_told(p);
	name = local_name(name);
	s->t -= strcmp(name, "t") == 0;
	s->phonetic -= strcmp(name, "rPh") == 0;
	if (strcmp(name, "si") == 0) {
		s->item = false;
		shared_add(p, s);
	}
}

static bool
strings_read(struct book *b, const char *part)
{
	struct shared s = {.book = b, .text = STR_INIT};
	bool good;

	if (part == NULL || !part_is(b->zip, part))
		return true;
	good = part_read(b, part, shared_start, shared_end, shared_text, &s);
	str_free(&s.text);
	return good;
}

/* --- all of it --- */

static bool
parts_read(struct book *b)
{
	struct read *r = b->read;
	struct relations rs = {0};
	struct workbook w = {b, &rs};
	const char *part;

	rs.list = keep_alloc(&r->keep, RELATIONS_MAX * sizeof(*rs.list));
	if (!relations_read(b, &rs, ""))
		return false;
	part = relation_typed(&rs, "/officeDocument");
	if (part == NULL || !part_is(b->zip, part))
		return read_fail(r,
		    "a zip archive without a workbook in it; unpack it "
		    "first");
	b->sheets = keep_alloc(&r->keep, SHEETS_MAX * sizeof(*b->sheets));
	return relations_read(b, &rs, part) &&
	       part_read(b, part, workbook_start, NULL, NULL, &w) &&
	       styles_read(b, relation_typed(&rs, "/styles")) &&
	       strings_read(b, relation_typed(&rs, "/sharedStrings"));
}

bool
book_open(struct book *b, struct read *r)
{
	*b = (struct book){.read = r, .strings = STR_INIT};
	b->zip = archive_open(r);
	return b->zip != NULL && parts_read(b);
}

void
book_close(struct book *b)
{
	if (b->zip != NULL)
		zip_discard(b->zip);
	free(b->looks);
	free(b->starts);
	str_free(&b->strings);
}
