-- The next day on which time alone changes something for a client: churn, a
-- milestone, or what was dated ahead coming to pass. Who never did anything is
-- found by the day of the record (derive.c).
SELECT client_id, day_text(min(day)) AS due_on
FROM (
	SELECT client_id, ahead AS day FROM tally WHERE ahead > as_of()
	UNION ALL
	SELECT client_id, last_day + threshold('journey.churn_days')
	FROM tally
	WHERE activities > 0 AND threshold('journey.churn_days') > 0
	UNION ALL
	SELECT client_id, due FROM ({milestone_in_time})
)
WHERE day > as_of()
GROUP BY client_id;
