CREATE TABLE milestone (	-- derived: what a client has reached
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose
	milestone	TEXT NOT NULL,	-- which: first_booking, vip
	ordinal		TEXT NOT NULL,	-- what tells those of a kind apart; empty where there is one of a kind
	achieved_at	TEXT NOT NULL,	-- when
	title		TEXT NOT NULL,	-- in words
	cause		TEXT,	-- by what: booking 12, 2026-02
	revoked_at	TEXT,	-- revoked: when something that it was for was taken back, the last time
	is_news		INTEGER NOT NULL DEFAULT 0	-- internal: the daily job has not told it yet
) STRICT;
CREATE UNIQUE INDEX milestone_one ON milestone (client_id, milestone, ordinal);
CREATE INDEX milestone_client ON milestone (client_id, achieved_at);
CREATE INDEX milestone_achieved ON milestone (achieved_at);
CREATE INDEX milestone_news ON milestone (achieved_at) WHERE is_news = 1;
CREATE VIEW milestone_event AS	-- how it shows in the timeline
	SELECT client_id, achieved_at AS at, 'milestone' AS type, id AS ref, title, cause AS description
	FROM milestone WHERE revoked_at IS NULL;
