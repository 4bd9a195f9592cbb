SELECT j.change_id AS change_id, c.at, c.actor, j.op, noun(j.tbl) AS type, j.row_id AS ref, j.client_id, client.name AS client_name,
	j.old_json AS old_json
FROM journal j JOIN change c ON c.id = j.change_id LEFT JOIN client ON client.id = j.client_id
WHERE j.change_id = ?1
ORDER BY j.id
