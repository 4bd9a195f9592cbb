-- Who missed bookings from ?1 until before ?2, as they stood at ?3: of those that
-- were not cancelled, the share that was kept. Who missed more than ?4 is flagged;
-- ?5: those alone. The least reliable first; ?6 at most.
WITH kept AS MATERIALIZED (
	SELECT client_id, completed, cancelled, missed, 1.0 * completed / (completed + missed) AS rate
	FROM (
		SELECT client_id, visits(history, seconds(?1), seconds(?2), 'completed') AS completed,
			visits(history, seconds(?1), seconds(?2), 'cancelled') AS cancelled,
			visits(history, seconds(?1), seconds(?2), 'no_show') AS missed
		FROM ({insights_attendance})
		LIMIT -1	-- so that each is counted once
	)
	WHERE missed > iif(?5, ?4, 0) AND client_id NOT IN (SELECT id FROM ({insights_gone}))
	ORDER BY rate, missed DESC, client_id
	LIMIT ?6
)
SELECT k.client_id, c.name AS client_name, k.completed AS completed_bookings, k.cancelled AS cancelled_bookings, k.missed AS no_shows,
	k.rate AS kept_rate, k.missed > ?4 AS is_flagged
FROM kept k CROSS JOIN client c ON c.id = k.client_id
ORDER BY k.rate, k.missed DESC, k.client_id
