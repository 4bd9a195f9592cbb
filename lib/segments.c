/*
 * segments.c: SQL functions about how clients compare: by how lately they came
 * and how often.
 */
#include <stdlib.h>
#include <string.h>

#include "tally_in.h"

#include "banned.h"

#define GROUPS	 5
#define SEGMENTS 7

enum segment { CHAMPIONS, LOYAL, RECENT, PROMISING, SLIPPING, COOLING, LOST };

static const char *const segment_names[SEGMENTS] = {[CHAMPIONS] = "champions",
    [LOYAL] = "loyal",
    [RECENT] = "recent",
    [PROMISING] = "promising",
    [SLIPPING] = "slipping",
    [COOLING] = "cooling",
    [LOST] = "lost"};

/* The rule (crm-insights(1), "Segments"): 5 is the best of either. */
static enum segment
segment_of(int recency, int frequency)
{
	if (recency >= 4 && frequency >= 4)
		return CHAMPIONS;
	if (recency >= 3 && frequency >= 3)
		return LOYAL;
	if (recency >= 3)
		return recency >= 4 ? RECENT : PROMISING;
	if (frequency >= 4)
		return SLIPPING;
	return frequency == 3 || recency == 2 ? COOLING : LOST;
}

/* --- segments(last, visits, spent) --- */

struct clients {
	struct numbers last, visits, spent;
};

static void
segments_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct clients *c = sqlite3_aggregate_context(context, sizeof(*c));

	(void)n;
	if (c == NULL || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	number_add(&c->last, sqlite3_value_int64(values[0]));
	number_add(&c->visits, sqlite3_value_int64(values[1]));
	number_add(&c->spent, sqlite3_value_int64(values[2]));
}

static void
clients_free(struct clients *c)
{
	if (c == NULL)
		return;
	free(c->last.list);
	free(c->visits.list);
	free(c->spent.list);
}

/* The cuts of numbers that stay in their order. */
static void
cuts_of(int64_t cuts[GROUPS - 1], const struct numbers *s)
{
	struct numbers copy = {NULL, s->n, s->n};

	copy.list = mem_alloc(s->n * sizeof(*copy.list));
	memcpy(copy.list, s->list, s->n * sizeof(*copy.list));
	numbers_cut(&copy, GROUPS, cuts);
	free(copy.list);
}

static int
group_of(int64_t x, const int64_t cuts[GROUPS - 1])
{
	int i, group = 1;

	for (i = 0; i < GROUPS - 1; i++)
		group += cuts[i] < x;
	return group;
}

static void
segments_end(sqlite3_context *context)
{
	struct clients *c = sqlite3_aggregate_context(context, 0);
	int64_t sums[SEGMENTS][3] = {{0}}, lately[GROUPS - 1],
		often[GROUPS - 1];
	struct str out = STR_INIT;
	size_t i, n = c == NULL ? 0 : c->last.n;
	enum segment s;

	if (n > 0) {
		cuts_of(lately, &c->last);
		cuts_of(often, &c->visits);
	}
	for (i = 0; i < n; i++) {
		s = segment_of(group_of(c->last.list[i], lately),
		    group_of(c->visits.list[i], often));
		sums[s][0]++;
		sums[s][1] += c->visits.list[i];
		sums[s][2] += c->spent.list[i];
	}
	for (i = 0; i < SEGMENTS; i++)
		str_addf(&out, "%c[\"%s\",%lld,%lld,%lld]", i == 0 ? '[' : ',',
		    segment_names[i], (long long)sums[i][0],
		    (long long)sums[i][1], (long long)sums[i][2]);
	str_addc(&out, ']');
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	clients_free(c);
}

/* --- fifths(last, visits, spent), scores(fifths, last, visits, spent) --- */

#define MEASURES 3

struct fifths {
	int64_t cuts[MEASURES][GROUPS - 1];
};

static void
fifths_end(sqlite3_context *context)
{
	struct clients *c = sqlite3_aggregate_context(context, 0);
	struct fifths f = {{{0}}};

	if (c != NULL && c->last.n > 0) {
		numbers_cut(&c->last, GROUPS, f.cuts[0]);
		numbers_cut(&c->visits, GROUPS, f.cuts[1]);
		numbers_cut(&c->spent, GROUPS, f.cuts[2]);
		sqlite3_result_blob(
		    context, &f, (int)sizeof(f), SQLITE_TRANSIENT);
	}
	clients_free(c);
}

static void
sql_scores(sqlite3_context *context, int n, sqlite3_value **values)
{
	const void *blob = sqlite3_value_blob(values[0]);
	struct fifths f = {{{0}}};
	int i, group, all = 0, scores = 0;

	if (blob == NULL || sqlite3_value_bytes(values[0]) != (int)sizeof(f))
		return;
	memcpy(&f, blob, sizeof(f));
	for (i = 0; i < MEASURES && i + 1 < n; i++) {
		group = group_of(sqlite3_value_int64(values[i + 1]), f.cuts[i]);
		scores = 10 * scores + group;
		all += group;
	}
	sqlite3_result_int(context, 1000 * all + scores);
}

/* --- segment(scores) --- */

static void
sql_segment(sqlite3_context *context, int n, sqlite3_value **values)
{
	int scores = sqlite3_value_int(values[0]);

	(void)n;
	sqlite3_result_text(context,
	    segment_names[segment_of(scores / 100 % 10, scores / 10 % 10)], -1,
	    SQLITE_STATIC);
}

int
segments_register(struct crm *crm)
{
	int code = SQLITE_OK, flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	code |= sqlite3_create_function(
	    crm->db, "segment", 1, flags, crm, sql_segment, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "scores", 4, flags, crm, sql_scores, NULL, NULL);
	code |= sqlite3_create_function(
	    crm->db, "fifths", 3, flags, crm, NULL, segments_step, fifths_end);
	code |= sqlite3_create_function(crm->db, "segments", 3, flags, crm,
	    NULL, segments_step, segments_end);
	return code;
}
