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
WITH RECURSIVE stages (rank, stage) AS (
	VALUES (0, 'discovery'), (1, 'engagement'), (2, 'activation'), (3, 'retention'), (4, 'advocacy'), (5, 'churned'), (6, 'any')
),
moved (client_id, n, at, went, came) AS (
	SELECT c.id, s.n, s.at, lag(s.stage) OVER (PARTITION BY s.client_id ORDER BY s.n), s.stage
	FROM stage_change s /*scan*/ CROSS JOIN client c ON c.id = s.client_id
	WHERE c.status <> 'spam' AND (c.status <> 'deleted' OR s.at < c.deleted_at)
	UNION ALL
	SELECT c.id, 1, c.created_at, NULL, 'discovery'
	FROM client c /*scan*/
	WHERE c.status <> 'spam' AND (c.status <> 'deleted' OR c.created_at < c.deleted_at)
		AND NOT EXISTS (SELECT 1 FROM stage_change s WHERE s.client_id = c.id)
	UNION ALL
	SELECT c.id, 1000000000, c.deleted_at,
		coalesce((SELECT s.stage FROM stage_change s WHERE s.client_id = c.id AND s.at < c.deleted_at ORDER BY s.n DESC LIMIT 1), 'discovery'),
		NULL
	FROM client c
	WHERE c.status = 'deleted'
		AND coalesce((SELECT s.at FROM stage_change s WHERE s.client_id = c.id AND s.n = 1), c.created_at) < c.deleted_at
),
unit (len, step) AS (
	SELECT column1, column2
	FROM (VALUES (10, '+1 day', 'day'), (10, '+7 days', 'week'), (7, '+1 month', 'month'), (4, '+1 year', 'year'))
	WHERE column3 = ?1
),
named AS MATERIALIZED (
	SELECT what, client_id, n, went, came,
		substr(iif(?1 = 'week', date(day, 'weekday 0', '-6 days'), day), 1, len) AS period
	FROM (
		SELECT 'move' AS what, client_id, n, went, came, local_day(at) AS day FROM moved
		UNION ALL SELECT 'since', NULL, NULL, NULL, NULL, local_day(?2) WHERE ?2 IS NOT NULL
		UNION ALL SELECT 'until', NULL, NULL, NULL, NULL,
			local_day(coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ?3, '-1 second'), now()))
	), unit
),
span AS MATERIALIZED (
	SELECT coalesce(min(period) FILTER (WHERE what = 'since'), min(period)) AS first,
		min(period) FILTER (WHERE what = 'until') AS last
	FROM named
),
start (day) AS (
	SELECT first || substr('0000-01-01', 1 + length(first)) FROM span WHERE first <= last
	UNION ALL
	SELECT date(day, step) FROM start, unit, span WHERE substr(date(day, step), 1, len) <= last
),
periods AS MATERIALIZED (SELECT substr(day, 1, len) AS period FROM start, unit),
-- What came before counts only for who is where when the first one begins.
early AS (
	SELECT went, came FROM named, span WHERE what = 'move' AND period < first
),
-- Where the client was when the period began, too.
hop AS MATERIALIZED (
	SELECT client_id, n, period, went, came,
		first_value(went) OVER (PARTITION BY client_id, period ORDER BY n) AS start
	FROM named, span
	WHERE what = 'move' AND period BETWEEN first AND last
),
stay AS MATERIALIZED (
	SELECT client_id, period, went, came, start FROM hop
	UNION ALL
	SELECT client_id, period, iif(went <> 'churned', 'any', NULL), iif(came <> 'churned', 'any', NULL),
		iif(start <> 'churned', 'any', NULL)
	FROM hop
	WHERE (went IS NULL OR went = 'churned') <> (came IS NULL OR came = 'churned')
),
-- In the stage when the period begins: who came there before less who left.
stock AS MATERIALIZED (
	SELECT period, stage,
		sum(net) OVER (PARTITION BY stage ORDER BY period ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS clients
	FROM (
		SELECT period, stage, sum(net) AS net
		FROM (
			SELECT '' AS period, came AS stage, count(*) AS net FROM early WHERE came IS NOT NULL GROUP BY came
			UNION ALL SELECT '', went, -count(*) FROM early WHERE went IS NOT NULL GROUP BY went
			UNION ALL SELECT '', 'any', CAST(total(came <> 'churned') - total(went <> 'churned') AS INTEGER) FROM early
			UNION ALL SELECT period, came, 1 FROM stay WHERE came IS NOT NULL
			UNION ALL SELECT period, went, -1 FROM stay WHERE went IS NOT NULL
			UNION ALL SELECT period, stage, 0 FROM periods, stages
		)
		GROUP BY period, stage
	)
),
-- And who comes in the course of it.
fresh AS MATERIALIZED (
	SELECT period, stage, count(*) AS clients
	FROM (SELECT DISTINCT period, came AS stage, client_id FROM stay WHERE came IS NOT NULL AND came IS NOT start)
	GROUP BY period, stage
),
entry AS MATERIALIZED (
	SELECT later.period, earlier.went, later.came, count(DISTINCT later.client_id) AS clients
	FROM hop later JOIN hop earlier ON earlier.client_id = later.client_id AND earlier.period = later.period
		AND earlier.n <= later.n AND earlier.went <> later.came
	GROUP BY later.period, earlier.went, later.came
	UNION ALL
	SELECT period, 'any', 'churned', count(DISTINCT client_id) FROM hop WHERE came = 'churned' AND went IS NOT NULL GROUP BY period
	UNION ALL
	SELECT period, 'churned', 'any', count(DISTINCT client_id) FROM hop WHERE went = 'churned' AND came IS NOT NULL GROUP BY period
),
pair (went, came) AS (
	SELECT a.stage, b.stage FROM stages a JOIN stages b ON b.rank = a.rank + 1 WHERE b.rank <= 4
	UNION VALUES ('any', 'churned'), ('churned', 'any')
	UNION
	SELECT h.went, h.came
	FROM (SELECT DISTINCT went, came FROM hop) h JOIN stages a ON a.stage = h.went JOIN stages b ON b.stage = h.came
	WHERE b.rank > a.rank AND b.rank <= 4
	UNION
	SELECT ?4, ?5 WHERE ?4 <> ?5 AND ?4 <> 'any' AND ?5 <> 'any'
)
SELECT period, "from", "to", entered, base, 1.0 * entered / nullif(base, 0) AS rate
FROM (
	SELECT p.period, pair.went AS "from", pair.came AS "to", coalesce(e.clients, 0) AS entered,
		coalesce(s.clients, 0) + coalesce(f.clients, 0) AS base
	FROM periods p CROSS JOIN pair
		LEFT JOIN entry e ON e.period = p.period AND e.went = pair.went AND e.came = pair.came
		LEFT JOIN stock s ON s.period = p.period AND s.stage = pair.went
		LEFT JOIN fresh f ON f.period = p.period AND f.stage = pair.went
	WHERE (?4 IS NULL OR pair.went = ?4) AND (?5 IS NULL OR pair.came = ?5)
) JOIN stages a ON a.stage = "from" JOIN stages b ON b.stage = "to"
ORDER BY period, a.rank, b.rank
