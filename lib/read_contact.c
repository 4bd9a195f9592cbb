/*
 * read_contact.c: what the lines of a vCard say, decoded and unescaped, in the
 * columns that the import knows.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "emit.h"
#include "read_in.h"
#include "read_vcard.h"

#include "banned.h"

/* What crm-export calls who has no number elsewhere; it is none. */
#define OUR_UID	   "crm-client-"
#define OUR_PREFIX "X-CRM-"

/* --- what is taken --- */

/* The best first, else as they come. */
static void
choice_add(struct choice *list, size_t *n, const char *text, int rank)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp(list[i].text, text) == 0)
			return;
	if (*n == CARD_MANY)
		return;
	for (i = (*n)++; i > 0 && list[i - 1].rank > rank; i--)
		list[i] = list[i - 1];
	list[i] = (struct choice){text, rank};
}

static void
email_take(struct contact *c, const struct property *p)
{
	const char *text = card_plain(c, p);

	if (text == NULL)
		return;
	if (strchr(text, '@') == NULL)
		card_left_out(c, "not an address,", text);
	else
		choice_add(c->emails, &c->nemails, text, !p->pref);
}

/* tel:+351-912;ext=12 is a number like any other. */
static const char *
phone_text(struct contact *c, const char *text)
{
	struct str out = STR_INIT;
	const char *kept, *rest;

	if (strncasecmp(text, "tel:", 4) != 0)
		return text;
	text += 4;
	rest = strchr(text, ';');
	str_add(
	    &out, text, rest == NULL ? strlen(text) : (size_t)(rest - text));
	if (rest != NULL && strncasecmp(rest, ";ext=", 5) == 0)
		str_addf(&out, " x%.*s", (int)strcspn(rest + 5, ";"), rest + 5);
	kept = keep_mem(&c->read->row, out.ptr, out.len);
	str_free(&out);
	return kept;
}

static void
phone_take(struct contact *c, const struct property *p)
{
	const char *text = card_plain(c, p), *q;
	int digits = 0;

	if (text == NULL)
		return;
	text = phone_text(c, text);
	for (q = text; *q != '\0'; q++)
		digits += isdigit((unsigned char)*q) != 0;
	if (p->fax && c->faxes == NULL)
		c->faxes = text;
	else if (p->pager && c->pagers == NULL)
		c->pagers = text;
	else if (digits < 3)
		card_left_out(c, "not a phone number,", text);
	else if (!p->fax && !p->pager)
		choice_add(c->phones, &c->nphones, text,
		    p->pref   ? 0
		    : p->cell ? 1
			      : 2);
}

static bool
all_digits(const char *p, size_t n)
{
	return strspn(p, "0123456789") >= n;
}

/* 20120606, --0606, 1985-02-28T00:00:00Z; what is none is left out. */
static void
birthday_take(struct contact *c, const struct property *p)
{
	const char *t = card_plain(c, p);
	struct keep *keep = &c->read->row;

	if (t == NULL)
		return;
	if (strncmp(t, "--", 2) == 0 && all_digits(t + 2, 4))
		c->birthday = keep_printf(keep, "--%.2s-%.2s", t + 2, t + 4);
	else if (strncmp(t, "--", 2) == 0 && strlen(t) >= 7 &&
		 all_digits(t + 2, 2) && t[4] == '-' && all_digits(t + 5, 2))
		c->birthday = keep_printf(keep, "%.7s", t);
	else if (all_digits(t, 8))
		c->birthday =
		    keep_printf(keep, "%.4s-%.2s-%.2s", t, t + 4, t + 6);
	else if (all_digits(t, 4) && strlen(t) >= 10 && t[4] == '-')
		c->birthday = keep_printf(keep, "%.10s", t);
	else
		card_left_out(c, "not a birthday,", t);
	if (c->birthday != NULL && p->yearless &&
	    strncmp(c->birthday, "1604-", 5) == 0)
		c->birthday = keep_printf(keep, "--%s", c->birthday + 5);
}

/* A label is no list of them: "Friends, old" is "Friends old". */
static const char *
without_commas(struct contact *c, const char *text)
{
	char *copy = keep_text(&c->read->row, text), *p;

	for (p = copy; (p = strchr(p, ',')) != NULL;)
		*p = ' ';
	return copy;
}

