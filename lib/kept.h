/*
 * kept.h: the table kept_sum: what bookings, orders and purchases come to, bit
 * by bit of time, so that nobody needs to add them all up.
 *
 * Bookings are counted by the quarter of an hour in UTC in which they begin,
 * for in no zone of today do clocks differ by less; amounts are added up by the
 * hour. Whoever asks about local days takes the bits that lie in one, and looks
 * at the facts of the others (share/query/insights_booked.sql).
 */
#ifndef CRM_KEPT_H
#define CRM_KEPT_H

#include "db.h"

#define KEPT_COUNTS 900 /* seconds of a bit where bookings are counted */
#define KEPT_SUMS   3600 /* and where amounts are added up */

/* Bring the sums up to date with what the journal names past the mark. */
void kept_due(struct crm *, int64_t mark);

/* Make them anew from all there is. */
void kept_all(struct crm *);

#endif
