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
-- then what that has wrong: those who are gone, and those who never moved.
WITH RECURSIVE stages (rank, stage) AS (
	VALUES (0, 'discovery'), (1, 'engagement'), (2, 'activation'), (3, 'retention'), (4, 'advocacy'), (5, 'churned'), (6, 'any')
),
said (first, last) AS MATERIALIZED (
	SELECT period(?2, ?1), period(coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ?3, '-1 second'), now()), ?1)
),
gone (id, created_at, deleted_at, stayed) AS MATERIALIZED (
	SELECT id, created_at, deleted_at, status = 'deleted' FROM client WHERE status = 'spam' OR status = 'deleted'
),
mended (client_id, n, at, stage, sign) AS (
	SELECT c.id, 1, c.created_at, 'discovery', 1
	FROM client c INDEXED BY client_created /*scan*/
	WHERE c.stage = 'discovery' AND id NOT IN (SELECT id FROM gone) AND NOT EXISTS (SELECT 1 FROM stage_change s WHERE s.client_id = c.id)
	UNION ALL
	SELECT s.client_id, s.n, s.at, s.stage, -1 FROM gone g CROSS JOIN stage_change s ON s.client_id = g.id
	UNION ALL
	SELECT s.client_id, s.n, s.at, s.stage, 2 FROM gone g CROSS JOIN stage_change s ON s.client_id = g.id
	WHERE g.stayed AND s.at < g.deleted_at
	UNION ALL
	SELECT g.id, 1, g.created_at, 'discovery', 2
	FROM gone g
	WHERE g.stayed AND g.created_at < g.deleted_at AND NOT EXISTS (SELECT 1 FROM stage_change s WHERE s.client_id = g.id)
	UNION ALL
	SELECT g.id, 1000000000, g.deleted_at, NULL, 2
	FROM gone g
	WHERE g.stayed AND coalesce((SELECT s.at FROM stage_change s WHERE s.client_id = g.id AND s.n = 1), g.created_at) < g.deleted_at
),
counted AS MATERIALIZED (
	SELECT e.value ->> 0 AS period, e.value ->> 1 AS what, e.value ->> 2 AS went, e.value ->> 3 AS came, sum(e.value ->> 4) AS n
	FROM (
		SELECT moves(client_id, at, stage, 1, ?1, first, last) AS counts FROM said CROSS JOIN stage_change /*scan*/
		UNION ALL
		SELECT moves(client_id, at, stage, iif(sign < 0, -1, 1), ?1, first, last)
		FROM (SELECT * FROM mended ORDER BY client_id, sign, n LIMIT -1), said
	) t, json_each(t.counts) e
	GROUP BY 1, 2, 3, 4
	HAVING n <> 0
),
unit (len, step) AS (
	SELECT column1, column2
	FROM (VALUES (10, '+1 day', 'day'), (10, '+7 days', 'week'), (7, '+1 month', 'month'), (4, '+1 year', 'year'))
	WHERE column3 = ?1
),
span (first, last) AS MATERIALIZED (
	SELECT coalesce(first, (SELECT min(period) FROM counted WHERE period <> ''), last), last FROM said
),
start (day) AS (
	SELECT first || substr('0000-01-01', 1 + length(first)) FROM span WHERE first <= last
	UNION ALL
	SELECT date(day, step) FROM start, unit, span WHERE substr(date(day, step), 1, len) <= last
),
periods AS MATERIALIZED (SELECT substr(day, 1, len) AS period FROM start, unit),
-- In the stage when the period begins: who came there before less who left.
stock AS MATERIALIZED (
	SELECT period, stage,
		sum(net) OVER (PARTITION BY stage ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS clients
	FROM (
		SELECT period, stage, sum(net) AS net
		FROM (
			SELECT period, went AS stage, n AS net FROM counted WHERE what = 'net'
			UNION ALL SELECT period, stage, 0 FROM periods, stages
		)
		GROUP BY period, stage
	)
),
pair (went, came) AS (
	SELECT a.stage, b.stage FROM stages a JOIN stages b ON b.rank = a.rank + 1 WHERE b.rank <= 4
	UNION VALUES ('any', 'churned'), ('churned', 'any')
	UNION
	SELECT h.went, h.came
	FROM (SELECT DISTINCT went, came FROM counted WHERE what = 'hop') h JOIN stages a ON a.stage = h.went JOIN stages b ON b.stage = h.came
	WHERE b.rank > a.rank AND b.rank <= 4
	UNION
	SELECT ?4, ?5 WHERE ?4 <> ?5 AND ?4 <> 'any' AND ?5 <> 'any'
)
SELECT period, "from", "to", entered, base, 1.0 * entered / nullif(base, 0) AS rate
FROM (
	SELECT p.period, pair.went AS "from", pair.came AS "to", coalesce(e.n, 0) AS entered,
		coalesce(s.clients, 0) + coalesce(f.n, 0) AS base
	FROM periods p CROSS JOIN pair
		LEFT JOIN counted e ON e.what = 'entered' AND e.period = p.period AND e.went = pair.went AND e.came = pair.came
		LEFT JOIN stock s ON s.period = p.period AND s.stage = pair.went
		LEFT JOIN counted f ON f.what = 'came' AND f.period = p.period AND f.went = pair.went
	WHERE (?4 IS NULL OR pair.went = ?4) AND (?5 IS NULL OR pair.came = ?5)
) JOIN stages a ON a.stage = "from" JOIN stages b ON b.stage = "to"
ORDER BY period, a.rank, b.rank
