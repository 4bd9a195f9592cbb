/*
 * moves.c: an SQL function that counts who moved between the stages of the
 * journey, period by period, in one pass over the histories of all clients.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "kind.h"
#include "stages.h"
#include "tally_in.h"

#include "banned.h"

#define NONE  (-1)
#define NEVER INT64_MAX
#define ENDS  (STAGE_ANY + 1)
#define DAYS  8192 /* that are remembered: of 22 years */
#define JUMP  10800 /* clocks jump back by less */

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
	char *first, *last; /* periods; first: NULL is from the beginning */
	int from, to; /* the stages asked for; NONE: any of them */
	enum period_by by;
	struct flow *early; /* what was before the first */
	int64_t early_at; /* the latest instant that is known to be */
	struct {
		int64_t day;
		struct flow *flow;
		bool is;
	} known[DAYS]; /* the periods of days asked for before */

	int64_t sign; /* of this client, */
	int at; /* where they are */
	/* and what they did in a period: bits of stages */
	struct flow *flow; /* NULL: nothing yet */
	int start; /* where they were when it began */
	unsigned left, came, entered[ENDS];
};

static bool
is_any(int stage)
{
	return stage != NONE && stage != STAGE_CHURNED;
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
	for (to = 0; m->came >> to != 0 && f->period[0] != '\0'; to++)
		if ((m->came & 1U << to) &&
		    !(to == STAGE_ANY ? is_any(m->start) : to == m->start))
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
	f->net[STAGE_ANY] += m->sign * (is_any(to) - is_any(from));
	if (f == m->early)
		return;
	if (from != NONE)
		m->left |= 1U << from;
	if (to != NONE)
		m->came |= 1U << to;
	if (is_any(to) && !is_any(from))
		m->came |= 1U << STAGE_ANY;
	for (i = 0; to != NONE && i < STAGES; i++)
		if (i != to && (m->left & 1U << i))
			m->entered[i] |= 1U << to;
	if (from == NONE || to == NONE)
		return;
	f->hops[from][to] += m->sign;
	if (to == STAGE_CHURNED)
		m->entered[STAGE_ANY] |= 1U << STAGE_CHURNED;
	if (from == STAGE_CHURNED)
		m->entered[STAGE_CHURNED] |= 1U << STAGE_ANY;
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
	if (strcmp(period, m->last) <= 0)
		m->known[i].flow = flow_named(m,
		    m->first != NULL && strcmp(period, m->first) < 0 ? ""
								     : period);
	return m->known[i].flow;
}

/* The same; most of what was before the first is told by the latest that was.
 */
static struct flow *
flow_of(struct moves *m, int64_t t)
{
	struct flow *flow;

	if (m->early != NULL && t <= m->early_at)
		return m->early;
	flow = flow_at(m, t);
	if (flow != NULL && flow->period[0] == '\0' &&
	    flow_at(m, t + JUMP) == flow) {
		m->early = flow;
		m->early_at = t;
	}
	return flow;
}

/* --- reading ---------------------------------------------------------------
 */

/* The client comes to a stage, or is gone, at some time. What comes after the
 * last period is not looked at. */
static void
client_comes(struct moves *m, int64_t t, int stage)
{
	struct flow *flow = flow_of(m, t);

	if (flow == NULL)
		return;
	if (flow != m->flow) {
		client_settle(m);
		m->flow = flow;
		m->start = m->at;
	}
	client_move(m, stage);
}

/* Who has no history is in discovery from the start. */
static void
client_read(struct moves *m, const char *history, int64_t start, int64_t end)
{
	struct stages s;

	m->at = NONE;
	stages_begin(&s, history);
	while (stages_next(&s) && s.t < end)
		client_comes(m, s.t, s.stage);
	if (history == NULL && start < end)
		client_comes(m, start, STAGE_DISCOVERY);
	if (m->at != NONE && end != NEVER)
		client_comes(m, end, NONE);
	client_settle(m);
}

/* --- moves(start, history, end, sign, by, first, last, from, to) -------------
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
	const char *by = (const char *)sqlite3_value_text(values[4]);

	if (!period_unit(&m->by, by) || m->by < BY_DAY || m->by > BY_YEAR ||
	    sqlite3_value_type(values[6]) == SQLITE_NULL) {
		sqlite3_result_error(context, "moves: by what?", -1);
		return false;
	}
	m->first = value_copy(values[5]);
	m->last = value_copy(values[6]);
	m->from = stage_named((const char *)sqlite3_value_text(values[7]));
	m->to = stage_named((const char *)sqlite3_value_text(values[8]));
	return true;
}

static void
moves_step(sqlite3_context *context, int n, sqlite3_value **values)
{
	struct moves *m = sqlite3_aggregate_context(context, sizeof(*m));
	int64_t start, end;

	(void)n;
	if (m == NULL || (m->last == NULL && !moves_begin(m, context, values)))
		return;
	if (!instant_of(values[0], &start))
		start = NEVER;
	if (!instant_of(values[2], &end))
		end = NEVER;
	m->sign = sqlite3_value_int64(values[3]);
	client_read(m, (const char *)sqlite3_value_text(values[1]), start, end);
}

/* --- what comes of it --------------------------------------------------------
 */

