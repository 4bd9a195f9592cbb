-- The bookings of a series from its end on that have not been held.
UPDATE booking SET status = 'cancelled'
WHERE series_id = ?1 AND starts_at >= (SELECT ended_at FROM series WHERE id = ?1)
	AND status IN ('pending', 'confirmed')
