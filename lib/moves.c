/*
 * moves.c: an SQL function that counts who moved between the stages of the
 * journey, period by period, in one pass over the stages of all clients.
 */
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "tally_in.h"

#include "banned.h"

#define STAGES	6 /* the last one is churned */
#define CHURNED 5
#define ANY	6 /* any but that one */
#define NONE	(-1)
#define ENDS	(ANY + 1)
#define DAYS	2048 /* that are remembered */
#define JUMP	10800 /* clocks jump back by less */

static const char *const stage_names[ENDS] = {"discovery", "engagement",
    "activation", "retention", "advocacy", "churned", "any"};

/* What a period saw of each stage. */
struct flow {
	char period[PERIOD_MAX]; /* empty: all that was before the first */
	int64_t net[ENDS]; /* who came less who left */
	int64_t came[ENDS]; /* clients who came and had not begun it there */
	int64_t entered[ENDS][ENDS]; /* clients who had been in the one and
					came to the other */
	int64_t hops[STAGES][STAGES]; /* moves from the one to the other */
};

struct moves {
	struct flow **flows; /* in the order of their periods */
	size_t nflows;
	char *first, *last; /* periods; NULL: from the beginning, to the end */
	enum period_by by;
	struct flow *early; /* what was before the first */
	char early_at[21]; /* the latest instant that is known to be */
	struct {
		int64_t day;
		struct flow *flow;
		bool is;
	} known[DAYS]; /* the periods of days asked for before */

	/* the client of the row before, */
	int64_t client;
	int64_t sign;
	int at; /* where they are */
	/* and what they did in a period: bits of stages */
	struct flow *flow; /* NULL: nothing yet */
	int start; /* where they were when it began */
	unsigned left, came, entered[ENDS];
};

/* The first letters tell them apart. */
static int
stage_of(const char *name)
{
	static const char firsts[] = "de?r?c";
	const char *at;
	int i;

	if (name == NULL || *name == '\0')
		return NONE;
	at = strchr(firsts, *name);
	i = at != NULL ? (int)(at - firsts) : name[1] == 'd' ? 4 : 2;
	return strcmp(stage_names[i], name) == 0 ? i : NONE;
}

static bool
is_any(int stage)
{
	return stage != NONE && stage != CHURNED;
}

/* --- the client ------------------------------------------------------------
 */

/* Add what the client did in the period to what all did. */
static void
client_settle(struct moves *m)
{
	struct flow *f = m->flow;
	int from, to;

	if (f == NULL)
		return;
	for (to = 0; to < ENDS && f->period[0] != '\0'; to++)
		if ((m->came & 1U << to) &&
		    !(to == ANY ? is_any(m->start) : to == m->start))
			f->came[to] += m->sign;
	for (from = 0; from < ENDS && f->period[0] != '\0'; from++)
		for (to = 0; m->entered[from] >> to != 0; to++)
			if (m->entered[from] & 1U << to)
				f->entered[from][to] += m->sign;
	m->flow = NULL;
	m->left = m->came = 0;
	memset(m->entered, 0, sizeof(m->entered));
}

/* The client is in another stage, or NONE: not there any longer. */
static void
client_move(struct moves *m, int to)
{
	struct flow *f = m->flow;
	int from = m->at, i;

	m->at = to;
	if (from != NONE)
		f->net[from] -= m->sign;
	if (to != NONE)
		f->net[to] += m->sign;
	f->net[ANY] += m->sign * (is_any(to) - is_any(from));
	if (f == m->early)
		return;
	if (from != NONE)
		m->left |= 1U << from;
	if (to != NONE)
		m->came |= 1U << to;
	if (is_any(to) && !is_any(from))
		m->came |= 1U << ANY;
	for (i = 0; to != NONE && i < STAGES; i++)
		if (i != to && (m->left & 1U << i))
			m->entered[i] |= 1U << to;
	if (from == NONE || to == NONE)
		return;
	f->hops[from][to] += m->sign;
	if (to == CHURNED)
		m->entered[ANY] |= 1U << CHURNED;
	if (from == CHURNED)
		m->entered[CHURNED] |= 1U << ANY;
}

/* --- periods ---------------------------------------------------------------
 */

/* The period of this name; made when there is none yet. */
static struct flow *
flow_named(struct moves *m, const char *period)
{
	size_t lo = 0, hi = m->nflows, i;
	int order;

	while (lo < hi) {
		i = lo + (hi - lo) / 2;
		order = strcmp(m->flows[i]->period, period);
		if (order == 0)
			return m->flows[i];
		if (order < 0)
			lo = i + 1;
		else
			hi = i;
	}
	m->flows = mem_grow(m->flows, (m->nflows + 1) * sizeof(m->flows[0]));
	memmove(&m->flows[lo + 1], &m->flows[lo],
	    (m->nflows++ - lo) * sizeof(m->flows[0]));
	m->flows[lo] = mem_alloc(sizeof(struct flow));
	memset(m->flows[lo], 0, sizeof(struct flow));
	memcpy(m->flows[lo]->period, period, strlen(period) + 1);
	return m->flows[lo];
}

