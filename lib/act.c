/*
 * act.c: what the clients did who are due, counted in the order of time.
 */
#include <stdlib.h>
#include <string.h>

#include "act_in.h"
#include "days.h"
#include "kind.h"

#include "crm_sql.h"

#include "banned.h"

/* --- tables ------------------------------------------------------------------
 */

union cell *
grid_add(struct grid *g)
{
	size_t size = g->columns * sizeof(g->cells[0]);

	if (g->rows == g->room) {
		g->room = g->room * 2 + 64;
		g->cells = mem_grow(g->cells, g->room * size);
	}
	return memset(grid_row(g, g->rows++), 0, size);
}

static struct act *
act_add(struct act_list *list, const struct act *act)
{
	if (list->n == list->room) {
		list->room = list->room * 2 + 64;
		list->act =
		    mem_grow(list->act, list->room * sizeof(list->act[0]));
	}
	list->act[list->n] = *act;
	return &list->act[list->n++];
}

/* --- reading -----------------------------------------------------------------
 */

static int64_t
col_number(struct crm_rows *r, int i)
{
	return crm_col_null(r, i) ? NONE : crm_col_int(r, i);
}

static const char *
col_keep(struct acts *a, struct crm_rows *r, int i)
{
	const char *text = crm_col_text(r, i);

	return text == NULL ? NULL : keep_text(&a->texts, text);
}

static int64_t
day_at_text(const char *at)
{
	int64_t t;

	return at != NULL && time_parse(&t, at, strlen(at), 0) == NULL
		   ? day_of(t)
		   : NONE;
}

/* One that was taken back earns nothing, now. */
static int64_t
act_points(const struct earning *e, const struct act *act)
{
	int64_t points = 0;

	if (!act->sells || act->void_at != NULL)
		return act->source == SOURCE_GIVEN ? act->value : NONE;
	if (act->amount != NONE)
		points = earning_points(e, act->amount);
	return points > 0 ? points : NONE;
}

static void
acts_read(struct crm *crm, struct acts *a, const struct earning *e)
{
	struct crm_rows *r = crm_query(crm, SQL_ACT);
	struct act act;

	a->all.n = 0;
	keep_reset(&a->texts);
	while (crm_next(r)) {
		act = (struct act){.client = crm_col_int(r, 0),
		    .source = crm_col_int(r, 1),
		    .id = crm_col_int(r, 2),
		    .at = col_keep(a, r, 3),
		    .interaction = crm_col_int(r, 4) != 0,
		    .paid = crm_col_int(r, 5) != 0,
		    .sells = crm_col_int(r, 6) != 0,
		    .amount = col_number(r, 7),
		    .value = col_number(r, 8),
		    .void_at = col_keep(a, r, 9),
		    .back_at = col_keep(a, r, 10)};
		act.day = day_at_text(act.at);
		act.points = act_points(e, &act);
		act_add(&a->all, &act);
	}
}

