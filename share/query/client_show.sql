SELECT id, name, given_name, family_name, email, phone, language, status, is_blocked, staff, address, city, region,
	postcode, country, birthday, source, external_id, tags_list, stage, created_at, total_bookings, last_visit,
	last_activity, emails_list, phones_list, custom_json, block_reason, activated_at, archived_at, deleted_at,
	updated_at, spent_minor,
	json_object('total_bookings', total_bookings, 'total_orders', total_orders, 'projects', projects, 'tasks', tasks,
		'total_revenue', sums(total_revenue_minor), 'avg_order_value', sums(avg_order_value_minor),
		'pending_bookings', pending_bookings, 'active_projects', active_projects) AS metrics_json,
	json_object('total_spent', sums(total_spent_minor), 'avg_per_visit', sums(avg_per_visit_minor),
		'most_booked_service', most_booked_service) AS spending_json,
	json_object('stage', stage, 'since', since) AS journey_json,
	json_object('tier', tier, 'total_points', total_points, 'available_points', available_points,
		'redeemed_points', redeemed_points) AS loyalty_json
FROM client, ({client_given}), (SELECT since FROM ({journey_show}))
WHERE id = ?1
