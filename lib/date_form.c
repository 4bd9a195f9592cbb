/*
 * date_form.c: days and times of day in the forms that people and programs
 * write them, as far as each has one meaning only.
 */
#include <string.h>

#include "date_in.h"
#include "fold.h"

#include "banned.h"

#define MONTH_BYTES 24 /* of its name; longer words are none */

static const char no_day[] = "no such day";
static const char out_of_range[] = "not in the years 0001 to 9999";

const char *const month_names[12] = {"January", "February", "March", "April",
    "May", "June", "July", "August", "September", "October", "November",
    "December"};

/* The same in Portuguese, Spanish, German, French and Italian, folded. */
static const char *const month_words[12] = {
    "janeiro enero januar janner janvier gennaio",
    "fevereiro febrero februar fevrier febbraio", "marco marzo marz maerz mars",
    "abril avril aprile", "maio mayo mai maggio",
    "junho junio juni juin giugno", "julho julio juli juillet luglio",
    "agosto aout", "setembro septiembre septembre settembre",
    "outubro octubre oktober octobre ottobre", "novembro noviembre novembre",
    "dezembro diciembre dezember decembre dicembre"};

const char *const weekday_names[7] = {"Monday", "Tuesday", "Wednesday",
    "Thursday", "Friday", "Saturday", "Sunday"};

const char *
check_day(const struct wall *w)
{
	if (w->year < 1)
		return out_of_range;
	if (w->month < 1 || w->month > 12 || w->day < 1 ||
	    w->day > month_days(w->year, w->month))
		return no_day;
	return NULL;
}

static void
skip_blanks(struct input *in)
{
	while (take(in, ' '))
		continue;
}

/* One digit or two. */
static bool
take_number(struct input *in, int *value)
{
	return take_digits(in, 2, value) || take_digits(in, 1, value);
}

/* The word that comes next: which of the list it is, from 0, by its first
 * three letters at least; -1. */
static int
take_word(struct input *in, const char *const *words, int n)
{
	size_t len = 0, j;
	int i;

	while (len < in->len && is_alpha(in->s[len]))
		len++;
	for (i = 0; i < n && len >= 3; i++) {
		for (j = 0; j < len; j++)
			if (to_lower(in->s[j]) != to_lower(words[i][j]))
				break;
		if (j < len)
			continue;
		in->s += len;
		in->len -= len;
		take(in, '.');
		return i;
	}
	return -1;
}

/* --- days --- */

/* 2026-12-01, 2026/12/1, 20261201 */
static bool
take_year_first(struct input *in, struct wall *w)
{
	if (!take_digits(in, 4, &w->year))
		return false;
	if (take_digits(in, 2, &w->month))
		return take_digits(in, 2, &w->day);
	if (take(in, '-'))
		return take_digits(in, 2, &w->month) && take(in, '-') &&
		       take_digits(in, 2, &w->day);
	return take(in, '/') && take_number(in, &w->month) && take(in, '/') &&
	       take_number(in, &w->day);
}

/* 1st, 22nd */
static bool
take_day_number(struct input *in, struct wall *w)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	size_t i;

	if (!take_number(in, &w->day))
		return false;
	for (i = 0; i < 4 && in->len >= 2; i++)
		if (same_word(in->s, 2, endings[i])) {
			in->s += 2;
			in->len -= 2;
			break;
		}
	return true;
}

/* Does one of the words, with blanks between them, begin so? */
static bool
word_among(const char *words, const char *start)
{
	size_t len = strlen(start);

	while (strncmp(words, start, len) != 0) {
		words = strchr(words, ' ');
		if (words == NULL)
			return false;
		words++;
	}
	return true;
}

/* "März", "sept.", "août": the month, by three letters at least that no other
 * month begins with ("jui" is juin or juillet); 0. */
static int
month_elsewhere(const char *text, size_t len)
{
	struct str word = STR_INIT;
	int i, month = 0, found = 0;

	text_fold(&word, text, len);
	for (i = 0; i < 12 && word.len >= 3; i++)
		if (word_among(month_words[i], word.ptr)) {
			month = i + 1;
			found++;
		}
	str_free(&word);
	return found == 1 ? month : 0;
}

static bool
take_month(struct input *in, struct wall *w)
{
	size_t len = 0;

	w->month = take_word(in, month_names, 12) + 1;
	if (w->month > 0)
		return true;
	while (len < in->len && (is_alpha(in->s[len]) || (in->s[len] & 0x80)))
		len++;
	if (len > MONTH_BYTES || (w->month = month_elsewhere(in->s, len)) == 0)
		return false;
	in->s += len;
	in->len -= len;
	take(in, '.');
	return true;
}

/* "7 de setembro de 1980", "7th of September" */
static void
skip_of(struct input *in)
{
	skip_blanks(in);
	if (in->len > 3 &&
	    (same_word(in->s, 3, "de ") || same_word(in->s, 3, "of "))) {
		in->s += 3;
		in->len -= 3;
	}
	skip_blanks(in);
}

