-- Clients who have been there by ?3, now when it is NULL, in fifths by how lately
-- they came, how often, and what they spent on it (in the currency of the
-- account): 5 is the best fifth, and equal values score alike (tally.h, "scores").
WITH who AS MATERIALIZED (
	{insights_visited}
),
edge (cuts) AS MATERIALIZED (SELECT fifths(last, visits, spent) FROM who)
SELECT id AS client_id, last, visits, spent, scores(cuts, last, visits, spent) AS scores
FROM edge CROSS JOIN who
WHERE last IS NOT NULL
