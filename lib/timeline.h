/*
 * timeline.h: what clients do, from every table at once: the views NAME_event
 * that share/schema declares, merged in the order of time.
 *
 * Every view is walked by its own index and the walks are merged, so that a
 * page costs what it shows, whatever the size of the base.
 */
#ifndef CRM_TIMELINE_H
#define CRM_TIMELINE_H

#include "db.h"
#include "entity.h"

#define TIMELINE_ARMS_MAX 64
#define TIMELINE_ARGS_MAX (TIMELINE_ARMS_MAX + 12)

/*
 * What a row holds, by number, whatever asks: at, date (its local day), money
 * with its currency, ref (the id in the table of its type).
 */
enum timeline_column {
	TIMELINE_CLIENT_ID,
	TIMELINE_CLIENT_NAME,
	TIMELINE_AT,
	TIMELINE_DATE,
	TIMELINE_TYPE,
	TIMELINE_TITLE,
	TIMELINE_STATUS,
	TIMELINE_DESCRIPTION,
	TIMELINE_AMOUNT,
	TIMELINE_CURRENCY,
	TIMELINE_STAFF,
	TIMELINE_REF
};

/* What was asked for; filled by the functions below. */
struct timeline {
	struct crm *crm;
	const char *clients; /* as JSON; NULL: the whole base */
	const char *client; /* who a row is about, as SQL: of one client the
			       argument, so that its name is asked once */
	bool wanted[TIMELINE_ARMS_MAX]; /* which arms; all when none */
	struct str types; /* of those that were named, as JSON; or empty */
	struct str where; /* conditions on a row, each with " AND " */
	struct str after; /* where a page begins, as one more of those */
	bool searches; /* for a text, which no index knows */
	int found[TIMELINE_ARMS_MAX]; /* what a search gathered: the argument
					 with the ids; 0: nothing was */
	struct crm_arg args[TIMELINE_ARGS_MAX + 1];
	int nargs;
	int64_t limit; /* -1: all */
	bool reverse; /* oldest first */
};

void timeline_init(struct timeline *, struct crm *);
void timeline_free(struct timeline *);

/*
 * Narrow it; each sets the error that sticks when its text is no good. Texts
 * must live as long as the timeline.
 *
 * The clients are a JSON array of ids. Types: "booking,review", where the name
 * of a record stands for all its types and "message" for message_in and
 * message_out. After: the event that a page follows, as type:ref, in the order
 * that reverse says.
 */
void timeline_where_clients(struct timeline *, const char *ids);
void timeline_where_types(struct timeline *, const char *words);
void timeline_where_search(struct timeline *, const char *text);
void timeline_where_since(struct timeline *, const char *text);
void timeline_where_until(struct timeline *, const char *text);
void timeline_after(struct timeline *, const char *event);

/* A walk, and the row at which it stands. */
struct timeline_head {
	struct crm_rows *rows;
	const char *at; /* the walk's own, until it steps */
	const char *type;
	int64_t ref;
};

/*
 * The events, newest first unless reverse; those of one time by their number,
 * then by their type. timeline_walk() starts the walks; their columns are the
 * same. timeline_next() gives the one that stands at the next event; NULL at
 * the end, and after an error, which sticks. timeline_leave() ends them all.
 *
 * SQLite would merge them as well, but carries every column of every row
 * through a coroutine for each two of them: half as long again.
 */
struct timeline_walk {
	struct timeline *t;
	struct crm_rows *rows[TIMELINE_ARMS_MAX];
	int nrows;
	struct timeline_head heads[TIMELINE_ARMS_MAX]; /* by their order */
	int nheads; /* that are not at their end */
	bool moved; /* the first stands at what was given last */
	int64_t left; /* of the limit; -1: no end */
};

void timeline_walk(struct timeline_walk *, struct timeline *);
struct crm_rows *timeline_next(struct timeline_walk *);
void timeline_leave(struct timeline_walk *);

/* Those of the page that come last, in the order of time: what --follow
 * begins with. */
struct crm_rows *timeline_last(struct timeline *);

/* How many of them there are of each type: type, count. */
struct crm_rows *timeline_counts(struct timeline *);

/*
 * SQL for the events whose row the journal names past ?(nargs + 1) up to
 * ?(nargs + 2), each once, in the order of their last change, as they stand
 * now; a row that is gone comes as it was, with the status "deleted". False
 * when no table that the journal names is wanted.
 */
bool timeline_changes_put(struct str *, const struct timeline *);

/*
 * The derived tables that are wanted, from 0, which no journal names: the table
 * with this number, NULL past the last; and SQL for its events with an id past
 * ?(nargs + 1) up to ?(nargs + 2).
 */
const char *timeline_derived(const struct timeline *, int);
void timeline_derived_put(struct str *, const struct timeline *, int);

#endif
