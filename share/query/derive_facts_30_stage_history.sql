-- The stages that a client has come to, when and by what (R6-R10): lib/stage.c.
-- of: tally.restaged
SELECT client_id, stages AS history
FROM tally
WHERE restaged = 1 AND stages IS NOT NULL;
