/*
 * heap.c: memory for work that takes much of it. glibc can ask for large pages
 * by itself, but only if an environment variable says so (GLIBC_TUNABLES).
 */
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "heap.h"

#include "banned.h"

#define MEGABYTE ((size_t)1 << 20)
#define LARGE	 (2 * MEGABYTE)
#define MMAP_MAX 65536 /* what glibc begins with */

void
heap_reserve(int megabytes)
{
	static int reserved;
	size_t size = (size_t)megabytes * MEGABYTE;
	uintptr_t at, first;
	void *top;

	if (megabytes <= reserved)
		return;
	reserved = megabytes;
	/* One piece at the end of the heap, which stays there when it is
	 * given back; and all but the very largest pieces come from there. */
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_TRIM_THRESHOLD, -1);
	top = malloc(size);
	if (top != NULL) {
		at = (uintptr_t)top;
		first = (at + LARGE - 1) / LARGE * LARGE;
		madvise((void *)first, (at + size - first) / LARGE * LARGE,
		    MADV_HUGEPAGE);
	}
	free(top);
	mallopt(M_MMAP_MAX, MMAP_MAX);
	mallopt(M_MMAP_THRESHOLD, (int)(32 * MEGABYTE));
}
