#!/usr/bin/env bats
# Tables kept by hand, in six languages, and exports of programs that are not
# known: P7, P14, B10, B11.
# shellcheck disable=SC2034,SC2154

load helper

setup_file() {
	# What is taken off a row for a comparison of many.
	export FIELDS=name,given_name,family_name,email,phone,birthday,city
}

# whole FILE [OPTION...]: every row comes in, and nothing is said.
whole() {
	expect 0 crm-import "$@"
	assert_regex "$stderr" '^crm-import: [0-9]+ read, ([0-9]+) created, 0 updated, 0 skipped, 0 rejected'
}

@test "P7 P14 clients in Portuguese, Spanish, German, French and Italian" {
	printf 'Nome;Sobrenome;Celular;Telefone 2;E-mail;Data de nascimento;Cidade;Observações\nAna;da Silva;(11) 98765-4321;(11) 3456-7890;a@x.pt;25/12/1980;Faro;Alérgica\n' >pt.csv
	printf 'Apellidos,Nombre,Teléfono móvil,Correo electrónico,Fecha de nacimiento,Población,Notas\nda Silva,Ana,(11) 98765-4321 / (11) 3456-7890,a@x.pt,25/12/1980,Faro,Alérgica\n' >es.csv
	printf 'Name;Vorname;Handy;Festnetz;E-Mail-Adresse;Geburtsdatum;Wohnort;Bemerkungen\nda Silva;Ana;(11) 98765-4321;(11) 3456-7890;a@x.pt;25.12.1980;Faro;Alérgica\n' >de.csv
	printf 'Nom;Prénom;Téléphone portable;Téléphone fixe;Adresse e-mail;Date de naissance;Ville;Remarques\nda Silva;Ana;(11) 98765-4321;(11) 3456-7890;a@x.pt;25/12/1980;Faro;Alérgica\n' |
	    iconv -f UTF-8 -t WINDOWS-1252 >fr.csv
	printf 'Cognome,Nome,Cellulare,Telefono,Posta elettronica,Data di nascita,Città,Note\nda Silva,Ana,(11) 98765-4321,(11) 3456-7890,a@x.pt,25/12/1980,Faro,Alérgica\n' >it.csv
	printf 'First Name,Last Name,Cell Phone,Home Phone,Email,Birthday,City,Notes\nAna,da Silva,(11) 98765-4321,(11) 3456-7890,a@x.pt,1980-12-25,Faro,Alérgica\n' >en.csv
	for file in pt es de fr it en; do
		rm -f "$CRM_DB"
		expect 0 crm-import $file.csv --country BR
		refute_regex "$stderr" 'not imported'
			crm-client list -f csv -F "$FIELDS",phones >$file.out
		crm-note list -f csv -F text >>$file.out
	done
	assert_equal "$(<pt.out)" "$(printf '%s\n' "$FIELDS,phones" \
	    'Ana da Silva,Ana,da Silva,a@x.pt,+5511987654321,1980-12-25,Faro,+551134567890' \
	    text Alérgica)"
	for file in es de fr it en; do
		assert_equal "$file: $(<$file.out)" "$file: $(<pt.out)"
	done
}

@test "P7 titles above the header, lines without anything, delimiters at the end" {
	cat >list.csv <<-'END'
		Salão Bela Vista - Lista de clientes;;;
		Atualizado em 12/03/2026;;;
		;;;
		Nome completo;Telemóvel;E-mail;Morada
		Ana Silva;912 000 011;ana@x.pt;Rua 1;
		Rui Costa;;rui@x.pt;;;
		;;;
		 ; ;;
		Total: 2;;;
	END
	expect 0 crm-import list.csv --json
	holds '.read == 3 and .created == 2 and .skipped == 1'
	assert_regex "$stderr" 'list.csv:9: "Total: 2" is skipped: the totals of the table'
	assert_regex "$stderr" 'list.csv: the header is line 4, below 2 of other text'
	assert_equal "$(crm-client list -f csv -F name,phone,address)" \
	    $'name,phone,address\nAna Silva,912 000 011,Rua 1\nRui Costa,,'
	# The delimiter, too, is that of the table and not that of the title.
	sed -i '1s/.*/Clientes, todos, de 2026/; 2s/;.*//' list.csv
	expect 0 crm-import list.csv --json
	holds '.skipped == 3'
}

