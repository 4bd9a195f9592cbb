/*
 * match.h: how alike two people are, from what is known of them. The one
 * measure of the suite: what comes in is weighed with it, and so is a pair of
 * clients. It knows nothing of databases, and allocates nothing.
 *
 * The model is that of Fellegi and Sunter (1969), with a third class. Each
 * thing two people can have in common is compared to a level (the same, a
 * typo apart, different, not known). A table says how often that level is
 * seen among records of the same person, among people of one household, and
 * among strangers. The score is the share of the first in all three: the
 * probability that it is one person. What is not known weighs nothing.
 *
 * 0.75 is where a pair is worth a look. 1.0 means that a rule says so
 * (rules.md R4): the same folded name, with the same email or the same phone.
 * Everything else ends at 0.99. A free-mail domain counts for nothing, and
 * that of a house never reaches 0.75 without a name that is alike.
 */
#ifndef CRM_MATCH_H
#define CRM_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

#define MATCH_WORDS  8 /* of a name; what follows is not looked at */
#define MATCH_REVIEW 0.75 /* alike enough for a look */
#define MATCH_CAP    0.99 /* the most, where no rule says 1.0 */

/* What is known of a person, folded as the look-up keys are; NULL or "" where
 * it is not. */
struct person {
	const char *name; /* text_fold(): the whole name */
	const char *email; /* email_fold() */
	const char *phone; /* phone_fold() */
	const char *birthday; /* 1990-02-03, or --02-03 */
	const char *address; /* text_fold() */
	const char *postcode; /* text_fold() */
	const char *city; /* text_fold() */
	int namesakes; /* how many of the base have this very name; the
			  more, the less it says. 0: not known */
};

/* A piece of a text. */
struct match_part {
	const char *text;
	size_t len;
	uint64_t forms; /* of a word: the families of short forms it is in */
};

/*
 * A person made ready for comparison, once for however many. It points into
 * the person's texts, which must live as long.
 */
struct match_face {
	struct person person;
	struct match_part words[MATCH_WORDS]; /* of the name, less titles,
						 particles and suffixes; the
						 given name first */
	int nwords;
	struct match_part local, domain; /* of the email */
	bool free_mail; /* anybody can have an address there */
	bool shared_mail; /* info@, office@: nobody's own */
};

void match_ready(struct match_face *, const struct person *);

/* What is compared. */
enum match_field {
	MATCH_GIVEN,
	MATCH_FAMILY,
	MATCH_EMAIL,
	MATCH_PHONE,
	MATCH_BIRTHDAY,
	MATCH_PLACE, /* address, postcode or town: the finest both have */
	MATCH_FIELDS
};

/* What came of it; a bit each, so that a pair can say why. */
enum {
	MATCH_NAME = 1 << 0, /* the same words, in whatever order */
	MATCH_SIMILAR_NAME = 1 << 1, /* alike, or the one a short form */
	MATCH_GIVEN_NAME = 1 << 2, /* the given name only */
	MATCH_FAMILY_NAME = 1 << 3, /* the family name only */
	MATCH_SAME_EMAIL = 1 << 4,
	MATCH_SIMILAR_EMAIL = 1 << 5,
	MATCH_EMAIL_DOMAIN = 1 << 6, /* of a house, not a free-mail one */
	MATCH_SAME_PHONE = 1 << 7,
	MATCH_SIMILAR_PHONE = 1 << 8,
	MATCH_SAME_BIRTHDAY = 1 << 9,
	MATCH_SIMILAR_BIRTHDAY = 1 << 10,
	MATCH_ADDRESS = 1 << 11,
	MATCH_POSTCODE = 1 << 12,
	MATCH_CITY = 1 << 13
};

struct likeness {
	unsigned char level[MATCH_FIELDS]; /* which line of the table */
	unsigned reasons; /* MATCH_*: what they have in common */
	double score; /* 0 to 1, rounded down to four decimals */
};

/* Compare two people; which is first makes no difference. */
void match(
    struct likeness *, const struct match_face *, const struct match_face *);

/* Append the reasons as words: "similar_name,phone". */
void match_reasons(struct str *, unsigned reasons);

/* --- the comparators, for tests and for others -----------------------------
 */

/* Jaro's similarity with Winkler's (1990) bonus for a common start of up to
 * four letters: 0 nothing in common, 1 the same. Letters, not bytes. */
double match_jaro_winkler(const char *, size_t, const char *, size_t);

/* Letters changed, put in, left out, or two neighbours swapped (Damerau 1964,
 * each place once), or limit + 1 when there are more than limit. */
int match_edits(const char *, size_t, const char *, size_t, int limit);

#endif
