-- Who never was a client.
SELECT id, created_at
FROM client INDEXED BY client_left /*scan*/
WHERE status <> 'active' AND status <> 'inactive' AND status = 'spam'
