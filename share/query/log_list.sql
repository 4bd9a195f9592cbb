SELECT id, at, actor, command, summary, undone_by FROM change /*scan*/
WHERE ?1 = 0 OR id < ?1
ORDER BY id DESC LIMIT ?2
