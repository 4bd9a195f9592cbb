-- What became of the bookings of each client, as they stood at ?3: of all, as they
-- are, it is kept. Of those that begin from ?1 until before ?2 the history says it
-- (tally.h, "visits"), and the counts are NULL. Bookings are read where it is not
-- what it was, and in the order of time where only late ones are asked for.
SELECT client_id, total_bookings, completed_bookings, cancelled_bookings, no_shows, interval_days, history
FROM attendance /*scan*/
WHERE coalesce(?1, ?2, ?3) IS NULL
UNION ALL
SELECT client_id, NULL, NULL, NULL, NULL, NULL, history
FROM attendance
WHERE coalesce(?1, ?2, ?3) IS NOT NULL AND NOT coalesce(?1 >= days_ago(120), 0) AND client_id NOT IN ({insights_changed})
UNION ALL
SELECT b.client_id, NULL, NULL, NULL, NULL, NULL, history(starts_at, status)
FROM ({insights_changed}) c CROSS JOIN ({booking_as_of}) b ON b.client_id = c.client_id
WHERE ?3 IS NOT NULL AND NOT coalesce(?1 >= days_ago(120), 0)
GROUP BY b.client_id
UNION ALL
SELECT client_id, NULL, NULL, NULL, NULL, NULL, history(starts_at, status)
FROM ({booking_as_of})
WHERE ?1 >= days_ago(120) AND client_id IS NOT NULL AND starts_at >= ?1 AND starts_at < coalesce(?2, '~')
GROUP BY client_id
