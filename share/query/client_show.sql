SELECT id, name, given_name, family_name, email, phone, language, status, is_blocked, staff, address, city, region,
	postcode, country, birthday, source, external_id, tags_list, stage, created_at, total_bookings, last_visit,
	last_activity, emails_list, phones_list, custom_json, block_reason, activated_at, archived_at, deleted_at,
	updated_at, spent_minor, json_object('stage', stage, 'since', created_at) AS journey_json
FROM client WHERE id = ?1
