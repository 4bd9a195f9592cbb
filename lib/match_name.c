/*
 * match_name.c: how alike two names are: their words, in either order.
 */
#include <string.h>

#include "match_in.h"
#include "nickname_table.h"

#include "banned.h"

/* --- short forms --- */

uint64_t
name_forms(const char *text, size_t len)
{
	size_t low = 0,
	       high = sizeof(nickname_table) / sizeof(nickname_table[0]), mid;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		order = word_order(text, len, nickname_table[mid].word);
		if (order == 0)
			return nickname_table[mid].families;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return 0;
}

/* --- words --- */

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("aeiou", c) != NULL;
}

/* Paulo and Paula, Mario and Maria: brother and sister, not a slip. */
static bool
is_pair(const struct match_part *a, const struct match_part *b)
{
	size_t n = a->len;

	return n == b->len && n > 2 && memcmp(a->text, b->text, n - 1) == 0 &&
	       is_vowel(a->text[n - 1]) && is_vowel(b->text[n - 1]);
}

/* The same but for letters that stand double: ana and anna. */
static bool
is_doubled(const struct match_part *a, const struct match_part *b)
{
	size_t i = 0, j = 0;

	while (i < a->len && j < b->len && a->text[i] == b->text[j]) {
		i++;
		j++;
		while (i < a->len && a->text[i] == a->text[i - 1])
			i++;
		while (j < b->len && b->text[j] == b->text[j - 1])
			j++;
	}
	return i == a->len && j == b->len && i > 1;
}

static bool
is_initial(const struct match_part *a, const struct match_part *b)
{
	const struct match_part *longer = a->len > b->len ? a : b,
				*first = a->len > b->len ? b : a;

	/* A sign of the East is a whole name. */
	return first->letters == 1 && first->len < 3 &&
	       longer->len >= first->len &&
	       memcmp(longer->text, first->text, first->len) == 0;
}

static enum word_level
word_compare(const struct match_part *a, const struct match_part *b, bool given)
{
	double jaro;
	int edits, least;

	if (is_initial(a, b))
		return WORD_INITIAL;
	if (part_same(a, b))
		return WORD_SAME;
	if (given && (a->forms & b->forms) != 0)
		return WORD_FORM;
	if (given && is_pair(a, b))
		return WORD_OTHER;
	if (is_doubled(a, b))
		return WORD_TYPO;
	if (match_unlike(a->text, a->len, b->text, b->len, 0.85))
		return WORD_OTHER;
	least = a->letters < b->letters ? a->letters : b->letters;
	jaro = match_jaro_winkler(a->text, a->len, b->text, b->len);
	edits = least >= 8 ? 2 : 1;
	if (least >= 4 && jaro >= 0.85 &&
	    match_edits(a->text, a->len, b->text, b->len, edits) <= edits)
		return WORD_TYPO;
	return jaro >= 0.88 ? WORD_CLOSE : WORD_OTHER;
}

/* --- names --- */

/* Are all words the same, in whatever order? */
static bool
words_same(const struct match_face *a, const struct match_face *b)
{
	unsigned used = 0;
	int i, j;

	if (a->nwords != b->nwords || a->nwords == 0)
		return false;
	for (i = 0; i < a->nwords; i++) {
		for (j = 0; j < b->nwords; j++)
			if (!(used >> j & 1) &&
			    part_same(&a->words[i], &b->words[j]))
				break;
		if (j == b->nwords)
			return false;
		used |= 1U << j;
	}
	return true;
}

static const struct match_part *
last_of(const struct match_face *f)
{
	return &f->words[f->nwords - 1];
}

/* The last words, or any family name that both have. */
static enum word_level
family_compare(const struct match_face *a, const struct match_face *b)
{
	enum word_level level = word_compare(last_of(a), last_of(b), false);
	int i, j;

	if (level <= WORD_TYPO)
		return level;
	for (i = 1; i < a->nwords; i++)
		for (j = 1; j < b->nwords; j++)
			if (a->words[i].letters > 1 &&
			    part_same(&a->words[i], &b->words[j]))
				return WORD_PART;
	return level;
}

