CREATE TABLE journey (	-- a stage that was set by hand
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose stage
	stage		TEXT NOT NULL CHECK (stage = 'discovery' OR stage = 'engagement' OR stage = 'activation' OR stage = 'retention' OR stage = 'advocacy' OR stage = 'churned'),	-- stage it is set to
	reason		TEXT NOT NULL CHECK (reason <> ''),	-- why
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- since when
	ended_at	TEXT	-- until when; empty: it still holds
) STRICT;
CREATE INDEX journey_client ON journey (client_id, at);

CREATE TABLE stage_change (	-- derived: the stages a client has come to; without a row: discovery, since created_at
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose
	n		INTEGER NOT NULL,	-- which of theirs, counted from 1
	at		TEXT NOT NULL,	-- when
	stage		TEXT NOT NULL,	-- to which
	cause		TEXT,	-- by what: booking 12, inactivity, set, unset
	PRIMARY KEY (client_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage_history (	-- derived: the rows of stage_change as one text of each client; without a row: there are none
	client_id	INTEGER PRIMARY KEY REFERENCES client ON DELETE CASCADE,	-- whose
	history		TEXT NOT NULL,	-- in order: seconds since the one before (the first: since 1970), and a letter: d e a r of the first four stages, v advocacy, c churned
	print		INTEGER NOT NULL	-- a number of their causes
) STRICT;

CREATE TABLE client_due (	-- derived: the day on which something changes by itself
	client_id	INTEGER PRIMARY KEY REFERENCES client ON DELETE CASCADE,	-- whose
	due_on		TEXT NOT NULL	-- the local day
) STRICT;
CREATE INDEX client_due_due ON client_due (due_on);
