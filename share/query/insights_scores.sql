-- Clients who have been there by ?3, now when it is NULL, in fifths by how lately
-- they came (recency), how often (frequency) and what they spent on it (money, in
-- the currency of the account): 5 is the best fifth, and equal values score
-- alike. The segment follows from the first two.
WITH who AS MATERIALIZED (
	{insights_visited}
),
edge AS MATERIALIZED (SELECT cuts(last, 5) AS r, cuts(visits, 5) AS f, cuts(spent, 5) AS m FROM who)
SELECT id AS client_id, last, visits, spent, recency, frequency, group_of(spent, m) AS money,
	segment(recency, frequency) AS segment
FROM (
	SELECT id, last, visits, spent, group_of(last, r) AS recency, group_of(visits, f) AS frequency, m
	FROM edge CROSS JOIN who
	LIMIT -1	-- so that each is worked out once
)
