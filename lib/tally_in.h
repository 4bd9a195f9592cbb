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

/* The bookings of a history, in the order of time. */
struct visits {
	const char *p;
	int64_t t; /* when it begins */
	char what; /* x where it was cancelled, f where it is confirmed, else
		      the first letter of its status */
	bool before; /* less than the one before: the first one, before 1970 */
};

void visits_begin(struct visits *, const char *history);
bool visits_next(struct visits *);

/* Numbers, as they come. */
struct numbers {
	int64_t *list;
	size_t n, cap;
};

void number_add(struct numbers *, int64_t);

/* The greatest of each of so many groups of a size, but for the last; there is
 * one number at least, and their order is lost. */
void numbers_cut(struct numbers *, int groups, int64_t *cuts);

/* Answer with the rhythm of these times; they are freed. */
void rhythm_answer(sqlite3_context *, struct numbers *);

/* Register history() and what reads it; rhythm(), cuts() and cohorts();
 * moves(). An SQLite result code. */
int visits_register(struct crm *);
int moves_register(struct crm *);
int segments_register(struct crm *);
int rhythm_register(struct crm *);

#endif
