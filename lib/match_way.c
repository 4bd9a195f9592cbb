/*
 * match_way.c: how alike the ways to reach two people are: email and phone.
 */
#include <string.h>

#include "match_in.h"

#include "banned.h"

/* --- email --- */

static size_t
stem_len(const struct match_part *p)
{
	size_t n = p->len;

	while (n > 0 && strchr("0123456789._-", p->text[n - 1]) != NULL)
		n--;
	return n;
}

/* a.na and ana */
static bool
same_but_dots(const struct match_part *a, const struct match_part *b)
{
	int i = 0, j = 0;

	for (;;) {
		while (i < a->len && a->text[i] == '.')
			i++;
		while (j < b->len && b->text[j] == '.')
			j++;
		if (i == a->len || j == b->len)
			return i == a->len && j == b->len;
		if (a->text[i++] != b->text[j++])
			return false;
	}
}

/* Numbers in it that nobody else would think of. */
static bool
is_telling(const struct match_part *p)
{
	int i, digits = 0;

	for (i = 0; i < p->len; i++)
		digits += p->text[i] >= '0' && p->text[i] <= '9';
	return digits >= 2 && p->len >= 6;
}

/* The local parts of two addresses at the same domain. */
static enum email_level
local_compare(const struct match_face *a, const struct match_face *b)
{
	const struct match_part *p = &a->local, *q = &b->local;
	size_t stem = stem_len(p), least = p->len < q->len ? p->len : q->len;

	if (part_same(p, q) || (a->dots_fold && same_but_dots(p, q)))
		return EMAIL_SAME;
	if (a->shared_mail || b->shared_mail)
		return EMAIL_OTHER;
	if (stem >= 3 && stem == stem_len(q) &&
	    memcmp(p->text, q->text, stem) == 0)
		return EMAIL_STEM;
	if (least >= 5 && match_edits(p->text, p->len, q->text, q->len, 1) <= 1)
		return EMAIL_TYPO;
	return EMAIL_OTHER;
}

/* The same local part at two domains. */
static enum email_level
elsewhere_compare(const struct match_face *a, const struct match_face *b)
{
	const struct match_part *p = &a->domain, *q = &b->domain;

	if (!part_same(&a->local, &b->local) || a->local.len < 4 ||
	    a->shared_mail)
		return EMAIL_OTHER;
	return match_edits(p->text, p->len, q->text, q->len, 1) <= 1
		   ? EMAIL_TYPO
		   : EMAIL_LOCAL;
}

static enum email_level
one_email_compare(
    const struct match_face *a, const struct match_face *b, bool named)
{
	enum email_level level;

	if (a->local.len == 0 || b->local.len == 0)
		return UNKNOWN;
	if (strcmp(a->email, b->email) == 0)
		return EMAIL_SAME;
	if (part_same(&a->domain, &b->domain)) {
		level = local_compare(a, b);
		if (level == EMAIL_OTHER && !a->free_mail)
			return EMAIL_HOUSE;
	} else {
		level = elsewhere_compare(a, b);
	}
	if (!named || level == EMAIL_OTHER || level == EMAIL_SAME)
		return level;
	if (level == EMAIL_STEM)
		return EMAIL_STEM_NAMED;
	return level == EMAIL_LOCAL && is_telling(&a->local) ? level
							     : EMAIL_NAMED;
}

/* --- further addresses and numbers --- */

/* The next of a list parted by blanks, copied; false at its end. */
static bool
next_of(const char **list, char word[256])
{
	size_t len;

	*list += strspn(*list, " ");
	len = strcspn(*list, " ");
	if (len == 0)
		return false;
	memcpy(word, *list, len < 255 ? len : 255);
	word[len < 255 ? len : 255] = '\0';
	*list += len;
	return true;
}

static int
better(int a, int b)
{
	return a == UNKNOWN || (b != UNKNOWN && b < a) ? b : a;
}

