/*
 * plan.c: plans, as users edit them: tried on a database of two clients.
 */
#include "base.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_counts n = {0};
	char path[32];
	int fd;

	base_ready();
	fd = bytes_file(path, sizeof(path), data, size);
	import_apply(&crm, path, true, &n);
	base_check(&n);
	close(fd);
	return 0;
}
