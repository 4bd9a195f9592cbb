-- The tiers of loyalty, by all points ever earned (R25): up, and down again when
-- what earned them is taken back. Redeeming and expiring lower none.
SELECT client_id, nth_tier AS n, at, tier_name(rank) AS tier, earned AS points, act_name(source, id) AS cause
FROM so_far
WHERE version = 0 AND nth_tier > 0;