/* One address of a against all of b. */
static int
emails_of_b(const struct match_face *a, const struct match_face *b, bool named)
{
	int level = one_email_compare(a, b, named);
	struct match_face other = *b;
	const char *list = b->emails;
	char word[256];

	while (next_of(&list, word)) {
		other.email = word;
		email_split(&other, word);
		level = better(level, one_email_compare(a, &other, named));
	}
	return level;
}

enum email_level
email_compare(
    const struct match_face *a, const struct match_face *b, bool named)
{
	struct match_face one;
	const char *list = a->emails;
	char word[256];
	int level;

	if (a->emails[0] == '\0' && b->emails[0] == '\0')
		return one_email_compare(a, b, named);
	level = emails_of_b(a, b, named);
	one = *a;
	while (next_of(&list, word)) {
		one.email = word;
		email_split(&one, word);
		level = better(level, emails_of_b(&one, b, named));
	}
	return (enum email_level)level;
}

/* --- phone --- */

/* 55 11 9 8765 4321 and 55 11 8765 4321: Brazil put a nine in front of the
 * numbers of mobiles. */
static bool
is_ninth(const char *a, size_t na, const char *b, size_t nb)
{
	if (na < nb)
		return is_ninth(b, nb, a, na);
	return na == 13 && nb == 12 && a[4] == '9' && memcmp(a, "55", 2) == 0 &&
	       memcmp(a, b, 4) == 0 && memcmp(a + 5, b + 4, 8) == 0;
}

/* A number as it ends, however much of it was typed. */
static enum phone_level
one_phone_compare(const char *a, const char *b)
{
	size_t na, nb, least;

	if (!has(a) || !has(b))
		return UNKNOWN;
	if (strcmp(a, b) == 0)
		return PHONE_SAME;
	a += strspn(a, "0");
	b += strspn(b, "0");
	na = strlen(a);
	nb = strlen(b);
	least = na < nb ? na : nb;
	if (least < 7)
		return PHONE_OTHER;
	if ((least >= 8 &&
		memcmp(a + na - least, b + nb - least, least) == 0) ||
	    is_ninth(a, na, b, nb))
		return PHONE_TAIL;
	return match_edits(a, na, b, nb, 1) <= 1 ? PHONE_TYPO : PHONE_OTHER;
}

static int
phones_of_b(const char *phone, const struct match_face *b)
{
	int level = one_phone_compare(phone, b->phone);
	const char *list = b->phones;
	char word[256];

	while (next_of(&list, word))
		level = better(level, one_phone_compare(phone, word));
	return level;
}

enum phone_level
phone_compare(const struct match_face *a, const struct match_face *b)
{
	const char *list = a->phones;
	char word[256];
	int level;

	if (a->phones[0] == '\0' && b->phones[0] == '\0')
		return one_phone_compare(a->phone, b->phone);
	level = phones_of_b(a->phone, b);
	while (next_of(&list, word))
		level = better(level, phones_of_b(word, b));
	return (enum phone_level)level;
}

/* --- the same, to the letter --- */

/* Is one of a, or of its list, one of b, or of its list? */
static bool
list_has(const char *list, const char *word)
{
	char other[256];

	while (next_of(&list, other))
		if (strcmp(other, word) == 0)
			return true;
	return false;
}

static bool
texts_share(const char *a, const char *as, const char *b, const char *bs)
{
	char word[256];

	if (*a != '\0' && strcmp(a, b) == 0)
		return true;
	if ((*a != '\0' && list_has(bs, a)) || (*b != '\0' && list_has(as, b)))
		return true;
	while (next_of(&as, word))
		if (list_has(bs, word))
			return true;
	return false;
}

bool
ways_share(const struct match_face *a, const struct match_face *b)
{
	return texts_share(a->email, a->emails, b->email, b->emails) ||
	       texts_share(a->phone, a->phones, b->phone, b->phones);
}
