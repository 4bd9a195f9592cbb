/*
 * cluster.c: pairs that hang together, as the people that they are.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cluster.h"
#include "str.h"

#include "banned.h"

#define BITS  20.0 /* a weight says no more than this, either way */
#define LARGE 100 /* of people; no person is there more often */

struct clusters {
	const struct people *people;
	const struct match_model *model;
	pair_apart apart;
	void *arg;
	uint32_t *first; /* of the cluster of each */
	uint32_t *next; /* in the cluster; itself at the end */
	uint32_t *size; /* of the cluster, at its first */
};

static double
bits_of(const struct match_model *m, match_pattern p)
{
	struct match_weight w = match_total(m, p);
	double bits;

	if (match_is_rule(p))
		return BITS;
	bits = log2(w.same / (w.house + w.strangers));
	return bits > BITS ? BITS : bits < -BITS ? -BITS : bits;
}

/* May the two clusters be one? */
static bool
is_one(const struct clusters *c, uint32_t a, uint32_t b)
{
	struct match_face one, other;
	uint32_t i, j, x, y;
	double sum = 0;

	for (i = 0, x = a; i < c->size[a]; i++, x = c->next[x]) {
		people_face(c->people, x, &one);
		for (j = 0, y = b; j < c->size[b]; j++, y = c->next[y]) {
			if (c->apart(c->arg, x < y ? x : y, x < y ? y : x))
				return false;
			people_face(c->people, y, &other);
			sum += bits_of(c->model, match_compare(&one, &other));
		}
	}
	return sum >= 0;
}

/* b's behind a's, who are the older ones. */
static void
join(struct clusters *c, uint32_t a, uint32_t b)
{
	uint32_t i, x = a;

	for (i = 1; i < c->size[a]; i++)
		x = c->next[x];
	c->next[x] = b;
	for (i = 0, x = b; i < c->size[b]; i++, x = c->next[x])
		c->first[x] = a;
	c->size[a] += c->size[b];
}

void
clusters_find(uint32_t *first, const struct people *people,
    const struct pairs *pairs, const struct match_model *model,
    pair_apart apart, void *arg)
{
	size_t n = people->n, i;
	struct clusters c = {people, model, apart, arg, first,
	    mem_alloc(n * sizeof(uint32_t) + 1),
	    mem_alloc(n * sizeof(uint32_t) + 1)};
	uint32_t a, b;

	for (i = 0; i < n; i++) {
		c.first[i] = c.next[i] = (uint32_t)i;
		c.size[i] = 1;
	}
	for (i = 0; i < pairs->n; i++) {
		a = c.first[pairs->list[i].a];
		b = c.first[pairs->list[i].b];
		if (a == b || c.size[a] + c.size[b] > LARGE ||
		    !is_one(&c, a, b))
			continue;
		if (a < b)
			join(&c, a, b);
		else
			join(&c, b, a);
	}
	free(c.next);
	free(c.size);
}
