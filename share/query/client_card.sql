SELECT name, phone, email, address, nullif(trim(coalesce(postcode || ' ', '') || coalesce(city, '')), '') AS town, country,
	(SELECT group_concat(text, char(10)) FROM (SELECT text FROM note WHERE client_id = ?1 AND kind = 'allergy'
		ORDER BY created_at DESC)) AS allergies,
	(SELECT group_concat(text, char(10)) FROM (SELECT text FROM note WHERE client_id = ?1 AND kind = 'preference'
		ORDER BY created_at DESC)) AS preferences,
	total_bookings, pending_bookings, last_visit, last_activity, total_orders,
	nullif(total_revenue_minor, '{}') AS total_revenue_minor, avg_order_value_minor, projects, active_projects, tasks,
	nullif(total_spent_minor, '{}') AS total_spent_minor, avg_per_visit_minor, most_booked_service, recurring,
	nullif(external_purchases, 0) AS external_purchases, nullif(external_active_minor, '{}') AS external_active_minor,
	nullif(external_lost_minor, '{}') AS external_lost_minor,
	id, status, iif(is_blocked, 'yes' || coalesce(': ' || block_reason, ''), NULL) AS blocked,
	stage || ' since ' || local_day(stage_since) AS stage,
	tier || ', ' || total_points || iif(total_points = 1, ' point, ', ' points, ') || available_points || ' to redeem' AS tier,
	tags_list, birthday, language, staff, region, emails_list,
	phones_list, custom_json, source, external_id, created_at AS since, archived_at, deleted_at,
	(SELECT count(*) FROM note WHERE client_id = ?1) AS notes
FROM client, ({client_given}), (SELECT since AS stage_since FROM ({journey_show}))
WHERE id = ?1
