-- The stages that a client has come to, and when (R6-R10): lib/stage.c.
-- of: tally.restaged
SELECT s.client_id, s.n, s.at, s.stage, act_name(s.source, s.id) AS cause
FROM tally t CROSS JOIN staged s ON s.client_id = t.client_id
WHERE t.restaged = 1;
