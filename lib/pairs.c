/*
 * pairs.c: the pairs of a base that are alike, and how often each pattern of
 * likeness is seen.
 */
#include <stdlib.h>
#include <string.h>

#include "pairs.h"
#include "str.h"
#include "tasks.h"

#include "banned.h"

/* --- those that score --- */

void
pairs_add(
    struct pairs *p, size_t a, size_t b, match_pattern pattern, double score)
{
	if (p->n == p->room) {
		p->room = p->room > 0 ? p->room * 2 : 256;
		p->list = mem_grow(p->list, p->room * sizeof(p->list[0]));
	}
	p->list[p->n++] =
	    (struct pair){(uint32_t)a, (uint32_t)b, (float)score, pattern};
}

void
pairs_free(struct pairs *p)
{
	free(p->list);
	memset(p, 0, sizeof(*p));
}

/* The same patterns come again and again: what each scored last, where its
 * hash has the place. */
#define SCORES 4096

struct scored {
	match_pattern pattern;
	double score;
};

struct finder {
	const struct match_model *model;
	double min;
	struct pairs found[BLOCK_PARTS];
	struct scored *scores[TASKS_MOST]; /* of each thread */
};

static double
score_of(struct finder *f, int thread, match_pattern pattern)
{
	size_t i;

	if (f->scores[thread] == NULL) {
		f->scores[thread] = mem_alloc(SCORES * sizeof(struct scored));
		for (i = 0; i < SCORES; i++)
			f->scores[thread][i] =
			    (struct scored){0, match_score(f->model, 0)};
	}
	i = (size_t)(pattern * 0x9e3779b97f4a7c15u >> 52);
	if (f->scores[thread][i].pattern != pattern)
		f->scores[thread][i] =
		    (struct scored){pattern, match_score(f->model, pattern)};
	return f->scores[thread][i].score;
}

static void
pair_weigh(void *arg, int thread, int part, size_t a, size_t b,
    const struct match_face *one, const struct match_face *other)
{
	struct finder *f = arg;
	match_pattern pattern = match_compare(one, other);
	double score = score_of(f, thread, pattern);

	if (score >= f->min)
		pairs_add(&f->found[part], a, b, pattern, score);
}

void
pairs_find(struct pairs *p, const struct blocks *blocks, int key,
    const struct match_model *model, double min, const unsigned char *wanted)
{
	struct finder f = {.model = model, .min = min};
	struct block_walk walk = {
	    blocks, wanted, key, key + 1, 1, pair_weigh, &f};
	size_t j;
	int i;

	blocks_walk(&walk);
	for (i = 0; i < BLOCK_PARTS; i++) {
		for (j = 0; j < f.found[i].n; j++)
			pairs_add(p, f.found[i].list[j].a, f.found[i].list[j].b,
			    f.found[i].list[j].pattern,
			    (double)f.found[i].list[j].score);
		pairs_free(&f.found[i]);
	}
	for (i = 0; i < TASKS_MOST; i++)
		free(f.scores[i]);
}

static int
pair_order(const void *one, const void *other)
{
	const struct pair *p = one, *q = other;

	if (p->score < q->score || p->score > q->score)
		return p->score < q->score ? 1 : -1;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return p->b < q->b ? -1 : p->b > q->b;
}

void
pairs_sort(struct pairs *p)
{
	if (p->n > 1)
		qsort(p->list, p->n, sizeof(p->list[0]), pair_order);
}

/* --- how often --- */

/* A hash table of patterns. No pattern is 0 everywhere and counted: nothing
 * known of both is no evidence. */
struct counter {
	struct match_count *slots;
	size_t n, room; /* room: a power of two, or 0 */
};

static struct match_count *
slot_find(struct counter *c, match_pattern pattern)
{
	size_t i = (size_t)((pattern * 0x9e3779b97f4a7c15u) >> 32);

	for (;; i++) {
		struct match_count *s = &c->slots[i & (c->room - 1)];

		if (s->n == 0 || s->pattern == pattern)
			return s;
	}
}

static void
counter_grow(struct counter *c)
{
	struct counter bigger = {
	    .n = c->n, .room = c->room > 0 ? c->room * 2 : 4096};
	size_t i;

	bigger.slots = mem_alloc(bigger.room * sizeof(bigger.slots[0]));
	memset(bigger.slots, 0, bigger.room * sizeof(bigger.slots[0]));
	for (i = 0; i < c->room; i++)
		if (c->slots[i].n > 0)
			*slot_find(&bigger, c->slots[i].pattern) = c->slots[i];
	free(c->slots);
	*c = bigger;
}

static void
counter_add(struct counter *c, match_pattern pattern, uint64_t n)
{
	struct match_count *s;

	if (c->n * 2 >= c->room)
		counter_grow(c);
	s = slot_find(c, pattern);
	c->n += s->n == 0;
	s->pattern = pattern;
	s->n += n;
}

static int
pattern_order(const void *one, const void *other)
{
	const struct match_count *p = one, *q = other;

	return p->pattern < q->pattern ? -1 : p->pattern > q->pattern;
}

