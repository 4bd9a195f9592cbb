-- The same of what was changed since row ?1 of the journal: as it is, and, with
-- the sign -1, as the first row about it says that it was before.
WITH touched (tbl, row_id, op, old, first) AS MATERIALIZED (
	SELECT tbl, row_id, op, old_json, min(id)
	FROM journal NOT INDEXED
	WHERE id > ?1 AND (tbl = 'booking' OR tbl = 'orders' OR tbl = 'purchase')
	GROUP BY tbl, row_id
),
image (sign, tbl, at, status, minor, currency) AS (
	SELECT 1, t.tbl, b.starts_at, b.status, b.price_minor, b.currency
	FROM touched t CROSS JOIN booking b ON b.id = t.row_id WHERE t.tbl = 'booking'
	UNION ALL
	SELECT 1, t.tbl, o.ordered_at, o.status, o.amount_minor, o.currency
	FROM touched t CROSS JOIN orders o ON o.id = t.row_id WHERE t.tbl = 'orders'
	UNION ALL
	SELECT 1, t.tbl, p.purchased_at, p.status, p.price_minor, p.currency
	FROM touched t CROSS JOIN purchase p ON p.id = t.row_id WHERE t.tbl = 'purchase'
	UNION ALL
	SELECT -1, tbl, coalesce(old ->> 'starts_at', old ->> 'ordered_at', old ->> 'purchased_at'), old ->> 'status',
		iif(tbl = 'orders', old ->> 'amount_minor', old ->> 'price_minor'), old ->> 'currency'
	FROM touched WHERE op <> 'insert'
)
SELECT sign, substr(tbl, 1, 1) AS what, at, status,
	iif(status = 'completed' OR status = 'paid' AND tbl = 'orders', minor, NULL) AS minor, currency
FROM image
