/*
 * merge.h: two clients become one.
 *
 *	merge_init(&m, crm);
 *	merge_prefer(&m, "email=newest")	as typed, any number of them
 *	number = merge_clients(&m, keep, lose)	inside an open change
 *
 * Everything that refers to the one who is given up then refers to the one who
 * is kept, found from the foreign keys of the tables, not from a list. The row
 * of the former is gone; the table merge keeps it, and its number leads to the
 * latter for ever (merge_survivor). Taking it back is the undo of the change
 * (change.h), which knows a merge when it sees one.
 *
 * It knows nothing of the command line.
 */
#ifndef CRM_MERGE_H
#define CRM_MERGE_H

#include "db.h"
#include "entity.h"
#include "record.h"

/* Whose value is it where both have one? */
enum merge_way {
	MERGE_USUAL, /* of the one who is kept; a client is active if either is,
			and blocked if either is */
	MERGE_KEEP, /* of the one who is kept */
	MERGE_NEWEST, /* of the record that was changed last */
	MERGE_LONGEST /* the longer text */
};

struct merge {
	struct crm *crm;
	enum merge_way ways[FIELDS_MAX]; /* of the fields of a client */
};

void merge_init(struct merge *, struct crm *);

/* FIELD=newest|longest|keep; a usage error when that cannot be. Parts of a
 * name, of an address, of a source go together. */
enum crm_rc merge_prefer(struct merge *, const char *text);

/*
 * Give up the client lose: the number of the merge, or 0 with an error
 * (CRM_REFUSED), after which the caller rolls back. Either must be a client;
 * neither deleted nor spam. Empty fields of the one who is kept are filled,
 * lists and fields of one's own united, the emails and phones of both kept,
 * and the older of two dates since when; all other values of the one given up
 * are in the table merge.
 */
int64_t merge_clients(struct merge *, int64_t keep, int64_t lose);

/* The client that a number given up leads to; the number itself when it was
 * not. */
int64_t merge_survivor(struct crm *, int64_t id);

/* Was it given up by somebody who had this name, email,
 * phone or number of another program? Each may be NULL. */
bool merge_was(struct crm *, int64_t lost, const char *name, const char *email,
    const char *phone, const char *external_id);

/* merge_field.c: what a client's record is to hold once the other one is gone:
 * into the record, which is one of clients, those fields that change. */
void merge_fields(const struct merge *, struct record *,
    const struct record *keep, const struct record *lose);

#endif
