CREATE TABLE series (	-- a booking that repeats
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- who comes
	service		TEXT NOT NULL CHECK (service <> ''),	-- what is booked
	starts_at	TEXT NOT NULL,	-- first time
	minutes		INTEGER CHECK (minutes > 0),	-- how long it takes
	every		TEXT NOT NULL DEFAULT 'week' CHECK (every = 'day' OR every = 'week' OR every = 'month' OR every = 'year'),	-- how often
	step		INTEGER NOT NULL DEFAULT 1 CHECK (step > 0),	-- every so many days, weeks, months, years
	count		INTEGER CHECK (count > 0),	-- how many bookings; none: no end
	staff		TEXT,	-- with whom
	price_minor	INTEGER CHECK (price_minor >= 0),	-- price of each
	currency	TEXT,	-- ISO 4217
	notes		TEXT,	-- about the appointments
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it was agreed
	ended_at	TEXT,	-- since when it is at an end
	made		INTEGER NOT NULL DEFAULT 0 CHECK (made >= 0)	-- how many of its bookings have been made
) STRICT;
CREATE INDEX series_client ON series (client_id);
