/*
 * match_place.c: how alike the places are where two people live: street and
 * number, postcode and town.
 */
#include <ctype.h>
#include <string.h>

#include "match_in.h"

#include "banned.h"

/* --- street --- */

/* Short forms, written out; those without another form are left out. */
static const char *const shorts[][2] = {{"apartment", ""}, {"apt", ""},
    {"ave", "avenue"}, {"av", "avenida"}, {"bvd", "boulevard"},
    {"blvd", "boulevard"}, {"cct", "circuit"}, {"cl", "close"},
    {"cr", "crescent"}, {"cres", "crescent"}, {"crt", "court"}, {"ct", "court"},
    {"dr", "drive"}, {"flat", ""}, {"hwy", "highway"}, {"ln", "lane"},
    {"lgo", "largo"}, {"no", ""}, {"nr", ""}, {"pde", "parade"},
    {"pl", "place"}, {"pta", "puerta"}, {"pca", "praca"}, {"r", "rua"},
    {"rd", "road"}, {"sq", "square"}, {"st", "street"}, {"str", "strasse"},
    {"tce", "terrace"}, {"trav", "travessa"}, {"tv", "travessa"}, {"unit", ""}};

static void
word_add(struct str *out, size_t start, const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++)
		if (strlen(shorts[i][0]) == len &&
		    memcmp(shorts[i][0], word, len) == 0) {
			word = shorts[i][1];
			len = strlen(word);
			break;
		}
	if (len == 0)
		return;
	if (out->len > start)
		str_addc(out, ' ');
	str_add(out, word, len);
}

static bool
is_of_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Every word that begins with a digit, or every other. */
static void
words_add(struct str *out, const char *text, size_t len, bool digits)
{
	size_t i = 0, from, start = out->len;

	while (i < len) {
		if (!is_of_word(text[i])) {
			i++;
			continue;
		}
		for (from = i; i < len && is_of_word(text[i]); i++)
			continue;
		if ((isdigit((unsigned char)text[from]) != 0) == digits)
			word_add(out, start, text + from, i - from);
	}
}

void
match_street(struct str *out, const char *folded, size_t len)
{
	words_add(out, folded, len, false);
	str_addc(out, '|');
	words_add(out, folded, len, true);
	if (out->ptr[out->len - 1] == '|')
		str_cut(out, out->len - 1);
}

/* The one is the other, with more behind it (a flat, say). */
static bool
is_head(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);

	if (na > nb)
		return is_head(b, a);
	return na > 0 && memcmp(a, b, na) == 0 && (b[na] == ' ' || na == nb);
}

/* The numbers of the same street: a flat more, one left out, or a slip. */
static bool
numbers_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);

	if (na == 0 || nb == 0 || is_head(a, b))
		return true;
	/* 12 and 13 are neighbours. */
	return (na > nb ? na : nb) >= 3 && match_edits(a, na, b, nb, 1) <= 1;
}

enum street_level
street_compare(const char *a, const char *b)
{
	size_t na, nb;

	if (!has(a) || !has(b))
		return UNKNOWN;
	if (strcmp(a, b) == 0)
		return STREET_SAME;
	na = strcspn(a, "|");
	nb = strcspn(b, "|");
	if (match_unlike(a, na, b, nb, 0.9) ||
	    match_jaro_winkler(a, na, b, nb) < 0.9)
		return STREET_OTHER;
	a += na + (a[na] == '|');
	b += nb + (b[nb] == '|');
	return numbers_alike(a, b) ? STREET_TYPO : STREET_NUMBER;
}

/* --- postcode and town --- */

static bool
is_near(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);

	return na >= 4 && nb >= 4 && match_edits(a, na, b, nb, 1) <= 1;
}

static bool
is_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);

	return !match_unlike(a, na, b, nb, 0.92) &&
	       match_jaro_winkler(a, na, b, nb) >= 0.92;
}

enum town_level
town_compare(const struct match_face *a, const struct match_face *b,
    unsigned char *often)
{
	bool codes = has(a->postcode) && has(b->postcode),
	     cities = has(a->city) && has(b->city), code, city;

	*often = 0;
	if (!codes && !cities)
		return UNKNOWN;
	code = codes && strcmp(a->postcode, b->postcode) == 0;
	city = cities && strcmp(a->city, b->city) == 0;
	if (code)
		*often = a->often_postcode;
	else if (city)
		*often = a->often_city;
	if (!cities)
		return code				   ? TOWN_CODE
		       : is_near(a->postcode, b->postcode) ? TOWN_CODE_TYPO
							   : TOWN_CODE_OTHER;
	if (city && !codes)
		return TOWN_CITY;
	city = city || is_alike(a->city, b->city);
	if (!codes)
		return city ? TOWN_CITY_TYPO : TOWN_CITY_OTHER;
	if (code)
		return city ? TOWN_BOTH : TOWN_CODE_ONLY;
	if (is_near(a->postcode, b->postcode))
		return city ? TOWN_NEAR : TOWN_CODE_NEAR;
	return city ? TOWN_CITY_ONLY : TOWN_OTHER;
}
