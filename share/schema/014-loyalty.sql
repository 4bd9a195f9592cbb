CREATE TABLE loyalty (	-- points given or redeemed by hand
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose points
	type		TEXT NOT NULL CHECK (type = 'earn' OR type = 'redeem'),	-- given or redeemed
	points		INTEGER NOT NULL CHECK (points BETWEEN 1 AND 1000000000),	-- how many
	reason		TEXT NOT NULL CHECK (reason <> ''),	-- what for
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when
) STRICT;
CREATE INDEX loyalty_client ON loyalty (client_id, at, type, points);

CREATE TABLE tier_change (	-- derived: the tiers a client has come to; without a row: bronze
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose
	n		INTEGER NOT NULL,	-- which of theirs, counted from 1
	at		TEXT NOT NULL,	-- when
	tier		TEXT NOT NULL,	-- to which
	points		INTEGER NOT NULL,	-- points earned by then
	cause		TEXT,	-- by what: order 12, loyalty 3
	PRIMARY KEY (client_id, n)
) STRICT, WITHOUT ROWID;
