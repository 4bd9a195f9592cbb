/*
 * timeline_in.h: what the parts of the timeline share. Private to timeline*.c.
 */
#ifndef CRM_TIMELINE_IN_H
#define CRM_TIMELINE_IN_H

#include "timeline.h"

/* Bind one more argument; returns its number. */
int timeline_arg(struct timeline *, struct crm_arg);

/* Look once for what a search of the whole base finds, before the rows of any
 * arm are asked for. */
void timeline_gather(struct timeline *);

/* Does what was asked for include an arm, by its number in crm_arms? */
bool timeline_wants(const struct timeline *, int arm);

/* SQL for the rows of an arm, with the columns of enum timeline_column, and
 * for their order and limit. */
void timeline_arm_put(struct str *, const struct timeline *, int arm);
void timeline_order_put(struct str *, const struct timeline *);

#endif