static bool
is_good(enum word_level level)
{
	return level == UNKNOWN || level <= WORD_TYPO;
}

/* "Lima Ana" for "Ana Lima"; and "Lima" alone is a family name. */
static bool
swapped(unsigned char level[MATCH_FIELDS], const struct match_face *a,
    const struct match_face *b)
{
	enum word_level given = UNKNOWN, family;

	if (a->nwords > 1 && b->nwords > 1) {
		/* Two ways of it: fix which is tried first. */
		if (strcmp(a->name, b->name) > 0)
			return swapped(level, b, a);
		family = word_compare(&a->words[0], last_of(b), false);
		given = word_compare(last_of(a), &b->words[0], true);
		if (!is_good(family) ||
		    (!is_good(given) && given != WORD_INITIAL)) {
			family = word_compare(last_of(a), &b->words[0], false);
			given = word_compare(&a->words[0], last_of(b), true);
		}
	} else {
		family = word_compare(last_of(a), last_of(b), false);
	}
	if (!is_good(family) || (!is_good(given) && given != WORD_INITIAL))
		return false;
	level[MATCH_GIVEN] = (unsigned char)given;
	level[MATCH_FAMILY] = (unsigned char)family;
	return true;
}

/* A family name alone says nothing of the given one. */
static void
family_only_compare(unsigned char level[MATCH_FIELDS],
    const struct match_face *a, const struct match_face *b)
{
	if ((a->family_only || a->nwords > 1) &&
	    (b->family_only || b->nwords > 1))
		level[MATCH_FAMILY] = (unsigned char)family_compare(a, b);
}

static bool
words_compare(unsigned char level[MATCH_FIELDS], const struct match_face *a,
    const struct match_face *b)
{
	if (a->nwords == 0 || b->nwords == 0)
		return false;
	if (a->family_only || b->family_only) {
		family_only_compare(level, a, b);
		return a->family_only && b->family_only && words_same(a, b);
	}
	level[MATCH_GIVEN] =
	    (unsigned char)word_compare(&a->words[0], &b->words[0], true);
	if (a->nwords > 1 && b->nwords > 1)
		level[MATCH_FAMILY] = (unsigned char)family_compare(a, b);
	if (words_same(a, b)) {
		level[MATCH_GIVEN] = WORD_SAME;
		if (a->nwords > 1)
			level[MATCH_FAMILY] = WORD_SAME;
		return true;
	}
	/* The first words differ: perhaps they are not the given names. */
	if (!is_good(level[MATCH_GIVEN]) &&
	    level[MATCH_GIVEN] != WORD_INITIAL && a->nwords + b->nwords > 2)
		swapped(level, a, b);
	return false;
}

static unsigned char
lesser(unsigned char a, unsigned char b)
{
	return a < b ? a : b;
}

/* Of the family name that both have, the rarest. */
static unsigned char
part_often(const struct match_face *a, const struct match_face *b)
{
	unsigned char often = 0;
	int i, j;

	for (i = 1; i < a->nwords; i++)
		for (j = 1; j < b->nwords; j++)
			if (a->words[i].letters > 1 &&
			    part_same(&a->words[i], &b->words[j]))
				often = a->words[i].family > often
					    ? a->words[i].family
					    : often;
	return often;
}

bool
names_compare(unsigned char level[MATCH_FIELDS], unsigned char often[2],
    const struct match_face *a, const struct match_face *b)
{
	bool same;

	level[MATCH_GIVEN] = level[MATCH_FAMILY] = UNKNOWN;
	often[0] = often[1] = 0;
	same = words_compare(level, a, b);
	/* Where they stand in another order, the lesser evidence. */
	if (level[MATCH_GIVEN] == WORD_SAME)
		often[0] = lesser(a->words[0].given, b->words[0].given);
	if (level[MATCH_FAMILY] == WORD_SAME)
		often[1] = lesser(last_of(a)->family, last_of(b)->family);
	else if (level[MATCH_FAMILY] == WORD_PART)
		often[1] = part_often(a, b);
	return same;
}
