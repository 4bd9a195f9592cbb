#!/usr/bin/env bats
# What crm-import reads, whatever the file: features P1, P2, P6, P16, B10, B11,
# B28; the limits of hostile files.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# The list that comes in every format, in UTF-8 with commas.
people() {
	cat <<-'END'
	Name,E-mail,Phone,Zip,City,Notes
	José Conceição,jose@x.pt,+351912000011,01310-100,São Paulo,prefers tea
	"Müller, Änne",aenne@x.pt,+351912000012,02139,Köln,
	Françoise,f@x.pt,,,,"likes ""green""; no milk"
	END
}

# The facts, without what differs from one import to the next.
all_facts() {
	crm-export all | grep -vE '"(type|table)":"(import|change)"'
}

# in_as FILE OPTION...: into an empty database, and what is in it then.
in_as() {
	rm -f "$CRM_DB"*
	expect 0 crm-import "$@"
	all_facts >got
}

@test "B10 one list in every encoding gives the same facts" {
	local e

	people >list.csv
	in_as list.csv
	mv got want
	[ -s want ]
	for e in UTF-16LE UTF-16BE UTF-16 UTF-32 WINDOWS-1252; do
		iconv -f UTF-8 -t "$e" list.csv >other.csv
		in_as other.csv
		diff want got
		in_as - <other.csv
		diff want got
	done
	iconv -f UTF-8 -t CP850 list.csv >other.csv
	in_as other.csv --encoding CP850
	diff want got
	printf '\xef\xbb\xbf' | cat - list.csv >other.csv
	in_as other.csv
	diff want got
}

@test "B10 a guess is told, an encoding that is wrong is one clear line" {
	printf 'name,email\nJos\xe9,jose@x.pt\n' >latin.csv
	expect 0 crm-import latin.csv
	says "crm-import: latin.csv: read as WINDOWS-1252 (not UTF-8; its letters are western); --encoding says otherwise" \
	    "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
	unchanged 1 crm-import latin.csv --encoding UTF-16
	says "crm-import: latin.csv: has no NUL byte, so it is not UTF-16"
	unchanged 1 crm-import latin.csv --encoding ASCII
	says_part "latin.csv: line 2: has bytes that are not ASCII"
	unchanged 2 crm-import latin.csv --encoding KLINGON
	says_part '--encoding: not one that iconv -l names: "KLINGON"'
	unchanged 3 crm-import latin.csv --encoding UTF-8
	[[ ${stderr_lines[0]} = "crm-import: latin.csv:2: name: not valid UTF-8"* ]]
}

# --- workbooks ----------------------------------------------------------------

# workbook FILE: from rows of cells on stdin; see workbook.pl.
workbook() {
	perl "$ROOT/tests/workbook.pl" "$1"
}

@test "P2 B11 a workbook: numbers that are text, days, durations, marks of Excel" {
	workbook book.xlsx <<-'END'
		#Old hidden
		nothing
		#Clients
		Our clients
		
		Name	E-mail	Phone	Zip	Date of birth	Client since	Notes
		Ana Silva	ana@x.pt	=11987654321:5	=1310100:1	=32933:2	=45351.572916666664:3	two_x000D__x000A_lines
		Rui Costa	rui@x.pt	=9.12000011E8		~<c r="E5" t="d"><v>1999-12-31T00:00:00</v></c>	=45000:2	=1.25:4
	END
	expect 0 crm-import book.xlsx --country BR
	says 'crm-import: book.xlsx: sheet "Clients" is read; --sheet takes "Old" (hidden); the header is row 3, below 1 of other text' \
	    "crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected"
	expect 0 crm-client list --sort id -f csv \
	    -F name,email,phone,postcode,birthday,created_at
	prints name,email,phone,postcode,birthday,created_at \
	    "Ana Silva,ana@x.pt,+5511987654321,01310-100,1990-03-01,2024-02-29T13:45:00Z" \
	    "Rui Costa,rui@x.pt,912000011,,1999-12-31,2023-03-15T00:00:00Z"
	expect 0 crm-note list --sort id -f json -F text
	holds 'map(.text) == ["two\nlines", "30:00:00"]'
	# From a pipe, and the very same again.
	expect 0 crm-import - --json < <(cat book.xlsx)
	holds '.skipped == 2'
	assert_equal "$(db 'SELECT count(DISTINCT sha) FROM (SELECT digest AS sha FROM import)')" 1
}

