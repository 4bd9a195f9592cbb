/*
 * ndjson.c: objects, a line each or in an array.
 */
#include "reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct read_hints hints = {.format = "ndjson"};

	fuzz_read(data, size, &hints);
	return 0;
}
