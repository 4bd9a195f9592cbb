/*
 * derive.h: bring what follows from the facts up to date with them.
 */
#ifndef CRM_DERIVE_H
#define CRM_DERIVE_H

#include "db.h"

/*
 * Run share/query/derive_*.sql for the clients that the journal names past
 * the mark, and move the mark. Inside the transaction that changed them.
 */
enum crm_rc derive_due(struct crm *);

/*
 * The daily job, in transactions of its own, each of some thousand clients:
 * note the day (kind.h, day_of) in state.daily_on, if it is later than that,
 * bring up to date what else is due, and then the clients whom the days until
 * this one bring something: who churn, who have an anniversary.
 */
enum crm_rc derive_day(struct crm *, int64_t day);

/*
 * Let the acts of a client be counted without deriving: the tables so_far,
 * tally and staged (act_table.h) hold what they come to, nothing else is
 * written.
 */
enum crm_rc derive_look(struct crm *, int64_t client);

/*
 * The same for all whom the days until this one bring something; what they are
 * awarded by then stands in the temporary table ahead (client_id, milestone,
 * ordinal, due, title, cause), also what has been derived already.
 */
enum crm_rc derive_ahead(struct crm *, int64_t day);

/* The last of these alone, for today, inside the caller's transaction. */
enum crm_rc derive_late(struct crm *);

/* More memory for pages, before much is derived. */
void derive_memory(struct crm *);

/* The same for every client, as if nothing had been derived before. */
enum crm_rc derive_all(struct crm *);

/*
 * Does what is derived agree with the facts? Derives from nothing in a
 * transaction, compares, and rolls back (or keeps it: fix). Calls told for
 * each difference; *drift counts them.
 */
enum crm_rc derive_check(struct crm *, bool fix, int64_t *drift,
    void (*told)(void *arg, const char *text), void *arg);

#endif
