-- Stages that clients came to, and from which: of one (?1) or of all but those
-- who are deleted or spam; since ?2, until ?3; to ?4. Who has done nothing has no
-- row of what is derived: discovery, since the client was made.
SELECT client_id, s.n, c.name AS client_name,
	(SELECT p.stage FROM stage_change p WHERE p.client_id = s.client_id AND p.n = s.n - 1) AS "from",
	s.stage AS "to", s.at, s.cause
FROM (
	SELECT client_id, n, at, stage, cause FROM stage_change WHERE client_id = ?1
	UNION ALL
	SELECT client_id, n, at, stage, cause FROM stage_change /*scan*/ WHERE ?1 IS NULL
	UNION ALL
	SELECT id, 1, created_at, 'discovery', 'created'
	FROM client
	WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM stage_change WHERE client_id = ?1)
	UNION ALL
	SELECT id, 1, created_at, 'discovery', 'created'
	FROM client c /*scan*/
	WHERE ?1 IS NULL AND NOT EXISTS (SELECT 1 FROM stage_change WHERE client_id = c.id)
) s JOIN client c ON c.id = s.client_id
WHERE (?1 IS NOT NULL OR c.status <> 'deleted' AND c.status <> 'spam')
	AND (?2 IS NULL OR s.at >= ?2) AND (?3 IS NULL OR s.at < ?3) AND (?4 IS NULL OR s.stage = ?4)
