-- Bookings that begin from ?1 until before ?2, as they stood at ?3, of clients
-- who count then and of nobody yet: (at, status, n, minor, currency), to be
-- added up with n. The same as booking_as_of.sql without the clients of
-- insights_gone.sql, but read from an index in the order of time: what may have
-- stood otherwise at ?3, and what does not count, is put right by further rows.
SELECT starts_at AS at, status, 1 AS n, price_minor AS minor, currency
FROM booking INDEXED BY booking_starts
WHERE starts_at >= coalesce(?1, '') AND starts_at < coalesce(?2, '~') AND starts_at <= coalesce(?3, '~')
UNION ALL
SELECT starts_at, iif(starts_at <= now() AND (status = 'completed' OR status = 'no_show'), 'confirmed', status), 1, price_minor, currency
FROM booking INDEXED BY booking_starts
WHERE ?3 IS NOT NULL AND starts_at > ?3 AND starts_at >= coalesce(?1, '') AND starts_at < coalesce(?2, '~') AND created_at <= ?3
UNION ALL
SELECT b.starts_at, k.status, k.n, k.n * b.price_minor, b.currency
FROM booking b INDEXED BY booking_voided CROSS JOIN (SELECT 'cancelled' AS status, -1 AS n UNION ALL SELECT 'completed', 1) k
WHERE ?3 IS NOT NULL AND b.voided_at > ?3 AND b.status = 'cancelled' AND b.starts_at <= ?3
	AND b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~')
UNION ALL
SELECT b.starts_at, b.status, -1, -b.price_minor, b.currency
FROM ({insights_gone}) g CROSS JOIN ({booking_as_of}) b ON b.client_id = g.id
WHERE b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~')
