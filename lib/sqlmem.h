/*
 * sqlmem.h: where SQLite takes its memory from.
 */
#ifndef CRM_SQLMEM_H
#define CRM_SQLMEM_H

#include <stdbool.h>

/* Once for the process, before SQLite is used; later calls do no harm.
 * threads: SQLite may ask from several at a time. */
void sqlmem_setup(bool threads);

#endif
