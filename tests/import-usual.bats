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
	expect 3 crm-import list.csv --json
	holds '.read == 3 and .created == 2 and .rejected == 1'
	holds '.at == "list.csv:9" and .message == "email: required"' "${stderr_lines[0]}"
	assert_regex "$stderr" 'list.csv: the header is line 4, below 2 of other text'
	assert_equal "$(crm-client list -f csv -F name,phone,address)" \
	    $'name,phone,address\nAna Silva,912 000 011,Rua 1\nRui Costa,,'
	# The delimiter, too, is that of the table and not that of the title.
	sed -i '1s/.*/Clientes, todos, de 2026/; 2s/;.*//' list.csv
	expect 3 crm-import list.csv --json
	holds '.skipped == 2 and .rejected == 1'
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
	expect 3 crm-import vagaro.csv --no-create
	assert_equal "${stderr_lines[0]}" "crm-import: vagaro.csv: clients are made of it, though it looks like bookings: crm-import bookings vagaro.csv"
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
