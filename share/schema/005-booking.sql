CREATE TABLE booking (	-- an appointment
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER REFERENCES client ON DELETE CASCADE,	-- who comes; none: to be reviewed
	service		TEXT NOT NULL CHECK (service <> ''),	-- what is booked
	starts_at	TEXT NOT NULL,	-- when it begins
	ends_at		TEXT,	-- when it is over
	status		TEXT NOT NULL DEFAULT 'confirmed' CHECK (status = 'pending' OR status = 'confirmed' OR status = 'completed' OR status = 'cancelled' OR status = 'no_show'),	-- where it stands
	staff		TEXT,	-- with whom
	price_minor	INTEGER CHECK (price_minor >= 0),	-- price
	currency	TEXT,	-- ISO 4217
	notes		TEXT,	-- about the appointment
	source		TEXT,	-- how it came in: manual, online, portal
	series_id	INTEGER REFERENCES series ON DELETE SET NULL,	-- the series it belongs to
	language	TEXT,	-- language it was made in: pt, pt-BR
	external_id	TEXT,	-- its number elsewhere
	voided_at	TEXT,	-- when it was cancelled after it had been completed
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when it was made
) STRICT;
CREATE INDEX booking_client ON booking (client_id, starts_at, id, status, created_at, price_minor, currency, voided_at);
CREATE INDEX booking_starts ON booking (starts_at, status, client_id, price_minor, currency);
CREATE INDEX booking_series ON booking (series_id, starts_at) WHERE series_id IS NOT NULL;
CREATE INDEX booking_language ON booking (client_id, starts_at) WHERE language IS NOT NULL;
CREATE INDEX booking_external ON booking (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX booking_voided ON booking (voided_at) WHERE voided_at IS NOT NULL;
CREATE VIEW booking_event AS	-- how it shows in the timeline
	SELECT client_id, starts_at AS at, 'booking' AS type, id AS ref, service AS title, status, notes AS description, price_minor AS amount_minor, currency, staff
	FROM booking;

CREATE TABLE attendance (	-- derived: what became of a client's bookings; without a row: there are none
	client_id	INTEGER PRIMARY KEY REFERENCES client ON DELETE CASCADE,	-- whose
	created_at	TEXT NOT NULL,	-- client since
	total_bookings	INTEGER NOT NULL,	-- of any status
	completed_bookings	INTEGER NOT NULL,	-- completed
	cancelled_bookings	INTEGER NOT NULL,	-- cancelled
	no_shows	INTEGER NOT NULL,	-- missed
	interval_days	INTEGER,	-- median of the days between visits; none with less than three
	spent_minor	INTEGER NOT NULL,	-- spent on completed bookings, in the account's currency
	history		TEXT NOT NULL	-- each in order: seconds since the one before, what it was, and x p f c n as it is cancelled, pending ...
) STRICT;
