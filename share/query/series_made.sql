-- The bookings that were made for series since the one of this id.
SELECT id, client_id, service, starts_at, ends_at, status, staff, price_minor, currency, notes, series_id
FROM booking
WHERE id > ?1 AND +series_id IS NOT NULL
ORDER BY id
