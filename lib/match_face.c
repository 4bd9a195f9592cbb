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

#define LISTED 12 /* letters of the longest word of these lists */

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

	while (*p != '\0' && f->nwords < MATCH_WORDS) {
		if (*p == ',' && comma == 0)
			comma = f->nwords;
		if (!is_letter((unsigned char)*p)) {
			p++;
			continue;
		}
		for (start = p; is_letter((unsigned char)*p); p++)
			continue;
		f->words[f->nwords++] =
		    (struct match_part){start, (size_t)(p - start), 0};
	}
	/* "Lima, Jr" has nothing else behind it. */
	if (comma > 0 && comma < f->nwords &&
	    !is_one_of(suffixes, f->words[comma].text, f->words[comma].len))
		words_rotate(f, comma);
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
	for (i = 0; i < f->nwords; i++)
		w[i].forms = name_forms(w[i].text, w[i].len);
}

/* "ana.lima+news@x.pt": what follows the plus is for sorting mail. */
static void
email_split(struct match_face *f, const char *email)
{
	const char *at = strrchr(email, '@');
	size_t local;

	if (at == NULL || at == email)
		return;
	local = (size_t)(at - email);
	f->domain = (struct match_part){at + 1, strlen(at + 1), 0};
	f->local = (struct match_part){email, local, 0};
	if (memchr(email + 1, '+', local - 1) != NULL)
		f->local.len = strcspn(email + 1, "+") + 1;
	f->free_mail = is_free(&f->domain);
	f->shared_mail = is_one_of(shared_locals, f->local.text, f->local.len);
}

void
match_ready(struct match_face *f, const struct person *person)
{
	memset(f, 0, sizeof(*f));
	f->person = *person;
	if (has(person->name)) {
		words_split(f, person->name);
		words_sift(f);
	}
	if (has(person->email))
		email_split(f, person->email);
}
