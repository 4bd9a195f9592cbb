-- The periods by ?4 from that of ?1 until that before ?2, in order.
WITH RECURSIVE unit (len, step) AS (
	SELECT column2, column3
	FROM (VALUES ('day', 10, '+1 day'), ('week', 10, '+7 days'), ('month', 7, '+1 month'), ('year', 4, '+1 year'))
	WHERE column1 = ?4
),
start (day) AS (
	SELECT period(?1, ?4) || substr('0000-01-01', 1 + len) FROM unit WHERE ?1 < ?2
	UNION ALL
	SELECT date(day, step) FROM start, unit
	WHERE substr(date(day, step), 1, len) <= period(strftime('%Y-%m-%dT%H:%M:%SZ', ?2, '-1 second'), ?4)
)
SELECT substr(day, 1, len) AS period FROM start, unit
