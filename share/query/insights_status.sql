-- How many clients have each label (insights_labels.sql), and their share of all.
WITH counted AS MATERIALIZED (
	SELECT e.value ->> 1 AS label, e.value ->> 2 AS n
	FROM (SELECT tally(now(), NULL, label, 1) AS counts FROM ({insights_labels})) t, json_each(t.counts) e
)
SELECT g.care_group AS "group", g.label AS status, coalesce(c.n, 0) AS clients,
	1.0 * coalesce(c.n, 0) / nullif((SELECT count(*) FROM client WHERE created_at <= coalesce(?3, '~'))
		- (SELECT count(*) FROM ({insights_spam}) WHERE created_at <= coalesce(?3, '~')), 0) AS share
FROM ({insights_groups}) g LEFT JOIN counted c ON c.label = g.label
ORDER BY g.rank
