-- alias title: task, subject, what
-- alias due_on: due_date, deadline
-- alias assignee: assigned_to, who

-- columns: id, client_name, title, status, assignee, due_on

-- search TEXT: part of the title or of the description
(instr(fold(title), fold(?1)) OR instr(fold(description), fold(?1))) /*scan*/;

-- filter open: neither done nor cancelled
iif(status = 'done' OR status = 'cancelled', '~~', coalesce(due_on, '~')) < '~~';

-- filter overdue: open, and past the day they are due
iif(status = 'done' OR status = 'cancelled', '~~', coalesce(due_on, '~')) < today();

-- filter mine: to be done by the one who asks
assignee = actor() /*scan*/;

-- order: open ones first, by the day they are due
iif(status = 'done' OR status = 'cancelled', '~~', coalesce(due_on, '~'));

-- sort created: by when it was added
created_at;

-- date created: by when it was added
created_at;

-- date due: by the day it is due
due_on;

-- date done: by when it was done
done_at;
