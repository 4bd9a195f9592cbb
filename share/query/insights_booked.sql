-- Bookings that begin from ?1 until before ?2, as they stood at ?3, of clients
-- who count then and of nobody yet: (at, status, n), to be added up with n by
-- periods (?4). The same as booking_as_of.sql without the clients of
-- insights_gone.sql, but from what is kept of each quarter of an hour: where it
-- does not lie within the span, or in one period, the bookings themselves; and
-- what may have stood otherwise at ?3, and what does not count, is put right.
WITH bits AS MATERIALIZED ({insights_bits})
SELECT k.at, k.name AS status, k.n
FROM bits CROSS JOIN kept_sum k ON k.what = 'n' AND k.at >= bits.quarter AND k.at < bits.quarter_end
WHERE whole(k.at, 900, ?4)
UNION ALL
SELECT b.starts_at, b.status, 1
FROM bits CROSS JOIN (SELECT DISTINCT at FROM kept_sum WHERE what = 'n' AND NOT whole(at, 900, ?4)) odd
	ON odd.at >= bits.quarter AND odd.at < bits.quarter_end
	CROSS JOIN booking b INDEXED BY booking_starts
	ON b.starts_at >= odd.at AND b.starts_at < strftime('%Y-%m-%dT%H:%M:%SZ', odd.at, '+900 seconds')
UNION ALL
SELECT b.starts_at, b.status, 1
FROM bits CROSS JOIN booking b INDEXED BY booking_starts ON b.starts_at >= bits.lo AND b.starts_at < min(bits.quarter, bits.hi)
UNION ALL
SELECT b.starts_at, b.status, 1
FROM bits CROSS JOIN booking b INDEXED BY booking_starts ON b.starts_at >= max(bits.quarter, bits.quarter_end) AND b.starts_at < bits.hi
UNION ALL
SELECT e.value ->> 0, e.value ->> 1, e.value ->> 2
FROM (SELECT ahead(history, seconds(?1), seconds(?2), seconds(?3)) AS counts FROM attendance /*scan*/
	WHERE ?3 IS NOT NULL AND seconds(?3) < coalesce(seconds(?2) - 1, seconds(?3) + 1)) t, json_each(t.counts) e
UNION ALL
SELECT starts_at, status, 1
FROM ({booking_as_of})
WHERE ?3 IS NOT NULL AND client_id IS NULL AND starts_at > ?3 AND starts_at >= coalesce(?1, '') AND starts_at < coalesce(?2, '~')
UNION ALL
SELECT b.starts_at, was.status, was.n
FROM booking b INDEXED BY booking_voided CROSS JOIN (SELECT 'cancelled' AS status, -1 AS n UNION ALL SELECT 'completed', 1) was
WHERE ?3 IS NOT NULL AND b.voided_at > ?3 AND b.status = 'cancelled' AND b.starts_at <= ?3
	AND b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~')
UNION ALL
SELECT b.starts_at, b.status, -1
FROM ({insights_gone}) g CROSS JOIN ({booking_as_of}) b ON b.client_id = g.id
WHERE b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~')
