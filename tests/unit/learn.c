/*
 * learn.c: what weights are learnt from invented people whose truth is known,
 * and that nothing is learnt where there is nothing to learn from.
 */
#include <stdlib.h>

#include "match.h"
#include "people.h"
#include "unit.h"

#define OWN    1200 /* people who are there */
#define TWICE  300 /* of them come again */
#define ALL    (OWN + TWICE)
#define TEXT   32
#define NATION (OWN / 2)

static unsigned x = 1;

static unsigned
chance(unsigned below)
{
	x = x * 1103515245 + 12345;
	return (x >> 16) % below;
}

struct invented {
	char name[TEXT], email[TEXT], phone[TEXT], birthday[TEXT];
	const char *city;
};

/* Two syllables of a nation's own. */
static void
word_make(char *out, size_t room, unsigned nation, unsigned n)
{
	static const char *const syllables[2][8] = {
	    {"ba", "lo", "mi", "ne", "ri", "sa", "tu", "ve"},
	    {"kho", "dze", "gri", "fju", "wyn", "pja", "cze", "hru"}};

	snprintf(out, room, "%s%s%s", syllables[nation][n % 8],
	    syllables[nation][n / 8 % 8], n >= 64 ? "n" : "");
}

static void
somebody(struct invented *w, unsigned i, unsigned nations)
{
	static const char *const cities[2][4] = {
	    {"porto", "braga", "faro", "viseu"},
	    {"kyiv", "lviv", "brno", "ulm"}};
	unsigned nation = nations == 2 && i >= NATION;
	char given[TEXT / 2], family[TEXT / 2];

	word_make(given, sizeof(given), nation, chance(40));
	word_make(family, sizeof(family), nation, chance(100));
	snprintf(w->name, TEXT, "%.10s %.10s", given, family);
	snprintf(w->email, TEXT, "%.8s%u@gmail.com", given, i);
	snprintf(w->phone, TEXT, "3519%08u", chance(30000) * 1000 + i);
	snprintf(w->birthday, TEXT, "19%02u-%02u-%02u", 40 + chance(60),
	    1 + chance(12), 1 + chance(28));
	w->city = cities[nation][chance(4)];
}

/* Comes again, with another email, now and then with a slip, or another
 * phone. */
static void
again(struct invented *w, const struct invented *before, unsigned i)
{
	*w = *before;
	snprintf(w->email, TEXT, "x%u@hotmail.com", i);
	if (chance(5) == 0)
		w->name[1] = 'q';
	if (chance(4) == 0)
		snprintf(w->phone, TEXT, "3518%08u", i * 7919);
	if (chance(20) == 0)
		w->birthday[3] = w->birthday[3] == '1' ? '2' : '1';
}

static void
people_invent(struct people *p, unsigned nations, unsigned twice)
{
	static struct invented all[ALL];
	struct match_face f;
	struct person who;
	unsigned i;

	memset(p, 0, sizeof(*p));
	for (i = 0; i < OWN + twice; i++) {
		if (i < OWN)
			somebody(&all[i], i, nations);
		else
			again(&all[i], &all[(i - OWN) * 3], i);
		who = (struct person){.name = all[i].name,
		    .email = all[i].email,
		    .phone = all[i].phone,
		    .birthday = all[i].birthday,
		    .city = all[i].city};
		match_ready(&f, &who, NULL);
		people_add(p, (int64_t)i + 1, &f);
	}
	people_meet(p);
}

/* Who has something in common; and everybody; and those of one given name. */
struct evidence {
	struct match_count *seen, *random, *namesakes;
	size_t nseen, nrandom, nnamesakes;
};

