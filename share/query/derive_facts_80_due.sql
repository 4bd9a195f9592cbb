-- The next day on which time alone changes something for a client: churn, a
-- milestone, or what was dated ahead coming to pass. Who never did anything is
-- found by the day of the record (derive.c).
CREATE TEMP TABLE IF NOT EXISTS due_now (client_id INTEGER PRIMARY KEY, due_on TEXT);

DELETE FROM due_now;

INSERT INTO due_now
SELECT client_id, day_text(min(day))
FROM (
	SELECT client_id, ahead AS day FROM tally WHERE ahead IS NOT NULL
	UNION ALL
	SELECT client_id, last_day + threshold('journey.churn_days') FROM tally
	WHERE activities > 0 AND threshold('journey.churn_days') > 0
	UNION ALL
	SELECT client_id, due FROM award
)
WHERE day > as_of()
GROUP BY client_id;

DELETE FROM client_due
WHERE client_id IN (SELECT client_id FROM tally) AND client_id NOT IN (SELECT client_id FROM due_now);

INSERT OR REPLACE INTO client_due
SELECT client_id, due_on
FROM due_now n
WHERE NOT EXISTS (SELECT 1 FROM client_due d WHERE d.client_id = n.client_id AND d.due_on = n.due_on);
