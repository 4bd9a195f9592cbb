-- What figures and points of the client ?1 came to: ?2 to ?15 are the columns of
-- client_figures, ?16 to ?18 the points of loyalty_points. Without history
-- (client_history) none is given.
SELECT coalesce(?2, 0) AS pending_bookings, coalesce(?3, 0) AS total_orders, coalesce(?4, '{}') AS total_revenue_minor,
	?5 AS avg_order_value_minor, coalesce(?6, 0) AS projects, coalesce(?7, 0) AS active_projects, coalesce(?8, 0) AS tasks,
	coalesce(?9, '{}') AS total_spent_minor, ?10 AS avg_per_visit_minor, ?11 AS most_booked_service,
	coalesce(?12, 'no') AS recurring, coalesce(?13, 0) AS external_purchases,
	coalesce(?14, '{}') AS external_active_minor, coalesce(?15, '{}') AS external_lost_minor,
	coalesce(?16, 0) AS total_points, coalesce(?17, 0) AS available_points, coalesce(?18, 0) AS redeemed_points,
	({loyalty_tier}) AS tier
