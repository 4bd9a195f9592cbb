-- Who was brought by a referral by ?3, now when it is NULL, and has no booking.
SELECT DISTINCT e.ref AS client_id
FROM event e INDEXED BY event_ref
WHERE e.ref IS NOT NULL AND e.type = 'referral' AND e.at <= coalesce(?3, now())
	AND NOT EXISTS (SELECT 1 FROM attendance a WHERE a.client_id = e.ref
		AND (?3 IS NULL OR visits(a.history, NULL, NULL, NULL, seconds(?3)) > 0))
