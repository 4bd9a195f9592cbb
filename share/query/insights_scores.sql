-- Clients who have been there by ?3, now when it is NULL, in fifths by how lately
-- they came (recency), how often (frequency) and what they spent on it (money, in
-- the currency of the account): 5 is the best fifth, and equal values score
-- alike. The segment follows from the first two.
WITH who AS MATERIALIZED (
	SELECT client_id AS id, last, spent_minor AS spent,
		coalesce(completed_bookings, visits(history, NULL, seconds(?3) + 1, 'completed')) AS visits
	FROM (SELECT *, last_visit_day(history, seconds(coalesce(?3, now()))) AS last FROM ({insights_histories}))
	WHERE last IS NOT NULL
),
edge AS MATERIALIZED (SELECT cuts(last, 5) AS r, cuts(visits, 5) AS f, cuts(spent, 5) AS m FROM who)
SELECT id AS client_id, last, visits, spent, recency, frequency, group_of(spent, m) AS money,
	CASE WHEN recency >= 4 AND frequency >= 4 THEN 'champions'
		WHEN recency >= 3 AND frequency >= 3 THEN 'loyal'
		WHEN recency >= 4 THEN 'recent'
		WHEN recency = 3 THEN 'promising'
		WHEN frequency >= 4 THEN 'slipping'
		WHEN frequency = 3 OR recency = 2 THEN 'cooling'
		ELSE 'lost' END AS segment
FROM (
	SELECT id, last, visits, spent, group_of(last, r) AS recency, group_of(visits, f) AS frequency, m
	FROM edge CROSS JOIN who
	LIMIT -1	-- so that each is worked out once
)
