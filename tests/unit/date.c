/*
 * date.c: days and instants in several time zones, where clocks jump too.
 */
#include <time.h>

#include "kind.h"
#include "unit.h"

#define NOW 1774958400 /* 2026-03-31T12:00:00Z */

/* Local time is that of the C library, also where clocks jumped there and back
 * within days, and when instants come in any order. */
static void
test_local_time(void)
{
	static const char *const zones[] = {"Africa/Freetown",
	    "America/Noronha", "Asia/Gaza", "Africa/Casablanca", "Pacific/Apia",
	    "Australia/Lord_Howe", "Europe/Lisbon", "UTC"};
	char text[17], expected[17];
	struct tm tm;
	time_t t;
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		zone_set(zones[i]);
		/* 1938 to 2038, forth and back */
		for (t = -1009843200; t < 2145916800; t += 61777) {
			localtime_r(&t, &tm);
			strftime(
			    expected, sizeof(expected), "%Y-%m-%d %H:%M", &tm);
			time_print_local(text, t);
			if (strcmp(text, expected) != 0)
				break;
			time_print_local(text, -t);
		}
		CHECK_STR(text, t < 2145916800 ? expected : text);
	}
}

static const char *
instant_at(const char *text, int64_t now)
{
	static char out[21];
	const char *why;
	int64_t t;

	why = time_parse(&t, text, strlen(text), now);
	if (why != NULL)
		return why;
	time_print(out, t);
	return out;
}

static const char *
instant(const char *text)
{
	return instant_at(text, NOW);
}

static const char *
day(const char *text)
{
	static char out[11];
	const char *why;

	why = date_parse(out, text, strlen(text), NOW);
	return why != NULL ? why : out;
}

static const char *
birthday(const char *text)
{
	static char out[11];
	const char *why;

	why = birthday_parse(out, text, strlen(text), NOW);
	return why != NULL ? why : out;
}

static bool
whole(const char *text)
{
	bool is_whole = false;
	int64_t t;

	CHECK(time_parse_day(&t, &is_whole, text, strlen(text), NOW) == NULL);
	return is_whole;
}

static const char *
local(const char *text)
{
	static char out[17];
	int64_t t = 0;

	CHECK(time_parse(&t, text, strlen(text), NOW) == NULL);
	time_print_local(out, t);
	return out;
}

