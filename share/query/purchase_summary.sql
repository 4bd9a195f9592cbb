-- Purchases by currency, and what clients are worth in it; ?1: one client.
-- What they are worth does not depend on the other filters.
WITH bought AS (
	SELECT currency, count(*) AS n, sum(iif(status = 'completed', price_minor, 0)) AS active,
		sum(iif(status IN ('cancelled', 'refunded'), price_minor, 0)) AS lost
	FROM purchase /*scan*/ WHERE 1 /*narrow*/
	GROUP BY currency
), worth AS (
	SELECT coalesce(currency, setting('account.currency')) AS currency, sum(minor) AS minor
	FROM (
		SELECT currency, price_minor AS minor FROM booking /*scan*/ WHERE ?1 IS NULL AND status = 'completed'
		UNION ALL
		SELECT currency, price_minor FROM booking WHERE client_id = ?1 AND status = 'completed'
		UNION ALL
		SELECT currency, amount_minor FROM orders /*scan*/ WHERE ?1 IS NULL AND status IN ('paid', 'completed')
		UNION ALL
		SELECT currency, amount_minor FROM orders WHERE client_id = ?1 AND status IN ('paid', 'completed')
		UNION ALL
		SELECT currency, price_minor FROM purchase /*scan*/ WHERE ?1 IS NULL AND status = 'completed'
		UNION ALL
		SELECT currency, price_minor FROM purchase WHERE client_id = ?1 AND status = 'completed'
	)
	WHERE minor IS NOT NULL
	GROUP BY 1
)
SELECT c.currency, coalesce(bought.n, 0) AS total_purchases, coalesce(bought.active, 0) AS active_revenue_minor,
	coalesce(bought.lost, 0) AS lost_revenue_minor, coalesce(worth.minor, 0) AS lifetime_value_minor
FROM (SELECT currency FROM bought UNION SELECT currency FROM worth) c
LEFT JOIN bought ON bought.currency = c.currency
LEFT JOIN worth ON worth.currency = c.currency
ORDER BY c.currency
