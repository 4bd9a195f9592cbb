-- Clients whose history is not what it was at ?3, of bookings before ?2: some was
-- cancelled later, or began after it.
SELECT client_id FROM booking INDEXED BY booking_voided
WHERE voided_at > ?3 AND status = 'cancelled' AND starts_at <= ?3 AND client_id > 0
UNION
SELECT client_id FROM booking INDEXED BY booking_starts
WHERE starts_at > ?3 AND starts_at < coalesce(?2, '~') AND client_id > 0