/* What all threads have counted, in the order of the patterns. */
static void
counters_join(struct pattern_counts *counts, struct counter counters[])
{
	struct counter all = {0};
	size_t i, n = 0;
	int t;

	for (t = 0; t < TASKS_MOST; t++) {
		for (i = 0; i < counters[t].room; i++)
			if (counters[t].slots[i].n > 0)
				counter_add(&all, counters[t].slots[i].pattern,
				    counters[t].slots[i].n);
		free(counters[t].slots);
	}
	for (i = 0; i < all.room; i++)
		if (all.slots[i].n > 0)
			all.slots[n++] = all.slots[i];
	if (n > 1)
		qsort(all.slots, n, sizeof(all.slots[0]), pattern_order);
	counts->list = all.slots;
	counts->n = n;
}

static void
pair_count(void *arg, int thread, int part, size_t a, size_t b,
    const struct match_face *one, const struct match_face *other)
{
	struct counter *counters = arg;

	(void)part;
	(void)a;
	(void)b;
	counter_add(&counters[thread], match_compare(one, other), 1);
}

void
pairs_count(
    struct pattern_counts *counts, const struct blocks *blocks, unsigned every)
{
	struct counter counters[TASKS_MOST] = {{0}};
	struct block_walk walk = {
	    blocks, NULL, 0, BLOCK_KEYS, every, pair_count, counters};

	blocks_walk(&walk);
	counters_join(counts, counters);
}

#define RANDOM_TASK 4096

struct lottery {
	const struct people *people;
	size_t pairs;
	struct counter counters[TASKS_MOST];
};

/* Steele, Lea, Flood 2014: the same draw for the same number. */
static uint64_t
splitmix(uint64_t n)
{
	n = (n + 1) * 0x9e3779b97f4a7c15u;
	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9u;
	n = (n ^ n >> 27) * 0x94d049bb133111ebu;
	return n ^ n >> 31;
}

static void
random_count(void *arg, int thread, int task)
{
	struct lottery *l = arg;
	size_t i = (size_t)task * RANDOM_TASK, end = i + RANDOM_TASK, a, b;
	struct match_face one, other;

	for (; i < end && i < l->pairs; i++) {
		a = splitmix(2 * i) % l->people->n;
		b = splitmix(2 * i + 1) % l->people->n;
		if (a == b)
			continue;
		people_face(l->people, a, &one);
		people_face(l->people, b, &other);
		counter_add(
		    &l->counters[thread], match_compare(&one, &other), 1);
	}
}

void
pairs_count_random(
    struct pattern_counts *counts, const struct people *people, size_t pairs)
{
	struct lottery l = {.people = people, .pairs = pairs};

	tasks_run(
	    random_count, &l, (int)((pairs + RANDOM_TASK - 1) / RANDOM_TASK));
	counters_join(counts, l.counters);
}

/* Who has a given name, in an order of chance. */
struct named {
	uint64_t name, draw;
	uint32_t who;
};

static int
named_order(const void *one, const void *other)
{
	const struct named *a = one, *b = other;

	if (a->name != b->name)
		return a->name < b->name ? -1 : 1;
	if (a->draw != b->draw)
		return a->draw < b->draw ? -1 : 1;
	return a->who < b->who ? -1 : a->who > b->who;
}

static size_t
named_list(struct named *list, const struct people *people, size_t step)
{
	struct match_face f;
	size_t i, n = 0, j;

	for (i = 0; i < people->n; i += step) {
		people_face(people, i, &f);
		if (f.nwords == 0 || f.family_only)
			continue;
		list[n] = (struct named){0, splitmix(~i), (uint32_t)i};
		for (j = 0; j < f.words[0].len; j++)
			list[n].name = splitmix(
			    list[n].name ^ (unsigned char)f.words[0].text[j]);
		n++;
	}
	if (n > 1)
		qsort(list, n, sizeof(*list), named_order);
	return n;
}

struct roll {
	const struct people *people;
	const struct named *list;
	size_t n;
	struct counter counters[TASKS_MOST];
};

/* Each with the next of the name. */
static void
named_count(void *arg, int thread, int task)
{
	struct roll *r = arg;
	size_t i = (size_t)task * RANDOM_TASK + 1, end = i + RANDOM_TASK;
	struct match_face one, other;

	for (; i < end && i < r->n; i++) {
		if (r->list[i].name != r->list[i - 1].name)
			continue;
		people_face(r->people, r->list[i - 1].who, &one);
		people_face(r->people, r->list[i].who, &other);
		counter_add(
		    &r->counters[thread], match_compare(&one, &other), 1);
	}
}

void
pairs_count_namesakes(
    struct pattern_counts *counts, const struct people *people, size_t pairs)
{
	size_t step = people->n / pairs + 1;
	struct named *list = mem_alloc((people->n / step + 1) * sizeof(*list));
	struct roll r = {.people = people, .list = list};

	r.n = named_list(list, people, step);
	tasks_run(named_count, &r, (int)(r.n / RANDOM_TASK + 1));
	free(list);
	counters_join(counts, r.counters);
}

void
pattern_counts_free(struct pattern_counts *counts)
{
	free(counts->list);
	memset(counts, 0, sizeof(*counts));
}
