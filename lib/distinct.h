/*
 * distinct.h: clients who are alike and are known not to be one.
 */
#ifndef CRM_DISTINCT_H
#define CRM_DISTINCT_H

#include "db.h"

/* Remember that these two are not one; in which order makes no difference.
 * reason may be NULL. False when that is known already, and is left as it is,
 * or with an error of the handle. */
bool distinct_add(struct crm *, int64_t one, int64_t other, const char *reason);

/* Is it known? */
bool distinct_known(struct crm *, int64_t one, int64_t other);

#endif
