-- Clients by the period of their first visit, by week, month or year (?4), and
-- how many of them came so many periods after it; cohorts from that of ?5 until
-- that before ?6, visits until ?3, now when it is NULL. ?2 is ?3 again: what
-- begins later does not matter.
WITH counted AS MATERIALIZED (
	SELECT cohort, after, sum(n) AS n
	FROM (
		SELECT e.value ->> 0 AS cohort, e.value ->> 1 AS after, e.value ->> 2 AS n
		FROM (
			SELECT cohorts(history, seconds(coalesce(?3, now())), ?4, seconds(?3)) AS counts
			FROM attendance /*scan*/
			WHERE NOT id_in(client_id, ({insights_gone_set}))
		) t, json_each(t.counts) e
	)
	GROUP BY cohort, after
)
SELECT c.cohort, s.n AS clients, c.after, c.n AS active, 1.0 * c.n / s.n AS share
FROM counted c JOIN counted s ON s.cohort = c.cohort AND s.after = 0
WHERE c.n > 0 AND c.cohort >= coalesce(period(?5, ?4), '')
	AND c.cohort <= coalesce(period(strftime('%Y-%m-%dT%H:%M:%SZ', ?6, '-1 second'), ?4), '~')
ORDER BY c.cohort, c.after
