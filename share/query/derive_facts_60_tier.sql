-- The tiers of loyalty, by all points ever earned (R25): up, and down again when
-- what earned them is taken back. Redeeming and expiring lower none.
CREATE TEMP TABLE IF NOT EXISTS tier_now (
	client_id INTEGER, n INTEGER, at TEXT, tier TEXT, points INTEGER, cause TEXT, was INTEGER, rank INTEGER,
	PRIMARY KEY (client_id, n)) WITHOUT ROWID;

DELETE FROM tier_now;

INSERT INTO tier_now
SELECT client_id, row_number() OVER (PARTITION BY client_id ORDER BY turn), at,
	CASE rank WHEN 0 THEN 'bronze' WHEN 1 THEN 'silver' WHEN 2 THEN 'gold' ELSE 'platinum' END,
	earned, act_name(source, id), was, rank
FROM (
	SELECT client_id, turn, at, source, id, earned,
		(earned >= threshold('loyalty.silver')) + (earned >= threshold('loyalty.gold')) + (earned >= threshold('loyalty.platinum')) AS rank,
		(earned - points >= threshold('loyalty.silver')) + (earned - points >= threshold('loyalty.gold'))
			+ (earned - points >= threshold('loyalty.platinum')) AS was
	FROM turn
	WHERE version = 0 AND points IS NOT NULL
)
WHERE rank <> was;

DELETE FROM tier_change
WHERE (client_id, n) IN (
	SELECT c.client_id, c.n
	FROM tally t CROSS JOIN tier_change c ON c.client_id = t.client_id
		AND c.n > (SELECT count(*) FROM tier_now s WHERE s.client_id = t.client_id));

INSERT OR REPLACE INTO tier_change
SELECT t.client_id, t.n, t.at, t.tier, t.points, t.cause
FROM tier_now t LEFT JOIN tier_change c ON c.client_id = t.client_id AND c.n = t.n
WHERE c.at IS NOT t.at OR c.tier IS NOT t.tier OR c.points IS NOT t.points OR c.cause IS NOT t.cause;
