-- Clients with more than ?4 bookings, of which a greater share than ?5 was
-- cancelled or missed (R19), the greatest first; ?6 at most.
WITH risky AS MATERIALIZED (
	SELECT client_id, total_bookings, 1.0 * (cancelled_bookings + no_shows) / total_bookings AS rate, cancelled_bookings, no_shows
	FROM ({insights_attendance})
	WHERE ever_voided >= 0.99 * ?5 * (?4 + 1)	-- most are told by that
		AND total_bookings > ?4 AND 1.0 * (cancelled_bookings + no_shows) / total_bookings > ?5
		AND NOT id_in(client_id, ({insights_gone_set}))
	ORDER BY rate DESC, total_bookings DESC, client_id
	LIMIT ?6
)
SELECT r.client_id, c.name AS client_name, r.total_bookings, r.rate, r.cancelled_bookings, r.no_shows
FROM risky r CROSS JOIN client c ON c.id = r.client_id
ORDER BY r.rate DESC, r.total_bookings DESC, r.client_id
