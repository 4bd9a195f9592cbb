-- The tags, further emails and further phones of clients, one row each.
-- A client just added has none of before. What the sqlite3 shell left in the
-- place of a list is none.
DELETE FROM client_word
WHERE client_id IN (SELECT client_id FROM due WHERE own AND (outside OR NOT fresh))
	AND NOT EXISTS (
		SELECT 1
		FROM client c, json_each(CASE field
			WHEN 'tag' THEN iif(json_valid(c.tags_list), c.tags_list, NULL)
			WHEN 'email' THEN iif(json_valid(c.emails_list), c.emails_list, NULL)
			ELSE iif(json_valid(c.phones_list), c.phones_list, NULL) END) j
		WHERE c.id = client_word.client_id
			AND word_key = CASE field WHEN 'tag' THEN fold(j.value) WHEN 'email' THEN fold_email(j.value) ELSE fold_phone(j.value) END);

INSERT OR IGNORE INTO client_word (field, word_key, client_id)
SELECT k.field,
	CASE k.field WHEN 'tag' THEN fold(j.value) WHEN 'email' THEN fold_email(j.value) ELSE fold_phone(j.value) END AS word_key,
	c.id
FROM due d
	CROSS JOIN client c ON c.id = d.client_id
	CROSS JOIN (SELECT 'tag' AS field UNION ALL SELECT 'email' UNION ALL SELECT 'phone') k
	CROSS JOIN json_each(CASE k.field
		WHEN 'tag' THEN iif(json_valid(c.tags_list), c.tags_list, NULL)
		WHEN 'email' THEN iif(json_valid(c.emails_list), c.emails_list, NULL)
		ELSE iif(json_valid(c.phones_list), c.phones_list, NULL) END) j
WHERE d.own AND (c.tags_list IS NOT NULL OR c.emails_list IS NOT NULL OR c.phones_list IS NOT NULL)
	AND CASE k.field WHEN 'tag' THEN c.tags_list WHEN 'email' THEN c.emails_list ELSE c.phones_list END IS NOT NULL
ORDER BY 1, 2, 3;
