/*
 * timeline_in.h: what the parts of the timeline share. Private to timeline*.c.
 */
#ifndef CRM_TIMELINE_IN_H
#define CRM_TIMELINE_IN_H

#include "timeline.h"

/* Bind one more argument; returns its number. */
int timeline_arg(struct timeline *, struct crm_arg);

#endif
