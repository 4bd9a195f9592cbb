/*
 * emit_vcard.c: clients as vCards (RFC 2426, version 3.0; RFC 6350, 4.0), for
 * address books; and to be read back without loss.
 *
 * What a vCard has no property for stands in one of its own, X-CRM-STATUS.
 */
#include <string.h>

#include "crm.h"
#include "emit.h"
#include "entity.h"

#include "banned.h"

#define LINE_MAX_OCTETS                                                        \
	75 /* without the line end; both standards, "folding"                  \
	    */

/* Columns that a property is made of. */
enum part {
	PART_ID,
	PART_NAME,
	PART_GIVEN,
	PART_FAMILY,
	PART_EMAIL,
	PART_EMAILS,
	PART_PHONE,
	PART_PHONES,
	PART_ADDRESS,
	PART_CITY,
	PART_REGION,
	PART_POSTCODE,
	PART_COUNTRY,
	PART_BIRTHDAY,
	PART_TAGS,
	PART_EXTERNAL,
	PARTS
};

static const char *const part_names[PARTS] = {
    [PART_ID] = "id",
    [PART_NAME] = "name",
    [PART_GIVEN] = "given_name",
    [PART_FAMILY] = "family_name",
    [PART_EMAIL] = "email",
    [PART_EMAILS] = "emails",
    [PART_PHONE] = "phone",
    [PART_PHONES] = "phones",
    [PART_ADDRESS] = "address",
    [PART_CITY] = "city",
    [PART_REGION] = "region",
    [PART_POSTCODE] = "postcode",
    [PART_COUNTRY] = "country",
    [PART_BIRTHDAY] = "birthday",
    [PART_TAGS] = "tags",
    [PART_EXTERNAL] = "external_id",
};

struct card {
	int parts[PARTS]; /* the column of each, or -1 */
	bool *own; /* columns that become a property of our own */
	struct str line; /* the property at hand */
	struct str value; /* a cell, as text */
};

/* --- lines --- */

/* End the property: folded where it is too long, between code points. */
static void
line_end(struct emit *e)
{
	struct card *card = e->state;
	struct str *out = &e->out->buf;
	const char *p = card->line.ptr;
	size_t left = card->line.len, room = LINE_MAX_OCTETS, n;

	while (left > room) {
		n = room;
		while ((p[n] & 0xc0) == 0x80)
			n--;
		str_add(out, p, n);
		str_adds(out, "\r\n ");
		p += n;
		left -= n;
		room = LINE_MAX_OCTETS - 1; /* behind the blank */
	}
	str_add(out, p, left);
	str_adds(out, "\r\n");
	str_cut(&card->line, 0);
}

/* A text as part of a value: what parts values is escaped. */
static void
text_put(struct str *line, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		if (text[i] == '\n' || text[i] == '\r') {
			str_adds(line, "\\n");
			continue;
		}
		if (memchr("\\,;", text[i], 3) != NULL)
			str_addc(line, '\\');
		str_addc(line, text[i]);
	}
}

static void
plain_line(struct emit *e, const char *property, const char *text)
{
	struct card *card = e->state;

	str_addf(&card->line, "%s:", property);
	text_put(&card->line, text, strlen(text));
	line_end(e);
}

/* --- cells --- */

/* The text of a part; NULL when there is none. It lives until the next. */
static const char *
part_text(struct emit *e, sqlite3_stmt *stmt, enum part part)
{
	struct card *card = e->state;

	str_cut(&card->value, 0);
	if (card->parts[part] >= 0)
		emit_text(&card->value, e, &e->columns[card->parts[part]], stmt,
		    false);
	return card->value.len > 0 ? card->value.ptr : NULL;
}

/* The parts from first to last, with ; between. */
static bool
structured_put(
    struct emit *e, sqlite3_stmt *stmt, const enum part *parts, size_t n)
{
	struct card *card = e->state;
	const char *text;
	bool any = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			str_addc(&card->line, ';');
		if ((text = part_text(e, stmt, parts[i])) == NULL)
			continue;
		text_put(&card->line, text, strlen(text));
		any = true;
	}
	return any;
}

static void
names_put(struct emit *e, sqlite3_stmt *stmt)
{
	static const enum part n[] = {PART_FAMILY, PART_GIVEN};
	struct card *card = e->state;
	const char *name = part_text(e, stmt, PART_NAME);

	plain_line(e, "FN", name != NULL ? name : "");
	str_adds(&card->line, "N:");
	structured_put(e, stmt, n, 2);
	str_adds(&card->line, ";;;");
	line_end(e);
}

/* The first, and each item of the list of further ones. */
static void
contacts_put(struct emit *e, sqlite3_stmt *stmt, const char *property,
    enum part first, enum part more)
{
	const char *text = part_text(e, stmt, first), *end;
	struct card *card = e->state;

	if (text != NULL) {
		str_addf(&card->line, "%s;%s:", property,
		    e->vcard4 ? "PREF=1" : "TYPE=PREF");
		text_put(&card->line, text, strlen(text));
		line_end(e);
	}
	for (text = part_text(e, stmt, more); text != NULL && *text != '\0';
	     text = *end == '\0' ? end : end + 1) {
		end = strchrnul(text, ',');
		str_addf(&card->line, "%s:", property);
		text_put(&card->line, text, (size_t)(end - text));
		line_end(e);
	}
}

