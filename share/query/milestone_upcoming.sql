SELECT a.client_id, c.name AS client_name, a.milestone, day_text(a.due) AS due_on, a.title, a.cause
FROM ahead a CROSS JOIN client c ON c.id = a.client_id
WHERE c.status NOT IN ('deleted', 'spam')
	AND NOT EXISTS (SELECT 1 FROM milestone m
		WHERE m.client_id = a.client_id AND m.milestone = a.milestone AND m.ordinal = a.ordinal)
ORDER BY a.due, a.client_id, a.milestone /*scan*/
