-- What is to be seen to about each client at ?3, now when it is NULL: (client_id,
-- label). With ?7 every label that fits, else the first of: gone for good, low
-- compliance, lead, no planning, active.
--
-- low_compliance: of the tasks of the last ?4 days, those cancelled apart, a
-- smaller share than ?5 is done. no_planning: no booking to come that begins
-- more than ?6 days ahead. leads: brought by a referral, and without a booking.
WITH moment (t, horizon, since) AS MATERIALIZED (
	SELECT t, strftime('%Y-%m-%dT%H:%M:%SZ', t, '+' || ?6 || ' days'), strftime('%Y-%m-%dT%H:%M:%SZ', t, '-' || ?4 || ' days')
	FROM (SELECT coalesce(?3, now()) AS t)
),
planned AS MATERIALIZED (
	SELECT DISTINCT client_id
	FROM moment CROSS JOIN ({booking_as_of}) b ON b.starts_at > horizon
	WHERE (status = 'pending' OR status = 'confirmed') AND client_id IS NOT NULL
),
lagging AS MATERIALIZED (
	SELECT client_id
	FROM moment CROSS JOIN task k INDEXED BY task_created ON k.created_at > since AND k.created_at <= t
	WHERE k.status <> 'cancelled'
	GROUP BY client_id
	HAVING 1.0 * count(iif(k.status = 'done' AND coalesce(k.done_at, '') <= t, 1, NULL)) / count(*) < ?5
),
brought AS MATERIALIZED (
	SELECT DISTINCT e.ref AS client_id
	FROM event e INDEXED BY event_ref, moment
	WHERE e.ref IS NOT NULL AND e.type = 'referral' AND e.at <= t
		AND NOT EXISTS (SELECT 1 FROM ({booking_as_of}) b WHERE b.client_id = e.ref)
),
who AS (
	SELECT id, CASE WHEN status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~') THEN 'deleted'
			WHEN status = 'archived' AND coalesce(archived_at, '') <= coalesce(?3, '~') THEN 'archived'
			WHEN status = 'deleted' AND archived_at <= ?3 THEN 'archived'
			WHEN status = 'inactive' THEN 'inactive'
			ELSE 'active' END AS state
	FROM client /*scan*/
	WHERE status <> 'spam' AND created_at <= coalesce(?3, '~')
)
SELECT id AS client_id, CASE WHEN state <> 'active' THEN state
	WHEN id IN (SELECT client_id FROM lagging) THEN 'low_compliance'
	WHEN id IN (SELECT client_id FROM brought) THEN 'leads'
	WHEN id NOT IN (SELECT client_id FROM planned) THEN 'no_planning'
	ELSE 'active' END AS label
FROM who WHERE NOT ?7
UNION ALL SELECT id, state FROM who WHERE ?7
UNION ALL SELECT id, 'low_compliance' FROM who WHERE ?7 AND state = 'active' AND id IN (SELECT client_id FROM lagging)
UNION ALL SELECT id, 'leads' FROM who WHERE ?7 AND state = 'active' AND id IN (SELECT client_id FROM brought)
UNION ALL SELECT id, 'no_planning' FROM who WHERE ?7 AND state = 'active' AND id NOT IN (SELECT client_id FROM planned)
