-- How many bookings there are that begin from ?1 until before ?2, as they stood
-- at ?3, by what became of them.
SELECT coalesce(sum(n), 0) AS total, coalesce(sum(iif(status = 'completed', n, 0)), 0) AS completed,
	coalesce(sum(iif(status = 'cancelled', n, 0)), 0) AS cancelled, coalesce(sum(iif(status = 'no_show', n, 0)), 0) AS missed
FROM ({insights_booked})
