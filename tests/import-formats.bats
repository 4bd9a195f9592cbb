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
	says "crm-import: bad.xlsx: A!A2 has more than 32767 characters"
	bad <<<"@xl/shared.xml <sst><si><t>$big</t></si></sst>"$'\n#A\nname'
	says "crm-import: bad.xlsx: xl/shared.xml: text 1 has more than 32767 characters"
	bad <<<$'@xl/shared.xml <!DOCTYPE a [<!ENTITY b "c">]><sst/>\n#A\nname'
	says "crm-import: bad.xlsx: xl/shared.xml: has a DOCTYPE, which no workbook needs"
	bad <<<$'@dup:xl/styles.xml x\n#A\nname'
	says 'crm-import: bad.xlsx: damaged: two parts of the name "xl/styles.xml"'
	bad <<<$'@xl/sheets/1.xml <worksheet><sheetData><row>\n#A\nname'
	says "crm-import: bad.xlsx: xl/sheets/1.xml: line 1: no element found"
	bad <<<$'#A hidden\nname'
	says 'crm-import: bad.xlsx: no sheet that can be seen; --sheet takes "A" (hidden)'
	bad <<<$'#A'
	says 'crm-import: bad.xlsx: sheet "A" is empty'
	bad <<<$'@_rels/.rels <Relationships/>\n#A'
	says "crm-import: bad.xlsx: a zip archive without a workbook in it; unpack it first"
	bad < <(for big in {1..1001}; do echo "@p$big x"; done)
	says "crm-import: bad.xlsx: a workbook of more than 1000 parts"
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
		refute_regex "$(ldd "$BUILD/$tool")" "libzip|expat|uchardet"
	done
	assert_regex "$(ldd "$BUILD/crm-import")" "libzip.*expat|expat.*libzip"
}
