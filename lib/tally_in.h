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

/* An instant as it is stored, in seconds since 1970; false: there is none. */
bool instant_of(sqlite3_value *, int64_t *t);

/* The period that an instant is in (tally.h, "period"). */
void period_name(char out[PERIOD_MAX], int64_t t, enum period_by);

/* As which day a history is told: as it stood at the end of a second. */
struct looking_back {
	bool is; /* else as it stands today */
	int64_t as_of, now; /* seconds */
};

/* What an SQL function of histories is asked; NULL is today. */
struct looking_back looking_back_of(const struct crm *, sqlite3_value *as_of);

/* The bookings of a history, in the order of time: those that were known. */
struct visits {
	const char *p;
	struct looking_back back;
	int64_t t; /* when it begins */
	int64_t minor; /* the price of a completed one, for spent() */
	char what; /* as visit_letter() has it */
};

void visits_begin(struct visits *, const char *history, struct looking_back);
bool visits_next(struct visits *);

/* The whole numbers of histories: read one, whatever comes of a text that has
 * none; append one, for printf() would take most of the time. */
uint64_t figures_read(const char **);
void number_put(struct str *, int64_t);

/* x for a status of cancelled, f for confirmed, else the first letter; '?' for
 * none. */
char visit_letter(const char *status);

/* Numbers, as they come. */
struct numbers {
	int64_t *list;
	size_t n, cap;
};

void number_add(struct numbers *, int64_t);
void numbers_sort(struct numbers *);

/* The greatest of each of so many groups of a size, but for the last; there is
 * one number at least, and their order is lost. */
void numbers_cut(struct numbers *, int groups, int64_t *cuts);

/* Answer with the rhythm of these times; they are freed. */
void rhythm_answer(sqlite3_context *, struct numbers *);

/* Register what these files have. An SQLite result code. */
int history_register(struct crm *);
int idset_register(struct crm *);
int visits_register(struct crm *);
int moves_register(struct crm *);
int segments_register(struct crm *);
int rhythm_register(struct crm *);

#endif
