/*
 * date.c: days and instants, as typed in and as printed.
 */
#include <stdio.h>
#include <string.h>

#include "date_in.h"
#include "kind.h"

#include "banned.h"

static const char not_date[] = "not a date";
static const char not_time[] = "not a date or time";
static const char out_of_range[] = "not in the years 0001 to 9999";

static bool
wall_step(struct wall *w, char unit, int64_t n)
{
	if (n > 10000000 || n < -10000000)
		return false;
	switch (unit) {
	case 'd':
		return wall_add_days(w, n);
	case 'w':
		return wall_add_days(w, n * 7);
	case 'm':
		return wall_add_months(w, n);
	default:
		return wall_add_months(w, n * 12);
	}
}

/* -30d, +2w, -6m, -1y */
static const char *
parse_shift(struct typed *t, struct input in, const char *wrong)
{
	bool minus;
	int64_t n = 0;
	int digit;

	minus = in.s[0] == '-';
	in.s++;
	in.len--;
	if (in.len < 2)
		return wrong;
	while (take_digits(&in, 1, &digit))
		if (n < 10000000)
			n = n * 10 + digit;
	if (in.len != 1)
		return wrong;
	if (minus)
		n = -n;
	if (strchr("dwmy", to_lower(in.s[0])) == NULL)
		return wrong;
	return wall_step(&t->wall, to_lower(in.s[0]), n) ? NULL : out_of_range;
}

static const char *
parse_relative(struct typed *t, struct input in, int64_t now, const char *wrong)
{
	static const struct {
		const char *word;
		int days;
		bool whole;
	} words[] = {
	    {"now", 0, false},
	    {"today", 0, true},
	    {"yesterday", -1, true},
	    {"tomorrow", 1, true},
	};
	size_t i;

	local_wall(&t->wall, now);
	if (in.len > 0 && (in.s[0] == '-' || in.s[0] == '+'))
		return parse_shift(t, in, wrong);
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (!same_word(in.s, in.len, words[i].word))
			continue;
		t->whole = words[i].whole;
		if (!wall_add_days(&t->wall, words[i].days))
			return out_of_range;
		return NULL;
	}
	return wrong;
}

static const char *
parse(struct typed *t, const char *text, size_t len, int64_t now,
    const char *wrong)
{
	struct input in = {text, len};

	*t = (struct typed){0};
	trim(&in.s, &in.len);
	if (in.len > 0 && is_digit(in.s[0]))
		return parse_absolute(t, in, wrong);
	if (in.len > 0 && is_alpha(in.s[0]) &&
	    memchr(in.s, ' ', in.len) != NULL) /* March 5, 2025 */
		return parse_absolute(t, in, wrong);
	return parse_relative(t, in, now, wrong);
}

/* --- instants --- */

static int64_t
instant(const struct typed *t)
{
	if (t->whole)
		return wall_day_start(&t->wall);
	if (t->has_offset)
		return wall_utc(&t->wall) - t->offset;
	return wall_local(&t->wall);
}

/* Two digits as a number; 100 when they are none. */
static int
two_digits(const char *s)
{
	return is_digit(s[0]) && is_digit(s[1]) ? (s[0] - '0') * 10 + s[1] - '0'
						: 100;
}

/* An instant as it is stored, 2026-12-01T10:00:00Z: one in most of the cases,
 * and a million of them in an export. False for any other text. */
static bool
stored(int64_t *t, const char *s, size_t len)
{
	struct wall w;

	if (len != 20 || s[4] != '-' || s[7] != '-' || s[10] != 'T' ||
	    s[13] != ':' || s[16] != ':' || s[19] != 'Z')
		return false;
	w = (struct wall){.year = two_digits(s) * 100 + two_digits(s + 2),
	    .month = two_digits(s + 5),
	    .day = two_digits(s + 8),
	    .hour = two_digits(s + 11),
	    .minute = two_digits(s + 14),
	    .second = two_digits(s + 17)};
	if (w.year > 9999 || two_digits(s + 2) > 99 || w.hour > 23 ||
	    w.minute > 59 || w.second > 59 || check_day(&w) != NULL)
		return false;
	*t = wall_utc(&w);
	return true;
}

const char *
time_parse_day(
    int64_t *out, bool *whole, const char *text, size_t len, int64_t now)
{
	struct typed t;
	const char *why;
	int64_t at;

	if (stored(out, text, len)) {
		*whole = false;
		return NULL;
	}
	why = parse(&t, text, len, now, not_time);
	if (why != NULL)
		return why;
	trim(&text, &len);
	/* Not by way of the wall: it may stand for two instants. */
	at = same_word(text, len, "now") ? now : instant(&t);
	if (at < TIME_FIRST || at > TIME_LAST)
		return out_of_range;
	*out = at;
	*whole = t.whole;
	return NULL;
}

