-- What the clients have reached (rules.md, "Milestones"; R11-R15, R25-R28). What
-- is there, and what is revoked (R28): that would be if nothing had been taken
-- back, and had come before it was, and is not there otherwise. version: 0 what
-- is, above that what would be; of those the lower one goes first. The daily job
-- tells of new ones that are news.

-- Those that time brings: of days to come they are not made yet.
SELECT client_id, milestone, ordinal, at AS achieved_at, title, cause, revoked_at, revoked_at IS NULL AS new_is_news,
	version AS first_version
FROM ({milestone_in_time})
WHERE due <= as_of() AND (version = 0 OR at <= revoked_at)

-- The nth of something.
UNION ALL
SELECT client_id, 'first_booking', '', at, 'First booking', act_name(source, id), last_void, 0, version
FROM so_far
WHERE source = 1 AND paid = 1 AND nth_booking = 1 AND (version = 0 OR at <= last_void)
UNION ALL
SELECT client_id, 'first_order', '', at, 'First order', act_name(source, id), last_void, 0, version
FROM so_far
WHERE source = 2 AND paid = 1 AND nth_order = 1 AND (version = 0 OR at <= last_void)
UNION ALL
SELECT client_id, iif(nth_purchase = 2, 'first_repeat', 'purchases_' || nth_purchase), '', at,
	iif(nth_purchase = 2, 'First repeat purchase', nth_purchase || ' purchases'), act_name(source, id), last_void, 0, version
FROM so_far
WHERE counts = 1 AND nth_purchase IN (2, 10, 25, 50) AND (version = 0 OR at <= last_void)

UNION ALL
SELECT client_id, 'high_value_purchase', act_name(source, id), at,
	'High-value purchase of ' || sums_text(json_object(setting('account.currency'), amount)), act_name(source, id),
	coalesce(void_at, last_void), 0, version
FROM so_far
WHERE paid = 1 AND amount > threshold('milestone.high_value') AND threshold('milestone.high_value') > 0
	AND (version = 0 OR at <= coalesce(void_at, last_void))

-- What the client did for the business.
UNION ALL
SELECT e.client_id, CASE e.type WHEN 'referral' THEN 'referral_made' ELSE e.type END, act_name(5, e.id), e.at,
	CASE e.type WHEN 'referral' THEN 'Referral made' ELSE 'Social share' END, act_name(5, e.id), NULL, 0, 0
FROM tally t CROSS JOIN event e INDEXED BY event_client ON e.client_id = t.client_id
WHERE e.type = 'referral' OR e.type = 'social_share'
UNION ALL
SELECT client_id, 'first_review', '', at, 'First review', act_name(source, id), NULL, 0, 0
FROM so_far
WHERE version = 0 AND source = 5 AND interaction = 0 AND nth_review = 1

-- The first rise to each tier; revoked while the client has fallen below it.
UNION ALL
SELECT client_id, 'loyalty_tier_upgrade', tier_name(rank), at, 'Loyalty tier ' || tier_name(rank), cause, fell, 0, 0
FROM (
	SELECT u.client_id, u.rank, u.at, act_name(u.source, u.id) AS cause,
		(SELECT max(f.at) FROM so_far f WHERE f.client_id = u.client_id AND f.version = 0 AND f.nth_tier > 0
			AND f.rank_before >= u.rank AND f.rank < u.rank AND t.rank < u.rank) AS fell
	FROM so_far u CROSS JOIN tally t ON t.client_id = u.client_id
	WHERE u.version = 0 AND u.is_rise = 1
)

-- So many completed bookings, and none cancelled or missed, ever (R27). Revoked
-- for one of those, what is goes before what would be.
UNION ALL
SELECT client_id, 'perfect_attendance', '', at, 'Perfect attendance', cause, coalesce(lost, last_void),
	lost IS NULL AND version = 0, iif(lost IS NULL AND version = 0, 0, version + 1)
FROM (
	SELECT t.client_id, t.version, t.at, t.last_void, act_name(t.source, t.id) AS cause, min(b.starts_at) AS missed,
		min(iif(b.status = 'cancelled' AND b.voided_at IS NOT NULL, b.voided_at, b.starts_at)) AS lost
	FROM so_far t LEFT JOIN booking b INDEXED BY booking_client ON b.client_id = t.client_id
		AND (b.status = 'no_show' OR b.status = 'cancelled' AND (t.version = 0 OR b.voided_at IS NULL))
	WHERE t.source = 1 AND t.paid = 1 AND t.nth_booking = threshold('milestone.attendance_bookings')
	GROUP BY t.client_id, t.version
)
WHERE (missed IS NULL OR missed >= at) AND (lost IS NULL AND version = 0 OR at <= coalesce(lost, last_void));
