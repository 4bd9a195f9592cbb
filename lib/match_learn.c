/*
 * match_learn.c: the weights of a base, learnt from it without being told who
 * is one person.
 *
 * What strangers have in common is seen in pairs taken at random. What the
 * same person has in common is found by expectation and maximization
 * (Dempster, Laird, Rubin 1977), not over all pairs, where few enough are one
 * person that it runs astray, but in sessions (Linacre et al. 2022): the pairs
 * that have one telling thing in common, such as the birthday, show how often
 * the same people agree in the others. The third class, two of one household,
 * keeps the levels of the defaults; only how many there are is learnt.
 */
#include <stdlib.h>
#include <string.h>

#include "match_in.h"
#include "str.h"

#include "banned.h"

#define ROUNDS 4 /* of all that follows */
#define STEPS  20 /* of a session */
#define FIRM   40.0 /* pairs that the defaults count for, of the same */
#define FIRM_U 400.0 /* of strangers */
#define LEAST  30.0 /* pairs of one person that must be seen */

/* Levels that exclude each other where the same is known of both: the first
 * of each such group. */
static const unsigned char group_of[MATCH_FIELDS][MATCH_LEVELS] = {
    [MATCH_BIRTHDAY] = {[BIRTHDAY_DAY] = 1, [BIRTHDAY_DAY_OTHER] = 1},
    [MATCH_TOWN] = {[TOWN_CODE] = 1,
	[TOWN_CODE_TYPO] = 1,
	[TOWN_CODE_OTHER] = 1,
	[TOWN_CITY] = 2,
	[TOWN_CITY_TYPO] = 2,
	[TOWN_CITY_OTHER] = 2}};

/* What a session is about: pairs that have this in common. */
static const struct anchor {
	enum match_field field;
	int level; /* or better */
} anchors[] = {{MATCH_GIVEN, 0}, /* and family: the whole name */
    {MATCH_EMAIL, EMAIL_LOCAL}, {MATCH_PHONE, PHONE_TAIL},
    {MATCH_BIRTHDAY, BIRTHDAY_SAME}, {MATCH_STREET, STREET_SAME}};

#define ANCHORS (sizeof(anchors) / sizeof(anchors[0]))

struct tally {
	double n[MATCH_FIELDS][MATCH_LEVELS];
};

/* Is the name one that no two strangers of the base are likely to have? Of a
 * common one nearly all pairs are strangers. */
static bool
is_rare_name(const struct match_model *m, match_pattern p)
{
	return match_namesakes(m, p) <= 1 &&
	       match_weight(m, p, MATCH_GIVEN).strangers *
		       match_weight(m, p, MATCH_FAMILY).strangers * m->clients <
		   0.5;
}

static bool
is_anchored(
    const struct match_model *m, match_pattern p, const struct anchor *a)
{
	int level = match_level(p, a->field);

	if (a->level == 0)
		return level == WORD_SAME &&
		       match_level(p, MATCH_FAMILY) == WORD_SAME &&
		       is_rare_name(m, p);
	return level != UNKNOWN && level <= a->level;
}

static bool
is_of_anchor(int field, const struct anchor *a)
{
	return field == (int)a->field ||
	       (a->level == 0 && field == MATCH_FAMILY);
}

/* How likely the pattern is in each class, but for what the anchor says. */
static struct match_weight
likely(const struct match_model *m, match_pattern p, const struct anchor *a)
{
	struct match_weight all = {1, 1, 1}, w;
	int i;

	for (i = 0; i < MATCH_FIELDS; i++) {
		if (a != NULL && is_of_anchor(i, a))
			continue;
		w = match_weight(m, p, i);
		all.same *= w.same;
		all.house *= w.house;
		all.strangers *= w.strangers;
	}
	all.strangers *= match_neighbours(m, p);
	if (a == NULL || !is_of_anchor(MATCH_GIVEN, a))
		all.strangers *= match_namesakes(m, p);
	return all;
}

static void
tally_add(struct tally *t, match_pattern p, double n, const struct anchor *a)
{
	int i;

	for (i = 0; i < MATCH_FIELDS; i++)
		if (a == NULL || !is_of_anchor(i, a))
			t->n[i][match_level(p, i)] += n;
}

/* The share of each level among those of its group, the defaults counted as
 * so many more pairs. */
