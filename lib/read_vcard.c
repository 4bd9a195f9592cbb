/*
 * read_vcard.c: contacts out of vCards 2.1, 3.0 and 4.0: their lines, unfolded,
 * and what a line says of its value.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read_in.h"
#include "read_vcard.h"

#include "banned.h"

struct vcard {
	struct contact contact;
	struct str text; /* of the property at hand, unfolded */
	int64_t line; /* at the source's pos */
	int64_t start; /* of the property */
	int64_t begun; /* the card's, when its BEGIN was read too early */
	size_t bytes; /* of the card */
	bool too_long; /* the property is */
	bool named; /* its name is known, */
	bool skip; /* and is one of which nothing is kept */
};

/* --- lines --- */

static bool
is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* There is a byte at pos, or it is the end of the file. */
static bool
at_byte(struct read *r)
{
	struct read_source *s = r->source;

	while (s->pos == s->end && !s->eof)
		if (!read_more(r))
			return false;
	return s->pos < s->end;
}

/* Past a line end: LF, CR, CR LF, and the CR CR LF of some telephones. */
static void
end_skip(struct read *r)
{
	struct vcard *v = r->state;
	struct read_source *s = r->source;

	while (at_byte(r) && s->buf[s->pos] == '\r')
		s->pos++;
	if (at_byte(r) && s->buf[s->pos] == '\n')
		s->pos++;
	v->line++;
}

/* "item1.PHOTO" is PHOTO: the name of a line, behind its group. */
static const char *
name_of(const char *text, size_t *len)
{
	size_t n = strcspn(text, ";:"), i;

	for (i = 0; i < n; i++)
		if (text[i] == '.') {
			*len = n - i - 1;
			return text + i + 1;
		}
	*len = n;
	return text;
}

static bool
is_name(const char *name, size_t len, const char *want)
{
	return strlen(want) == len && strncasecmp(name, want, len) == 0;
}

/* Pictures, keys and sounds, of which nothing is kept. */
static bool
is_skipped(const char *text)
{
	static const char *const names[] = {
	    "PHOTO", "LOGO", "KEY", "SOUND", "X-MS-OL-DESIGN"};
	size_t len, i;
	const char *name = name_of(text, &len);

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_name(name, len, names[i]))
			return true;
	return false;
}

/* The rest of a line behind the text of the property. */
static void
line_add(struct read *r)
{
	struct vcard *v = r->state;
	struct read_source *s = r->source;
	size_t n;

	while (at_byte(r) && !is_end(s->buf[s->pos])) {
		for (n = 1; s->pos + n < s->end; n++)
			if (is_end(s->buf[s->pos + n]))
				break;
		if (!v->skip && v->text.len + n > READ_FIELD_MAX)
			v->too_long = true;
		else if (!v->skip)
			str_add(&v->text, s->buf + s->pos, n);
		s->pos += n;
		if (!v->named) {
			v->skip = is_skipped(v->text.ptr);
			v->named = strcspn(v->text.ptr, ";:") < v->text.len;
		}
	}
	end_skip(r);
}

/* In quoted-printable, a line that ends in = goes on, without a fold. */
static bool
is_soft(const struct str *text)
{
	const char *colon = strchr(text->ptr, ':'), *name;

	if (text->len == 0 || text->ptr[text->len - 1] != '=' || colon == NULL)
		return false;
	name = strcasestr(text->ptr, "QUOTED-PRINTABLE");
	return name != NULL && name < colon;
}

/* The next property, unfolded, into v->text; false at the end of the file. */
static bool
property_read(struct read *r)
{
	struct vcard *v = r->state;
	struct read_source *s = r->source;

	str_cut(&v->text, 0);
	v->too_long = v->named = v->skip = false;
	if (!at_byte(r))
		return false;
	v->start = v->line;
	line_add(r);
	while (r->error == NULL) {
		if (is_soft(&v->text) && at_byte(r)) {
			str_cut(&v->text, v->text.len - 1);
		} else if (at_byte(r) &&
			   (s->buf[s->pos] == ' ' || s->buf[s->pos] == '\t')) {
			s->pos++;
		} else {
			break;
		}
		line_add(r);
	}
	return r->error == NULL;
}

/* --- parameters --- */

/* A parameter, or one value of TYPE; cut out of its text. */
static void
parameter_word(struct property *p, const char *word)
{
	p->pref |= strcasecmp(word, "PREF") == 0;
	p->cell |=
	    strcasecmp(word, "CELL") == 0 || strcasecmp(word, "IPHONE") == 0;
	p->fax |= strcasecmp(word, "FAX") == 0;
	p->pager |= strcasecmp(word, "PAGER") == 0;
	p->quoted |= strcasecmp(word, "QUOTED-PRINTABLE") == 0;
	p->base64 |=
	    strcasecmp(word, "BASE64") == 0 || strcasecmp(word, "B") == 0;
}

static void
parameter_take(struct property *p, char *text)
{
	char *equals = strchr(text, '='), *word, *save = NULL;

	if (equals == NULL) {
		parameter_word(p, text);
		return;
	}
	*equals++ = '\0';
	if (strcasecmp(text, "CHARSET") == 0)
		p->charset = equals;
	else if (strcasecmp(text, "X-APPLE-OMIT-YEAR") == 0)
		p->yearless = true;
	else if (strcasecmp(text, "PREF") == 0)
		p->pref = strcmp(equals, "1") == 0;
	else if (strcasecmp(text, "TYPE") == 0 ||
		 strcasecmp(text, "ENCODING") == 0)
		for (word = strtok_r(equals, ",\"", &save); word != NULL;
		     word = strtok_r(NULL, ",\"", &save))
			parameter_word(p, word);
}

