/*
 * match_face.c: a person made ready for comparison: the words of the name
 * that tell people apart, and the parts of the email.
 */
#include <ctype.h>
#include <string.h>

#include "freemail_table.h"
#include "match_in.h"

#include "banned.h"

/* Folded, each between blanks. */
static const char titles[] =
    " mr mrs ms miss mx dr dra prof profa eng sr sra srta dona herr frau mme "
    "mlle sir lady rev ing lic arq ";
static const char particles[] =
    " de da do das dos di du del della der den van von vom zu la le las los "
    "el al bin ibn ben y e und of ter te ";
static const char suffixes[] = " jr sr ii iii iv phd md ";

/* Addresses of a house, not of a person. */
static const char shared_locals[] =
    " info contact contacto contato office geral admin mail email hello hi "
    "sales support service services billing booking bookings reservas "
    "reservations secretaria recepcao reception team marketing accounts "
    "noreply no-reply kontakt buero post ";

/* Where a.na and ana is one mailbox. */
static const char dotted[] = " gmail.com googlemail.com ";

#define LISTED 14 /* letters of the longest word of these lists */

#define LONGEST 255 /* bytes of a word, and of a part of an email */

static bool
is_one_of(const char *list, const char *text, size_t len)
{
	char word[LISTED + 3];

	if (len == 0 || len > LISTED)
		return false;
	word[0] = word[len + 1] = ' ';
	memcpy(word + 1, text, len);
	word[len + 2] = '\0';
	return strstr(list, word) != NULL;
}

static bool
is_free(const struct match_part *domain)
{
	size_t low = 0,
	       high = sizeof(freemail_table) / sizeof(freemail_table[0]), mid;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		order =
		    word_order(domain->text, domain->len, freemail_table[mid]);
		if (order == 0)
			return true;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return false;
}

/* Letters and digits of any script; the apostrophe of O'Brien too. */
static bool
is_letter(unsigned char c)
{
	return isalnum(c) || c >= 0x80 || c == '\'';
}

static void
word_drop(struct match_face *f, int i)
{
	memmove(&f->words[i], &f->words[i + 1],
	    sizeof(f->words[0]) * (size_t)(f->nwords - i - 1));
	f->nwords--;
}

/* What stands before a comma is the family name: it goes to the end. */
static void
words_rotate(struct match_face *f, int comma)
{
	struct match_part words[MATCH_WORDS];
	int i;

	memcpy(words, f->words, sizeof(words));
	for (i = 0; i < f->nwords; i++)
		f->words[i] = words[(i + comma) % f->nwords];
}

static void
words_split(struct match_face *f, const char *name)
{
	const char *p = name, *start;
	int comma = 0;
	size_t len;

	while (*p != '\0' && f->nwords < MATCH_WORDS) {
		if (*p == ',' && comma == 0)
			comma = f->nwords;
		if (!is_letter((unsigned char)*p)) {
			p++;
			continue;
		}
		for (start = p; is_letter((unsigned char)*p); p++)
			continue;
		len = (size_t)(p - start);
		f->words[f->nwords++] = (struct match_part){.text = start,
		    .len = (unsigned short)(len < LONGEST ? len : LONGEST)};
	}
	/* "Lima, Jr" has nothing else behind it. */
	if (comma > 0 && comma < f->nwords &&
	    !is_one_of(suffixes, f->words[comma].text, f->words[comma].len))
		words_rotate(f, comma);
}

/* How many bytes its first letter has, where that is Han, kana or Hangul: then
 * the family name comes first. 0 otherwise. */
static size_t
eastern(const struct match_part *w)
{
	unsigned char c = w->len >= 3 ? (unsigned char)w->text[0] : 0;

	return c >= 0xe3 && c <= 0xed ? 3 : 0;
}

/* Sato Hanako, and Wang Xiuying closed up, in their own letters: the given
 * name first, as with everybody else. */
