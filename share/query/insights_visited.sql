-- Clients who count and have been there by ?3, now when it is NULL: the local day
-- of their last visit, how many visits, and what they spent on them.
SELECT client_id AS id, last,
	iif(?3 IS NULL, completed_bookings, visits(history, NULL, seconds(?3) + 1, 'completed', seconds(?3))) AS visits,
	iif(?3 IS NULL, spent_minor, spent(history, NULL, seconds(?3) + 1, seconds(?3))) AS spent
FROM (
	SELECT client_id, completed_bookings, spent_minor, history,
		last_visit_day(history, seconds(coalesce(?3, now())), seconds(?3)) AS last
	FROM attendance /*scan*/
	WHERE client_id NOT IN (SELECT id FROM ({insights_gone}))
	LIMIT -1	-- so that the day is worked out once
)
WHERE last IS NOT NULL
