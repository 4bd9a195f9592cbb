-- Bookings as they stood at ?3; as they are when it is NULL. Made by then, or
-- begun: imported ones were made when they were imported. What began after ?3
-- and is over by now was still to come; what was cancelled later, after it had
-- been completed, was completed. Other changes of a status are not dated.
SELECT id, client_id, service, staff, starts_at, price_minor, currency,
	CASE WHEN ?3 IS NULL THEN status
		WHEN starts_at > ?3 AND starts_at <= now() AND (status = 'completed' OR status = 'no_show') THEN 'confirmed'
		WHEN starts_at <= ?3 AND status = 'cancelled' AND voided_at > ?3 THEN 'completed'
		ELSE status END AS status
FROM booking /*scan*/
WHERE ?3 IS NULL OR starts_at <= ?3 OR created_at <= ?3
