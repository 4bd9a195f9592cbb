-- Who has done a smaller share than ?5 of the tasks of the ?4 days before ?3, now
-- when it is NULL, those cancelled apart.
SELECT client_id
FROM task INDEXED BY task_created
WHERE created_at > strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(?3, now()), '-' || ?4 || ' days') AND created_at <= coalesce(?3, now())
	AND status <> 'cancelled'
GROUP BY client_id
HAVING 1.0 * count(iif(status = 'done' AND coalesce(done_at, '') <= coalesce(?3, now()), 1, NULL)) / count(*) < ?5
