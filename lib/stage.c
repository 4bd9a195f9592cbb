/*
 * stage.c: what the acts of a client come to, and the stages that the client
 * has come to, and when (R6-R10).
 */
#include <stdlib.h>
#include <string.h>

#include "act_in.h"
#include "days.h"
#include "kind.h"
#include "stages.h"

#include "crm_sql.h"

#include "banned.h"

/* --- the tally ---------------------------------------------------------------
 */

static void
text_least(union cell *cell, const char *at)
{
	if (strcmp(at, cell->text) < 0)
		cell->text = at;
}

static void
text_most(union cell *cell, const char *at)
{
	if (at != NULL && (cell->text == NULL || strcmp(at, cell->text) > 0))
		cell->text = at;
}

/* Prices may be absurd: what does not fit stays at what does. */
static void
spent_add(union cell *sum, int64_t n)
{
	if (n != NONE && __builtin_add_overflow(sum->n, n, &sum->n))
		sum->n = INT64_MAX;
}

static void
activity_tally(union cell *t, const union cell *row, bool later)
{
	t[TA_ACTIVITIES].n++;
	text_least(&t[TA_START], row[SF_AT].text);
	if (row[SF_DAY].n > t[TA_LAST_DAY].n)
		t[TA_LAST_DAY].n = row[SF_DAY].n;
	if (!later)
		text_most(&t[TA_LAST_ACTIVITY], row[SF_AT].text);
}

static void
row_tally(union cell *t, const union cell *row, const char *now)
{
	bool later = strcmp(row[SF_AT].text, now) > 0;
	int64_t day = row[SF_DAY].n;

	if (row[SF_ACTIVITY].n)
		activity_tally(t, row, later);
	if (row[SF_SOURCE].n == SOURCE_BOOKING) {
		t[TA_BOOKINGS].n++;
		if (row[SF_PAID].n && !later)
			text_most(&t[TA_LAST_VISIT], row[SF_AT].text);
		if (row[SF_PAID].n)
			spent_add(&t[TA_SPENT], row[SF_AMOUNT].n);
	}
	if (later && day != NONE &&
	    (t[TA_AHEAD].n == NONE || day < t[TA_AHEAD].n))
		t[TA_AHEAD].n = day;
	text_most(&t[TA_VOID_AT], row[SF_VOID_AT].text);
	if (row[SF_NTH_TIER].n != NONE)
		t[TA_RANK].n = row[SF_RANK].n;
}

void
acts_tally(struct crm *crm, const struct act *act, size_t n, size_t row)
{
	const struct grid *so_far = &crm->acts->so_far;
	union cell *t = grid_add(&crm->acts->tally);
	const char *now = crm_now(crm);
	bool is_set = false;
	size_t i;

	t[TA_CLIENT].n = act->client;
	t[TA_START].text = act->at;
	t[TA_LAST_DAY].n = t[TA_AHEAD].n = NONE;
	for (; row < so_far->rows; row++)
		row_tally(t, grid_row(so_far, row), now);
	for (i = 1; i < n; i++) {
		if (act[i].source != SOURCE_SET)
			continue;
		text_least(&t[TA_START], act[i].at);
		is_set = true;
	}
	if (t[TA_LAST_DAY].n == NONE)
		t[TA_LAST_DAY].n = act->day;
	t[TA_ACTIVITIES].n += is_set;
}

/* --- what happens to the stage -----------------------------------------------
 */

/* In this order at the same moment. */
enum step_kind { EARNED = 1, BACK, CHURNED, LIFTED, SET };

struct step {
	const char *at;
	enum step_kind kind;
	int64_t rank;
	int64_t source, id; /* of its cause */
};

static void
step_add(struct acts *a, struct step step)
{
	if (a->nsteps == a->steps_room) {
		a->steps_room = a->steps_room * 2 + 64;
		a->steps =
		    mem_grow(a->steps, a->steps_room * sizeof(a->steps[0]));
	}
	a->steps[a->nsteps++] = step;
}

