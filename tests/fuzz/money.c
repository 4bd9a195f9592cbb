/*
 * money.c: amounts, with the marks of currencies, and decimal numbers.
 */
#include <stdint.h>
#include <stdlib.h>

#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What an amount prints as is that amount. */
static void
same_amount(const char *text, size_t len, int decimals, bool comma)
{
	int64_t minor, again;
	char out[32];

	if (money_parse(&minor, text, len, decimals, comma) != NULL)
		return;
	money_print(out, minor, decimals);
	if (money_parse(&again, out, strlen(out), decimals, false) != NULL ||
	    again != minor)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const codes[] = {"EUR", "BRL", "USD", "JPY", "KWD"};
	const char *text = (const char *)data, *bare;
	struct decimal d;
	size_t i, len;
	int decimals;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		bare = text;
		len = size;
		money_unmark(&bare, &len, codes[i]);
		decimals = currency_digits(codes[i], 3);
		same_amount(bare, len, decimals, false);
		same_amount(bare, len, decimals, true);
	}
	decimal_parse(&d, text, size);
	return 0;
}
