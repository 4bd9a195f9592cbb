-- How crm-client list narrows and orders clients. A block is a comment that
-- names an option ("filter OPTION [ARGUMENT]: help", "sort NAME: help",
-- "hide OPTION: help") and one SQL expression over the client table; an
-- "alias COLUMN: other, names" gives a field more names on the command line,
-- in JSON and in the headers of imported files.

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

-- GLOB is faster than instr(), but takes some signs for its own. A text with
-- letters in it is not looked for among the phones.

-- search TEXT: part of the name, of an email, or digits of a phone
id IN (
	SELECT id FROM client
	WHERE CASE WHEN fold(?1) GLOB '*[[?*]*'
			THEN instr(name_key, fold(?1)) OR instr(email_key, fold_email(?1))
			ELSE name_key GLOB '*' || fold(?1) || '*' OR email_key GLOB '*' || fold_email(?1) || '*' END
		OR (digits(?1) <> '' AND fold(?1) NOT GLOB '*[^-0-9 +()./]*' AND phone_key GLOB '*' || digits(?1) || '*')
	UNION ALL
	SELECT client_id FROM client_word WHERE field = 'email' AND instr(word_key, fold_email(?1))
	UNION ALL
	SELECT client_id FROM client_word
	WHERE field = 'phone' AND digits(?1) <> '' AND fold(?1) NOT GLOB '*[^-0-9 +()./]*' AND instr(word_key, digits(?1))
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
status NOT IN ('deleted', 'spam') /*scan*/;

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
