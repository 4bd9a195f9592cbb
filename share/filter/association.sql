-- How the records that wait for review are narrowed and ordered.

-- search TEXT: part of the name, of the email, or digits of the phone
found(?1, fold(name), email, digits(phone)) /*scan*/;

-- filter open: those that nobody has decided on
status = 'open';

-- filter ignored: those that were put off
status = 'ignored';

-- order: oldest first
at;

-- date at: by when it came in
at;
