/*
 * match.h: how alike two people are, from what is known of them. The one
 * measure of the suite: what comes in is weighed with it, and so is a pair of
 * clients. It knows nothing of databases.
 *
 * The method is that of Fellegi and Sunter (1969), with a third class. Each
 * thing two people can have in common is compared to a level (the same, a
 * typo apart, different, not known). A model says how often that level is
 * seen among records of the same person, among people of one household, and
 * among strangers. The share of the first in all three is the probability that
 * it is one person. What is not known weighs nothing.
 *
 * The score is that probability, its odds counted three times, so that a pair
 * which is as likely one person as not has 0.75: from there on it is worth a
 * look. 1.0 means that a rule says so
 * (rules.md R4): the same folded name, with the same email or the same phone.
 * Everything else ends at 0.99. A free-mail domain counts for nothing, and
 * that of a house never reaches 0.75 without a name that is alike.
 *
 *	match_ready(&a, &person, model);	each once
 *	match(&l, model, &a, &b);		levels, reasons, score
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
	const char *emails, *phones; /* further ones, parted by blanks */
	const char *birthday; /* 1990-02-03, or --02-03 */
	const char *street; /* match_street() */
	const char *postcode; /* text_fold() */
	const char *city; /* text_fold() */
	bool family_only; /* the name is a family name alone */
	int namesakes; /* others of the base with this very name: the more,
			  the less it says. 0: not known */
	int phonemates; /* the same of the phone */
};

/* A piece of a text. */
struct match_part {
	const char *text;
	uint64_t forms; /* of a word: the families of short forms it is in */
	unsigned short len;
	unsigned char letters; /* of several bytes each, perhaps */
	unsigned char given, family; /* how often it is a given name, and a
					family name: MATCH_OFTEN() */
};

/*
 * A person made ready for comparison, once for however many. It points into
 * the person's texts, which must live as long.
 */
struct match_face {
	struct match_part words[MATCH_WORDS]; /* of the name, less titles,
						 particles and suffixes; the
						 given name first */
	struct match_part local, domain; /* of the email */
	const char *name, *email, *emails, *phone, *phones; /* never NULL */
	const char *birthday, *street, *postcode, *city;
	unsigned char nwords;
	unsigned char often_postcode, often_city; /* MATCH_OFTEN() */
	unsigned char namesakes, phonemates; /* 1: one, 2: two, 3: up to 4,
						4: up to 8 ...; 0: not known */
	bool family_only;
	bool free_mail; /* anybody can have an address there */
	bool shared_mail; /* info@, office@: nobody's own */
	bool dots_fold; /* the provider takes a.na and ana for the same */
};

/* What is compared. */
enum match_field {
	MATCH_GIVEN,
	MATCH_FAMILY,
	MATCH_EMAIL,
	MATCH_PHONE,
	MATCH_BIRTHDAY,
	MATCH_STREET, /* and number */
	MATCH_TOWN, /* postcode and town */
	MATCH_FIELDS
};

#define MATCH_LEVELS 13 /* of any field, with 0: not known */

/* --- the model ---------------------------------------------------------------
 */

/* How often a level is seen in each class. The ratio of the first to the last
 * is the weight of evidence. */
struct match_weight {
	double same, house, strangers;
};

/*
 * A share of a list is kept as the power of two it is near: n stands for
 * 2^-n, 1 to MATCH_RARE; 0: not known.
 */
#define MATCH_RARE   20
#define MATCH_LISTED 16 /* rarer words are not listed in terms */
unsigned char match_often(double share);

/* What words are taken for that are not listed. */
unsigned char match_rare(double clients);

/* The words that are frequent enough to count, by what they are. */
enum match_term { TERM_GIVEN, TERM_FAMILY, TERM_POSTCODE, TERM_CITY, TERMS };

/*
 * Names are given together, and where people have them: strangers of the same
 * given name have the same family name, or live in the same town, more often
 * than any two, in a base of several nations ten times as often. How much more
 * often: 1 or more.
 */
enum match_bond { BOND_NAME, BOND_TOWN, BONDS };
#define MATCH_BOND_MOST 64

