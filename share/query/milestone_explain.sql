-- Every milestone for the client ?1, over what the rules counted (derive_look):
-- those that were reached, one row each, and those that were not, with what is
-- missing.
WITH one AS (SELECT id, name FROM client WHERE id = ?1),
did AS MATERIALIZED (
	SELECT act_name(source, id) AS row, at, day, source, id, interaction, paid, counts, amount
	FROM so_far WHERE client_id = ?1 AND version = 0 AND source < 6
),
did_counted AS MATERIALIZED (SELECT row, row_number() OVER (ORDER BY at, source, id) AS n FROM did WHERE counts),
did_booked AS MATERIALIZED (SELECT row, row_number() OVER (ORDER BY at, id) AS n FROM did WHERE source = 1 AND paid),
n AS MATERIALIZED (
	SELECT count(iif(source = 1 AND paid, 1, NULL)) AS bookings, count(iif(source = 2 AND paid, 1, NULL)) AS orders,
		count(iif(counts, 1, NULL)) AS purchases,
		sums_text(json_object(setting('account.currency'), coalesce(sum(iif(paid, amount, NULL)), 0))) AS spent,
		sums_text(json_object(setting('account.currency'), max(iif(paid, amount, NULL)))) AS largest,
		min(iif(counts, day, NULL)) AS first_day,
		count(iif(interaction AND month(day) = month(as_of()), 1, NULL)) AS month,
		count(iif(interaction AND month(day) BETWEEN month(as_of()) - 6 AND month(as_of()) - 1, 1, NULL)) AS before,
		(SELECT coalesce(sum(points), 0) FROM so_far WHERE client_id = ?1 AND version = 0) AS points,
		(SELECT tier_name(rank) FROM tally WHERE client_id = ?1) AS tier
	FROM did
),
-- shared: the same rows for all of the kind; else each has the one it is for.
kind (place, milestone, shared, rule, missing, rows_json) AS (
	SELECT 1, 'first_booking', 1, 'the first completed booking', 'a completed booking',
		(SELECT json_group_array(row) FROM did_booked WHERE n = 1) FROM n
	UNION ALL SELECT 2, 'first_order', 1, 'the first order that is paid or completed', 'a paid order',
		(SELECT json_group_array(row) FROM (SELECT row FROM did WHERE source = 2 AND paid ORDER BY at, id LIMIT 1)) FROM n
	UNION ALL SELECT k.place, k.milestone, 1,
		'the ' || k.nth || ' purchase: completed bookings, and orders that are paid or completed'
			|| iif(setting('purchase.count_external') = 'yes', ', and completed purchases elsewhere (purchase.count_external)', ''),
		n.purchases || ' of ' || k.nth_number || ' purchases',
		(SELECT json_group_array(row) FROM (SELECT row FROM did_counted WHERE n <= k.nth_number ORDER BY n))
	FROM n, (SELECT 3 AS place, 'first_repeat' AS milestone, 2 AS nth_number, 'second' AS nth
		UNION ALL SELECT 5, 'purchases_10', 10, '10th' UNION ALL SELECT 6, 'purchases_25', 25, '25th'
		UNION ALL SELECT 7, 'purchases_50', 50, '50th') k
	UNION ALL SELECT 4, 'high_value_purchase', 0,
		iif(threshold('milestone.high_value') = 0, 'none (milestone.high_value is 0)',
			'a booking, order or purchase of more than ' || setting('milestone.high_value') || ' ' || setting('account.currency')
				|| ' (milestone.high_value)'),
		iif(threshold('milestone.high_value') = 0, 'never reached', coalesce('the largest is of ' || nullif(n.largest, ''), 'no purchase')), NULL FROM n
	UNION ALL SELECT 7 + y.n, 'anniversary_' || y.n || 'y', 1,
		y.n || iif(y.n = 1, ' year', ' years') || ' after the first purchase (milestone.anniversary_years is '
			|| setting('milestone.anniversary_years') || ')',
		coalesce('due on ' || day_text(years_after(n.first_day, y.n)), 'no purchase'),
		(SELECT json_group_array(row) FROM did_counted WHERE n = 1)
	FROM n, (WITH RECURSIVE year (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM year WHERE n < threshold('milestone.anniversary_years'))
		SELECT n FROM year WHERE n <= threshold('milestone.anniversary_years')) y
	UNION ALL SELECT 1001, 'vip', 1,
		iif(threshold('vip.purchases') = 0, '', threshold('vip.purchases') || ' purchases (vip.purchases), ')
			|| iif(threshold('vip.spend') = 0, '', 'spending of more than ' || setting('vip.spend') || ' ' || setting('account.currency')
			|| ' (vip.spend), ') || 'or the tier platinum',
		iif(threshold('vip.purchases') = 0, '', n.purchases || ' of ' || threshold('vip.purchases') || ' purchases; ')
			|| iif(threshold('vip.spend') = 0, '', n.spent || ' spent; ') || 'tier ' || n.tier,
		(SELECT json_group_array(row) FROM (SELECT row FROM did WHERE counts OR paid ORDER BY at, source, id)) FROM n
	UNION ALL SELECT 1002, 'high_engagement_month', 0,
		iif(threshold('milestone.engagement_month') = 0, 'none (milestone.engagement_month is 0)',
			'a month of at least ' || threshold('milestone.engagement_month')
				|| ' interactions (milestone.engagement_month), and of twice the mean of the six months before'),
		iif(threshold('milestone.engagement_month') = 0, 'never reached',
			n.month || ' of ' || max(threshold('milestone.engagement_month'), (n.before + 2) / 3) || ' interactions this month'), NULL FROM n
	UNION ALL SELECT 1003, 'referral_made', 0, 'an event of the type referral', 'no referral', NULL FROM n
	UNION ALL SELECT 1004, 'first_review', 0, 'the first event of the type review', 'no review', NULL FROM n
	UNION ALL SELECT 1005, 'loyalty_tier_upgrade', 0,
		'a rise to silver (' || threshold('loyalty.silver') || ' points, loyalty.silver), gold (' || threshold('loyalty.gold')
			|| ', loyalty.gold) or platinum (' || threshold('loyalty.platinum') || ', loyalty.platinum)',
		CAST(n.points AS INTEGER) || ' points earned; tier ' || n.tier, NULL FROM n
	UNION ALL SELECT 1006, 'social_share', 0, 'an event of the type social_share', 'no social_share', NULL FROM n
	UNION ALL SELECT 1007, 'perfect_attendance', 1,
		iif(threshold('milestone.attendance_bookings') = 0, 'none (milestone.attendance_bookings is 0)',
			threshold('milestone.attendance_bookings') || ' completed bookings (milestone.attendance_bookings), none cancelled or missed'),
		iif(threshold('milestone.attendance_bookings') = 0, 'never reached',
			n.bookings || ' of ' || threshold('milestone.attendance_bookings') || ' completed bookings'
			|| coalesce((SELECT '; ' || act_name(1, id) || iif(status = 'cancelled', ' was cancelled', ' was missed') FROM booking
				WHERE client_id = ?1 AND (status = 'cancelled' OR status = 'no_show') ORDER BY starts_at LIMIT 1), '')),
		(SELECT json_group_array(row) FROM (SELECT row FROM did_booked WHERE n <= threshold('milestone.attendance_bookings') ORDER BY n))
	FROM n
)
SELECT one.id AS client_id, one.name AS client_name, k.milestone,
	m.achieved_at IS NOT NULL AND m.revoked_at IS NULL AS is_reached, m.achieved_at, m.cause, m.revoked_at,
	iif(m.achieved_at IS NULL OR m.revoked_at IS NOT NULL, k.missing, NULL) AS missing, k.rule,
	iif(shared OR m.cause IS NULL, coalesce(k.rows_json, json_array()), json_array(m.cause)) AS rows_json
FROM one CROSS JOIN kind k LEFT JOIN milestone m ON m.client_id = one.id AND m.milestone = k.milestone
ORDER BY k.place, m.achieved_at, m.id /*scan*/
