-- Clients who are archived or deleted, and since when: the first of both. Who is
-- said to have left before coming left on coming.
SELECT id, status, created_at, coalesce(activated_at, created_at) AS activated_at, archived_at, deleted_at,
	max(created_at, coalesce(min(archived_at, deleted_at), archived_at, deleted_at, created_at)) AS left_at
FROM client INDEXED BY client_left /*scan*/
WHERE status <> 'active' AND status <> 'inactive' AND status <> 'spam'