@test "P2 sheets by name and number; places in messages; shared and rich text" {
	workbook book.xlsx <<-'END'
		@xl/shared.xml <sst><si><t>Ana </t></si><si><r><t>Ja</t></r><rPh><t>no</t></rPh><r><t>ne</t></r></si></sst>
		#First
		name	email
		Eva	eva@x.pt
		#Second
		
		~<c/>	name	email
		~<c r="B3" t="s"><v>1</v></c>	~	jane@x
		~<c/>	~<c t="s"><v>0</v></c>	~<c t="str"><v>ana@x.pt</v></c>	beside
		~<c/>	~<c t="s"><v>7</v></c>	x@x.pt
		~<c/>	~<c t="e"><v>#REF!</v></c>	y@x.pt
	END
	expect 3 crm-import book.xlsx --sheet second
	says 'crm-import: book.xlsx: Second!C3: email: not an address: "jane@x"' \
	    'crm-import: book.xlsx: Second!4: D4: not in a column with a header; left out' \
	    'crm-import: book.xlsx: Second!5: B5: refers to a text that is not there; left out' \
	    'crm-import: book.xlsx: Second!B5: name: required' \
	    'crm-import: book.xlsx: Second!6: B6: #REF!; left out' \
	    'crm-import: book.xlsx: Second!B6: name: required' \
	    'crm-import: 4 read, 1 created, 0 updated, 0 skipped, 3 rejected'
	expect 0 crm-import book.xlsx --sheet 1 --json
	holds '.created == 1'
	unchanged 1 crm-import book.xlsx --sheet Third
	says 'crm-import: book.xlsx: no sheet "Third", but "First", "Second"'
	expect 3 crm-import book.xlsx --sheet 2 --rejects bad.csv -q
	assert_equal "$(cat bad.csv)" "$(printf '%s\n' name,email,_line,_error \
	    'Jane,jane@x,3,"email: not an address: ""jane@x"""' \
	    ',x@x.pt,5,name: required' ',y@x.pt,6,name: required')"
	sed -i 's/jane@x,/jane@x.pt,/' bad.csv
	expect 3 crm-import bad.csv --json
	holds '.created == 1'
}

@test "P7 what a workbook must not do: one clear line, nothing written" {
	local big

	client Eva --email eva@x.pt
	bad() {
		workbook bad.xlsx
		unchanged 1 crm-import bad.xlsx
	}
	big=$(printf 'x%.0s' {1..33000})
	bad <<<$'#A\nname\n'"$big"
	says "crm-import: bad.xlsx: A!A2 has more than 32767 characters; --max cell=N raises it"
	bad <<<"@xl/shared.xml <sst><si><t>$big</t></si></sst>"$'\n#A\nname'
	says "crm-import: bad.xlsx: xl/shared.xml: text 1 has more than 32767 characters; --max cell=N raises it"
	bad <<<$'@xl/shared.xml <!DOCTYPE a [<!ENTITY b "c">]><sst/>\n#A\nname'
	says "crm-import: bad.xlsx: xl/shared.xml: has a DOCTYPE, which no workbook needs"
	bad <<<$'@dup:xl/styles.xml x\n#A\nname'
	says 'crm-import: bad.xlsx: damaged: two parts of the name "xl/styles.xml"'
	bad <<<$'@xl/sheets/1.xml <worksheet><sheetData><row>\n#A\nname'
	says "crm-import: bad.xlsx: xl/sheets/1.xml: line 1: no element found"
	# Found by the fuzzer: a cell that is in no row.
	bad <<<$'@xl/sheets/1.xml <a><sheetData><c><v>1</v></c></sheetData></a>\n#A\nname'
	says 'crm-import: bad.xlsx: sheet "A" is empty'
	bad <<<$'#A hidden\nname'
	says 'crm-import: bad.xlsx: no sheet that can be seen; --sheet takes "A" (hidden)'
	bad <<<$'#A'
	says 'crm-import: bad.xlsx: sheet "A" is empty'
	bad <<<$'@_rels/.rels <Relationships/>\n#A'
	says "crm-import: bad.xlsx: a zip archive without a workbook in it; unpack it first"
	bad < <(for big in {1..1001}; do echo "@p$big x"; done)
	says "crm-import: bad.xlsx: a workbook of more than 1000 parts; --max parts=N raises it"
	workbook bad.xlsx <<<$'#A\nname\temail\nAna\tana@x.pt'
	sed -i 's/ana@x/anb@x/' bad.xlsx
	unchanged 1 crm-import bad.xlsx
	says "crm-import: bad.xlsx: xl/sheets/1.xml: damaged: CRC error"
	head -c 900 bad.xlsx >cut.xlsx
	unchanged 1 crm-import cut.xlsx
	says_part "crm-import: cut.xlsx: damaged: "
	printf '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' >old.xls
	unchanged 1 crm-import old.xls
	says "crm-import: old.xls: an old .xls workbook, or one with a password; save it as .xlsx without one, or as CSV"
	printf 'name;email\nAna;ana@x.pt\n' >really-csv.xls
	expect 0 crm-import really-csv.xls -q
}

@test "only crm-import loads what reads workbooks and guesses encodings" {
	local tool

	for tool in crm crm-client crm-booking crm-export crm-timeline; do
		refute_regex "$(ldd "$BUILD/$tool")" "libzip|uchardet"
	done
	assert_regex "$(ldd "$BUILD/crm-import")" "libzip.*expat|expat.*libzip"
}

# --- vCards ---------------------------------------------------------------------

@test "P16 B28 vCards 2.1, 3.0 and 4.0, as telephones and programs write them" {
	crm-config set account.country PT
	{
		printf '%s\r\n' BEGIN:VCARD VERSION:2.1 'N:Concei=E7=E3o;Jos=E9' \
		    'FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Jos=E9 Con=' \
		    'cei=E7=E3o' 'TEL;HOME:21 000 0000' 'TEL;CELL;PREF:912 000 011' \
		    'EMAIL;INTERNET:jose@x.pt' BDAY:19800321 \
		    'NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo' \
		    'PHOTO;ENCODING=BASE64;TYPE=JPEG:' ' AAAA' '' END:VCARD
		printf '%s\r\r\n' begin:vcard VERSION:3.0 'N:Silva;Ana;;;' \
		    'item1.EMAIL;type=INTERNET;type=pref:ana@x.pt' \
		    'EMAIL:ana.silva@y.pt' 'TEL;type=FAX:210000009' \
		    'TEL;TYPE="CELL,VOICE":912 000' ' 012' \
		    'ADR;TYPE=HOME:;;Rua A\, 1\n2.º;Lisboa;;1000-001;Portugal' \
		    'CATEGORIES:vip,friend\, old' 'ORG:Firm;Dept' \
		    'AGENT:' BEGIN:VCARD 'FN:Nobody' END:VCARD 'UID:urn:uuid:1-2' \
		    'BDAY:--0606' END:VCARD
		printf '%s\n' BEGIN:VCARD VERSION:4.0 'FN:Eva Reis' \
		    'EMAIL:eva@x.pt' 'TEL;VALUE=uri:tel:+351-912-000-013;ext=5' \
		    'TEL:call me' 'ADR;LABEL="a: b;c":;;Rua B;;;;PT' \
		    'BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-15' 'NOTE:x' END:VCARD
	} >cards
	expect 0 crm-import cards
	says 'crm-import: cards:33: not a phone number, left out: "call me"' \
	    "crm-import: cards: not imported: company, fax; --map 'company=custom.company' keeps it" \
	    "crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected"
	expect 0 crm-client list --sort id -f csv -F name,given_name,family_name,email,emails,phone,phones,birthday,address,city,postcode,country,tags,external_id
	prints name,given_name,family_name,email,emails,phone,phones,birthday,address,city,postcode,country,tags,external_id \
	    'José Conceição,Jos=E9,Concei=E7=E3o,jose@x.pt,,+351912000011,+351210000000,1980-03-21,,,,,,' \
	    'Ana Silva,Ana,Silva,ana@x.pt,ana.silva@y.pt,+351912000012,,--06-06,"Rua A, 1, 2.º",Lisboa,1000-001,PT,"vip,friend old",1-2' \
	    'Eva Reis,Eva,Reis,eva@x.pt,,+351912000013 x5,,--03-15,Rua B,,,PT,,'
	expect 0 crm-note list --sort id -f json -F text
	holds 'map(.text) == ["one\ntwo", "x"]'
	expect 0 crm-import - --json <cards
	holds '.skipped == 3'
}

@test "B28 vCards that are not whole are rejected, and come back with --rejects" {
	printf '%s\n' BEGIN:VCARD FN:Ana EMAIL:ana@x.pt BEGIN:VCARD FN:Rui \
	    EMAIL:rui@x END:VCARD BEGIN:VCARD KIND:group FN:All END:VCARD \
	    BEGIN:VCARD FN:Eva EMAIL:eva@x.pt >cards.vcf
	expect 3 crm-import cards.vcf --rejects bad.ndjson
	says 'crm-import: cards.vcf:1: END:VCARD is missing' \
	    'crm-import: cards.vcf:4: email: not an address: "rui@x"' \
	    'crm-import: cards.vcf:8: a group of contacts, not one' \
	    'crm-import: cards.vcf:12: END:VCARD is missing' \
	    "crm-import: 4 read, 0 created, 0 updated, 0 skipped, 4 rejected"
	sed -i 's/rui@x"/rui@x.pt"/' bad.ndjson
	expect 3 crm-import bad.ndjson --json
	holds '.created == 1 and .rejected == 3'
}

# --- days and amounts ---------------------------------------------------------

@test "B10 the order of day and month is found out by column, or asked for" {
	cat >list.csv <<-'END'
		name,email,Date of birth,Client since
		Ana,ana@x.pt,01/02/1990,3/4/21 10:30
		Rui,rui@x.pt,13/02/1990,12/25/2021
		Eva,eva@x.pt,31.12.90,2021-05-06
		Zoe,zoe@x.pt,05/05/1990,"1/2/2021, 9:00 pm"
	END
	expect 0 crm-import list.csv --tz UTC
	expect 0 crm-client list --sort id -f csv -F name,birthday,created_at
	prints name,birthday,created_at \
	    Ana,1990-02-01,2021-03-04T10:30:00Z \
	    Rui,1990-02-13,2021-12-25T00:00:00Z \
	    Eva,1990-12-31,2021-05-06T00:00:00Z \
	    Zoe,1990-05-05,2021-01-02T21:00:00Z
	printf 'name,email,birthday\nAna,a@y.pt,05/05/1990\nRui,r@y.pt,01/02/1990\n' >doubt.csv
	unchanged 5 crm-import doubt.csv
	says 'crm-import: doubt.csv:3: column "birthday": "01/02/1990" may be day first or month first; --date-order says which'
	unchanged 5 crm-import doubt.csv --json
	holds '.error == "ambiguous" and .status == 5' "$stderr"
	expect 0 crm-import doubt.csv --date-order mdy -q
	assert_equal "$(db "SELECT birthday FROM client WHERE name = 'Rui' AND email = 'r@y.pt'")" 1990-01-02
	printf 'name,email,birthday\nA,a@z.pt,1/2/1990\nB,b@z.pt,13/2/1990\nC,c@z.pt,2/13/1990\n' >both.csv
	unchanged 5 crm-import both.csv
	says 'crm-import: both.csv:3: column "birthday": "13/2/1990" is day first, but not "2/13/1990" (both.csv:4); --date-order says which'
	expect 0 crm-import both.csv --date-order dmy
	[[ ${stderr_lines[0]} = 'crm-import: both.csv: birthday: 1 cell is no day, kept as custom.birthday: "2/13/1990" at both.csv:4' ]]
	printf 'name,email,birthday\nA,a@w.pt,90/2/1\nB,b@w.pt,05/06/07\n' >short.csv
	expect 0 crm-import short.csv -q
	assert_equal "$(db "SELECT birthday FROM client WHERE email = 'b@w.pt'")" 2005-06-07
	unchanged 2 crm-import list.csv --date-order year
}

@test "B10 decimal comma or point, found out by column" {
	client Ana --email ana@x.pt
	cat >orders.csv <<-'END'
		email;product;amount;ordered
		ana@x.pt;A;1.234;2025-01-01
		ana@x.pt;B;R$ 12,50;2025-01-02
		ana@x.pt;C;-1.234,5;2025-01-03
		ana@x.pt;D;7;2025-01-04
	END
	crm-config set account.currency BRL
	expect 3 crm-import orders orders.csv
	expect 0 crm-order list --sort id -f csv -F product,amount
	prints product,amount A,1234.00 B,12.50 D,7.00
	printf 'email,product,amount,ordered\nana@x.pt,E,"1,234",2025-01-05\nana@x.pt,F,12.5,2025-01-06\nana@x.pt,G,"3,50",2025-01-06\n' >p.csv
	expect 3 crm-import orders p.csv
	[[ ${stderr_lines[0]} = 'crm-import: p.csv:4: amount: '*'"3,50"' ]]
	expect 0 crm-order list --sort id -f csv -F product,amount
	prints product,amount A,1234.00 B,12.50 D,7.00 E,1234.00 F,12.50
	# A number of JSON has a point, whatever it looks like.
	expect 3 crm-import orders - <<<'{"email":"ana@x.pt","product":"H","amount":1.234,"ordered":"2025-01-07"}'
}

# --- what it decided, and why ----------------------------------------------------

@test "B10 --sniff: what a file is taken for, and why; nothing is written" {
	printf 'sep=;\nName;E-mail;Quando;Price;Birthday\nJosé;j@x.pt;13/02/1990;12,50;01/02/1990\n' |
		iconv -f UTF-8 -t WINDOWS-1252 >s.csv
	expect 0 crm-import --sniff s.csv -f tsv -q
	prints $'file\twhat\tcolumn\tvalue\twhy' \
	    $'s.csv\tencoding\t\tWINDOWS-1252\tnot UTF-8; its letters are western' \
	    $'s.csv\tformat\t\tcsv\tno other format' \
	    $'s.csv\tdelimiter\t\t;\tthe first line orders it' \
	    $'s.csv\theader\t\t2\tthe first line' \
	    $'s.csv\ttype\t\tclient\twhat its rows become' \
	    $'s.csv\trecords\t\t1\tcounted' \
	    $'s.csv\tcolumn\tName\tname\tby its header' \
	    $'s.csv\tcolumn\tE-mail\temail\tby its header' \
	    $'s.csv\tcolumn\tQuando\t-\tno field has this name' \
	    $'s.csv\tcolumn\tPrice\t-\tno field has this name' \
	    $'s.csv\tcolumn\tBirthday\tbirthday\tby its header' \
	    $'s.csv\tdate order\tQuando\tday first\t"""13/02/1990"" at s.csv:3"' \
	    $'s.csv\tdecimals\tPrice\tdecimal comma\t"""12,50"" at s.csv:3"' \
	    $'s.csv\tdate order\tBirthday\tday first or month first\t"""01/02/1990"" at s.csv:3; no other cell tells; --date-order decides"'
	[ ! -e "$CRM_DB" ]
	expect 0 crm-import --sniff s.csv --json -q --delimiter ';' --map Quando=birthday
	holds 'map(select(.what == "delimiter"))[0].why == "--delimiter"'
	holds 'map(select(.column == "Quando"))[0] |
		.value == "birthday" and .why == "--map"'
	workbook b.xlsx <<<$'#Old hidden\na\n#A\nTitle\nname\temail\nAna\tana@x.pt'
	expect 0 crm-import --sniff b.xlsx -f csv -F what,value,why -q
	assert_equal "${lines[1]}" "format,xlsx,a zip archive with a workbook in it"
	assert_equal "${lines[2]}" 'sheet,A,"the first that can be seen; also ""Old"" (hidden)"'
	assert_equal "${lines[3]}" "header,2,the first row that fills most of the columns"
	unchanged_none() { expect "$@"; [ ! -e "$CRM_DB" ]; }
	unchanged_none 1 crm-import --sniff nothing.csv
	[[ $stderr = *"crm-import: nothing.csv: No such file or directory" ]]
	unchanged_none 2 crm-import --sniff s.csv b.xlsx
}

