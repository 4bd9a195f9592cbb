-- The same of what was added since row ?1 of the journal, where nothing else
-- happened to it.
SELECT 1 AS sign, 'b' AS what, b.starts_at AS at, b.status, iif(b.status = 'completed', b.price_minor, NULL) AS minor, b.currency
FROM journal j CROSS JOIN booking b ON b.id = j.row_id
WHERE j.id > ?1 AND j.tbl = 'booking'
UNION ALL
SELECT 1, 'o', o.ordered_at, NULL, iif(o.status = 'paid' OR o.status = 'completed', o.amount_minor, NULL), o.currency
FROM journal j CROSS JOIN orders o ON o.id = j.row_id
WHERE j.id > ?1 AND j.tbl = 'orders'
UNION ALL
SELECT 1, 'p', p.purchased_at, NULL, iif(p.status = 'completed', p.price_minor, NULL), p.currency
FROM journal j CROSS JOIN purchase p ON p.id = j.row_id
WHERE j.id > ?1 AND j.tbl = 'purchase'
