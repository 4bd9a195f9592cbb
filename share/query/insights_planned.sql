-- Who has a booking to come at ?3, now when it is NULL, that begins more than ?6
-- days later.
SELECT DISTINCT client_id
FROM booking INDEXED BY booking_starts
WHERE ?3 IS NULL AND starts_at > strftime('%Y-%m-%dT%H:%M:%SZ', now(), '+' || ?6 || ' days')
	AND (status = 'pending' OR status = 'confirmed') AND client_id IS NOT NULL
UNION ALL
SELECT client_id
FROM attendance /*scan*/
WHERE ?3 IS NOT NULL AND visits(history, seconds(?3) + 86400 * ?6 + 1, NULL, 'open', seconds(?3)) > 0
