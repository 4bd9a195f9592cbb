/*
 * derive_in.h: what derive.c and due.c share: the temporary table "due" of the
 * clients to bring up to date.
 */
#ifndef CRM_DERIVE_IN_H
#define CRM_DERIVE_IN_H

#include "derive.h"
#include "entity.h"

/* More rows of the journal than this are not copied without need. */
#define DUE_MANY 1000

/* The table, empty. */
void due_create(struct crm *);

/* Let due be the journal past the mark itself, where that will do. */
bool due_is_journal(struct crm *, int64_t mark);

/* Fill it with whom the journal past the mark concerns. When a setting of the
 * rules is among that, crm->moved is 0 or more from here on, and counts. */
void due_fill(struct crm *, int64_t mark);

/* Count the clients for whom the rules say something else since. */
void moved_end(struct crm *);

/* Let the table of a rule hold what the rule says, for those who are due. */
void rule_merge(struct crm *, const struct crm_rule *);

#endif
