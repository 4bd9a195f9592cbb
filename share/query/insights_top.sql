-- The ?4 clients with most completed bookings; who has as many shares the rank.
WITH best AS MATERIALIZED (
	SELECT client_id, completed_bookings
	FROM ({insights_attendance})
	WHERE completed_bookings > 0 AND NOT id_in(client_id, ({insights_gone_set}))
	ORDER BY completed_bookings DESC, client_id
	LIMIT ?4
)
SELECT rank() OVER (ORDER BY b.completed_bookings DESC) AS rank, b.client_id, c.name AS client_name, b.completed_bookings,
	b.client_id IN (SELECT client_id FROM ({recurring_series})) AS is_recurring
FROM best b CROSS JOIN client c ON c.id = b.client_id
ORDER BY b.completed_bookings DESC, b.client_id
