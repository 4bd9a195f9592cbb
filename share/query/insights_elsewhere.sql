-- Clients who are not simply active at ?3, now when it is NULL: (id, state). Who
-- left only later was active, too.
SELECT id, CASE WHEN status = 'spam' THEN 'spam'
		WHEN status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~') THEN 'deleted'
		WHEN status = 'archived' AND coalesce(archived_at, '') <= coalesce(?3, '~') THEN 'archived'
		WHEN status = 'deleted' AND archived_at <= ?3 THEN 'archived'
		ELSE 'active' END AS state
FROM client INDEXED BY client_left /*scan*/
WHERE status <> 'active' AND status <> 'inactive' AND created_at <= coalesce(?3, '~')
UNION ALL
SELECT id, 'inactive'
FROM client
WHERE status = 'inactive' AND created_at <= coalesce(?3, '~')
