/*
 * match_store.h: the weights that the base has taught, kept in the file.
 */
#ifndef CRM_MATCH_STORE_H
#define CRM_MATCH_STORE_H

#include "db.h"
#include "match.h"

/* The model that scan, explain and what comes in weigh with: that stored, or
 * else the defaults. Kept in crm, for as long as that. Read once a process;
 * match_store_save() renews it. */
const struct match_model *match_store_load(struct crm *);

/*
 * Store what a scan has come to: the model it learnt (NULL: leave that alone)
 * and the last journal row it has seen (0: likewise), in a short transaction.
 * No change of the data, so the journal knows nothing of it. False when the
 * file is not to be written, or busy: nothing is stored then, and it is no
 * error.
 */
bool match_store_save(struct crm *, const struct match_model *, int64_t seen);

#endif
