-- What was sold from ?1 until before ?2, as it stood at ?3, of clients who count
-- then and of nobody yet: completed bookings (b), orders paid or completed (o),
-- completed purchases elsewhere (p): (at, source, minor, currency), to be added up
-- by periods (?4). From what is kept of each hour, as insights_booked.sql is from
-- that of each quarter.
WITH bits AS MATERIALIZED ({insights_bits})
SELECT k.at, 'b' AS source, k.n AS minor, k.name AS currency
FROM bits CROSS JOIN kept_sum k ON k.what = 'b' AND k.at >= bits.hour AND k.at < bits.hour_end
WHERE whole(k.at, 3600, ?4)
UNION ALL
SELECT b.starts_at, 'b', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN (SELECT DISTINCT at FROM kept_sum WHERE what = 'b' AND NOT whole(at, 3600, ?4)) odd
	ON odd.at >= bits.hour AND odd.at < bits.hour_end
	CROSS JOIN booking b INDEXED BY booking_starts
	ON b.starts_at >= odd.at AND b.starts_at < strftime('%Y-%m-%dT%H:%M:%SZ', odd.at, '+1 hour')
WHERE b.status = 'completed'
UNION ALL
SELECT b.starts_at, 'b', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN booking b INDEXED BY booking_starts ON b.starts_at >= bits.lo AND b.starts_at < min(bits.hour, bits.hi)
WHERE b.status = 'completed'
UNION ALL
SELECT b.starts_at, 'b', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN booking b INDEXED BY booking_starts ON b.starts_at >= max(bits.hour, bits.hour_end) AND b.starts_at < bits.hi
WHERE b.status = 'completed'
UNION ALL
SELECT b.starts_at, 'b', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN booking b INDEXED BY booking_voided ON b.voided_at > ?3
WHERE b.status = 'cancelled' AND b.starts_at <= ?3 AND b.starts_at >= bits.lo AND b.starts_at < bits.hi
UNION ALL
SELECT starts_at, 'b', price_minor, coalesce(currency, '')
FROM booking INDEXED BY booking_starts
WHERE starts_at > max(?3, now()) AND starts_at >= coalesce(?1, '') AND starts_at < coalesce(?2, '~')
	AND created_at <= ?3 AND status = 'completed'
UNION ALL
SELECT b.starts_at, 'b', -b.price_minor, coalesce(b.currency, '')
FROM ({insights_gone}) g CROSS JOIN ({booking_as_of}) b ON b.client_id = g.id
WHERE b.starts_at >= coalesce(?1, '') AND b.starts_at < coalesce(?2, '~') AND b.status = 'completed'
UNION ALL
SELECT k.at, 'o' AS source, k.n AS minor, k.name AS currency
FROM bits CROSS JOIN kept_sum k ON k.what = 'o' AND k.at >= bits.hour AND k.at < bits.hour_end
WHERE whole(k.at, 3600, ?4)
UNION ALL
SELECT b.ordered_at, 'o', b.amount_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN (SELECT DISTINCT at FROM kept_sum WHERE what = 'o' AND NOT whole(at, 3600, ?4)) odd
	ON odd.at >= bits.hour AND odd.at < bits.hour_end
	CROSS JOIN orders b INDEXED BY orders_ordered
	ON b.ordered_at >= odd.at AND b.ordered_at < strftime('%Y-%m-%dT%H:%M:%SZ', odd.at, '+1 hour')
WHERE (b.status = 'paid' OR b.status = 'completed')
UNION ALL
SELECT b.ordered_at, 'o', b.amount_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN orders b INDEXED BY orders_ordered ON b.ordered_at >= bits.lo AND b.ordered_at < min(bits.hour, bits.hi)
WHERE (b.status = 'paid' OR b.status = 'completed')
UNION ALL
SELECT b.ordered_at, 'o', b.amount_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN orders b INDEXED BY orders_ordered ON b.ordered_at >= max(bits.hour, bits.hour_end) AND b.ordered_at < bits.hi
WHERE (b.status = 'paid' OR b.status = 'completed')
UNION ALL
SELECT b.ordered_at, 'o', b.amount_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN orders b INDEXED BY orders_voided ON b.voided_at > ?3
WHERE (b.status = 'cancelled' OR b.status = 'refunded') AND b.ordered_at <= ?3 AND b.ordered_at >= bits.lo AND b.ordered_at < bits.hi
UNION ALL
SELECT o.ordered_at, 'o', -o.amount_minor, coalesce(o.currency, '')
FROM ({insights_gone}) g CROSS JOIN orders o INDEXED BY orders_client ON o.client_id = g.id
WHERE o.ordered_at >= coalesce(?1, '') AND o.ordered_at < coalesce(?2, '~') AND o.ordered_at <= coalesce(?3, '~')
	AND (o.status = 'paid' OR o.status = 'completed' OR o.voided_at > ?3 AND (o.status = 'cancelled' OR o.status = 'refunded'))
UNION ALL
SELECT k.at, 'p' AS source, k.n AS minor, k.name AS currency
FROM bits CROSS JOIN kept_sum k ON k.what = 'p' AND k.at >= bits.hour AND k.at < bits.hour_end
WHERE whole(k.at, 3600, ?4)
UNION ALL
SELECT b.purchased_at, 'p', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN (SELECT DISTINCT at FROM kept_sum WHERE what = 'p' AND NOT whole(at, 3600, ?4)) odd
	ON odd.at >= bits.hour AND odd.at < bits.hour_end
	CROSS JOIN purchase b INDEXED BY purchase_purchased
	ON b.purchased_at >= odd.at AND b.purchased_at < strftime('%Y-%m-%dT%H:%M:%SZ', odd.at, '+1 hour')
WHERE b.status = 'completed'
UNION ALL
SELECT b.purchased_at, 'p', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN purchase b INDEXED BY purchase_purchased ON b.purchased_at >= bits.lo AND b.purchased_at < min(bits.hour, bits.hi)
WHERE b.status = 'completed'
UNION ALL
SELECT b.purchased_at, 'p', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN purchase b INDEXED BY purchase_purchased ON b.purchased_at >= max(bits.hour, bits.hour_end) AND b.purchased_at < bits.hi
WHERE b.status = 'completed'
UNION ALL
SELECT b.purchased_at, 'p', b.price_minor, coalesce(b.currency, '')
FROM bits CROSS JOIN purchase b INDEXED BY purchase_voided ON b.voided_at > ?3
WHERE (b.status = 'cancelled' OR b.status = 'refunded') AND b.purchased_at <= ?3 AND b.purchased_at >= bits.lo AND b.purchased_at < bits.hi
UNION ALL
SELECT p.purchased_at, 'p', -p.price_minor, coalesce(p.currency, '')
FROM ({insights_gone}) g CROSS JOIN purchase p INDEXED BY purchase_client ON p.client_id = g.id
WHERE p.purchased_at >= coalesce(?1, '') AND p.purchased_at < coalesce(?2, '~') AND p.purchased_at <= coalesce(?3, '~')
	AND (p.status = 'completed' OR p.voided_at > ?3 AND (p.status = 'cancelled' OR p.status = 'refunded'))
