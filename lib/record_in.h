/*
 * record_in.h: what the files of record share. Private to them.
 */
#ifndef CRM_RECORD_IN_H
#define CRM_RECORD_IN_H

#include "record.h"

static inline bool
is_given(const struct value *v)
{
	return v->state != VALUE_UNSET;
}

/* record_sql.c: write what is given into the row of this id. */
bool record_row_update(struct record *, int64_t id);

/* Delete it; false with a problem, also when there is none. */
bool record_row_delete(struct record *, int64_t id);

#endif
