-- Who has a booking to come at ?3, now when it is NULL, that begins more than ?6
-- days later.
SELECT DISTINCT client_id
FROM ({booking_as_of})
WHERE starts_at > strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(?3, now()), '+' || ?6 || ' days')
	AND (status = 'pending' OR status = 'confirmed') AND client_id IS NOT NULL
