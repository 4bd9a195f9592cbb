/*
 * match.c: what two people have in common, field by field, as a pattern.
 */
#include <string.h>

#include "match_in.h"

#include "banned.h"

/* --- levels --- */

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

/* Two of year, month and day. */
static bool
birthday_near(const char *a, const char *b)
{
	return (memcmp(a, b, 5) == 0) + (memcmp(a + 5, b + 5, 3) == 0) +
		   (memcmp(a + 8, b + 8, 2) == 0) ==
	       2;
}

static enum birthday_level
birthday_compare(const char *a, const char *b)
{
	if (!has(a) || !has(b))
		return UNKNOWN;
	if (strlen(a) == 10 && strlen(b) == 10)
		return strcmp(a, b) == 0     ? BIRTHDAY_SAME
		       : birthday_typo(a, b) ? BIRTHDAY_TYPO
		       : birthday_near(a, b) ? BIRTHDAY_NEAR
					     : BIRTHDAY_OTHER;
	if (strlen(a) < 5 || strlen(b) < 5)
		return UNKNOWN;
	return strcmp(a + strlen(a) - 5, b + strlen(b) - 5) == 0
		   ? BIRTHDAY_DAY
		   : BIRTHDAY_DAY_OTHER;
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

/* What a level of a field is called when it is shown as a reason. */
static const unsigned reason_of[MATCH_FIELDS][MATCH_LEVELS] = {
    [MATCH_EMAIL] = {[EMAIL_SAME] = MATCH_SAME_EMAIL,
	[EMAIL_TYPO] = MATCH_SIMILAR_EMAIL,
	[EMAIL_STEM] = MATCH_SIMILAR_EMAIL,
	[EMAIL_LOCAL] = MATCH_SIMILAR_EMAIL,
	[EMAIL_NAMED] = MATCH_SIMILAR_EMAIL,
	[EMAIL_STEM_NAMED] = MATCH_SIMILAR_EMAIL,
	[EMAIL_HOUSE] = MATCH_EMAIL_DOMAIN},
    [MATCH_PHONE] = {[PHONE_SAME] = MATCH_SAME_PHONE,
	[PHONE_TAIL] = MATCH_SAME_PHONE,
	[PHONE_TYPO] = MATCH_SIMILAR_PHONE},
    [MATCH_BIRTHDAY] = {[BIRTHDAY_SAME] = MATCH_SAME_BIRTHDAY,
	[BIRTHDAY_DAY] = MATCH_SAME_BIRTHDAY,
	[BIRTHDAY_TYPO] = MATCH_SIMILAR_BIRTHDAY,
	[BIRTHDAY_NEAR] = MATCH_SIMILAR_BIRTHDAY},
    [MATCH_STREET] =
	{[STREET_SAME] = MATCH_ADDRESS, [STREET_TYPO] = MATCH_ADDRESS},
    [MATCH_TOWN] = {[TOWN_BOTH] = MATCH_POSTCODE | MATCH_CITY,
	[TOWN_CODE] = MATCH_POSTCODE,
	[TOWN_CODE_ONLY] = MATCH_POSTCODE,
	[TOWN_CITY] = MATCH_CITY,
	[TOWN_CITY_TYPO] = MATCH_CITY,
	[TOWN_NEAR] = MATCH_CITY,
	[TOWN_CITY_ONLY] = MATCH_CITY}};

unsigned
match_reasons_of(match_pattern p)
{
	unsigned char level[MATCH_FIELDS];
	unsigned reasons;
	int i;

	for (i = 0; i < MATCH_FIELDS; i++)
		level[i] = (unsigned char)match_level(p, i);
	reasons = name_reason(level, (p & PATTERN_NAME) != 0);
	for (i = MATCH_EMAIL; i < MATCH_FIELDS; i++)
		reasons |= reason_of[i][level[i]];
	return reasons;
}

void
match_reasons(struct str *out, unsigned reasons, const char *between)
{
	static const char *const words[] = {"name", "similar_name",
	    "given_name", "family_name", "email", "similar_email",
	    "email_domain", "phone", "similar_phone", "birthday",
	    "similar_birthday", "address", "postcode", "city"};
	size_t i, start = out->len;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (reasons >> i & 1)
			str_addf(out, "%s%s", out->len > start ? between : "",
			    words[i]);
}

/* --- all of it --- */

static match_pattern
greater(unsigned char a, unsigned char b)
{
	return a > b ? a : b;
}

match_pattern
match_compare(const struct match_face *a, const struct match_face *b)
{
	unsigned char level[MATCH_FIELDS], often[3];
	bool same = names_compare(level, often, a, b), named;
	match_pattern p = 0;
	int i;

	named = same || (level[MATCH_GIVEN] != UNKNOWN &&
			    level[MATCH_GIVEN] <= WORD_TYPO);
	level[MATCH_EMAIL] = (unsigned char)email_compare(a, b, named);
	level[MATCH_PHONE] = (unsigned char)phone_compare(a, b);
	level[MATCH_BIRTHDAY] =
	    (unsigned char)birthday_compare(a->birthday, b->birthday);
	level[MATCH_STREET] =
	    (unsigned char)street_compare(a->street, b->street);
	level[MATCH_TOWN] = (unsigned char)town_compare(a, b, &often[2]);
	for (i = 0; i < MATCH_FIELDS; i++)
		p |= (match_pattern)level[i] << (4 * i);
	for (i = 0; i < 3; i++)
		p |= (match_pattern)often[i] << (PATTERN_OFTEN + 5 * i);
	if (same)
		p |= PATTERN_NAME | greater(a->namesakes, b->namesakes)
					<< PATTERN_NAMESAKES;
	if (level[MATCH_PHONE] == PHONE_SAME)
		p |= greater(a->phonemates, b->phonemates)
		     << PATTERN_PHONEMATES;
	/* rules.md R4 */
	if (same && strcmp(a->name, b->name) == 0 && ways_share(a, b))
		p |= PATTERN_RULE;
	return p;
}

void
match(struct likeness *l, const struct match_model *model,
    const struct match_face *a, const struct match_face *b)
{
	l->pattern = match_compare(a, b);
	l->reasons = match_reasons_of(l->pattern);
	l->score = match_score(model, l->pattern);
}
