/*
 * date_birthday.c: the days that people are born on, whose year many keep to
 * themselves.
 */
#include <string.h>

#include "date_in.h"
#include "kind.h"

#include "banned.h"

static const char not_date[] = "not a date";

/* What programs write for a year that they do not know: none, and the one that
 * Apple's address book takes. */
#define YEAR_NONE  0
#define YEAR_APPLE 1604
#define YEAR_LEAP  2000 /* 29 February is a day, too */

/* --- without the year --- */

/* 7/9, 07-09, 7.9.: two numbers, and what is between them. */
struct pair {
	int n[2];
	char sign;
};

static bool
pair_number(struct input *in, int *n)
{
	return take_digits(in, 2, n) || take_digits(in, 1, n);
}

/* The year may be given as zeros: 07/09/0000. */
static bool
pair_take(struct pair *p, const char *text, size_t len)
{
	struct input in = {text, len};
	int year = 0;

	trim(&in.s, &in.len);
	if (!pair_number(&in, &p->n[0]) || in.len == 0)
		return false;
	p->sign = in.s[0];
	if (memchr("/.-", p->sign, 3) == NULL || !take(&in, p->sign) ||
	    !pair_number(&in, &p->n[1]))
		return false;
	if (in.len > 0 && !take(&in, p->sign))
		return false;
	return in.len == 0 ||
	       (take_digits(&in, 4, &year) && year == YEAR_NONE && in.len == 0);
}

static bool
pair_is_day(int month, int day)
{
	struct wall w = {.year = YEAR_LEAP, .month = month, .day = day};

	return check_day(&w) == NULL;
}

unsigned
birthday_orders(const char *text, size_t len)
{
	unsigned orders = 0;
	struct pair p;

	if (!pair_take(&p, text, len))
		return date_orders(text, len);
	if (pair_is_day(p.n[1], p.n[0]))
		orders |= DATE_DMY;
	if (pair_is_day(p.n[0], p.n[1]) && (p.sign != '.' || orders == 0))
		orders |= DATE_MDY;
	if (orders == (DATE_DMY | DATE_MDY) && p.n[0] == p.n[1])
		orders |= DATE_SAME;
	return orders;
}

bool
birthday_reorder(struct str *out, const char *text, size_t len,
    enum date_order order, int64_t now)
{
	struct pair p;
	bool day_first = order == DATE_DMY;

	if (!pair_take(&p, text, len))
		return date_reorder(out, text, len, order, true, now);
	if ((birthday_orders(text, len) & order) == 0)
		return false;
	str_addf(
	    out, "--%02d-%02d", p.n[day_first ? 1 : 0], p.n[day_first ? 0 : 1]);
	return true;
}

static const char *
yearless(char out[11], const struct wall *day)
{
	struct wall w = *day;
	const char *why;

	w.year = YEAR_LEAP;
	why = check_day(&w);
	if (why != NULL)
		return why;
	memcpy(out, "--00-00", 8);
	day_digits(out + 2, 2, w.month);
	day_digits(out + 5, 2, w.day);
	return NULL;
}

/* --12-31, --1231 or 12-31. */
static bool
take_yearless(struct input in, struct wall *w)
{
	bool bare = in.len == 5;

	if (take(&in, '-')) {
		if (!take(&in, '-'))
			return false;
		bare = false;
	}
	if (!take_digits(&in, 2, &w->month))
		return false;
	if (!take(&in, '-') && bare)
		return false;
	return take_digits(&in, 2, &w->day) && in.len == 0;
}

/* 7 Sep, September 7th */
static bool
take_words(struct input in, struct wall *w)
{
	return in.len > 0 && in.s[0] != '-' && take_month_day(&in, w) &&
	       in.len == 0;
}

/* --- with it, or without --- */

/*
 * People are born on the day that is written down: an instant (vCards have
 * midnight UTC) gives its own day and not the local one.
 */
const char *
birthday_parse(char out[11], const char *text, size_t len, int64_t now)
{
	struct input in = {text, len};
	struct typed t = {0};
	struct wall today, w = {0};
	const char *why;

	trim(&in.s, &in.len);
	if (in.len == 5 || (in.len > 0 && in.s[0] == '-')) {
		if (take_yearless(in, &w))
			return yearless(out, &w);
	}
	if (take_words(in, &w))
		return yearless(out, &w);
	why = parse_absolute(&t, in, not_date);
	if (why != not_date &&
	    (t.wall.year == YEAR_NONE || t.wall.year == YEAR_APPLE))
		return yearless(out, &t.wall);
	if (why != NULL)
		return why;
	t.wall.hour = t.wall.minute = t.wall.second = 0;
	local_wall(&today, now);
	if (wall_utc(&t.wall) > wall_utc(&today))
		return "in the future";
	day_put(out, &t.wall);
	return NULL;
}
