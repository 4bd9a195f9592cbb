/*
 * kind.h: what a value is, and how it is typed in and stored.
 *
 * The name is the type: kind_of() reads the kind of a value off the name of
 * its column, so that any SELECT prints right and any column checks its
 * input. The build tool (lib/gen/mkschema.c) uses the same function.
 *
 * Parsers return NULL when the input is good and otherwise a reason ("not an
 * address"), a static text that completes "FIELD: REASON: \"INPUT\"".
 */
#ifndef CRM_KIND_H
#define CRM_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

enum kind {
	KIND_TEXT, /* one line of text */
	KIND_PROSE, /* several lines: text, notes, description */
	KIND_INT, /* id, points, x_count, x_points, x_bytes */
	KIND_REAL, /* rate, share, score, x_rate, x_share, x_score */
	KIND_BOOL, /* is_x: yes or no, stored as 1 or 0 */
	KIND_MONEY, /* x_minor: integer minor units of a currency */
	KIND_DATE, /* x_on, date, day: 2026-12-01 */
	KIND_TIME, /* x_at, at, since, last_visit, last_activity: an
		      instant, 2026-12-01T10:00:00Z */
	KIND_BIRTHDAY, /* birthday: a day, or --MM-DD without the year */
	KIND_JSON, /* x_json: a JSON object or array */
	KIND_LIST, /* x_list: a JSON array of texts, in CSV "a,b" */
	KIND_EMAIL, /* email, x_email */
	KIND_PHONE, /* phone, x_phone: E.164 where the country is known */
	KIND_CURRENCY, /* currency, x_currency: ISO 4217 */
	KIND_COUNTRY, /* country: ISO 3166-1 alpha-2 */
	KIND_LANGUAGE, /* language: BCP 47 tag */
	KIND_WORD, /* one of the words of a CHECK (x IN (...)) */
	KIND_REF, /* x_id: the id of a row of another table */
	KIND_KEY, /* x_key: derived look-up key, folded from x; hidden */
	KIND_COUNT
};

/* The kind of a column by its name; KIND_TEXT where the name says nothing. */
enum kind kind_of(const char *column);

/*
 * The length of the part of a column's name that people see: as CSV header
 * and JSON key (less _minor, is_, _json, _list) and as option (also less _at,
 * _on, _id). *start is where it begins (is_x begins at x).
 */
size_t kind_key(const char *column, const char **start);
size_t kind_opt(const char *column, const char **start);

/* --- days and instants --- */

/*
 * Parse an instant (interface.md, "Values"): 2026-12-01, 2026-12-01T10:00[:SS],
 * a blank for the T, with Z or an offset (+01:00, +0100); today, now,
 * yesterday, tomorrow, -30d, +2w, -6m, -1y (relative to now, months and years
 * clamped to the last day of a shorter month). Without offset: the time zone
 * of the process (TZ). A day alone is its first instant there. Years 0001 to
 * 9999. *t is in seconds since 1970-01-01T00:00:00Z.
 */
const char *time_parse(int64_t *t, const char *text, size_t len, int64_t now);

/* As time_parse(), but true in *whole when the input names a whole day, so
 * that "--until 2026-12-01" can take in all of that day. */
const char *time_parse_day(
    int64_t *t, bool *whole, const char *text, size_t len, int64_t now);

/* Parse a day, in the same forms; an instant gives its local day. */
const char *date_parse(char out[11], const char *text, size_t len, int64_t now);

/* A birthday: as date_parse() without the relative forms and not in the
 * future, or, where the year is not known, --MM-DD, --MMDD, MM-DD, 7 Sep,
 * September 7th, 0000-09-07 or 1604-09-07, as Apple has it: then --MM-DD comes
 * of it. Of an instant the day as written counts, not the local one. */
const char *birthday_parse(
    char out[11], const char *text, size_t len, int64_t now);

