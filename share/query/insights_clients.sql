-- The clients behind a figure, from ?1 until before ?2: ?4 says which. total:
-- there at the end; recurrent: those of them who had come before; new, archived,
-- deleted, left: in it; all, active: not gone by ?3. ?5 at most.
SELECT id AS client_id, name AS client_name, email, phone, status, created_at, archived_at, deleted_at
FROM client c /*scan*/
WHERE status <> 'spam' AND CASE ?4
	WHEN 'new' THEN created_at >= ?1 AND created_at < ?2
	WHEN 'archived' THEN archived_at >= ?1 AND archived_at < ?2
	WHEN 'deleted' THEN deleted_at >= ?1 AND deleted_at < ?2
	WHEN 'left' THEN id IN (SELECT id FROM ({insights_left}) WHERE left_at >= ?1 AND left_at < ?2)
	WHEN 'total' THEN created_at < ?2 AND id NOT IN (SELECT id FROM ({insights_left}) WHERE left_at < ?2)
	WHEN 'recurrent' THEN created_at < ?1 AND id NOT IN (SELECT id FROM ({insights_left}) WHERE left_at < ?2)
	WHEN 'all' THEN created_at <= coalesce(?3, '~') AND id NOT IN (SELECT id FROM ({insights_gone}))
	WHEN 'active' THEN created_at <= coalesce(?3, '~') AND status <> 'inactive'
		AND id NOT IN (SELECT id FROM ({insights_left}) WHERE left_at <= coalesce(?3, '~'))
	WHEN 'recurring' THEN id IN (SELECT client_id FROM ({recurring_series})) AND id NOT IN (SELECT id FROM ({insights_gone}))
	ELSE 0 END
ORDER BY id
LIMIT ?5
