-- The milestones that a client has reached (rules.md, "Milestones"; R11-R15,
-- R25-R28), in both versions: what is, and what would be if nothing had been
-- taken back.
--
-- due: the day from which on it counts, where time alone brings it. news: told
-- by the daily job. void_at: since when it is revoked for a reason of its own.
CREATE TEMP TABLE IF NOT EXISTS award (
	client_id INTEGER, milestone TEXT, ordinal TEXT, version INTEGER, at TEXT, title TEXT, cause TEXT,
	due INTEGER, news INTEGER, void_at TEXT);

DELETE FROM award;

-- The nth of something.
INSERT INTO award
SELECT t.client_id, k.milestone, '', t.version, t.at, k.title, act_name(t.source, t.id), NULL, 0, NULL
FROM turn t CROSS JOIN (
	SELECT 'first_booking' AS milestone, 'First booking' AS title, 1 AS source, 1 AS n
	UNION ALL SELECT 'first_order', 'First order', 2, 1
	UNION ALL SELECT 'first_repeat', 'First repeat purchase', NULL, 2
	UNION ALL SELECT 'purchases_10', '10 purchases', NULL, 10
	UNION ALL SELECT 'purchases_25', '25 purchases', NULL, 25
	UNION ALL SELECT 'purchases_50', '50 purchases', NULL, 50
) k ON CASE k.source WHEN 1 THEN t.source = 1 AND t.paid AND t.nth_booking = 1
	WHEN 2 THEN t.source = 2 AND t.paid AND t.nth_order = 1
	ELSE t.counts AND t.nth_purchase = k.n END
WHERE t.counts AND t.nth_purchase IN (2, 10, 25, 50)
	OR t.paid AND (t.source = 1 AND t.nth_booking = 1 OR t.source = 2 AND t.nth_order = 1);

INSERT INTO award
SELECT client_id, 'high_value_purchase', act_name(source, id), version, at,
	'High-value purchase of ' || sums_text(json_object(setting('account.currency'), amount)), act_name(source, id), NULL, 0,
	(SELECT a.void_at FROM act a WHERE a.client_id = t.client_id AND a.version = 1 AND a.at = t.at AND a.source = t.source AND a.id = t.id)
FROM turn t
WHERE paid AND amount > threshold('milestone.high_value') AND threshold('milestone.high_value') > 0;

-- Anniversaries of the first purchase; of 29 February on the 28th.
INSERT INTO award
SELECT client_id, 'anniversary_' || y.n || 'y', '', version, morning(years_after(day, y.n)),
	y.n || iif(y.n = 1, ' year', ' years') || ' since the first purchase', act_name(source, id), years_after(day, y.n), 1, NULL
FROM turn t CROSS JOIN (
	WITH RECURSIVE year (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM year WHERE n < threshold('milestone.anniversary_years'))
	SELECT n FROM year WHERE n <= threshold('milestone.anniversary_years')
) y
WHERE t.counts AND t.nth_purchase = 1;

-- A VIP by the number of purchases, by what was spent, or as platinum.
INSERT INTO award
SELECT client_id, 'vip', '', version, min(at), 'VIP', cause, day(at), 1, NULL
FROM (
	SELECT client_id, version, at, act_name(source, id) AS cause
	FROM turn
	WHERE counts AND nth_purchase = threshold('vip.purchases')
		OR paid AND spent > threshold('vip.spend') AND threshold('vip.spend') > 0
	UNION ALL
	SELECT client_id, (SELECT rank < 3 FROM tier_now p WHERE p.client_id = t.client_id ORDER BY p.n DESC LIMIT 1), min(at), cause
	FROM tier_now t
	WHERE rank = 3
	GROUP BY client_id
)
GROUP BY client_id, version;

-- Months of at least so many interactions, and twice the mean of the six
-- months before (R26): awarded at the month's end.
INSERT INTO award
SELECT client_id, 'high_engagement_month', substr(day_text(last), 1, 7), 0, evening(last),
	'High engagement in ' || substr(day_text(last), 1, 7) || ': ' || n || ' interactions', substr(day_text(last), 1, 7), last + 1, 1, NULL
FROM (
	SELECT t.client_id, month_last(month(t.day)) AS last,
		(SELECT sum(a.interaction) FROM act a WHERE a.client_id = t.client_id AND a.version = 0
			AND a.at > evening(month_last(month(t.day) - 1)) AND a.at <= evening(month_last(month(t.day)))) AS n,
		(SELECT coalesce(sum(a.interaction), 0) FROM act a WHERE a.client_id = t.client_id AND a.version = 0
			AND a.at > evening(month_last(month(t.day) - 7)) AND a.at <= evening(month_last(month(t.day) - 1))) AS before
	FROM turn t
	WHERE t.version = 0 AND t.interaction AND t.nth_month = threshold('milestone.engagement_month')
)
WHERE n * 3 >= before;

