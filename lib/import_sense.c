/*
 * import_sense.c: what the cells of a row say only together, in tables that
 * people keep by hand.
 */
#include <ctype.h>
#include <string.h>

#include "fold.h"
#include "import_in.h"

#include "banned.h"

/* --- names --- */

static struct value *
raw_of(struct record *rec, const struct crm_field *f)
{
	struct value *v =
	    f == NULL ? NULL : &rec->values[f - rec->entity->fields];

	return v != NULL && v->state == VALUE_RAW ? v : NULL;
}

/* Is the one text in the other, whatever its accents and case? */
static bool
is_within(const struct value *part, const struct value *whole)
{
	struct str a = STR_INIT, b = STR_INIT;
	bool within;

	text_fold(&a, part->text, part->len);
	text_fold(&b, whole->text, whole->len);
	within = strstr(b.ptr, a.ptr) != NULL;
	str_free(&a);
	str_free(&b);
	return within;
}

/*
 * A name without the surname that stands beside it is no whole one. One without
 * the first name may be, of somebody who is called otherwise, unless the column
 * is just "Name".
 */
static void
name_settle(const struct map *m, struct record *rec)
{
	struct value *name = raw_of(rec, m->name),
		     *given = raw_of(rec, m->given_name),
		     *family = raw_of(rec, m->family_name),
		     *part = given != NULL ? given : family;
	const char *text;

	if (name == NULL || part == NULL || (given != NULL && family != NULL) ||
	    (given != NULL && !m->bare) || is_within(part, name))
		return;
	text = name->text;
	name->state = VALUE_UNSET;
	record_set(rec, given != NULL ? m->family_name : m->given_name, text,
	    name->len);
}

/* Who has no name of his own goes by that of his company. */
static void
company_settle(struct import *im)
{
	const struct map *m = &im->map;
	const struct read_cell *c;

	if (m->company >= im->read->ncolumns || raw_of(&im->rec, m->name) ||
	    raw_of(&im->rec, m->given_name) || raw_of(&im->rec, m->family_name))
		return;
	c = &im->read->cells[m->company];
	if (!cell_nothing(im, c))
		record_set(&im->rec, m->name, c->text, c->len);
}

void
names_settle(struct import *im)
{
	if (im->map.own)
		return;
	if (im->map.clients) {
		company_settle(im);
		name_settle(&im->map, &im->rec);
	} else if (im->options->entity->client >= 0) {
		name_settle(&im->map, &im->strangers.row);
	}
}

/* --- times --- */

/* "10:30", "1:30 PM", "10h30": no day with it. */
static bool
is_time_alone(const struct value *v)
{
	const char *p = v->text;
	size_t digits = strspn(p, "0123456789");

	if (digits == 0 || digits > 2)
		return false;
	p += digits;
	if (*p != ':' && tolower((unsigned char)*p) != 'h')
		return false;
	return strspn(p, ":0123456789hHaApPmM. ") == strlen(p);
}

void
end_settle(struct import *im)
{
	struct value *start = raw_of(&im->rec, im->map.starts_at),
		     *end = raw_of(&im->rec, im->map.ends_at);
	struct str text = STR_INIT;
	size_t day;

	if (start == NULL || end == NULL || !is_time_alone(end))
		return;
	day = strcspn(start->text, " T");
	if (start->text[day] == '\0')
		return;
	str_add(&text, start->text, day);
	str_addf(&text, " %s", end->text);
	record_set(&im->rec, im->map.ends_at, text.ptr, text.len);
	str_free(&text);
}

/* --- several of a kind --- */

/* Is it a phone number, or an address, by its look? */
static bool
is_contact(const char *text, size_t len, enum kind kind)
{
	size_t digits = 0, i;

	if (kind == KIND_EMAIL)
		return memchr(text, '@', len) != NULL;
	for (i = 0; i < len; i++) {
		if (isdigit((unsigned char)text[i]))
			digits++;
		else if (strchr(" +-.()/", text[i]) == NULL)
			return false;
	}
	return digits >= 7 && digits <= 15;
}

const char *
contacts_part(const char *text, enum kind kind)
{
	static const char *const separators[] = {
	    ";", ",", "|", "\n", " / ", "/", " ou ", " or ", " o ", " oder "};
	const char *p, *end;
	size_t i, n;

	/* Nearly all cells have one. */
	if (strpbrk(text, kind == KIND_EMAIL ? ";,|/\n" : ";,|/\no") == NULL)
		return NULL;
	for (i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		for (p = text, n = 0; p != NULL; n++) {
			end = strstr(p, separators[i]);
			if (!is_contact(p,
				end == NULL ? strlen(p) : (size_t)(end - p),
				kind))
				break;
			p = end == NULL ? NULL : end + strlen(separators[i]);
		}
		if (p == NULL && n > 1)
			return separators[i];
	}
	return NULL;
}
