-- Clients who have been there by ?3, now when it is NULL, in fifths by how lately
-- they came (recency), how often (frequency) and what they spent on it (money, in
-- the currency of the account): 5 is the best fifth, and equal values score
-- alike. The segment follows from the first two.
WITH who AS MATERIALIZED (
	SELECT c.id, day(c.last_visit) AS last, a.completed_bookings AS visits, c.spent_minor AS spent
	FROM attendance a CROSS JOIN client c ON c.id = a.client_id
	WHERE ?3 IS NULL AND a.completed_bookings > 0 AND c.last_visit IS NOT NULL AND c.status <> 'deleted' AND c.status <> 'spam'
	UNION ALL
	SELECT client_id, day(max(starts_at)), count(*), CAST(total(convert(price_minor, currency)) AS INTEGER)
	FROM ({booking_as_of})
	WHERE ?3 IS NOT NULL AND status = 'completed' AND +starts_at <= ?3 AND client_id > 0
		AND client_id NOT IN (SELECT id FROM ({insights_gone}))
	GROUP BY client_id
),
edge AS MATERIALIZED (
	SELECT r ->> 0 AS r1, r ->> 1 AS r2, r ->> 2 AS r3, r ->> 3 AS r4, f ->> 0 AS f1, f ->> 1 AS f2, f ->> 2 AS f3, f ->> 3 AS f4,
		m ->> 0 AS m1, m ->> 1 AS m2, m ->> 2 AS m3, m ->> 3 AS m4
	FROM (SELECT cuts(last, 5) AS r, cuts(visits, 5) AS f, cuts(spent, 5) AS m FROM who)
)
SELECT id AS client_id, last, visits, spent, recency, frequency, money,
	CASE WHEN recency >= 4 AND frequency >= 4 THEN 'champions'
		WHEN recency >= 3 AND frequency >= 3 THEN 'loyal'
		WHEN recency >= 4 THEN 'recent'
		WHEN recency = 3 THEN 'promising'
		WHEN frequency >= 4 THEN 'slipping'
		WHEN frequency = 3 OR recency = 2 THEN 'cooling'
		ELSE 'lost' END AS segment
FROM (
	SELECT id, last, visits, spent, 1 + (last > r1) + (last > r2) + (last > r3) + (last > r4) AS recency,
		1 + (visits > f1) + (visits > f2) + (visits > f3) + (visits > f4) AS frequency,
		1 + (spent > m1) + (spent > m2) + (spent > m3) + (spent > m4) AS money
	FROM who, edge
)
