SELECT name, phone, email, address, nullif(trim(coalesce(postcode || ' ', '') || coalesce(city, '')), '') AS town, country,
	(SELECT group_concat(text, char(10)) FROM (SELECT text FROM note WHERE client_id = ?1 AND kind = 'allergy'
		ORDER BY created_at DESC)) AS allergies,
	(SELECT group_concat(text, char(10)) FROM (SELECT text FROM note WHERE client_id = ?1 AND kind = 'preference'
		ORDER BY created_at DESC)) AS preferences,
	id, status, iif(is_blocked, 'yes' || coalesce(': ' || block_reason, ''), NULL) AS blocked, stage,
	total_bookings, last_visit, last_activity, tags_list, birthday, language, staff, region, emails_list,
	phones_list, custom_json, source, external_id, created_at AS since, archived_at, deleted_at,
	(SELECT count(*) FROM note WHERE client_id = ?1) AS notes
FROM client WHERE id = ?1
