/*
 * import_aside.c: what a file says of a client that is no value of its field,
 * though no reason to leave the person out: a status "VIP", a birthday "1980",
 * a phone "ask Eva". It becomes custom.status and so on, and is told.
 */
#include <string.h>
#include <strings.h>

#include "fold.h"
#include "import_in.h"
#include "kind.h"
#include "quote.h"

#include "banned.h"

#define PHONE_LEAST 5 /* digits that are a number in any country */
#define PHONE_MOST  12

/* Nearly all are: digits, and what people put between them. */
static bool
is_plain_phone(const struct read_cell *c)
{
	size_t i = c->text[0] == '+', digits = 0;

	for (; i < c->len; i++)
		if (c->text[i] >= '0' && c->text[i] <= '9')
			digits++;
		else if (memchr(" -().", c->text[i], 5) == NULL)
			return false;
	return digits >= PHONE_LEAST && digits <= PHONE_MOST;
}

/* A number that a spreadsheet has cut short stays wrong: all of its column are,
 * and can be had whole from where it came from. */
static const char *
phone_why(const struct read_cell *c)
{
	static struct str out = STR_INIT; /* its memory serves every row */
	const char *why;

	if (is_plain_phone(c))
		return NULL;
	str_cut(&out, 0);
	why = phone_parse(&out, c->text, c->len, "");
	return why == NULL || strncmp(why, "cut short", 9) == 0
		   ? NULL
		   : "no phone number";
}

/* NULL, or why the text is no value of the field. A name and an address are no
 * such fields, nor is since when somebody is a client: there the row is
 * rejected. */
static const char *
why_not(const struct import *im, const struct crm_field *f,
    const struct read_cell *c)
{
	static struct str out = STR_INIT; /* its memory serves every row */
	char day[11], code[3];

	switch (f->kind) {
	case KIND_BIRTHDAY:
		return birthday_parse(day, c->text, c->len, im->crm->now) ==
			       NULL
			   ? NULL
			   : "no day";
	case KIND_PHONE:
		return phone_why(c);
	case KIND_COUNTRY:
		return country_parse(code, c->text, c->len) == NULL
			   ? NULL
			   : "no country that is known";
	case KIND_LANGUAGE:
		str_cut(&out, 0);
		return language_parse(&out, c->text, c->len) == NULL
			   ? NULL
			   : "no language";
	case KIND_WORD:
		return word_find(f->words, c->text, c->len) != NULL
			   ? NULL
			   : "a word that is not known";
	default:
		return NULL;
	}
}

/* "-", "n/a", 00/00/0000, a phone 0: nothing is lost with it. */
static bool
says_nothing(const struct crm_field *f, const struct read_cell *c)
{
	static const char *const words[] = {"n/a", "none", "null"};
	const char *p;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(words[i], c->text) == 0)
			return true;
	for (p = c->text; *p != '\0'; p++)
		if (strchr(f->kind == KIND_BIRTHDAY || f->kind == KIND_PHONE
			       ? "0/.:-? T"
			       : "-.? ",
			*p) == NULL)
			return false;
	return true;
}

/* What is no text at all is none in another field, either. */
static bool
is_text(const struct read_cell *c)
{
	static struct str out = STR_INIT;

	str_cut(&out, 0);
	return text_clean(&out, c->text, c->len) == NULL;
}

/* Count it, and keep the first few of different texts for the remark. */
static void
note(struct import *im, const struct crm_field *f, const char *why,
    size_t column, const struct read_cell *c)
{
	struct asides *all = &im->asides;
	struct aside *a = all->list;
	struct str text = STR_INIT;
	int i;

	while (a < all->list + all->n && a->field != f)
		a++;
	if (a == all->list + ASIDE_FIELDS)
		return;
	if (a == all->list + all->n) {
		*a = (struct aside){.field = f, .why = why};
		all->n++;
	}
	a->cells++;
	visible(&text, c->text, text_fit(c->text, c->len, 40));
	for (i = 0; i < a->nshown; i++)
		if (strcmp(a->shown[i].text, text.ptr) == 0)
			break;
	if (i == a->nshown && i < ASIDE_SHOWN) {
		a->shown[i].text = keep_text(&all->keep, text.ptr);
		a->shown[i].line = im->read->line;
		a->shown[i].column = column == SIZE_MAX ? -1 : (int)column;
		a->nshown++;
	}
	str_free(&text);
}

bool
aside_take(struct import *im, struct record *rec, const struct target *t,
    size_t column, const struct read_cell *c)
{
	const struct crm_field *f = t->field, *custom;
	const char *why;

	if ((t->kind == TARGET_CLIENT && t->record == 0) ||
	    (t->kind != TARGET_MORE &&
		rec->values[f - rec->entity->fields].state != VALUE_UNSET))
		return false;
	if (im->apply != NULL || c->type != READ_TEXT ||
	    strcmp(rec->entity->name, "client") != 0)
		return false;
	if (f->kind == KIND_EMAIL)
		return strchr(c->text, '@') == NULL && says_nothing(f, c);
	if ((why = why_not(im, f, c)) == NULL)
		return false;
	if (says_nothing(f, c))
		return true;
	custom = entity_field(rec->entity, "custom");
	if (im->own.strict || custom == NULL || custom->kind != KIND_JSON ||
	    !is_text(c))
		return false;
	if (t->kind == TARGET_MORE)
		f = t->list;
	record_json_set(rec, 0, custom, f->key, c->text);
	note(im, f, why, column, c);
	return true;
}

void
aside_remark(struct import *im)
{
	const struct aside *a = im->asides.list;
	struct str text = STR_INIT;
	int i, k;

	for (i = 0; i < im->asides.n; i++, a++) {
		str_cut(&text, 0);
		for (k = 0; k < a->nshown; k++) {
			str_addf(&text, "%s\"%s\" at ", k > 0 ? ", " : "",
			    a->shown[k].text);
			read_where(im->read, &text, a->shown[k].line,
			    a->shown[k].column);
		}
		if (a->field->kind == KIND_WORD)
			str_addf(&text,
			    "; --word '%s: %s = %s' says what one means",
			    a->field->key, a->shown[0].text, *a->field->words);
		crm_remark(im->crm,
		    "%s: %s: %lld cell%s %s, kept as custom.%s: %s",
		    im->read->file, a->field->key, (long long)a->cells,
		    a->cells == 1 ? " is" : "s are", a->why, a->field->key,
		    text.ptr);
	}
	str_free(&text);
}
