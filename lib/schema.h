/*
 * schema.h: the schema of the open file: is it ours, is it current, and how
 * to bring it up to date.
 */
#ifndef CRM_SCHEMA_H
#define CRM_SCHEMA_H

#include "db.h"

#define SCHEMA_APPLICATION_ID 0x43524d31 /* "CRM1" */

/*
 * Is the file a crm database of a version we know, untampered? Sets *version
 * (0: empty file). CRM_NOTADB with a reason otherwise. Tables, indexes and
 * views of the user's own are no matter; a trigger of any other hand is.
 */
enum crm_rc schema_check(struct crm *, int *version);

/*
 * Run the steps that the file lacks and renew the generated code, in one
 * transaction; safe when several processes do it at once. A file that held
 * something is backed up beside itself first.
 */
enum crm_rc schema_migrate(struct crm *, int version);

#endif
