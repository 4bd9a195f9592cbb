CREATE TABLE purchase (	-- a product bought on another platform
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER REFERENCES client ON DELETE CASCADE,	-- who bought; none: to be reviewed
	product		TEXT NOT NULL CHECK (product <> ''),	-- what was bought
	platform	TEXT NOT NULL COLLATE NOCASE CHECK (platform <> ''),	-- where: hotmart, amazon
	price_minor	INTEGER NOT NULL CHECK (price_minor >= 0),	-- price
	currency	TEXT NOT NULL,	-- ISO 4217
	status		TEXT NOT NULL DEFAULT 'completed' CHECK (status <> ''),	-- completed, pending, cancelled, refunded, or another
	transaction_id	TEXT,	-- its number on the platform
	purchased_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- when it was bought
	voided_at	TEXT	-- when it was cancelled or refunded after it had been completed
) STRICT;
CREATE UNIQUE INDEX purchase_transaction ON purchase (transaction_id, platform) WHERE transaction_id IS NOT NULL;
CREATE INDEX purchase_client ON purchase (client_id, purchased_at, status, price_minor, currency, voided_at);
CREATE INDEX purchase_purchased ON purchase (purchased_at, status, price_minor, currency, voided_at);
CREATE INDEX purchase_voided ON purchase (voided_at) WHERE voided_at IS NOT NULL;
CREATE VIEW purchase_event AS	-- how it shows in the timeline
	SELECT client_id, purchased_at AS at, 'purchase' AS type, id AS ref, product AS title, status, platform AS description, price_minor AS amount_minor, currency
	FROM purchase;

CREATE TABLE kept_sum (	-- derived: what bookings, orders and purchases come to, bit by bit of time
	what		TEXT NOT NULL,	-- n bookings that begin then, in 15 minutes; in an hour, sold: b bookings, o orders, p purchases
	at		TEXT NOT NULL,	-- when the time begins
	name		TEXT NOT NULL,	-- of n the status, else the currency; empty: the account's
	n		INTEGER NOT NULL,	-- how many, or minor units
	PRIMARY KEY (what, at, name)
) STRICT, WITHOUT ROWID;
