-- How often clients come: by the median of the days between their visits, of
-- those who have been there three times or more.
WITH spans (first, last, name) AS (
	VALUES (0, 7, '1-7 days'), (8, 14, '8-14 days'), (15, 21, '15-21 days'), (22, 31, '22-31 days'), (32, 45, '32-45 days'),
		(46, 62, '46-62 days'), (63, 92, '63-92 days'), (93, 183, '93-183 days'), (184, 100000000, '184 days or more')
),
counted AS MATERIALIZED (
	SELECT interval_days, count(*) AS n
	FROM ({insights_attendance})
	WHERE interval_days IS NOT NULL AND client_id NOT IN (SELECT id FROM ({insights_gone}))
	GROUP BY interval_days
)
SELECT s.name AS interval, coalesce(sum(c.n), 0) AS clients, 1.0 * coalesce(sum(c.n), 0) / nullif((SELECT sum(n) FROM counted), 0) AS share
FROM spans s LEFT JOIN counted c ON c.interval_days BETWEEN s.first AND s.last
GROUP BY s.first
ORDER BY s.first
