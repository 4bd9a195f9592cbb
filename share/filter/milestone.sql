-- How crm-milestones list narrows and orders milestones.

-- search TEXT: part of the title
instr(fold(title), fold(?1)) /*scan*/;

-- filter revoked: those whose facts were taken back, as well
1 /*scan*/;

-- hide revoked: those whose facts were taken back are hidden unless --revoked
revoked_at IS NOT NULL /*scan*/;

-- order: latest first
achieved_at DESC, id DESC;

-- date achieved: by when they were reached
achieved_at;