struct match_model {
	struct match_weight prior; /* before anything is compared */
	double bond[BONDS];
	struct match_weight weight[MATCH_FIELDS][MATCH_LEVELS];
	double clients; /* that it was learnt from; 0: these are the defaults */
	/* "ana\t07\nbeatriz\t09\n", sorted: the words and
	 * how often they are seen. NULL: nothing is known of them, and the
	 * table's own figures hold. What is not listed is rare. */
	const char *terms[TERMS];
};

/* The weights of share/match_weight.tsv. */
const struct match_model *match_default(void);

/* How often this word is seen; 0 when the model knows nothing of words. */
unsigned char match_term_often(
    const struct match_model *, enum match_term, const char *, size_t);

/* The words for a field and for one of its levels: "email", "typo". */
const char *match_field_word(enum match_field);
const char *match_level_word(enum match_field, int level);

/* --- comparing ---------------------------------------------------------------
 */

/* The model only says how frequent the words are; NULL: nothing. */
void match_ready(
    struct match_face *, const struct person *, const struct match_model *);

/* The street and number as they are compared, from folded text: the words of
 * the street, short forms written out, and behind a '|' its numbers. Appends
 * to out. */
void match_street(struct str *out, const char *folded, size_t len);

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

/*
 * A comparison in 64 bits: all that the score and the reasons follow from, so
 * that pairs with the same pattern need not be told apart.
 */
typedef uint64_t match_pattern;

struct likeness {
	match_pattern pattern;
	unsigned reasons; /* MATCH_*: what they have in common */
	double score; /* 0 to 1, rounded down to four decimals */
};

/* Compare two people; which is first makes no difference. */
match_pattern match_compare(
    const struct match_face *, const struct match_face *);
void match(struct likeness *, const struct match_model *,
    const struct match_face *, const struct match_face *);

/* The level of a field in the pattern. */
int match_level(match_pattern, enum match_field);

/* Of the field in this pattern: its weights, the frequency of what agrees
 * taken into account. */
struct match_weight match_weight(
    const struct match_model *, match_pattern, enum match_field);

/* How much more often strangers have the very same name than its words alone
 * say, and both that and the town than each alone; 1 or more. */
double match_namesakes(const struct match_model *, match_pattern);
double match_neighbours(const struct match_model *, match_pattern);

/* All of them and the prior, multiplied. */
struct match_weight match_total(const struct match_model *, match_pattern);

double match_score(const struct match_model *, match_pattern);
unsigned match_reasons_of(match_pattern);

/* Is it a rule that says so (score 1)? */
bool match_is_rule(match_pattern);

/* Append the reasons as words, with this between two of them:
 * "similar_name,phone". */
void match_reasons(struct str *, unsigned reasons, const char *between);

/* --- learning ----------------------------------------------------------------
 */

struct match_count {
	match_pattern pattern;
	uint64_t n;
};

/* What a base shows of itself. */
struct match_evidence {
	const struct match_count *seen; /* patterns of pairs worth comparing */
	size_t nseen;
	double every; /* each of them stands for so many */
	const struct match_count *random; /* of any two */
	size_t nrandom;
	const struct match_count *namesakes; /* of two with one given name */
	size_t nnamesakes;
	double clients;
};

/*
 * Estimate the weights from the evidence, without being told who is one
 * person; m->terms are there already, and stay. False when what comes out is
 * no better than the defaults: too few pairs, or nothing that tells people
 * apart. The method: crm-dedupe(1), METHOD.
 */
bool match_learn(struct match_model *m, const struct match_evidence *);

/* How many others have the same, in three bits: 1: one, 2: two, 3: three and
 * four, and so on; 7: more than 32. */
unsigned char match_others(size_t n);

/* --- the comparators, for tests and for others -----------------------------
 */

/* Jaro's similarity with Winkler's (1990) bonus for a common start of up to
 * four letters: 0 nothing in common, 1 the same. Letters, not bytes. */
double match_jaro_winkler(const char *, size_t, const char *, size_t);

/* Letters changed, put in, left out, or two neighbours swapped (Damerau 1964,
 * each place once), or limit + 1 when there are more than limit. */
int match_edits(const char *, size_t, const char *, size_t, int limit);

#endif