/* A list; Google's own group is no label of anybody's. */
static void
categories_take(struct contact *c, const struct property *p)
{
	const char *parts[CARD_MANY];
	size_t n = card_parts(c, card_decoded(c, p), ",;", parts, CARD_MANY), i;
	struct str out = STR_INIT;
	const char *text;

	for (i = 0; i < n; i++) {
		if (parts[i] == NULL || strcmp(parts[i], "myContacts") == 0)
			continue;
		str_addc(&out, out.len == 0 ? '[' : ',');
		text = without_commas(c, parts[i]);
		json_quote(&out, text, strlen(text));
	}
	if (out.len > 0 && c->categories == NULL) {
		str_addc(&out, ']');
		c->categories = keep_mem(&c->read->row, out.ptr, out.len);
	}
	str_free(&out);
}

static void
note_take(struct contact *c, const struct property *p)
{
	const char *text = card_decoded(c, p);

	text = card_unescaped(c, text, strlen(text), true);
	if (text == NULL)
		return;
	if (c->notes.len > 0)
		str_addc(&c->notes, '\n');
	str_adds(&c->notes, text);
}

static void
place_take(struct contact *c, const struct property *p)
{
	const char *text = card_decoded(c, p);

	if (strspn(text, "; ") != strlen(text))
		choice_add(c->places, &c->nplaces, text, !p->pref);
}

static void
company_take(struct contact *c, const struct property *p)
{
	const char *parts[CARD_PARTS];
	size_t n = card_parts(c, card_decoded(c, p), ";", parts, CARD_PARTS);

	if (c->company == NULL)
		c->company = card_joined(c, parts, n, ", ");
}

static void
parts_of_name(struct contact *c, const struct property *p)
{
	card_parts(c, card_decoded(c, p), ";", c->parts, CARD_PARTS);
}

static void
kind_take(struct contact *c, const struct property *p)
{
	const char *text = card_plain(c, p);

	c->group |= text != NULL && strcasecmp(text, "group") == 0;
}

static void
uid_take(struct contact *c, const struct property *p)
{
	c->uid = card_plain(c, p);
	if (c->uid != NULL && strncasecmp(c->uid, "urn:uuid:", 9) == 0)
		c->uid += 9;
	if (c->uid != NULL &&
	    strncmp(c->uid, OUR_UID, sizeof(OUR_UID) - 1) == 0)
		c->uid = NULL;
}

/* X-CRM-CREATED-AT is created_at, as it was. */
static void
own_take(struct contact *c, const struct property *p)
{
	const char *text = card_decoded(c, p);
	size_t skip = sizeof(OUR_PREFIX) - 1;
	char *column;

	text = card_unescaped(c, text, strlen(text), true);
	if (text == NULL || c->nown == CARD_MANY)
		return;
	column = keep_mem(&c->read->row, p->name + skip, p->len - skip);
	c->own[c->nown++] = (struct own){column, text};
	for (; *column != '\0'; column++)
		*column = *column == '-' ? '_' : (char)tolower(*column);
}

static const struct {
	const char *name;
	void (*take)(struct contact *, const struct property *);
	size_t text; /* without take: where the text goes */
} properties[] = {
    {"FN", NULL, offsetof(struct contact, name)},
    {"N", parts_of_name, 0},
    {"EMAIL", email_take, 0},
    {"TEL", phone_take, 0},
    {"ADR", place_take, 0},
    {"BDAY", birthday_take, 0},
    {"NOTE", note_take, 0},
    {"CATEGORIES", categories_take, 0},
    {"ORG", company_take, 0},
    {"UID", uid_take, 0},
    {"TITLE", NULL, offsetof(struct contact, title)},
    {"NICKNAME", NULL, offsetof(struct contact, nickname)},
    {"URL", NULL, offsetof(struct contact, website)},
    {"KIND", kind_take, 0},
    {"X-ADDRESSBOOKSERVER-KIND", kind_take, 0},
};

