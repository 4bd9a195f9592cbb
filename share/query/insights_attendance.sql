-- What became of the bookings of each client that begin from ?1 until before ?2,
-- as they stood at ?3, how often they come, and what they spent. Of all, as they
-- are, it is kept; else the history says it (tally.h).
-- ever_voided is never less than those cancelled and missed as they stood.
SELECT client_id, created_at, history, cancelled_bookings + no_shows AS ever_voided,
	iif(coalesce(?1, ?2, ?3) IS NULL, total_bookings, visits(history, seconds(?1), seconds(?2), NULL, seconds(?3))) AS total_bookings,
	iif(coalesce(?1, ?2, ?3) IS NULL, completed_bookings, visits(history, seconds(?1), seconds(?2), 'completed', seconds(?3))) AS completed_bookings,
	iif(coalesce(?1, ?2, ?3) IS NULL, cancelled_bookings, visits(history, seconds(?1), seconds(?2), 'cancelled', seconds(?3))) AS cancelled_bookings,
	iif(coalesce(?1, ?2, ?3) IS NULL, no_shows, visits(history, seconds(?1), seconds(?2), 'no_show', seconds(?3))) AS no_shows,
	iif(coalesce(?1, ?2, ?3) IS NULL, interval_days, rhythm_in(history, seconds(?1), seconds(?2), seconds(?3))) AS interval_days,
	iif(coalesce(?1, ?2, ?3) IS NULL, spent_minor, spent(history, seconds(?1), seconds(?2), seconds(?3))) AS spent_minor
FROM attendance /*scan*/
