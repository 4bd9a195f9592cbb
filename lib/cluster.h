/*
 * cluster.h: pairs that hang together, as the people that they are.
 */
#ifndef CRM_CLUSTER_H
#define CRM_CLUSTER_H

#include "pairs.h"

/* Is it known that these two (of the people, a before b) are not one? */
typedef bool (*pair_apart)(void *arg, uint32_t a, uint32_t b);

/*
 * Join pairs to clusters, the best first, as long as the mean of the weights
 * of evidence between the two sides speaks for it: one link between two groups
 * that have nothing else in common does not hold them together. Two who are
 * known to be apart never come into one. first[i] becomes, for each of the
 * people, the first of those it is in a cluster with; itself when alone.
 * pairs must be sorted.
 */
void clusters_find(uint32_t *first, const struct people *, const struct pairs *,
    const struct match_model *, pair_apart, void *arg);

#endif
