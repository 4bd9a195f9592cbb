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

/* Has this one the key? Others may take keys of theirs from the same word. */
static bool
has_key(const struct blocks *b, size_t i, int key)
{
	return atomic_load_explicit(
		   (_Atomic uint32_t *)&b->has[i], memory_order_relaxed) >>
		   key &
	       1;
}

/* Who has the key, sorted by it. */
static size_t
members_sort(const struct blocks *b, int key, uint64_t **list, uint64_t **spare)
{
	size_t i, n = 0;

	for (i = 0; i < b->people->n; i++)
		if (has_key(b, i, key))
			(*list)[n++] =
			    (uint64_t)b->keys[i * BLOCK_KEYS + key] << 32 | i;
	radix_sort(list, spare, n);
	return n;
}

/* Who has a key alone, or with too many others, has it for nothing. */
static void
block_make(void *arg, int thread, int key)
{
	struct blocks *b = arg;
	size_t room = b->people->n * sizeof(uint64_t) + 1, n, i, end, kept = 0,
	       most = (size_t)block_most(key, b->people->n);
	uint64_t *list = mem_alloc(room), *spare = mem_alloc(room);
	uint32_t *who = (uint32_t *)spare;

	(void)thread;
	n = members_sort(b, key, &list, &spare);
	who = (uint32_t *)spare; /* done with, and there is room enough */
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (list[end] >> 32 != list[i] >> 32)
				break;
		if (end - i < 2 || end - i > most) {
			for (; i < end; i++)
				atomic_fetch_and_explicit(
				    (_Atomic uint32_t *)&b
					->has[(uint32_t)list[i]],
				    ~((uint32_t)1 << key),
				    memory_order_relaxed);
			continue;
		}
		for (; i < end; i++)
			who[kept++] = (uint32_t)list[i];
		who[kept - 1] |= BLOCK_LAST;
	}
	b->who[key] = mem_alloc(kept * sizeof(*who) + 1);
	memcpy(b->who[key], who, kept * sizeof(*who));
	b->nwho[key] = kept;
	free(list);
	free(spare);
}

void
blocks_find(struct blocks *b, const struct people *people)
{
	size_t n = people->n;

	b->people = people;
	b->keys = mem_alloc(n * BLOCK_KEYS * sizeof(b->keys[0]) + 1);
	b->has = mem_alloc(n * sizeof(b->has[0]) + 1);
	tasks_run(keys_make, b, (int)((n + SLICE - 1) / SLICE));
	tasks_run(block_make, b, BLOCK_KEYS);
}

void
blocks_free(struct blocks *b)
{
	int key;

	for (key = 0; key < BLOCK_KEYS; key++)
		free(b->who[key]);
	free(b->keys);
	free(b->has);
	memset(b, 0, sizeof(*b));
}

/* --- walking --- */

/* What a thread works with: one block at a time. */
struct walker {
	const struct block_walk *walk;
	int key;
	int thread, part;
	size_t n;
	const uint32_t *who;
	uint64_t ready; /* a bit for each of the faces that is there */
	struct match_face faces[BLOCK_MOST];
};

_Static_assert(BLOCK_MOST <= 64, "a bit for each of a block");

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

static size_t
who_of(const struct walker *w, size_t i)
{
	return w->who[i] & ~BLOCK_LAST;
}

/* Only when somebody looks at it: most pairs were compared before. */
static const struct match_face *
face_of(struct walker *w, size_t i)
{
	if (!(w->ready >> i & 1)) {
		people_face(
		    w->walk->blocks->people, who_of(w, i), &w->faces[i]);
		w->ready |= (uint64_t)1 << i;
	}
	return &w->faces[i];
}

static void
block_visit(struct walker *w)
{
	const struct block_walk *walk = w->walk;
	const unsigned char *wanted = walk->wanted;
	size_t i, j, a, b;

	w->ready = 0;
	for (i = 0; i < w->n; i++)
		for (j = i + 1; j < w->n; j++) {
			a = who_of(w, i);
			b = who_of(w, j);
			if (wanted != NULL && !wanted[a] && !wanted[b])
				continue;
			if (is_done(walk->blocks, a, b, w->key))
				continue;
			walk->visit(walk->arg, w->thread, w->part, a, b,
			    face_of(w, i), face_of(w, j));
		}
}

/* Where a part begins: behind the end of a block. */
static size_t
part_start(const struct blocks *b, int key, int part)
{
	size_t at = b->nwho[key] * (size_t)part / BLOCK_PARTS;

	while (
	    at > 0 && at < b->nwho[key] && !(b->who[key][at - 1] & BLOCK_LAST))
		at++;
	return at;
}

static void
key_walk(void *arg, int thread, int task)
{
	const struct block_walk *walk = arg;
	const struct blocks *b = walk->blocks;
	struct walker w = {.walk = walk,
	    .key = walk->key + task / BLOCK_PARTS,
	    .thread = thread,
	    .part = task % BLOCK_PARTS};
	size_t i = part_start(b, w.key, w.part),
	       end = part_start(b, w.key, w.part + 1);

	for (; i < end; i += w.n) {
		w.who = &b->who[w.key][i];
		for (w.n = 1; !(w.who[w.n - 1] & BLOCK_LAST);)
			w.n++;
		if (b->keys[who_of(&w, 0) * BLOCK_KEYS + (size_t)w.key] %
			walk->every ==
		    0)
			block_visit(&w);
	}
}

void
blocks_walk(const struct block_walk *walk)
{
	struct block_walk copy = *walk;

	tasks_run(key_walk, &copy, (copy.end - copy.key) * BLOCK_PARTS);
}