# totals FILE: what is said of a table, without what is not imported.
totals() {
	rm -f "$CRM_DB"
	crm-config set client.require name
	expect 0 crm-import "$1" -m Spent=-
	printf '%s\n' "$stderr"
	crm-client list -f csv -F name --sort id | tail -n +2
}

@test "P12 the totals below a table are no client, but who is called Total is one" {
	printf 'Name;City;Spent\nAna;Faro;3\nEva;;4\nTotal;;7\n' >a.csv
	run -0 totals a.csv
	prints 'crm-import: a.csv:4: "Total" is skipped: the totals of the table' \
	    'crm-import: 3 read, 2 created, 0 updated, 1 skipped, 0 rejected' Ana Eva
	# Several of them, in any language, with a currency and a count.
	printf 'Name;City;Spent\nAna;Faro;3\nZwischensumme;;"7,00 EUR"\nØ;;\n' >b.csv
	sed -i '$d' b.csv
	printf 'Gesamt (2 Kunden):;;€ 7,00\nDurchschnitt;;3,50\n' | sed 's/ (2 Kunden)/ 2/' >>b.csv
	run -0 totals b.csv
	prints 'crm-import: b.csv:3: "Zwischensumme" is skipped: the totals of the table' \
	    'crm-import: b.csv:4: "Gesamt 2:" is skipped: the totals of the table' \
	    'crm-import: b.csv:5: "Durchschnitt" is skipped: the totals of the table' \
	    'crm-import: 4 read, 1 created, 0 updated, 3 skipped, 0 rejected' Ana
	# Above other rows, or with nothing that is added up, it may be anybody.
	printf 'Name;City;Spent\nTotal;;3\nEva;;4\nTotals;;\n' >c.csv
	run -0 totals c.csv
	prints 'crm-import: c.csv:2: "Total" is taken for a client, though it looks like the totals of a table' \
	    'crm-import: c.csv:4: "Totals" is taken for a client, though it looks like the totals of a table' \
	    'crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected' Total Eva Totals
	# Whoever can be reached, lives somewhere, or has a number is somebody.
	printf 'Name;City;Spent;Phone;Email;Client ID\n' >d.csv
	printf 'Total;Faro;3;;;\nTotal;;3;912000011;;\nTotal;;3;;t@x.pt;\nTotal;;3;;;17\nTotal Fitness;;3;;;\n' >>d.csv
	run -0 totals d.csv
	prints 'crm-import: 5 read, 5 created, 0 updated, 0 skipped, 0 rejected' \
	    Total Total Total Total 'Total Fitness'
	# Our own exports have no totals.
	printf 'name,spent\nTotal,7.00\n' >e.csv
	rm -f "$CRM_DB"
	crm-config set client.require name
	expect 0 crm-import e.csv
	says 'crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected'
}

@test "P12 totals of bookings and in a workbook; they wait for the days of their column" {
	printf 'Data;Hora;Cliente;E-mail;Serviço;Valor\n01/02/2025;10:00;Ana;a@x.pt;Cut;45,00\n' >a.csv
	printf ';;;;Total;45,00\n' >>a.csv
	expect 5 crm-import bookings a.csv
	expect 0 crm-import bookings a.csv --date-order dmy --dry-run --format ndjson
	holds '.action == "skip" and .line == 3 and .reason == "the totals of the table"' "${lines[2]}"
	expect 0 crm-import bookings a.csv --date-order dmy
	says 'crm-import: a.csv:3: "Total" is skipped: the totals of the table' \
	    'crm-import: 2 read, 1 created, 0 updated, 1 skipped, 0 rejected; 1 client created'
	sed 's/01\/02/13\/02/' a.csv >b.csv
	expect 0 crm-import bookings b.csv --commit-every 1
	assert_regex "$stderr" '2 read, 1 created, 0 updated, 1 skipped, 0 rejected$'
	perl "$ROOT/tests/workbook.pl" book.xlsx <<-'END'
		#Clients
		Name	Email	Spent
		Ana	ana@x.pt	=45
		Summe		=45
	END
	expect 0 crm-import book.xlsx -m Spent=-
	says 'crm-import: book.xlsx: Clients!3: "Summe" is skipped: the totals of the table' \
	    'crm-import: 2 read, 1 created, 0 updated, 1 skipped, 0 rejected'
}

