-- The ?4 clients who spent most on completed bookings that begin from ?1 until
-- before ?2, as they stood at ?3, in the currency of the account; who spent as much
-- shares the rank. Of all, as they are, it is kept.
WITH spent AS (
	SELECT client_id, spent_minor, completed_bookings
	FROM attendance /*scan*/
	WHERE coalesce(?1, ?2, ?3) IS NULL
	UNION ALL
	SELECT client_id, CAST(total(convert(price_minor, currency)) AS INTEGER), count(*)
	FROM ({booking_as_of})
	WHERE coalesce(?1, ?2, ?3) IS NOT NULL AND NOT coalesce(?1 >= days_ago(120), 0) AND client_id > 0
		AND +starts_at >= coalesce(?1, '') AND +starts_at < coalesce(?2, '~') AND status = 'completed'
	GROUP BY client_id
	UNION ALL
	SELECT client_id, CAST(total(convert(price_minor, currency)) AS INTEGER), count(*)
	FROM ({booking_as_of})
	WHERE ?1 >= days_ago(120) AND client_id IS NOT NULL AND starts_at >= ?1 AND starts_at < coalesce(?2, '~') AND status = 'completed'
	GROUP BY client_id
),
best AS MATERIALIZED (
	SELECT client_id, spent_minor, completed_bookings
	FROM spent
	WHERE spent_minor > 0 AND client_id NOT IN (SELECT id FROM ({insights_gone}))
	ORDER BY spent_minor DESC, client_id
	LIMIT ?4
)
SELECT rank() OVER (ORDER BY b.spent_minor DESC) AS rank, b.client_id, c.name AS client_name, b.spent_minor, b.completed_bookings,
	b.client_id IN (SELECT client_id FROM ({recurring_series})) AS is_recurring
FROM best b CROSS JOIN client c ON c.id = b.client_id
ORDER BY b.spent_minor DESC, b.client_id
