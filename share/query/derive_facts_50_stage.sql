-- The stages that a client has come to, and when (R6-R10). What is earned only
-- rises; inactivity makes it churned until the next activity; a stage that was
-- set by hand holds from its date until it is lifted.
--
-- step: what happens to the stage. kind: 1 earned, 2 come back, 3 churned, 4 lifted,
-- 5 set; in this order at the same moment. rank: 0 discovery to 4 advocacy, 5
-- churned.
CREATE TEMP TABLE IF NOT EXISTS step (
	client_id INTEGER, at TEXT, kind INTEGER, rank INTEGER, cause TEXT,
	PRIMARY KEY (client_id, at, kind, rank, cause)) WITHOUT ROWID;

DELETE FROM step;

-- Earned: engagement, activation, retention, advocacy.
INSERT INTO step
SELECT client_id, at, 1, rank, cause
FROM (
	SELECT client_id, min(turn), at, 1 AS rank, act_name(source, id) AS cause
	FROM turn
	WHERE version = 0 AND interaction AND nth_act = threshold('journey.engagement_interactions')
	GROUP BY client_id
	UNION ALL
	SELECT client_id, min(turn), at, 2, act_name(source, id)
	FROM turn
	WHERE version = 0 AND counts AND nth_purchase = 1
	GROUP BY client_id
	UNION ALL
	SELECT client_id, min(turn), at, 3, act_name(source, id)
	FROM turn
	WHERE version = 0 AND counts AND nth_purchase >= threshold('journey.retention_purchases')
		AND nth_day >= threshold('journey.retention_days')
	GROUP BY client_id
	UNION ALL
	SELECT client_id, min(turn), at, 4, act_name(source, id)
	FROM turn
	WHERE version = 0 AND (counts AND nth_purchase = threshold('vip.purchases')
		OR paid AND spent > threshold('vip.spend') AND threshold('vip.spend') > 0)
	GROUP BY client_id
);

-- Churned and come back: a gap between two activities, or before the first one.
INSERT INTO step
SELECT t.client_id, iif(k.kind = 3, morning(t.churned), t.at), k.kind, 0, iif(k.kind = 3, 'inactivity', act_name(t.source, t.id))
FROM (
	SELECT t.client_id, t.at, t.source, t.id,
		t.day - coalesce(t.gap, t.day - day(c.created_at)) + threshold('journey.churn_days') AS churned
	FROM turn t CROSS JOIN client c ON c.id = t.client_id
	WHERE version = 0 AND activity AND threshold('journey.churn_days') > 0
		AND coalesce(t.gap, t.day - day(c.created_at)) >= threshold('journey.churn_days')
) t CROSS JOIN (SELECT 2 AS kind UNION ALL SELECT 3) k
WHERE t.churned <= as_of() AND morning(t.churned) < t.at;

-- Churned since, for all that is known on the day. Of those who never did
-- anything, and whose stage was never set, the daily job alone says so.
INSERT INTO step
SELECT client_id, morning(last_day + threshold('journey.churn_days')), 3, 0, 'inactivity'
FROM tally
WHERE threshold('journey.churn_days') > 0
	AND last_day + threshold('journey.churn_days') <= iif(activities > 0, as_of(), daily());

-- Set by hand, and lifted.
INSERT INTO step
SELECT j.client_id, j.at, 5,
	CASE j.stage WHEN 'discovery' THEN 0 WHEN 'engagement' THEN 1 WHEN 'activation' THEN 2 WHEN 'retention' THEN 3
		WHEN 'advocacy' THEN 4 ELSE 5 END, 'set'
FROM tally t CROSS JOIN journey j ON j.client_id = t.client_id
UNION ALL
SELECT j.client_id, j.ended_at, 4, 0, 'unset'
FROM tally t CROSS JOIN journey j ON j.client_id = t.client_id
WHERE j.ended_at IS NOT NULL;

-- Where the steps lead. Of several at one moment the last one stands, with the
-- stage before that moment: staged() gives both, as before * 8 + after.
CREATE TEMP TABLE IF NOT EXISTS stage_now (
	client_id INTEGER, at TEXT, rank INTEGER, was INTEGER, cause TEXT, PRIMARY KEY (client_id, at)) WITHOUT ROWID;

DELETE FROM stage_now;

INSERT OR REPLACE INTO stage_now
SELECT client_id, at, staged % 8, staged / 8, cause
FROM (
	SELECT client_id, at, cause,
		staged(at, kind, rank) OVER (PARTITION BY client_id ORDER BY at, kind, rank ROWS UNBOUNDED PRECEDING) AS staged
	FROM step
);

DELETE FROM stage_now WHERE rank = was;

CREATE TEMP TABLE IF NOT EXISTS stage_new (
	client_id INTEGER, n INTEGER, at TEXT, stage TEXT, cause TEXT, PRIMARY KEY (client_id, n)) WITHOUT ROWID;

DELETE FROM stage_new;

INSERT INTO stage_new
SELECT client_id, 1 + row_number() OVER (PARTITION BY client_id ORDER BY at), at,
	CASE rank WHEN 0 THEN 'discovery' WHEN 1 THEN 'engagement' WHEN 2 THEN 'activation' WHEN 3 THEN 'retention'
		WHEN 4 THEN 'advocacy' ELSE 'churned' END, cause
FROM stage_now;

-- Nobody needs a row to be in discovery since the record was made.
INSERT INTO stage_new
SELECT client_id, 1, start, 'discovery', 'created'
FROM tally t
WHERE EXISTS (SELECT 1 FROM stage_now s WHERE s.client_id = t.client_id)
	OR start < (SELECT created_at FROM client c WHERE c.id = t.client_id);

DELETE FROM stage_change
WHERE (client_id, n) IN (
	SELECT c.client_id, c.n
	FROM tally t CROSS JOIN stage_change c ON c.client_id = t.client_id
		AND c.n > (SELECT count(*) FROM stage_new s WHERE s.client_id = t.client_id));

INSERT OR REPLACE INTO stage_change
SELECT s.client_id, s.n, s.at, s.stage, s.cause
FROM stage_new s LEFT JOIN stage_change c ON c.client_id = s.client_id AND c.n = s.n
WHERE c.at IS NOT s.at OR c.stage IS NOT s.stage OR c.cause IS NOT s.cause;

UPDATE client SET stage = t.stage
FROM (
	SELECT t.client_id, coalesce((SELECT stage FROM stage_new s WHERE s.client_id = t.client_id ORDER BY n DESC LIMIT 1), 'discovery') AS stage
	FROM tally t
) t
WHERE client.id = +t.client_id AND client.stage <> t.stage;
