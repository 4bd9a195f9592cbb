SELECT id, at, actor, command, summary, undone_by FROM change /*scan*/
WHERE id > ?1
ORDER BY id LIMIT ?2
