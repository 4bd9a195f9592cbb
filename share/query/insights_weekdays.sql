-- When bookings are: by the day of the week.
WITH p AS MATERIALIZED ({insights_pattern})
SELECT d.column2 AS weekday, coalesce(p.bookings, 0) AS bookings, coalesce(p.completed, 0) AS completed_bookings,
	coalesce(p.cancelled, 0) AS cancelled_bookings, coalesce(p.missed, 0) AS no_shows, 1.0 * p.missed / nullif(p.bookings, 0) AS no_show_rate,
	1.0 * coalesce(p.bookings, 0) / nullif((SELECT sum(bookings) FROM p), 0) AS share
FROM (VALUES ('1', 'Monday'), ('2', 'Tuesday'), ('3', 'Wednesday'), ('4', 'Thursday'), ('5', 'Friday'), ('6', 'Saturday'), ('7', 'Sunday')) d
	LEFT JOIN p ON p.period = d.column1
ORDER BY d.column1
