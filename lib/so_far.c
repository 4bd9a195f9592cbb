/*
 * so_far.c: acts in the order of time, with what they come to so far.
 */
#include <string.h>

#include "act_in.h"
#include "kind.h"

#include "banned.h"

struct count {
	union cell row[SF_STORED];
	int64_t active_day; /* of the latest activity, */
	int64_t bought_day; /* of the latest purchase, */
	int64_t month; /* and of the latest interaction */
	int64_t month_day; /* a day of that month */
	int64_t in_month; /* interactions of it */
	int64_t tiers; /* changes of the tier */
	bool active, bought, acted; /* was there any? */
	unsigned risen; /* to which tiers, a bit for each */
};

#define N(column) row[SF_##column].n

/* Prices may be absurd: what does not fit stays at what does. */
static void
sum_add(int64_t *sum, int64_t n)
{
	if (n != NONE && __builtin_add_overflow(*sum, n, sum))
		*sum = INT64_MAX;
}

static void
activity_count(struct count *c, int64_t day)
{
	c->N(GAP) = NONE;
	if (!c->N(ACTIVITY))
		return;
	if (c->active)
		c->N(GAP) = day - c->active_day;
	c->active = true;
	c->active_day = day;
}

static void
month_count(struct count *c, int64_t day)
{
	int64_t month;

	c->N(NTH_MONTH) = NONE;
	if (!c->N(INTERACTION))
		return;
	c->N(NTH_ACT)++;
	month = c->acted && day == c->month_day ? c->month : day_month(day);
	c->in_month = c->acted && month == c->month ? c->in_month + 1 : 1;
	c->N(NTH_MONTH) = c->in_month;
	c->acted = true;
	c->month = month;
	c->month_day = day;
}

static void
purchase_count(struct count *c, int64_t day)
{
	if (!c->N(COUNTS))
		return;
	c->N(NTH_PURCHASE)++;
	if (!c->bought || day != c->bought_day)
		c->N(NTH_DAY)++;
	c->bought = true;
	c->bought_day = day;
}

static void
paid_count(struct count *c)
{
	int64_t before = c->N(SPENT);

	c->N(SPENT_BEFORE) = NONE;
	if (!c->N(PAID))
		return;
	c->N(NTH_BOOKING) += c->N(SOURCE) == SOURCE_BOOKING;
	c->N(NTH_ORDER) += c->N(SOURCE) == SOURCE_ORDER;
	sum_add(&c->N(SPENT), c->N(AMOUNT));
	if (c->N(AMOUNT) != NONE)
		c->N(SPENT_BEFORE) = before;
}

static int64_t
rank_of(const int64_t *limit, int64_t points)
{
	return (points >= limit[LIMIT_SILVER]) + (points >= limit[LIMIT_GOLD]) +
	       (points >= limit[LIMIT_PLATINUM]);
}

/* The tiers of loyalty go by all points ever earned (R25): up, and down again
 * when what earned them is taken back. Redeeming and expiring lower none. */
static void
tier_count(struct count *c, const int64_t *limit)
{
	int64_t *rank = &c->N(RANK);

	c->N(NTH_TIER) = NONE;
	c->N(IS_RISE) = 0;
	if (c->N(POINTS) == NONE)
		return;
	c->N(RANK_BEFORE) = rank_of(limit, c->N(EARNED));
	sum_add(&c->N(EARNED), c->N(POINTS));
	*rank = rank_of(limit, c->N(EARNED));
	if (*rank == c->N(RANK_BEFORE))
		return;
	c->N(NTH_TIER) = ++c->tiers;
	c->N(IS_RISE) =
	    *rank > c->N(RANK_BEFORE) && !(c->risen & (1u << *rank));
	if (c->N(IS_RISE))
		c->risen |= 1u << *rank;
}

static void
act_put(struct count *c, const struct act *act)
{
	c->N(CLIENT) = act->client;
	c->N(TURN)++;
	c->row[SF_AT].text = act->at;
	c->N(SOURCE) = act->source;
	c->N(ID) = act->id;
	c->N(DAY) = act->day;
	c->N(INTERACTION) = act->interaction;
	c->N(ACTIVITY) =
	    act->source >= SOURCE_BOOKING && act->source <= SOURCE_EVENT;
	c->N(PAID) = act->paid;
	c->N(COUNTS) = act->paid && act->sells;
	c->N(AMOUNT) = act->amount;
	c->N(POINTS) = act->points;
	c->row[SF_VOID_AT].text = act->void_at;
	c->N(NTH_REVIEW) += act->source == SOURCE_EVENT && !act->interaction;
}

void
acts_so_far(struct acts *a, const struct act_list *list, const char *last_void)
{
	struct count c = {0};
	int64_t day;
	size_t i;

	for (i = 0; i < list->n; i++) {
		act_put(&c, &list->act[i]);
		c.N(VERSION) = last_void != NULL;
		c.row[SF_LAST_VOID].text = last_void;
		day = c.N(DAY) == NONE ? 0 : c.N(DAY);
		activity_count(&c, day);
		month_count(&c, day);
		purchase_count(&c, day);
		paid_count(&c);
		tier_count(&c, a->limit);
		memcpy(grid_add(&a->so_far), c.row, sizeof(c.row));
	}
}
