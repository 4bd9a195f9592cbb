-- The stages that a client has come to, and when (R6-R10). What is earned only
-- rises; inactivity makes it churned until the next activity; a stage that was
-- set by hand holds from its date until it is lifted.
--
-- step: what happens to the stage. rank: 0 discovery to 4 advocacy, 5 churned.
-- sort: of steps at the same moment.
CREATE TEMP TABLE IF NOT EXISTS step (
	client_id INTEGER, at TEXT, sort INTEGER, rank INTEGER, cause TEXT);

DELETE FROM step;

-- Earned: engagement, activation, retention, advocacy.
INSERT INTO step
SELECT client_id, at, rank, rank, cause
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
SELECT t.client_id, iif(k.rank = 5, morning(t.day - t.gap + threshold('journey.churn_days')), t.at), k.rank, k.rank,
	iif(k.rank = 5, 'inactivity', act_name(t.source, t.id))
FROM (
	SELECT t.client_id, t.at, t.day, t.source, t.id, iif(first_activity, t.day - day(c.created_at), gap) AS gap
	FROM turn t CROSS JOIN client c ON c.id = t.client_id
	WHERE version = 0 AND (first_activity OR gap IS NOT NULL)
) t CROSS JOIN (SELECT 5 AS rank UNION ALL SELECT -1) k
WHERE t.gap >= threshold('journey.churn_days') AND threshold('journey.churn_days') > 0
	AND t.day - t.gap + threshold('journey.churn_days') <= as_of()
	AND morning(t.day - t.gap + threshold('journey.churn_days')) < t.at;

-- Churned since, for all that is known on the day. Of those who never did
-- anything the daily job alone says so.
INSERT INTO step
SELECT client_id, morning(last_day + threshold('journey.churn_days')), 5, 5, 'inactivity'
FROM tally
WHERE threshold('journey.churn_days') > 0
	AND last_day + threshold('journey.churn_days') <= iif(activities > 0, as_of(), daily());

-- Set by hand, and lifted.
INSERT INTO step
SELECT j.client_id, j.at, 7,
	CASE j.stage WHEN 'discovery' THEN 0 WHEN 'engagement' THEN 1 WHEN 'activation' THEN 2 WHEN 'retention' THEN 3
		WHEN 'advocacy' THEN 4 ELSE 5 END, 'set'
FROM tally t CROSS JOIN journey j ON j.client_id = t.client_id
UNION ALL
SELECT j.client_id, j.ended_at, 6, 0, 'unset'
FROM tally t CROSS JOIN journey j ON j.client_id = t.client_id
WHERE j.ended_at IS NOT NULL;

-- Where all steps of a moment lead to, and from where.
CREATE TEMP TABLE IF NOT EXISTS stage_now (
	client_id INTEGER, n INTEGER, at TEXT, stage TEXT, cause TEXT, PRIMARY KEY (client_id, n)) WITHOUT ROWID;

DELETE FROM stage_now;

INSERT INTO stage_now
SELECT client_id, 1, start, 'discovery', 'created'
FROM tally
WHERE client_id IN (SELECT client_id FROM step);

INSERT INTO stage_now
SELECT client_id, 1 + row_number() OVER (PARTITION BY client_id ORDER BY at), at,
	CASE rank WHEN 0 THEN 'discovery' WHEN 1 THEN 'engagement' WHEN 2 THEN 'activation' WHEN 3 THEN 'retention'
		WHEN 4 THEN 'advocacy' ELSE 'churned' END, cause
FROM (
	SELECT client_id, at, cause, rank, lag(rank, 1, 0) OVER (PARTITION BY client_id ORDER BY at) AS was
	FROM (
		SELECT client_id, at, max(place), cause, CASE
				WHEN forced % 8 > 0 THEN forced % 8 - 1
				WHEN away % 2 = 1 THEN 5
				ELSE coalesce(earned, 0) END AS rank
		FROM (
			SELECT client_id, at, place, cause,
				max(iif(sort BETWEEN 1 AND 4, rank, NULL)) OVER peers AS earned,
				max(CASE sort WHEN 5 THEN place * 2 + 1 WHEN -1 THEN place * 2 END) OVER peers AS away,
				max(CASE sort WHEN 7 THEN place * 8 + rank + 1 WHEN 6 THEN place * 8 END) OVER peers AS forced
			FROM (SELECT *, row_number() OVER (PARTITION BY client_id ORDER BY at, sort) AS place FROM step)
			WINDOW peers AS (PARTITION BY client_id ORDER BY at)
		)
		GROUP BY client_id, at
	)
)
WHERE rank <> was;

DELETE FROM stage_change
WHERE client_id IN (SELECT client_id FROM tally)
	AND n > (SELECT count(*) FROM stage_now s WHERE s.client_id = stage_change.client_id);

INSERT OR REPLACE INTO stage_change
SELECT client_id, n, at, stage, cause
FROM stage_now s
WHERE NOT EXISTS (SELECT 1 FROM stage_change c WHERE c.client_id = s.client_id AND c.n = s.n
	AND c.at = s.at AND c.stage = s.stage AND c.cause IS s.cause);

UPDATE client SET stage = t.stage
FROM (
	SELECT t.client_id, coalesce((SELECT stage FROM stage_now s WHERE s.client_id = t.client_id ORDER BY n DESC LIMIT 1), 'discovery') AS stage
	FROM tally t
) t
WHERE client.id = +t.client_id AND client.stage <> t.stage;
