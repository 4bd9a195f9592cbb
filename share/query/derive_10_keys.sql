-- Look-up keys of clients that were changed outside the suite: the sqlite3
-- shell does not know how to fold. The suite itself keeps them right.
UPDATE client SET name_key = fold(name), phone_key = fold_phone(phone)
WHERE id IN (SELECT client_id FROM due WHERE outside)
	AND (name_key IS NOT fold(name) OR phone_key IS NOT fold_phone(phone));

-- Two clients who were given the same address: the first one is found by it,
-- and nothing else stands still for that.
UPDATE OR IGNORE client SET email_key = fold_email(email)
WHERE id IN (SELECT client_id FROM due WHERE outside)
	AND email_key IS NOT fold_email(email);
