/*
 * vcard.c: what follows BEGIN:VCARD.
 */
#include <string.h>

#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct read_hints hints = {.formats = &read_every};
	static const char begin[] = "BEGIN:VCARD\n";
	uint8_t *all = malloc(size + sizeof(begin));

	if (all == NULL)
		abort();
	memcpy(all, begin, sizeof(begin) - 1);
	if (size > 0)
		memcpy(all + sizeof(begin) - 1, data, size);
	fuzz_read(all, size + sizeof(begin) - 1, &hints);
	free(all);
	return 0;
}
