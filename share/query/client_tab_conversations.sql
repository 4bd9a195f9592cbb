SELECT id, client_id, type, at, title, text
FROM event
WHERE client_id = ?1 AND (type = 'message_in' OR type = 'message_out' OR type = 'call' OR type = 'notification')
ORDER BY at DESC, id DESC
