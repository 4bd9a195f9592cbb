/*
 * decimal.c: decimal numbers as they are written, and products with them
 * rounded once.
 */
#include "kind.h"
#include "scan.h"

#include "banned.h"

#define DIGITS_MOST 18 /* what an int64 holds of any digits */

const char *
decimal_parse(struct decimal *out, const char *text, size_t len)
{
	static const char wrong[] = "not a decimal number such as 0.5";
	bool point = false, given = false;
	int64_t digits = 0;
	int places = 0;
	size_t i;

	trim(&text, &len);
	for (i = 0; i < len; i++) {
		if (text[i] == '.' && !point) {
			point = true;
			given = false;
			continue;
		}
		if (!is_digit(text[i]))
			return wrong;
		given = true;
		if (digits >= 100000000000000000 || places == DIGITS_MOST)
			return "too many digits";
		digits = digits * 10 + (text[i] - '0');
		places += point;
	}
	if (!given)
		return wrong;
	for (; places > 0 && digits % 10 == 0; places--)
		digits /= 10;
	*out = (struct decimal){digits, places};
	return NULL;
}

/* x times a decimal as value / unit. 64 bits by 60 are 124 at most: only a
 * power above zero can overflow (false), and then the result would not have fit
 * by far. */
static bool
product(
    __int128 *value, __int128 *unit, int64_t x, struct decimal by, int power)
{
	bool good = true;

	*value = (__int128)x * by.digits;
	*unit = 1;
	for (power -= by.places; power > 0; power--)
		good = good && !__builtin_mul_overflow(*value, 10, value);
	for (; power < 0; power++)
		*unit *= 10;
	return good;
}

bool
decimal_times(int64_t *out, int64_t x, struct decimal by, int power)
{
	__int128 value, unit, rest;
	bool good = product(&value, &unit, x, by, power);

	rest = value % unit;
	value /= unit;
	if (rest < 0 ? (rest * 2 < -unit || (rest * 2 == -unit && value % 2))
		     : (rest * 2 > unit || (rest * 2 == unit && value % 2)))
		value += rest < 0 ? -1 : 1;
	*out = (int64_t)value;
	return good && *out == value;
}

bool
decimal_times_whole(int64_t *out, int64_t x, struct decimal by, int power)
{
	__int128 value, unit;
	bool good = product(&value, &unit, x, by, power);

	value /= unit;
	*out = (int64_t)value;
	return good && *out == value;
}
