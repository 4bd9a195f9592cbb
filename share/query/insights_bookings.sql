-- The bookings behind a figure, that begin from ?1 until before ?2, as they stood
-- at ?3: with the status ?4, of any when it is NULL; ?5 at most.
SELECT b.id, b.client_id, c.name AS client_name, b.service, b.starts_at, b.status, b.staff, b.price_minor, b.currency
FROM ({booking_as_of}) b LEFT JOIN client c ON c.id = b.client_id
WHERE b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~') AND (?4 IS NULL OR b.status = ?4)
	AND (b.client_id IS NULL OR b.client_id NOT IN (SELECT id FROM ({insights_gone})))
ORDER BY b.starts_at, b.id
LIMIT ?5
