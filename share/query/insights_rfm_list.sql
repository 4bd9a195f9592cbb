-- The scores of each client, those of the segment ?4 alone, best first; ?5 at
-- most.
SELECT s.client_id, c.name AS client_name, segment(s.scores) AS segment, s.scores / 100 % 10 AS recency,
	s.scores / 10 % 10 AS frequency, s.scores % 10 AS money, day_text(s.last) AS last_visit_on, s.visits, s.spent AS spent_minor
FROM (
	SELECT * FROM ({insights_scores})
	WHERE ?4 IS NULL OR segment(scores) = ?4
	ORDER BY scores / 1000 DESC, client_id
	LIMIT ?5
) s CROSS JOIN client c ON c.id = s.client_id
ORDER BY s.scores / 1000 DESC, s.client_id
