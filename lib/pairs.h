/*
 * pairs.h: the pairs of a base that are alike: all blocks are walked, every
 * pair in them is compared once, and those that score enough are kept.
 */
#ifndef CRM_PAIRS_H
#define CRM_PAIRS_H

#include "block.h"
#include "match.h"
#include "people.h"

struct pair {
	uint32_t a, b; /* of the people; a before b */
	float score;
	match_pattern pattern;
};

struct pairs {
	struct pair *list;
	size_t n, room;
};

void pairs_add(struct pairs *, size_t a, size_t b, match_pattern, double score);
void pairs_free(struct pairs *);

/*
 * Those of the pairs of this key (from 0 to BLOCK_KEYS - 1) that score min or
 * more, added to the pairs; with wanted (a byte for each of the people) only
 * those with one of these. In an order that is the same for any number of
 * threads.
 */
void pairs_find(struct pairs *, const struct blocks *, int key,
    const struct match_model *, double min, const unsigned char *wanted);

/* The best first, and then by who they are. */
void pairs_sort(struct pairs *);

/*
 * How often each pattern is seen, in one block of so many, and among pairs
 * taken at random; for match_learn().
 */
struct pattern_counts {
	struct match_count *list; /* by pattern, when it is counted */
	size_t n;
};

void pairs_count(
    struct pattern_counts *, const struct blocks *, unsigned every);
void pairs_count_random(
    struct pattern_counts *, const struct people *, size_t pairs);
/* Among so many pairs, about, that have the given name in common, and
 * otherwise are taken at random. */
void pairs_count_namesakes(
    struct pattern_counts *, const struct people *, size_t pairs);
void pattern_counts_free(struct pattern_counts *);

#endif