const char *
time_parse(int64_t *t, const char *text, size_t len, int64_t now)
{
	bool whole;

	return time_parse_day(t, &whole, text, len, now);
}

/* --- days --- */

const char *
date_parse(char out[11], const char *text, size_t len, int64_t now)
{
	struct typed t;
	const char *why;

	why = parse(&t, text, len, now, not_date);
	if (why != NULL)
		return why;
	/* Without an offset the day stands there as typed. */
	if (t.has_offset) {
		local_wall(&t.wall, wall_utc(&t.wall) - t.offset);
		if (t.wall.year < 1 || t.wall.year > 9999)
			return out_of_range;
	}
	day_put(out, &t.wall);
	return NULL;
}

/* --- out --- */

static int64_t
clamp(int64_t t)
{
	return t < TIME_FIRST ? TIME_FIRST : t > TIME_LAST ? TIME_LAST : t;
}

/* Local time, which at either end of time may be in the year 0 or 10000. */
static void
local_clamped(struct wall *w, int64_t t)
{
	local_wall(w, clamp(t));
	if (w->year < 1)
		utc_wall(w, TIME_FIRST);
	else if (w->year > 9999)
		utc_wall(w, TIME_LAST);
}

void
time_print(char out[21], int64_t t)
{
	struct wall w;

	utc_wall(&w, clamp(t));
	day_put(out, &w);
	memcpy(out + 10, "T00:00:00Z", 11);
	day_digits(out + 11, 2, w.hour);
	day_digits(out + 14, 2, w.minute);
	day_digits(out + 17, 2, w.second);
}

void
time_print_local(char out[17], int64_t t)
{
	struct wall w;

	local_clamped(&w, t);
	day_put(out, &w);
	memcpy(out + 10, " 00:00", 7);
	day_digits(out + 11, 2, w.hour);
	day_digits(out + 14, 2, w.minute);
}

void
date_print_local(char out[11], int64_t t)
{
	struct wall w;

	local_clamped(&w, t);
	day_put(out, &w);
}

const char *
date_weekday(const char *date)
{
	struct input in = {date, strlen(date)};
	struct wall w = {0};
	int64_t number;

	if (!take_day(&in, &w) || in.len > 0 || check_day(&w) != NULL)
		return NULL;
	number = (wall_utc(&w) / 86400 + 3) % 7; /* 1970 began on a Thursday */
	return weekday_names[number < 0 ? number + 7 : number];
}

void
date_words(struct str *out, const char *date, bool weekday)
{
	struct input in = {date, strlen(date)};
	const char *day = date_weekday(date);
	struct wall w = {0};

	if (day == NULL) {
		str_adds(out, date);
		return;
	}
	take_day(&in, &w);
	if (weekday)
		str_addf(out, "%s, ", day);
	str_addf(out, "%d %s %d", w.day, month_names[w.month - 1], w.year);
}

int64_t
day_of(int64_t t)
{
	int64_t shown = clamp(clamp(t) + time_ahead(clamp(t)));

	return shown / 86400 - (shown % 86400 < 0);
}

int64_t
day_at(int64_t day, int hour, int minute, int second)
{
	struct wall w;

	day_wall(&w, day);
	w.hour = hour;
	w.minute = minute;
	w.second = second;
	return wall_local(&w);
}

void
day_print(char out[11], int64_t day)
{
	struct wall w;

	day_wall(&w, day);
	day_put(out, &w);
}

int64_t
day_month(int64_t day)
{
	struct wall w;

	day_wall(&w, day);
	return (int64_t)w.year * 12 + w.month - 1;
}

int64_t
month_last(int64_t month)
{
	struct wall w = {0};

	w.year = (int)(month / 12);
	w.month = (int)(month % 12) + 1;
	w.day = month_days(w.year, w.month);
	return wall_day(&w);
}

int64_t
day_years(int64_t day, int64_t years)
{
	struct wall w;

	day_wall(&w, day);
	return wall_add_months(&w, years * 12) ? wall_day(&w) : day;
}

int64_t
time_add_days(int64_t t, int n)
{
	struct wall w;

	local_clamped(&w, t);
	if (!wall_add_days(&w, n))
		return n < 0 ? TIME_FIRST : TIME_LAST;
	return wall_day_start(&w);
}

bool
time_step(int64_t *out, int64_t t, char unit, int64_t n)
{
	struct wall w;

	local_clamped(&w, t);
	if (!wall_step(&w, unit, n))
		return false;
	*out = wall_local(&w);
	return *out >= TIME_FIRST && *out <= TIME_LAST;
}
