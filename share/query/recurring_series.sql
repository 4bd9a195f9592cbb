-- Series of bookings that go on at ?3, now when it is NULL: without an end, or
-- with a booking still to come.
SELECT s.client_id
FROM series s /*scan*/
WHERE (?3 IS NULL OR s.created_at <= ?3)
	AND ((s.ended_at IS NULL OR s.ended_at > ?3) AND s.count IS NULL
		OR EXISTS (SELECT 1 FROM booking b WHERE b.series_id = s.id AND b.starts_at > coalesce(?3, now())
			AND b.status <> 'cancelled'))
