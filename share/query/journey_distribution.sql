-- How many clients are in each stage, without those who are deleted or spam: all
-- of them less those, since that asks two indexes and no table.
WITH stages (rank, stage) AS (
	VALUES (0, 'discovery'), (1, 'engagement'), (2, 'activation'), (3, 'retention'), (4, 'advocacy'), (5, 'churned')
),
counted AS MATERIALIZED (
	SELECT stage, sum(n) AS clients
	FROM (
		SELECT stage, count(*) AS n FROM client /*scan*/ GROUP BY stage
		UNION ALL
		SELECT stage, -count(*) FROM client WHERE status = 'deleted' OR status = 'spam' GROUP BY stage
	)
	GROUP BY stage
)
SELECT s.stage, coalesce(c.clients, 0) AS clients,
	1.0 * coalesce(c.clients, 0) / nullif((SELECT sum(clients) FROM counted), 0) AS share
FROM stages s LEFT JOIN counted c ON c.stage = s.stage
ORDER BY s.rank