static void
address_put(struct emit *e, sqlite3_stmt *stmt)
{
	static const enum part adr[] = {
	    PART_ADDRESS, PART_CITY, PART_REGION, PART_POSTCODE, PART_COUNTRY};
	struct card *card = e->state;

	str_adds(&card->line, "ADR:;;");
	if (structured_put(e, stmt, adr, sizeof(adr) / sizeof(adr[0])))
		line_end(e);
	str_cut(&card->line, 0);
}

/* 1990-02-03; --02-03 without a year. Version 4.0 leaves out the hyphens. */
static void
birthday_put(struct emit *e, sqlite3_stmt *stmt)
{
	const char *text = part_text(e, stmt, PART_BIRTHDAY);
	struct card *card = e->state;
	size_t i;

	if (text == NULL)
		return;
	str_adds(&card->line, "BDAY:");
	for (i = 0; text[i] != '\0'; i++)
		if (!e->vcard4 || text[i] != '-' || i < 2)
			str_addc(&card->line, text[i]);
	line_end(e);
}

static void
tags_put(struct emit *e, sqlite3_stmt *stmt)
{
	const char *text = part_text(e, stmt, PART_TAGS), *end;
	struct card *card = e->state;

	if (text == NULL)
		return;
	str_adds(&card->line, "CATEGORIES:");
	for (;; text = end + 1) {
		end = strchrnul(text, ',');
		text_put(&card->line, text, (size_t)(end - text));
		if (*end == '\0')
			break;
		str_addc(&card->line, ',');
	}
	line_end(e);
}

/* Who was here before under a number of another program keeps it; anybody
 * else has ours, which is no such number when it comes back. */
static void
uid_put(struct emit *e, sqlite3_stmt *stmt)
{
	const char *text = part_text(e, stmt, PART_EXTERNAL);

	if (text != NULL)
		plain_line(e, "UID", text);
	else if ((text = part_text(e, stmt, PART_ID)) != NULL)
		plain_line(
		    e, "UID", keep_printf(&e->keep, "crm-client-%s", text));
}

static void
own_put(struct emit *e, sqlite3_stmt *stmt, const struct emit_column *c)
{
	struct card *card = e->state;
	const char *p;

	str_cut(&card->value, 0);
	emit_text(&card->value, e, c, stmt, false);
	if (card->value.len == 0)
		return;
	str_adds(&card->line, "X-CRM-");
	for (p = c->key; *p != '\0'; p++)
		str_addc(&card->line,
		    *p == '_' ? '-' : (char)(*p & ~0x20)); /* in capitals */
	str_addc(&card->line, ':');
	text_put(&card->line, card->value.ptr, card->value.len);
	line_end(e);
}

/* --- cards --- */

static void
vcard_row(struct emit *e, sqlite3_stmt *stmt)
{
	struct card *card = e->state;
	int i;

	str_addf(&e->out->buf, "BEGIN:VCARD\r\nVERSION:%s\r\n",
	    e->vcard4 ? "4.0" : "3.0");
	names_put(e, stmt);
	contacts_put(e, stmt, "EMAIL", PART_EMAIL, PART_EMAILS);
	contacts_put(e, stmt, "TEL", PART_PHONE, PART_PHONES);
	address_put(e, stmt);
	birthday_put(e, stmt);
	tags_put(e, stmt);
	uid_put(e, stmt);
	for (i = 0; i < e->ncolumns; i++)
		if (card->own[i])
			own_put(e, stmt, &e->columns[i]);
	str_adds(&e->out->buf, "END:VCARD\r\n");
}

/* Facts that no property is made of. */
static bool
is_own(const struct emit_column *c)
{
	const struct crm_entity *client = entity_find("client");
	const struct crm_field *f = entity_field(client, c->name);
	int i;

	for (i = 0; i < PARTS; i++)
		if (strcmp(c->key, part_names[i]) == 0)
			return false;
	return f != NULL && !(f->flags & FIELD_DERIVED);
}

static void
vcard_head(struct emit *e)
{
	struct card *card = keep_alloc(&e->keep, sizeof(*card));
	int i, k;

	card->line = card->value = (struct str)STR_INIT;
	card->own = keep_alloc(&e->keep, (size_t)e->ncolumns);
	e->state = card;
	for (k = 0; k < PARTS; k++)
		card->parts[k] = -1;
	for (i = 0; i < e->ncolumns; i++) {
		card->own[i] = is_own(&e->columns[i]);
		for (k = 0; k < PARTS; k++)
			if (strcmp(e->columns[i].key, part_names[k]) == 0)
				card->parts[k] = i;
	}
	if (card->parts[PART_NAME] < 0)
		e->error = "a vCard needs a name: it is for clients, with the "
			   "field name";
}

static void
vcard_drop(struct emit *e)
{
	struct card *card = e->state;

	str_free(&card->line);
	str_free(&card->value);
}

const struct emit_format crm_format_vcard = {
    .name = "vcard",
    .machine = true,
    .head = vcard_head,
    .row = vcard_row,
    .tail = vcard_drop,
    .drop = vcard_drop,
};