@test "P3 a birthday may lack its year" {
	printf 'Name,Email,Birthday\n' >b.csv
	n=0
	while IFS= read -r day; do
		n=$((n + 1))
		printf 'C,c%s@x.pt,"%s"\n' $n "$day" >>b.csv
	done <<-'END'
		7 Sep
		Sep 7
		September 7th
		7. September
		7-Sep
		7 de setembro
		7 settembre
		07.09.
		07/09
		25/9
		--09-07
		--0907
		0000-09-07
		1604-09-07
		7 de setembro de 1980
		7. März 1980
		7-Sep-80
	END
	expect 0 crm-import b.csv
	says 'crm-import: 17 read, 17 created, 0 updated, 0 skipped, 0 rejected'
	expect 0 crm-client list -f csv -F birthday --sort id
	prints birthday --09-07 --09-07 --09-07 --09-07 --09-07 --09-07 --09-07 --09-07 --09-07 --09-25 \
	    --09-07 --09-07 --09-07 --09-07 1980-09-07 1980-03-07 1980-09-07
	# Which is the day and which the month is not guessed.
	printf 'Name,Email,Birthday\nA,a@x.pt,07/09\n' >c.csv
	expect 5 crm-import c.csv
	says 'crm-import: c.csv:2: column "Birthday": "07/09" may be day first or month first; --date-order says which'
	expect 0 crm-import c.csv --date-order dmy
	assert_equal "$(crm-client show a@x.pt --json | jq -r .birthday)" --09-07
	expect 0 crm-import c.csv --sniff -f csv
	assert_regex "$output" 'date order,Birthday,day first or month first'
}

@test "P3 what is no birthday, country, language or status leaves nobody out" {
	cat >c.csv <<-'END'
		Name,Email,Birthday,Country,Language,Status
		Ana,a@x.pt,1980,Narnia,Elvish!,VIP
		Eva,e@x.pt,00/00/0000,-,n/a,Ativa
		Rui,r@x.pt,1980-09-07,Portugal,pt,Lead
		Lia,l@x.pt,,,,VIP
	END
	expect 0 crm-import c.csv
	says 'crm-import: c.csv: birthday: 1 cell is no day, kept as custom.birthday: "1980" at c.csv:2' \
	    'crm-import: c.csv: country: 1 cell is no country that is known, kept as custom.country: "Narnia" at c.csv:2' \
	    'crm-import: c.csv: language: 1 cell is no language, kept as custom.language: "Elvish!" at c.csv:2' \
	    "crm-import: c.csv: status: 3 cells are a word that is not known, kept as custom.status: \"VIP\" at c.csv:2, \"Lead\" at c.csv:4; --word 'status: VIP = active' says what one means" \
	    'crm-import: 4 read, 4 created, 0 updated, 0 skipped, 0 rejected'
	expect 0 crm-client list -f csv -F name,status,birthday,custom --sort id
	prints name,status,birthday,custom \
	    'Ana,active,,"{""birthday"":1980,""country"":""Narnia"",""language"":""Elvish!"",""status"":""VIP""}"' \
	    Eva,active,, 'Rui,active,1980-09-07,"{""status"":""Lead""}"' 'Lia,active,,"{""status"":""VIP""}"'
	# The same again changes nothing.
	crm-export all >before
	expect 0 crm-import c.csv --mode upsert
	assert_regex "$stderr" '4 read, 0 created, 0 updated, 0 skipped, 0 rejected, 4 unchanged'
	crm-export all | cmp - before
	# All or nothing is what --strict asks for.
	rm -f "$CRM_DB"
	expect 3 crm-import c.csv --strict
	assert_regex "$stderr" 'c.csv:2: language: .*: "Elvish!"; status: not one of active, inactive, archived, deleted, spam: "VIP"; country: .*"Narnia"; birthday: .*"1980"'
	assert_regex "$stderr" '4 read, 0 created, 0 updated, 1 skipped, 3 rejected; nothing was written'
	# What a word means can be said, and is kept with the map.
	expect 0 crm-import c.csv --word 'status: VIP = active' --word 'status:lead=inactive' --save-map c.map
	expect 0 crm-client list -f csv -F name,status --sort id
	prints name,status Ana,active Eva,active Rui,inactive Lia,active
	assert_equal "$(grep word: c.map)" $'word: status: VIP = active\nword: status: lead = inactive'
	expect 2 crm-import c.csv --word 'status: VIP = gold'
	says "crm-import: --word 'status: VIP = gold': \"gold\" is not one of active, inactive, archived, deleted, spam, or - for nothing"
	expect 2 crm-import c.csv --word 'status: VIP'
	says 'crm-import: --word: not "FIELD: WORD = WORD": "word: status: VIP"'
	expect 2 crm-import c.csv --word 'level: VIP = active'
	assert_regex "$stderr" "^crm-import: --word 'level: VIP = active': no field \"level\"; there are id, name"
}

