-- Currencies of amounts that have no rate, and how many there are of each. One
-- pass over every table: GROUP BY would sort its rows.
WITH counts AS MATERIALIZED (
	SELECT (SELECT money_sum(1, currency) FROM booking /*scan*/ WHERE price_minor <> 0) AS bookings,
		(SELECT money_sum(1, currency) FROM orders /*scan*/ WHERE amount_minor <> 0) AS orders,
		(SELECT money_sum(1, currency) FROM purchase /*scan*/ WHERE price_minor <> 0) AS purchases
)
SELECT key AS currency, sum(iif(n = 1, value, 0)) AS bookings, sum(iif(n = 2, value, 0)) AS orders, sum(iif(n = 3, value, 0)) AS purchases
FROM (
	SELECT 1 AS n, key, value FROM counts, json_each(counts.bookings)
	UNION ALL
	SELECT 2, key, value FROM counts, json_each(counts.orders)
	UNION ALL
	SELECT 3, key, value FROM counts, json_each(counts.purchases)
)
WHERE convert(0, key) IS NULL
GROUP BY key
ORDER BY key