/* The period of an instant; NULL when that is after the last. */
static struct flow *
flow_at(struct moves *m, int64_t t)
{
	int64_t day = day_of(t);
	size_t i = (uint64_t)day % DAYS;
	char period[PERIOD_MAX];

	if (m->known[i].is && m->known[i].day == day)
		return m->known[i].flow;
	m->known[i].is = true;
	m->known[i].day = day;
	m->known[i].flow = NULL;
	period_name(period, t, m->by);
	if (m->last == NULL || strcmp(period, m->last) <= 0)
		m->known[i].flow = flow_named(m,
		    m->first != NULL && strcmp(period, m->first) < 0 ? ""
								     : period);
	return m->known[i].flow;
}

/*
 * The same of an instant as stored; *flow is NULL when there is none. Most of
 * what was before the first period is told by its text, which is in the order
 * of time.
 */
static bool
flow_of(struct moves *m, const char *at, size_t len, struct flow **flow)
{
	int64_t t;

	*flow = m->early;
	if (len == 20 && strcmp(at, m->early_at) <= 0)
		return true;
	if (time_parse(&t, at, len, 0) != NULL)
		return false;
	*flow = flow_at(m, t);
	if (*flow != NULL && (*flow)->period[0] == '\0' && len == 20 &&
	    flow_at(m, t + JUMP) == *flow) {
		m->early = *flow;
		memcpy(m->early_at, at, len + 1);
	}
	return true;
}

/* --- moves(client, at, stage, sign, by, first, last) -------------------------
 */

static char *
value_copy(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);

	return text == NULL ? NULL : strdup(text);
}

static bool
moves_begin(struct moves *m, sqlite3_context *context, sqlite3_value **values)
{
	m->first = value_copy(values[5]);
	m->last = value_copy(values[6]);
	m->at = NONE;
	m->client = -1;
	if (period_unit(&m->by, (const char *)sqlite3_value_text(values[4])) &&
	    m->by != BY_NOTHING)
		return true;
	sqlite3_result_error(context, "moves: by what?", -1);
	return false;
}

static void
moves_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct moves *m = sqlite3_aggregate_context(context, sizeof(*m));
	const char *at = (const char *)sqlite3_value_text(values[1]);
	int64_t client = sqlite3_value_int64(values[0]),
		sign = sqlite3_value_int64(values[3]);
	struct flow *flow;

	(void)n;
	if (m == NULL || at == NULL)
		return;
	if (m->by == BY_NOTHING && !moves_begin(m, context, values))
		return;
	if (!flow_of(m, at, (size_t)sqlite3_value_bytes(values[1]), &flow))
		return;
	if (client != m->client || sign != m->sign) {
		client_settle(m);
		m->client = client;
		m->sign = sign;
		m->at = NONE;
	}
	if (flow == NULL)
		return;
	if (flow != m->flow) {
		client_settle(m);
		m->flow = flow;
		m->start = m->at;
	}
	client_move(m, stage_of((const char *)sqlite3_value_text(values[2])));
}

static void
count_put(struct str *out, const struct flow *f, const char *what,
    const char *from, const char *to, int64_t n)
{
	if (n != 0)
		str_addf(out, "%s[\"%s\",\"%s\",\"%s\",\"%s\",%lld]",
		    out->len == 1 ? "" : ",", f->period, what, from, to,
		    (long long)n);
}

static void
flow_put(struct str *out, const struct flow *f)
{
	int i, j;

	for (i = 0; i < ENDS; i++) {
		count_put(out, f, "net", stage_names[i], "", f->net[i]);
		count_put(out, f, "came", stage_names[i], "", f->came[i]);
		for (j = 0; j < ENDS; j++)
			count_put(out, f, "entered", stage_names[i],
			    stage_names[j], f->entered[i][j]);
		for (j = 0; i < STAGES && j < STAGES && *f->period != '\0'; j++)
			count_put(out, f, "hop", stage_names[i], stage_names[j],
			    f->hops[i][j]);
	}
}

static void
moves_end(sqlite3_context *context)
{
	struct moves *m = sqlite3_aggregate_context(context, 0);
	struct str out = STR_INIT;
	size_t i;

	str_addc(&out, '[');
	if (m != NULL)
		client_settle(m);
	for (i = 0; m != NULL && i < m->nflows; i++) {
		flow_put(&out, m->flows[i]);
		free(m->flows[i]);
	}
	str_addc(&out, ']');
	sqlite3_result_text(context, out.ptr, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
	if (m != NULL) {
		free(m->flows);
		free(m->first);
		free(m->last);
	}
}

int
moves_register(struct crm *crm)
{
	return sqlite3_create_function(crm->db, "moves", 7,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm, NULL, moves_step,
	    moves_end);
}
