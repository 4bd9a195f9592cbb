/*
 * block.c: people who share a key, brought together by sorting.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "tasks.h"

#include "banned.h"

#define SLICE 16384 /* people of a task */

/* --- keys --- */

static void
keys_make(void *arg, int thread, int task)
{
	struct blocks *b = arg;
	struct match_face face;
	size_t i = (size_t)task * SLICE,
	       end = i + SLICE < b->people->n ? i + SLICE : b->people->n;

	(void)thread;
	for (; i < end; i++) {
		people_face(b->people, i, &face);
		b->has[i] = block_keys(&b->keys[i * BLOCK_KEYS], &face);
	}
}

/*
 * Who has a key alone, or with too many others, has it for nothing. Counted
 * in a table of so many places that two keys in one place are rare; then it
 * may be that a block of nearly BLOCK_MOST is left out.
 */
static void
blocks_count(void *arg, int thread, int key)
{
	struct blocks *b = arg;
	uint32_t bit = (uint32_t)1 << key, mask = 1023;
	unsigned char *count;
	size_t i, n = b->people->n;
	int most = block_most(key, n);

	(void)thread;
	while (mask < n * 4 && mask < UINT32_MAX)
		mask = mask * 2 + 1;
	count = mem_alloc((size_t)mask + 1);
	memset(count, 0, (size_t)mask + 1);
	for (i = 0; i < n; i++) {
		unsigned char *c = &count[b->keys[i * BLOCK_KEYS + key] & mask];

		if ((b->has[i] & bit) && *c <= most)
			++*c;
	}
	for (i = 0; i < n; i++) {
		unsigned char c = count[b->keys[i * BLOCK_KEYS + key] & mask];

		if ((b->has[i] & bit) && (c < 2 || c > most))
			atomic_fetch_and_explicit(
			    (_Atomic uint32_t *)&b->has[i], ~bit,
			    memory_order_relaxed);
	}
	free(count);
}

void
blocks_find(struct blocks *b, const struct people *people)
{
	size_t n = people->n;

	b->people = people;
	b->keys = mem_alloc(n * BLOCK_KEYS * sizeof(b->keys[0]) + 1);
	b->has = mem_alloc(n * sizeof(b->has[0]) + 1);
	tasks_run(keys_make, b, (int)((n + SLICE - 1) / SLICE));
	tasks_run(blocks_count, b, BLOCK_KEYS);
}

void
blocks_free(struct blocks *b)
{
	free(b->keys);
	free(b->has);
	memset(b, 0, sizeof(*b));
}

/* --- sorting --- */

/* A key above, who has it below. */
static void
radix_sort(uint64_t **list, uint64_t **spare, size_t n)
{
	size_t count[2048], i, sum, c;
	uint64_t *swap;
	int shift;

	for (shift = 32; shift < 64; shift += 11) {
		memset(count, 0, sizeof(count));
		for (i = 0; i < n; i++)
			count[(*list)[i] >> shift & 2047]++;
		for (sum = 0, i = 0; i < 2048; i++) {
			c = count[i];
			count[i] = sum;
			sum += c;
		}
		for (i = 0; i < n; i++)
			(*spare)[count[(*list)[i] >> shift & 2047]++] =
			    (*list)[i];
		swap = *list;
		*list = *spare;
		*spare = swap;
	}
}

/* --- walking --- */

/* What a thread works with. */
struct walker {
	const struct block_walk *walk;
	int key;
	int thread, part;
	struct match_face faces[BLOCK_MOST];
	size_t who[BLOCK_MOST];
};

/* Have they an earlier key in common, with which they were compared? */
static bool
is_done(const struct blocks *b, size_t i, size_t j, int key)
{
	const uint32_t *p = &b->keys[i * BLOCK_KEYS],
		       *q = &b->keys[j * BLOCK_KEYS];
	uint32_t both = b->has[i] & b->has[j] & (((uint32_t)1 << key) - 1);

	for (; both != 0; both &= both - 1)
		if (p[__builtin_ctz(both)] == q[__builtin_ctz(both)])
			return true;
	return false;
}

static void
block_visit(struct walker *w, const uint64_t *list, size_t n)
{
	const struct block_walk *walk = w->walk;
	const unsigned char *wanted = walk->wanted;
	size_t i, j;

	for (i = 0; i < n; i++) {
		w->who[i] = (uint32_t)list[i];
		people_face(walk->blocks->people, w->who[i], &w->faces[i]);
	}
	for (i = 0; i < n; i++)
		for (j = i + 1; j < n; j++) {
			if (wanted != NULL && !wanted[w->who[i]] &&
			    !wanted[w->who[j]])
				continue;
			if (is_done(walk->blocks, w->who[i], w->who[j], w->key))
				continue;
			walk->visit(walk->arg, w->thread, w->part, w->who[i],
			    w->who[j], &w->faces[i], &w->faces[j]);
		}
}

/* Those of this part of the keys who have others beside them. */
static size_t
members(const struct walker *w, uint64_t *list)
{
	const struct blocks *b = w->walk->blocks;
	uint32_t bit = (uint32_t)1 << w->key, key;
	size_t i, n = 0;

	for (i = 0; i < b->people->n; i++) {
		if (!(b->has[i] & bit))
			continue;
		key = b->keys[i * BLOCK_KEYS + w->key];
		if (key / (UINT32_MAX / BLOCK_PARTS + 1) != (unsigned)w->part ||
		    key % w->walk->every != 0)
			continue;
		if (list != NULL)
			list[n] = (uint64_t)key << 32 | i;
		n++;
	}
	return n;
}

static void
key_walk(void *arg, int thread, int task)
{
	const struct block_walk *walk = arg;
	struct walker w = {.walk = walk,
	    .key = walk->key + task / BLOCK_PARTS,
	    .thread = thread,
	    .part = task % BLOCK_PARTS};
	uint64_t *list, *spare;
	size_t n = members(&w, NULL), i, end,
	       most = (size_t)block_most(w.key, walk->blocks->people->n);

	if (n == 0)
		return;
	list = mem_alloc(n * sizeof(*list));
	spare = mem_alloc(n * sizeof(*spare));
	members(&w, list);
	radix_sort(&list, &spare, n);
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (list[end] >> 32 != list[i] >> 32)
				break;
		if (end - i > 1 && end - i <= most)
			block_visit(&w, list + i, end - i);
	}
	free(list);
	free(spare);
}

void
blocks_walk(const struct block_walk *walk)
{
	struct block_walk copy = *walk;

	tasks_run(key_walk, &copy, (copy.end - copy.key) * BLOCK_PARTS);
}
