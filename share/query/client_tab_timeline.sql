SELECT client_id, (SELECT name FROM client WHERE id = ?1) AS client_name, at, local_day(at) AS date, type, title, status, description,
	amount_minor, currency, staff, ref
FROM timeline WHERE client_id = ?1
ORDER BY at DESC, ref DESC, type DESC
