-- How many of those who were in one stage came to another, period by period: ?1
-- day, week, month or year, of local days, a week named by its Monday; from that
-- of ?2 until that before ?3; ?4 and ?5 from and to which stage.
--
-- base: clients that were in "from" at any time in the period; who left at its
-- first moment has been there. entered: those of them that came to "to" in the
-- period after that. Stages that follow each other have a row, and so have any
-- to churned and churned to any; a jump over stages has one when somebody made
-- it, another pair when it is asked for. any: every stage but churned.
--
-- Deleted clients were there until they were deleted, spam never was.
--
-- All stages are counted as they are kept, in one pass (tally.h, "moves"), and
-- then what that has wrong: those who are gone, and those who never moved. The
-- row of nobody says what is asked where there are no others.
WITH said (first, last) AS MATERIALIZED (
	SELECT period(?2, ?1), period(coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ?3, '-1 second'), now()), ?1)
),
gone (id, created_at, deleted_at) AS MATERIALIZED (
	SELECT id, created_at, iif(status = 'deleted', deleted_at, NULL) FROM client WHERE status = 'spam' OR status = 'deleted'
),
been (start, history, until, sign) AS (
	SELECT NULL, '', NULL, 0
	UNION ALL
	SELECT NULL, history, NULL, 1 FROM stage_history /*scan*/
	UNION ALL
	SELECT c.created_at, NULL, NULL, 1
	FROM client c INDEXED BY client_created /*scan*/
	WHERE c.stage = 'discovery' AND c.id NOT IN (SELECT id FROM gone) AND NOT EXISTS (SELECT 1 FROM stage_history h WHERE h.client_id = c.id)
	UNION ALL
	SELECT NULL, h.history, NULL, -1 FROM gone g CROSS JOIN stage_history h ON h.client_id = g.id
	UNION ALL
	SELECT g.created_at, h.history, g.deleted_at, 1 FROM gone g LEFT JOIN stage_history h ON h.client_id = g.id WHERE g.deleted_at IS NOT NULL
)
SELECT e.value ->> 0 AS period, e.value ->> 1 AS "from", e.value ->> 2 AS "to", e.value ->> 3 AS entered, e.value ->> 4 AS base,
	1.0 * (e.value ->> 3) / nullif(e.value ->> 4, 0) AS rate
FROM (SELECT moves(start, history, until, sign, ?1, first, last, ?4, ?5) AS counts FROM said CROSS JOIN been) t, json_each(t.counts) e
ORDER BY e.id
