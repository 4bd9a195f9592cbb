-- How many clients there are at the end of each period by ?4 from ?1 until
-- before ?2, how many came in it, and how many were archived and deleted.
WITH flow AS MATERIALIZED (
	SELECT e.value ->> 0 AS period, e.value ->> 1 AS what, e.value ->> 2 AS n
	FROM (
		SELECT tally(at, ?4, what, n) AS counts
		FROM (
			SELECT created_at AS at, 'new' AS what, 1 AS n FROM client WHERE created_at >= ?1 AND created_at < ?2
			UNION ALL SELECT created_at, 'new', -1 FROM ({insights_spam}) WHERE created_at >= ?1 AND created_at < ?2
			UNION ALL SELECT left_at, 'left', 1 FROM ({insights_left}) WHERE left_at >= ?1 AND left_at < ?2
			UNION ALL SELECT archived_at, 'archived', 1 FROM ({insights_left}) WHERE archived_at >= ?1 AND archived_at < ?2
			UNION ALL SELECT deleted_at, 'deleted', 1 FROM ({insights_left}) WHERE deleted_at >= ?1 AND deleted_at < ?2
		)
	) t, json_each(t.counts) e
),
sums AS MATERIALIZED (
	SELECT period, sum(iif(what = 'new', n, 0)) AS came, sum(iif(what = 'left', n, 0)) AS went,
		sum(iif(what = 'archived', n, 0)) AS archived, sum(iif(what = 'deleted', n, 0)) AS deleted
	FROM flow GROUP BY period
),
start (total) AS MATERIALIZED (
	SELECT (SELECT count(*) FROM client WHERE created_at < ?1)
		- (SELECT count(*) FROM ({insights_spam}) WHERE created_at < ?1)
		- (SELECT count(*) FROM ({insights_left}) WHERE left_at < ?1)
)
SELECT p.period, start.total + sum(coalesce(s.came, 0) - coalesce(s.went, 0)) OVER (ORDER BY p.period) AS total,
	coalesce(s.came, 0) AS new, coalesce(s.archived, 0) AS archived, coalesce(s.deleted, 0) AS deleted
FROM start, ({insights_periods}) p LEFT JOIN sums s ON s.period = p.period
ORDER BY p.period