static void
test_forms(void)
{
	zone_set("UTC0");
	CHECK_STR(instant("2026-12-01"), "2026-12-01T00:00:00Z");
	CHECK_STR(instant(" 2026-12-01T10:00 "), "2026-12-01T10:00:00Z");
	CHECK_STR(instant("2026-12-01 10:00:59"), "2026-12-01T10:00:59Z");
	CHECK_STR(instant("2026-12-01t10:00:59.999z"), "2026-12-01T10:00:59Z");
	CHECK_STR(instant("2026-12-01T10:00+01:00"), "2026-12-01T09:00:00Z");
	CHECK_STR(instant("2026-12-01T10:00-0330"), "2026-12-01T13:30:00Z");
	CHECK_STR(instant("2026-12-01 10:00:00 +0000"), "2026-12-01T10:00:00Z");
	CHECK_STR(instant("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z");
	CHECK_STR(instant("0001-01-01"), "0001-01-01T00:00:00Z");
	CHECK_STR(instant("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59Z");
	CHECK_STR(instant("2000-02-29"), "2000-02-29T00:00:00Z");
	CHECK_STR(instant("2026-02-29"), "no such day");
	CHECK_STR(instant("1900-02-29"), "no such day");
	CHECK_STR(instant("2026-13-01"), "no such day");
	CHECK_STR(instant("2026-00-10"), "no such day");
	CHECK_STR(instant("2026-04-31T10:00"), "no such day");
	CHECK_STR(instant("0000-01-01"), "not in the years 0001 to 9999");
	CHECK_STR(
	    instant("0001-01-01T00:00+01:00"), "not in the years 0001 to 9999");
	CHECK_STR(instant("2026-1-1"), "not a date or time");
	CHECK_STR(instant("01/02/2026"), "not a date or time");
	CHECK_STR(instant("2026-12-01T"), "not a date or time");
	CHECK_STR(instant("2026-12-01T24:00"), "not a date or time");
	CHECK_STR(instant("2026-12-01T10:60"), "not a date or time");
	CHECK_STR(instant("2026-12-01T10:00:00."), "not a date or time");
	CHECK_STR(instant("2026-12-01T10:00+1"), "not a date or time");
	CHECK_STR(instant("2026-12-01T10:00Zx"), "not a date or time");
	CHECK_STR(instant("2026-12-01  10:00"), "not a date or time");
	CHECK_STR(instant(""), "not a date or time");
	CHECK_STR(day("soon"), "not a date");
	CHECK_STR(day("2026-12-01"), "2026-12-01");
	CHECK_STR(day("20261201"), "2026-12-01");
	CHECK_STR(day("19650220"), "1965-02-20");
	CHECK_STR(day("20021965"), "no such day");
	CHECK_STR(day("202612011"), "not a date");
	CHECK_STR(day("2026120"), "not a date");
	CHECK_STR(day("2026-12-01 23:30"), "2026-12-01");
}

/* The forms that exports have; what may be read in two ways is none. */
static void
test_written_forms(void)
{
	zone_set("UTC0");
	CHECK_STR(day("1 Dec 2026"), "2026-12-01");
	CHECK_STR(day("12-Mar-2025"), "2025-03-12");
	CHECK_STR(day("1st December, 2026"), "2026-12-01");
	CHECK_STR(day("March 5, 2025"), "2025-03-05");
	CHECK_STR(day("Sept. 22nd 2025"), "2025-09-22");
	CHECK_STR(day("Tuesday, December 1, 2026"), "2026-12-01");
	CHECK_STR(day("Tue 1 Dec 2026"), "2026-12-01");
	CHECK_STR(day("2026/5/8"), "2026-05-08");
	CHECK_STR(instant("March 5, 2025 10:00 am"), "2025-03-05T10:00:00Z");
	CHECK_STR(instant("March 5, 2025 at 9:15 PM"), "2025-03-05T21:15:00Z");
	CHECK_STR(instant("2025-03-03 11:00 am"), "2025-03-03T11:00:00Z");
	CHECK_STR(instant("2025-03-03 12:00am"), "2025-03-03T00:00:00Z");
	CHECK_STR(instant("2025-03-03, 12:30 p.m."), "2025-03-03T12:30:00Z");
	CHECK_STR(
	    instant("2026/05/28 7:01:33 PM GMT+2"), "2026-05-28T17:01:33Z");
	CHECK_STR(instant("2026-05-28 09:14:02 UTC"), "2026-05-28T09:14:02Z");
	CHECK_STR(instant("2025-03-03 13:00 pm"), "not a date or time");
	CHECK_STR(instant("2025-03-03 0:10 am"), "not a date or time");
	CHECK_STR(day("31 Feb 2025"), "no such day");
	CHECK_STR(day("5 Ma 2025"), "not a date");
	CHECK_STR(day("5 Marsh 2025"), "not a date");
	CHECK_STR(day("March 2025"), "not a date");
	CHECK_STR(day("01/02/2025"), "not a date");
	CHECK_STR(day("5 March"), "not a date");
	CHECK_STR(birthday("12 Apr 1988"), "1988-04-12");
}

static void
test_relative(void)
{
	zone_set("UTC0");
	CHECK_STR(instant("now"), "2026-03-31T12:00:00Z");
	CHECK_STR(instant("TODAY"), "2026-03-31T00:00:00Z");
	CHECK_STR(instant("yesterday"), "2026-03-30T00:00:00Z");
	CHECK_STR(instant("tomorrow"), "2026-04-01T00:00:00Z");
	CHECK_STR(instant("-30d"), "2026-03-01T12:00:00Z");
	CHECK_STR(instant("+2w"), "2026-04-14T12:00:00Z");
	CHECK_STR(instant("-1m"), "2026-02-28T12:00:00Z");
	CHECK_STR(instant("-25m"), "2024-02-29T12:00:00Z");
	CHECK_STR(instant("+1m"), "2026-04-30T12:00:00Z");
	CHECK_STR(instant("-1Y"), "2025-03-31T12:00:00Z");
	CHECK_STR(day("-3m"), "2025-12-31");
	CHECK_STR(day("+9m"), "2026-12-31");
	CHECK_STR(day("today"), "2026-03-31");
	CHECK_STR(instant_at("-1y", 1709208000), "2023-02-28T12:00:00Z");
	CHECK_STR(instant("-2025y"), "0001-03-31T12:00:00Z");
	CHECK_STR(instant("-2026y"), "not in the years 0001 to 9999");
	CHECK_STR(instant("+7973y"), "9999-03-31T12:00:00Z");
	CHECK_STR(instant("+7974y"), "not in the years 0001 to 9999");
	CHECK_STR(
	    instant("-99999999999999999999d"), "not in the years 0001 to 9999");
	CHECK_STR(
	    instant("+99999999999999999999w"), "not in the years 0001 to 9999");
	CHECK_STR(instant("-d"), "not a date or time");
	CHECK_STR(instant("-3"), "not a date or time");
	CHECK_STR(instant("-3h"), "not a date or time");
	CHECK_STR(instant("-3dd"), "not a date or time");
	CHECK_STR(instant("30d"), "not a date or time");
	CHECK(whole("2026-12-01") && whole("today") && whole("yesterday"));
	CHECK(!whole("now") && !whole("-30d") && !whole("2026-12-01T00:00"));
}

static void
test_birthday(void)
{
	zone_set("America/New_York");
	CHECK_STR(birthday("1985-02-28"), "1985-02-28");
	CHECK_STR(birthday("1985-02-28T00:00:00Z"), "1985-02-28");
	CHECK_STR(birthday("--02-29"), "--02-29");
	CHECK_STR(birthday("12-31"), "--12-31");
	CHECK_STR(birthday("2026-03-31"), "2026-03-31");
	CHECK_STR(birthday("2026-04-01"), "in the future");
	CHECK_STR(birthday("--02-30"), "no such day");
	CHECK_STR(birthday("13-01"), "no such day");
	CHECK_STR(birthday("2025-02-29"), "no such day");
	CHECK_STR(birthday("-12-31"), "not a date");
	CHECK_STR(birthday("-30d"), "not a date");
	CHECK_STR(birthday("today"), "not a date");
	CHECK_STR(birthday("--1231"), "--12-31");
	CHECK_STR(birthday("29 Feb"), "--02-29");
	CHECK_STR(birthday("Dezember 31"), "--12-31");
	CHECK_STR(birthday("31-dez."), "--12-31");
	CHECK_STR(birthday("30 février"), "no such day");
	CHECK_STR(birthday("7 jui"), "not a date");
	CHECK_STR(birthday("7 juil."), "--07-07");
	CHECK_STR(birthday("0000-02-29"), "--02-29");
	CHECK_STR(birthday("0000-00-00"), "no such day");
	CHECK_STR(birthday("1604-02-29"), "--02-29");
	CHECK_STR(birthday("7/9"), "not a date");
	CHECK_STR(birthday("7 Sep x"), "not a date");
	CHECK_STR(birthday(""), "not a date");
}

static void
test_zones(void)
{
	zone_set("America/New_York");
	CHECK_STR(instant("2026-12-01T10:00"), "2026-12-01T15:00:00Z");
	CHECK_STR(instant("2026-07-01"), "2026-07-01T04:00:00Z");
	CHECK_STR(day("2026-12-01T02:00Z"), "2026-11-30");
	CHECK_STR(local("2026-07-01T00:00Z"), "2026-06-30 20:00");
	/* 02:30 never was; 01:30 was twice. */
	CHECK_STR(instant("2026-03-08T02:30"), "2026-03-08T07:30:00Z");
	CHECK_STR(instant("2026-11-01T01:30"), "2026-11-01T05:30:00Z");
	CHECK_STR(instant("2026-11-01T00:59:59"), "2026-11-01T04:59:59Z");
	CHECK_STR(instant("2026-11-01T02:00"), "2026-11-01T07:00:00Z");
	/* A day before a change is a day, not 24 hours. */
	CHECK_STR(instant_at("+1d", 1772895600), "2026-03-08T14:00:00Z");
	CHECK_STR(instant_at("now", 1793514600), "2026-11-01T06:30:00Z");
	zone_set("America/Sao_Paulo"); /* 2018-11-04 began at 01:00 */
	CHECK_STR(instant("2018-11-04"), "2018-11-04T03:00:00Z");
	CHECK_STR(local("2018-11-04"), "2018-11-04 01:00");
	CHECK_STR(day("2018-11-04"), "2018-11-04");
	CHECK_STR(instant("2019-02-17"), "2019-02-17T03:00:00Z");
	CHECK_STR(instant("2019-02-16T23:30"), "2019-02-17T01:30:00Z");
	zone_set("Pacific/Apia"); /* there was no 2011-12-30 */
	CHECK_STR(instant("2011-12-30"), "2011-12-30T10:00:00Z");
	CHECK_STR(instant("2011-12-31"), "2011-12-30T10:00:00Z");
	CHECK_STR(instant("2011-12-29"), "2011-12-29T10:00:00Z");
	zone_set("America/Toronto"); /* 1919-03-30 began at 00:30 */
	CHECK_STR(local("1919-03-31"), "1919-03-31 00:30");
	zone_set("Asia/Kathmandu");
	CHECK_STR(instant("2026-12-01"), "2026-11-30T18:15:00Z");
}

static int64_t
seconds(const char *text)
{
	int64_t t = 0;

	CHECK(time_parse(&t, text, strlen(text), NOW) == NULL);
	return t;
}

static void
test_add_days(void)
{
	char out[21];

	zone_set("America/New_York");
	time_print(out, time_add_days(seconds("2026-03-08T12:00"), 0));
	CHECK_STR(out, "2026-03-08T05:00:00Z");
	time_print(out, time_add_days(seconds("2026-03-08T12:00"), 1));
	CHECK_STR(out, "2026-03-09T04:00:00Z");
	time_print(out, time_add_days(seconds("2026-11-02T00:00"), -1));
	CHECK_STR(out, "2026-11-01T04:00:00Z");
	zone_set("America/Sao_Paulo");
	time_print(out, time_add_days(seconds("2018-11-03T12:00"), 1));
	CHECK_STR(out, "2018-11-04T03:00:00Z");
	time_print(out, time_add_days(seconds("9999-12-30T12:00"), 500));
	CHECK_STR(out, "9999-12-31T23:59:59Z");
	time_print(out, INT64_MIN);
	CHECK_STR(out, "0001-01-01T00:00:00Z");
	time_print(out, INT64_MAX);
	CHECK_STR(out, "9999-12-31T23:59:59Z");
	time_print_local(out, INT64_MIN);
	CHECK_STR(out, "0001-01-01 00:00");
	date_print_local(out, INT64_MAX);
	CHECK_STR(out, "9999-12-31");
}

/* Every day of some centuries and zones: there and back, and in order. */
static void
test_round(void)
{
	static const char *const zones[] = {"UTC0", "Europe/Lisbon",
	    "America/Sao_Paulo", "Asia/Tehran", "Australia/Lord_Howe"};
	int64_t t, next;
	char out[21], text[80];
	struct tm tm;
	time_t tt;
	size_t z;

	for (z = 0; z < sizeof(zones) / sizeof(*zones); z++) {
		zone_set(zones[z]);
		t = time_add_days(seconds("1900-01-01T12:00Z"), 0);
		for (; t < INT64_C(5000000000); t = next) {
			next = time_add_days(t, 1);
			CHECK(next - t >= 82800 && next - t <= 90000);
			date_print_local(out, t);
			CHECK(seconds(out) == t);
			CHECK_STR(day(out), out);
			tt = (time_t)t;
			localtime_r(&tt, &tm);
			strftime(text, sizeof(text), "%Y-%m-%d", &tm);
			CHECK_STR(out, text);
		}
	}
	for (t = -62135596800; t < 253402300799; t += 86400 * 9 + 4711) {
		tt = (time_t)t;
		gmtime_r(&tt, &tm);
		time_print(out, t);
		snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02dZ",
		    (tm.tm_year + 1900) % 10000, tm.tm_mon + 1, tm.tm_mday,
		    tm.tm_hour, tm.tm_min, tm.tm_sec);
		CHECK_STR(out, text);
		CHECK(seconds(out) == t);
	}
}

static const char *
reorder(const char *text, enum date_order order, bool past)
{
	static char out[64];
	struct str day = STR_INIT;

	/* 2026-03-15 */
	if (!date_reorder(&day, text, strlen(text), order, past, 1773568800))
		str_adds(&day, "none");
	snprintf(out, sizeof(out), "%s", day.ptr);
	str_free(&day);
	return out;
}

static void
test_orders(void)
{
	static const struct {
		const char *text;
		unsigned orders;
	} cases[] = {{"13/02/2026", DATE_DMY}, {"02/13/2026", DATE_MDY},
	    {"1/2/2026 10:00", DATE_DMY | DATE_MDY},
	    {"1-2-2026, 9:00 pm", DATE_DMY | DATE_MDY},
	    {"5/5/2026", DATE_DMY | DATE_MDY | DATE_SAME},
	    {"1.2.2026", DATE_DMY}, {"1.13.2026", DATE_MDY},
	    {"31.12.26.", DATE_DMY}, {"25/12/03", DATE_DMY | DATE_YMD},
	    {"31/12/99", DATE_DMY}, {"99/12/31", DATE_YMD},
	    {"01/02/03", DATE_DMY | DATE_MDY | DATE_YMD}, {"31/02/2026", 0},
	    {"0/0/00", 0}, {"2026-12-01", 0}, {"2026/12/1", 0},
	    {"2026.12.31", DATE_YMD}, {"1/2", 0}, {"1/2/026", 0},
	    {"1/2-2026", 0}, {"1/2/2026x", 0}, {"912.000.011", 0},
	    {"10.000.000", 0}, {"7-Sep-80", DATE_DMY | DATE_SAME},
	    {"7 Sept 80 10:00", DATE_DMY | DATE_SAME}, {"30-Feb-80", 0},
	    {"7-Sep-1980", 0}, {"7 Sep 10:00", 0}, {"7-Sep", 0}, {"7-Sep-8", 0},
	    {"7-Sep-800", 0}, {"", 0}};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK(date_orders(cases[i].text, strlen(cases[i].text)) ==
		      cases[i].orders);
	CHECK_STR(
	    reorder("1/2/2026 10:00", DATE_DMY, false), "2026-02-01 10:00");
	CHECK_STR(reorder("1/2/2026", DATE_MDY, false), "2026-01-02");
	CHECK_STR(reorder("13/2/2026", DATE_MDY, false), "none");
	CHECK_STR(reorder("1/2/46", DATE_DMY, false), "2046-02-01");
	CHECK_STR(reorder("1/2/47", DATE_DMY, false), "1947-02-01");
	CHECK_STR(reorder("1/2/27", DATE_DMY, true), "1927-02-01");
	CHECK_STR(reorder("90/2/1", DATE_YMD, true), "1990-02-01");
	CHECK_STR(reorder("7-Sep-80", DATE_DMY, true), "1980-09-07");
	CHECK_STR(reorder("7-set-46", DATE_DMY, false), "2046-09-07");
	CHECK_STR(
	    reorder("7 Sep 26 10:00", DATE_DMY, false), "2026-09-07 10:00");
	CHECK(date_order_find("mdy") == DATE_MDY);
	CHECK(date_order_find("ydm") == DATE_NONE);
}

static const char *
born(const char *text, enum date_order order)
{
	static char out[64];
	struct str day = STR_INIT;

	if (!birthday_reorder(&day, text, strlen(text), order, 1773568800))
		str_adds(&day, "none");
	snprintf(out, sizeof(out), "%s", day.ptr);
	str_free(&day);
	return out;
}

static void
test_birthday_orders(void)
{
	static const struct {
		const char *text;
		unsigned orders;
	} cases[] = {{"7/9", DATE_DMY | DATE_MDY}, {"25/12", DATE_DMY},
	    {"12-25", DATE_MDY}, {"7.9.", DATE_DMY}, {"12.25", DATE_MDY},
	    {"5/5", DATE_DMY | DATE_MDY | DATE_SAME},
	    {"07/09/0000", DATE_DMY | DATE_MDY}, {"29/2", DATE_DMY},
	    {"30/2", 0}, {"13/13", 0}, {"0/0", 0}, {"7/9.", 0}, {"7", 0},
	    {"/7/9", 0}, {"7/9/12", DATE_DMY | DATE_MDY},
	    {"7/9/0001", DATE_DMY | DATE_MDY}, {"", 0}};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK(birthday_orders(cases[i].text, strlen(cases[i].text)) ==
		      cases[i].orders);
	CHECK_STR(born("7/9", DATE_DMY), "--09-07");
	CHECK_STR(born("7/9", DATE_MDY), "--07-09");
	CHECK_STR(born("25/12", DATE_MDY), "none");
	CHECK_STR(born("7/9", DATE_YMD), "none");
	CHECK_STR(born("07/09/0000", DATE_DMY), "--09-07");
	CHECK_STR(born("1/2/27", DATE_DMY), "1927-02-01");
}

int
main(void)
{
	test_birthday_orders();
	test_orders();
	test_local_time();
	test_forms();
	test_written_forms();
	test_relative();
	test_birthday();
	test_zones();
	test_add_days();
	test_round();
	return unit_end();
}
