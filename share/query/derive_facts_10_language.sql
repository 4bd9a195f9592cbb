-- The language of a client who has none: that of the first booking which names
-- one (A9). Only of bookings that have just come in: who takes the language away
-- again does not want it back. It is a fact from then on, and journalled as one.
UPDATE client SET language = n.language
FROM (
	SELECT d.client_id, (
		SELECT b.language
		FROM booking b INDEXED BY booking_language
		WHERE b.client_id = d.client_id AND b.language IS NOT NULL
			AND EXISTS (
				SELECT 1 FROM journal j
				WHERE j.row_id = b.id AND j.tbl = 'booking'
					AND j.id > (SELECT derived_id FROM state))
		ORDER BY b.starts_at, b.id
		LIMIT 1) AS language
	FROM due d CROSS JOIN client c ON c.id = d.client_id
	WHERE d.facts AND c.language IS NULL
) n
WHERE client.id = n.client_id AND n.language IS NOT NULL AND NOT restoring();
