-- How many clients are in each segment (insights_scores.sql says who).
WITH counted AS MATERIALIZED (
	SELECT e.key AS rank, e.value ->> 0 AS segment, e.value ->> 1 AS n, e.value ->> 2 AS visits, e.value ->> 3 AS spent
	FROM (SELECT segments(last, visits, spent) AS counts FROM ({insights_visited})) t, json_each(t.counts) e
)
SELECT segment, n AS clients, 1.0 * n / nullif((SELECT sum(n) FROM counted), 0) AS share,
	round(1.0 * visits / nullif(n, 0), 1) AS average_visits, CAST(round(1.0 * spent / nullif(n, 0)) AS INTEGER) AS average_spent_minor
FROM counted
ORDER BY rank
