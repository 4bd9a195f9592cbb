WITH one AS (SELECT * FROM client WHERE id = ?1),
f AS MATERIALIZED ({client_figures}),
points AS MATERIALIZED ({loyalty_points}),
ledger AS MATERIALIZED ({loyalty_ledger}),
done AS (SELECT id, starts_at, service FROM booking WHERE client_id = ?1 AND status = 'completed'),
paid AS (
	SELECT 'order ' || id AS row FROM orders WHERE client_id = ?1 AND (status = 'paid' OR status = 'completed')
	UNION ALL SELECT 'purchase ' || id FROM purchase WHERE client_id = ?1 AND status = 'completed'
),
act AS (
	SELECT 'booking ' || id AS row, iif(status = 'completed', starts_at, min(starts_at, created_at)) AS at
	FROM booking WHERE client_id = ?1
	UNION ALL SELECT 'order ' || id, ordered_at FROM orders WHERE client_id = ?1
	UNION ALL SELECT 'purchase ' || id, purchased_at FROM purchase WHERE client_id = ?1
	UNION ALL SELECT 'form ' || id, submitted_at FROM form WHERE client_id = ?1
	UNION ALL SELECT type || ' ' || id, at FROM event
		WHERE client_id = ?1 AND (type = 'message_in' OR type = 'checkin' OR type = 'review')
)
SELECT id AS client_id, name AS client_name, 'total_bookings' AS figure, total_bookings AS value,
	'bookings of any status' AS rule,
	(SELECT json_group_array('booking ' || id) FROM booking WHERE client_id = ?1) AS rows_list FROM one
UNION ALL SELECT id, name, 'guest', iif(total_bookings = 0, 'yes', 'no'), 'a guest has no booking yet',
	(SELECT json_group_array('booking ' || id) FROM (SELECT id FROM booking WHERE client_id = ?1 ORDER BY id LIMIT 1)) FROM one
UNION ALL SELECT id, name, 'last_visit', last_visit, 'start of the latest completed booking not in the future',
	(SELECT json_array('booking ' || id) FROM done WHERE starts_at <= now() ORDER BY starts_at DESC, id DESC LIMIT 1) FROM one
UNION ALL SELECT id, name, 'last_activity', last_activity,
	'latest booking, order, purchase, form, message in, check-in or review',
	(SELECT json_array(row) FROM act WHERE at <= now() ORDER BY at DESC, row DESC LIMIT 1) FROM one
UNION ALL SELECT id, name, 'pending_bookings', pending_bookings, 'pending or confirmed, starting after now',
	(SELECT json_group_array('booking ' || id) FROM booking WHERE client_id = ?1 AND starts_at > now()
		AND (status = 'pending' OR status = 'confirmed')) FROM one, f
UNION ALL SELECT id, name, 'total_orders', total_orders, 'orders and external purchases of any status',
	(SELECT json_group_array(row) FROM (SELECT 'order ' || id AS row FROM orders WHERE client_id = ?1
		UNION ALL SELECT 'purchase ' || id FROM purchase WHERE client_id = ?1)) FROM one, f
UNION ALL SELECT id, name, 'total_revenue', sums_text(total_revenue_minor),
	'orders that are paid or completed, and completed external purchases; each currency by itself',
	(SELECT json_group_array(row) FROM paid) FROM one, f
UNION ALL SELECT id, name, 'avg_order_value', sums_text(avg_order_value_minor),
	'total_revenue divided by the number of those rows', (SELECT json_group_array(row) FROM paid) FROM one, f
UNION ALL SELECT id, name, 'projects', projects, 'projects of any status',
	(SELECT json_group_array('project ' || id) FROM project WHERE client_id = ?1) FROM one, f
UNION ALL SELECT id, name, 'active_projects', active_projects, 'projects that are active',
	(SELECT json_group_array('project ' || id) FROM project WHERE client_id = ?1 AND status = 'active') FROM one, f
UNION ALL SELECT id, name, 'tasks', tasks, 'tasks of any status',
	(SELECT json_group_array('task ' || id) FROM task WHERE client_id = ?1) FROM one, f
