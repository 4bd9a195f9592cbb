-- How many clients are in each segment (insights_scores.sql).
WITH counted AS MATERIALIZED (
	SELECT segment, count(*) AS n, avg(visits) AS visits, CAST(round(avg(spent)) AS INTEGER) AS spent FROM ({insights_scores}) GROUP BY segment
)
SELECT s.column2 AS segment, coalesce(c.n, 0) AS clients, 1.0 * coalesce(c.n, 0) / nullif((SELECT sum(n) FROM counted), 0) AS share,
	round(c.visits, 1) AS average_visits, c.spent AS average_spent_minor
FROM (VALUES (1, 'champions'), (2, 'loyal'), (3, 'recent'), (4, 'promising'), (5, 'slipping'), (6, 'cooling'), (7, 'lost')) s
	LEFT JOIN counted c ON c.segment = s.column2
ORDER BY s.column1
