-- What came in, by period (?4; ?1 and ?2 are given) and currency, by where it
-- came from; currencies are never added up.
WITH sums AS MATERIALIZED (
	SELECT period, currency, sum(iif(source = 'b', n, 0)) AS bookings, sum(iif(source = 'o', n, 0)) AS orders,
		sum(iif(source = 'p', n, 0)) AS purchases, sum(n) AS total
	FROM (
		SELECT substr(e.value ->> 1, 1, 1) AS source, e.value ->> 0 AS period,
			coalesce(nullif(substr(e.value ->> 1, 2), ''), setting('account.currency')) AS currency, e.value ->> 2 AS n
		FROM (
			SELECT tally(at, ?4, source || currency, minor) AS counts FROM ({insights_sold})
		) t, json_each(t.counts) e
	)
	GROUP BY period, currency
)
SELECT p.period, c.currency, coalesce(s.bookings, 0) AS bookings_minor, coalesce(s.orders, 0) AS orders_minor,
	coalesce(s.purchases, 0) AS purchases_minor, coalesce(s.total, 0) AS total_minor
FROM ({insights_periods}) p CROSS JOIN (SELECT DISTINCT currency FROM sums) c LEFT JOIN sums s ON s.period = p.period AND s.currency = c.currency
ORDER BY c.currency, p.period
