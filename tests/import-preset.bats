#!/usr/bin/env bats
# crm-import and the files of other programs: presets, --map-file, --save-map;
# features P5, K15, B5, B6.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	crm-config set account.currency EUR
}

# header PRESET: a file PRESET.csv with the columns that it knows, each once.
header() {
	sed -n 's/^column: \(.*\)/\1/p; s/^map: \(.*\) = [^=]*$/\1/p' \
	    "$ROOT/share/preset/$1.map" | sed 's/ + /\n/g; s/ # / 1 /' |
		awk '!seen[$0]++ { gsub(/"/, "\"\""); printf "%s\"%s\"", sep, $0; sep = "," }
		    END { print "" }' >"$1.csv"
}

@test "P5 every preset tells its own header from all others" {
	local file name title type

	for file in "$ROOT"/share/preset/*.map; do
		name=${file##*/} name=${name%.map}
		title=$(sed -n 's/^title: //p' "$file")
		type=$(sed -n 's/^type: //p' "$file")
		header "$name"
		expect 0 crm-import -n "$name.csv"
		assert_equal "${stderr_lines[0]}" \
		    "crm-import: $name.csv: taken as $title; --preset none if it is not"
		assert_equal "$(grep ": type: " <<<"$stderr")" "crm-import: $name.csv: type: $type"
	done
	assert_equal "$(crm-import presets -f csv -F name | tail -n +2)" \
	    "$(cd "$ROOT/share/preset" && printf '%s\n' *.map | sed 's/\.map//' | LC_ALL=C sort)"
}

@test "K15 P19 V10 B29 Hotmart's sales: purchases, and clients made of who bought" {
	cat >sales.csv <<-'END'
	Código da transação;Status da transação;Data da transação;Código do produto;Produto;Comprador(a);Email do(a) Comprador(a);Documento;Telefone;Código postal;Cidade;Estado;Bairro;Endereço;Número;Método de pagamento;Quantidade total de parcelas;Quantidade de itens;Código de cupom;Valor de compra com impostos;Moeda
	HP001;Aprovada;03/02/2026 10:20;77;Curso de corte;Ana Silva;ana@x.com;123;+55 11 98888-7777;01310-100;São Paulo;SP;Centro;Rua A;12;Pix;1;1;(none);97,00;BRL
	HP002;Reembolsada;13/02/2026 11:20;77;Curso de corte;Rui Dias;rui@x.com;;;;;;;;;Pix;1;1;(none);1.297,50;BRL
	HP003;Iniciada;14/02/2026 11:20;77;Curso de corte;Rui Dias;rui@x.com;;;;;(none);;;;Pix;1;1;(none);10,00;BRL
	END
	expect 0 crm-import sales.csv
	says "crm-import: sales.csv: taken as Hotmart, sales; --preset none if it is not" \
	    "crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected; 2 clients created"
	assert_equal "$(crm-export purchases --sort id -f csv -F client_id,product,platform,price,currency,status,transaction_id,purchased_at | tail -n +2)" \
	    '1,Curso de corte,hotmart,97.00,BRL,completed,HP001,2026-02-03T10:20:00Z
2,Curso de corte,hotmart,1297.50,BRL,refunded,HP002,2026-02-13T11:20:00Z
2,Curso de corte,hotmart,10.00,BRL,pending,HP003,2026-02-14T11:20:00Z'
	assert_equal "$(crm-export clients --sort id -f csv -F name,email,phone,address,city,region,postcode,source | tail -n +2)" \
	    'Ana Silva,ana@x.com,+5511988887777,Rua A 12 Centro,São Paulo,SP,01310-100,hotmart
Rui Dias,rui@x.com,,,,,,hotmart'
	unchanged 0 crm-import sales.csv
	expect 0 crm-import undo 1
	assert_equal "$(crm-export all | wc -l)" 2
}

@test "B6 one row feeds several: Calendly's invitees are bookings of clients" {
	cat >events.csv <<-'END'
	User Name,Invitee Name,Invitee Email,Text Reminder Number,Event Type Name,Start Date & Time,End Date & Time,Event Created Date & Time,Canceled,Marked as No-Show,Event Price,Payment Currency,Invitee UUID
	Bia,Eva Reis,eva@x.pt,+351 912 000 044,First talk,2025-03-03 10:00,2025-03-03 10:30,2025-02-27 08:11,false,No,25.00,USD,u1
	Bia,Max Berg,max@x.pt,,First talk,2025-03-03 11:00,2025-03-03 11:30,2025-02-27 08:11,true,No,,,u2
	Bia,Max Berg,max@x.pt,,First talk,2025-03-04 11:00,2025-03-04 11:30,2025-02-27 08:11,false,Yes,,,u3
	END
	expect 0 crm-import events.csv --json
	holds '.created == 3 and .clients_created == 2'
	assert_equal "$(crm-export bookings --sort id -f csv -F client_name,service,starts_at,status,staff,price,currency,external_id | tail -n +2)" \
	    'Eva Reis,First talk,2025-03-03T10:00:00Z,confirmed,Bia,25.00,USD,u1
Max Berg,First talk,2025-03-03T11:00:00Z,cancelled,Bia,,,u2
Max Berg,First talk,2025-03-04T11:00:00Z,no_show,Bia,,,u3'
	assert_equal "$(crm-export clients --sort id -f csv -F name,phone,source | tail -n +2)" \
	    'Eva Reis,+351912000044,calendly
Max Berg,,calendly'
}

