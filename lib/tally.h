/*
 * tally.h: SQL functions that count and measure over time: by local periods,
 * from visit to visit, by month of the first visit.
 */
#ifndef CRM_TALLY_H
#define CRM_TALLY_H

#include "db.h"

/*
 * Register them. An SQLite result code. "at" is an instant as stored, and
 * periods are those of the local clocks.
 *
 * period(at, by): the period that it is in, by day (2026-03-15), week (the day
 * of its Monday), month (2026-03), year (2026), weekday (1 is Monday, 7
 * Sunday), hour (00 to 23) or grid (weekday, blank and hour); '' when by is
 * NULL.
 *
 * Aggregates:
 *
 * tally(at, by, key, n): n added up for each period and key, as the JSON array
 * [["2026-03","completed",12],...] in the order of the periods; what comes to
 * 0 is left out, and so are rows where at or key is NULL. A key is cut at 23
 * bytes. One pass and no sort, where GROUP BY would sort every row; fastest
 * when rows come in the order of time.
 *
 * rhythm(at): the median of the days between visits, half rounded up. What
 * begins within 12 hours of a visit belongs to it; NULL for less than three
 * visits.
 *
 * cuts(x, n): the values that part all in n groups of a size, as a JSON array
 * of n - 1 numbers, each the greatest of the groups below; NULL of nothing.
 *
 * cohorts(id, at, by): how many began in which period and came again how many
 * periods later, by week, month or year: [["2026-03",0,12],...]. Rows come id
 * by id, and in the order of time within each; it is an error when not.
 */
int tally_register(struct crm *);

#endif
