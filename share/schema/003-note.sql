CREATE TABLE note (	-- a private note of the staff about a client
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- about whom
	text		TEXT NOT NULL CHECK (text <> ''),	-- what it says
	kind		TEXT NOT NULL DEFAULT 'general' CHECK (kind = 'general' OR kind = 'preference' OR kind = 'allergy' OR kind = 'followup' OR kind = 'personal'),	-- what it is about
	author		TEXT,	-- who wrote it
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it was added
	updated_at	TEXT	-- when it was last changed
) STRICT;
CREATE INDEX note_client ON note (client_id, created_at);
CREATE INDEX note_created ON note (created_at);
