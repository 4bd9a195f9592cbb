/*
 * zone.c: the calendar and the time zone of the process.
 *
 * mktime() is not used: what it answers for an hour that happens twice, or
 * never, depends on what it was asked before.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kind.h"
#include "zone.h"

#include "banned.h"

#define DAY 86400

/* Clocks that jump do not jump back within so long: what is between two
 * instants no farther apart, with the same offset, has it too. The shortest
 * time between two such jumps in all the zones there are was four days, in
 * Freetown in 1939. */
#define SPAN	 (2 * (int64_t)DAY)
#define NOFFSETS 2048 /* eleven years */

int
month_days(int year, int month)
{
	static const unsigned char days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/*
 * Days from 1970-01-01, counted in years that begin in March, so that the
 * leap day is the last one, and from year -400, so that nothing is negative.
 */
static int64_t
day_number(int year, int month, int day)
{
	int64_t y = year + 400 - (month <= 2);
	int64_t m = month > 2 ? month - 3 : month + 9;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day -
	       1 - 719468 - 146097;
}

static void
number_day(struct wall *w, int64_t number)
{
	int64_t n = number + 719468 + 146097;
	int64_t era = n / 146097, rest = n % 146097;
	int64_t y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int64_t d = rest - (y * 365 + y / 4 - y / 100);
	int64_t m = (d * 5 + 2) / 153;

	w->day = (int)(d - (m * 153 + 2) / 5 + 1);
	w->month = (int)(m < 10 ? m + 3 : m - 9);
	w->year = (int)(y + era * 400 - 400 + (m >= 10));
}

int64_t
wall_day(const struct wall *w)
{
	return day_number(w->year, w->month, w->day);
}

void
day_wall(struct wall *w, int64_t day)
{
	*w = (struct wall){0};
	number_day(w, day);
}

int64_t
wall_utc(const struct wall *w)
{
	return day_number(w->year, w->month, w->day) * DAY + w->hour * 3600 +
	       w->minute * 60 + w->second;
}

void
utc_wall(struct wall *w, int64_t t)
{
	int64_t number = t / DAY, rest = t % DAY;

	if (rest < 0) {
		rest += DAY;
		number--;
	}
	number_day(w, number);
	w->hour = (int)(rest / 3600);
	w->minute = (int)(rest / 60 % 60);
	w->second = (int)(rest % 60);
}

/* The offset where a span begins, of those that were asked for last. */
static _Thread_local struct known {
	int64_t span; /* counted from 1970 */
	int64_t offset;
	bool is; /* is it known? */
} offsets[NOFFSETS];
static _Thread_local bool offsets_used;

void
zone_set(const char *name)
{
	static const char *outside; /* TZ as the process was started with */
	static bool known;

	if (!known && getenv("TZ") != NULL)
		outside = strdup(getenv("TZ"));
	known = true;
	if (name == NULL)
		name = outside;
	if (name != NULL)
		setenv("TZ", name, 1);
	else
		unsetenv("TZ");
	tzset();
	if (offsets_used)
		memset(offsets, 0, sizeof(offsets));
	offsets_used = false;
}

static int64_t
offset_ask(int64_t t)
{
	struct tm tm;
	time_t tt = (time_t)t;

	return localtime_r(&tt, &tm) != NULL ? tm.tm_gmtoff : 0;
}

static int64_t
offset_of_span(int64_t span)
{
	struct known *k = &offsets[(uint64_t)span % NOFFSETS];

	offsets_used = true;
	if (!k->is || k->span != span)
		*k = (struct known){span, offset_ask(span * SPAN), true};
	return k->offset;
}

/* Seconds that local clocks are ahead of UTC at an instant. The C library
 * takes a lock and works out the rules of the year for each. */
static int64_t
offset_at(int64_t t)
{
	int64_t span = t / SPAN - (t % SPAN < 0);
	int64_t offset = offset_of_span(span);

	return offset == offset_of_span(span + 1) ? offset : offset_ask(t);
}

int64_t
time_ahead(int64_t t)
{
	return offset_at(t);
}

/*
 * The two instants that may carry this wall time: by the offset of the day
 * before and by that of the day after. Returns how far the clocks jump.
 */
static int64_t
candidates(const struct wall *w, int64_t *early, int64_t *late)
{
	int64_t t, before, after;

	t = wall_utc(w);
	before = offset_at(t - DAY);
	after = offset_at(t + DAY);
	*early = t - before;
	*late = t - after;
	return after - before;
}

/*
 * An hour that happens twice is the first; one that the clocks skip is as
 * far past the jump as it stands past the hour at which they jumped.
 */
int64_t
wall_local(const struct wall *w)
{
	int64_t early, late;

	if (candidates(w, &early, &late) == 0)
		return early;
	if (early + offset_at(early) == wall_utc(w))
		return early;
	if (late + offset_at(late) == wall_utc(w))
		return late;
	return early;
}

void
local_wall(struct wall *w, int64_t t)
{
	utc_wall(w, t + offset_at(t));
}

/*
 * Where clocks jump over midnight a day begins at the jump, which lies
 * between the candidates.
 */
int64_t
wall_day_start(const struct wall *w)
{
	struct wall day = *w;
	int64_t jump, start, lo, hi, mid;

	day.hour = day.minute = day.second = 0;
	start = wall_local(&day);
	if (start + offset_at(start) == wall_utc(&day))
		return start;
	jump = candidates(&day, &hi, &lo);
	if (jump <= 0)
		return start;
	while (lo + 1 < hi) {
		mid = lo + (hi - lo) / 2;
		if (mid + offset_at(mid) >= wall_utc(&day))
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

bool
wall_add_days(struct wall *w, int64_t n)
{
	struct wall day;

	if (n < -4000000 || n > 4000000)
		return false;
	number_day(&day, day_number(w->year, w->month, w->day) + n);
	w->year = day.year;
	w->month = day.month;
	w->day = day.day;
	return w->year >= 1 && w->year <= 9999;
}

bool
wall_add_months(struct wall *w, int64_t n)
{
	int64_t months;
	int last;

	if (n < -120000 || n > 120000)
		return false;
	months = (int64_t)w->year * 12 + w->month - 1 + n;
	if (months < 12 || months >= 120000)
		return false;
	w->year = (int)(months / 12);
	w->month = (int)(months % 12) + 1;
	last = month_days(w->year, w->month);
	if (w->day > last)
		w->day = last;
	return true;
}
