CREATE TABLE client (	-- a client, contact or lead
	id		INTEGER PRIMARY KEY AUTOINCREMENT,	-- number
	name_key	TEXT,	-- look-up key of the name
	email_key	TEXT,	-- look-up key of the email
	phone_key	TEXT,	-- look-up key of the phone
	name		TEXT NOT NULL CHECK (name <> ''),	-- full name
	given_name	TEXT,	-- first name
	family_name	TEXT,	-- last name
	email		TEXT CHECK (email <> ''),	-- email address, one client each
	phone		TEXT CHECK (phone <> ''),	-- phone number
	language	TEXT,	-- preferred language: pt, pt-BR
	status		TEXT NOT NULL DEFAULT 'active' CHECK (status = 'active' OR status = 'inactive' OR status = 'archived' OR status = 'deleted' OR status = 'spam'),	-- where the client stands
	is_blocked	INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked = 0 OR is_blocked = 1),	-- may not book online
	staff		TEXT,	-- who looks after the client
	address		TEXT,	-- street and number
	city		TEXT,	-- town
	region		TEXT,	-- state, province or district
	postcode	TEXT,	-- postal code
	country		TEXT,	-- two letters, ISO 3166-1
	birthday	TEXT,	-- day of birth, --MM-DD without the year
	source		TEXT,	-- where the client came from
	external_id	TEXT,	-- the number in that source
	tags_list	TEXT CHECK (tags_list GLOB '[[]?*]'),	-- labels
	stage		TEXT NOT NULL DEFAULT 'discovery' CHECK (stage = 'discovery' OR stage = 'engagement' OR stage = 'activation' OR stage = 'retention' OR stage = 'advocacy' OR stage = 'churned'),	-- derived: stage of the journey
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ')),	-- client since
	total_bookings	INTEGER NOT NULL DEFAULT 0,	-- derived: bookings of any status
	last_visit	TEXT,	-- derived: start of the latest completed booking
	last_activity	TEXT,	-- derived: latest interaction
	emails_list	TEXT CHECK (emails_list GLOB '[[]?*]'),	-- further email addresses
	phones_list	TEXT CHECK (phones_list GLOB '[[]?*]'),	-- further phone numbers
	custom_json	TEXT CHECK (custom_json GLOB '{?*}'),	-- fields of your own
	block_reason	TEXT,	-- why online booking is blocked
	activated_at	TEXT,	-- first active
	archived_at	TEXT,	-- since when archived
	deleted_at	TEXT,	-- since when deleted
	updated_at	TEXT,	-- last change of the record
	spent_minor	INTEGER NOT NULL DEFAULT 0	-- derived: spent on completed bookings, in the account's currency
) STRICT;
CREATE UNIQUE INDEX client_email ON client (email_key) WHERE status <> 'deleted';
CREATE INDEX client_email_deleted ON client (email_key) WHERE status = 'deleted';
CREATE INDEX client_name ON client (name_key, email_key, phone_key, status, country);
CREATE INDEX client_phone ON client (phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX client_status ON client (status);
CREATE INDEX client_left ON client (status, created_at, activated_at, archived_at, deleted_at) WHERE status <> 'active' AND status <> 'inactive';
CREATE INDEX client_created ON client (created_at, stage);
CREATE INDEX client_bookings ON client (total_bookings);
CREATE INDEX client_spent ON client (spent_minor);
CREATE INDEX client_last_visit ON client (last_visit);
CREATE INDEX client_last_activity ON client (last_activity);
CREATE INDEX client_staff ON client (staff) WHERE staff IS NOT NULL;
CREATE INDEX client_stage ON client (stage);
CREATE INDEX client_external ON client (external_id, source) WHERE external_id IS NOT NULL;

CREATE TABLE client_word (	-- derived: tags, further emails and phones, one row each
	field		TEXT NOT NULL,	-- tag, email or phone
	word_key	TEXT NOT NULL,	-- folded
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose
	PRIMARY KEY (field, word_key, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_word_client ON client_word (client_id);
