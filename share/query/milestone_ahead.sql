INSERT INTO ahead
SELECT client_id, milestone, ordinal, due, title, cause
FROM ({milestone_in_time})
WHERE version = 0 AND due <= ?1
