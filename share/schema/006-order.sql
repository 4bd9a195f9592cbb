CREATE TABLE orders (	-- a product ordered from the shop itself
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER REFERENCES client ON DELETE CASCADE,	-- who ordered; none: to be reviewed
	product		TEXT NOT NULL CHECK (product <> ''),	-- what was ordered
	amount_minor	INTEGER CHECK (amount_minor >= 0),	-- what it comes to
	currency	TEXT,	-- ISO 4217
	status		TEXT NOT NULL DEFAULT 'pending' CHECK (status = 'pending' OR status = 'paid' OR status = 'completed' OR status = 'cancelled' OR status = 'refunded'),	-- where it stands
	ordered_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it was placed
	external_id	TEXT,	-- its number elsewhere
	voided_at	TEXT	-- when it was cancelled or refunded after it had been paid
) STRICT;
CREATE INDEX orders_client ON orders (client_id, ordered_at, status, amount_minor, currency, voided_at);
CREATE INDEX orders_ordered ON orders (ordered_at, status, amount_minor, currency, voided_at);
CREATE INDEX orders_external ON orders (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX orders_voided ON orders (voided_at) WHERE voided_at IS NOT NULL;
CREATE VIEW orders_event AS	-- how it shows in the timeline
	SELECT client_id, ordered_at AS at, 'order' AS type, id AS ref, product AS title, status, amount_minor, currency
	FROM orders;