static int
number_order(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

/* In the order of time, and of what does not change at the same moment; the
 * making of the record first. */
static int
act_order(const void *x, const void *y)
{
	const struct act *a = x, *b = y;
	int order = number_order(a->client, b->client);

	if (order == 0)
		order = (b->source == 0) - (a->source == 0);
	if (order == 0)
		order = strcmp(a->at, b->at);
	if (order == 0)
		order = number_order(a->source, b->source);
	return order != 0 ? order : number_order(a->id, b->id);
}

static void
acts_sort(struct act_list *list)
{
	if (list->n > 1)
		qsort(list->act, list->n, sizeof(list->act[0]), act_order);
}

/* --- what was taken back -----------------------------------------------------
 */

/* The same acts if nothing had been: what was completed then counts when it
 * began. */
static void
would_fill(struct acts *a)
{
	struct act *act;
	size_t i;

	a->would.n = 0;
	for (i = 0; i < a->own.n; i++) {
		act = act_add(&a->would, &a->own.act[i]);
		act->points = NONE;
		act->paid |= act->void_at != NULL;
		if (act->back_at == NULL || act->void_at == NULL)
			continue;
		act->at = act->back_at;
		act->day = day_at_text(act->at);
	}
	acts_sort(&a->would);
}

/* What was taken back had earned points, and loses them, each by an act of its
 * own. Taken back before it was bought, it never earned any. */
static void
taken_add(struct acts *a, const struct earning *e)
{
	const struct act *act;
	struct act taken;
	size_t i;

	for (i = 0; i < a->would.n; i++) {
		act = &a->would.act[i];
		if (act->void_at == NULL || !act->sells ||
		    act->amount == NONE || strcmp(act->void_at, act->at) <= 0)
			continue;
		taken = (struct act){.client = act->client,
		    .source = SOURCE_TAKEN,
		    .id = act->id * 4 + act->source,
		    .at = act->at,
		    .day = act->day,
		    .amount = NONE,
		    .points = earning_points(e, act->amount)};
		if (taken.points <= 0)
			continue;
		act_add(&a->own, &taken);
		taken.at = act->void_at;
		taken.day = day_at_text(taken.at);
		taken.points = -taken.points;
		act_add(&a->own, &taken);
	}
	acts_sort(&a->own);
}

/* --- all of them -------------------------------------------------------------
 */

static const char *const limits[LIMITS] = {
    [LIMIT_ENGAGEMENT] = "journey.engagement_interactions",
    [LIMIT_RETENTION] = "journey.retention_purchases",
    [LIMIT_RETENTION_DAYS] = "journey.retention_days",
    [LIMIT_VIP] = "vip.purchases",
    [LIMIT_VIP_SPEND] = "vip.spend",
    [LIMIT_CHURN] = "journey.churn_days",
    [LIMIT_SILVER] = "loyalty.silver",
    [LIMIT_GOLD] = "loyalty.gold",
    [LIMIT_PLATINUM] = "loyalty.platinum",
};

/* The acts of a client, after the making of the record. */
static void
client_count(
    struct crm *crm, const struct act *act, size_t n, const struct earning *e)
{
	struct acts *a = crm->acts;
	size_t i, row = a->so_far.rows;
	bool taken = false;

	a->own.n = 0;
	for (i = 1; i < n; i++) {
		if (act[i].source == SOURCE_SET)
			continue;
		act_add(&a->own, &act[i]);
		taken |= act[i].void_at != NULL;
	}
	if (taken) {
		would_fill(a);
		taken_add(a, e);
	}
	acts_so_far(a, &a->own, NULL);
	acts_tally(crm, act, n, row);
	acts_stages(crm, act, n, row);
	if (taken)
		acts_so_far(a, &a->would,
		    grid_row(&a->tally, a->tally.rows - 1)[TA_VOID_AT].text);
}

static struct acts *
acts_begin(struct crm *crm)
{
	struct acts *a = crm->acts;
	int i;

	if (a == NULL) {
		a = mem_alloc(sizeof(*a));
		*a = (struct acts){.history = STR_INIT,
		    .so_far.columns = SF_STORED,
		    .tally.columns = TA_STORED};
		crm->acts = a;
	}
	a->so_far.rows = a->tally.rows = 0;
	for (i = 0; i < LIMITS; i++)
		a->limit[i] = crm_threshold(crm, limits[i]);
	return a;
}

enum crm_rc
acts_count(struct crm *crm)
{
	struct acts *a = acts_begin(crm);
	struct earning e;
	size_t i, n;

	earning_read(crm, &e);
	acts_read(crm, a, &e);
	acts_sort(&a->all);
	for (i = 0; i < a->all.n && crm->rc == CRM_OK; i += n) {
		for (n = 1; i + n < a->all.n &&
			    a->all.act[i + n].client == a->all.act[i].client;
		     n++)
			;
		client_count(crm, &a->all.act[i], n, &e);
	}
	return crm->rc;
}

bool
acts_heed(const char *setting)
{
	int i;

	for (i = 0; i < LIMITS; i++)
		if (strcmp(limits[i], setting) == 0)
			return true;
	return false;
}

void
acts_free(struct crm *crm)
{
	struct acts *a = crm->acts;

	if (a == NULL)
		return;
	keep_free(&a->texts);
	free(a->all.act);
	free(a->own.act);
	free(a->would.act);
	free(a->steps);
	str_free(&a->history);
	free(a->so_far.cells);
	free(a->tally.cells);
	free(a);
	crm->acts = NULL;
}
