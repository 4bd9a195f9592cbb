/*
 * arrive.h: somebody comes in with a booking, an order, a purchase or a form:
 * is it a client we know? rules.md R3 to R5, on top of match.h.
 *
 *	arrive_init(&a, crm, "booking");
 *	for each record that names a person instead of a client:
 *		arrive_clear(&a);
 *		arrive_give(&a, ARRIVE_NAME, text, len);	as typed
 *		if (!arrive_find(&a))		looks, writes nothing
 *			a.who.problem says why not
 *		id = arrive_client(&a);		makes the client if new
 *		... insert the record with client_id = id, NULL for 0 ...
 *		arrive_queue(&a, record's id);	what waits for review
 *	arrive_free(&a);
 *
 * It knows nothing of the command line: an import uses it as it is.
 */
#ifndef CRM_ARRIVE_H
#define CRM_ARRIVE_H

#include "match.h"
#include "record.h"

enum arrive_level {
	ARRIVE_NEW, /* nobody is like it: a client is made */
	ARRIVE_PARTIAL, /* may be somebody: the record waits without a client */
	ARRIVE_EXACT /* it is this client */
};

/* What somebody who comes in can say of himself. */
enum arrive_field { ARRIVE_NAME, ARRIVE_EMAIL, ARRIVE_PHONE, ARRIVE_FIELDS };

struct arrive {
	struct crm *crm;
	const char *type; /* noun of the record: "booking" */
	struct record who; /* as a client: what was given, parsed */

	/* From arrive_find(). */
	enum arrive_level level;
	int64_t client; /* the client it is, or may be; 0: none. After
			   arrive_client() of a new one: that one */
	double score; /* how alike the nearest one is */
	const char *reason; /* why it waits: "partial", "name_mismatch";
			       NULL: it does not */
};

/* type: the noun of the records that come in; it becomes the source of new
 * clients and the type in the queue. It must outlive the arrive. */
void arrive_init(struct arrive *, struct crm *, const char *type);

/* Forget who came last. */
void arrive_clear(struct arrive *);
void arrive_free(struct arrive *);

/* A thing the person says, as typed; copied. Other fields of a new client
 * (language, created_at, country ...) are set with record_set(&a->who, ...)
 * and are not compared. */
void arrive_give(
    struct arrive *, enum arrive_field, const char *text, size_t len);

/* What a record of clients says of its client: name, email and phone. */
void arrive_say(struct arrive *, const struct record *client);

/* Was anything given? */
bool arrive_given(const struct arrive *);

/* The field of a client that this option, header or key names, if it is one
 * of those of arrive_give(); -1 if not. */
int arrive_field(const char *name);

/*
 * Parse what was given and look for its client, by a bounded number of index
 * probes. Writes nothing, so a dry run may stop here. False with a problem in
 * who when a value is no good, or with an error of the handle.
 *
 *	email known		exact (R3); under another name with reason
 *				name_mismatch, partial if match.email_alone
 *				is "pending"
 *	same name and phone	exact, score 1
 *	alike (match.review)	partial
 *	else			new
 *
 * Clients that are deleted or spam are nobody's candidates, but an email is
 * its holder's: that of a spam client leads to it, and that of a deleted one
 * to the refusal of arrive_client().
 */
bool arrive_find(struct arrive *);

/* What a record says of the person who made it, for a client that is new: its
 * language, and where it came from, if it is more exact than "booking". */
void arrive_complete(struct arrive *, const struct record *);

/*
 * The client that the record is to have: 0 (NULL) while it waits for review.
 * A new client is made here, under the rules for clients: client.require,
 * client.limit, and emails of deleted clients unless who.as_new. 0 with a
 * problem in who when they forbid it; in short: 0 is good where
 * who.problem.rc is CRM_OK.
 */
int64_t arrive_client(struct arrive *);

/* The record is stored: queue its association if it needs one. */
void arrive_queue(struct arrive *, int64_t ref);

/*
 * A record that may wait for review was given a client by hand, or is deleted:
 * nothing is left to decide. For the client that it was like, the queue says
 * "used", for another one "new"; of a deleted record it forgets all.
 * record_update() and record_delete() see to it.
 */
void arrive_decided(struct record *, int64_t id, const struct record *old);
void arrive_forget(struct record *, int64_t id);

/* "exact", "partial", "new" */
const char *arrive_word(enum arrive_level);

#endif
