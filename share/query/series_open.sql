-- The series that may have bookings to be made, of clients who are still there.
SELECT s.id
FROM series s CROSS JOIN client c ON c.id = s.client_id
WHERE (s.ended_at IS NULL OR s.ended_at > now())
	AND (s.count IS NULL OR s.made < s.count)
	AND c.status IN ('active', 'inactive')
ORDER BY s.id /*scan*/
