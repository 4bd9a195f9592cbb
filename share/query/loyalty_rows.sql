-- The ledger of the client ?1, oldest first.
SELECT c.id AS client_id, c.name AS client_name, l.at, l.kind, l.points, l.balance, l.cause, l.reason
FROM client c, ({loyalty_ledger}) l
WHERE c.id = ?1
ORDER BY l.n
