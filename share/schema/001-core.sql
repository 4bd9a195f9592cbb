CREATE TABLE setting (	-- what the owner decided; crm-config knows the names
	id		INTEGER PRIMARY KEY,	-- number
	name		TEXT NOT NULL UNIQUE,	-- which setting
	value		TEXT NOT NULL	-- what it is set to
) STRICT;

CREATE TABLE change (	-- internal: one row for every command that wrote
	id		INTEGER PRIMARY KEY,	-- number, for crm-log
	at		TEXT NOT NULL,	-- when
	actor		TEXT NOT NULL,	-- who
	command		TEXT NOT NULL,	-- what was typed
	summary		TEXT,	-- what came of it
	undoes		INTEGER REFERENCES change,	-- the change it took back
	undone_by	INTEGER REFERENCES change	-- the change that took it back
) STRICT;
CREATE INDEX change_undoes ON change (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX change_undone_by ON change (undone_by) WHERE undone_by IS NOT NULL;

CREATE TABLE journal (	-- internal: every change of a fact; the triggers write it
	id		INTEGER PRIMARY KEY,	-- order of the changes
	op		TEXT NOT NULL CHECK (op = 'insert' OR op = 'update' OR op = 'delete'),	-- what happened
	change_id	INTEGER REFERENCES change,	-- which command; none: made outside the suite
	tbl		TEXT NOT NULL,	-- which table
	row_id		INTEGER NOT NULL,	-- which row
	client_id	INTEGER,	-- whose row it is
	old_json	TEXT	-- the row as it was
) STRICT;
CREATE INDEX journal_change ON journal (change_id);
CREATE INDEX journal_row ON journal (row_id, tbl);

CREATE TABLE state (	-- internal: one row, where things stand
	id		INTEGER PRIMARY KEY CHECK (id = 1),	-- always 1
	change_id	INTEGER REFERENCES change,	-- the command that is writing now
	derived_id	INTEGER NOT NULL DEFAULT 0,	-- the last journal row that derive has seen
	daily_on	TEXT	-- the last day that the daily job has done
) STRICT;
CREATE INDEX state_change ON state (change_id);
INSERT INTO state (id) VALUES (1);

CREATE TABLE import (	-- internal: one row for every file imported
	id		INTEGER PRIMARY KEY,	-- number, for crm-import undo
	change_id	INTEGER NOT NULL REFERENCES change,	-- the change it made
	tbl		TEXT NOT NULL,	-- what was imported
	file		TEXT NOT NULL,	-- the file, as it was named
	digest		TEXT NOT NULL,	-- of its bytes: FNV-1a, 64 bits, hexadecimal
	read		INTEGER NOT NULL,	-- records in the file
	created		INTEGER NOT NULL,	-- new rows
	updated		INTEGER NOT NULL,	-- rows changed
	unchanged	INTEGER NOT NULL DEFAULT 0,	-- looked at, and the same already
	skipped		INTEGER NOT NULL,	-- left alone: known already, or not wanted
	rejected	INTEGER NOT NULL,	-- could not be used
	pending		INTEGER NOT NULL DEFAULT 0,	-- left for review
	rows_digest	TEXT	-- of those read, until the end of a file that is stored in parts has come
) STRICT;
CREATE INDEX import_change ON import (change_id);
