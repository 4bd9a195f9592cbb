/*
 * read_look.c: numbers of a workbook as a person would have typed them, by
 * their number formats: days, times, durations, and numbers that are really
 * text, such as a postcode that lost its first zero.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "kind.h"
#include "read_xlsx.h"

#include "banned.h"

#define DIGITS_KEPT 15 /* of a number, by Excel */
#define MASK_MAX    64
#define SERIAL_MAX  2958465 /* 9999-12-31 */
#define DAYS_1904   1462
#define UNIX_SERIAL 25569 /* 1970-01-01 */

/* --- format codes --- */

struct look
look_number(int id)
{
	if (id == 46)
		return (struct look){.kind = LOOK_DURATION};
	if ((id >= 18 && id <= 21) || id == 45 || id == 47)
		return (struct look){.kind = LOOK_DATE};
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58))
		return (struct look){.kind = LOOK_DATE, .day = true};
	return (struct look){.kind = LOOK_PLAIN};
}

/* Past what is in quotes or brackets or escaped; 0: it is a code. */
static size_t
literal_length(const char *p)
{
	const char *stop;

	if (*p == '\\' || *p == '_' || *p == '*')
		return p[1] == '\0' ? 1 : 2;
	if (*p != '"' && *p != '[')
		return 0;
	stop = strchr(p + 1, *p == '"' ? '"' : ']');
	return stop == NULL ? strlen(p) : (size_t)(stop + 1 - p);
}

/* [h], [mm], [ss]: time that is not of a day. */
static bool
is_elapsed(const char *p)
{
	size_t n = 1;

	if (*p != '[' || strchr("hmsHMS", p[1]) == NULL || p[1] == '\0')
		return false;
	while (tolower((unsigned char)p[n]) == tolower((unsigned char)p[1]))
		n++;
	return p[n] == ']';
}

/* The letters of days and times in the first section. */
static bool
date_code(const char *code, struct look *look)
{
	bool day = false, month = false, clock = false, elapsed = false;
	const char *p = code;
	size_t n;

	while (*p != '\0' && *p != ';') {
		elapsed |= is_elapsed(p);
		if ((n = literal_length(p)) > 0) {
			p += n;
			continue;
		}
		if ((*p == 'E' || *p == 'e') && (p[1] == '+' || p[1] == '-'))
			return false;
		day |= strchr("dDyYeEgGbB", *p) != NULL;
		month |= *p == 'm' || *p == 'M';
		clock |= strchr("hHsS", *p) != NULL;
		if (strchr("0#?@", *p) != NULL && !clock) /* ss.000 is one */
			return false;
		p++;
	}
	if (elapsed)
		*look = (struct look){.kind = LOOK_DURATION};
	else if (day || month || clock)
		*look = (struct look){
		    .kind = LOOK_DATE, .day = day || (month && !clock)};
	return elapsed || day || month || clock;
}

/* One section as a mask, without quotes and escapes; its end, or NULL when it
 * is no mask. */
static const char *
mask_section(const char *p, char mask[MASK_MAX])
{
	size_t n = 0;
	bool quoted = false;

	for (; *p != '\0' && (quoted || *p != ';'); p++) {
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && (*p == '_' || *p == '*'))
			return NULL;
		if (!quoted && *p == '\\' && p[1] != '\0')
			p++;
		else if (!quoted && strchr("0# ()-/", *p) == NULL)
			return NULL;
		else if (quoted && isdigit((unsigned char)*p))
			return NULL;
		if (strchr("0# ()-./+", *p) == NULL || n + 1 == MASK_MAX)
			return NULL;
		mask[n++] = *p;
	}
	mask[n] = '\0';
	return p;
}

/* "0" and "#" are how numbers look; "00000" and "000-00" are no numbers. */
static bool
is_mask(const char *mask)
{
	size_t digits = 0, signs = 0;
	const char *p;

	for (p = mask; *p != '\0'; p++) {
		digits += *p == '0' || *p == '#';
		signs += *p != '0' && *p != '#';
	}
	return (digits > 1 && signs == 0 && *mask == '0') ||
	       (digits > 2 && signs > 0);
}

/* "00000-000", or "[<=9999999]###-####;(###) ###-####". */
static bool
mask_code(struct keep *keep, const char *code, struct look *look)
{
	char mask[MASK_MAX], other[MASK_MAX] = "";
	const char *p = code;
	double limit = HUGE_VAL;
	char *end;

	if (strncmp(p, "[<=", 3) == 0) {
		limit = strtod(p + 3, &end);
		if (*end != ']')
			return false;
		p = end + 1;
	}
	p = mask_section(p, mask);
	if (p == NULL || !is_mask(mask))
		return false;
	if (limit < HUGE_VAL &&
	    (*p != ';' || mask_section(p + 1, other) == NULL ||
		!is_mask(other)))
		return false;
	*look = (struct look){.kind = LOOK_MASK,
	    .mask = keep_text(keep, mask),
	    .other = limit < HUGE_VAL ? keep_text(keep, other) : NULL,
	    .limit = limit};
	return true;
}

