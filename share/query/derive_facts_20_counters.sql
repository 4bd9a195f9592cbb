-- What the acts of a client come to; one row for each client who is due, with
-- or without acts.
--
-- start: when the journey begins. activities: how many, and one more where a
-- stage was set by hand. last_day: of the latest activity, or of the client's
-- making. last_visit: start of the latest completed booking (R16).
-- last_activity: latest of what the client did; notes, tasks and projects are
-- the work of the staff. spent: prices of completed bookings, in the currency of
-- the account. total() instead of sum(): absurd prices must not stop a write.
--
-- Nothing later than now counts as a visit or as activity. That changes by
-- itself as time passes: ahead is the day on which it does.
CREATE TEMP TABLE IF NOT EXISTS tally (
	client_id INTEGER PRIMARY KEY, start TEXT, activities INTEGER, last_day INTEGER, bookings INTEGER,
	last_visit TEXT, last_activity TEXT, spent INTEGER, ahead INTEGER);

DELETE FROM tally;

INSERT INTO tally
SELECT d.client_id,
	min(c.created_at, coalesce(min(iif(a.activity, a.at, NULL)), c.created_at),
		coalesce((SELECT min(j.at) FROM journey j WHERE j.client_id = d.client_id), c.created_at)),
	count(iif(a.activity, 1, NULL)) + EXISTS (SELECT 1 FROM journey j WHERE j.client_id = d.client_id), coalesce(max(iif(a.activity, a.day, NULL)), day(c.created_at)),
	count(iif(a.source = 1, 1, NULL)),
	max(iif(a.source = 1 AND a.paid AND a.at <= now(), a.at, NULL)),
	max(iif(a.activity AND a.at <= now(), a.at, NULL)),
	CAST(total(iif(a.source = 1 AND a.paid, a.amount, NULL)) AS INTEGER),
	min(iif(a.at > now(), a.day, NULL))
FROM due d CROSS JOIN client c ON c.id = d.client_id LEFT JOIN act a ON a.client_id = d.client_id AND a.version = 0
WHERE d.facts
GROUP BY d.client_id;

UPDATE client SET total_bookings = t.bookings, last_visit = t.last_visit, last_activity = t.last_activity, spent_minor = t.spent
FROM tally t
WHERE client.id = +t.client_id AND (client.total_bookings <> t.bookings OR client.last_visit IS NOT t.last_visit
	OR client.last_activity IS NOT t.last_activity OR client.spent_minor <> t.spent);
