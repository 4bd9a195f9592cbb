-- What became of the bookings of those who are due, how often they come, and
-- their history (tally.h). What is as it was is not written again.
DELETE FROM attendance
WHERE client_id IN (SELECT d.client_id FROM due d
	WHERE d.facts AND NOT d.fresh AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.client_id = d.client_id));

INSERT INTO attendance
SELECT b.client_id, c.created_at, count(*), count(iif(b.status = 'completed', 1, NULL)), count(iif(b.status = 'cancelled', 1, NULL)),
	count(iif(b.status = 'no_show', 1, NULL)), rhythm(iif(b.status = 'completed', b.starts_at, NULL)), c.spent_minor,
	history(b.starts_at, b.status, b.created_at, b.voided_at, convert(b.price_minor, b.currency))
FROM due d CROSS JOIN client c ON c.id = d.client_id CROSS JOIN booking b INDEXED BY booking_client ON b.client_id = d.client_id
WHERE d.facts
GROUP BY d.client_id
ON CONFLICT (client_id) DO UPDATE SET created_at = excluded.created_at, total_bookings = excluded.total_bookings,
	completed_bookings = excluded.completed_bookings, cancelled_bookings = excluded.cancelled_bookings, no_shows = excluded.no_shows,
	interval_days = excluded.interval_days, spent_minor = excluded.spent_minor, history = excluded.history
WHERE history <> excluded.history OR spent_minor <> excluded.spent_minor OR created_at <> excluded.created_at;
