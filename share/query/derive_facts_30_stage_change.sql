-- The stages that a client has come to, and when (R6-R10): lib/stage.c.
SELECT client_id, n, at, stage, act_name(source, id) AS cause
FROM staged;
