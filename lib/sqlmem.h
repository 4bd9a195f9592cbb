/*
 * sqlmem.h: where SQLite takes its memory from.
 */
#ifndef CRM_SQLMEM_H
#define CRM_SQLMEM_H

/* Once for the process, before SQLite is used; later calls do no harm. */
void sqlmem_setup(void);

#endif
