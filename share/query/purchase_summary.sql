-- Purchases by currency, and what clients are worth in it; ?1: one client.
-- What they are worth does not depend on the other filters. Sums as objects
-- (money_sum) take one pass, where GROUP BY would sort every row.
WITH bought AS MATERIALIZED (
	SELECT money_sum(1, currency) AS n, money_sum(iif(status = 'completed', price_minor, NULL), currency) AS active,
		money_sum(iif(status = 'cancelled' OR status = 'refunded', price_minor, NULL), currency) AS lost
	FROM purchase /*scan*/ WHERE 1 /*narrow*/
), worth AS MATERIALIZED (
	SELECT money_sum(minor, currency) AS minor
	FROM (
		SELECT currency, price_minor AS minor FROM booking /*scan*/ WHERE ?1 IS NULL AND status = 'completed'
		UNION ALL
		SELECT currency, price_minor FROM booking WHERE client_id = ?1 AND status = 'completed'
		UNION ALL
		SELECT currency, amount_minor FROM orders /*scan*/ WHERE ?1 IS NULL AND (status = 'paid' OR status = 'completed')
		UNION ALL
		SELECT currency, amount_minor FROM orders WHERE client_id = ?1 AND (status = 'paid' OR status = 'completed')
		UNION ALL
		SELECT currency, price_minor FROM purchase /*scan*/ WHERE ?1 IS NULL AND status = 'completed'
		UNION ALL
		SELECT currency, price_minor FROM purchase WHERE client_id = ?1 AND status = 'completed'
	)
)
SELECT c.currency, coalesce((SELECT value FROM bought, json_each(bought.n) WHERE key = c.currency), 0) AS total_purchases,
	coalesce((SELECT value FROM bought, json_each(bought.active) WHERE key = c.currency), 0) AS active_revenue_minor,
	coalesce((SELECT value FROM bought, json_each(bought.lost) WHERE key = c.currency), 0) AS lost_revenue_minor,
	coalesce((SELECT value FROM worth, json_each(worth.minor) WHERE key = c.currency), 0) AS lifetime_value_minor
FROM (
	SELECT key AS currency FROM bought, json_each(bought.n)
	UNION
	SELECT key FROM worth, json_each(worth.minor)
) c
ORDER BY c.currency
