-- Stages that clients came to, latest first; ?1 to ?4 as journey_move.sql has them,
-- ?5 so many at most.
SELECT client_id, client_name, "from", "to", at, cause
FROM ({journey_move})
ORDER BY at DESC, client_id DESC, n DESC
LIMIT ?5
