-- How many of the clients who came from ?1 until before ?2 had a booking by ?3,
-- now when it is NULL, period by period (?4) or in all (NULL). Who has one is in
-- the table attendance.
SELECT period, sum(created) AS created, sum(existing) AS existing, sum(created) - sum(existing) AS guests,
	1.0 * sum(existing) / nullif(sum(created), 0) AS rate
FROM (
	SELECT e.value ->> 0 AS period, iif(e.value ->> 1 = 'created', e.value ->> 2, 0) AS created,
		iif(e.value ->> 1 = 'existing', e.value ->> 2, 0) AS existing
	FROM (
		SELECT tally(at, ?4, what, n) AS counts
		FROM (
			SELECT created_at AS at, 'created' AS what, 1 AS n
			FROM client INDEXED BY client_created
			WHERE created_at >= coalesce(?1, '') AND created_at < coalesce(?2, '~') AND created_at <= coalesce(?3, '~')
			UNION ALL
			SELECT created_at, 'created', -1
			FROM ({insights_gone})
			WHERE created_at >= coalesce(?1, '') AND created_at < coalesce(?2, '~') AND created_at <= coalesce(?3, '~')
			UNION ALL
			SELECT created_at, 'existing', 1
			FROM attendance /*scan*/
			WHERE created_at >= coalesce(?1, '') AND created_at < coalesce(?2, '~') AND created_at <= coalesce(?3, '~')
				AND NOT id_in(client_id, ({insights_gone_set}))
				AND (?3 IS NULL OR visits(history, NULL, NULL, NULL, seconds(?3)) > 0)
		)
	) t, json_each(t.counts) e
)
GROUP BY period
ORDER BY period
