/*
 * csv.c: text in any encoding and with any delimiter, as records.
 */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct read_hints hints = {.formats = &read_every};

	fuzz_read(data, size, &hints);
	return 0;
}