struct look
look_code(struct keep *keep, const char *code)
{
	struct look look = {.kind = LOOK_PLAIN};

	if (strncasecmp(code, "General", 7) != 0 && !date_code(code, &look))
		mask_code(keep, code, &look);
	return look;
}

/* --- numbers --- */

/* Digits and perhaps a point, and not more of them than a double keeps. */
static bool
is_short(const char *text)
{
	size_t n, m = 0;

	text += *text == '-';
	n = strspn(text, "0123456789");
	if (text[n] == '.')
		m = strspn(text + n + 1, "0123456789") + 1;
	return n > 0 && text[n + m] == '\0' && n + m <= DIGITS_KEPT;
}

/* The digits of a number of 15 or more, the rest being zeros. */
static void
large_print(struct str *out, double v)
{
	char buf[40];
	int exponent;

	snprintf(buf, sizeof(buf), "%.*e", DIGITS_KEPT - 1, fabs(v));
	exponent = (int)strtol(strchr(buf, 'e') + 1, NULL, 10);
	if (v < 0)
		str_addc(out, '-');
	str_addc(out, buf[0]);
	str_add(out, buf + 2, DIGITS_KEPT - 1);
	for (; exponent >= DIGITS_KEPT; exponent--)
		str_addc(out, '0');
}

/* 1.1987654321E10 is 11987654321, 0.30000000000000004 is 0.3. */
static void
plain_print(struct str *out, const char *text, double v)
{
	char buf[64];
	size_t len;
	int digits = DIGITS_KEPT;

	if (is_short(text)) {
		str_adds(out, text);
		return;
	}
	if (fabs(v) >= 1e15) {
		large_print(out, v);
		return;
	}
	for (double left = fabs(v); left >= 1; left /= 10)
		digits--;
	snprintf(buf, sizeof(buf), "%.*f", digits < 0 ? 0 : digits, v);
	len = strlen(buf);
	while (strchr(buf, '.') != NULL &&
	       (buf[len - 1] == '0' || buf[len - 1] == '.')) {
		if (buf[len - 1] == '.') {
			buf[--len] = '\0';
			break;
		}
		buf[--len] = '\0';
	}
	str_adds(out, buf);
}

/* The digits into the places of the mask, from behind; what is over stands in
 * front of the first. */
static void
mask_print(struct str *out, const char *mask, const char *digits)
{
	size_t places = 0, n = strlen(digits), i;
	const char *p;

	for (p = mask; *p != '\0'; p++)
		places += *p == '0' || *p == '#';
	for (p = mask; *p != '\0'; p++) {
		if (*p != '0' && *p != '#') {
			str_addc(out, *p);
			continue;
		}
		for (i = n; i > places; i--)
			str_addc(out, *digits++);
		n = n > places ? places : n;
		if (n == places) {
			str_addc(out, *digits++);
			n--;
		} else if (*p == '0') {
			str_addc(out, '0');
		}
		places--;
	}
}

/* --- days and times --- */

static void
clock_print(struct str *out, int64_t seconds)
{
	str_addf(out, "%02lld:%02lld:%02lld", (long long)(seconds / 3600),
	    (long long)(seconds / 60 % 60), (long long)(seconds % 60));
}

/* False when the number is no day, as Excel has none before 1900. */
static bool
date_print(struct str *out, const struct look *look, double v, bool from1904)
{
	int64_t seconds, day;
	char text[11];

	if (!(v >= 0) || v >= SERIAL_MAX + 1)
		return false;
	seconds = (int64_t)floor(v * 86400 + 0.5);
	day = seconds / 86400;
	seconds %= 86400;
	if (!look->day && v < 1 && day == 0) {
		clock_print(out, seconds);
		return true;
	}
	day += from1904 ? DAYS_1904 : 0;
	if (day < 1 || day == 60 || day > SERIAL_MAX)
		return false;
	/* Before 29 February 1900, which never was, it is a day less. */
	day_print(text, day + (day < 60) - UNIX_SERIAL);
	str_adds(out, text);
	if (seconds > 0) {
		str_addc(out, 'T');
		clock_print(out, seconds);
	}
	return true;
}

static bool
duration_print(struct str *out, double v)
{
	if (!(v >= 0) || v > SERIAL_MAX)
		return false;
	clock_print(out, (int64_t)floor(v * 86400 + 0.5));
	return true;
}

bool
look_print(
    struct str *out, const struct look *look, const char *text, bool from1904)
{
	char digits[32];
	char *end;
	double v = strtod(text, &end);

	if (*text == '\0' || *end != '\0' || !isfinite(v)) {
		str_adds(out, text);
		return true;
	}
	if (look->kind == LOOK_DATE && date_print(out, look, v, from1904))
		return true;
	if (look->kind == LOOK_DURATION && duration_print(out, v))
		return true;
	if (look->kind == LOOK_MASK && v >= 0 && v < 1e15 && v == floor(v)) {
		snprintf(digits, sizeof(digits), "%.0f", v);
		mask_print(out,
		    look->other != NULL && v > look->limit ? look->other
							   : look->mask,
		    digits);
		return true;
	}
	plain_print(out, text, v);
	return fabs(v) < 1e15;
}