/* 1 Dec, 1-Dec, 1/Dec, 1. Dezember, 1 de dezembro; the sign between, or 0. */
static bool
take_day_and_month(struct input *in, struct wall *w, char *sign)
{
	*sign = '\0';
	if (!take_day_number(in, w))
		return false;
	if (in->len > 0 && (in->s[0] == '-' || in->s[0] == '/'))
		*sign = in->s[0];
	if (*sign != '\0')
		take(in, *sign);
	else
		take(in, '.');
	skip_of(in);
	return take_month(in, w);
}

/* 1 Dec 2026, 1-Dec-2026, 1st December, 2026 */
static bool
take_day_first(struct input *in, struct wall *w)
{
	char sign;

	if (!take_day_and_month(in, w, &sign) ||
	    (sign != '\0' && !take(in, sign)))
		return false;
	take(in, ',');
	skip_of(in);
	return take_digits(in, 4, &w->year);
}

bool
take_month_day(struct input *in, struct wall *w)
{
	char sign;

	if (in->len > 0 && is_digit(in->s[0]))
		return take_day_and_month(in, w, &sign);
	if (!take_month(in, w))
		return false;
	skip_blanks(in);
	return take_day_number(in, w);
}

/* Dec 1, 2026; Tuesday, December 1st 2026 */
static bool
take_month_first(struct input *in, struct wall *w)
{
	struct input start = *in;

	if (take_word(in, weekday_names, 7) >= 0) {
		take(in, ',');
		skip_blanks(in);
		if (in->len > 0 && is_digit(in->s[0]))
			return take_day_first(in, w);
	} else {
		*in = start;
	}
	if (!take_month_day(in, w))
		return false;
	take(in, ',');
	skip_blanks(in);
	return take_digits(in, 4, &w->year);
}

bool
take_day(struct input *in, struct wall *w)
{
	struct input start = *in;

	if (in->len > 0 && !is_digit(in->s[0]))
		return take_month_first(in, w);
	if (take_year_first(in, w))
		return true;
	*in = start;
	return take_day_first(in, w);
}

/* --- times of day --- */

/* am, pm, a.m.: 12 am is midnight, 12 pm is noon. */
static bool
take_half(struct input *in, struct wall *w)
{
	struct input start = *in;
	bool pm;

	skip_blanks(in);
	pm = take(in, 'P');
	if (!pm && !take(in, 'A')) {
		*in = start;
		return true;
	}
	take(in, '.');
	if (!take(in, 'M'))
		return false;
	take(in, '.');
	if (w->hour < 1 || w->hour > 12)
		return false;
	w->hour = w->hour % 12 + (pm ? 12 : 0);
	return true;
}

/* 10:00, 9:15, 10:00:30, 10:00:30.123; a fraction is cut off. */
static bool
take_clock(struct input *in, struct wall *w)
{
	int digit;

	if (!take_number(in, &w->hour) || !take(in, ':') ||
	    !take_digits(in, 2, &w->minute))
		return false;
	if (take(in, ':')) {
		if (!take_digits(in, 2, &w->second))
			return false;
		if (take(in, '.')) {
			if (!take_digits(in, 1, &digit))
				return false;
			while (take_digits(in, 1, &digit))
				continue;
		}
	}
	/* :60 is a leap second; it becomes the second after. */
	return w->hour < 24 && w->minute < 60 && w->second <= 60 &&
	       take_half(in, w);
}

/* Nothing, Z, +01, +0100, +01:00, UTC, GMT+2, perhaps after a blank. */
static bool
take_offset(struct input *in, struct typed *t)
{
	int hours, minutes = 0;
	bool west, named;

	if (in->len == 0)
		return true;
	t->has_offset = true;
	skip_blanks(in);
	if (take(in, 'Z'))
		return in->len == 0;
	named = in->len >= 3 &&
		(same_word(in->s, 3, "utc") || same_word(in->s, 3, "gmt"));
	if (named) {
		in->s += 3;
		in->len -= 3;
		if (in->len == 0)
			return true;
	}
	west = take(in, '-');
	if (!west && !take(in, '+'))
		return false;
	if (!(named ? take_number(in, &hours) : take_digits(in, 2, &hours)))
		return false;
	if (in->len > 0) {
		take(in, ':');
		if (!take_digits(in, 2, &minutes))
			return false;
	}
	t->offset = hours * 3600 + minutes * 60;
	if (west)
		t->offset = -t->offset;
	return in->len == 0 && hours < 24 && minutes < 60;
}

/* "T", " ", ", ", " at " */
static bool
take_between(struct input *in)
{
	if (take(in, 'T'))
		return true;
	if (take(in, ','))
		skip_blanks(in);
	else if (!take(in, ' '))
		return false;
	if (in->len >= 3 && same_word(in->s, 3, "at ")) {
		in->s += 3;
		in->len -= 3;
	}
	return true;
}

const char *
parse_absolute(struct typed *t, struct input in, const char *wrong)
{
	if (!take_day(&in, &t->wall))
		return wrong;
	t->whole = in.len == 0;
	if (!t->whole && (!take_between(&in) || !take_clock(&in, &t->wall) ||
			     !take_offset(&in, t)))
		return wrong;
	return check_day(&t->wall);
}
