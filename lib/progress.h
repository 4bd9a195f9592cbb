/*
 * progress.h: how far a long work has come: on a terminal after one second,
 * and on SIGUSR1 at any time.
 */
#ifndef CRM_PROGRESS_H
#define CRM_PROGRESS_H

#include <stdint.h>

#include "db.h"

/*
 * The tick of struct crm: so many rows and bytes of size (0: not known) are
 * done. Cheap: long work calls it for every row.
 */
void progress_tick(struct crm *, int64_t rows, int64_t bytes, int64_t size);

/* Ready for SIGUSR1. */
void progress_start(void);

/* Clear the line; before anything else is printed to stderr. */
void progress_clear(void);

#endif