UNION ALL SELECT id, name, 'total_spent', sums_text(total_spent_minor),
	'prices of completed bookings; each currency by itself', (SELECT json_group_array('booking ' || id) FROM done) FROM one, f
UNION ALL SELECT id, name, 'avg_per_visit', sums_text(avg_per_visit_minor),
	'total_spent divided by the number of completed bookings', (SELECT json_group_array('booking ' || id) FROM done) FROM one, f
UNION ALL SELECT id, name, 'most_booked_service', most_booked_service,
	'most frequent service of completed bookings; of several the most recent',
	(SELECT json_group_array('booking ' || id) FROM done WHERE service = most_booked_service) FROM one, f
UNION ALL SELECT id, name, 'spent', sums_text(json_object(setting('account.currency'), spent_minor)),
	'total_spent in ' || setting('account.currency') || ' (account.currency), other currencies by their rates; without one they are left out',
	(SELECT json_group_array('booking ' || id) FROM booking WHERE client_id = ?1 AND status = 'completed'
		AND convert(price_minor, currency) IS NOT NULL) FROM one
UNION ALL SELECT id, name, 'recurring', recurring, 'a series without an end, or with a booking to come that is not cancelled',
	(SELECT json_group_array('series ' || id) FROM series WHERE client_id = ?1) FROM one, f
UNION ALL SELECT id, name, 'stage', stage, CASE
		WHEN EXISTS (SELECT 1 FROM journey WHERE client_id = ?1 AND ended_at IS NULL)
			THEN 'set by hand: ' || (SELECT reason FROM journey WHERE client_id = ?1 AND ended_at IS NULL)
		ELSE (SELECT rule FROM ({journey_stages}) r WHERE r.stage = one.stage) END
		|| '; since ' || (SELECT since FROM ({journey_show})),
	(SELECT json_array(cause) FROM stage_change WHERE client_id = ?1 AND n > 1 ORDER BY n DESC LIMIT 1) FROM one
UNION ALL SELECT id, name, 'tier', tier, total_points || iif(total_points = 1, ' point', ' points') || ' earned in all; '
		|| (SELECT group_concat(tier || ' from ' || from_points, ', ') FROM ({loyalty_tiers}))
		|| ' (loyalty.silver, loyalty.gold, loyalty.platinum)',
	(SELECT json_array(cause) FROM tier_change WHERE client_id = ?1 ORDER BY n DESC LIMIT 1) FROM one, points
UNION ALL SELECT id, name, 'total_points', total_points, setting('loyalty.points_per_unit') || ' for each '
		|| setting('account.currency') || ' of a purchase (loyalty.points_per_unit), and those given by hand',
	(SELECT json_group_array(DISTINCT cause) FROM ledger WHERE kind <> 'redeemed' AND kind <> 'expired') FROM one, points
UNION ALL SELECT id, name, 'available_points', available_points, 'what is left of them, redeemed ones taken off; they '
		|| iif(CAST(setting('loyalty.expire_months') AS INTEGER) > 0, 'expire after ' || setting('loyalty.expire_months')
			|| ' months', 'never expire') || ' (loyalty.expire_months)',
	(SELECT json_group_array(cause) FROM ledger WHERE kind = 'redeemed') FROM one, points
UNION ALL SELECT id, name, 'new', iif(created_at >= days_ago(setting('client.new_days')), 'yes', 'no'),
	'client since ' || created_at || '; new for ' || setting('client.new_days') || ' days (client.new_days)', NULL FROM one
UNION ALL SELECT id, name, 'activated_at', activated_at, 'first time the status was active', NULL FROM one
UNION ALL SELECT id, name, 'notes', (SELECT count(*) FROM note WHERE client_id = ?1), 'notes of the staff',
	(SELECT json_group_array('note ' || id) FROM note WHERE client_id = ?1) FROM one
UNION ALL SELECT c.id, c.name, 'look-up by ' || field, word_key, 'folded from ' || iif(field = 'tag', 'tags', field || 's'), NULL
	FROM client_word look JOIN one c ON c.id = look.client_id WHERE look.client_id = ?1
