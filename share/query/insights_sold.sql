-- What was sold from ?1 until before ?2, as it stood at ?3, of clients who count
-- then and of nobody yet: orders paid or completed (o), completed purchases
-- elsewhere (p).
SELECT ordered_at AS at, 'o' AS source, amount_minor AS minor, currency
FROM orders INDEXED BY orders_ordered
WHERE ordered_at >= coalesce(?1, '') AND ordered_at < coalesce(?2, '~') AND ordered_at <= coalesce(?3, '~')
	AND (status = 'paid' OR status = 'completed' OR voided_at > ?3 AND (status = 'cancelled' OR status = 'refunded'))
UNION ALL
SELECT o.ordered_at, 'o', -o.amount_minor, o.currency
FROM ({insights_gone}) g CROSS JOIN orders o INDEXED BY orders_client ON o.client_id = g.id
WHERE o.ordered_at >= coalesce(?1, '') AND o.ordered_at < coalesce(?2, '~') AND o.ordered_at <= coalesce(?3, '~')
	AND (o.status = 'paid' OR o.status = 'completed' OR o.voided_at > ?3 AND (o.status = 'cancelled' OR o.status = 'refunded'))
UNION ALL
SELECT purchased_at, 'p', price_minor, currency
FROM purchase INDEXED BY purchase_purchased
WHERE purchased_at >= coalesce(?1, '') AND purchased_at < coalesce(?2, '~') AND purchased_at <= coalesce(?3, '~')
	AND (status = 'completed' OR voided_at > ?3 AND (status = 'cancelled' OR status = 'refunded'))
UNION ALL
SELECT p.purchased_at, 'p', -p.price_minor, p.currency
FROM ({insights_gone}) g CROSS JOIN purchase p INDEXED BY purchase_client ON p.client_id = g.id
WHERE p.purchased_at >= coalesce(?1, '') AND p.purchased_at < coalesce(?2, '~') AND p.purchased_at <= coalesce(?3, '~')
	AND (p.status = 'completed' OR p.voided_at > ?3 AND (p.status = 'cancelled' OR p.status = 'refunded'))
