-- What was kept of the stages of those who are due.
SELECT h.client_id, h.history
FROM due d CROSS JOIN stage_history h ON h.client_id = d.client_id
WHERE d.facts
ORDER BY d.client_id
