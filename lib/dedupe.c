/*
 * dedupe.c: a look for the duplicates of a whole base.
 */
#include <stdlib.h>
#include <string.h>

#include "dedupe.h"
#include "heap.h"
#include "match_store.h"

#include "banned.h"

#define EACH_MB	    3500 /* clients in a megabyte, about */
#define LEARN_LEAST 500 /* clients, to learn anything from them */
#define LEARN_PAIRS 300000 /* at random, to know strangers by */
#define LEARN_NAMED 100000 /* of a given name each, about */
#define LEARN_FROM  20000 /* clients whose pairs are looked at, about */

/* --- who is known to be two --- */

static int
index_order(const void *key, const void *entry)
{
	int64_t id = *(const int64_t *)key, other = *(const int64_t *)entry;

	return id < other ? -1 : id > other;
}

/* The place of a client among the people; false when it is not there. */
static bool
index_of(const struct people *p, int64_t id, uint32_t *i)
{
	const int64_t *found =
	    p->n == 0 ? NULL
		      : bsearch(&id, p->ids, p->n, sizeof(id), index_order);

	if (found == NULL)
		return false;
	*i = (uint32_t)(found - p->ids);
	return true;
}

/* In order of the ids, and so of the people. */
static void
distinct_load(struct dedupe *d)
{
	struct crm_rows *r = crm_query(
	    d->crm, "SELECT a_id, b_id FROM distinct_pair ORDER BY a_id, b_id");
	uint32_t a, b;

	while (crm_next(r))
		if (index_of(&d->people, crm_col_int(r, 0), &a) &&
		    index_of(&d->people, crm_col_int(r, 1), &b))
			pairs_add(&d->distinct, a, b, 0, 0);
}

static int
distinct_order(const void *one, const void *other)
{
	const struct pair *p = one, *q = other;

	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return p->b < q->b ? -1 : p->b > q->b;
}

bool
dedupe_apart(void *dedupe, uint32_t a, uint32_t b)
{
	const struct dedupe *d = dedupe;
	struct pair key = {.a = a, .b = b};

	return d->distinct.n > 0 &&
	       bsearch(&key, d->distinct.list, d->distinct.n, sizeof(key),
		   distinct_order) != NULL;
}

/* --- learning --- */

static bool
is_time_to_learn(const struct dedupe *d)
{
	return d->people.n >= LEARN_LEAST &&
	       (double)d->people.n >= d->model->clients * 1.5;
}

static bool
model_learn(struct dedupe *d)
{
	unsigned every = (unsigned)(d->people.n / LEARN_FROM) + 1;
	struct pattern_counts seen, random, namesakes;
	struct match_evidence e = {
	    .every = every, .clients = (double)d->people.n};
	bool good;

	pairs_count(&seen, &d->blocks, every);
	pairs_count_random(&random, &d->people, LEARN_PAIRS);
	pairs_count_namesakes(&namesakes, &d->people, LEARN_NAMED);
	e.seen = seen.list;
	e.nseen = seen.n;
	e.random = random.list;
	e.nrandom = random.n;
	e.namesakes = namesakes.list;
	e.nnamesakes = namesakes.n;
	good = match_learn(&d->learnt, &e);
	pattern_counts_free(&seen);
	pattern_counts_free(&random);
	pattern_counts_free(&namesakes);
	return good;
}

/* How frequent words are belongs to the model, and so do the patterns. */
static void
model_settle(struct dedupe *d)
{
	d->model = match_store_load(d->crm);
	if (!is_time_to_learn(d)) {
		people_know(&d->people, d->model);
		return;
	}
	d->learnt = *match_default();
	people_terms(&d->people, &d->learnt, &d->crm->keep);
	people_know(&d->people, &d->learnt);
	if (!model_learn(d)) {
		people_know(&d->people, d->model);
		return;
	}
	d->model = &d->learnt;
	db_exec(d->crm, "COMMIT");
	if (match_store_save(d->crm, d->model, 0))
		d->model = match_store_load(d->crm);
	else
		crm_remark(d->crm,
		    "the weights learnt from %zu clients could not be stored; "
		    "they hold for this time only",
		    d->people.n);
}

/* --- all of it --- */

/* About how much of the time is over then, of a hundred. */
enum { AFTER_LOAD = 30, AFTER_BLOCKS = 45, AFTER_LEARN = 60 };

static void
step(struct dedupe *d, int done)
{
	if (d->crm->tick != NULL)
		d->crm->tick(d->crm, (int64_t)d->people.n, done, 100);
}

enum crm_rc
dedupe_open(struct dedupe *d, struct crm *crm)
{
	memset(d, 0, sizeof(*d));
	d->crm = crm;
	db_exec(crm, "BEGIN"); /* one state of the data */
	d->seen = crm_int(crm, "SELECT max(id) FROM journal");
	heap_reserve(
	    (int)(crm_int(crm, "SELECT max(id) FROM client") / EACH_MB));
	people_load(&d->people, crm);
	distinct_load(d);
	if (crm->rc == CRM_OK) {
		step(d, AFTER_LOAD);
		people_meet(&d->people);
		blocks_find(&d->blocks, &d->people);
		step(d, AFTER_BLOCKS);
		model_settle(d);
		step(d, AFTER_LEARN);
	}
	if (!sqlite3_get_autocommit(crm->db))
		sqlite3_exec(crm->db, "ROLLBACK", NULL, NULL, NULL);
	return crm->rc;
}

void
dedupe_free(struct dedupe *d)
{
	blocks_free(&d->blocks);
	people_free(&d->people);
	pairs_free(&d->pairs);
	pairs_free(&d->distinct);
	free(d->wanted);
	d->wanted = NULL;
}

void
dedupe_since(struct dedupe *d, int64_t journal_id)
{
	struct crm_rows *r = crm_query(d->crm,
	    "SELECT row_id FROM journal WHERE id > ?1 AND tbl = 'client'",
	    ARG(journal_id));
	uint32_t i;

	d->wanted = mem_alloc(d->people.n + 1);
	memset(d->wanted, 0, d->people.n + 1);
	while (crm_next(r))
		if (index_of(&d->people, crm_col_int(r, 0), &i))
			d->wanted[i] = 1;
}

void
dedupe_find(struct dedupe *d, int key, double min)
{
	size_t i, n = d->pairs.n;

	if (d->crm->rc != CRM_OK)
		return;
	pairs_find(&d->pairs, &d->blocks, key, d->model, min, d->wanted);
	for (i = n; i < d->pairs.n; i++)
		if (!dedupe_apart(d, d->pairs.list[i].a, d->pairs.list[i].b))
			d->pairs.list[n++] = d->pairs.list[i];
	d->pairs.n = n;
	step(d, AFTER_LEARN + (100 - AFTER_LEARN) * (key + 1) / BLOCK_KEYS);
}