static double
share_of(const struct tally *t, const struct match_weight *base, size_t offset,
    int field, int level, double firm)
{
	int group = group_of[field][level], i;
	double sum = 0, base_sum = 0, one;

	for (i = 1; i < MATCH_LEVELS; i++) {
		if (group_of[field][i] != group)
			continue;
		memcpy(&one, (const char *)&base[i] + offset, sizeof(one));
		sum += t->n[field][i];
		base_sum += one;
	}
	memcpy(&one, (const char *)&base[level] + offset, sizeof(one));
	if (base_sum <= 0)
		return one;
	return (t->n[field][level] + firm * one / base_sum) / (sum + firm);
}

/* --- one session --- */

/* The pairs that it is about, and what their patterns say but for the
 * anchor, which does not change while it lasts. */
struct session {
	const struct match_count **seen;
	struct match_weight *likely;
	size_t n;
};

static void
session_open(struct session *s, const struct match_model *m,
    const struct match_evidence *e, const struct anchor *a)
{
	size_t i;

	s->seen = mem_alloc(e->nseen * sizeof(*s->seen) + 1);
	s->likely = mem_alloc(e->nseen * sizeof(*s->likely) + 1);
	s->n = 0;
	for (i = 0; i < e->nseen; i++) {
		if (!is_anchored(m, e->seen[i].pattern, a))
			continue;
		s->seen[s->n] = &e->seen[i];
		s->likely[s->n++] = likely(m, e->seen[i].pattern, a);
	}
}

/* How many of the pairs of a pattern are of each class, so mixed. */
static struct match_weight
shares_of(const struct session *s, size_t i, const struct match_weight *mix)
{
	struct match_weight w = s->likely[i];
	double n;

	w.same *= mix->same;
	w.house *= mix->house;
	w.strangers *= mix->strangers;
	n = (double)s->seen[i]->n / (w.same + w.house + w.strangers);
	w.same *= n;
	w.house *= n;
	w.strangers *= n;
	return w;
}

/* They are of three classes, as mixed as they may be: how many are of which,
 * and how often the same agree in the rest. */
static void
session_run(struct match_model *m, const struct match_evidence *e,
    const struct anchor *a, struct tally *same)
{
	struct match_weight mix = {.3, .1, .6}, w, sum;
	struct session s;
	double total;
	size_t i;
	int step;

	session_open(&s, m, e, a);
	for (step = 1; step < STEPS; step++) {
		sum = (struct match_weight){.3, .1, .6};
		for (i = 0; i < s.n; i++) {
			w = shares_of(&s, i, &mix);
			sum.same += w.same;
			sum.house += w.house;
			sum.strangers += w.strangers;
		}
		total = sum.same + sum.house + sum.strangers;
		mix.same = sum.same / total;
		mix.house = sum.house / total;
		mix.strangers = sum.strangers / total;
	}
	for (i = 0; i < s.n; i++)
		tally_add(
		    same, s.seen[i]->pattern, shares_of(&s, i, &mix).same, a);
	free(s.seen);
	free(s.likely);
}

/*
 * The same people differ now and then, not mostly: where it seems so, it is
 * strangers who have something in common that the model does not know of.
 */
static void
same_bound(struct match_model *m)
{
	static const struct {
		enum match_field field;
		int level;
		double most;
	} bounds[] = {{MATCH_GIVEN, WORD_OTHER, 0.2},
	    {MATCH_FAMILY, WORD_OTHER, 0.2}, {MATCH_EMAIL, EMAIL_OTHER, 0.7},
	    {MATCH_PHONE, PHONE_OTHER, 0.5},
	    {MATCH_BIRTHDAY, BIRTHDAY_OTHER, 0.3},
	    {MATCH_STREET, STREET_OTHER, 0.5}, {MATCH_TOWN, TOWN_OTHER, 0.4},
	    {MATCH_TOWN, TOWN_CODE_OTHER, 0.4},
	    {MATCH_TOWN, TOWN_CITY_OTHER, 0.4}};
	double *same;
	size_t i;

	for (i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		same = &m->weight[bounds[i].field][bounds[i].level].same;
		if (*same > bounds[i].most)
			*same = bounds[i].most;
	}
}

static void
same_learn(struct match_model *m, const struct match_evidence *e)
{
	const struct match_model *base = match_default();
	struct tally same = {{{0}}};
	size_t i;
	int field, level;

	for (i = 0; i < ANCHORS; i++)
		session_run(m, e, &anchors[i], &same);
	for (field = 0; field < MATCH_FIELDS; field++)
		for (level = 1; level < MATCH_LEVELS; level++)
			m->weight[field][level].same =
			    share_of(&same, base->weight[field],
				offsetof(struct match_weight, same), field,
				level, FIRM);
	same_bound(m);
}

