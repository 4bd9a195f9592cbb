/*
 * queue.h: the records that wait for review (the table association), and what
 * is decided about them: rules.md R3 and R4, features L7 to L12.
 *
 * It knows nothing of the command line. Each function that fails leaves the
 * error in the handle.
 */
#ifndef CRM_QUEUE_H
#define CRM_QUEUE_H

#include "db.h"

/* One that waits. Its texts are kept by the handle. */
struct queued {
	int64_t id;
	const char *at; /* when it came in */
	const char *type; /* noun of the record: "booking" */
	int64_t ref; /* its number */
	const char *name, *email, *phone; /* that came with it; NULL: none */
	int64_t candidate; /* the client it may belong to; 0: none */
	const char *status; /* open, used, new, ignored */
	int64_t merge; /* from queue_use() of a client: the merge's number */
	bool known; /* from queue_new(): the client was there */
};

/* Is it a client (crm-import --match), and not a client's record? */
bool queue_is_client(const struct queued *);

/* Read it, and refuse one that is decided already ("already"). */
enum crm_rc queue_load(struct crm *, int64_t id, struct queued *);

/* It is the candidate: the record becomes that client's; a client is merged
 * into that one (merge.h). */
enum crm_rc queue_use(struct crm *, struct queued *);

/*
 * It is somebody else: a client is made of what came with the record, which
 * becomes that client's. An email that a client has stays with that client;
 * that the two are not one is remembered (distinct.h). Whom the rule of the
 * same name and the same email or phone (rules.md R4) makes somebody who has
 * come to be a client since is that client, and not made twice. Of a client
 * that waits only that: it has been made already.
 * Returns the client; 0 after an error.
 */
int64_t queue_new(struct crm *, struct queued *);

/* Not now: it waits, out of sight. */
enum crm_rc queue_ignore(struct crm *, const struct queued *);

#endif
