-- The clients who have the label ?8, of any when it is NULL; ?9 at most. They are
-- found by number: names are looked up of those who are shown.
WITH listed AS MATERIALIZED (
	SELECT client_id, rank
	FROM ({insights_labels})
	WHERE ?8 IS NULL OR rank = (SELECT rank FROM ({insights_groups}) WHERE label = ?8)
	ORDER BY rank, client_id
	LIMIT ?9
)
SELECT c.id AS client_id, c.name AS client_name, c.email, c.phone, g.care_group AS "group", g.label AS status, c.last_activity
FROM listed l CROSS JOIN client c ON c.id = l.client_id CROSS JOIN ({insights_groups}) g ON g.rank = l.rank
ORDER BY l.rank, l.client_id