/*
 * Days in numbers alone, "31/12/2026", "1/2/26 10:00", in the order of day,
 * month and year that the writer had in mind. The parsers above take none of
 * them, for 1/2 is two days. date_orders() is the sum of the orders in which a
 * text is a day, 0 for none and for what has one meaning; DATE_SAME is added
 * when it is the same day in all, as is 7-Sep-80. date_reorder() appends the
 * text with the day as 2026-12-31; years of two digits are the last ones past
 * or, unless past is set, up to 20 to come. False, with nothing appended, when
 * it is no day so.
 */
enum date_order {
	DATE_NONE = 0,
	DATE_DMY = 1,
	DATE_MDY = 2,
	DATE_YMD = 4,
	DATE_SAME = 8
};
/* "dmy", "mdy", "ymd"; NULL and any other word: DATE_NONE. */
enum date_order date_order_find(const char *word);
unsigned date_orders(const char *text, size_t len);
bool date_reorder(struct str *out, const char *text, size_t len,
    enum date_order, bool past, int64_t now);

/* The same of birthdays, which are past and may lack the year, "7/9", "25.12.":
 * then they are appended as --12-25. */
unsigned birthday_orders(const char *text, size_t len);
bool birthday_reorder(struct str *out, const char *text, size_t len,
    enum date_order, int64_t now);

/* 2026-12-01T10:00:00Z; the same in local time, 2026-12-01 10:00; the local
 * day. Instants outside the years 0001 to 9999 print as the nearest end. */
void time_print(char out[21], int64_t t);
void time_print_local(char out[17], int64_t t);
void date_print_local(char out[11], int64_t t);

/* Seconds that local clocks are ahead of UTC then. */
int64_t time_ahead(int64_t t);

/* The time zone of the process, from here on: by its name, as TZ has it, or,
 * when NULL, that of the environment. */
void zone_set(const char *name);

/* A day, 2026-03-15, for a letter: "15 March 2026", or with its weekday
 * "Sunday, 15 March 2026". What is no day is appended as it is. */
void date_words(struct str *out, const char *date, bool weekday);
/* The weekday of a day, in English: "Sunday". NULL when it is no day. */
const char *date_weekday(const char *date);

/*
 * Local days by number, from 1970-01-01: the day of an instant; the instant at
 * which its clocks show an hour, minute and second; the day as text; the number
 * of its month, from January of year 0, and the last day of a month; the same
 * day some years later, 28 February where there is no 29th.
 */
int64_t day_of(int64_t t);
int64_t day_at(int64_t day, int hour, int minute, int second);
void day_print(char out[11], int64_t day);
int64_t day_month(int64_t day);
int64_t month_last(int64_t month);
int64_t day_years(int64_t day, int64_t years);

/* The instant n local calendar days after (n < 0: before) the start of the
 * local day that t is in; right over changes of daylight saving time. */
int64_t time_add_days(int64_t t, int n);

/*
 * The instant n days (unit 'd'), weeks ('w'), months ('m') or years ('y') after
 * t, at the same time by the local clocks; the last day of a month that has no
 * such day. False when that is not in the years 0001 to 9999.
 */
bool time_step(int64_t *out, int64_t t, char unit, int64_t n);

/* --- money --- */

/* Decimals of an ISO 4217 currency (0 JPY, 2 EUR, 3 KWD); -1 when unknown.
 * The code is compared without regard to case. share/currency.tsv. */
int currency_decimals(const char *code, size_t len);
/* The same, and 2 for what is no currency. */
int currency_digits(const char *code, size_t len);

/*
 * Take the mark of a currency off an amount, "$32.00", "12,50 €", "USD 5", when
 * it is a mark of this currency. NULL, or what is wrong: the mark of another.
 */
const char *money_unmark(const char **text, size_t *len, const char *currency);

/*
 * Parse an amount into minor units: "12.50", "-3", "1234567.8"; with comma,
 * "12,50" and "1.234,50". A thousands separator is good only in its place.
 * Refused: more decimals than the currency has, and what leaves int64.
 */
const char *money_parse(
    int64_t *minor, const char *text, size_t len, int decimals, bool comma);

/* 1250 with 2 decimals: "12.50"; as a JSON number, no trailing zeros: "12.5".
 */
