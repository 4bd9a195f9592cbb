-- What became of the bookings of those who are due, and how often they come
-- (tally.h, "rhythm"). What is as it was is not written again.
DELETE FROM attendance
WHERE client_id IN (SELECT d.client_id FROM due d
	WHERE d.facts AND NOT d.fresh AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.client_id = d.client_id));

INSERT INTO attendance
SELECT b.client_id, count(*), count(iif(b.status = 'completed', 1, NULL)), count(iif(b.status = 'cancelled', 1, NULL)),
	count(iif(b.status = 'no_show', 1, NULL)), rhythm(iif(b.status = 'completed', b.starts_at, NULL))
FROM due d CROSS JOIN booking b INDEXED BY booking_client ON b.client_id = d.client_id
WHERE d.facts
GROUP BY d.client_id
ON CONFLICT (client_id) DO UPDATE SET total_bookings = excluded.total_bookings, completed_bookings = excluded.completed_bookings,
	cancelled_bookings = excluded.cancelled_bookings, no_shows = excluded.no_shows, interval_days = excluded.interval_days
WHERE total_bookings <> excluded.total_bookings OR completed_bookings <> excluded.completed_bookings
	OR cancelled_bookings <> excluded.cancelled_bookings OR no_shows <> excluded.no_shows
	OR interval_days IS NOT excluded.interval_days;
