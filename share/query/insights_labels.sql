-- What is to be seen to about each client at ?3, now when it is NULL:
-- (client_id, rank), by the ranks of insights_groups.sql. With ?7 every label
-- that fits, else the first of: gone for good, low compliance, lead, no planning,
-- active.
--
-- low_compliance: of the tasks of the last ?4 days, those cancelled apart, a
-- smaller share than ?5 is done. no_planning: no booking to come that begins
-- more than ?6 days ahead. leads: brought by a referral, and without a booking.
WITH who AS NOT MATERIALIZED (
	SELECT id, CASE WHEN status = 'active' THEN 3
			WHEN status = 'deleted' AND coalesce(deleted_at, '') <= coalesce(?3, '~') THEN 7
			WHEN status = 'archived' AND coalesce(archived_at, '') <= coalesce(?3, '~') THEN 6
			WHEN status = 'deleted' AND archived_at <= ?3 THEN 6
			WHEN status = 'inactive' THEN 4
			ELSE 3 END AS state
	FROM client NOT INDEXED /*scan*/
	WHERE status <> 'spam' AND created_at <= coalesce(?3, '~')
)
SELECT id AS client_id, CASE WHEN state <> 3 THEN state
	WHEN id_in(id, (SELECT id_set(client_id) FROM ({insights_lagging}))) THEN 5
	WHEN id_in(id, (SELECT id_set(client_id) FROM ({insights_brought}))) THEN 1
	WHEN NOT id_in(id, (SELECT id_set(client_id) FROM ({insights_planned}))) THEN 2
	ELSE 3 END AS rank
FROM who WHERE NOT ?7
UNION ALL SELECT id, state FROM who WHERE ?7
UNION ALL SELECT id, 5 FROM who WHERE ?7 AND state = 3 AND id_in(id, (SELECT id_set(client_id) FROM ({insights_lagging})))
UNION ALL SELECT id, 1 FROM who WHERE ?7 AND state = 3 AND id_in(id, (SELECT id_set(client_id) FROM ({insights_brought})))
UNION ALL SELECT id, 2 FROM who WHERE ?7 AND state = 3 AND NOT id_in(id, (SELECT id_set(client_id) FROM ({insights_planned})))
