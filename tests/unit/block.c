/*
 * block.c: who is compared with whom: the keys that two have in common, and
 * that every pair of a block comes once, for any number of threads.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "block.h"
#include "unit.h"

/* --- keys --- */

/* How many keys two have in common. */
static int
common(const struct person *one, const struct person *other)
{
	uint32_t a[BLOCK_KEYS], b[BLOCK_KEYS], both;
	struct match_face f, g;
	int n = 0;

	match_ready(&f, one, NULL);
	match_ready(&g, other, NULL);
	for (both = block_keys(a, &f) & block_keys(b, &g); both != 0;
	     both &= both - 1)
		n += a[__builtin_ctz(both)] == b[__builtin_ctz(both)];
	return n;
}

#define P(...) (&(const struct person){__VA_ARGS__})

static void
test_keys(void)
{
	/* The name in the other order, sounding alike, with a slip. */
	CHECK(common(P(.name = "ana lima"), P(.name = "lima ana")) > 0);
	CHECK(common(P(.name = "ana lima"), P(.name = "lima, ana")) > 0);
	CHECK(
	    common(P(.name = "stephen meyer"), P(.name = "steven meier")) > 0);
	CHECK(common(P(.name = "rui pintto"), P(.name = "rui pinto")) > 0);
	/* One thing is enough, however it is written. */
	CHECK(common(P(.phone = "351912000001"), P(.phone = "912000001")) > 0);
	CHECK(
	    common(P(.phone = "351912000001"), P(.phone = "351912000099")) > 0);
	CHECK(common(P(.email = "a.na@gmail.com"),
		  P(.email = "ana+x@gmail.com")) > 0);
	CHECK(
	    common(P(.email = "analima@x.pt"), P(.email = "analima@y.pt")) > 0);
	CHECK(common(P(.birthday = "1990-02-03"), P(.birthday = "1990-02-03")) >
	      0);
	CHECK(common(P(.street = "rua nova|1"), P(.street = "rua nova|1")) > 0);
	/* What nobody has brings nobody together, nor does what is shared. */
	CHECK(common(P(.name = NULL), P(.name = "")) == 0);
	CHECK(common(P(.name = "ana lima"), P(.name = "rui costa")) == 0);
	CHECK(common(P(.email = "info@x.pt"), P(.email = "info@y.pt")) == 0);
	CHECK(common(P(.phone = "123456"), P(.phone = "123456")) == 0);
	CHECK(common(P(.birthday = "1990-02-03"),
		  P(.birthday = "1991-02-03")) == 0);
}

/* --- walking --- */

#define PEOPLE 400

static unsigned
chance(unsigned below)
{
	static unsigned x = 1;

	x = x * 1103515245 + 12345;
	return (x >> 16) % below;
}

/* Few names and towns, so that there are blocks of all sizes. */
static void
crowd(struct people *p)
{
	static const char *const given[] = {
	    "ana", "rui", "eva", "joao", "anna", "bea", "rita"};
	static const char *const family[] = {
	    "lima", "costa", "pinto", "lyma", "reis", "nunes"};
	char name[64], phone[32];
	struct match_face f;
	int i;

	memset(p, 0, sizeof(*p));
	for (i = 1; i <= PEOPLE; i++) {
		snprintf(name, sizeof(name), "%s %s%s", given[chance(7)],
		    family[chance(6)], chance(3) == 0 ? "s" : "");
		snprintf(phone, sizeof(phone), "3519120000%02u", chance(90));
		match_ready(&f,
		    P(.name = name, .phone = chance(2) == 0 ? phone : NULL,
			.city = chance(2) == 0 ? "porto" : "braga"),
		    NULL);
		people_add(p, i, &f);
	}
}

struct seen {
	atomic_uchar times[PEOPLE][PEOPLE];
	atomic_int wrong; /* calls */
};

static void
pair_seen(void *arg, int thread, int part, size_t a, size_t b,
    const struct match_face *one, const struct match_face *other)
{
	struct seen *s = arg;

	(void)thread;
	(void)part;
	if (a >= b || one->name == NULL || other->name == NULL)
		atomic_fetch_add(&s->wrong, 1);
	atomic_fetch_add(&s->times[a][b], 1);
}

