-- How many bookings there are that begin from ?1 until before ?2, as they stood
-- at ?3, by what became of them. Of all, as they are, that is kept by client.
SELECT coalesce(sum(total), 0) AS total, coalesce(sum(completed), 0) AS completed, coalesce(sum(cancelled), 0) AS cancelled,
	coalesce(sum(missed), 0) AS missed
FROM (
	SELECT sum(total_bookings) AS total, sum(completed_bookings) AS completed, sum(cancelled_bookings) AS cancelled, sum(no_shows) AS missed
	FROM attendance /*scan*/
	WHERE coalesce(?1, ?2, ?3) IS NULL
	UNION ALL
	SELECT -sum(a.total_bookings), -sum(a.completed_bookings), -sum(a.cancelled_bookings), -sum(a.no_shows)
	FROM ({insights_gone}) g CROSS JOIN attendance a ON a.client_id = g.id
	WHERE coalesce(?1, ?2, ?3) IS NULL
	UNION ALL
	SELECT count(*), count(iif(status = 'completed', 1, NULL)), count(iif(status = 'cancelled', 1, NULL)), count(iif(status = 'no_show', 1, NULL))
	FROM booking INDEXED BY booking_client
	WHERE coalesce(?1, ?2, ?3) IS NULL AND client_id IS NULL
	UNION ALL
	SELECT sum(n), sum(iif(status = 'completed', n, 0)), sum(iif(status = 'cancelled', n, 0)), sum(iif(status = 'no_show', n, 0))
	FROM (
		SELECT e.value ->> 1 AS status, e.value ->> 2 AS n
		FROM (
			SELECT tally(at, NULL, status, n) AS counts
			FROM ({insights_booked})
			WHERE coalesce(?1, ?2, ?3) IS NOT NULL
		) t, json_each(t.counts) e
	)
)
