/*
 * tally_in.h: what the parts of tally.h share. Private to them.
 */
#ifndef CRM_TALLY_IN_H
#define CRM_TALLY_IN_H

#include "tally.h"

#define PERIOD_MAX 12

enum period_by {
	BY_NOTHING,
	BY_DAY,
	BY_WEEK,
	BY_MONTH,
	BY_YEAR,
	BY_WEEKDAY,
	BY_HOUR,
	BY_GRID
};

/* The unit of this name; NULL is BY_NOTHING. False when there is none. */
bool period_unit(enum period_by *, const char *);

/* The period that an instant is in (tally.h, "period"). */
void period_name(char out[PERIOD_MAX], int64_t t, enum period_by);

/* Register rhythm(), cuts() and cohorts(). An SQLite result code. */
int rhythm_register(struct crm *);

#endif
