CREATE TABLE project (	-- longer work for a client
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- for whom
	name		TEXT NOT NULL CHECK (name <> ''),	-- what it is called
	status		TEXT NOT NULL DEFAULT 'planned' CHECK (status = 'planned' OR status = 'active' OR status = 'on_hold' OR status = 'completed' OR status = 'cancelled'),	-- where it stands
	starts_on	TEXT,	-- first day
	due_on		TEXT,	-- day it is to be done by
	completed_on	TEXT,	-- day it was done
	description	TEXT,	-- what it is about
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when it was added
) STRICT;
CREATE INDEX project_client ON project (client_id, created_at);
CREATE INDEX project_created ON project (created_at);
CREATE INDEX project_due ON project (iif(status = 'completed' OR status = 'cancelled', '~~', coalesce(due_on, '~')));
CREATE VIEW project_event AS	-- how it shows in the timeline
	SELECT client_id, created_at AS at, 'project' AS type, id AS ref, name AS title, status, nullif(substr(coalesce(', starts ' || starts_on, '') || coalesce(', due ' || due_on, '') || coalesce(', completed ' || completed_on, '') || coalesce(': ' || description, ''), 3), '') AS description
	FROM project;
