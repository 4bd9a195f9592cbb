WITH one AS (SELECT * FROM client WHERE id = ?1)
SELECT id AS client_id, name AS client_name, 'total_bookings' AS figure, total_bookings AS value,
	'bookings of any status' AS rule FROM one
UNION ALL SELECT id, name, 'guest', iif(total_bookings = 0, 'yes', 'no'), 'a guest has no booking yet' FROM one
UNION ALL SELECT id, name, 'last_visit', last_visit, 'start of the latest completed booking not in the future' FROM one
UNION ALL SELECT id, name, 'last_activity', last_activity,
	'latest booking, order, purchase, form, message in, check-in or review' FROM one
UNION ALL SELECT id, name, 'stage', stage, 'highest stage earned; every client starts at discovery' FROM one
UNION ALL SELECT id, name, 'new', iif(created_at >= days_ago(setting('client.new_days')), 'yes', 'no'),
	'client since ' || created_at || '; new for ' || setting('client.new_days') || ' days (client.new_days)' FROM one
UNION ALL SELECT id, name, 'activated_at', activated_at, 'first time the status was active' FROM one
UNION ALL SELECT id, name, 'notes', (SELECT count(*) FROM note WHERE client_id = ?1), 'notes of the staff' FROM one
UNION ALL SELECT c.id, c.name, 'look-up by ' || field, word_key, 'folded from ' || iif(field = 'tag', 'tags', field || 's')
	FROM client_word w JOIN one c ON c.id = w.client_id WHERE w.client_id = ?1
