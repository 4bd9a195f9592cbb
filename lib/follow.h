/*
 * follow.h: a timeline that goes on: events that other processes add or
 * change are printed as they are committed. For layer 4 only.
 */
#ifndef CRM_FOLLOW_H
#define CRM_FOLLOW_H

#include "timeline.h"

/*
 * Print the last events (timeline_last), then each that another process adds,
 * changes or deletes, within half a second, in the order of the commits, as it
 * stands by then. A row that is changed again before it is looked at comes
 * once.
 *
 * Ends well, with CRM_OK, at SIGINT, SIGTERM, and when nobody reads stdout any
 * more; a second signal ends the process at once. Called outside of a
 * transaction; there is none between two looks, and every few seconds the file
 * is closed and opened again, so that the write-ahead log does not grow.
 */
enum crm_rc timeline_follow(struct timeline *);

#endif
