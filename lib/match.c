/*
 * match.c: what two people have in common, field by field, and what it says.
 */
#include <math.h>
#include <string.h>

#include "match_in.h"

#include "banned.h"

/* --- the table --- */

/*
 * Of a hundred thousand pairs of strangers that come up for comparison at
 * all, some 40 are one person and as many of one household: what to expect
 * before anything is compared.
 */
static const double prior_same = 1.0 / 2500, prior_house = 1.0 / 2500;

/*
 * How often a level is seen among pairs of the same person, of one household,
 * and of strangers. The ratio of the first to the third is the weight of
 * evidence of Fellegi and Sunter (1969); the bands are those of Winkler (1990,
 * 2006) for names and of Christen, Data Matching (2012), for the rest. The
 * numbers are round ones, chosen by us for a list of customers and held to the
 * cases of tests/unit/match.c; nothing was trained on anybody's data. What a
 * household shares (name, telephone, address, the birthday of twins) has its
 * own column, or families would be one.
 */
struct weight {
	double same, house, strangers;
};

/* clang-format off */
static const struct weight weights[MATCH_FIELDS][LEVELS] = {
    [MATCH_GIVEN] = {
	[WORD_SAME]	= {.780, .030, .0100},
	[WORD_FORM]	= {.050, .010, .0020},
	[WORD_TYPO]	= {.080, .010, .0060},
	[WORD_INITIAL]	= {.040, .030, .0200},
	[WORD_CLOSE]	= {.010, .040, .0300},
	[WORD_OTHER]	= {.015, .900, .9500},
    },
    [MATCH_FAMILY] = {
	[WORD_SAME]	= {.800, .750, .0050},
	[WORD_FORM]	= {.010, .010, .0050},
	[WORD_TYPO]	= {.080, .050, .0040},
	[WORD_INITIAL]	= {.020, .020, .0400},
	[WORD_PART]	= {.060, .100, .0080},
	[WORD_CLOSE]	= {.010, .010, .0200},
	[WORD_OTHER]	= {.060, .120, .9500},
    },
    [MATCH_EMAIL] = {
	[EMAIL_SAME]	= {.400, .050, .000002},
	[EMAIL_TYPO]	= {.050, .010, .0003},
	[EMAIL_STEM]	= {.020, .010, .0020},
	[EMAIL_LOCAL]	= {.080, .010, .0003},
	[EMAIL_NAMED]	= {.130, .020, .0100},
	[EMAIL_STEM_NAMED] = {.050, .020, .0300},
	[EMAIL_HOUSE]	= {.070, .050, .0040},
	[EMAIL_OTHER]	= {.400, .850, .9850},
    },
    [MATCH_PHONE] = {
	[PHONE_SAME]	= {.700, .200, .00001},
	[PHONE_TAIL]	= {.080, .020, .00001},
	[PHONE_TYPO]	= {.060, .010, .0002},
	[PHONE_OTHER]	= {.240, .800, .9997},
    },
    [MATCH_BIRTHDAY] = {
	[BIRTHDAY_SAME]	= {.930, .050, .00005},
	[BIRTHDAY_DAY]	= {.930, .053, .0027},
	[BIRTHDAY_TYPO]	= {.040, .010, .0020},
	[BIRTHDAY_OTHER] = {.030, .940, .9980},
    },
    [MATCH_PLACE] = {
	[PLACE_ADDRESS]	= {.600, .850, .0005},
	[PLACE_ADDRESS_TYPO] = {.200, .080, .0020},
	[PLACE_POSTCODE] = {.750, .900, .0030},
	[PLACE_CITY]	= {.800, .930, .0300},
	[PLACE_OTHER]	= {.200, .070, .9900},
    },
};
/* clang-format on */

static double
score_of(const struct likeness *l, int namesakes)
{
	double same = prior_same, house = prior_house, strangers = 1;
	const struct weight *w;
	int i;

	for (i = 0; i < MATCH_FIELDS; i++) {
		if (l->level[i] == UNKNOWN)
			continue;
		w = &weights[i][l->level[i]];
		same *= w->same;
		house *= w->house;
		strangers *= w->strangers;
	}
	/* A name that many have is the more often a stranger's. */
	if (namesakes > 1 && (l->reasons & MATCH_NAME))
		strangers *= namesakes;
	return same / (same + house + strangers);
}

