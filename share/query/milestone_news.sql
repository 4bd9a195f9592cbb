SELECT m.client_id, c.name AS client_name, m.milestone, m.achieved_at, m.title, m.cause, m.revoked_at, m.id
FROM milestone m INDEXED BY milestone_news CROSS JOIN client c ON c.id = m.client_id
WHERE m.is_news = 1 AND m.revoked_at IS NULL AND local_day(m.achieved_at) <= day_text(?1)
	AND c.status NOT IN ('deleted', 'spam')
ORDER BY m.achieved_at, m.id /*scan*/