# --- one list in every format ------------------------------------------------------

@test "P1 P2 P16 B10 the same list in every format gives the same facts" {
	cat >list.csv <<-'END'
		name,given_name,family_name,email,phone,city,postcode,birthday,tags,notes
		José Conceição,José,Conceição,jose@x.pt,+351912000011,São Paulo,01310-100,1990-02-13,vip,prefers tea
		Änne Müller,Änne,Müller,aenne@x.pt,+351912000012,Köln,02139,--06-06,,"likes ""green""; no milk"
	END
	in_as list.csv
	mv got want
	assert_equal "$(grep -c '"client"' want)" 2
	sed 's/,/;/g' list.csv >semi.csv
	in_as semi.csv
	diff want got
	tr , '\t' <list.csv >list.tsv
	in_as list.tsv
	diff want got
	iconv -f UTF-8 -t UTF-16 list.csv >list16.csv
	in_as list16.csv
	diff want got
	iconv -f UTF-8 -t WINDOWS-1252 list.csv >latin.csv
	in_as latin.csv -q
	diff want got
	sed 's/,1990-02-13,/,13\/02\/1990,/' list.csv >days.csv
	in_as days.csv
	diff want got
	{
		echo '#Clients'
		tr , '\t' <list.csv | sed 's/"//; s/""/"/g; s/"$//; s/01310-100/=1310100:1/; s/1990-02-13/=32917:2/'
	} | workbook list.xlsx
	in_as list.xlsx
	diff want got
	cat >list.ndjson <<-'END'
		{"name":"José Conceição","given_name":"José","family_name":"Conceição","email":"jose@x.pt","phone":"+351912000011","city":"S\u00e3o Paulo","postcode":"01310-100","birthday":"1990-02-13","tags":["vip"],"notes":"prefers tea"}
		{"name":"Änne Müller","given_name":"Änne","family_name":"Müller","email":"aenne@x.pt","phone":"+351912000012","city":"Köln","postcode":"02139","birthday":"--06-06","notes":"likes \"green\"; no milk"}
	END
	in_as list.ndjson
	diff want got
	cat >list.vcf <<-'END'
		BEGIN:VCARD
		VERSION:3.0
		FN:José Conceição
		N:Conceição;José;;;
		EMAIL:jose@x.pt
		TEL:+351912000011
		ADR:;;;São Paulo;;01310-100;
		BDAY:19900213
		CATEGORIES:vip
		NOTE:prefers tea
		END:VCARD
		BEGIN:VCARD
		VERSION:4.0
		FN:Änne Müller
		N:Müller;Änne;;;
		EMAIL:aenne@x.pt
		TEL;VALUE=uri:tel:+351912000012
		ADR:;;;Köln;;02139;
		BDAY:--0606
		NOTE:likes "green"\; no milk
		END:VCARD
	END
	in_as list.vcf
	diff want got
}

