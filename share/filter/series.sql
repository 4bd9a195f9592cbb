-- How crm-booking series list narrows and orders series.

-- search TEXT: part of the service, the notes or the name of the staff
instr(fold(service), fold(?1)) OR instr(fold(notes), fold(?1)) OR instr(fold(staff), fold(?1)) /*scan*/;

-- filter active: with a booking to come, or without end
(count IS NULL AND ended_at IS NULL) OR EXISTS (
	SELECT 1 FROM booking b
	WHERE b.series_id = series.id AND b.starts_at > now() AND b.status <> 'cancelled'
) /*scan*/;

-- date starts: by the first time
starts_at;

-- date created: by when it was agreed
created_at;
