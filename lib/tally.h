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
 * whole(at, seconds, by): does the time that begins then and is so long lie in
 * one such period, with the clocks running evenly? It does when by is NULL.
 *
 * scores(fifths, last, visits, spent): in which fifth each of them is, 1 to 5,
 * as the last figures of one number, behind their sum: 12543.
 * segment(scores): what such a client is (crm-insights(1), "Segments").
 *
 * id_in(id, set): is it in what id_set() gathered? Faster than IN where a long
 * table is read to its end.
 *
 * The history of a client is a text: for each booking, in order, the seconds
 * since the one before (the first: since 1970), what else there is to tell, and
 * a letter: x cancelled, p pending, f confirmed, c completed, n missed. +n: it
 * was made so many seconds before it begins; !n: it was cancelled so many
 * seconds after that, having been completed; =n: the price of one that was
 * completed, in minor units of the account's currency.
 *
 * seconds(at): an instant as seconds since 1970, as those below take it. They
 * tell what was known at as_of, by the rules of booking_as_of.sql; what is
 * known now when that is NULL.
 *
 * visits(history, since, until, status, as_of): how many begin from since until
 * before until, with that status, "open" for those pending or confirmed; NULL
 *is open, or any. Asking for one after the other of the same span costs little.
 * spent(history, since, until, as_of): prices of the completed ones, added up.
 * last_visit(history, until, as_of): when the latest completed one begins that
 * begins before until; NULL when there is none. last_visit_day(): its local day
 * (kind.h, day_of).
 * rhythm_in(history, since, until, as_of): rhythm() of the completed ones.
 *
 * Aggregates:
 *
 * history(at, status, made, voided, minor): the history of bookings, fastest in
 * the order of time.
 *
 * ahead(history, since, until, as_of): of all histories, how many bookings
 *begin at a time after as_of, by status:
 *[["2026-03-16T10:00:00Z","confirmed",3],...].
 *
 * tally(at, by, key, n): n added up for each period and key, as the JSON array
 * [["2026-03","completed",12],...] in the order of the periods; what comes to
 * 0 is left out, and so are rows where at or key is NULL. A key is cut at 23
 * bytes. One pass and no sort, where GROUP BY would sort every row; fastest
 * when rows come in the order of time.
 *
 * id_set(id): all of them, for id_in().
 *
 * rhythm(at): the median of the days between visits, half rounded up. What
 * begins within 12 hours of a visit belongs to it; NULL for less than three
 * visits.
 *
 * fifths(last, visits, spent): for scores(), the values that part all clients
 * in five groups of a size by each of the three; NULL of nobody. Who has not
 * been there (last is NULL) is in no group, nor in those of segments().
 *
 * segments(last, visits, spent): of all clients, by fifths of the first two,
 * how many are in each segment, and their visits and what they spent added up:
 * [["champions",12,120,99000],...].
 *
 * cohorts(history, until, by, as_of): of histories, how many began in which
 * period and came again how many periods later, by week, month or year:
 * [["2026-03",0,12],...]; visits up to and with until (seconds) alone.
 *
 * moves(start, history, end, sign, by, first, last, from, to): of all clients,
 * by the stages that they came to (stages.h; without a history: discovery from
 * the start) until the end, if there is one: what came of it, by day, week,
 * month or year, from the first period (NULL: the first with anything) to the
 * last. Counted sign times, so that what does not count can be taken off again.
 * [["2026-03",from,to,entered,base],...], where base is of clients who were in
 * "from" at any time in the period, and entered of those of them who came to
 * "to" in it after that; for the pairs of stages that crm-journey(1) says,
 * those of from and to alone where they are not NULL. A stage may be "any".
 */
int tally_register(struct crm *);

#endif
