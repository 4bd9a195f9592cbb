-- What the ledger of the client ?1 comes to. available: what is left now, where
-- total and redeemed are of all time. missing: redeemed, but not there to be.
WITH ledger AS MATERIALIZED ({loyalty_ledger})
SELECT coalesce((SELECT tier FROM tier_change WHERE client_id = ?1 ORDER BY n DESC LIMIT 1), 'bronze') AS tier,
	coalesce(sum(points) FILTER (WHERE kind IN ('earned', 'granted', 'refunded')), 0) AS total_points,
	coalesce((SELECT balance FROM ledger WHERE at <= now() ORDER BY n DESC LIMIT 1), 0) AS available_points,
	coalesce(-sum(points) FILTER (WHERE kind = 'redeemed'), 0) AS redeemed_points,
	coalesce(sum(missing), 0) AS missing
FROM ledger
