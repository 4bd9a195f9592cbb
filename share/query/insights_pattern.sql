-- Bookings that begin from ?1 until before ?2, as they stood at ?3, by weekday,
-- hour or grid (?4; tally.h, "period").
SELECT period, sum(n) AS bookings, sum(iif(status = 'completed', n, 0)) AS completed, sum(iif(status = 'cancelled', n, 0)) AS cancelled,
	sum(iif(status = 'no_show', n, 0)) AS missed
FROM (
	SELECT e.value ->> 0 AS period, e.value ->> 1 AS status, e.value ->> 2 AS n
	FROM (SELECT tally(at, ?4, status, n) AS counts FROM ({insights_booked})) t, json_each(t.counts) e
)
GROUP BY period
