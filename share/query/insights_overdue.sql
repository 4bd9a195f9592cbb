-- Active clients who have been there three times or more and, by their own
-- rhythm, should have come again ?4 days before ?3 (now when it is NULL) or
-- earlier, but have nothing booked; those last who are overdue longest. Who has
-- churned by then is not waited for. ?5 at most.
WITH today (t, n) AS MATERIALIZED (SELECT t, day(t) FROM (SELECT coalesce(?3, now()) AS t)),
planned AS MATERIALIZED (
	SELECT DISTINCT client_id
	FROM today CROSS JOIN ({booking_as_of}) b ON b.starts_at > t
	WHERE (status = 'pending' OR status = 'confirmed') AND client_id IS NOT NULL
),
late AS MATERIALIZED (
	SELECT client_id, last_visit, interval_days, day(last_visit) + interval_days AS expected
	FROM (
		SELECT a.client_id, a.interval_days, iif(?3 IS NULL, c.last_visit, (SELECT max(b.starts_at) FROM ({booking_as_of}) b
				WHERE b.client_id = a.client_id AND b.status = 'completed' AND b.starts_at <= ?3)) AS last_visit
		FROM ({insights_attendance}) a CROSS JOIN client c ON c.id = a.client_id
		WHERE a.interval_days IS NOT NULL AND (c.status = 'active' OR c.status <> 'spam' AND c.status <> 'inactive'
			AND ?3 IS NOT NULL AND coalesce(min(c.archived_at, c.deleted_at), c.archived_at, c.deleted_at) > ?3)
	), today
	WHERE day(last_visit) + interval_days + ?4 < n
		AND (threshold('journey.churn_days') <= 0 OR day(last_visit) + threshold('journey.churn_days') > n)
		AND client_id NOT IN (SELECT client_id FROM planned)
	ORDER BY expected DESC, client_id
	LIMIT ?5
)
SELECT l.client_id, c.name AS client_name, c.phone, c.email, l.last_visit, l.interval_days, day_text(l.expected) AS expected_on, today.n - l.expected AS overdue_days
FROM today CROSS JOIN late l CROSS JOIN client c ON c.id = l.client_id
ORDER BY l.expected DESC, l.client_id
