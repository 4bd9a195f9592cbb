SELECT total_bookings, pending_bookings, last_visit, last_activity, total_orders, total_revenue_minor,
	avg_order_value_minor, projects, active_projects, tasks, total_spent_minor, avg_per_visit_minor, most_booked_service,
	iif(recurring = 'yes', 1, 0) AS is_recurring, external_purchases, external_active_minor, external_lost_minor
FROM client, ({client_figures})
WHERE id = ?1
