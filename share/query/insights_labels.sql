-- What is to be seen to about each client at ?3, now when it is NULL: (client_id,
-- label, and what there is to show). With ?7 every label that fits, else the
-- first of: gone for good, low compliance, lead, no planning, active.
--
-- low_compliance: of the tasks of the last ?4 days, those cancelled apart, a
-- smaller share than ?5 is done. no_planning: no booking to come that begins
-- more than ?6 days ahead. leads: brought by a referral, and without a booking.
WITH planned AS MATERIALIZED ({insights_planned}),
lagging AS MATERIALIZED ({insights_lagging}),
brought AS MATERIALIZED ({insights_brought}),
who AS NOT MATERIALIZED (
	SELECT id, CASE WHEN status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~') THEN 'deleted'
			WHEN status = 'archived' AND coalesce(archived_at, '') <= coalesce(?3, '~') THEN 'archived'
			WHEN status = 'deleted' AND archived_at <= ?3 THEN 'archived'
			WHEN status = 'inactive' THEN 'inactive'
			ELSE 'active' END AS state, name, email, phone, last_activity
	FROM client NOT INDEXED /*scan*/
	WHERE status <> 'spam' AND created_at <= coalesce(?3, '~')
)
SELECT id AS client_id, CASE WHEN state <> 'active' THEN state
	WHEN id IN (SELECT client_id FROM lagging) THEN 'low_compliance'
	WHEN id IN (SELECT client_id FROM brought) THEN 'leads'
	WHEN id NOT IN (SELECT client_id FROM planned) THEN 'no_planning'
	ELSE 'active' END AS label, name, email, phone, last_activity
FROM who WHERE NOT ?7
UNION ALL SELECT id, state, name, email, phone, last_activity FROM who WHERE ?7
UNION ALL SELECT id, 'low_compliance', name, email, phone, last_activity FROM who
WHERE ?7 AND state = 'active' AND id IN (SELECT client_id FROM lagging)
UNION ALL SELECT id, 'leads', name, email, phone, last_activity FROM who
WHERE ?7 AND state = 'active' AND id IN (SELECT client_id FROM brought)
UNION ALL SELECT id, 'no_planning', name, email, phone, last_activity FROM who
WHERE ?7 AND state = 'active' AND id NOT IN (SELECT client_id FROM planned)
