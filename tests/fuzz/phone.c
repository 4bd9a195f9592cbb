/*
 * phone.c: phone numbers, in some countries and in none.
 */
#include <stdint.h>
#include <stdlib.h>

#include "kind.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const regions[] = {"", "PT", "BR", "US", "IT", "GB"};
	struct str out = STR_INIT, again = STR_INIT, folded = STR_INIT;
	size_t i;

	for (i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		str_cut(&out, 0);
		str_cut(&again, 0);
		if (phone_parse(&out, (const char *)data, size, regions[i]) !=
		    NULL)
			continue;
		/* What is stored stays as it is. */
		if (phone_parse(&again, out.ptr, out.len, regions[i]) != NULL ||
		    strcmp(out.ptr, again.ptr) != 0)
			abort();
		phone_fold(&folded, out.ptr, out.len);
		phone_region(out.ptr);
	}
	str_free(&out);
	str_free(&again);
	str_free(&folded);
	return 0;
}