@test "P4 what is no phone number leaves nobody out, either" {
	printf 'Name,Email,Phone,Mobile\nAna,a@x.pt,ask Eva,912 000 011\nEva,e@x.pt,0,none\nRui,r@x.pt,(11) 98765-4321 x12,see notes\n' >c.csv
	expect 0 crm-import c.csv
	says 'crm-import: c.csv: phone: 1 cell is no phone number, kept as custom.phone: "ask Eva" at c.csv:2' \
	    'crm-import: c.csv: phones: 1 cell is no phone number, kept as custom.phones: "see notes" at c.csv:4' \
	    'crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected'
	expect 0 crm-client list -f csv -F name,phone,custom --sort id
	prints name,phone,custom 'Ana,912 000 011,"{""phone"":""ask Eva""}"' Eva,, \
	    'Rui,(11) 98765-4321 x12,"{""phones"":""see notes""}"'
	# Control characters are no text anywhere.
	printf 'Name,Email,Phone,Status\nAna,n@x.pt,a\001b,\nEva,v@x.pt,,a\001b\n' >d.csv
	expect 3 crm-import d.csv
	assert_regex "$stderr" '0 created, 0 updated, 0 skipped, 2 rejected'
	# Whoever comes with a booking, too.
	printf 'Client,Email,Phone,Service,Starts\nZé,z@x.pt,none,Cut,2025-03-14 10:00\n' >b.csv
	expect 0 crm-import bookings b.csv
	says 'crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected; 1 client created'
}

@test "P7 a status of bookings that is not known is not guessed" {
	printf 'Client,Email,Service,Starts,Status\nAna,a@x.pt,Cut,2025-03-14 10:00,Rebooked\n' >b.csv
	expect 3 crm-import bookings b.csv
	says 'crm-import: b.csv:2: status: not one of pending, confirmed, completed, cancelled, no_show: "Rebooked"' \
	    "crm-import: b.csv: 1 of the rejected rows has a status that is not known: --word 'status: WORD = pending' says what one means" \
	    'crm-import: 1 read, 0 created, 0 updated, 0 skipped, 1 rejected'
	expect 0 crm-import bookings b.csv --word 'status: Rebooked = confirmed'
}

@test "P7 a whole name and its parts: what stands beside tells" {
	printf 'Name,Surname,Email\nAna,Silva,a@x.pt\nRui,,r@x.pt\nEva Reis,Reis,e@x.pt\n' >a.csv
	whole a.csv
	printf 'Nome completo,Sobrenome,Email\nLia Maria,Dias,l@x.pt\nZé Lima,Lima,z@x.pt\n' >b.csv
	whole b.csv
	printf 'Full name,First name,Email\nRobert Hall,Bob,b@x.pt\n' >c.csv
	whole c.csv
	assert_equal "$(crm-client list -f csv -F name,given_name,family_name --sort id)" \
	    "$(printf '%s\n' name,given_name,family_name 'Ana Silva,Ana,Silva' 'Rui,Rui,' \
	    'Eva Reis,,Reis' 'Lia Maria Dias,Lia Maria,Dias' 'Zé Lima,,Lima' 'Robert Hall,Bob,')"
}