static void
evidence_make(struct evidence *e, const struct people *p)
{
	struct match_face a, b;
	match_pattern pattern;
	size_t i, j, most = p->n * p->n / 2;
	int given, other;

	memset(e, 0, sizeof(*e));
	e->seen = malloc(most * sizeof(*e->seen));
	e->random = malloc(most * sizeof(*e->random));
	e->namesakes = malloc(most * sizeof(*e->namesakes));
	for (i = 0; i < p->n; i++) {
		people_face(p, i, &a);
		for (j = i + 1; j < p->n; j++) {
			people_face(p, j, &b);
			pattern = match_compare(&a, &b);
			given = match_level(pattern, MATCH_GIVEN);
			other = match_level(pattern, MATCH_PHONE);
			if (chance(4) == 0)
				e->random[e->nrandom++] =
				    (struct match_count){pattern, 1};
			if (given == 1 && chance(4) == 0)
				e->namesakes[e->nnamesakes++] =
				    (struct match_count){pattern, 1};
			if (match_level(pattern, MATCH_BIRTHDAY) == 1 ||
			    other < 4 ||
			    (given == 1 &&
				match_level(pattern, MATCH_FAMILY) == 1))
				e->seen[e->nseen++] =
				    (struct match_count){pattern, 1};
		}
	}
}

static bool
learn(
    struct match_model *m, struct keep *keep, unsigned nations, unsigned twice)
{
	struct evidence found;
	struct match_evidence e = {.every = 1, .clients = OWN + twice};
	struct people p;
	bool good;

	people_invent(&p, nations, twice);
	*m = *match_default();
	people_terms(&p, m, keep);
	people_know(&p, m);
	evidence_make(&found, &p);
	e.seen = found.seen;
	e.nseen = found.nseen;
	e.random = found.random;
	e.nrandom = found.nrandom;
	e.namesakes = found.namesakes;
	e.nnamesakes = found.nnamesakes;
	good = match_learn(m, &e);
	free(found.seen);
	free(found.random);
	free(found.namesakes);
	people_free(&p);
	return good;
}

static bool
within(double got, double low, double high)
{
	if (got < low || got > high)
		printf("\tgot %g, not within %g and %g\n", got, low, high);
	return got >= low && got <= high;
}

/* The truth is that of again(). */
static void
test_truth(struct keep *keep)
{
	double pairs = ALL * (ALL - 1) / 2.0;
	struct match_model m;

	CHECK(learn(&m, keep, 1, TWICE));
	CHECK(within(m.clients, ALL, ALL));
	CHECK(within(m.prior.same * pairs, TWICE * .8, TWICE * 1.25));
	CHECK(within(m.weight[MATCH_BIRTHDAY][1].same, .88, .98));
	CHECK(within(m.weight[MATCH_BIRTHDAY][1].strangers, 0, .0005));
	CHECK(within(m.weight[MATCH_PHONE][1].same, .65, .85));
	CHECK(within(m.weight[MATCH_GIVEN][1].same, .7, .9));
	CHECK(within(m.weight[MATCH_FAMILY][1].same, .9, 1));
	CHECK(within(m.bond[BOND_NAME], 1, 1.5));
	CHECK(within(m.bond[BOND_TOWN], 1, 1.3));
}

/* Who is of one of two nations has twice the chance of a namesake in town. */
static void
test_bonds(struct keep *keep)
{
	struct match_model m;

	CHECK(learn(&m, keep, 2, TWICE));
	CHECK(within(m.bond[BOND_NAME], 1.5, 2.8));
	CHECK(within(m.bond[BOND_TOWN], 1.5, 2.3));
}

static void
test_nothing(struct keep *keep)
{
	struct match_evidence nothing = {.every = 1, .clients = 1000};
	struct match_model m = *match_default();

	/* Nobody is there twice. */
	CHECK(!learn(&m, keep, 1, 0));
	m = *match_default();
	CHECK(!match_learn(&m, &nothing));
}

int
main(void)
{
	struct keep keep = {0};

	test_truth(&keep);
	test_bonds(&keep);
	test_nothing(&keep);
	keep_free(&keep);
	return unit_end();
}