/* --- levels --- */

/* Both have it, and it is the same. */
static bool
both_same(const char *a, const char *b)
{
	return has(a) && has(b) && strcmp(a, b) == 0;
}

static size_t
stem_len(const struct match_part *p)
{
	size_t n = p->len;

	while (n > 0 && strchr("0123456789._-", p->text[n - 1]) != NULL)
		n--;
	return n;
}

/* The local parts of two addresses at the same domain. */
static enum email_level
local_compare(const struct match_part *a, const struct match_part *b)
{
	size_t stem = stem_len(a), least = a->len < b->len ? a->len : b->len;

	if (part_same(a, b))
		return EMAIL_TYPO; /* but for what follows a plus */
	if (stem >= 3 && stem == stem_len(b) &&
	    memcmp(a->text, b->text, stem) == 0)
		return EMAIL_STEM;
	if (least >= 5 && match_edits(a->text, a->len, b->text, b->len, 1) <= 1)
		return EMAIL_TYPO;
	return EMAIL_OTHER;
}

/* named: the names agree. */
static enum email_level
email_compare(
    const struct match_face *a, const struct match_face *b, bool named)
{
	const struct match_part *da = &a->domain, *db = &b->domain;
	enum email_level level = EMAIL_OTHER;

	if (a->local.len == 0 || b->local.len == 0)
		return UNKNOWN;
	if (both_same(a->person.email, b->person.email))
		return EMAIL_SAME;
	if (part_same(da, db)) {
		if (!a->shared_mail && !b->shared_mail)
			level = local_compare(&a->local, &b->local);
		if (level == EMAIL_OTHER && !a->free_mail)
			return EMAIL_HOUSE;
	} else if (part_same(&a->local, &b->local) && a->local.len >= 4 &&
		   !a->shared_mail) {
		level =
		    match_edits(da->text, da->len, db->text, db->len, 1) <= 1
			? EMAIL_TYPO
			: EMAIL_LOCAL;
	}
	if (!named || level == EMAIL_OTHER)
		return level;
	return level == EMAIL_STEM ? EMAIL_STEM_NAMED : EMAIL_NAMED;
}

/* A number as it ends, however much of it was typed. */
static enum phone_level
phone_compare(const char *a, const char *b)
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
	if (least >= 8 && strcmp(a + na - least, b + nb - least) == 0)
		return PHONE_TAIL;
	return match_edits(a, na, b, nb, 1) <= 1 ? PHONE_TYPO : PHONE_OTHER;
}

/* 1990-02-03 and 1990-03-02; or one digit wrong. */
static bool
birthday_typo(const char *a, const char *b)
{
	int i, wrong = 0;

	if (memcmp(a, b, 5) == 0 && memcmp(a + 5, b + 8, 2) == 0 &&
	    memcmp(a + 8, b + 5, 2) == 0)
		return true;
	for (i = 0; i < 10; i++)
		wrong += a[i] != b[i];
	return wrong == 1;
}

static enum birthday_level
birthday_compare(const char *a, const char *b)
{
	if (!has(a) || !has(b))
		return UNKNOWN;
	if (strlen(a) == 10 && strlen(b) == 10)
		return strcmp(a, b) == 0     ? BIRTHDAY_SAME
		       : birthday_typo(a, b) ? BIRTHDAY_TYPO
					     : BIRTHDAY_OTHER;
	if (strlen(a) < 5 || strlen(b) < 5)
		return UNKNOWN;
	return strcmp(a + strlen(a) - 5, b + strlen(b) - 5) == 0
		   ? BIRTHDAY_DAY
		   : BIRTHDAY_OTHER;
}

static enum place_level
place_compare(const struct person *a, const struct person *b)
{
	if (has(a->address) && has(b->address)) {
		if (strcmp(a->address, b->address) == 0)
			return PLACE_ADDRESS;
		return match_jaro_winkler(a->address, strlen(a->address),
			   b->address, strlen(b->address)) >= 0.92
			   ? PLACE_ADDRESS_TYPO
			   : PLACE_OTHER;
	}
	if (has(a->postcode) && has(b->postcode))
		return strcmp(a->postcode, b->postcode) == 0 ? PLACE_POSTCODE
							     : PLACE_OTHER;
	if (has(a->city) && has(b->city))
		return strcmp(a->city, b->city) == 0 ? PLACE_CITY : PLACE_OTHER;
	return UNKNOWN;
}

