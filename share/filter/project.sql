-- alias name: project, title
-- alias starts_on: start, start_date
-- alias due_on: due_date, deadline
-- alias completed_on: completion_date, finished

-- search TEXT: part of the name or of the description
(instr(fold(name), fold(?1)) OR instr(fold(description), fold(?1))) /*scan*/;

-- filter active: being worked on
status = 'active' /*scan*/;

-- filter open: neither completed nor cancelled
iif(status = 'completed' OR status = 'cancelled', '~~', coalesce(due_on, '~')) < '~~';

-- filter overdue: open, and past the day they are due
iif(status = 'completed' OR status = 'cancelled', '~~', coalesce(due_on, '~')) < today();

-- order: open ones first, by the day they are due
iif(status = 'completed' OR status = 'cancelled', '~~', coalesce(due_on, '~'));

-- sort created: by when it was added
created_at;

-- date created: by when it was added
created_at;

-- date starts: by the first day
starts_on;

-- date due: by the day it is due
due_on;

-- date completed: by the day it was completed
completed_on;
