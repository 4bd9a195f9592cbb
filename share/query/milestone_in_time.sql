-- The milestones that time alone brings, of the clients who are due, from the
-- day "due" on; the others, and what the columns mean, are in
-- derive_facts_50_milestone.sql.

-- Anniversaries of the first purchase; of 29 February on the 28th.
SELECT client_id, 'anniversary_' || y.n || 'y' AS milestone, '' AS ordinal, version, morning(years_after(day, y.n)) AS at,
	y.n || iif(y.n = 1, ' year', ' years') || ' since the first purchase' AS title, act_name(source, id) AS cause,
	last_void AS revoked_at, years_after(day, y.n) AS due
FROM (
	WITH RECURSIVE year (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM year WHERE n < threshold('milestone.anniversary_years'))
	SELECT n FROM year WHERE n <= threshold('milestone.anniversary_years')
) y CROSS JOIN so_far
WHERE counts = 1 AND nth_purchase = 1

-- A VIP by the number of purchases, by what was spent, or as platinum: by the
-- first of those, in the order of time.
UNION ALL
SELECT client_id, 'vip', '', version, at, 'VIP', act_name(source, id),
	iif(version = 1, (SELECT t.void_at FROM tally t WHERE t.client_id = v.client_id), NULL), day
FROM (
	SELECT client_id, version, at, source, id, day, min(at || place)
	FROM (
		SELECT client_id, version, at, source, id, day, printf('0%d%020d', source, id) AS place
		FROM so_far
		WHERE counts = 1 AND nth_purchase = threshold('vip.purchases')
		UNION ALL
		SELECT client_id, version, at, source, id, day, printf('0%d%020d', source, id)
		FROM so_far
		WHERE paid = 1 AND spent > threshold('vip.spend') AND spent_before <= threshold('vip.spend') AND threshold('vip.spend') > 0
		UNION ALL
		SELECT client_id, (SELECT t.rank < 3 FROM tally t WHERE t.client_id = s.client_id), at, source, id, day, '1'
		FROM so_far s
		WHERE version = 0 AND rank = 3 AND nth_tier > 0
	)
	GROUP BY client_id, version
) v

-- Months of at least so many interactions, and twice the mean of the six
-- months before (R26): awarded at the month's end.
UNION ALL
SELECT client_id, 'high_engagement_month', substr(day_text(last), 1, 7), 0, evening(last),
	'High engagement in ' || substr(day_text(last), 1, 7) || ': ' || of_month || ' interactions', substr(day_text(last), 1, 7),
	NULL, last + 1
FROM (
	SELECT client_id, month_last(month(day)) AS last, of_month, of_half_year
	FROM so_far
	WHERE version = 0 AND nth_month = threshold('milestone.engagement_month')
)
WHERE of_month * 3 >= of_half_year