# --- hostile files -----------------------------------------------------------------

# within KILOBYTES COMMAND...: in so much memory, where all that it allocates
# counts, not only what it touches; sanitizers allocate for themselves.
within() {
	sanitized || ulimit -d "$1"
	shift
	exec "$@"
}
export -f within sanitized

# ends_fast COMMAND...: within 20 s, in 64 MB, with one clear line and nothing
# written.
ends_fast() {
	unchanged 1 timeout 20 bash -c 'within 65536 "$@"' - "$@"
	[[ ${#stderr_lines[@]} -eq 1 ]]
}

@test "P7 bombs: a field without end, 10,000 columns, a quote that never closes" {
	client Eva --email eva@x.pt
	seq 1 200000 | sed 's/.*/n&,n&@x.pt/; 1i name,email' >many.csv
	if ! sanitized; then
		expect 1 bash -c 'within 12000 crm-import many.csv -n'
		says_part "out of memory"
	fi
	{
		echo name,email
		head -c 1000000000 /dev/zero | tr '\0' x
	} >huge.csv
	ends_fast crm-import huge.csv
	says "crm-import: huge.csv: record on line 2 has more than 4194304 bytes; --max row=N raises it"
	rm huge.csv
	{
		printf '{"name":"'
		head -c 300000000 /dev/zero | tr '\0' x
		printf '","email":"x@x.pt"}\n'
	} >huge.ndjson
	ends_fast crm-import huge.ndjson
	says "crm-import: huge.ndjson: record on line 1 has more than 4194304 bytes; --max row=N raises it"
	rm huge.ndjson
	head -c 10000000 /dev/zero | tr '\0' '[' >deep.ndjson
	ends_fast crm-import deep.ndjson
	says "crm-import: deep.ndjson: record on line 1 has more than 4194304 bytes; --max row=N raises it"
	printf '{"name":"a","custom":%s1%s}\n' "$(printf '[%.0s' {1..70})" \
	    "$(printf ']%.0s' {1..70})" >deep.ndjson
	expect 3 crm-import deep.ndjson
	assert_equal "${stderr_lines[0]}" \
	    "crm-import: deep.ndjson:1: JSON nested deeper than 64; --max depth=N raises it"
	{
		printf 'c%d,' {1..10000}
		echo
	} >wide.csv
	ends_fast crm-import wide.csv
	says "crm-import: wide.csv: line 1: more than 1000 columns; --max columns=N raises it"
	{
		echo name,email
		seq 1 59998 | sed 's/.*/n&,n&@x.pt/'
		echo '"open,o@x.pt'
		seq 60001 100000 | sed 's/.*/n&,n&@x.pt/'
	} >quote.csv
	ends_fast crm-import quote.csv
	says "crm-import: quote.csv: quote opened on line 60000 never closed in 200 lines; --max lines=N raises it"
	{
		printf 'BEGIN:VCARD\nFN:Ana\nEMAIL:ana@x.pt\nPHOTO;ENCODING=b:'
		head -c 100000000 /dev/zero | tr '\0' A
		printf '\nEND:VCARD\n'
	} >photo.vcf
	expect 0 timeout 20 bash -c 'within 65536 crm-import photo.vcf --json'
	holds '.created == 1'
	{
		printf 'BEGIN:VCARD\nFN:Rui\nNOTE:'
		head -c 2000000 /dev/zero | tr '\0' A
		printf '\nEND:VCARD\n'
	} >note.vcf
	expect 3 timeout 20 bash -c 'within 65536 crm-import note.vcf'
	[[ ${stderr_lines[0]} = "crm-import: note.vcf:1: line 3: more than 1048576 bytes; --max field=N raises it" ]]
}

@test "P7 bombs: workbooks that unfold" {
	local text

	data_file xlsx/poi_54764.xlsx
	client Eva --email eva@x.pt
	for text in "poi_54764.xlsx: xl/sharedStrings.xml: has a DOCTYPE" \
	    "poi_poc-shared-strings.xlsx: xl/sharedStrings.xml: text 1 has more than 32767 characters"; do
		ends_fast crm-import "$DATA/xlsx/${text%%:*}"
		says_part "$text"
	done
}

# Real files, where they are kept beside the project.
@test "P2 B28 workbooks and vCards of other programs, each with its verdict" {
	local file verdict

	data_file xlsx/poi_54764.xlsx
	while read -r file verdict; do
		expect "${verdict%% *}" timeout 20 crm-import --sniff "$DATA/xlsx/$file" -q -f tsv -F what,value
		[[ $output$stderr = *"${verdict#* }"* ]] || fail "$file: $output$stderr"
	done <<-'END'
		poi_54764.xlsx 1 xl/sharedStrings.xml: has a DOCTYPE
		poi_poc-shared-strings.xlsx 1 text 1 has more than 32767 characters
		poi_duplicate-filename.xlsx 1 damaged: two parts of the name
		poi_protected_passtika.xlsx 1 an old .xls workbook, or one with a password
		poi_59746_NoRowNums.xlsx 0 Features
		own_number_formats.xlsx 0 Clientes
		sheetjs_1904_1904.xlsx 0 Sheet1
		sheetjs_crlf_crlf.xlsx 0 Sheet1
		sheetjs_phonetic_text.xlsx 0 Sheet1
		sheetjs_sheet_visibility_strict.xlsx 0 Visible
		sheetjs_text_and_numbers.xlsx 0 Sheet1
		sheetjs_defined_names_unicode.xlsx 0 NoContainsJapanese
		sheetjs_xlsx-stream-d-date-cell.xlsx 0 Sheet1
	END
	for file in "$DATA"/vcard/*.vcf; do
		expect 0 timeout 20 crm-import --sniff "$file" -q -f csv -F what,value
		[[ $output = *format,vcard* && $output = *"column,"* ]] ||
			fail "$file: $output"
	done
}

@test "P7 limits: each is named in its message, and --max raises it" {
	local max

	# over NAME=N PART COMMAND...: refused, saying so; taken with --max NAME=N.
	over() {
		max=$1 part=$2
		shift 2
		"$@" -n >out 2>&1 && fail "$max: $(<out)"
		grep -qF -- "$part; --max ${max%=*}=N raises it" out ||
			fail "$max: $(<out)"
		expect 0 "$@" -n --max "$max"
	}
	{
		printf 'name,email'
		printf ',c%d' {1..1100}
		printf '\nAna,a@x.pt\n'
	} >columns.csv
	over columns=1200 "line 1: more than 1000 columns" crm-import columns.csv
	{
		printf 'name,email,notes\nAna,a@x.pt,'
		head -c 1100000 /dev/zero | tr '\0' x
		echo
	} >field.csv
	over field=2000000 "more than 1048576 bytes in column 3" crm-import field.csv
	{
		printf 'name,email,a,b,c,d,e\nAna,a@x.pt'
		for n in 1 2 3 4 5; do
			printf ,
			head -c 1000000 /dev/zero | tr '\0' x
		done
		echo
	} >row.csv
	over row=6000000 "record on line 2 has more than 4194304 bytes" crm-import row.csv
	{
		printf 'name,email,notes\nAna,a@x.pt,"'
		seq 1 300
		echo '"'
	} >lines.csv
	over lines=400 "quote opened on line 2 never closed in 200 lines" crm-import lines.csv
	printf '{"name":"a","email":"a@x.pt","custom":{"x":%s1%s}}\n' "$(printf '[%.0s' {1..70})" \
	    "$(printf ']%.0s' {1..70})" >depth.ndjson
	over depth=80 "JSON nested deeper than 64" crm-import depth.ndjson
	printf '{"name":"a","email":"a@x.pt","custom":{"x":[0%s]}}\n' "$(printf ',1%.0s' {1..60000})" >values.ndjson
	over values=70000 "more than 50000 JSON values" crm-import values.ndjson
	{
		printf 'BEGIN:VCARD\nFN:Rui\nEMAIL:r@x.pt\nNOTE:'
		head -c 1100000 /dev/zero | tr '\0' A
		printf '\nEND:VCARD\n'
	} >card.vcf
	over field=2000000 "line 4: more than 1048576 bytes" crm-import card.vcf
	printf '#S\nname\temail\tnotes\nAna\ta@x.pt\t%s\n' "$(printf 'x%.0s' {1..40000})" | workbook cell.xlsx
	over cell=50000 "has more than 32767 characters" crm-import cell.xlsx
	client Ana --email a@x.pt
	for n in {1..20}; do
		printf '{"client":"a@x.pt","text":"%d%s"}\n' "$n" "$(printf 'x%.0s' {1..30000})"
	done | crm-import -q notes -
	crm-export notes -f xlsx -o ratio.xlsx
	over ratio=2000 "expands to more than 100 times its size" crm-import notes ratio.xlsx
	expect 2 crm-import row.csv --max rows=5
	says_part "--max 'rows=5': not NAME=NUMBER; the names are field, row, columns"
	expect 2 crm-import row.csv --max row=0
	says_part "--max 'row=0': not a number from 1 to 1073741824"
	expect 2 crm-import row.csv --max row
	# Where there is no such option none is named.
	expect 3 crm-client add - <values.ndjson
	[[ $stderr = *"more than 50000 JSON values" ]]
}
