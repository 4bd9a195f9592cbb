/*
 * match_in.h: what the files of match share: the levels of likeness, and how
 * a pattern holds them. Private to match.
 */
#ifndef CRM_MATCH_IN_H
#define CRM_MATCH_IN_H

#include <string.h>

#include "match.h"

/* Levels of each field, in the order of share/match_weight.tsv. */
#define UNKNOWN 0 /* one of them does not have it: no evidence */

enum word_level {
	WORD_SAME = 1,
	WORD_FORM, /* one a short form of the other: bill, william */
	WORD_TYPO, /* a slip of the keyboard apart */
	WORD_INITIAL, /* one is only the other's first letter */
	WORD_PART, /* one of several family names in common; family only */
	WORD_CLOSE, /* sounds alike, but may well be another name */
	WORD_OTHER
};

/* The most telling first: of several addresses the best counts. */
enum email_level {
	EMAIL_SAME = 1, /* or the same mailbox */
	EMAIL_TYPO, /* a slip apart, in the local part or in the domain */
	EMAIL_LOCAL, /* the local part, at another domain */
	EMAIL_NAMED, /* either of the last two, where the names agree: then so
			do addresses made from them */
	EMAIL_STEM, /* numbers apart at the end of the local part */
	EMAIL_STEM_NAMED,
	EMAIL_HOUSE, /* only the domain, of a house */
	EMAIL_OTHER
};

enum phone_level {
	PHONE_SAME = 1,
	PHONE_TAIL, /* the same but for what stands in front */
	PHONE_TYPO, /* one digit apart, or two swapped */
	PHONE_OTHER
};

enum birthday_level {
	BIRTHDAY_SAME = 1,
	BIRTHDAY_TYPO, /* one digit, or day and month swapped */
	BIRTHDAY_NEAR, /* two of year, month and day */
	BIRTHDAY_OTHER,
	BIRTHDAY_DAY, /* day and month; one has no year */
	BIRTHDAY_DAY_OTHER
};

enum street_level {
	STREET_SAME = 1,
	STREET_TYPO, /* a slip in the street or in the number */
	STREET_NUMBER, /* the street, at another number */
	STREET_OTHER
};

enum town_level {
	TOWN_BOTH = 1, /* postcode, and a town that is alike */
	TOWN_CODE_ONLY, /* postcode, but another town */
	TOWN_NEAR, /* town, and a slip in the postcode */
	TOWN_CITY_ONLY, /* town, but another postcode */
	TOWN_CODE_NEAR, /* another town, and a slip in the postcode */
	TOWN_OTHER,
	TOWN_CODE, /* postcode; a town is not known */
	TOWN_CODE_TYPO,
	TOWN_CODE_OTHER,
	TOWN_CITY, /* town; a postcode is not known */
	TOWN_CITY_TYPO,
	TOWN_CITY_OTHER
};

/* The pattern: four bits for each level, then how often what agrees is seen,
 * then what is no level. */
#define PATTERN_OFTEN	   32 /* five bits each: given, family, town */
#define PATTERN_NAMESAKES  47 /* three bits */
#define PATTERN_PHONEMATES 50 /* three bits */
#define PATTERN_NAME	   ((match_pattern)1 << 53) /* all words the same */
#define PATTERN_RULE	   ((match_pattern)1 << 54)

/* match_model.c: is the field, of name or town, at one of the levels that go
 * together with others of them? (enum match_bond) */
bool match_bonded(match_pattern, enum match_field);

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

/* match_bond.c: learn m->bond from the evidence, by what else m says. */
void bonds_learn(struct match_model *m, const struct match_evidence *);

/* match_text.c: is the similarity of Jaro and Winkler surely less than this? */
bool match_unlike(const char *, size_t, const char *, size_t, double least);

/* match_name.c: given and family name, tried in both orders. Are all words
 * the same, in whatever order? often: of the given and the family name. */
bool names_compare(unsigned char level[MATCH_FIELDS], unsigned char often[2],
    const struct match_face *, const struct match_face *);

/* The short forms that a word belongs to, a bit for each family of them. */
uint64_t name_forms(const char *, size_t);

/* match_place.c */
enum street_level street_compare(const char *, const char *);
enum town_level town_compare(
    const struct match_face *, const struct match_face *, unsigned char *often);

/* match_way.c: email and phone. named: the names agree. */
enum email_level email_compare(
    const struct match_face *, const struct match_face *, bool named);
enum phone_level phone_compare(
    const struct match_face *, const struct match_face *);
/* Have they an address or a number in common, to the letter? */
bool ways_share(const struct match_face *, const struct match_face *);

/* match_face.c */
void email_split(struct match_face *, const char *email);

#endif