/* --- strangers --- */

/* Any two, but for those who are likely to be one. */
static void
strangers_learn(struct match_model *m, const struct match_evidence *e)
{
	const struct match_model *base = match_default();
	struct tally t = {{{0}}};
	struct match_weight w;
	size_t i;
	int field, level;

	for (i = 0; i < e->nrandom; i++) {
		w = match_total(m, e->random[i].pattern);
		tally_add(&t, e->random[i].pattern,
		    (double)e->random[i].n * w.strangers /
			(w.same + w.house + w.strangers),
		    NULL);
	}
	for (field = 0; field < MATCH_FIELDS; field++)
		for (level = 1; level < MATCH_LEVELS; level++)
			m->weight[field][level].strangers =
			    share_of(&t, base->weight[field],
				offsetof(struct match_weight, strangers), field,
				level, FIRM_U);
	/* Only seen where the names agree, which at random they do not. */
	level = EMAIL_NAMED;
	m->weight[MATCH_EMAIL][level].strangers =
	    base->weight[MATCH_EMAIL][level].strangers;
	level = EMAIL_STEM_NAMED;
	m->weight[MATCH_EMAIL][level].strangers =
	    base->weight[MATCH_EMAIL][level].strangers;
}

/* --- how many --- */

/*
 * Names and towns go together, more than their frequencies say: people of one
 * country share both. So who has no more than these in common proves nothing
 * of how many are there twice.
 */
static bool
is_telling(match_pattern p)
{
	int email = match_level(p, MATCH_EMAIL),
	    phone = match_level(p, MATCH_PHONE),
	    birthday = match_level(p, MATCH_BIRTHDAY),
	    street = match_level(p, MATCH_STREET);

	return (email != UNKNOWN && email < EMAIL_STEM) ||
	       (phone != UNKNOWN && phone < PHONE_OTHER) ||
	       (birthday != UNKNOWN && birthday < BIRTHDAY_NEAR) ||
	       (street != UNKNOWN && street < STREET_NUMBER);
}

/* Of all pairs there are. Those not worth comparing are strangers. */
static double
prior_learn(struct match_model *m, const struct match_evidence *e)
{
	double all = e->clients * (e->clients - 1) / 2, n, same = 0, house;
	struct match_weight *likely, w;
	size_t i;
	int step;

	likely = mem_alloc(e->nseen * sizeof(*likely) + 1);
	w = m->prior;
	m->prior = (struct match_weight){1, 1, 1};
	for (i = 0; i < e->nseen; i++)
		if (is_telling(e->seen[i].pattern))
			likely[i] = match_total(m, e->seen[i].pattern);
	m->prior = w;
	for (step = 0; step < STEPS; step++) {
		same = house = e->clients / 1000;
		for (i = 0; i < e->nseen; i++) {
			if (!is_telling(e->seen[i].pattern))
				continue;
			w = likely[i];
			w.same *= m->prior.same;
			w.house *= m->prior.house;
			n = (double)e->seen[i].n * e->every /
			    (w.same + w.house + w.strangers);
			same += n * w.same;
			house += n * w.house;
		}
		m->prior = (struct match_weight){same / all, house / all, 1};
	}
	free(likely);
	return same;
}

/* --- all of it --- */

/* Does what is the same speak for one person, in every field? */
static bool
is_sane(const struct match_model *m)
{
	int i;

	for (i = 0; i < MATCH_FIELDS; i++)
		if (m->weight[i][1].same < m->weight[i][1].strangers)
			return false;
	return m->prior.same * m->clients < 6;
}

bool
match_learn(struct match_model *m, const struct match_evidence *e)
{
	const struct match_model *base = match_default();
	double same = 0;
	int i;

	memcpy(m->weight, base->weight, sizeof(m->weight));
	m->clients = e->clients;
	m->prior = (struct match_weight){.2 / e->clients, .2 / e->clients, 1};
	for (i = 0; i < ROUNDS; i++) {
		strangers_learn(m, e);
		bonds_learn(m, e);
		same_learn(m, e);
		same = prior_learn(m, e);
	}
	return same >= LEAST && is_sane(m);
}
