-- The tiers of the client ?1, oldest first; every client starts at bronze.
SELECT t.client_id, c.name AS client_name,
	coalesce(lag(t.tier) OVER (ORDER BY t.n), 'bronze') AS "from", t.tier AS "to", t.at, t.points, t.cause
FROM tier_change t JOIN client c ON c.id = t.client_id
WHERE t.client_id = ?1
ORDER BY t.n
