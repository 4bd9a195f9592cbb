-- The milestones that the clients have reached who are due (rules.md,
-- "Milestones"; R11-R15, R25-R28), in both versions: 0 what is, above that what
-- would be if nothing had been taken back; of those the lower one goes first.
--
-- due: the day from which on it counts, where time alone brings it. news: told
-- by the daily job. void_at: since when it is revoked for a reason of its own.
{milestone_award_in_time}
-- The nth of something.
UNION ALL
SELECT client_id, 'first_booking', '', version, at, 'First booking', act_name(source, id), NULL, 0, NULL
FROM so_far
WHERE source = 1 AND paid = 1 AND nth_booking = 1
UNION ALL
SELECT client_id, 'first_order', '', version, at, 'First order', act_name(source, id), NULL, 0, NULL
FROM so_far
WHERE source = 2 AND paid = 1 AND nth_order = 1
UNION ALL
SELECT client_id, iif(nth_purchase = 2, 'first_repeat', 'purchases_' || nth_purchase), '', version, at,
	iif(nth_purchase = 2, 'First repeat purchase', nth_purchase || ' purchases'), act_name(source, id), NULL, 0, NULL
FROM so_far
WHERE counts = 1 AND nth_purchase IN (2, 10, 25, 50)

UNION ALL
SELECT client_id, 'high_value_purchase', act_name(source, id), version, at,
	'High-value purchase of ' || sums_text(json_object(setting('account.currency'), amount)), act_name(source, id), NULL, 0, void_at
FROM so_far
WHERE paid = 1 AND amount > threshold('milestone.high_value') AND threshold('milestone.high_value') > 0

-- What the client did for the business.
UNION ALL
SELECT e.client_id, CASE e.type WHEN 'referral' THEN 'referral_made' ELSE e.type END, 'event ' || e.id, 0, e.at,
	CASE e.type WHEN 'referral' THEN 'Referral made' ELSE 'Social share' END, 'event ' || e.id, NULL, 0, NULL
FROM tally t CROSS JOIN event e INDEXED BY event_client ON e.client_id = t.client_id
WHERE e.type = 'referral' OR e.type = 'social_share'
UNION ALL
SELECT client_id, 'first_review', '', 0, at, 'First review', act_name(source, id), NULL, 0, NULL
FROM so_far
WHERE version = 0 AND source = 5 AND interaction = 0 AND nth_review = 1

-- The first rise to each tier; revoked while the client has fallen below it.
UNION ALL
SELECT client_id, 'loyalty_tier_upgrade', tier_name(rank), rank > present, at, 'Loyalty tier ' || tier_name(rank),
	act_name(source, id), NULL, 0,
	iif(rank > present, (SELECT max(f.at) FROM so_far f WHERE f.client_id = s.client_id AND f.version = 0 AND f.nth_tier > 0
		AND f.rank_before >= s.rank AND f.rank < s.rank), NULL)
FROM (
	SELECT client_id, rank, at, source, id, (SELECT t.rank FROM tally t WHERE t.client_id = u.client_id) AS present
	FROM so_far u
	WHERE version = 0 AND is_rise = 1
) s

-- So many completed bookings, and none cancelled or missed, ever (R27). Revoked
-- for one of those, what is goes before what would be.
UNION ALL
SELECT client_id, 'perfect_attendance', '', iif(lost IS NULL AND version = 0, 0, version + 1), at, 'Perfect attendance', cause, NULL, 1, lost
FROM (
	SELECT t.client_id, t.version, t.at, act_name(t.source, t.id) AS cause, min(b.starts_at) AS missed,
		min(iif(b.status = 'cancelled' AND b.voided_at IS NOT NULL, b.voided_at, b.starts_at)) AS lost
	FROM so_far t LEFT JOIN booking b INDEXED BY booking_client ON b.client_id = t.client_id
		AND (b.status = 'no_show' OR b.status = 'cancelled' AND (t.version = 0 OR b.voided_at IS NULL))
	WHERE t.source = 1 AND t.paid = 1 AND t.nth_booking = threshold('milestone.attendance_bookings')
	GROUP BY t.client_id, t.version
)
WHERE missed IS NULL OR missed >= at
