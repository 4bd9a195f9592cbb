SELECT (SELECT count(*) FROM booking WHERE client_id = ?1 AND starts_at > now()
		AND (status = 'pending' OR status = 'confirmed')) AS pending_bookings,
	count(*) AS total_orders,
	money_sum(amount, currency) FILTER (WHERE paid) AS total_revenue_minor,
	money_mean(amount, currency) FILTER (WHERE paid) AS avg_order_value_minor,
	(SELECT count(*) FROM project WHERE client_id = ?1) AS projects,
	(SELECT count(*) FROM project WHERE client_id = ?1 AND status = 'active') AS active_projects,
	(SELECT count(*) FROM task WHERE client_id = ?1) AS tasks,
	(SELECT money_sum(price_minor, currency) FROM booking WHERE client_id = ?1 AND status = 'completed') AS total_spent_minor,
	(SELECT money_mean(price_minor, currency) FROM booking WHERE client_id = ?1 AND status = 'completed') AS avg_per_visit_minor,
	(SELECT service FROM booking WHERE client_id = ?1 AND status = 'completed'
		GROUP BY service ORDER BY count(*) DESC, max(starts_at) DESC, service LIMIT 1) AS most_booked_service,
	iif(EXISTS (SELECT 1 FROM ({recurring_series}) r WHERE r.client_id = ?1), 'yes', 'no') AS recurring,
	count(*) FILTER (WHERE external) AS external_purchases,
	money_sum(amount, currency) FILTER (WHERE external AND paid) AS external_active_minor,
	money_sum(amount, currency) FILTER (WHERE external AND lost) AS external_lost_minor
FROM (
	SELECT amount_minor AS amount, currency, status = 'paid' OR status = 'completed' AS paid, 0 AS external, 0 AS lost
	FROM orders WHERE client_id = ?1
	UNION ALL
	SELECT price_minor, currency, status = 'completed', 1, status = 'cancelled' OR status = 'refunded'
	FROM purchase WHERE client_id = ?1
)
