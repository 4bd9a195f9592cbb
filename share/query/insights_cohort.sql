-- Clients by the period of their first visit, by week, month or year (?4), and
-- how many of them came so many periods after it; cohorts from that of ?1 until
-- that before ?2, visits until ?3, now when it is NULL.
WITH counted AS MATERIALIZED (
	SELECT cohort, after, sum(n) AS n
	FROM (
		SELECT e.value ->> 0 AS cohort, e.value ->> 1 AS after, e.value ->> 2 AS n
		FROM (
			SELECT cohorts(client_id, starts_at, ?4) AS counts
			FROM booking INDEXED BY booking_client /*scan*/
			WHERE client_id > 0 AND starts_at <= coalesce(?3, now())
				AND (status = 'completed' OR ?3 IS NOT NULL AND status = 'cancelled' AND voided_at > ?3)
		) t, json_each(t.counts) e
		UNION ALL
		SELECT e.value ->> 0, e.value ->> 1, -(e.value ->> 2)
		FROM (
			SELECT cohorts(b.client_id, b.starts_at, ?4) AS counts
			FROM (SELECT id FROM ({insights_gone}) ORDER BY id) g CROSS JOIN booking b INDEXED BY booking_client ON b.client_id = g.id
			WHERE b.starts_at <= coalesce(?3, now()) AND (b.status = 'completed' OR ?3 IS NOT NULL AND b.status = 'cancelled' AND b.voided_at > ?3)
		) t, json_each(t.counts) e
	)
	GROUP BY cohort, after
)
SELECT c.cohort, s.n AS clients, c.after, c.n AS active, 1.0 * c.n / s.n AS share
FROM counted c JOIN counted s ON s.cohort = c.cohort AND s.after = 0
WHERE c.n > 0 AND c.cohort >= coalesce(period(?1, ?4), '')
	AND c.cohort <= coalesce(period(strftime('%Y-%m-%dT%H:%M:%SZ', ?2, '-1 second'), ?4), '~')
ORDER BY c.cohort, c.after
