/*
 * match_model.c: what a pattern says: how often it is seen among records of
 * the same person, in a household and among strangers.
 */
#include <math.h>
#include <string.h>

#include "match_in.h"
#include "match_weight_table.h"

#include "banned.h"

/* --- names of things --- */

static const char *const field_words[MATCH_FIELDS] = {
    "given", "family", "email", "phone", "birthday", "street", "town"};

#define NAME_WORDS                                                             \
	{                                                                      \
		"unknown", "same", "form", "typo", "initial", "part", "close", \
		    "other"                                                    \
	}

static const char *const level_words[MATCH_FIELDS][MATCH_LEVELS] = {
    [MATCH_GIVEN] = NAME_WORDS,
    [MATCH_FAMILY] = NAME_WORDS,
    [MATCH_EMAIL] = {"unknown", "same", "typo", "local", "named", "stem",
	"stem_named", "house", "other"},
    [MATCH_PHONE] = {"unknown", "same", "tail", "typo", "other"},
    [MATCH_BIRTHDAY] = {"unknown", "same", "typo", "near", "other", "day",
	"day_other"},
    [MATCH_STREET] = {"unknown", "same", "typo", "number", "other"},
    [MATCH_TOWN] = {"unknown", "both", "code_only", "near", "city_only",
	"code_near", "other", "code", "code_typo", "code_other", "city",
	"city_typo", "city_other"}};

const char *
match_field_word(enum match_field field)
{
	return field_words[field];
}

const char *
match_level_word(enum match_field field, int level)
{
	return level < MATCH_LEVELS ? level_words[field][level] : NULL;
}

/* --- the model --- */

static void
default_add(struct match_model *m, const struct match_default *d)
{
	int field, level;

	if (strcmp(d->field, "prior") == 0)
		m->prior = d->weight;
	for (field = 0; field < MATCH_FIELDS; field++)
		for (level = 1; level < MATCH_LEVELS; level++)
			if (level_words[field][level] != NULL &&
			    strcmp(d->field, field_words[field]) == 0 &&
			    strcmp(d->level, level_words[field][level]) == 0)
				m->weight[field][level] = d->weight;
}

const struct match_model *
match_default(void)
{
	static struct match_model model;
	size_t i;

	if (model.prior.strangers > 0)
		return &model;
	model.bond[BOND_NAME] = model.bond[BOND_TOWN] = 1;
	for (i = 0; i < sizeof(match_defaults) / sizeof(match_defaults[0]); i++)
		default_add(&model, &match_defaults[i]);
	return &model;
}

unsigned char
match_often(double share)
{
	double n = share > 0 ? floor(0.5 - log2(share)) : MATCH_RARE;

	return (unsigned char)(n < 1 ? 1 : n > MATCH_RARE ? MATCH_RARE : n);
}

unsigned char
match_term_often(const struct match_model *m, enum match_term term,
    const char *text, size_t len)
{
	const char *low, *high, *mid, *line;
	int order;

	if (m == NULL || m->terms[term] == NULL || len == 0)
		return 0;
	low = m->terms[term];
	high = low + strlen(low);
	while (low < high) {
		mid = low + (high - low) / 2;
		for (line = mid; line > low && line[-1] != '\n'; line--)
			continue;
		order = strncmp(text, line, len);
		if (order == 0 && line[len] != '\t')
			order = -1; /* a longer word */
		if (order == 0)
			return (unsigned char)((line[len + 1] - '0') * 10 +
					       line[len + 2] - '0');
		if (order < 0)
			high = line;
		else
			low = strchr(mid, '\n') + 1;
	}
	return match_rare(m->clients);
}

unsigned char
match_rare(double clients)
{
	unsigned char often = match_often(0.5 / clients);

	return often < MATCH_LISTED ? often : MATCH_LISTED;
}

/* --- scores --- */

int
match_level(match_pattern p, enum match_field field)
{
	return (int)(p >> (4 * field) & 15);
}

static int
often_of(match_pattern p, int which)
{
	return (int)(p >> (PATTERN_OFTEN + 5 * which) & 31);
}

bool
match_is_rule(match_pattern p)
{
	return (p & PATTERN_RULE) != 0;
}

/* Is it one of the levels that go together? */
bool
match_bonded(match_pattern p, enum match_field field)
{
	int level = match_level(p, field);

	if (field == MATCH_TOWN)
		return level == TOWN_BOTH || level == TOWN_CITY_ONLY ||
		       level == TOWN_NEAR || level == TOWN_CITY ||
		       level == TOWN_CODE || level == TOWN_CODE_ONLY ||
		       level == TOWN_CITY_TYPO;
	return level != UNKNOWN && level <= WORD_TYPO;
}

