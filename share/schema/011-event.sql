CREATE TABLE event (	-- something that happened with a client
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- with whom
	type		TEXT NOT NULL CHECK (type = 'checkin' OR type = 'review' OR type = 'referral' OR type = 'social_share' OR type = 'message_in' OR type = 'message_out' OR type = 'call' OR type = 'notification'),	-- what happened
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when
	title		TEXT,	-- in a few words
	text		TEXT,	-- what was said or written
	rating		INTEGER CHECK (rating BETWEEN 1 AND 5),	-- of a review: 1 to 5
	ref		INTEGER REFERENCES client ON DELETE SET NULL	-- of a referral: the client who was brought
) STRICT;
CREATE INDEX event_client ON event (client_id, at, id, type);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_ref ON event (ref) WHERE ref IS NOT NULL;
CREATE VIEW event_event AS	-- how it shows in the timeline
	SELECT client_id, at, type, id AS ref, coalesce(title, type) AS title, iif(rating IS NULL, NULL, rating || '/5') AS status, text AS description
	FROM event;
