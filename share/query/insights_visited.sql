-- Clients who count and have been there by ?3, now when it is NULL: the local day
-- of their last visit, how many visits, and what they spent on them.
SELECT client_id AS id, last, spent_minor AS spent,
	coalesce(completed_bookings, visits(history, NULL, seconds(?3) + 1, 'completed')) AS visits
FROM (SELECT *, last_visit_day(history, seconds(coalesce(?3, now()))) AS last FROM ({insights_histories}))
WHERE last IS NOT NULL
