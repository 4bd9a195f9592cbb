-- The same in all.
SELECT coalesce(sum(created), 0) AS created, coalesce(sum(existing), 0) AS existing, coalesce(sum(guests), 0) AS guests,
	1.0 * sum(existing) / nullif(sum(created), 0) AS rate
FROM ({insights_conversion})
