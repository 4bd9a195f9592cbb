CREATE TABLE form (	-- a form that somebody filled in
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER REFERENCES client ON DELETE CASCADE,	-- who filled it in; none: to be reviewed
	form		TEXT NOT NULL CHECK (form <> ''),	-- which form
	answers_json	TEXT CHECK (answers_json GLOB '{*}'),	-- question and answer
	submitted_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when it came in
) STRICT;
CREATE INDEX form_client ON form (client_id, submitted_at);
CREATE INDEX form_submitted ON form (submitted_at);
CREATE VIEW form_event AS	-- how it shows in the timeline
	SELECT client_id, submitted_at AS at, 'form' AS type, id AS ref, form AS title
	FROM form;
