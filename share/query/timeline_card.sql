SELECT name, email, phone, created_at AS since, total_bookings AS bookings, last_visit,
	(SELECT money_sum(price_minor, currency) FROM booking WHERE client_id = ?1 AND status = 'completed') AS total_spent_minor,
	(SELECT money_sum(amount_minor, currency) FROM (
		SELECT price_minor AS amount_minor, currency FROM booking WHERE client_id = ?1 AND status = 'completed'
		UNION ALL
		SELECT amount_minor, currency FROM orders WHERE client_id = ?1 AND (status = 'paid' OR status = 'completed')
		UNION ALL
		SELECT price_minor, currency FROM purchase WHERE client_id = ?1 AND status = 'completed'
	)) AS lifetime_value_minor
FROM client WHERE id = ?1