/* --- reasons --- */

static unsigned
name_reason(const unsigned char *level, bool same)
{
	bool given = level[MATCH_GIVEN] != UNKNOWN &&
		     level[MATCH_GIVEN] <= WORD_INITIAL,
	     family = level[MATCH_FAMILY] != UNKNOWN &&
		      level[MATCH_FAMILY] <= WORD_PART;

	if (same)
		return MATCH_NAME;
	if (given && family)
		return MATCH_SIMILAR_NAME;
	return given ? MATCH_GIVEN_NAME : family ? MATCH_FAMILY_NAME : 0;
}

static unsigned
other_reasons(const unsigned char *level)
{
	static const unsigned emails[LEVELS] = {[EMAIL_SAME] = MATCH_SAME_EMAIL,
	    [EMAIL_TYPO] = MATCH_SIMILAR_EMAIL,
	    [EMAIL_STEM] = MATCH_SIMILAR_EMAIL,
	    [EMAIL_LOCAL] = MATCH_SIMILAR_EMAIL,
	    [EMAIL_NAMED] = MATCH_SIMILAR_EMAIL,
	    [EMAIL_STEM_NAMED] = MATCH_SIMILAR_EMAIL,
	    [EMAIL_HOUSE] = MATCH_EMAIL_DOMAIN},
			      phones[LEVELS] = {[PHONE_SAME] = MATCH_SAME_PHONE,
				  [PHONE_TAIL] = MATCH_SAME_PHONE,
				  [PHONE_TYPO] = MATCH_SIMILAR_PHONE},
			      birthdays[LEVELS] = {[BIRTHDAY_SAME] =
						       MATCH_SAME_BIRTHDAY,
				  [BIRTHDAY_DAY] = MATCH_SAME_BIRTHDAY,
				  [BIRTHDAY_TYPO] = MATCH_SIMILAR_BIRTHDAY},
			      places[LEVELS] = {[PLACE_ADDRESS] = MATCH_ADDRESS,
				  [PLACE_ADDRESS_TYPO] = MATCH_ADDRESS,
				  [PLACE_POSTCODE] = MATCH_POSTCODE,
				  [PLACE_CITY] = MATCH_CITY};

	return emails[level[MATCH_EMAIL]] | phones[level[MATCH_PHONE]] |
	       birthdays[level[MATCH_BIRTHDAY]] | places[level[MATCH_PLACE]];
}

void
match_reasons(struct str *out, unsigned reasons)
{
	static const char *const words[] = {"name", "similar_name",
	    "given_name", "family_name", "email", "similar_email",
	    "email_domain", "phone", "similar_phone", "birthday",
	    "similar_birthday", "address", "postcode", "city"};
	size_t i, start = out->len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (reasons >> i & 1)
			str_addf(
			    out, "%s%s", out->len > start ? "," : "", words[i]);
}

/* --- all of it --- */

void
match(
    struct likeness *l, const struct match_face *a, const struct match_face *b)
{
	const struct person *p = &a->person, *q = &b->person;
	bool same = names_compare(l->level, a, b), named;
	int namesakes =
	    p->namesakes > q->namesakes ? p->namesakes : q->namesakes;

	named = same || (l->level[MATCH_GIVEN] != UNKNOWN &&
			    l->level[MATCH_GIVEN] <= WORD_TYPO);
	l->level[MATCH_EMAIL] = (unsigned char)email_compare(a, b, named);
	l->level[MATCH_PHONE] =
	    (unsigned char)phone_compare(p->phone, q->phone);
	l->level[MATCH_BIRTHDAY] =
	    (unsigned char)birthday_compare(p->birthday, q->birthday);
	l->level[MATCH_PLACE] = (unsigned char)place_compare(p, q);
	l->reasons = name_reason(l->level, same) | other_reasons(l->level);
	l->score = score_of(l, namesakes);
	if (l->score > MATCH_CAP)
		l->score = MATCH_CAP;
	if (both_same(p->name, q->name) &&
	    (both_same(p->email, q->email) || both_same(p->phone, q->phone)))
		l->score = 1;
	/* Down, so that what is shown is never more than it is. */
	l->score = floor(l->score * 10000 + 1e-9) / 10000;
}