static void
words_turn(struct match_face *f)
{
	struct match_part *w = f->words;
	size_t first = f->nwords > 0 ? eastern(&w[0]) : 0;

	if (first == 0)
		return;
	/* Of four signs two are the family's: Sato, Ouyang. */
	if (w[0].len == 4 * first)
		first *= 2;
	if (f->nwords > 1) {
		words_rotate(f, 1);
	} else if (w[0].len > first && w[0].len <= 12) {
		w[1] = (struct match_part){
		    .text = w[0].text, .len = (unsigned short)first};
		w[0].text += first;
		w[0].len = (unsigned short)(w[0].len - first);
		f->nwords = 2;
	}
}

/* Titles in front, suffixes at the end, particles between; but never all. */
static void
words_sift(struct match_face *f)
{
	struct match_part *w = f->words;
	int i;

	while (f->nwords > 1 && is_one_of(titles, w[0].text, w[0].len))
		word_drop(f, 0);
	while (f->nwords > 1 &&
	       is_one_of(suffixes, w[f->nwords - 1].text, w[f->nwords - 1].len))
		f->nwords--;
	for (i = f->nwords - 2; i > 0; i--)
		if (is_one_of(particles, w[i].text, w[i].len))
			word_drop(f, i);
}

/* Letters, roughly: a letter of two bytes counts as one. */
static unsigned char
letters_count(const struct match_part *w)
{
	int i, n = 0;

	for (i = 0; i < w->len; i++)
		n += (w->text[i] & 0xc0) != 0x80;
	return (unsigned char)n;
}

static void
words_know(struct match_face *f, const struct match_model *model)
{
	struct match_part *w;
	int i;

	for (i = 0; i < f->nwords; i++) {
		w = &f->words[i];
		w->letters = letters_count(w);
		w->forms = name_forms(w->text, w->len);
		w->given = match_term_often(model, TERM_GIVEN, w->text, w->len);
		w->family =
		    match_term_often(model, TERM_FAMILY, w->text, w->len);
	}
}

static struct match_part
part_of(const char *text, size_t len)
{
	return (struct match_part){.text = text,
	    .len = (unsigned short)(len < LONGEST ? len : LONGEST)};
}

/* "ana.lima+news@x.pt": what follows the plus is for sorting mail. */
void
email_split(struct match_face *f, const char *email)
{
	const char *at = strrchr(email, '@');
	size_t local;

	f->local = f->domain = part_of("", 0);
	f->free_mail = f->shared_mail = f->dots_fold = false;
	if (at == NULL || at == email)
		return;
	local = (size_t)(at - email);
	if (memchr(email + 1, '+', local - 1) != NULL)
		local = strcspn(email + 1, "+") + 1;
	f->local = part_of(email, local);
	f->domain = part_of(at + 1, strlen(at + 1));
	f->free_mail = is_free(&f->domain);
	f->shared_mail = is_one_of(shared_locals, f->local.text, f->local.len);
	f->dots_fold = is_one_of(dotted, f->domain.text, f->domain.len);
}

unsigned char
match_others(size_t n)
{
	unsigned char of = 0;

	for (; n > 0 && of<7; n = n> 1 ? (n + 1) / 2 : 0)
		of++;
	return of;
}

static const char *
known(const char *text)
{
	return text != NULL ? text : "";
}

void
match_ready(struct match_face *f, const struct person *p,
    const struct match_model *model)
{
	f->name = known(p->name);
	f->email = known(p->email);
	f->emails = known(p->emails);
	f->phone = known(p->phone);
	f->phones = known(p->phones);
	f->birthday = known(p->birthday);
	f->street = known(p->street);
	f->postcode = known(p->postcode);
	f->city = known(p->city);
	f->nwords = 0;
	words_split(f, f->name);
	if (strchr(f->name, ',') == NULL)
		words_turn(f);
	words_sift(f);
	words_know(f, model);
	email_split(f, f->email);
	f->often_postcode = match_term_often(
	    model, TERM_POSTCODE, f->postcode, strlen(f->postcode));
	f->often_city =
	    match_term_often(model, TERM_CITY, f->city, strlen(f->city));
	f->namesakes =
	    match_others(p->namesakes > 0 ? (size_t)p->namesakes : 0);
	f->phonemates =
	    match_others(p->phonemates > 0 ? (size_t)p->phonemates : 0);
	f->family_only = p->family_only && f->nwords == 1;
}
