-- What a client comes to (lib/act_table.h says what each column of tally is).
UPDATE client SET total_bookings = t.bookings, last_visit = t.last_visit, last_activity = t.last_activity,
	spent_minor = t.spent, stage = t.stage
FROM tally t
WHERE client.id = +t.client_id AND (client.total_bookings <> t.bookings OR client.last_visit IS NOT t.last_visit
	OR client.last_activity IS NOT t.last_activity OR client.spent_minor <> t.spent OR client.stage <> t.stage);
