-- Clients who do not count at ?3, now when it is NULL: spam, and those deleted
-- by then.
SELECT id, created_at
FROM client INDEXED BY client_left /*scan*/
WHERE status <> 'active' AND status <> 'inactive'
	AND (status = 'spam' OR status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~'))
