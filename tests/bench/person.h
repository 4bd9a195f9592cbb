/*
 * person.h: an invented person from the tables of people.h: a name, how an
 * email address of theirs begins, a phone number.
 */
#ifndef CRM_BENCH_PERSON_H
#define CRM_BENCH_PERSON_H

#include <err.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "people.h"

#define MAX_WORDS   128 /* of one kind, of one culture */
#define ONE_IN_RARE 50000 /* has the family name Quintavarra */

struct word {
	const char *text, *latin;
	size_t len, latin_len;
};

struct words {
	struct word word[MAX_WORDS];
	size_t n;
};

/* A culture with its words taken apart. */
struct people {
	const struct culture *culture;
	struct words given, family, endings, towns, phones;
};

struct person {
	const struct people *people;
	struct cell name; /* "Ana Silva" */
	struct cell listed; /* "Silva, Ana" */
	struct cell mail; /* "ana.silva" */
};

static struct people nations[NELEMS(cultures)];
static struct words heads, middles;
static unsigned all_weights;

/* The plain Latin letters of a word, in lower case; kept for good. */
static char *
latin_of(const char *text, size_t len)
{
	char *out = malloc(len + 1), *p = out;

	if (out == NULL)
		err(1, NULL);
	for (; len > 0; text++, len--)
		if ((*text | 0x20) >= 'a' && (*text | 0x20) <= 'z')
			*p++ = (char)(*text | 0x20);
	*p = '\0';
	return out;
}

/* Take "Ana João/joao" apart; with '|' between the words, no Latin form. */
static void
words_split(struct words *w, const char *list, char between)
{
	while (list != NULL && *list != '\0') {
		struct word *word = &w->word[w->n++];
		const char *end = strchrnul(list, between);
		const char *cut = memchr(list, '/', (size_t)(end - list));

		if (w->n > MAX_WORDS)
			errx(1, "too many words");
		word->text = list;
		word->len = (size_t)((cut != NULL ? cut : end) - list);
		cut = cut != NULL ? cut + 1 : list;
		word->latin = latin_of(cut, (size_t)(end - cut));
		word->latin_len = strlen(word->latin);
		list = *end != '\0' ? end + 1 : end;
	}
}

static void
people_prepare(void)
{
	words_split(&heads, family_heads, ' ');
	words_split(&middles, family_middles, ' ');
	for (size_t i = 0; i < NELEMS(cultures); i++) {
		struct people *p = &nations[i];

		p->culture = &cultures[i];
		words_split(&p->given, p->culture->given, ' ');
		words_split(&p->family, p->culture->family, ' ');
		words_split(&p->endings, p->culture->ending, ' ');
		words_split(&p->towns, p->culture->towns, '|');
		words_split(&p->phones, p->culture->phones, '|');
		all_weights += p->culture->weight;
	}
}

static const struct word *
pick(struct chance *c, const struct words *w)
{
	return &w->word[below(c, w->n)];
}

/* A name as it is written, and its Latin form. */
struct both {
	struct cell text, latin;
};

static void
both_clear(struct both *b)
{
	cell_clear(&b->text);
	cell_clear(&b->latin);
}

static void
person_clear(struct person *who, const struct people *p)
{
	who->people = p;
	cell_clear(&who->name);
	cell_clear(&who->listed);
	cell_clear(&who->mail);
}

static void
both_add(struct both *b, const struct word *w)
{
	cell_add(&b->text, w->text, w->len);
	cell_add(&b->latin, w->latin, w->latin_len);
}

static const struct people *
people_pick(struct chance *c)
{
	const struct people *p = nations;
	uint64_t n = below(c, all_weights);

	for (; n >= p->culture->weight; p++)
		n -= p->culture->weight;
	return p;
}

/* One family name in four is made up from parts, so that there are many. */
static void
family_name(struct chance *c, const struct people *p, struct both *b)
{
	if (p->endings.n == 0 || below(c, 4) != 0) {
		both_add(b, pick(c, &p->family));
		return;
	}
	both_add(b, pick(c, &heads));
	if (below(c, 2) == 0)
		both_add(b, pick(c, &middles));
	both_add(b, pick(c, &p->endings));
}

static void
given_name(struct chance *c, const struct people *p, struct both *b)
{
	both_add(b, pick(c, &p->given));
	if (p->culture->flags & COMPOSED)
		both_add(b, pick(c, &p->given));
}

/* The given and the family name, in the order of the culture. */
static void
person_name(
    struct person *who, const struct cell *given, const struct cell *family)
{
	unsigned flags = who->people->culture->flags;

	cell_adds(&who->name, flags & FAMILY_FIRST ? family->ptr : given->ptr);
	if (!(flags & CLOSED_UP))
		cell_adds(&who->name, " ");
	cell_adds(&who->name, flags & FAMILY_FIRST ? given->ptr : family->ptr);
	cell_adds(&who->listed, family->ptr);
	cell_adds(&who->listed, ", ");
	cell_adds(&who->listed, given->ptr);
}

/* The person of record i. */
static void
person_make(struct person *who, uint64_t i)
{
	static const char *const joints[] = {".", "", "_", "-"};
	struct chance c = chance_for(FOR_PERSON, i);
	struct both given, family;
	const struct people *p = people_pick(&c);

	person_clear(who, p);
	both_clear(&given);
	both_clear(&family);
	given_name(&c, p, &given);
	family_name(&c, p, &family);
	cell_adds(&who->mail, given.latin.ptr);
	cell_adds(&who->mail, joints[below(&c, NELEMS(joints))]);
	cell_adds(&who->mail, family.latin.ptr);
	if ((p->culture->flags & TWO_FAMILIES) && below(&c, 2) == 0) {
		cell_adds(&family.text, " ");
		family_name(&c, p, &family);
	}
	if (i % ONE_IN_RARE == ONE_IN_RARE / 10) {
		cell_clear(&family.text);
		cell_adds(&family.text, "Quintavarra");
	}
	person_name(who, &given.text, &family.text);
}

/* A number after one of the patterns, with blanks as they are, dots, hyphens
 * or nothing between the groups. */
static void
phone_make(struct chance *c, struct cell *cell, const struct people *p)
{
	const struct word *w = pick(c, &p->phones);
	const char gaps[] = {' ', ' ', '\0', '\0', '\0', '-', '.'};
	char gap = gaps[below(c, sizeof(gaps))];
	bool bare = gap == '\0';

	cell_adds(cell, "+");
	for (size_t k = 0; k < w->len; k++) {
		char ch = w->text[k];

		if (ch == 'd')
			ch = (char)('0' + below(c, 10));
		else if (ch == 'n')
			ch = (char)('2' + below(c, 8));
		else if (bare && (ch < '0' || ch > '9'))
			continue;
		else if (ch == ' ')
			ch = gap;
		cell_add(cell, &ch, 1);
	}
}

#endif
