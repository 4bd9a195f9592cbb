SELECT id, client_id, at, title, text
FROM event
WHERE client_id = ?1 AND type = 'checkin'
ORDER BY at DESC, id DESC
