-- The clients who have the label ?8, of any when it is NULL; ?9 at most.
SELECT l.client_id, l.name AS client_name, l.email, l.phone, g.care_group AS "group", l.label AS status, l.last_activity
FROM ({insights_labels}) l CROSS JOIN ({insights_groups}) g ON g.label = l.label
WHERE ?8 IS NULL OR l.label = ?8
ORDER BY g.rank, l.client_id
LIMIT ?9
