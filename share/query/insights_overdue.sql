-- Active clients who have been there three times or more and, by their own
-- rhythm, should have come again ?4 days before ?3 (now when it is NULL) or
-- earlier, but have nothing booked; those last who are overdue longest. Who has
-- churned by then is not waited for. ?5 at most.
WITH today (t, n) AS MATERIALIZED (SELECT t, day(t) FROM (SELECT coalesce(?3, now()) AS t)),
late AS MATERIALIZED (
	SELECT client_id, interval_days, last + interval_days AS expected
	FROM (
		SELECT client_id, last_visit_day(history, seconds(t) + 1, seconds(?3)) AS last, interval_days, n, t, history
		FROM today CROSS JOIN ({insights_attendance})
		WHERE interval_days IS NOT NULL
		LIMIT -1	-- so that each is worked out once
	)
	WHERE last + interval_days + ?4 < n AND (threshold('journey.churn_days') <= 0 OR last + threshold('journey.churn_days') > n)
		AND visits(history, seconds(t) + 1, NULL, 'open', seconds(?3)) = 0
		AND client_id NOT IN (SELECT id FROM client WHERE status = 'inactive')
		AND client_id NOT IN (SELECT id FROM ({insights_spam}))
		AND client_id NOT IN (SELECT id FROM ({insights_left}) WHERE ?3 IS NULL OR left_at <= ?3)
	ORDER BY expected DESC, client_id
	LIMIT ?5
)
SELECT l.client_id, c.name AS client_name, c.phone, c.email, last_visit(a.history, seconds(t) + 1, seconds(?3)) AS last_visit,
	l.interval_days, day_text(l.expected) AS expected_on, today.n - l.expected AS overdue_days
FROM today CROSS JOIN late l CROSS JOIN attendance a ON a.client_id = l.client_id CROSS JOIN client c ON c.id = l.client_id
ORDER BY l.expected DESC, l.client_id
