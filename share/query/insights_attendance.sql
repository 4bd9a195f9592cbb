-- What became of the bookings of each client that begin from ?1 until before ?2,
-- as they stood at ?3: of all, as they are, it is kept. What is recent is read in
-- the order of time, what is not client by client.
SELECT client_id, total_bookings, completed_bookings, cancelled_bookings, no_shows, interval_days
FROM attendance /*scan*/
WHERE coalesce(?1, ?2, ?3) IS NULL
UNION ALL
SELECT client_id, count(*), count(iif(status = 'completed', 1, NULL)), count(iif(status = 'cancelled', 1, NULL)),
	count(iif(status = 'no_show', 1, NULL)), rhythm(iif(status = 'completed', starts_at, NULL))
FROM ({booking_as_of})
WHERE coalesce(?1, ?2, ?3) IS NOT NULL AND NOT coalesce(?1 >= days_ago(120), 0)
	AND client_id > 0 AND +starts_at >= coalesce(?1, '') AND +starts_at < coalesce(?2, '~')
GROUP BY client_id
UNION ALL
SELECT client_id, count(*), count(iif(status = 'completed', 1, NULL)), count(iif(status = 'cancelled', 1, NULL)),
	count(iif(status = 'no_show', 1, NULL)), rhythm(iif(status = 'completed', starts_at, NULL))
FROM ({booking_as_of})
WHERE ?1 >= days_ago(120) AND client_id IS NOT NULL AND starts_at >= ?1 AND starts_at < coalesce(?2, '~')
GROUP BY client_id
