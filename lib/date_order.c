/*
 * date_order.c: days written with numbers alone, 1/2/2026: in which orders of
 * day, month and year one is a day, and the same day as any parser knows it;
 * and those of which two digits of the year are missing, 1-Feb-26.
 */
#include <string.h>

#include "date_in.h"
#include "kind.h"

#include "banned.h"

/* Years of two digits are at most so far ahead. */
#define YEARS_AHEAD 20

/* 1/2/2026, three numbers and what is between them. */
struct numbers {
	int n[3];
	size_t digits[3];
	char sign;
	bool word; /* the second is the month, and was a word */
	struct input rest;
};

static bool
rest_follows(const struct input *in)
{
	return in->len == 0 || memchr(" T,", to_upper(in->s[0]), 3) != NULL;
}

static bool
plain_take(struct numbers *d, const char *text, size_t len)
{
	struct input *in = &d->rest;
	int i, digit;

	*d = (struct numbers){.rest = {text, len}};
	trim(&in->s, &in->len);
	for (i = 0; i < 3; i++) {
		while (d->digits[i] < 5 && take_digits(in, 1, &digit)) {
			d->n[i] = d->n[i] * 10 + digit;
			d->digits[i]++;
		}
		if (d->digits[i] == 0)
			return false;
		if (i == 2)
			break;
		if (i == 0)
			d->sign = in->len > 0 ? in->s[0] : '\0';
		if (memchr("/.-", d->sign, 3) == NULL || !take(in, d->sign))
			return false;
	}
	/* 31.12.2026., as some write it */
	if (d->sign == '.')
		take(in, '.');
	return rest_follows(in);
}

/* 7-Sep-80, 7 Sep 80: as spreadsheets show a day. */
static bool
word_take(struct numbers *d, const char *text, size_t len)
{
	struct input *in = &d->rest;
	struct wall w;

	*d = (struct numbers){
	    .rest = {text, len}, .word = true, .digits = {2, 2, 2}};
	trim(&in->s, &in->len);
	if (in->len == 0 || !is_digit(in->s[0]) || !take_month_day(in, &w))
		return false;
	d->n[0] = w.day;
	d->n[1] = w.month;
	if (!take(in, '-') && !take(in, '/') && !take(in, ' '))
		return false;
	return take_digits(in, 2, &d->n[2]) && rest_follows(in);
}

static bool
numbers_take(struct numbers *d, const char *text, size_t len)
{
	return plain_take(d, text, len) || word_take(d, text, len);
}

/* Which of the numbers is the year, the month and the day. */
static void
wall_of(struct wall *w, const struct numbers *d, enum date_order order)
{
	*w = (struct wall){0};
	w->year = d->n[order == DATE_YMD ? 0 : 2];
	w->month = d->n[order == DATE_MDY ? 0 : 1];
	w->day = d->n[order == DATE_DMY ? 0 : order == DATE_MDY ? 1 : 2];
}

static bool
is_day(const struct numbers *d, enum date_order order)
{
	size_t digits = d->digits[order == DATE_YMD ? 0 : 2];
	struct wall w;

	wall_of(&w, d, order);
	if (digits == 2)
		w.year += 2000; /* a leap year as 1900 and less is not */
	return (digits == 2 || digits == 4) && check_day(&w) == NULL;
}

enum date_order
date_order_find(const char *word)
{
	static const struct {
		const char *word;
		enum date_order order;
	} words[] = {{"dmy", DATE_DMY}, {"mdy", DATE_MDY}, {"ymd", DATE_YMD}};
	size_t i;

	for (i = 0; word != NULL && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].order;
	return DATE_NONE;
}

unsigned
date_orders(const char *text, size_t len)
{
	static const enum date_order all[] = {DATE_DMY, DATE_MDY, DATE_YMD};
	struct numbers d;
	unsigned orders = 0;
	size_t i;

	if (len < 6 || !numbers_take(&d, text, len))
		return 0;
	if (d.word)
		return is_day(&d, DATE_DMY) ? DATE_DMY | DATE_SAME : 0;
	if (d.digits[0] == 4 &&
	    (d.sign == '/' ||
		(d.sign == '-' && d.digits[1] == 2 && d.digits[2] == 2)))
		return 0; /* time_parse() knows it */
	for (i = 0; i < 3; i++)
		if (is_day(&d, all[i]) &&
		    d.digits[0] + d.digits[1] + d.digits[2] <= 8)
			orders |= all[i];
	if ((orders & DATE_DMY) != 0 && d.sign == '.')
		return DATE_DMY; /* nobody writes the month first with dots */
	if (d.n[0] == d.n[1] && orders == (DATE_DMY | DATE_MDY))
		orders |= DATE_SAME;
	if (orders != 0 && d.n[0] == d.n[1] && d.n[1] == d.n[2])
		orders |= DATE_SAME;
	return orders;
}

bool
date_reorder(struct str *out, const char *text, size_t len,
    enum date_order order, bool past, int64_t now)
{
	struct numbers d;
	struct wall w, today;

	if (!(date_orders(text, len) & order) || !numbers_take(&d, text, len))
		return false;
	wall_of(&w, &d, order);
	if (d.digits[order == DATE_YMD ? 0 : 2] == 2) {
		local_wall(&today, now);
		w.year += today.year / 100 * 100;
		while (w.year > today.year + (past ? 0 : YEARS_AHEAD))
			w.year -= 100;
		if (check_day(&w) != NULL)
			return false;
	}
	str_addf(out, "%04d-%02d-%02d", w.year, w.month, w.day);
	str_add(out, d.rest.s, d.rest.len);
	return true;
}
