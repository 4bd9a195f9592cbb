-- What bookings and the rest add up to for a client. The bookings are read
-- once, from booking_client alone, which has every column that counts here.
--
-- last_visit: start of the latest completed booking (R16). last_activity:
-- latest of what the client did. A completed booking counts with its start,
-- any other with its making (or its start, where it was entered afterwards);
-- orders, purchases and forms with their time, of the events a message in, a
-- check-in and a review. Notes, tasks and projects are the work of the staff.
-- Rows that wait for review have no client and count for nobody.
--
-- Nothing later than now counts. That alone changes by itself as time passes:
-- a booking completed ahead of its time is seen when the client is due again.
--
-- spent_minor is there to sort by, so it has one currency: that of the
-- account. total() instead of sum(): absurd prices must not stop a write.
WITH n AS MATERIALIZED (
	SELECT client_id, bookings, visit, spent, nullif(max(booked,
		coalesce((SELECT max(ordered_at) FROM orders o WHERE o.client_id = c.client_id AND ordered_at <= now()), ''),
		coalesce((SELECT max(purchased_at) FROM purchase p WHERE p.client_id = c.client_id AND purchased_at <= now()), ''),
		coalesce((SELECT max(submitted_at) FROM form f WHERE f.client_id = c.client_id AND submitted_at <= now()), ''),
		coalesce((SELECT max(at) FROM event e WHERE e.client_id = c.client_id AND at <= now()
			AND type IN ('message_in', 'checkin', 'review')), '')), '') AS activity
	FROM (
		SELECT d.client_id, count(b.client_id) AS bookings,
			max(iif(b.status = 'completed' AND b.starts_at <= now(), b.starts_at, NULL)) AS visit,
			coalesce(max(CASE
				WHEN b.status = 'completed' THEN iif(b.starts_at <= now(), b.starts_at, NULL)
				WHEN min(b.starts_at, b.created_at) <= now() THEN min(b.starts_at, b.created_at) END), '') AS booked,
			CAST(total(iif(b.status = 'completed'
				AND coalesce(b.currency, setting('account.currency')) = setting('account.currency'), b.price_minor, NULL))
				AS INTEGER) AS spent
		FROM due d LEFT JOIN booking b INDEXED BY booking_client ON b.client_id = d.client_id
		WHERE d.facts
		GROUP BY d.client_id
	) c
)
UPDATE client SET total_bookings = n.bookings, last_visit = n.visit,
	last_activity = n.activity, spent_minor = n.spent
FROM n
WHERE client.id = n.client_id AND (client.total_bookings <> n.bookings OR client.last_visit IS NOT n.visit
	OR client.last_activity IS NOT n.activity OR client.spent_minor <> n.spent);