/* Does the stage of this rank come with what there is so far? */
static bool
is_earned(const union cell *row, int rank, const int64_t *limit)
{
	bool counts = row[SF_COUNTS].n;

	switch (rank) {
	case STAGE_ENGAGEMENT:
		return row[SF_INTERACTION].n &&
		       row[SF_NTH_ACT].n == limit[LIMIT_ENGAGEMENT];
	case STAGE_ACTIVATION:
		return counts && row[SF_NTH_PURCHASE].n == 1;
	case STAGE_RETENTION:
		return counts &&
		       row[SF_NTH_PURCHASE].n >= limit[LIMIT_RETENTION] &&
		       row[SF_NTH_DAY].n >= limit[LIMIT_RETENTION_DAYS];
	default:
		return (counts && row[SF_NTH_PURCHASE].n == limit[LIMIT_VIP]) ||
		       (row[SF_PAID].n && limit[LIMIT_VIP_SPEND] > 0 &&
			   row[SF_SPENT].n > limit[LIMIT_VIP_SPEND]);
	}
}

/* Three o'clock, the hour of the daily job. */
static const char *
morning(struct acts *a, int64_t day)
{
	char text[21];

	time_print(text, day_at(day, 3, 0, 0));
	return keep_mem(&a->texts, text, 20);
}

/* A gap before an activity, or before the first one: churned, and come back. */
static void
gap_step(struct crm *crm, const union cell *row, int64_t created)
{
	struct acts *a = crm->acts;
	int64_t day = row[SF_DAY].n, churn = a->limit[LIMIT_CHURN], since;
	const char *at;

	since = row[SF_GAP].n != NONE ? day - row[SF_GAP].n : created;
	if (day == NONE || since == NONE || churn <= 0 || day - since < churn ||
	    since + churn > crm->as_of)
		return;
	at = morning(a, since + churn);
	if (strcmp(at, row[SF_AT].text) >= 0)
		return;
	step_add(a, (struct step){at, CHURNED, 0, SOURCE_INACTIVITY, 0});
	step_add(a, (struct step){row[SF_AT].text, BACK, 0, row[SF_SOURCE].n,
			row[SF_ID].n});
}

/* What is earned only rises; inactivity makes it churned until the next
 * activity. */
static void
act_steps(struct crm *crm, size_t i, int64_t created)
{
	struct acts *a = crm->acts;
	const union cell *row;
	int rank;
	bool earned[STAGE_ADVOCACY + 1] = {false};

	for (; i < a->so_far.rows; i++) {
		row = grid_row(&a->so_far, i);
		for (rank = STAGE_ENGAGEMENT; rank <= STAGE_ADVOCACY; rank++) {
			if (earned[rank] || !is_earned(row, rank, a->limit))
				continue;
			earned[rank] = true;
			step_add(a, (struct step){row[SF_AT].text, EARNED, rank,
					row[SF_SOURCE].n, row[SF_ID].n});
		}
		if (row[SF_ACTIVITY].n)
			gap_step(crm, row, created);
	}
}

/* Churned since, for all that is known on the day. Of those who never did
 * anything, and whose stage was never set, the daily job alone says so. */
static void
late_step(struct crm *crm, const union cell *tally)
{
	struct acts *a = crm->acts;
	int64_t day = tally[TA_LAST_DAY].n, churn = a->limit[LIMIT_CHURN];
	int64_t by = tally[TA_ACTIVITIES].n > 0 ? crm->as_of : crm->daily;

	if (churn > 0 && day != NONE && day + churn <= by)
		step_add(a, (struct step){morning(a, day + churn), CHURNED, 0,
				SOURCE_INACTIVITY, 0});
}

/* What was set by hand holds from its date until it is lifted. */
static void
hand_steps(struct acts *a, const struct act *act, size_t n)
{
	size_t i;

	for (i = 1; i < n; i++) {
		if (act[i].source != SOURCE_SET)
			continue;
		step_add(a,
		    (struct step){act[i].at, SET, act[i].value, SOURCE_SET, 0});
		if (act[i].void_at != NULL)
			step_add(a, (struct step){act[i].void_at, LIFTED, 0,
					SOURCE_UNSET, 0});
	}
}

