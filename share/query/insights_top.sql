-- The ?4 clients with most completed bookings; who has as many shares the rank.
WITH best AS MATERIALIZED (
	SELECT client_id, completed_bookings
	FROM ({insights_attendance})
	WHERE completed_bookings > 0 AND NOT id_in(client_id, ({insights_gone_set}))
	ORDER BY completed_bookings DESC, client_id
	LIMIT ?4
)
SELECT rank() OVER (ORDER BY t.completed_bookings DESC) AS rank, t.client_id, c.name AS client_name, t.completed_bookings,
	t.client_id IN (SELECT client_id FROM ({recurring_series})) AS is_recurring
FROM best t CROSS JOIN client c ON c.id = t.client_id
ORDER BY t.completed_bookings DESC, t.client_id
