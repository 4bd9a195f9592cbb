-- What was sold from ?1 until before ?2, as it stood at ?3, of clients who count
-- then and of nobody yet: completed bookings (b), orders paid or completed (o),
-- completed purchases elsewhere (p): (at, source, minor, currency), to be added up
-- by periods (?4). From what is kept of each hour, as insights_booked.sql is from
-- that of each quarter.
WITH bits AS MATERIALIZED ({insights_bits})
{insights_sold_of|b|booking|starts_at|price_minor|booking_starts|b.status = 'completed'|b.status = 'cancelled'}
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
{insights_sold_of|o|orders|ordered_at|amount_minor|orders_ordered|(b.status = 'paid' OR b.status = 'completed')|(b.status = 'cancelled' OR b.status = 'refunded')}
UNION ALL
SELECT o.ordered_at, 'o', -o.amount_minor, coalesce(o.currency, '')
FROM ({insights_gone}) g CROSS JOIN orders o INDEXED BY orders_client ON o.client_id = g.id
WHERE o.ordered_at >= coalesce(?1, '') AND o.ordered_at < coalesce(?2, '~') AND o.ordered_at <= coalesce(?3, '~')
	AND (o.status = 'paid' OR o.status = 'completed' OR o.voided_at > ?3 AND (o.status = 'cancelled' OR o.status = 'refunded'))
UNION ALL
{insights_sold_of|p|purchase|purchased_at|price_minor|purchase_purchased|b.status = 'completed'|(b.status = 'cancelled' OR b.status = 'refunded')}
UNION ALL
SELECT p.purchased_at, 'p', -p.price_minor, coalesce(p.currency, '')
FROM ({insights_gone}) g CROSS JOIN purchase p INDEXED BY purchase_client ON p.client_id = g.id
WHERE p.purchased_at >= coalesce(?1, '') AND p.purchased_at < coalesce(?2, '~') AND p.purchased_at <= coalesce(?3, '~')
	AND (p.status = 'completed' OR p.voided_at > ?3 AND (p.status = 'cancelled' OR p.status = 'refunded'))
