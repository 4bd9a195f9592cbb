/*
 * date_in.h: what lib/date*.c share: a day or an instant as it was
 * written. Private to layer 0.
 */
#ifndef CRM_DATE_IN_H
#define CRM_DATE_IN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "scan.h"
#include "zone.h"

/* What was typed, before anyone asks for a day or for an instant. */
struct typed {
	struct wall wall;
	int64_t offset; /* seconds east of UTC */
	bool has_offset;
	bool whole; /* a day without a time of day */
};

/* What is left to read. */
struct input {
	const char *s;
	size_t len;
};

/* The next byte, if it is this one (upper case). */
static inline bool
take(struct input *in, char c)
{
	if (in->len == 0 || to_upper(in->s[0]) != c)
		return false;
	in->s++;
	in->len--;
	return true;
}

/* Exactly n digits. */
static inline bool
take_digits(struct input *in, size_t n, int *value)
{
	size_t i;

	if (in->len < n)
		return false;
	*value = 0;
	for (i = 0; i < n; i++) {
		if (!is_digit(in->s[i]))
			return false;
		*value = *value * 10 + in->s[i] - '0';
	}
	in->s += n;
	in->len -= n;
	return true;
}

static inline void
day_digits(char *to, int n, int value)
{
	while (n-- > 0) {
		to[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

/* 2026-12-01 */
static inline void
day_put(char out[11], const struct wall *w)
{
	memcpy(out, "0000-00-00", 11);
	day_digits(out, 4, w->year);
	day_digits(out + 5, 2, w->month);
	day_digits(out + 8, 2, w->day);
}

extern const char *const month_names[12]; /* January first */
extern const char *const weekday_names[7]; /* Monday first */

/* The day that comes next, in any of the forms below. */
bool take_day(struct input *, struct wall *);

/* The day and the month that come next, in words, without a year: 7 Sep,
 * September 7th, 7-Sep, 7 de setembro. */
bool take_month_day(struct input *, struct wall *);

/* Is it a day of the years 0001 to 9999? NULL, or what is wrong. */
const char *check_day(const struct wall *);

/*
 * A day, or a day and a time of day, in one of the forms that have one
 * meaning only: NULL, or what is wrong; then "wrong" where it is none.
 *
 *	2026-12-01  2026/12/1  1 Dec 2026  1-Dec-2026  December 1st, 2026
 *	1. Dezember 2026  1 de dezembro de 2026  (and in es, fr, it)
 *	T10:00  10:00:30.5  10:00 am  at 9:15 PM
 *	Z  +01:00  +0100  UTC  GMT+2
 *
 * 01/02/2026 is not among them: it may be either.
 */
const char *parse_absolute(struct typed *, struct input, const char *wrong);

#endif