@test "P7 several phones and addresses in a cell; a number that a spreadsheet cut short" {
	cat >c.csv <<-'END'
		name,email,phone
		A,"a@x.pt, a2@x.pt",(11) 98765-4321 / (11) 3456-7890
		B,b@x.pt;b2@x.pt,912 000 011 ou 912 000 012
		C,c@x.pt,0160/9876543
		D,d@x.pt,5.5119E+12
	END
	expect 3 crm-import c.csv
	assert_equal "${stderr_lines[0]}" "crm-import: c.csv:5: phone: cut short by a spreadsheet, which keeps such numbers as text only: \"5.5119E+12\""
	assert_equal "$(crm-client list -f csv -F name,email,emails,phone,phones --sort id)" \
	    "$(printf '%s\n' name,email,emails,phone,phones \
	    'A,a@x.pt,a2@x.pt,(11) 98765-4321,(11) 3456-7890' \
	    'B,b@x.pt,b2@x.pt,912 000 011,912 000 012' 'C,c@x.pt,,0160/9876543,')"
}

@test "P7 a header of which nothing is known is refused once, and says what to do" {
	printf 'Foo,Bar\n1,2\n3,4\n' >c.csv
	expect 5 crm-import c.csv --rejects bad.csv
	says "crm-import: c.csv: no column is known: Foo, Bar; --map 'Foo=FIELD' says where one goes"
	assert [ ! -e bad.csv ]
	expect 3 crm-import c.csv -m Foo=name
	says "crm-import: c.csv:2: email: required" "crm-import: c.csv:3: email: required" \
	    "crm-import: c.csv: 2 of the rejected rows lack only an email: crm-config set client.require name lets such in" \
	    "crm-import: c.csv: not imported: Bar; --map 'Bar=custom.Bar' keeps it" \
	    "crm-import: 2 read, 0 created, 0 updated, 0 skipped, 2 rejected"
	crm-config set client.require name
	expect 0 crm-import c.csv -m Foo=name
}

@test "B6 P14 appointments of programs that are not known, and tables of them" {
	local file rows

	cat >vagaro.csv <<-'END'
		Appointment Date,Start Time,End Time,Customer,Customer Email,Customer Phone,Service,Service Provider,Amount,Status
		03/14/2025,10:00 AM,11:00 AM,Ana Silva,a@x.pt,912 000 011,Cut,Amy,$45.00,Completed
		03/15/2025,1:30 PM,2:00 PM,Ana Silva,a@x.pt,912 000 011,Cut,Amy,$20.00,No Show
	END
	cat >pt.csv <<-'END'
		Data;Hora;Hora fim;Cliente;E-mail do cliente;Celular;Serviço;Profissional;Valor;Situação
		14/03/2025;10:00;11:00;Ana Silva;a@x.pt;912 000 011;Cut;Amy;45,00;Concluído
		15/03/2025;13:30;14:00;Ana Silva;a@x.pt;912 000 011;Cut;Amy;20,00;Faltou
	END
	cat >de.csv <<-'END'
		Datum;Uhrzeit;Ende;Kunde;E-Mail-Adresse;Handy;Behandlung;Mitarbeiterin;Preis;Status
		14.03.2025;10:00;11:00;Ana Silva;a@x.pt;912 000 011;Cut;Amy;45,00;erledigt
		15.03.2025;13:30;14:00;Ana Silva;a@x.pt;912 000 011;Cut;Amy;20,00;nicht erschienen
	END
	cat >square.csv <<-'END'
		Start,End,Client Name,Client Email,Client Phone,Service(s),Staff,Price,Status
		2025-03-14 10:00,2025-03-14 11:00,Ana Silva,a@x.pt,912 000 011,Cut,Amy,45.00,checked out
		2025-03-15 13:30,2025-03-15 14:00,Ana Silva,a@x.pt,912 000 011,Cut,Amy,20.00,missed
	END
	rows=$'starts_at,ends_at,service,client_id,staff,price,status
2025-03-14T10:00:00Z,2025-03-14T11:00:00Z,Cut,1,Amy,45.00,completed
2025-03-15T13:30:00Z,2025-03-15T14:00:00Z,Cut,1,Amy,20.00,no_show'
	for file in vagaro pt de square; do
		rm -f "$CRM_DB"
		expect 0 crm-import bookings $file.csv
		says "crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected; 1 client created"
		assert_equal "$file: $(crm-booking list -f csv -F "${rows%%$'\n'*}" --sort starts)" "$file: $rows"
		assert_equal "$file: $(crm-client list -f csv -F name,email,phone)" \
		    "$file: name,email,phone"$'\nAna Silva,a@x.pt,912 000 011'
	done
	# Where nobody says what it is, somebody is told.
	expect 0 crm-import vagaro.csv --no-create
	assert_equal "${stderr_lines[0]}" "crm-import: vagaro.csv: clients are made of it, though it looks like bookings: crm-import bookings vagaro.csv"
}

