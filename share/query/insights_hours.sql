-- When bookings are: by the hour of the day, from the first to the last that
-- has any.
WITH RECURSIVE p AS MATERIALIZED ({insights_pattern}),
hours (n) AS (
	SELECT CAST(min(period) AS INTEGER) FROM p HAVING count(*) > 0
	UNION ALL
	SELECT n + 1 FROM hours WHERE n < (SELECT CAST(max(period) AS INTEGER) FROM p)
)
SELECT printf('%02d:00', h.n) AS hour, coalesce(p.bookings, 0) AS bookings, coalesce(p.completed, 0) AS completed_bookings,
	coalesce(p.cancelled, 0) AS cancelled_bookings, coalesce(p.missed, 0) AS no_shows, 1.0 * p.missed / nullif(p.bookings, 0) AS no_show_rate,
	1.0 * coalesce(p.bookings, 0) / nullif((SELECT sum(bookings) FROM p), 0) AS share
FROM hours h LEFT JOIN p ON p.period = printf('%02d', h.n)
ORDER BY h.n
