/*
 * import_lean.c: how the cells of a column are to be read where one alone does
 * not tell: 1/2/2026 is a day in January or in February, 1,234 a thousand and
 * more or not much more than one. The other cells of the column decide.
 */
#include <string.h>

#include "fold.h"
#include "import_in.h"
#include "kind.h"

#include "banned.h"

/* Bits of a column of amounts, beside those of enum date_order. */
#define AMOUNT_POINT 1u
#define AMOUNT_COMMA 2u

#define EXAMPLE 40 /* bytes of a cell in a message */

static bool
is_one(unsigned bits)
{
	return bits != 0 && (bits & (bits - 1)) == 0;
}

/* --- one cell --- */

/* An amount without its currency and what else stands around the digits. */
static void
amount_bare(const char **text, size_t *len)
{
	static const char inside[] = "0123456789";

	while (*len > 0 && memchr(inside, **text, 10) == NULL) {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && memchr(inside, (*text)[*len - 1], 10) == NULL)
		(*len)--;
}

/* The ways in which it is an amount; 0: none, or there is but one amount. */
static unsigned
amount_readings(const char *text, size_t len, int decimals)
{
	int64_t point, comma;
	bool by_point, by_comma;

	amount_bare(&text, &len);
	if (memchr(text, ',', len) == NULL && memchr(text, '.', len) == NULL)
		return 0;
	by_point = money_parse(&point, text, len, decimals, false) == NULL;
	by_comma = money_parse(&comma, text, len, decimals, true) == NULL;
	if (by_point && by_comma && point == comma)
		return 0;
	return (by_point ? AMOUNT_POINT : 0) | (by_comma ? AMOUNT_COMMA : 0);
}

static unsigned
date_readings(enum lean_kind kind, const char *text, size_t len)
{
	unsigned orders = kind == LEAN_BIRTHDAY ? birthday_orders(text, len)
						: date_orders(text, len);

	return orders & DATE_SAME ? 0 : orders;
}

/* --- a column --- */

static const char *
example(struct keep *keep, const struct read_cell *c)
{
	return keep_mem(keep, c->text, text_fit(c->text, c->len, EXAMPLE));
}

void
lean_look(struct lean *l, struct keep *keep, const struct read_cell *c,
    int64_t line, int decimals)
{
	unsigned readings = lean_dates(l)
				? date_readings(l->kind, c->text, c->len)
				: amount_readings(c->text, c->len, decimals);

	if (readings == 0)
		return;
	l->told++;
	if (l->could == 0 && l->first == NULL) {
		l->first = example(keep, c);
		l->first_line = line;
		l->could = readings;
	} else if ((l->could & readings) != 0) {
		if ((l->could & readings) != l->could) {
			l->could &= readings;
			l->first = example(keep, c);
			l->first_line = line;
		}
	} else if (l->against == NULL) {
		l->against = example(keep, c);
		l->against_line = line;
	}
	l->doubt |= !is_one(readings);
}

bool
lean_dates(const struct lean *l)
{
	return l->kind == LEAN_DATE || l->kind == LEAN_BIRTHDAY;
}

bool
lean_open(const struct lean *l)
{
	return l->could != 0 && !is_one(l->could);
}

enum date_order
lean_order(const struct lean *l)
{
	return is_one(l->could) ? (enum date_order)l->could : DATE_NONE;
}

const char *
lean_words(const struct lean *l)
{
	static const char *const dates[] = {[DATE_DMY] = "day first",
	    [DATE_MDY] = "month first",
	    [DATE_DMY | DATE_MDY] = "day first or month first",
	    [DATE_YMD] = "year first",
	    [DATE_DMY | DATE_YMD] = "day first or year first",
	    [DATE_MDY | DATE_YMD] = "month first or year first",
	    [DATE_DMY | DATE_MDY | DATE_YMD] = "day, month or year first"};

	if (l->kind == LEAN_AMOUNT)
		return lean_comma(l) ? "decimal comma" : "decimal point";
	return dates[l->could];
}

bool
lean_comma(const struct lean *l)
{
	return l->kind == LEAN_AMOUNT && l->could == AMOUNT_COMMA;
}

void
lean_settle(struct lean *l)
{
	if (l->kind == LEAN_AMOUNT && lean_open(l))
		l->could = AMOUNT_POINT;
}
