-- How many clients have each label (insights_labels.sql), and their share of all.
-- Nobody looks at each: who is active and neither planned for, nor lags, nor was
-- brought, is known by number.
WITH elsewhere AS MATERIALIZED ({insights_elsewhere}),
planned AS MATERIALIZED ({insights_planned}),
lagging AS MATERIALIZED ({insights_lagging}),
brought AS MATERIALIZED ({insights_brought}),
noted AS MATERIALIZED (
	SELECT s.client_id, s.client_id IN (SELECT client_id FROM lagging) AS lags, s.client_id IN (SELECT client_id FROM brought) AS leads,
		s.client_id IN (SELECT client_id FROM planned) AS plans
	FROM (SELECT client_id FROM planned UNION SELECT client_id FROM lagging UNION SELECT client_id FROM brought) s
	WHERE s.client_id NOT IN (SELECT id FROM elsewhere WHERE state <> 'active')
		AND (?3 IS NULL OR (SELECT created_at FROM client c WHERE c.id = s.client_id) <= ?3)
),
everybody (n) AS MATERIALIZED (SELECT count(*) FROM client WHERE created_at <= coalesce(?3, '~')),
known (active, spam) AS MATERIALIZED (
	SELECT everybody.n - (SELECT count(*) FROM elsewhere WHERE state <> 'active'), (SELECT count(*) FROM elsewhere WHERE state = 'spam')
	FROM everybody
),
counted AS MATERIALIZED (
	SELECT state AS label, count(*) AS n FROM elsewhere WHERE state <> 'active' GROUP BY state
	UNION ALL SELECT 'low_compliance', count(*) FROM noted WHERE lags
	UNION ALL SELECT 'leads', count(*) FROM noted WHERE leads AND (?7 OR NOT lags)
	UNION ALL SELECT 'no_planning', active - (SELECT count(*) FROM noted WHERE plans OR NOT ?7 AND (lags OR leads)) FROM known
	UNION ALL SELECT 'active', iif(?7, active, (SELECT count(*) FROM noted WHERE plans AND NOT lags AND NOT leads)) FROM known
)
SELECT g.care_group AS "group", g.label AS status, coalesce(c.n, 0) AS clients,
	1.0 * coalesce(c.n, 0) / nullif(everybody.n - known.spam, 0) AS share
FROM everybody, known, ({insights_groups}) g LEFT JOIN counted c ON c.label = g.label
ORDER BY g.rank
