/*
 * match_bond.c: how much names and towns go together, learnt from pairs of one
 * given name.
 */
#include "match_in.h"

#include "banned.h"

#define APART	  0.1 /* as likely one person, at most */
#define FIRM_BOND 400.0 /* that the lack of a bond counts for */

/* How often strangers have the family name and the town in common, and how
 * many there may be who are no strangers. */
struct common {
	double same;
	double family[2], town[2]; /* those who know, those who have it */
};

/* Is it two people by all else that is known of them? Whom nothing tells apart
 * may be one, and has all in common because of that. */
static bool
is_apart(const struct match_model *m, match_pattern p)
{
	double ratio = 1;
	struct match_weight w;
	int i;

	for (i = MATCH_EMAIL; i < MATCH_TOWN; i++) {
		w = match_weight(m, p, i);
		ratio *= w.same / w.strangers;
	}
	return ratio < APART;
}

static void
common_count(struct common *c, const struct match_model *m,
    const struct match_count *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		match_pattern p = list[i].pattern;
		struct match_weight w = match_total(m, p);
		double pairs = (double)list[i].n;

		c->same += pairs * w.same / (w.same + w.house + w.strangers);
		if (!is_apart(m, p))
			continue;
		if (match_level(p, MATCH_FAMILY) != UNKNOWN) {
			c->family[0] += pairs;
			if (match_bonded(p, MATCH_FAMILY))
				c->family[1] += pairs;
		}
		if (match_level(p, MATCH_TOWN) != UNKNOWN) {
			c->town[0] += pairs;
			if (match_bonded(p, MATCH_TOWN))
				c->town[1] += pairs;
		}
	}
}

/* How much more often among namesakes than among any. So many pairs in which
 * it is no more often count for the lack of a bond. */
static double
bond_of(const double any[2], const double namesakes[2], double firm)
{
	double often = (any[1] + 1) / (any[0] + 1),
	       bond = (namesakes[1] + firm * often) / (namesakes[0] + firm) /
		      often;

	return bond < 1 ? 1 : bond > MATCH_BOND_MOST ? MATCH_BOND_MOST : bond;
}

void
bonds_learn(struct match_model *m, const struct match_evidence *e)
{
	struct common any = {0}, namesakes = {0};
	double firm;

	common_count(&any, m, e->random, e->nrandom);
	common_count(&namesakes, m, e->namesakes, e->nnamesakes);
	firm = FIRM_BOND + namesakes.same * 2;
	m->bond[BOND_NAME] = bond_of(any.family, namesakes.family, firm);
	m->bond[BOND_TOWN] = bond_of(any.town, namesakes.town, firm);
}
