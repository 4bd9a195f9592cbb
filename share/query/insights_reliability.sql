-- Who missed bookings from ?1 until before ?2, as they stood at ?3: of those that
-- were not cancelled, the share that was kept. Who missed more than ?4 is flagged;
-- ?5: those alone. The least reliable first; ?6 at most.
WITH kept AS MATERIALIZED (
	SELECT client_id, completed_bookings AS completed, cancelled_bookings AS cancelled, no_shows AS missed,
		1.0 * completed_bookings / (completed_bookings + no_shows) AS rate
	FROM ({insights_attendance})
	WHERE no_shows > iif(?5, ?4, 0) AND NOT id_in(client_id, ({insights_gone_set}))
	ORDER BY rate, missed DESC, client_id
	LIMIT ?6
)
SELECT k.client_id, c.name AS client_name, k.completed AS completed_bookings, k.cancelled AS cancelled_bookings, k.missed AS no_shows,
	k.rate AS kept_rate, k.missed > ?4 AS is_flagged
FROM kept k CROSS JOIN client c ON c.id = k.client_id
ORDER BY k.rate, k.missed DESC, k.client_id
