/*
 * sqlmem.c: where SQLite takes its memory from.
 *
 * Opening a file makes SQLite parse its schema, which takes and gives back
 * some ten thousand small pieces; with malloc() that was a quarter of the
 * start of a command. So small pieces come from chunks, and go back to a list
 * of their size, never to the system: a command is short. When there is no
 * memory the process ends, as everywhere (str.h): SQLite would go on without
 * the row it could not read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "sqlmem.h"
#include "str.h"

#include "banned.h"

#define UNIT  16 /* sizes are rounded up to it */
#define CHUNK 65536

/* Pieces up to this come from chunks; none where each is to be watched. */
#ifdef __SANITIZE_ADDRESS__
#define SMALL_MAX 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SMALL_MAX 0
#endif
#endif
#ifndef SMALL_MAX
#define SMALL_MAX 512
#endif

/* Before every piece; its size keeps what follows aligned as SQLite asks. */
struct head {
	uint64_t size; /* of the piece, without this */
};

struct free_piece {
	struct free_piece *next;
};

/* Chunks and lists have no lock: with threads all pieces are the system's. */
static int small_max = SMALL_MAX;

static struct free_piece *lists[SMALL_MAX / UNIT + 1];
static char *chunk, *chunk_end;

static struct head *
head_of(void *piece)
{
	return (struct head *)piece - 1;
}

static int
size_round(int size)
{
	return (size + UNIT - 1) / UNIT * UNIT;
}

static void *
large_take(void *old, int size)
{
	struct head *h = realloc(old, sizeof(*h) + (size_t)size);

	if (h == NULL)
		mem_die();
	h->size = (uint64_t)size;
	return h + 1;
}

static void *
small_take(int size)
{
	struct free_piece **list = &lists[size / UNIT];
	size_t need = sizeof(struct head) + (size_t)size;
	struct free_piece *piece = *list;
	struct head *h;

	if (piece != NULL) {
		*list = piece->next;
		return piece;
	}
	if ((size_t)(chunk_end - chunk) < need) {
		chunk = malloc(CHUNK);
		if (chunk == NULL)
			mem_die();
		chunk_end = chunk + CHUNK;
	}
	h = (struct head *)chunk;
	chunk += need;
	h->size = (uint64_t)size;
	return h + 1;
}

static void *
mem_take(int size)
{
	size = size_round(size);
	return size <= small_max ? small_take(size) : large_take(NULL, size);
}

static void
mem_give(void *piece)
{
	struct free_piece *p = piece;
	struct head *h;

	if (piece == NULL)
		return;
	h = head_of(piece);
	if ((int64_t)h->size > small_max) {
		free(h);
		return;
	}
	p->next = lists[h->size / UNIT];
	lists[h->size / UNIT] = p;
}

static int
mem_size(void *piece)
{
	return piece == NULL ? 0 : (int)head_of(piece)->size;
}

static void *
mem_resize(void *old, int size)
{
	int was = mem_size(old);
	void *piece;

	size = size_round(size);
	if (size == was)
		return old;
	if (was > small_max && size > small_max)
		return large_take(head_of(old), size);
	piece = mem_take(size);
	memcpy(piece, old, (size_t)(was < size ? was : size));
	mem_give(old);
	return piece;
}

static int
mem_begin(void *arg)
{
	(void)arg;
	return SQLITE_OK;
}

static void
mem_end(void *arg)
{
	(void)arg;
}

void
sqlmem_setup(bool threads)
{
	static const sqlite3_mem_methods own = {.xMalloc = mem_take,
	    .xFree = mem_give,
	    .xRealloc = mem_resize,
	    .xSize = mem_size,
	    .xRoundup = size_round,
	    .xInit = mem_begin,
	    .xShutdown = mem_end};

	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &own) == SQLITE_OK && threads)
		small_max = 0;
}
