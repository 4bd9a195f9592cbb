CREATE TABLE task (	-- something to be done about a client
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- about whom
	title		TEXT NOT NULL CHECK (title <> ''),	-- what is to be done
	status		TEXT NOT NULL DEFAULT 'open' CHECK (status = 'open' OR status = 'in_progress' OR status = 'done' OR status = 'cancelled'),	-- where it stands
	assignee	TEXT,	-- who is to do it
	due_on		TEXT,	-- day it is to be done by
	done_at		TEXT,	-- when it was done
	description	TEXT,	-- more about it
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when it was added
) STRICT;
CREATE INDEX task_client ON task (client_id, created_at);
CREATE INDEX task_created ON task (created_at);
CREATE INDEX task_due ON task (iif(status = 'done' OR status = 'cancelled', '~~', coalesce(due_on, '~')));
CREATE VIEW task_event AS	-- how it shows in the timeline
	SELECT client_id, created_at AS at, 'task' AS type, id AS ref, title, status, description, assignee AS staff
	FROM task;
