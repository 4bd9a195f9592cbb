/*
 * kind.c: the kind of a value read off the name of its column, and the plain
 * values: numbers, yes and no, languages.
 */
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "kind.h"
#include "scan.h"

#include "banned.h"

/* Which part of a name says what it is. */
enum place { WHOLE, HEAD, TAIL };

/* Where people see the name without that part. */
enum hide { SHOWN, HIDE_OPT, HIDE_ALL };

/* The first that fits counts. */
static const struct {
	char text[14];
	unsigned char kind;
	unsigned char place;
	unsigned char hide;
} names[] = {
    {"is_", KIND_BOOL, HEAD, HIDE_ALL},
    {"_minor", KIND_MONEY, TAIL, HIDE_ALL},
    {"_json", KIND_JSON, TAIL, HIDE_ALL},
    {"_list", KIND_LIST, TAIL, HIDE_ALL},
    {"_key", KIND_KEY, TAIL, SHOWN},
    {"_at", KIND_TIME, TAIL, HIDE_OPT},
    {"_on", KIND_DATE, TAIL, HIDE_OPT},
    {"_id", KIND_REF, TAIL, HIDE_OPT},
    {"_email", KIND_EMAIL, TAIL, SHOWN},
    {"_phone", KIND_PHONE, TAIL, SHOWN},
    {"_currency", KIND_CURRENCY, TAIL, SHOWN},
    {"_rate", KIND_REAL, TAIL, SHOWN},
    {"_share", KIND_REAL, TAIL, SHOWN},
    {"_score", KIND_REAL, TAIL, SHOWN},
    {"_count", KIND_INT, TAIL, SHOWN},
    {"_points", KIND_INT, TAIL, SHOWN},
    {"_bytes", KIND_INT, TAIL, SHOWN},
    {"id", KIND_INT, WHOLE, SHOWN},
    {"points", KIND_INT, WHOLE, SHOWN},
    {"rate", KIND_REAL, WHOLE, SHOWN},
    {"share", KIND_REAL, WHOLE, SHOWN},
    {"score", KIND_REAL, WHOLE, SHOWN},
    {"email", KIND_EMAIL, WHOLE, SHOWN},
    {"phone", KIND_PHONE, WHOLE, SHOWN},
    {"currency", KIND_CURRENCY, WHOLE, SHOWN},
    {"country", KIND_COUNTRY, WHOLE, SHOWN},
    {"language", KIND_LANGUAGE, WHOLE, SHOWN},
    {"birthday", KIND_BIRTHDAY, WHOLE, SHOWN},
    {"text", KIND_PROSE, WHOLE, SHOWN},
    {"notes", KIND_PROSE, WHOLE, SHOWN},
    {"description", KIND_PROSE, WHOLE, SHOWN},
    {"at", KIND_TIME, WHOLE, SHOWN},
    {"since", KIND_TIME, WHOLE, SHOWN},
    {"last_visit", KIND_TIME, WHOLE, SHOWN},
    {"last_activity", KIND_TIME, WHOLE, SHOWN},
    {"date", KIND_DATE, WHOLE, SHOWN},
    {"day", KIND_DATE, WHOLE, SHOWN},
};

#define NAMES (sizeof(names) / sizeof(*names))

static bool
name_fits(size_t i, const char *column, size_t len)
{
	size_t n = strlen(names[i].text);

	switch (names[i].place) {
	case WHOLE:
		return len == n && memcmp(column, names[i].text, n) == 0;
	case HEAD:
		return len > n && memcmp(column, names[i].text, n) == 0;
	default:
		return len > n &&
		       memcmp(column + len - n, names[i].text, n) == 0;
	}
}

/* The entry for a name; NAMES when it says nothing. */
static size_t
name_find(const char *column)
{
	size_t i, len = strlen(column);

	for (i = 0; i < NAMES; i++)
		if (name_fits(i, column, len))
			break;
	return i;
}

enum kind
kind_of(const char *column)
{
	size_t i;

	i = name_find(column);
	return i < NAMES ? names[i].kind : KIND_TEXT;
}

/* The name without the part that says its kind, where that is hidden. */
static size_t
name_stem(const char *column, const char **start, enum hide least)
{
	size_t i, len = strlen(column);

	*start = column;
	i = name_find(column);
	if (i == NAMES || names[i].hide < least)
		return len;
	if (names[i].place == HEAD)
		*start = column + strlen(names[i].text);
	return len - strlen(names[i].text);
}

