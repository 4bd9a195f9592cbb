/*
 * incoming.h: a record that is added, perhaps with the name, email and phone
 * of whoever it comes from in the place of a client. For layer 4 only.
 *
 * It serves every "add": without CRM_INCOMING among the flags of the verb it
 * is a plain record_insert() and crm_record_answer().
 */
#ifndef CRM_INCOMING_H
#define CRM_INCOMING_H

#include "arrive.h"

/* The options of a verb with CRM_INCOMING; ends with a NULL name. */
extern const struct crm_option incoming_options[];

struct incoming {
	struct record *rec; /* the record that is added */
	struct arrive arrive; /* whom it comes from */
	bool on; /* the verb takes people */
};

void incoming_begin(struct incoming *, struct record *);
void incoming_end(struct incoming *);

/* What the options say of the person; was there anything? */
bool incoming_from_options(struct incoming *);

/* The same, without a record yet. */
bool incoming_given(struct crm *);

/* A key of a JSON object: false when it says nothing of a person. NULL: none
 * of that kind. */
bool incoming_take(
    struct incoming *, const char *key, const char *text, size_t len);

/* Insert the record, for its client, or for whom arrive.h finds. The id, or 0
 * with the error in the handle. */
int64_t incoming_insert(struct incoming *);

/* Print it as "add" does, with "match" in JSON; and say what was decided,
 * once it is stored. */
enum crm_rc incoming_answer(struct incoming *, int64_t id);

#endif
