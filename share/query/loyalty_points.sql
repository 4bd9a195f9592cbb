-- What the ledger of the client ?1 comes to. available: what is left now, where
-- total and redeemed are of all time. missing: redeemed, but not there to be.
SELECT ({loyalty_tier}) AS tier,
	coalesce(sum(points) FILTER (WHERE kind IN ('earned', 'granted', 'refunded')), 0) AS total_points,
	coalesce(sum(iif(kind IN ('earned', 'granted'), points, -took)) FILTER (WHERE at <= now()), 0) AS available_points,
	coalesce(-sum(points) FILTER (WHERE kind = 'redeemed'), 0) AS redeemed_points,
	coalesce(sum(missing), 0) AS missing
FROM ({loyalty_ledger})
