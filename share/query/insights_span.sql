-- When what is asked about begins and ends, where --since and --until do not
-- say: with the first booking that there is, and after the last or now.
SELECT coalesce(?1, (SELECT min(starts_at) FROM booking), now()) AS since,
	coalesce(?2, strftime('%Y-%m-%dT%H:%M:%SZ', max(coalesce((SELECT max(starts_at) FROM booking), ''), now()), '+1 second')) AS until