void
contact_take(struct contact *c, const struct property *p)
{
	const char **text;
	size_t i;

	if (p->len > sizeof(OUR_PREFIX) - 1 &&
	    strncasecmp(p->name, OUR_PREFIX, sizeof(OUR_PREFIX) - 1) == 0) {
		own_take(c, p);
		return;
	}
	for (i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (strlen(properties[i].name) != p->len ||
		    strncasecmp(properties[i].name, p->name, p->len) != 0)
			continue;
		if (properties[i].take != NULL) {
			properties[i].take(c, p);
			return;
		}
		text = (const char **)((char *)c + properties[i].text);
		if (*text == NULL)
			*text = card_plain(c, p);
		return;
	}
}

void
contact_clear(struct contact *c)
{
	struct str notes = c->notes;

	str_cut(&notes, 0);
	*c = (struct contact){.read = c->read, .notes = notes};
}

/* --- columns --- */

static void
cell_typed(struct contact *c, const char *column, const char *text,
    enum read_type type)
{
	struct read *r = c->read;
	size_t i;

	if (text == NULL || *text == '\0')
		return;
	i = read_column(r, column, strlen(column));
	if (i == SIZE_MAX)
		return;
	read_filled(r, i + 1);
	r->cells[i] = read_cell(text, strlen(text), type);
}

static void
cell(struct contact *c, const char *column, const char *text)
{
	cell_typed(c, column, text, READ_TEXT);
}

/* "phone", "phone 2", "phone 3" ... */
static void
cells_numbered(
    struct contact *c, const char *column, const struct choice *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		cell(c,
		    i == 0
			? column
			: keep_printf(&c->read->row, "%s %zu", column, i + 1),
		    list[i].text);
}

/* Box, suite, street; town; region; postcode; country. A country is a code
 * here, unless nobody knows its name. */
static void
place_cells(struct contact *c)
{
	const char *parts[CARD_PARTS] = {NULL}, *country;
	char code[3];
	size_t i;

	if (c->nplaces == 0)
		return;
	memset(parts, 0, sizeof(parts));
	card_parts(c, c->places[0].text, ";", parts, CARD_PARTS);
	cell(c, "address", card_joined(c, parts, 3, ", "));
	cell(c, "city", parts[3]);
	cell(c, "region", parts[4]);
	cell(c, "postcode", parts[5]);
	country = parts[6];
	cell(c,
	    country != NULL &&
		    country_parse(code, country, strlen(country)) == NULL
		? "country"
		: "country name",
	    country);
	for (i = 1; i < c->nplaces; i++) {
		memset(parts, 0, sizeof(parts));
		card_parts(c, c->places[i].text, ";", parts, CARD_PARTS);
		cell(c, keep_printf(&c->read->row, "address %zu", i + 1),
		    card_joined(c, parts, 7, ", "));
	}
}

/* What a card without a name goes by. */
static const char *
name_made(struct contact *c)
{
	const char *parts[3] = {c->parts[1], c->parts[2], c->parts[0]};
	const char *name = card_joined(c, parts, 3, " ");

	return name != NULL	     ? name
	       : c->company != NULL  ? c->company
	       : c->nickname != NULL ? c->nickname
				     : NULL;
}

void
contact_cells(struct contact *c)
{
	size_t i;

	cell(c, "name", c->name != NULL ? c->name : name_made(c));
	cell(c, "given_name", c->parts[1]);
	cell(c, "family_name", c->parts[0]);
	cells_numbered(c, "email", c->emails, c->nemails);
	cells_numbered(c, "phone", c->phones, c->nphones);
	place_cells(c);
	cell(c, "birthday", c->birthday);
	cell_typed(c, "tags", c->categories, READ_JSON);
	cell(c, "notes", keep_mem(&c->read->row, c->notes.ptr, c->notes.len));
	cell(c, "external_id", c->uid);
	cell(c, "company", c->company);
	cell(c, "job title", c->title);
	cell(c, "nickname", c->nickname);
	cell(c, "website", c->website);
	cell(c, "fax", c->faxes);
	cell(c, "pager", c->pagers);
	for (i = 0; i < c->nown; i++)
		cell(c, c->own[i].column, c->own[i].text);
}