/* The keys that both have and at most so many others. */
static bool
is_expected(
    const uint32_t keys[][BLOCK_KEYS], const uint32_t *has, int a, int b)
{
	uint32_t both = has[a] & has[b];
	int key, i, n;

	for (; both != 0; both &= both - 1) {
		key = __builtin_ctz(both);
		if (keys[a][key] != keys[b][key])
			continue;
		for (n = 0, i = 0; i < PEOPLE; i++)
			n +=
			    (has[i] >> key & 1) && keys[i][key] == keys[a][key];
		if (n <= block_most(key, PEOPLE))
			return true;
	}
	return false;
}

static void
walk_check(const struct people *p, const char *threads)
{
	static uint32_t keys[PEOPLE][BLOCK_KEYS], has[PEOPLE];
	static struct seen seen;
	struct block_walk walk = {
	    .end = BLOCK_KEYS, .every = 1, .visit = pair_seen, .arg = &seen};
	struct blocks blocks;
	struct match_face f;
	int a, b, wrong = 0, pairs = 0, apart = 0;

	setenv("CRM_THREADS", threads, 1);
	memset(&seen, 0, sizeof(seen));
	blocks_find(&blocks, p);
	walk.blocks = &blocks;
	blocks_walk(&walk);
	for (a = 0; a < PEOPLE; a++) {
		people_face(p, (size_t)a, &f);
		has[a] = block_keys(keys[a], &f);
	}
	for (a = 0; a < PEOPLE; a++)
		for (b = a + 1; b < PEOPLE; b++) {
			bool want = is_expected(keys, has, a, b);

			wrong += seen.times[a][b] != want;
			pairs += want;
			apart += !want;
		}
	CHECK(wrong == 0 && seen.wrong == 0);
	CHECK(pairs > 1000 && apart > 1000); /* there is something to see */
	blocks_free(&blocks);
}

/* Only pairs with one of those wanted, and one block in so many. */
static void
test_wanted(const struct people *p)
{
	static struct seen all, some;
	unsigned char wanted[PEOPLE] = {[7] = 1};
	struct block_walk walk = {
	    .end = BLOCK_KEYS, .every = 1, .visit = pair_seen, .arg = &all};
	struct blocks blocks;
	int a, b, wrong = 0, n = 0, one = 0;

	blocks_find(&blocks, p);
	walk.blocks = &blocks;
	blocks_walk(&walk);
	walk.wanted = wanted;
	walk.arg = &some;
	blocks_walk(&walk);
	for (a = 0; a < PEOPLE; a++)
		for (b = a + 1; b < PEOPLE; b++) {
			wrong += some.times[a][b] !=
				 (a == 7 || b == 7 ? all.times[a][b] : 0);
			n += all.times[a][b];
			one += some.times[a][b];
		}
	CHECK(wrong == 0 && one > 5);
	memset(&some, 0, sizeof(some));
	walk.wanted = NULL;
	walk.every = 4;
	blocks_walk(&walk);
	for (a = 0, one = 0; a < PEOPLE; a++)
		for (b = a + 1; b < PEOPLE; b++)
			one += some.times[a][b];
	CHECK(one > 0 && one < n);
	blocks_free(&blocks);
}

static void
test_most(void)
{
	CHECK(block_most(0, 100) == BLOCK_MOST);
	CHECK(block_most(0, 1000000) == BLOCK_MOST);
	CHECK(block_most(BLOCK_WEAK, BLOCK_SMALL) == BLOCK_MOST);
	CHECK(block_most(BLOCK_WEAK, 2 * BLOCK_SMALL) == BLOCK_MOST / 2);
	CHECK(block_most(BLOCK_WEAK, 100000000) == BLOCK_LEAST);
}

int
main(void)
{
	struct people p;
	struct people nobody = {0};
	struct blocks blocks;

	test_keys();
	test_most();
	crowd(&p);
	walk_check(&p, "1");
	walk_check(&p, "2");
	walk_check(&p, "5");
	test_wanted(&p);
	people_free(&p);
	blocks_find(&blocks, &nobody);
	blocks_free(&blocks);
	return unit_end();
}