/* What is asked for, with what stays from period to period. */
struct table {
	bool pairs[ENDS][ENDS]; /* those that have a row */
	int64_t stock[ENDS]; /* who is there when the period begins */
	struct str out;
};

/* Was what was counted in the period taken off again, all of it? */
static bool
is_nothing(const struct flow *f)
{
	static const struct flow nothing;

	return memcmp(f->net, nothing.net,
		   sizeof(*f) - offsetof(struct flow, net)) == 0;
}

/* Stages that follow each other; any to churned, and churned to any; the jumps
 * ahead that somebody made; and what is asked for, if it is that alone. */
static void
pairs_fill(const struct moves *m, struct table *t)
{
	int from, to;
	size_t i;

	for (from = 0; from < STAGE_ADVOCACY; from++)
		for (to = from + 1; to <= STAGE_ADVOCACY; to++) {
			t->pairs[from][to] = to == from + 1;
			for (i = 0; i < m->nflows; i++)
				t->pairs[from][to] |=
				    m->flows[i]->hops[from][to] != 0;
		}
	t->pairs[STAGE_ANY][STAGE_CHURNED] = true;
	t->pairs[STAGE_CHURNED][STAGE_ANY] = true;
	if (m->from != NONE && m->to != NONE && m->from != m->to &&
	    m->from != STAGE_ANY && m->to != STAGE_ANY)
		t->pairs[m->from][m->to] = true;
	for (from = 0; from < ENDS; from++)
		for (to = 0; to < ENDS; to++)
			if ((m->from != NONE && m->from != from) ||
			    (m->to != NONE && m->to != to))
				t->pairs[from][to] = false;
}

/* The rows of a period; f is NULL where nobody moved. */
static void
period_put(struct table *t, const char *period, const struct flow *f)
{
	int from, to;

	for (from = 0; from < ENDS; from++)
		for (to = 0; to < ENDS; to++)
			if (t->pairs[from][to])
				str_addf(&t->out,
				    "%s[\"%s\",\"%s\",\"%s\",%lld,%lld]",
				    t->out.len == 1 ? "" : ",", period,
				    stage_names[from], stage_names[to],
				    (long long)(f == NULL
						    ? 0
						    : f->entered[from][to]),
				    (long long)(t->stock[from] +
						(f == NULL ? 0
							   : f->came[from])));
	for (from = 0; f != NULL && from < ENDS; from++)
		t->stock[from] += f->net[from];
}

/* The first day of a period, and that of the next one. */
static int64_t
period_day(const char *period)
{
	static const char rest[] = "0000-01-01T00:00:00Z";
	char at[sizeof(rest)];
	size_t len = strlen(period);
	int64_t t;

	memcpy(at, period, len);
	memcpy(at + len, rest + len, sizeof(rest) - len);
	return time_parse(&t, at, sizeof(rest) - 1, 0) == NULL ? t / 86400 : 0;
}

static int64_t
day_next(int64_t day, enum period_by by)
{
	int64_t month = day_month(day);

	if (by == BY_DAY || by == BY_WEEK)
		return day + (by == BY_WEEK ? 7 : 1);
	return month_last(by == BY_YEAR ? month + 11 : month) + 1;
}

/* The first period: the one that is asked for, or in which anything was. */
static const char *
period_first(const struct moves *m)
{
	size_t i;

	for (i = 0; m->first == NULL && i < m->nflows; i++)
		if (!is_nothing(m->flows[i]))
			return m->flows[i]->period;
	return m->first != NULL ? m->first : m->last;
}

static void
periods_put(const struct moves *m, struct table *t)
{
	const char *first = period_first(m);
	int64_t day = period_day(first);
	size_t i = 0, len = strlen(first);
	char period[PERIOD_MAX];

	for (; strcmp(first, m->last) <= 0; day = day_next(day, m->by)) {
		day_print(period, day);
		period[len] = '\0';
		if (strcmp(period, m->last) > 0)
			break;
		for (; i < m->nflows && strcmp(m->flows[i]->period, period) < 0;
		     i++)
			if (m->flows[i]->period[0] == '\0')
				memcpy(t->stock, m->flows[i]->net,
				    sizeof(t->stock));
		period_put(t, period,
		    i < m->nflows && strcmp(m->flows[i]->period, period) == 0
			? m->flows[i]
			: NULL);
	}
}

static void
moves_end(sqlite3_context *context)
{
	struct moves *m = sqlite3_aggregate_context(context, 0);
	struct table t = {.out = STR_INIT};
	size_t i;

	str_addc(&t.out, '[');
	if (m != NULL && m->last != NULL) {
		pairs_fill(m, &t);
		periods_put(m, &t);
		for (i = 0; i < m->nflows; i++)
			free(m->flows[i]);
		free(m->flows);
		free(m->first);
		free(m->last);
	}
	str_addc(&t.out, ']');
	sqlite3_result_text(
	    context, t.out.ptr, (int)t.out.len, SQLITE_TRANSIENT);
	str_free(&t.out);
}

int
moves_register(struct crm *crm)
{
	return sqlite3_create_function(crm->db, "moves", 9,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, crm, NULL, moves_step,
	    moves_end);
}
