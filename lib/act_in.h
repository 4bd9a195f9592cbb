/*
 * act_in.h: what the files share that count acts.
 */
#ifndef CRM_ACT_IN_H
#define CRM_ACT_IN_H

#include "act.h"
#include "act_table.h"
#include "entity.h"

/* What an act is; those of share/query/act.sql, and what follows from them. */
enum source {
	SOURCE_CLIENT, /* the making of the record */
	SOURCE_BOOKING,
	SOURCE_ORDER,
	SOURCE_PURCHASE,
	SOURCE_FORM,
	SOURCE_EVENT,
	SOURCE_GIVEN, /* points given by hand */
	SOURCE_TAKEN, /* points of what was taken back; id * 4 + its source */
	SOURCE_SET, /* a stage set by hand */
	SOURCE_UNSET, /* and lifted */
	SOURCE_INACTIVITY
};

struct act {
	int64_t client, source, id;
	int64_t day; /* the local one; NONE where at is no instant */
	const char *at;
	bool interaction;
	bool paid;
	bool sells; /* is a purchase when it is paid */
	int64_t amount; /* or NONE */
	int64_t value; /* points given; the rank of a stage that was set */
	int64_t points; /* or NONE */
	const char *void_at; /* or NULL, as the next */
	const char *back_at; /* when it was if it had not been taken back */
};

/* A value of the tables: a number, or a text. What is not there is NONE, or
 * NULL. */
union cell {
	int64_t n;
	const char *text;
};
#define NONE INT64_MIN

/* A table: its rows one after the other, each of so many cells. */
struct grid {
	union cell *cells;
	size_t rows, room;
	size_t columns;
};

/* A row more, its cells all 0; until the next one is added. */
union cell *grid_add(struct grid *);
static inline union cell *
grid_row(const struct grid *g, size_t row)
{
	return g->cells + row * g->columns;
}

/* Settings that are counted by. */
enum limit {
	LIMIT_ENGAGEMENT,
	LIMIT_RETENTION,
	LIMIT_RETENTION_DAYS,
	LIMIT_VIP,
	LIMIT_VIP_SPEND,
	LIMIT_CHURN,
	LIMIT_SILVER,
	LIMIT_GOLD,
	LIMIT_PLATINUM,
	LIMITS
};

struct act_list {
	struct act *act;
	size_t n, room;
};

/* All that was counted last. */
struct acts {
	struct keep texts; /* those of the acts and cells */
	struct act_list all; /* acts of all clients */
	struct act_list own; /* of the one who is counted: what is, */
	struct act_list would; /* and what would be */
	struct step *steps; /* of that client (lib/stage.c), */
	size_t nsteps, steps_room;
	int nstages; /* and the stages that they come to, */
	struct str history; /* as one text */
	int64_t limit[LIMITS];
	struct grid so_far, tally;
};

/* Count the acts of a list, which are in order: added to so_far. When something
 * was taken back last, of those that are counted as if nothing had been; else
 * NULL. */
void acts_so_far(struct acts *, const struct act_list *, const char *last_void);

/*
 * What a client comes to, and the stages: added to tally. The acts,
 * n of them, begin with the making of the record; those that count now are the
 * rows of so_far from this one on.
 */
void acts_tally(struct crm *, const struct act *, size_t n, size_t row);
void acts_stages(struct crm *, const struct act *, size_t n, size_t row);

#endif
