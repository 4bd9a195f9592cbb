-- The tier of the client ?1; without a row, where every client starts.
SELECT coalesce((SELECT tier FROM tier_change WHERE client_id = ?1 ORDER BY n DESC LIMIT 1), 'bronze') AS tier
