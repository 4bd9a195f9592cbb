-- The scores of each client, those of the segment ?4 alone, best first; ?5 at
-- most.
SELECT s.client_id, c.name AS client_name, s.segment, s.recency, s.frequency, s.money, day_text(s.last) AS last_visit_on, s.visits,
	s.spent AS spent_minor
FROM (
	SELECT * FROM ({insights_scores})
	WHERE ?4 IS NULL OR segment = ?4
	ORDER BY recency + frequency + money DESC, client_id
	LIMIT ?5
) s CROSS JOIN client c ON c.id = s.client_id
ORDER BY s.recency + s.frequency + s.money DESC, s.client_id
