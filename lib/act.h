/*
 * act.h: what the clients did who are due, counted in the order of time, for
 * the rules of share/query/derive_facts_*.sql to read as tables
 * (act_table.h). In memory, and by hand: window functions and temporary tables
 * would write every act down several times, and read it again.
 */
#ifndef CRM_ACT_H
#define CRM_ACT_H

#include "db.h"

/* Count for the clients of the table due (derive_table.h) of whom facts
 * changed; the tables hold what they come to from here on. Stages are those of
 * the day crm->as_of. */
enum crm_rc acts_count(struct crm *);

/* After that: find out who has come to other stages than the last time
 * (act_table.h, restaged). */
void acts_restaged(struct crm *);

/* Is a setting of this name counted by? */
bool acts_heed(const char *setting);

/* Forget what was counted. */
void acts_free(struct crm *);

/* Let queries read the tables. An SQLite result code. */
int acts_register(struct crm *);

#endif