static bool
name_alike(match_pattern p)
{
	return (p & PATTERN_NAME) != 0 ||
	       (match_bonded(p, MATCH_GIVEN) && match_bonded(p, MATCH_FAMILY));
}

/* Others with the same: 1, 2, 4 ... 64. */
static double
mates(match_pattern p, int where)
{
	int n = (int)(p >> where & 7);

	return n > 0 ? 1 << (n - 1) : 0;
}

/* How often strangers have the very same, where it is known. */
static double
strangers_often(const struct match_model *m, match_pattern p,
    enum match_field field, int level)
{
	double table = m->weight[field][level].strangers, others;
	int often = field == MATCH_TOWN	    ? often_of(p, 2)
		    : field == MATCH_GIVEN  ? often_of(p, 0)
		    : field == MATCH_FAMILY ? often_of(p, 1)
					    : 0;
	bool same =
	    level == 1 ||
	    (field == MATCH_TOWN && (level == TOWN_CODE || level == TOWN_CITY));

	if (often > 0 && same)
		return ldexp(1, -often);
	/* One of two names, in one of two places. */
	if (often > 0 && field == MATCH_FAMILY && level == WORD_PART)
		return ldexp(1, 2 - often) < 1 ? ldexp(1, 2 - often) : 1;
	if (field == MATCH_PHONE && level == PHONE_SAME && m->clients > 0) {
		others = (mates(p, PATTERN_PHONEMATES) - 0.9) / m->clients;
		return others > table ? others : table;
	}
	return table;
}

struct match_weight
match_weight(
    const struct match_model *m, match_pattern p, enum match_field field)
{
	int level = match_level(p, field);
	struct match_weight w = {1, 1, 1};

	if (level == UNKNOWN)
		return w;
	w = m->weight[field][level];
	w.strangers = strangers_often(m, p, field, level);
	return w;
}

/* Of a name that many have strangers have it the more often: by how much more
 * than its words alone say. */
double
match_namesakes(const struct match_model *m, match_pattern p)
{
	double others = mates(p, PATTERN_NAMESAKES), words, seen, both;

	if (!name_alike(p))
		return 1;
	if (m->clients <= 0)
		return others > 1 && (p & PATTERN_NAME) ? others : 1;
	if (!(p & PATTERN_NAME) || others <= 0)
		return m->bond[BOND_NAME];
	words = match_weight(m, p, MATCH_GIVEN).strangers *
		match_weight(m, p, MATCH_FAMILY).strangers;
	/* No more than there are of it. */
	seen = (others - 0.9) / m->clients;
	both = words * m->bond[BOND_NAME];
	if (both > (others + 1) / m->clients)
		both = (others + 1) / m->clients;
	both = both > seen ? both : seen;
	return both > words ? both / words : 1;
}

double
match_neighbours(const struct match_model *m, match_pattern p)
{
	int town = match_level(p, MATCH_TOWN);
	double most;

	if (!match_bonded(p, MATCH_GIVEN) && !match_bonded(p, MATCH_FAMILY))
		return 1;
	if (!match_bonded(p, MATCH_TOWN))
		return 1;
	/* No more than all of them live there. */
	most = 1 / strangers_often(m, p, MATCH_TOWN, town);
	return most < m->bond[BOND_TOWN] ? most : m->bond[BOND_TOWN];
}

struct match_weight
match_total(const struct match_model *m, match_pattern p)
{
	struct match_weight total = m->prior, w;
	int i;

	for (i = 0; i < MATCH_FIELDS; i++) {
		w = match_weight(m, p, i);
		total.same *= w.same;
		total.house *= w.house;
		total.strangers *= w.strangers;
	}
	total.strangers *= match_namesakes(m, p) * match_neighbours(m, p);
	return total;
}

/* What no weights may overrule: a town, or the domain of a house, is shared
 * by many (rules.md R5). */
static bool
is_barred(match_pattern p)
{
	return (match_reasons_of(p) &
		   ~(MATCH_EMAIL_DOMAIN | MATCH_POSTCODE | MATCH_CITY)) == 0;
}

double
match_score(const struct match_model *m, match_pattern p)
{
	struct match_weight w;
	double score;

	if (match_is_rule(p))
		return 1;
	w = match_total(m, p);
	/* As likely as not is worth a look. */
	w.same *= MATCH_REVIEW / (1 - MATCH_REVIEW);
	score = w.same / (w.same + w.house + w.strangers);
	if (score > MATCH_CAP)
		score = MATCH_CAP;
	if (score >= MATCH_REVIEW && is_barred(p))
		score = MATCH_REVIEW - 0.0001;
	/* Down, so that what is shown is never more than it is. */
	return floor(score * 10000 + 1e-9) / 10000;
}
