CREATE TABLE distinct_pair (	-- two clients who are alike, and are not one
	id		INTEGER PRIMARY KEY,	-- number
	a_id		INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- the one, with the smaller number
	b_id		INTEGER NOT NULL REFERENCES client ON DELETE CASCADE CHECK (a_id < b_id),	-- the other
	at		TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it was said
	reason		TEXT	-- why
) STRICT;
CREATE UNIQUE INDEX distinct_pair_one ON distinct_pair (a_id, b_id);
CREATE INDEX distinct_pair_b ON distinct_pair (b_id);

CREATE TABLE scan_state (	-- internal: one row, what crm-dedupe scan has learnt
	id		INTEGER PRIMARY KEY CHECK (id = 1),	-- always 1
	journal_id	INTEGER NOT NULL DEFAULT 0,	-- the last journal row that a scan has seen
	clients		INTEGER NOT NULL DEFAULT 0,	-- from how many clients the weights were learnt; 0: none were
	weights		TEXT,	-- as in share/match_weight.tsv
	given		TEXT,	-- given names and how often they are seen
	family		TEXT,	-- family names
	postcode	TEXT,	-- postal codes
	city		TEXT	-- towns
) STRICT;
INSERT INTO scan_state (id) VALUES (1);
