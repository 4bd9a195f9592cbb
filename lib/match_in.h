/*
 * match_in.h: what the files of match share: the levels of likeness.
 * Private to match.
 */
#ifndef CRM_MATCH_IN_H
#define CRM_MATCH_IN_H

#include <string.h>

#include "match.h"

/* Levels of each field: the lines of the table in match.c. */
#define UNKNOWN 0 /* one of them does not have it: no evidence */

enum word_level {
	WORD_SAME = 1,
	WORD_FORM, /* one a short form of the other: bill, william */
	WORD_TYPO, /* a slip of the keyboard apart */
	WORD_INITIAL, /* one is only the other's first letter */
	WORD_PART, /* one of several family names in common */
	WORD_CLOSE, /* sounds alike, but may well be another name */
	WORD_OTHER
};

enum email_level {
	EMAIL_SAME = 1,
	EMAIL_TYPO, /* a slip apart, in the local part or in the domain */
	EMAIL_STEM, /* numbers apart at the end of the local part */
	EMAIL_LOCAL, /* the local part, at another domain */
	EMAIL_NAMED, /* any of the last three, where the names agree: then so
			do addresses made from them */
	EMAIL_STEM_NAMED,
	EMAIL_HOUSE, /* only the domain, of a house */
	EMAIL_OTHER
};

enum phone_level {
	PHONE_SAME = 1,
	PHONE_TAIL, /* the same but for the country in front */
	PHONE_TYPO, /* one digit apart, or two swapped */
	PHONE_OTHER
};

enum birthday_level {
	BIRTHDAY_SAME = 1,
	BIRTHDAY_DAY, /* day and month; one has no year */
	BIRTHDAY_TYPO, /* one digit, or day and month swapped */
	BIRTHDAY_OTHER
};

enum place_level {
	PLACE_ADDRESS = 1,
	PLACE_ADDRESS_TYPO,
	PLACE_POSTCODE,
	PLACE_CITY,
	PLACE_OTHER
};

#define LEVELS 9 /* of any field, with UNKNOWN */

static inline bool
has(const char *text)
{
	return text != NULL && *text != '\0';
}

static inline bool
part_same(const struct match_part *a, const struct match_part *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/* As strcmp(), of a piece of a text. */
static inline int
word_order(const char *text, size_t len, const char *word)
{
	int order = strncmp(text, word, len);

	return order != 0 ? order : -(word[len] != '\0');
}

/* match_name.c: given and family name, tried in both orders. Are all words
 * the same, in whatever order? */
bool names_compare(unsigned char level[MATCH_FIELDS], const struct match_face *,
    const struct match_face *);

/* The short forms that a word belongs to, a bit for each family of them. */
uint64_t name_forms(const char *, size_t);

#endif
