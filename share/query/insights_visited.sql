-- Clients who count: the local day of their last visit by ?3, now when it is NULL
-- (NULL: they have not been there), how many visits, and what they spent on them.
SELECT client_id AS id, last_visit_day(history, seconds(coalesce(?3, now())) + 1, seconds(?3)) AS last,
	iif(?3 IS NULL, completed_bookings, visits(history, NULL, seconds(?3) + 1, 'completed', seconds(?3))) AS visits,
	iif(?3 IS NULL, spent_minor, spent(history, NULL, seconds(?3) + 1, seconds(?3))) AS spent
FROM attendance /*scan*/
WHERE NOT id_in(client_id, ({insights_gone_set}))
