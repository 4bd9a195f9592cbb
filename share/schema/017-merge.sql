CREATE TABLE merge (	-- a client who turned out to be another one
	id		INTEGER PRIMARY KEY AUTOINCREMENT,	-- number, for crm-dedupe unmerge
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- who it is now
	lost_id		INTEGER NOT NULL UNIQUE,	-- the number given up, which still leads there
	lost_json	TEXT NOT NULL CHECK (lost_json GLOB '{?*}'),	-- the record as it was
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when
) STRICT;
CREATE INDEX merge_client ON merge (client_id);
