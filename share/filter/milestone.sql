-- How crm-milestones list narrows and orders milestones.

-- search TEXT: part of the title
instr(fold(title), fold(?1)) /*scan*/;

-- filter milestone KIND,...: of these kinds
milestone IN (SELECT replace(fold(trim(value)), '-', '_') FROM json_each(words(?1))) /*scan*/;

-- filter revoked: those whose facts were taken back, as well
1 /*scan*/;

-- hide revoked: those whose facts were taken back are hidden unless --revoked
revoked_at IS NOT NULL /*scan*/;

-- only: those of clients who are deleted or spam are left out
(SELECT status FROM client WHERE client.id = client_id) NOT IN ('deleted', 'spam') /*scan*/;

-- order: latest first
achieved_at DESC;

-- sort achieved: by when they were reached
achieved_at;

-- date achieved: by when they were reached
achieved_at;

-- date revoked: by when what they were for was taken back
revoked_at;
