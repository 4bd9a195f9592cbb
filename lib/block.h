/*
 * block.h: which people are worth comparing. Each has up to BLOCK_KEYS keys,
 * such as the end of the phone or the birthday with an initial; those who
 * have a key in common are a block, and are compared with each other. A block
 * of more than BLOCK_MOST says too little and is left out for that key
 * (Christen, Data Matching, 2012, chapter 4).
 */
#ifndef CRM_BLOCK_H
#define CRM_BLOCK_H

#include "match.h"
#include "people.h"

#define BLOCK_KEYS 30
#define BLOCK_MOST 60

/* The keys from this on say little. In a base of many they would bring
 * together as many pairs as all others, and nobody whom those do not find; so
 * there fewer people make a block too large. */
#define BLOCK_WEAK  15
#define BLOCK_SMALL 20000 /* people, up to whom all keys are as good */
#define BLOCK_LEAST 10

/* The most people of a block of this key. */
int block_most(int key, size_t people);

#define BLOCK_LAST 0x80000000u /* of a block, beside who it is */

struct blocks {
	const struct people *people;
	uint32_t *keys; /* BLOCK_KEYS of each */
	uint32_t *has; /* of each, a bit for every key that others have, too */
	uint32_t *who[BLOCK_KEYS]; /* of each key the blocks, one behind the
				      other, in the order of the people; the
				      last of a block has BLOCK_LAST */
	size_t nwho[BLOCK_KEYS];
};

/* The keys of one, and a bit for every one of them it has. */
uint32_t block_keys(uint32_t keys[BLOCK_KEYS], const struct match_face *);

/* Find the blocks; on all cores. */
void blocks_find(struct blocks *, const struct people *);
void blocks_free(struct blocks *);

/* The pairs of all blocks, each once. */
struct block_walk {
	const struct blocks *blocks;
	const unsigned char *wanted; /* of each, not 0: only pairs with one of
					these; NULL: all pairs */
	int key, end; /* of the keys from this to before that */
	unsigned every; /* one block in so many, always the same ones; 1: all */
	/* Called by several threads: a comes before b. The pairs of a part,
	 * from 0 to BLOCK_PARTS - 1, are always the same, and come in the same
	 * order. */
	void (*visit)(void *arg, int thread, int part, size_t a, size_t b,
	    const struct match_face *, const struct match_face *);
	void *arg;
};

#define BLOCK_PARTS 8

void blocks_walk(const struct block_walk *);

#endif
