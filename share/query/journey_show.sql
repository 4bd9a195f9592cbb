-- Where the client ?1 stands, and since when.
SELECT id AS client_id, name AS client_name, stage,
	coalesce((SELECT at FROM stage_change WHERE client_id = ?1 ORDER BY n DESC LIMIT 1), created_at) AS since
FROM client
WHERE id = ?1