/* --- where it leads ----------------------------------------------------------
 */

struct stage {
	int64_t earned, set;
	bool is_set, churned;
};

static int64_t
stage_rank(const struct stage *s)
{
	if (s->is_set)
		return s->set;
	return s->churned ? STAGE_CHURNED : s->earned;
}

static void
stage_step(struct stage *s, const struct step *step)
{
	switch (step->kind) {
	case EARNED:
		if (step->rank > s->earned)
			s->earned = step->rank;
		break;
	case BACK:
	case CHURNED:
		s->churned = step->kind == CHURNED;
		break;
	case LIFTED:
	case SET:
		s->is_set = step->kind == SET;
		s->set = step->rank;
		break;
	}
}

static int
step_order(const void *x, const void *y)
{
	const struct step *a = x, *b = y;
	int order = strcmp(a->at, b->at);

	if (order == 0)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	return order != 0 ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* One more stage that the client has come to; its name. */
static const char *
stage_add(
    struct acts *a, const char *at, int64_t rank, int64_t source, int64_t id)
{
	char name[ACT_NAME_MAX];

	stages_put(&a->history, at, (int)rank, act_name(name, source, id));
	a->nstages++;
	return stage_names[rank];
}

/* Of several steps at one moment the last one stands. */
static const char *
steps_lead(struct acts *a, const char *to)
{
	const struct step *step = a->steps, *end = step + a->nsteps, *last;
	struct stage s = {0};
	int64_t before;

	while (step < end) {
		before = stage_rank(&s);
		last = step;
		for (; step < end && strcmp(step->at, last->at) == 0; step++) {
			stage_step(&s, step);
			last = step;
		}
		if (stage_rank(&s) != before)
			to = stage_add(a, last->at, stage_rank(&s),
			    last->source, last->id);
	}
	return to;
}

void
acts_stages(struct crm *crm, const struct act *act, size_t n, size_t row)
{
	struct acts *a = crm->acts;
	union cell *tally = grid_row(&a->tally, a->tally.rows - 1);
	const char *stage;

	a->nsteps = 0;
	a->nstages = 0;
	str_cut(&a->history, 0);
	act_steps(crm, row, act->day);
	late_step(crm, tally);
	hand_steps(a, act, n);
	if (a->nsteps > 1)
		qsort(a->steps, a->nsteps, sizeof(a->steps[0]), step_order);
	stage = stage_add(a, tally[TA_START].text, 0, SOURCE_CLIENT, 0);
	tally[TA_STAGE].text = steps_lead(a, stage);
	/* Nobody needs a row to be in discovery since the record was made. */
	if (a->nstages == 1 && strcmp(tally[TA_START].text, act->at) >= 0)
		return;
	tally[TA_STAGES].text =
	    keep_mem(&a->texts, a->history.ptr, a->history.len);
}

/* --- which of it is new ------------------------------------------------------
 */

/* Are they those that were kept the last time? */
static bool
is_kept(const union cell *tally, struct crm_rows *kept)
{
	bool is = !kept->done && crm_col_int(kept, 0) == tally[TA_CLIENT].n;

	if (!is || tally[TA_STAGES].text == NULL)
		return !is && tally[TA_STAGES].text == NULL;
	return strcmp(crm_col_text(kept, 1), tally[TA_STAGES].text) == 0;
}

void
acts_restaged(struct crm *crm)
{
	struct grid *tallies = &crm->acts->tally;
	struct crm_rows *kept = crm_query(crm, SQL_STAGE_HISTORY_DUE);
	union cell *tally;
	size_t i;

	crm_next(kept);
	for (i = 0; i < tallies->rows && crm->rc == CRM_OK; i++) {
		tally = grid_row(tallies, i);
		while (!kept->done && crm_col_int(kept, 0) < tally[TA_CLIENT].n)
			crm_next(kept);
		tally[TA_RESTAGED].n = !is_kept(tally, kept);
	}
	crm_close(kept);
}
