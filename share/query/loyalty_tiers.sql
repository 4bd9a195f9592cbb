-- The tiers, and the points earned over all time from which a client is in each.
SELECT 'bronze' AS tier, 0 AS from_points, 'where every new client starts' AS meaning
UNION ALL SELECT 'silver', CAST(setting('loyalty.silver') AS INTEGER), 'consistent engagement'
UNION ALL SELECT 'gold', CAST(setting('loyalty.gold') AS INTEGER), 'high value, with significant spending'
UNION ALL SELECT 'platinum', CAST(setting('loyalty.platinum') AS INTEGER), 'top-tier VIP'
