-- How many clients are in each segment (insights_scores.sql).
WITH counted AS MATERIALIZED (
	SELECT e.value ->> 1 AS segment, sum(iif(w.column1 = 1, e.value ->> 2, 0)) AS n, sum(iif(w.column1 = 2, e.value ->> 2, 0)) AS visits,
		sum(iif(w.column1 = 3, e.value ->> 2, 0)) AS spent
	FROM (
		SELECT json_array(tally(now(), NULL, segment, 1), tally(now(), NULL, segment, visits), tally(now(), NULL, segment, spent)) AS sums
		FROM ({insights_scores})
	) t, (VALUES (1), (2), (3)) w, json_each(t.sums ->> (w.column1 - 1)) e
	GROUP BY 1
)
SELECT s.column2 AS segment, coalesce(c.n, 0) AS clients, 1.0 * coalesce(c.n, 0) / nullif((SELECT sum(n) FROM counted), 0) AS share,
	round(1.0 * c.visits / c.n, 1) AS average_visits, CAST(round(1.0 * c.spent / c.n) AS INTEGER) AS average_spent_minor
FROM (VALUES (1, 'champions'), (2, 'loyal'), (3, 'recent'), (4, 'promising'), (5, 'slipping'), (6, 'cooling'), (7, 'lost')) s
	LEFT JOIN counted c ON c.segment = s.column2
ORDER BY s.column1
