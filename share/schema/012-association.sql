CREATE TABLE association (	-- an incoming record that may belong to a client we know
	id		INTEGER PRIMARY KEY,	-- number
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it came in
	type		TEXT NOT NULL,	-- what it is: booking, order, purchase, form, client
	ref		INTEGER NOT NULL,	-- its number
	name		TEXT,	-- the name that came with it
	email		TEXT,	-- the email that came with it
	phone		TEXT,	-- the phone that came with it
	candidate_id	INTEGER REFERENCES client ON DELETE CASCADE,	-- the client it may belong to
	score		REAL,	-- how alike they are, 0 to 1
	reason		TEXT NOT NULL DEFAULT 'partial',	-- why it waits: partial, name_mismatch
	status		TEXT NOT NULL DEFAULT 'open' CHECK (status = 'open' OR status = 'used' OR status = 'new' OR status = 'ignored')	-- what became of it
) STRICT;
CREATE INDEX association_candidate ON association (candidate_id);
CREATE INDEX association_ref ON association (ref, type);
CREATE INDEX association_status ON association (status);