-- What the client did for the business.
INSERT INTO award
SELECT e.client_id, CASE e.type WHEN 'referral' THEN 'referral_made' ELSE e.type END, 'event ' || e.id, 0, e.at,
	CASE e.type WHEN 'referral' THEN 'Referral made' ELSE 'Social share' END, 'event ' || e.id, NULL, 0, NULL
FROM tally t CROSS JOIN event e INDEXED BY event_client ON e.client_id = t.client_id
WHERE e.type = 'referral' OR e.type = 'social_share';

INSERT INTO award
SELECT t.client_id, 'first_review', '', 0, min(e.at), 'First review', 'event ' || e.id, NULL, 0, NULL
FROM tally t CROSS JOIN event e INDEXED BY event_client ON e.client_id = t.client_id
WHERE e.type = 'review'
GROUP BY t.client_id;

-- The first rise to each tier; revoked while the client has fallen below it.
INSERT INTO award
SELECT client_id, 'loyalty_tier_upgrade', tier, iif(rank > present, 1, 0), at, 'Loyalty tier ' || tier, cause, NULL, 0,
	iif(rank > present, fell, NULL)
FROM (
	SELECT client_id, tier, rank, min(n), at, cause,
		(SELECT p.rank FROM tier_now p WHERE p.client_id = t.client_id ORDER BY p.n DESC LIMIT 1) AS present,
		(SELECT max(p.at) FROM tier_now p WHERE p.client_id = t.client_id AND p.was >= t.rank AND p.rank < t.rank) AS fell
	FROM tier_now t
	WHERE rank > was
	GROUP BY client_id, tier
);

-- So many completed bookings, and none cancelled or missed, ever (R27).
INSERT INTO award
SELECT client_id, 'perfect_attendance', '', iif(lost IS NULL, version, 1), at, 'Perfect attendance', cause, NULL, 1, lost
FROM (
	SELECT t.client_id, t.version, t.at, act_name(t.source, t.id) AS cause, min(b.starts_at) AS missed,
		min(iif(b.status = 'cancelled' AND b.voided_at IS NOT NULL, b.voided_at, b.starts_at)) AS lost
	FROM turn t LEFT JOIN booking b INDEXED BY booking_client ON b.client_id = t.client_id
		AND (b.status = 'no_show' OR b.status = 'cancelled' AND (t.version = 0 OR b.voided_at IS NULL))
	WHERE t.source = 1 AND t.paid AND t.nth_booking = threshold('milestone.attendance_bookings')
	GROUP BY t.client_id, t.version
)
WHERE missed IS NULL OR missed >= at;

-- What is there, and what is revoked (R28): that would be if nothing had been
-- taken back, and had come before it was, and is not there otherwise. Awards of
-- days to come are not made yet.
CREATE TEMP TABLE IF NOT EXISTS milestone_now (
	client_id INTEGER, milestone TEXT, ordinal TEXT, achieved_at TEXT, title TEXT, cause TEXT, revoked_at TEXT, news INTEGER,
	PRIMARY KEY (client_id, milestone, ordinal)) WITHOUT ROWID;

DELETE FROM milestone_now;

INSERT OR IGNORE INTO milestone_now
SELECT client_id, milestone, ordinal, at, title, cause, NULL, news
FROM award
WHERE version = 0 AND (due IS NULL OR due <= as_of());

INSERT OR IGNORE INTO milestone_now
SELECT client_id, milestone, ordinal, at, title, cause, void_at, news
FROM (
	SELECT client_id, milestone, ordinal, at, title, cause, due, news,
		coalesce(void_at, (SELECT max(void_at) FROM act a WHERE a.client_id = w.client_id AND a.version = 0)) AS void_at
	FROM award w
	WHERE version = 1
)
WHERE at <= void_at AND (due IS NULL OR due <= as_of());

DELETE FROM milestone
WHERE client_id IN (SELECT client_id FROM tally)
	AND NOT EXISTS (SELECT 1 FROM milestone_now n WHERE n.client_id = milestone.client_id
		AND n.milestone = milestone.milestone AND n.ordinal = milestone.ordinal);

UPDATE milestone SET achieved_at = n.achieved_at, title = n.title, cause = n.cause, revoked_at = n.revoked_at
FROM milestone_now n
WHERE milestone.client_id = +n.client_id AND milestone.milestone = +n.milestone AND milestone.ordinal = +n.ordinal
	AND (milestone.achieved_at <> n.achieved_at OR milestone.title <> n.title OR milestone.cause IS NOT n.cause
		OR milestone.revoked_at IS NOT n.revoked_at);

INSERT INTO milestone (client_id, milestone, ordinal, achieved_at, title, cause, revoked_at, is_news)
SELECT client_id, milestone, ordinal, achieved_at, title, cause, revoked_at, news AND revoked_at IS NULL
FROM milestone_now n
WHERE NOT EXISTS (SELECT 1 FROM milestone m WHERE m.client_id = n.client_id AND m.milestone = n.milestone AND m.ordinal = n.ordinal);
