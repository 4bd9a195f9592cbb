-- The history of each client who counts, as it stood at ?3, and what they had
-- spent by then; how many bookings were completed where that is kept.
SELECT client_id, iif(?3 IS NULL, completed_bookings, NULL) AS completed_bookings, spent_minor, history
FROM attendance /*scan*/
WHERE client_id NOT IN (SELECT id FROM ({insights_gone})) AND client_id NOT IN ({insights_changed})
UNION ALL
SELECT b.client_id, NULL, CAST(total(iif(status = 'completed' AND starts_at <= ?3, convert(price_minor, currency), 0)) AS INTEGER),
	history(starts_at, status)
FROM ({insights_changed}) c CROSS JOIN ({booking_as_of}) b ON b.client_id = c.client_id
WHERE b.client_id NOT IN (SELECT id FROM ({insights_gone}))
GROUP BY b.client_id
