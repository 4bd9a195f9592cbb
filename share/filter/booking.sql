-- How crm-booking list narrows and orders bookings.

-- columns: id, client_name, starts_at, service, staff, status, price, currency

-- alias starts_at: start, start_time, start_at, appointment, appointment_time
-- alias ends_at: end, end_time, end_at
-- alias service: appointment_type, event_type, service_name, treatment
-- alias staff: with, provider, employee, calendar, team_member
-- alias price_minor: amount, cost, fee
-- alias notes: note, comment, comments
-- alias source: channel
-- alias language: lang, locale

-- search TEXT: part of the service, the notes or the name of the staff
instr(fold(service), fold(?1)) OR instr(fold(notes), fold(?1)) OR instr(fold(staff), fold(?1)) /*scan*/;

-- filter upcoming: those that start after now
starts_at > now();

-- filter past: those that have started
starts_at <= now();

-- order: as they follow one another
starts_at;

-- date starts: by when they begin
starts_at;

-- date created: by when they were made
created_at;