size_t
kind_key(const char *column, const char **start)
{
	return name_stem(column, start, HIDE_ALL);
}

size_t
kind_opt(const char *column, const char **start)
{
	return name_stem(column, start, HIDE_OPT);
}

/* --- plain values --- */

const char *
int_parse(int64_t *out, const char *text, size_t len)
{
	bool minus, bad = false;
	int64_t n = 0;
	size_t i = 0;
	int d;

	trim(&text, &len);
	minus = len > 0 && text[0] == '-';
	if (minus || (len > 0 && text[0] == '+'))
		i++;
	if (i == len)
		return "not a whole number";
	for (; i < len; i++) {
		if (!is_digit(text[i]))
			return "not a whole number";
		/* Downwards when negative: INT64_MIN has no opposite. */
		d = minus ? '0' - text[i] : text[i] - '0';
		bad |= __builtin_mul_overflow(n, 10, &n);
		bad |= __builtin_add_overflow(n, d, &n);
	}
	if (bad)
		return "too large a number";
	*out = n;
	return NULL;
}

/* Digits, one point, an exponent: what strtod() takes beyond that (hex,
 * "nan", "inf") is no number to people. */
static bool
is_real(const char *s, size_t len)
{
	size_t i = 0, digits = 0;

	if (i < len && (s[i] == '-' || s[i] == '+'))
		i++;
	for (; i < len && is_digit(s[i]); i++)
		digits++;
	if (i < len && s[i] == '.')
		for (i++; i < len && is_digit(s[i]); i++)
			digits++;
	if (digits == 0)
		return false;
	if (i < len && to_lower(s[i]) == 'e') {
		i++;
		if (i < len && (s[i] == '-' || s[i] == '+'))
			i++;
		if (i == len)
			return false;
		while (i < len && is_digit(s[i]))
			i++;
	}
	return i == len;
}

const char *
real_parse(double *out, const char *text, size_t len)
{
	static locale_t c_locale;
	char number[64];
	double d;

	trim(&text, &len);
	if (len >= sizeof(number) || !is_real(text, len))
		return "not a number";
	memcpy(number, text, len);
	number[len] = '\0';
	if (c_locale == NULL)
		c_locale = newlocale(LC_ALL_MASK, "C", NULL);
	d = strtod_l(number, NULL, c_locale);
	if (!isfinite(d))
		return "too large a number";
	*out = d;
	return NULL;
}

const char *
bool_parse(bool *out, const char *text, size_t len)
{
	static const char *const words[][4] = {
	    {"no", "false", "off", "0"},
	    {"yes", "true", "on", "1"},
	};
	size_t i;

	trim(&text, &len);
	for (i = 0; i < 8; i++)
		if (same_word(text, len, words[i / 4][i % 4])) {
			*out = i >= 4;
			return NULL;
		}
	return "not yes or no";
}

/*
 * One subtag in its usual case (RFC 5646, 2.1.1): region upper, script
 * capital, all else lower; behind a single letter everything is lower.
 */
static bool
subtag_add(struct str *out, const char *s, size_t len, bool first, bool plain)
{
	bool letters = true;
	size_t i;

	if (len == 0 || len > 8)
		return false;
	for (i = 0; i < len; i++) {
		if (!is_alpha(s[i]) && !is_digit(s[i]))
			return false;
		letters &= is_alpha(s[i]);
	}
	if (first && (!letters || len < 2 || len > 3))
		return false;
	if (!first)
		str_addc(out, '-');
	for (i = 0; i < len; i++) {
		if (!first && plain && letters &&
		    (len == 2 || (len == 4 && i == 0)))
			str_addc(out, to_upper(s[i]));
		else
			str_addc(out, to_lower(s[i]));
	}
	return true;
}

const char *
language_parse(struct str *out, const char *text, size_t len)
{
	size_t i, start = 0, from = out->len;
	bool plain = true;

	trim(&text, &len);
	for (i = 0; i <= len; i++) {
		if (i < len && text[i] != '-' && text[i] != '_')
			continue;
		if (!subtag_add(
			out, text + start, i - start, start == 0, plain) ||
		    (i == len && i - start == 1)) {
			str_cut(out, from);
			return "not a language tag";
		}
		plain &= i - start > 1;
		start = i + 1;
	}
	return NULL;
}