/* Where a parameter ends: at ; or : that is not in quotes. */
static char *
parameter_end(char *p)
{
	bool quoted = false;

	for (; *p != '\0'; p++) {
		quoted ^= *p == '"';
		if (!quoted && (*p == ';' || *p == ':'))
			break;
	}
	return p;
}

/* The property in v->text, which is cut up; false: it is none. */
static bool
property_parse(struct vcard *v, struct property *p)
{
	char *at, *stop;
	size_t name;

	*p = (struct property){0};
	p->name = name_of(v->text.ptr, &p->len);
	name = (size_t)(p->name - v->text.ptr) + p->len;
	if (name == v->text.len || p->len == 0)
		return false;
	at = v->text.ptr + name;
	while (*at == ';') {
		*at++ = '\0';
		stop = parameter_end(at);
		if (*stop == '\0')
			return false;
		if (*stop == ':') {
			*stop = '\0';
			parameter_take(p, at);
			at = stop;
			break;
		}
		*stop = '\0';
		parameter_take(p, at);
		*stop = ';';
		at = stop;
	}
	*at++ = '\0';
	p->value = at;
	p->value_len = v->text.len - (size_t)(at - v->text.ptr);
	return true;
}

/* --- cards --- */

static bool
is_card(const struct property *p, const char *what)
{
	return is_name(p->name, p->len, what) && p->value_len >= 5 &&
	       strncasecmp(p->value, "VCARD", 5) == 0;
}

/* Over everything up to the next BEGIN; false when there is none. */
static bool
card_begin(struct read *r)
{
	struct vcard *v = r->state;
	struct property p;

	if (v->begun > 0) {
		r->line = v->begun;
		v->begun = 0;
		return true;
	}
	while (property_read(r)) {
		r->line = v->start;
		if (property_parse(v, &p) && is_card(&p, "BEGIN"))
			return true;
	}
	return false;
}

/* A card within a card is somebody's assistant; over it. */
static void
agent_skip(struct read *r)
{
	struct vcard *v = r->state;
	struct property p;
	int depth = 0;

	while (property_read(r)) {
		if (!property_parse(v, &p))
			continue;
		depth += is_card(&p, "BEGIN");
		if (is_card(&p, "END") && --depth <= 0)
			return;
	}
}

/* A property of the card; false at its end. */
static bool
card_property(struct read *r)
{
	struct vcard *v = r->state;
	struct property p;

	if (v->too_long)
		read_problem(r, -1, "line %lld: more than %d bytes",
		    (long long)v->start, read_limited(r, LIMIT_FIELD));
	v->bytes += v->text.len;
	if (v->bytes > READ_ROW_MAX)
		read_problem(
		    r, -1, "more than %d bytes", read_limited(r, LIMIT_ROW));
	else if (memchr(v->text.ptr, '\0', v->text.len) != NULL)
		read_problem(
		    r, -1, "line %lld: has a NUL byte", (long long)v->start);
	if (r->problem == NULL) {
		str_add(&r->raw, v->text.ptr, v->text.len);
		str_addc(&r->raw, '\n');
	}
	if (!property_parse(v, &p))
		return true;
	if (is_card(&p, "END"))
		return false;
	if (is_card(&p, "BEGIN")) {
		v->begun = v->start;
		read_problem(r, -1, "END:VCARD is missing");
		return false;
	}
	if (is_name(p.name, p.len, "AGENT") && p.value_len == 0)
		agent_skip(r);
	else if (r->problem == NULL)
		contact_take(&v->contact, &p);
	return true;
}

static bool
vcard_next(struct read *r)
{
	struct vcard *v = r->state;

	read_blank(r, 0);
	contact_clear(&v->contact);
	v->bytes = 0;
	if (!card_begin(r))
		return false;
	for (;;) {
		if (!property_read(r)) {
			if (r->error != NULL)
				return false;
			read_problem(r, -1, "END:VCARD is missing");
			break;
		}
		if (!card_property(r))
			break;
	}
	if (v->contact.group)
		read_problem(r, -1, "a group of contacts, not one");
	if (r->problem == NULL)
		contact_cells(&v->contact);
	return r->error == NULL;
}

static void
vcard_close(struct read *r)
{
	struct vcard *v = r->state;

	str_free(&v->text);
	str_free(&v->contact.notes);
	free(v);
}

bool
read_vcard_is(const struct read *r)
{
	static const char begin[] = "BEGIN:VCARD";
	const struct read_source *s = r->source;
	size_t i = s->pos;

	while (i < s->end && (s->buf[i] == ' ' || is_end(s->buf[i])))
		i++;
	return s->end - i >= sizeof(begin) - 1 &&
	       strncasecmp(s->buf + i, begin, sizeof(begin) - 1) == 0;
}

void
read_vcard_open(struct read *r, const struct read_hints *hints)
{
	static const struct read_ops ops = {
	    .name = "vcard", .next = vcard_next, .close = vcard_close};
	struct vcard *v = mem_alloc(sizeof(*v));

	(void)hints;
	*v = (struct vcard){.line = 1, .text = STR_INIT};
	v->contact = (struct contact){.read = r, .notes = STR_INIT};
	r->ops = &ops;
	r->format = ops.name;
	r->state = v;
	read_found(r, "format", "vcard", "begins with BEGIN:VCARD");
}