@test "B6 P7 projects, tasks, forms and events in other languages" {
	crm-config set account.timezone Europe/Lisbon
	crm-client add "Ana Silva" --email a@x.pt
	printf 'Projeto;Cliente;Situação;Data de início;Prazo;Descrição\nJardim;Ana Silva;Em andamento;13/02/2025;15/05/2025;Relva\n' >p.csv
	whole projects p.csv
	expect 0 crm-project list -f csv -F name,client_id,status,starts_on,due_on,description
	prints name,client_id,status,starts_on,due_on,description Jardim,1,active,2025-02-13,2025-05-15,Relva
	printf 'Aufgabe;Kundin;E-Mail-Adresse;Status;Zuständig;Fällig am;Erledigt am\nAnrufen;Ana Silva;a@x.pt;Erledigt;Eva;13.02.2025;14.02.2025\nMail;Ana Silva;a@x.pt;offen;;;\n' >t.csv
	whole tasks t.csv
	expect 0 crm-task list -f csv -F title,status,assignee,due_on,done_at --sort id
	prints title,status,assignee,due_on,done_at \
	    Anrufen,done,Eva,2025-02-13,2025-02-14T00:00:00Z Mail,open,,,
	# What Google's forms call the time, in Portuguese; and a question.
	printf 'Carimbo de data/hora,Endereço de e-mail,Nome completo,Alergias?\n13/02/2025 10:20:30,a@x.pt,Ana Silva,Não\n' >f.csv
	whole forms f.csv --set form=Ficha
	expect 0 crm-form list -f csv -F form,client_id,answers,submitted_at
	prints form,client_id,answers,submitted_at 'Ficha,1,"{""Alergias?"":""Não""}",2025-02-13T10:20:30Z'
	printf 'Fecha,Hora,Cliente,Tipo,Estrellas,Comentario\n13/02/2025,10:20,Ana Silva,Reseña,5,Muy bien\n14/02/2025,9:00,Ana Silva,Llamada,,\n' >e.csv
	whole events e.csv
	expect 0 crm-event list -f csv -F type,at,rating,text --sort id
	prints type,at,rating,text 'review,2025-02-13T10:20:00Z,5,Muy bien' call,2025-02-14T09:00:00Z,,
}

@test "P7 what is usual is said in share/usual, and every line of it goes somewhere" {
	local file type header n=0

	for file in "$ROOT"/share/usual/*.map; do
		type=${file##*/}
		type=${type%.map}
		# Each first name of each line, alone, is known.
		while IFS= read -r header; do
			printf '"%s"\nx\n' "$header" >one.csv
			n=$((n + 1))
			expect 0 crm-import "$type" one.csv --sniff -q -f csv -F what,value
			grep '^column,' <<<"$output" | grep -vq '^column,-$' ||
			    fail "$type: $header: $output"
		done < <(sed -n 's/^map: //p' "$file" | sed 's/ = [a-z_.]*$//; s/ | /\n/g; s/ + /\n/g')
	done
	assert [ "$n" -gt 500 ]
}
