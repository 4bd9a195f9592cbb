-- The clients who have the label ?8, of any when it is NULL.
SELECT l.client_id, c.name AS client_name, c.email, c.phone, g.care_group AS "group", l.label AS status, c.last_activity
FROM ({insights_labels}) l CROSS JOIN client c ON c.id = l.client_id JOIN ({insights_groups}) g ON g.label = l.label
WHERE ?8 IS NULL OR l.label = ?8
ORDER BY g.rank, l.client_id
