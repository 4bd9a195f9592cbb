/*
 * date.c: days, instants and birthdays, and days in numbers in every order.
 */
#include <stdint.h>
#include <stdlib.h>

#include "kind.h"

#define NOW 1773568800 /* 2026-03-15T10:00:00Z */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What a parser takes is a day that it takes again, and the same. */
static void
same_day(const char *text, size_t len)
{
	char out[11], again[11];

	if (date_parse(out, text, len, NOW) != NULL)
		return;
	if (date_parse(again, out, 10, NOW) != NULL ||
	    memcmp(out, again, 10) != 0)
		abort();
}

static void
same_instant(const char *text, size_t len)
{
	int64_t t, again;
	char out[21];
	bool whole;

	if (time_parse_day(&t, &whole, text, len, NOW) != NULL)
		return;
	time_print(out, t);
	if (time_parse(&again, out, 20, NOW) != NULL || again != t)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum date_order orders[] = {DATE_DMY, DATE_MDY, DATE_YMD};
	char *text = malloc(size + 1), out[11];
	struct str day = STR_INIT;
	size_t i;

	if (text == NULL)
		abort();
	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	same_day(text, size);
	same_instant(text, size);
	birthday_parse(out, text, size, NOW);
	for (i = 0; i < 3; i++) {
		str_cut(&day, 0);
		if (date_reorder(&day, text, size, orders[i], i > 0, NOW) &&
		    date_orders(day.ptr, 10) != 0)
			abort(); /* it should have one meaning now */
		same_day(day.ptr, day.len);
		str_cut(&day, 0);
		if (birthday_reorder(&day, text, size, orders[i], NOW) &&
		    birthday_orders(day.ptr, day.len < 10 ? day.len : 10) != 0)
			abort();
	}
	str_free(&day);
	free(text);
	return 0;
}
