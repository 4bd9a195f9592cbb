/*
 * beside.h: more handles on the same state of the same file, so that threads
 * can ask each its own.
 */
#ifndef CRM_BESIDE_H
#define CRM_BESIDE_H

#include "db.h"

/*
 * Open n handles beside one that only reads and was opened with DB_THREADS, and
 * let all of them, that one as well, read the state that the file has now,
 * whatever is written meanwhile: each is in a transaction from here on. False,
 * and none is open, when there is no file or no way. The caller owns them,
 * until beside_close().
 */
bool beside_open(struct crm *, struct crm *others, int n);

/* The first error of the others is an error of the handle, too. */
enum crm_rc beside_status(struct crm *, const struct crm *others, int n);

/* What they crm_keep() stays until here. */
void beside_close(struct crm *others, int n);

#endif
