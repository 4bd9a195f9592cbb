-- The base at a glance: bookings that begin from ?1 until before ?2, and clients,
-- as they stood at ?3; ?5: what is still open does not count for the rate (R18).
SELECT people.total AS total_clients, people.total - people.inactive - people.archived AS active_clients,
	b.total AS total_bookings, b.completed AS completed_bookings,
	1.0 * b.completed / nullif(iif(?5, b.completed + b.cancelled + b.missed, b.total), 0) AS completion_rate,
	people.recurring AS recurring_clients
FROM ({insights_counts}) b, (
	SELECT (SELECT count(*) FROM client WHERE created_at <= coalesce(?3, '~'))
			- (SELECT count(*) FROM ({insights_gone}) WHERE created_at <= coalesce(?3, '~')) AS total,
		(SELECT count(*) FROM client WHERE status = 'inactive' AND +created_at <= coalesce(?3, '~')) AS inactive,
		(SELECT count(*) FROM ({insights_left}) WHERE left_at <= coalesce(?3, '~')
			AND NOT (status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~'))) AS archived,
		(SELECT count(DISTINCT client_id) FROM ({recurring_series}) WHERE client_id NOT IN (SELECT id FROM ({insights_gone}))) AS recurring
) people
