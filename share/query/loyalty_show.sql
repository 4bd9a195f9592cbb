-- Tier, points and what earned them, of the client ?1.
SELECT id AS client_id, name AS client_name, tier, total_points, available_points, redeemed_points,
	(SELECT count(*) FROM booking WHERE client_id = ?1 AND status = 'completed')
		+ (SELECT count(*) FROM orders WHERE client_id = ?1 AND (status = 'paid' OR status = 'completed'))
		+ iif(setting('purchase.count_external') = 'yes',
			(SELECT count(*) FROM purchase WHERE client_id = ?1 AND status = 'completed'), 0) AS total_purchases,
	(SELECT money_sum(price_minor, currency) FROM booking WHERE client_id = ?1 AND status = 'completed') AS total_spent_minor,
	(SELECT count(*) FROM booking WHERE client_id = ?1 AND status = 'completed') AS visits
FROM client, ({loyalty_points})
WHERE id = ?1
