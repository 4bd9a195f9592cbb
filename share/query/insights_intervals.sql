-- How often clients come: by the median of the days between their visits, of
-- those who have been there three times or more.
WITH spans (first, last, name) AS (
	VALUES (0, 7, '1-7 days'), (8, 14, '8-14 days'), (15, 21, '15-21 days'), (22, 31, '22-31 days'), (32, 45, '32-45 days'),
		(46, 62, '46-62 days'), (63, 92, '63-92 days'), (93, 183, '93-183 days'), (184, 100000000, '184 days or more')
),
counted AS MATERIALIZED (
	SELECT e.value ->> 1 AS first, e.value ->> 2 AS n
	FROM (
		SELECT tally(now(), NULL, CASE WHEN days <= 7 THEN '0' WHEN days <= 14 THEN '8' WHEN days <= 21 THEN '15' WHEN days <= 31 THEN '22'
			WHEN days <= 45 THEN '32' WHEN days <= 62 THEN '46' WHEN days <= 92 THEN '63' WHEN days <= 183 THEN '93'
			WHEN days > 183 THEN '184' END, 1) AS counts
		FROM (
			SELECT interval_days AS days
			FROM ({insights_attendance})
			WHERE NOT id_in(client_id, ({insights_gone_set}))
			LIMIT -1	-- so that it is worked out once
		)
	) t, json_each(t.counts) e
)
SELECT s.name AS interval, coalesce(sum(c.n), 0) AS clients, 1.0 * coalesce(sum(c.n), 0) / nullif((SELECT sum(n) FROM counted), 0) AS share
FROM spans s LEFT JOIN counted c ON c.first = CAST(s.first AS TEXT)
GROUP BY s.first
ORDER BY s.first
