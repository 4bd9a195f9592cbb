SELECT name, given_name, family_name, email, emails_list, phone, phones_list, address, city, region, postcode, country,
	birthday, language, staff, source, external_id, tags_list, custom_json, created_at
FROM client WHERE id = ?1
