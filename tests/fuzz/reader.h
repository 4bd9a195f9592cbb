/*
 * reader.h: a file, as bytes, through the reader that it looks like; for the
 * fuzzers of formats.
 */
#ifndef CRM_FUZZ_READER_H
#define CRM_FUZZ_READER_H

#include <sys/mman.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "read.h"

/* Every cell is looked at, so that the sanitizers see what it points to. */
static inline void
fuzz_read(const uint8_t *data, size_t size, const struct read_hints *hints)
{
	struct str where = STR_INIT;
	struct read *r;
	char path[32];
	size_t i;
	int fd = memfd_create("fuzz", 0);

	if (fd == -1 || write(fd, data, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	r = read_open(path, hints);
	while (read_next(r)) {
		for (i = 0; i < r->ncolumns; i++)
			if (r->cells[i].text[r->cells[i].len] != '\0')
				abort();
		if (r->problem != NULL && *r->problem == '\0')
			abort();
		str_cut(&where, 0);
		read_where(r, &where, r->line, (int)r->ncolumns - 1);
	}
	if (r->error != NULL && *r->error == '\0')
		abort();
	read_close(r);
	str_free(&where);
	close(fd);
}

#endif
