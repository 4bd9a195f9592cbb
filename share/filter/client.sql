-- How crm-client list narrows and orders clients. A block is a comment that
-- names an option ("filter OPTION [ARGUMENT]: help", "sort NAME: help",
-- "hide OPTION: help") and one SQL expression over the client table; an
-- "alias COLUMN: other, names" gives a field more names on the command line,
-- in JSON and in the headers of imported files.

-- columns: id, name, email, phone, total_bookings, last_visit, status

-- alias name: full_name, fullname, client_name, customer_name
-- alias given_name: given, first, first_name, firstname, forename
-- alias family_name: family, last, last_name, lastname, surname
-- alias email: mail, e_mail, email_address, mail_address
-- alias phone: tel, telephone, mobile, cell, phone_number, mobile_number, cellphone
-- alias language: lang, locale
-- alias birthday: birth_date, birthdate, dob, date_of_birth
-- alias postcode: zip, zip_code, zipcode, postal_code
-- alias region: province, county
-- alias address: street, street_address
-- alias city: town, suburb
-- alias created_at: since, client_since, customer_since
-- alias staff: owner, assigned_to
-- alias tags_list: labels, tag

-- search TEXT: part of the name, of an email, or digits of a phone
id IN (
	SELECT id FROM client WHERE found(?1, name_key, email_key, phone_key)
	UNION ALL
	SELECT client_id FROM client_word WHERE field = 'email' AND found(?1, NULL, word_key, NULL)
	UNION ALL
	SELECT client_id FROM client_word WHERE field = 'phone' AND found(?1, NULL, NULL, word_key)
) /*scan*/;

-- filter tag TAG: with this label; repeat it for clients with all of them
id IN (SELECT client_id FROM client_word WHERE field = 'tag' AND word_key = fold(?1));

-- filter any-tag TAG: with any of these labels, as a,b,c
id IN (SELECT client_id FROM client_word WHERE field = 'tag' AND word_key IN (SELECT fold(value) FROM json_each(words(?1))));

-- filter no-tag TAG: without this label
id NOT IN (SELECT client_id FROM client_word WHERE field = 'tag' AND word_key = fold(?1)) /*scan*/;

-- filter guest: no booking yet
total_bookings = 0;

-- filter existing: at least one booking
total_bookings > 0;

-- filter new: client since 30 days or less (client.new_days)
created_at >= days_ago(setting('client.new_days'));

-- filter old: client for more than 30 days (client.new_days)
created_at < days_ago(setting('client.new_days'));

-- filter mine: looked after by the one who asks
staff = actor();

-- hide status: deleted and spam are hidden unless --status asks
status IN ('deleted', 'spam');

-- sort name: by name
name_key;

-- sort bookings: by number of bookings
total_bookings;

-- sort created: by client since
created_at;

-- date created: by client since
created_at;

-- date last_visit: by the last visit
last_visit;

-- date last_activity: by the last activity
last_activity;
