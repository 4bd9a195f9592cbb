-- How many of the clients who came from ?1 until before ?2 had a booking by ?3,
-- now when it is NULL, period by period (?4) or in all (NULL).
SELECT period, sum(n) AS created, sum(iif(what = 'existing', n, 0)) AS existing, sum(iif(what = 'guest', n, 0)) AS guests,
	1.0 * sum(iif(what = 'existing', n, 0)) / nullif(sum(n), 0) AS rate
FROM (
	SELECT e.value ->> 0 AS period, e.value ->> 1 AS what, e.value ->> 2 AS n
	FROM (
		SELECT tally(at, ?4, what, n) AS counts
		FROM (
			SELECT c.created_at AS at, 1 AS n,
				iif(iif(?3 IS NULL, EXISTS (SELECT 1 FROM attendance a WHERE a.client_id = c.id),
					EXISTS (SELECT 1 FROM ({booking_as_of}) b WHERE b.client_id = c.id)), 'existing', 'guest') AS what
			FROM client c INDEXED BY client_created
			WHERE c.created_at >= coalesce(?1, '') AND c.created_at < coalesce(?2, '~') AND c.created_at <= coalesce(?3, '~')
			UNION ALL
			SELECT g.created_at, -1,
				iif(iif(?3 IS NULL, EXISTS (SELECT 1 FROM attendance a WHERE a.client_id = g.id),
					EXISTS (SELECT 1 FROM ({booking_as_of}) b WHERE b.client_id = g.id)), 'existing', 'guest')
			FROM ({insights_gone}) g
			WHERE g.created_at >= coalesce(?1, '') AND g.created_at < coalesce(?2, '~') AND g.created_at <= coalesce(?3, '~')
		)
	) t, json_each(t.counts) e
)
GROUP BY period
ORDER BY period