@test "P5 Shopify's orders: the first row of each counts; Stripe's times are UTC" {
	crm-config set account.timezone Europe/Lisbon 2>/dev/null
	cat >orders.csv <<-'END'
	Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Billing Name,Billing Address1,Billing Address2,Billing City
	#1001,eva@x.pt,paid,EUR,30.00,2025-07-03 10:00:00 +0100,1,Brush,Eva Reis,Rua A 1,2E,Porto
	#1001,eva@x.pt,,,,,2,Comb,,,,
	#1002,max@x.pt,partially_refunded,EUR,12.00,2025-07-04 10:00:00 +0100,1,Comb,Max Berg,,,
	END
	expect 0 crm-import orders.csv
	assert_equal "${stderr_lines[-1]}" \
	    "crm-import: 3 read, 2 created, 0 updated, 1 skipped, 0 rejected; 2 clients created"
	assert_equal "$(crm-export orders --sort id -f csv -F client_name,product,amount,status,external_id | tail -n +2)" \
	    'Eva Reis,Brush,30.00,paid,#1001
Max Berg,Comb,12.00,paid,#1002'
	assert_equal "$(crm-client show eva@x.pt --json | jq -r .address)" "Rua A 1 2E"
	cat >payments.csv <<-'END'
	id,Description,Seller Message,Created (UTC),Amount,Currency,Converted Amount,Status,Customer Email,Card Name
	ch_1,,Payment complete.,2025-07-03 10:00:00,97.00,usd,97.00,Paid,eva@x.pt,Eva Reis
	END
	expect 0 crm-import payments.csv
	assert_equal "$(crm-export orders -f csv -F product,amount,currency,status,ordered_at --search payment | tail -n +2)" \
	    'Payment,97.00,USD,paid,2025-07-03T10:00:00Z'
}

@test "P5 Google's contacts: numbered columns, several values in a cell" {
	cat >contacts.csv <<-'END'
	First Name,Last Name,Phonetic First Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value
	Ana,Silva,,1990-02-03,Likes tea,* myContacts ::: Clients,* ,ana@x.pt ::: ana@y.pt,Work,ana@z.pt,Mobile,+351 912 000 011 ::: +351 912 000 022
	END
	expect 0 crm-import contacts.csv
	expect 0 crm-client show ana@y.pt --json
	holds '.email == "ana@x.pt" and .emails == ["ana@y.pt", "ana@z.pt"]
		and .phone == "+351912000011" and .phones == ["+351912000022"]
		and .tags == ["Clients"] and .birthday == "1990-02-03"'
	expect 0 crm-note list -f csv -F text
	prints text "Likes tea"
}

@test "P17 B29 Google's contacts as they really are: marks, two lines, no year, no name" {
	{
		printf '\xef\xbb\xbfFirst Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,Organization Name,Birthday,Notes,Photo,Labels,'
		printf 'E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Country\r\n'
		printf 'Ana,Maria,Silva,,Dra.,,Salão, --09-07,"Line one\nLine two",https://x/photo,VIP ::: Family ::: * myContacts,* ,Ana@Example.com,Mobile,'
		printf '+351 912 345 678 ::: 213 456 789,Home,"Rua 1\nLisboa",Rua 1,Lisboa,PT\r\n'
		printf ',,,,,,Padaria Central,1604-05-06,,,* myContacts,* ,pad@x.pt,Work,213456780,,,,,\r\n'
		printf 'José,,,,,,,1990-01-02,,,* myContacts,,,Mobile,912000013,,,,,\r\n'
	} >contacts.csv
	crm-config set account.country PT
	crm-config set client.require name
	expect 0 crm-import contacts.csv
	# Columns that are empty all the way down are no loss.
	says "crm-import: contacts.csv: taken as Google Contacts; --preset none if it is not" \
	    "crm-import: contacts.csv: not imported: Name Prefix; --map 'Name Prefix=custom.Name Prefix' keeps it" \
	    "crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected"
	expect 0 crm-client list -f csv -F name,given_name,family_name,email,phone,phones,birthday,city,tags --sort id
	prints name,given_name,family_name,email,phone,phones,birthday,city,tags \
	    'Ana Maria Silva,Ana Maria,Silva,Ana@example.com,+351912345678,+351213456789,--09-07,Lisboa,"VIP,Family"' \
	    'Padaria Central,Padaria,Central,pad@x.pt,+351213456780,,--05-06,,' \
	    'José,José,,,+351912000013,,1990-01-02,,'
	assert_equal "$(crm-note list --json | jq -r '.[].text')" $'Line one\nLine two'
	crm-export all >before
	expect 0 crm-import contacts.csv -q
	crm-export all | cmp - before
	# The same people as vCards are the same people.
	crm-export clients -f vcard >contacts.vcf
	expect 0 crm-import contacts.vcf --mode upsert
	assert_regex "$stderr" '3 read, 0 created, 0 updated, 0 skipped, 0 rejected, 3 unchanged$'
}

