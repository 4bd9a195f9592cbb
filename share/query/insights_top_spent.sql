-- The ?4 clients who spent most on completed bookings that begin from ?1 until
-- before ?2, as they stood at ?3, in the currency of the account; who spent as much
-- shares the rank.
WITH best AS MATERIALIZED (
	SELECT client_id, spent_minor, completed_bookings
	FROM ({insights_attendance})
	WHERE spent_minor > 0 AND NOT id_in(client_id, ({insights_gone_set}))
	ORDER BY spent_minor DESC, client_id
	LIMIT ?4
)
SELECT rank() OVER (ORDER BY t.spent_minor DESC) AS rank, t.client_id, c.name AS client_name, t.spent_minor, t.completed_bookings,
	t.client_id IN (SELECT client_id FROM ({recurring_series})) AS is_recurring
FROM best t CROSS JOIN client c ON c.id = t.client_id
ORDER BY t.spent_minor DESC, t.client_id
