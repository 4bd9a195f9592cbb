-- The same, period by period (?4: day, week, month or year); ?1 and ?2 are given.
WITH counted AS MATERIALIZED (
	SELECT e.value ->> 0 AS period, e.value ->> 1 AS status, e.value ->> 2 AS n
	FROM (SELECT tally(at, ?4, status, n) AS counts FROM ({insights_booked})) t, json_each(t.counts) e
),
sums AS MATERIALIZED (
	SELECT period, sum(n) AS total, sum(iif(status = 'completed', n, 0)) AS completed, sum(iif(status = 'cancelled', n, 0)) AS cancelled,
		sum(iif(status = 'no_show', n, 0)) AS missed
	FROM counted GROUP BY period
)
SELECT p.period, coalesce(completed, 0) AS completed_bookings, coalesce(cancelled, 0) AS cancelled_bookings, coalesce(missed, 0) AS no_shows,
	1.0 * missed / nullif(total, 0) AS no_show_rate
FROM ({insights_periods}) p LEFT JOIN sums s ON s.period = p.period
ORDER BY p.period