@test "P18 R2 clients may come one by one, and need not" {
	crm-client add Ana --email a@x.pt
	printf '{"name":"Eva","email":"e@x.pt"}\n' | crm-client add -
	printf 'name,email\nAna,A@x.pt\nEva,e@x.pt\nRui,r@x.pt\nLia,l@x.pt\n' >all.csv
	expect 0 crm-import all.csv
	assert_regex "$stderr" '4 read, 2 created, 0 updated, 2 skipped, 0 rejected$'
	expect 0 crm-client list -f csv -F id,name --sort id
	prints id,name 1,Ana 2,Eva 3,Rui 4,Lia
}

@test "B5 B29 a preset of one's own: --map-file, or in the folder of the user" {
	printf 'Nome,Correio,Ativo\nAna Silva,ana@x.pt,sim\nRui,rui@x.pt,nao\n' >old.csv
	cat >old.map <<-'END'
	# The list of the old program.
	title: The old list
	type: clients
	column: Correio
	column: Ativo
	map: Nome = name
	map: Correio = email
	map: Ativo = status
	word: status: sim = active
	word: status: não = inactive
	END
	expect 0 crm-import old.csv --map-file old.map
	says "crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected"
	assert_equal "$(crm-client list -f csv -F name,status --sort id | tail -n +2)" \
	    'Ana Silva,active
Rui,inactive'
	crm-import undo 1
	mkdir -p "$XDG_DATA_HOME/crm/preset"
	cp old.map "$XDG_DATA_HOME/crm/preset/old.map"
	expect 0 crm-import old.csv
	says "crm-import: old.csv: taken as The old list; --preset none if it is not" \
	    "crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected"
	expect 0 crm-import presets -f csv -F name,type,title
	assert_line -n 1 "old,clients,The old list"
	# What is on the command line counts for more.
	crm-import undo 2
	expect 0 crm-import --sniff old.csv -m 'Ativo=custom.ativo' -q -f csv -F what,column,value,why
	assert_line "preset,,old,by its header"
	assert_line "column,Correio,email,by the preset"
	assert_line "column,Ativo,custom.ativo,--map"
	expect 0 crm-import old.csv -m 'Ativo=custom.ativo'
	expect 0 crm-client show ana@x.pt --json
	holds '.custom == {"ativo": "sim"}'
}

@test "B5 --save-map: what was decided comes back by --map-file" {
	printf 'Nome,Correio,Terra,Fax\nAna Silva,ana@x.pt,Porto,1\n' >a.csv
	expect 0 crm-import a.csv -m Nome=name -m Correio=email -m Terra=custom.terra \
	    --set staff=bia --save-map a.map -n
	assert_equal "$(<a.map)" 'type: clients
map: Nome = name
map: Correio = email
map: Terra = custom.terra
map: Fax = -
set: staff = bia'
	assert_equal "$(stat -c %a a.map)" 600
	expect 0 crm-import a.csv --map-file a.map
	says "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
	expect 0 crm-client show ana@x.pt --json
	holds '.custom == {"terra": "Porto"} and .staff == "bia"'
}

@test "B5 P7 what is usual of words holds with a map that was saved, too" {
	printf 'Data;Hora;Cliente;E-mail;Serviço;Situação\n2025-03-14;10:00;Ana;a@x.pt;Cut;Concluído\n' >b.csv
	expect 0 crm-import bookings b.csv --save-map b.map --dry-run -q
	expect 0 crm-import bookings b.csv --map-file b.map
	assert_equal "$(crm-booking list -f csv -F status)" $'status\ncompleted'
	# The preset's own words count for more.
	echo 'word: status: concluído = confirmed' >>b.map
	expect 0 crm-import bookings b.csv --map-file b.map --on-duplicate update
	assert_equal "$(crm-booking list -f csv -F status)" $'status\nconfirmed'
}

