/*
 * export.h: every fact of the database as one stream.
 */
#ifndef CRM_EXPORT_H
#define CRM_EXPORT_H

#include "db.h"
#include "entity.h"
#include "out.h"

/*
 * Every fact, as NDJSON, in the order in which import_all() can take it: a
 * line {"crm":1,"schema":N,"records":M}, then one for each record, by type and
 * id, with its "type" first and nothing for what is empty.
 */
enum crm_rc export_all(struct crm *, struct out *);

/* The key of a field there: its own, but "event_type" where "type" is taken.
 * NULL for what is no fact. */
const char *export_key(
    struct crm *, const struct crm_entity *, const struct crm_field *);

#endif
