-- The same stages as one text of each client (lib/stages.h), to be read at once.
-- of: tally.restaged
SELECT client_id, stages AS history, stages_print AS print
FROM tally
WHERE restaged = 1 AND stages IS NOT NULL;