@test "B5 --save-map: headers of two lines, and those that look like a number of columns" {
	printf '"E-mail\nAddress",#,Name,# Cliente,\na@x.pt,1,Ana,17,x\n' >c.csv
	expect 0 crm-import c.csv -m '#4=external_id' -m '#5=custom.last' --set source=till --save-map c.map
	assert_equal "$(<c.map)" "$(printf '%s\n' 'type: clients' 'map: E-mail Address = email' 'map: #2 = -' \
	    'map: Name = name' 'map: #4 = external_id' 'map: column 5 = custom.last' 'set: source = till')"
	crm-export clients >before
	rm -f "$CRM_DB"
	expect 0 crm-import c.csv --map-file c.map
	crm-export clients | cmp - before
}

@test "B5 columns that are joined to nowhere" {
	printf 'name,email,A,B\nAna,a@x.pt,1,2\n' >c.csv
	expect 0 crm-import c.csv -m 'A + B=-' --save-map c.map --dry-run -q
	assert_equal "$(<c.map)" $'type: clients\nmap: name = name\nmap: email = email\nmap: A + B = -'
	expect 0 crm-import c.csv --map-file c.map
	says "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
}

@test "P7 a header without end is shown by its beginning" {
	{
		head -c 5000 /dev/zero | tr '\0' f
		printf ',Bar\n1,2\n'
	} >c.csv
	f=$(printf '%060d' 0 | tr 0 f)
	expect 5 crm-import c.csv
	says "crm-import: c.csv: no column is known: $f..., Bar; --map '$f...=FIELD' says where one goes"
	expect 2 crm-import c.csv -m Foo=name
	says "crm-import: --map 'Foo=name': c.csv has no such column; there are $f..., Bar"
	expect 3 crm-import c.csv -m Bar=name
	assert_regex "$stderr" "not imported: $f\.\.\.; --map '$f\.\.\.=custom"
	expect 0 crm-import --sniff c.csv -f csv
	assert_regex "$output" "column,$f\.\.\.,-"
}

@test "B2 B5 neither --rejects nor --save-map takes the place of the file" {
	printf 'name,email\nAna,a@x.pt\nEva,e@\n' >c.csv
	cp c.csv kept.csv
	ln c.csv same.csv
	unchanged 2 crm-import c.csv --rejects c.csv
	says "crm-import: --rejects: c.csv is the file that is imported"
	unchanged 2 crm-import c.csv --save-map ./same.csv
	says "crm-import: --save-map: c.csv is the file that is imported"
	# shellcheck disable=SC2094 # that is what must not be
	unchanged 2 crm-import - --rejects c.csv <c.csv
	says "crm-import: --rejects: stdin is the file that is imported"
	cmp c.csv kept.csv
}

@test "a preset that is no good is told by file and line" {
	printf 'Nome\nAna\n' >a.csv
	printf 'title: x\nmapp: a = b\n' >bad.map
	expect 2 crm-import a.csv --map-file bad.map
	says_part 'bad.map:2: no such key; there are title, type' '"mapp: a = b"'
	printf 'type: shoes\n' >bad.map
	expect 2 crm-import a.csv --map-file bad.map
	says 'crm-import: bad.map:1: no such type of record: "type: shoes"'
	printf 'map: Nome\n' >bad.map
	expect 2 crm-import a.csv --map-file bad.map
	says 'crm-import: bad.map:1: not "A = B": "map: Nome"'
	printf 'word: status = x\n' >bad.map
	expect 2 crm-import a.csv --map-file bad.map
	says 'crm-import: bad.map:1: not "FIELD: WORD = WORD": "word: status = x"'
	printf 'map: Nome = shoe\n' >bad.map
	expect 2 crm-import a.csv --map-file bad.map
	says_part 'no field "shoe"'
	expect 2 crm-import a.csv --map-file none.map
	says "crm-import: none.map: No such file or directory"
	expect 2 crm-import a.csv --preset shoes
	says_part '--preset: not one of acuity_appointments, ' '"shoes"'
	expect 2 crm-import a.csv --preset outlook --map-file bad.map
	says "crm-import: --preset or --map-file, not both"
}

@test "P14 B29 the files of other programs, kept beside the project: each is known, and maps" {
	local preset n=0

	data_file import-headers/headers.tsv
	for file in "$DATA"/import-headers/*.csv; do
		preset=${file##*/} preset=${preset%.csv}
		expect 0 crm-import --sniff "$file" -q --json
		holds "any(.[]; .what == \"preset\" and .value == \"$preset\")
		    and ([.[] | select(.what == \"column\" and .value != \"-\")] | length) >= 2"
		n=$((n + 1))
	done
	[[ $n -ge 34 ]]
}
