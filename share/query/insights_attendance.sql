-- What became of the bookings of each client that begin from ?1 until before ?2,
-- as they stood at ?3: of all, as they are, it is kept.
SELECT client_id, total_bookings, completed_bookings, cancelled_bookings, no_shows, interval_days
FROM attendance /*scan*/
WHERE coalesce(?1, ?2, ?3) IS NULL
UNION ALL
SELECT client_id, count(*), count(iif(status = 'completed', 1, NULL)), count(iif(status = 'cancelled', 1, NULL)),
	count(iif(status = 'no_show', 1, NULL)), rhythm(iif(status = 'completed', starts_at, NULL))
FROM ({booking_as_of})
WHERE coalesce(?1, ?2, ?3) IS NOT NULL AND client_id IS NOT NULL AND starts_at >= coalesce(?1, '') AND starts_at < coalesce(?2, '~')
GROUP BY client_id
