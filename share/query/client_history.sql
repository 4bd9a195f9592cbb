-- Has the client ?1 anything that figures or points are counted from? Most of
-- those who were imported have not, and need not be counted for.
SELECT EXISTS (
	SELECT 1 FROM booking WHERE client_id = ?1
	UNION ALL SELECT 1 FROM orders WHERE client_id = ?1
	UNION ALL SELECT 1 FROM purchase WHERE client_id = ?1
	UNION ALL SELECT 1 FROM project WHERE client_id = ?1
	UNION ALL SELECT 1 FROM task WHERE client_id = ?1
	UNION ALL SELECT 1 FROM series WHERE client_id = ?1
	UNION ALL SELECT 1 FROM loyalty WHERE client_id = ?1
)
