/*
 * map.c: presets, as users write them.
 */
#include <stdint.h>
#include <stdlib.h>

#include "preset.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keep keep = KEEP_INIT;
	const char *text = keep_mem(&keep, (const char *)data, size);
	const char *error = NULL;

	if (preset_parse(&keep, "fuzz", NULL, text, &error) == NULL &&
	    (error == NULL || *error == '\0'))
		abort();
	keep_free(&keep);
	return 0;
}