void money_print(char out[32], int64_t minor, int decimals);
void money_print_json(char out[32], int64_t minor, int decimals);

/*
 * Sums in several currencies, as the SQL function money_sum(x_minor, currency)
 * gives them: {"EUR":1250,"USD":300}. They print as interface.md has it:
 * [{"currency":"EUR","amount":12.5},...] in JSON, "12.50 EUR; 3.00 USD" as
 * text. False, with nothing appended, when the text is no such object.
 */
bool sums_print(struct str *, const char *text, bool json);

/* --- decimal numbers --- */

/* A number of at most 18 digits, so many of them after the point: 0.92 is 92
 * and 2; money_print() prints it. */
struct decimal {
	int64_t digits;
	int places;
};

/* Parse "0.92", "12", ".5": no sign, no exponent, no thousands. Zeros at the
 * end of the decimals do not stay. NULL, or what is wrong. */
const char *decimal_parse(struct decimal *, const char *text, size_t len);

/*
 * x times a decimal times 10 to the power of -18 to 18, rounded once, half to
 * even, without any error before that. False when it does not fit.
 */
bool decimal_times(int64_t *out, int64_t x, struct decimal, int power);

/* The same without what is beyond the point: 7.99 is 7. */
bool decimal_times_whole(int64_t *out, int64_t x, struct decimal, int power);

/* --- plain values --- */

const char *int_parse(int64_t *, const char *text, size_t len);
const char *real_parse(double *, const char *text, size_t len);

/* yes no true false on off 1 0, any case. */
const char *bool_parse(bool *, const char *text, size_t len);

/*
 * The word of a list (NULL at its end) that is meant, NULL when there is none:
 * case, and what parts the words of "no_show", do not count ("No Show",
 * "NO-SHOW", "noshow"); nor does the American l of "canceled".
 */
const char *word_find(const char *const *words, const char *text, size_t len);

/* Is a word, as stored, one of "a,b,c"? NULL is none of them. */
bool word_among(const char *words, const char *word);

/* A status that no list limits, written like the words of one: "Partially
 * Refunded" is partially_refunded. Appends to out. */
const char *status_parse(struct str *out, const char *text, size_t len);

/* An ISO 4217 code (upper case in out), an ISO 3166-1 alpha-2 code (upper
 * case; must be a region of share/phone.tsv or "XK") or the name of a country
 * in one of a few languages, a BCP 47 language tag
 * ("pt", "pt-BR": language lower case, region upper case). */
const char *currency_parse(char out[4], const char *text, size_t len);
const char *country_parse(char out[3], const char *text, size_t len);

/* The code of a country by its name alone, in any spelling; NULL: none. */
const char *country_named(const char *text, size_t len);
const char *language_parse(struct str *out, const char *text, size_t len);

/*
 * An email address by the rule of the WHATWG HTML standard (4.10.5.1.5) with
 * at least one dot in the domain, widened to UTF-8 in the local part and the
 * labels (RFC 6531). "mailto:x@y" and "Name <x@y>" are taken apart. Appends
 * it cleaned (NFC), with the domain in lower case.
 */
const char *email_parse(struct str *out, const char *text, size_t len);

/*
 * A phone number to E.164, by the calling code, trunk prefix and lengths of
 * the region (ISO 3166-1 alpha-2; "" when not known) in share/phone.tsv.
 * Rules: design notes in phone.c. What cannot be placed in a country is kept
 * as typed, cleaned; an extension ("x12", "ext. 12", "ramal 12") is kept as
 * " x12". Refused: fewer than three digits, more than fifteen (extension
 * apart), or letters that belong to no extension. Appends to out.
 */
const char *phone_parse(
    struct str *out, const char *text, size_t len, const char *region);

/* The digits by which a stored phone is found: those of the number, without
 * the extension. Appends to out. */
void phone_fold(struct str *out, const char *text, size_t len);

/* The region whose calling code an E.164 number begins with, for the table;
 * NULL when none. For NANP and other shared codes: the main region. */
const char *phone_region(const char *e164);

#endif
