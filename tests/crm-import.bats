#!/usr/bin/env bats
# crm-import: features P1-P20, B1-B3, B5, B9, B10, B27, B30; rules R2, R24.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# summary KEY=N...: what --json says; keys that are not named are 0.
summary() {
	local pair want='{"read":0,"created":0,"updated":0,"unchanged":0,"skipped":0,"rejected":0,"pending":0}'

	for pair; do
		want=$(jq -c ".$pair" <<<"$want")
	done
	assert_equal "$(jq -c 'del(.batch)' <<<"$output")" "$want"
}

names() {
	crm-client list --sort id -f tsv -F name | sed 1d | paste -sd,
}

@test "P1 P3 P4 P12 R2 a CSV file of clients, and the summary" {
	cat >c.csv <<-'END'
	name,email,phone
	Ana Silva,ana@x.pt,+351 912 000 011
	"Costa, Rui",rui@x.pt,
	Eva,ana@X.pt,
	END
	expect 0 crm-import c.csv --json
	holds 'keys_unsorted == ["batch","read","created","updated",
		"unchanged","skipped","rejected","pending"] and .batch == 1'
	summary read=3 created=2 skipped=1
	expect 0 crm-client list --sort id -f csv -F id,name,given_name,email,phone
	prints id,name,given_name,email,phone \
	    "1,Ana Silva,Ana,ana@x.pt,+351912000011" \
	    '2,"Costa, Rui",Rui,rui@x.pt,'
	expect 0 crm-import c.csv
	prints ""
	assert_regex "$stderr" 'crm-import: .*0 created.*3 skipped'
}

@test "P6 from stdin, clients being the type when none is named" {
	expect 0 crm-import - --json <<<$'Name,E-Mail\nAna,a@x.pt'
	summary read=1 created=1
	expect 0 crm-import clients - --json <<<$'Name,E-Mail\nRui,r@x.pt'
	summary read=1 created=1
	expect 0 crm-import notes - --json <<<$'client,text\nr@x.pt,hello'
	summary read=1 created=1
	expect 1 crm-import shoes -
	says_part "crm-import: shoes: "
	expect 2 crm-import
	says_part "crm-import: "
	expect 1 crm-import nothing.csv
	says_part "crm-import: nothing.csv: "
	expect 1 crm-import "$BATS_TEST_TMPDIR"
	says_part "crm-import: $BATS_TEST_TMPDIR: "
}

@test "P7 columns by their usual names, and --map for the others" {
	cat >c.csv <<-'END'
	First Name;Surname;E-mail address;Mobile;Zip;Date of birth;Fax;Client since;Schuh
	Ana;Silva;a@x.pt;+351912000011;1000-001;1990-02-03;1;2020-01-02;38
	END
	expect 0 crm-import c.csv --map Schuh=custom.shoe
	assert_regex "$stderr" 'not imported: Fax'
	expect 0 crm-client show 1 --json
	holds '.name == "Ana Silva" and .email == "a@x.pt"
		and .phone == "+351912000011" and .postcode == "1000-001"
		and .birthday == "1990-02-03"
		and .created_at == "2020-01-02T00:00:00Z"
		and (.custom.shoe | tostring) == "38"'
	printf 'wer,wo,was\nRui,r@x.pt,x\n' >d.csv
	expect 0 crm-import d.csv --map wer=name --map WO=email --map was=- --json
	summary read=1 created=1
	expect 0 crm-import --map=#1=name --map '#2=email' --map '#3=note.text' \
	    --json - <<<$'a,b,c\nEva,e@x.pt,likes tea'
	summary read=1 created=1
	assert_equal "$(db 'SELECT text FROM note')" "likes tea"
	unchanged 2 crm-import d.csv --map wer=shoe
	says_part "--map 'wer=shoe'" '"shoe"'
	unchanged 2 crm-import d.csv --map wen=name
	says_part "--map 'wen=name'" "wer, wo, was"
	unchanged 2 crm-import d.csv --map wer
	says_part "--map 'wer'"
}

@test "P8 --dry-run: the same report, nothing written" {
	printf 'name,email\nAna,a@x.pt\nRui,r@\n' >c.csv
	expect 3 crm-import c.csv --dry-run --json
	assert_equal "$(jq -c 'del(.batch)' <<<"$output")" \
	    '{"read":2,"created":1,"updated":0,"unchanged":0,"skipped":0,"rejected":1,"pending":0}'
	[ ! -e "$CRM_DB" ]
	client Eva --email e@x.pt
	unchanged 3 crm-import c.csv -n
	assert_regex "$stderr" '1 created'
}

@test "P9 P11 duplicates: skip, fill, update, error; a blank never erases" {
	local in

	in=$'name,email,phone,city,tags,notes\nAna B.,a@x.pt,+351912000099,,new,hello\nRui,r@x.pt,,Faro,,'
	reset() {
		rm -f "$CRM_DB"*
		client Ana --email a@x.pt --city Lisboa --tags old
	}
	reset
	expect 0 crm-import - --json <<<"$in"
	summary read=2 created=1 skipped=1
	expect 0 crm-client show 1 --json
	holds '.name == "Ana" and .phone == null and .tags == ["old"]'
	reset
	expect 0 crm-import - --on-duplicate fill --json <<<"$in"
	summary read=2 created=1 updated=1
	expect 0 crm-client show 1 --json
	holds '.name == "Ana" and .phone == "+351912000099" and .city == "Lisboa"'
	reset
	expect 0 crm-import - --on-duplicate=update --json <<<"$in"
	summary read=2 created=1 updated=1
	expect 0 crm-client show 1 --json
	holds '.name == "Ana B." and .phone == "+351912000099"
		and .city == "Lisboa" and .tags == ["old", "new"]'
	expect 0 crm-import - --on-duplicate=update --json <<<"$in"
	summary read=2 unchanged=2
	reset
	expect 3 crm-import - --on-duplicate error --json <<<"$in"
	summary read=2 created=1 rejected=1
	says_part '"at":"stdin:2"' "client 1"
	expect 2 crm-import - --on-duplicate ask <<<"$in"
	says_part '--on-duplicate' '"ask"'
}

@test "P13 duplicates within the file are found, and named with both lines" {
	printf 'name,email\nAna,a@x.pt\nRui,r@x.pt\nAna,A@X.pt\n' >c.csv
	expect 0 crm-import c.csv
	assert_regex "$stderr" 'crm-import: c.csv:4: email: same as line 2'
	assert_equal "$(names)" Ana,Rui
	rm "$CRM_DB"
	expect 3 crm-import c.csv --on-duplicate error --json
	summary read=3 created=2 rejected=1
	phone_only
	expect 0 crm-import - --json <<<$'name,phone\nLeo,912000011\nLeo,912 000 011\nLeo,\nLeo,'
	holds '.created + .skipped == 4'
}

@test "P14 B5 an external id in its source is a key" {
	printf 'name,email,external_id,source\nAna,a@x.pt,77,fresha\n' >c.csv
	expect 0 crm-import c.csv
	expect 0 crm-import - --on-duplicate update --json \
	    <<<$'name,email,external_id,source\nAna S.,new@x.pt,77,fresha\nRui,r@x.pt,77,vagaro'
	summary read=2 created=1 updated=1
	expect 0 crm-client list --sort id -f csv -F name,email,source
	prints name,email,source "Ana S.,new@x.pt,fresha" Rui,r@x.pt,vagaro
}

@test "P20 R24 the client limit is looked at before anything is written" {
	crm-config set client.limit 2
	client Ana --email a@x.pt
	printf 'name,email\nRui,r@x.pt\nEva,e@x.pt\n' >c.csv
	unchanged 5 crm-import c.csv
	says_part "limit of 2" "room for 1"
	unchanged 5 crm-import c.csv --json
	holds '.error == "client_limit" and .status == 5' "$stderr"
	printf 'name,email\nRui,r@x.pt\nAna,a@x.pt\n' >d.csv
	expect 0 crm-import d.csv --json
	summary read=2 created=1 skipped=1
}

@test "a rejected row is named: file, line, column and reason; status 3" {
	cat >c.csv <<-'END'
	name,email,phone,birthday
	Ana,a@x.pt,,
	Rui,rui@,,
	,e@x.pt,,

	"Two
	lines",t@x.pt,,
	Leo,leo,ask Eva,1990-13-01
	Lia,,none,
	END
	expect 3 crm-import c.csv
	assert_line_of 'crm-import: c.csv:3: email: not an address: "rui@"'
	assert_line_of 'crm-import: c.csv:4: name: required'
	assert_line_of 'crm-import: c.csv:8: email: not an address: "leo"'
	assert_line_of 'crm-import: c.csv:9: email: required'
	assert_equal "$(names)" "Ana,Two lines"
	expect 3 crm-import c.csv --json
	jq -es 'map(select(.error)) | length == 4 and .[0].at == "c.csv:3"
		and all(.[]; .status == 2 and .message != "")' < <(grep '^{' <<<"$stderr")
}

assert_line_of() {
	grep -qxF -- "$1" <<<"$stderr" ||
		fail "no such line: $1"$'\n'"stderr: $stderr"
}

@test "B2 --rejects: original columns, _line, _error; mended and taken" {
	printf 'Name;E-mail;Shoe\n"Silva; Ana";ana@;38\nRui;r@x.pt;41\n;e@x.pt;9\n' \
	    >c.csv
	expect 3 crm-import c.csv --rejects bad.csv
	assert_equal "$(cat bad.csv)" "$(printf '%s\n' 'Name;E-mail;Shoe;_line;_error' \
	    '"Silva; Ana";ana@;38;2;"email: not an address: ""ana@"""' \
	    ';e@x.pt;9;4;name: required')"
	assert_equal "$(stat -c %a bad.csv)" 600
	sed -e 's/ana@;/ana@x.pt;/' -e 's/^;/Eva;/' bad.csv >mended.csv
	expect 0 crm-import mended.csv --rejects bad.csv --json
	summary read=2 created=2
	assert_equal "$(names)" "Rui,Silva; Ana,Eva"
	# Nothing rejected: nothing, or a file with a header alone, is left.
	[ ! -e bad.csv ] || assert_equal "$(wc -l <bad.csv)" 1
	printf '%s\n' '{"name":"X","email":"x@"}' '{"name":"Y","email":"y@x.pt"}' \
	    '{"name":"Z"' >d.ndjson
	expect 3 crm-import d.ndjson --rejects bad.ndjson
	assert_equal "$(wc -l <bad.ndjson)" 2
	holds '.name == "X" and ._line == 1 and (._error | contains("x@"))' \
	    "$(head -1 bad.ndjson)"
}

@test "B2 --strict: one bad row and nothing is imported" {
	client Leo --email l@x.pt
	printf 'name,email\nAna,a@x.pt\nRui,rui@\n' >c.csv
	before=$(digest)
	run --separate-stderr crm-import c.csv --strict
	assert_not_equal "$status" 0
	assert_regex "$stderr" 'c\.csv:3: email: not an address'
	assert_equal "$(digest)" "$before"
	expect 0 crm-import --strict - <<<$'name,email\nAna,a@x.pt'
	assert_equal "$(names)" Leo,Ana
}

@test "B9 a file seen before: nothing created, and the file untouched" {
	expect 0 crm-import "$ROOT/share/example/clients.csv" --country PT --json || true
	run --separate-stderr crm-import "$ROOT/share/example/clients.csv" --json
	assert_equal "$status" 3
	holds '.created == 0 and .updated == 0'
	changes=$(last_change)
	before=$(digest)
	run --separate-stderr crm-import "$ROOT/share/example/clients.csv"
	assert_regex "$stderr" '0 created'
	assert_equal "$(digest)" "$before"
	assert_equal "$(last_change)" "$changes"
	[ ! -e "$CRM_DB-wal" ]
	run --separate-stderr crm-import notes "$ROOT/share/example/notes.csv" --json
	assert_equal "$status" 0
	holds '.created == 15'
	unchanged 0 crm-import notes "$ROOT/share/example/notes.csv" --json
	summary read=15 skipped=15
}

@test "the example studio comes in as it stands, two rows apart" {
	expect 3 crm-import "$ROOT/share/example/clients.csv" --json
	holds '.read == 27 and .created == 25 and .skipped == 1 and .rejected == 1'
	assert_regex "$stderr" 'clients.csv:27: email: same as line 2'
	assert_regex "$stderr" 'clients.csv:28".*|clients.csv:28: '
	assert_regex "$stderr" 'joana.reboredo@example\\"'
	expect 0 crm-client show ines.prado@example.com --json
	holds '.name == "Inês Vasconcelos Prado" and .phone == "+351912000011"
		and .birthday == "1988-04-12" and .language == "pt"
		and .tags == ["vip", "newsletter"] and .city == "Lisboa"
		and .created_at == "2023-01-16T00:00:00Z"'
	expect 0 crm-note list --client catarina.alvim@example.net --json
	holds '.[0].text == "Allergic to latex.\nBring the blue kit."'
	expect 0 crm-client show rui.dorey@example.com --json
	holds '.birthday == "--06-24"'
	expect 0 crm-db check
}

# The same data in many dress, each into a database of its own.
@test "B10 P15 comma, semicolon, tab, BOM, CRLF, quotes: the same database" {
	local n=0 want

	cat >plain.csv <<-'END'
	name,email,city,notes
	Ana Silva,a@x.pt,"Vila, Nova","She said ""yes"""
	"Łódź; Zoë",z@x.pt,,"first
	second"
	Rui,r@x.pt,Faro,tea|milk
	END
	{ printf '\xef\xbb\xbf'; cat plain.csv; } >bom.csv
	sed 's/$/\r/' plain.csv >crlf.csv
	head -c -1 plain.csv >noend.csv
	{ printf 'sep=,\n'; cat plain.csv; } >sep.csv
	cat >semi.csv <<-'END'
	name;email;city;notes
	Ana Silva;a@x.pt;Vila, Nova;"She said ""yes"""
	"Łódź; Zoë";z@x.pt;;"first
	second"
	Rui;r@x.pt;Faro;tea|milk
	END
	tr ';' '\t' <semi.csv | sed 's/"Łódź\t/"Łódź;/' >tab.csv
	cat >json.ndjson <<-'END'
	{"name":"Ana Silva","email":"a@x.pt","city":"Vila, Nova","notes":"She said \"yes\""}
	{"name":"Łódź; Zoë","email":"z@x.pt","notes":"first\nsecond"}

	{"email":"r@x.pt","notes":"tea|milk","name":"Rui","city":"Faro"}
	END
	for file in plain bom crlf noend sep semi tab json; do
		export CRM_DB=$BATS_TEST_TMPDIR/$file.db
		run --separate-stderr crm-import "$file".*
		assert_equal "$file: $status $stderr" "$file: 0 $stderr"
		[[ -n ${want-} ]] || want=$(facts)
		assert_equal "$file: $(facts)" "$file: $want"
		n=$((n + 1))
	done
	assert_equal "$n" 8
	assert_equal "$(grep -c '"type":"client"' <<<"$want")" 3
	assert_equal "$(grep -c '"type":"note"' <<<"$want")" 3
}

@test "an odd file: no rows, ragged rows, a quote that never closes" {
	expect 0 crm-import - --json <<<"name,email"
	summary
	expect 1 crm-import - </dev/null
	says_part "crm-import: stdin: "
	expect 0 crm-import - --json <<<$'name,email,city\nAna,a@x.pt\nRui,r@x.pt,Faro'
	summary read=2 created=2
	before=$(digest)
	run --separate-stderr crm-import - <<<$'name,email\nEva,e@x.pt\n"Leo,l@x.pt\nIvo,i@x.pt'
	assert_not_equal "$status" 0
	assert_regex "$stderr" 'stdin:.* 3|stdin:3'
	assert_equal "$(digest)" "$before"
	run --separate-stderr crm-import - < <(head -c 4096 /dev/urandom)
	assert_not_equal "$status" 0
	assert [ "$status" -lt 8 ]
	assert_equal "$(digest)" "$before"
}

# shellcheck disable=SC2016
@test "csv-spectrum: every file read as its JSON says" {
	local csv json n=0

	data_file csv/csvs/simple.csv
	phone_only
	for csv in "$DATA"/csv/csvs/*.csv; do
		name=${csv##*/}
		json=$DATA/csv/json/${name%.csv}.json
		export CRM_DB=$BATS_TEST_TMPDIR/$n.db
		phone_only
		# Every column goes to a field of one's own, under its own name.
		maps=(--map '#1=name')
		i=1
		while read -r key; do
			[[ $i -eq 1 ]] || maps+=(--map "#$i=custom.k$i")
			i=$((i + 1))
		done < <(jq -r '(arrays | .[0] // {}), objects | keys_unsorted[]' "$json")
		run --separate-stderr crm-import "$csv" "${maps[@]}" --delimiter ,
		# Blanks of names are folded, numbers and JSON are kept as such.
		same='tostring | gsub("\\s+"; " ") | gsub("^ | $"; "")
			| . as $x | (try fromjson catch $x) | tostring'
		want=$(jq -c "[if type == \"array\" then .[] else . end
			| [.[] | $same]]" "$json")
		got=$(crm-client list --sort id -f json -F name,custom |
			jq -c "[.[] | [.name] + [(.custom // {})[]] | map($same)]")
		case $name in
		empty*) ;;	# rows without anything in the first column
		location*)	# its JSON has another phone than the file
			assert_equal "$(jq -c '.[0][1:]' <<<"$got")" \
			    "$(jq -c '.[0][1:]' <<<"$want")" ;;
		*) assert_equal "$name: $got" "$name: $want" ;;
		esac
		n=$((n + 1))
	done
	assert_equal "$n" 12
}

@test "febrl3: 5,000 rows by --map, then listed, sorted and exported" {
	local file

	data_file linkage/febrl3.csv
	phone_only
	# Six rows have neither of the names: the row's own id stands in.
	expect 0 crm-import "$file" --json --map rec_id=external_id \
	    --map given_name=given_name --map suburb=city --map state=region \
	    --map address_1=address --map 'date_of_birth=custom.born' \
	    --map 'soc_sec_id=-' --map 'street_number=custom.number' \
	    --map 'address_2=custom.address_2' --map surname=family_name \
	    --rejects bad.csv || true
	holds '.read == 5000 and .created + .rejected == 5000 and .rejected <= 6'
	created=$(jq .created <<<"$output")
	assert_equal "$(crm-client list -f id | wc -l)" "$created"
	# Sorted by the folded name, as the C locale sorts it.
	crm-client list --sort name -f tsv -F name | sed 1d |
		tr '[:upper:]' '[:lower:]' >names
	LC_ALL=C sort -c names
	assert_equal "$(wc -l <names)" "$created"
	crm-export clients -f csv >out.csv
	before=$CRM_DB
	export CRM_DB=$BATS_TEST_TMPDIR/again.db
	phone_only
	expect 0 crm-import out.csv --json
	holds ".created == $created and .rejected == 0"
	assert_equal "$(crm-export clients -f csv | sha256sum)" \
	    "$(sha256sum <out.csv)"
	expect 0 crm-db check
}

@test "B30 the guard of spreadsheets comes off again" {
	phone_only
	printf '%s\n' '{"name":"=1+1"}' '{"name":"+351 A"}' '{"name":"-x"}' \
	    '{"name":"@me"}' "{\"name\":\"'=q\"}" "{\"name\":\"'quoted'\"}" \
	    '{"name":"plain","phone":"+351912000011"}' |
		crm-client add - >/dev/null
	crm-export clients --excel -f csv >x.csv
	assert_equal "$(head -c 3 x.csv | od -An -tx1)" " ef bb bf"
	run grep -c $'\r$' x.csv
	assert_output 8
	run grep -aE '(^|,)"?[=+@-]' x.csv
	assert_output ""
	want=$(facts)
	export CRM_DB=$BATS_TEST_TMPDIR/again.db
	phone_only
	expect 0 crm-import x.csv
	assert_equal "$(facts)" "$want"
}

@test "B1 crm-import log and undo: a batch is taken back whole" {
	client Ana --email a@x.pt --city Lisboa
	before=$(facts)
	printf 'name,email,city,notes\nAna B,a@x.pt,Porto,x\nRui,r@x.pt,Faro,y\n' >c.csv
	expect 0 crm-import c.csv --on-duplicate update --json
	holds '.batch == 1'
	printf 'name,email\nEva,e@x.pt\n' >d.csv
	expect 0 crm-import d.csv --json
	holds '.batch == 2'
	expect 0 crm-import log --json
	holds 'length == 2 and .[0].created == 1 and .[1].created == 1
		and .[1].updated == 1 and (.[1].file | endswith("c.csv"))'
	expect 0 crm-import undo 2
	expect 0 crm-import undo 1
	assert_equal "$(facts)" "$before"
	expect 4 crm-import undo 9
	says_part "there is no batch 9"
	run --separate-stderr crm-import undo 1
	assert_not_equal "$status" 0
}

@test "B1 undo of a batch keeps and names what was changed since" {
	printf 'name,email\nAna,a@x.pt\nRui,r@x.pt\nEva,e@x.pt\n' >c.csv
	expect 0 crm-import c.csv
	crm-client edit 2 --city Porto
	crm-note add 3 "after the import"
	expect 0 crm-import undo 1
	assert_regex "$stderr" '(^|[^0-9])client 2([^0-9]|$)'
	assert_regex "$stderr" '(^|[^0-9])client 3([^0-9]|$)'
	assert_equal "$(names)" Rui,Eva
	expect 0 crm-db check
}

@test "notes are imported, their client named by email, phone or name" {
	client "Ana Silva" --email a@x.pt
	client Rui --email r@x.pt --phone +351912000011
	cat >n.csv <<-'END'
	Client,Text,Kind,Date,Author
	a@x.pt,one,allergy,2024-01-02,Zé
	+351 912 000 011,"two
	lines",,,
	ana silva,three,,,
	nobody@x.pt,four,,,
	END
	expect 3 crm-import notes n.csv --json
	summary read=4 created=3 rejected=1
	says_part '"at":"n.csv:6"' 'nobody@x.pt'
	expect 0 crm-note list --sort id -f json -F client_id,text,kind,author,created_at
	holds '.[0] == {"client_id": 1, "text": "one", "kind": "allergy",
		"author": "Zé", "created_at": "2024-01-02T00:00:00Z"}'
	holds '.[1].client_id == 2 and .[1].text == "two\nlines"
		and .[2].client_id == 1'
}

@test "a day that could be two is refused, an ISO one is not" {
	printf 'name,email,created_at\nAna,a@x.pt,01/02/2025\nRui,r@x.pt,2025-02-01\n' \
	    >c.csv
	expect 5 crm-import c.csv
	says_part 'c.csv:2: column "created_at": "01/02/2025" may be' --date-order
	expect 0 crm-import c.csv --date-order dmy
	assert_equal "$(names)" Ana,Rui
}

@test "several files, each a batch; what is wrong with one is told" {
	printf 'name,email\nAna,a@x.pt\n' >c.csv
	printf 'name,email\nRui,r@x.pt\n' >d.csv
	expect 0 crm-import c.csv d.csv
	assert_equal "$(names)" Ana,Rui
	expect 0 crm-import log -f id
	prints 2 1
	# A file that fails after others were stored: the message says so.
	printf 'name,email\nEva,e@x.pt\n' >e.csv
	printf 'name,email\nLeo,l@x.pt\n' >l.csv
	expect 1 crm-import e.csv l.csv nothing.csv --json
	[[ $stderr = '{"error":"unreadable","message":"nothing.csv: '*"crm-import undo 3 4"*',"status":1}' ]] ||
		fail "$stderr"
	expect 0 crm-import undo 3 4
	assert_equal "$(names)" Ana,Rui
	expect 1 crm-import nothing.csv e.csv
	says "crm-import: nothing.csv: No such file or directory"
	assert_equal "$(names)" Ana,Rui
}

@test "values of another country, currency, decimal comma, delimiter" {
	printf 'name^email^phone\nAna^a@x.pt^912000011\n' >c.csv
	expect 0 crm-import c.csv --delimiter '^' --country PT
	expect 0 crm-client list -f csv -F phone
	prints phone +351912000011
	expect 2 crm-import c.csv --delimiter '^^'
	says_part --delimiter
	expect 2 crm-import c.csv --country Ruritania
	says_part --country
}

@test "R1 further addresses: one client each, in the file and in the base" {
	cat >c.csv <<-'END'
	Name,E-mail,E-mail 2,Phone,Mobile
	Ana,ana@x.pt,ana2@x.pt,+351912000011,+351912000012
	Ana again,ANA2@x.pt,,,
	Rui,rui@x.pt,ana@x.pt,,
	Eva,eva@x.pt,Ana2@x.pt,,
	END
	expect 3 crm-import c.csv
	says "crm-import: c.csv:3: email: same as line 2" \
	    "crm-import: c.csv:4: emails: same as line 2" \
	    "crm-import: c.csv:5: emails: same as line 2" \
	    "crm-import: 4 read, 1 created, 0 updated, 1 skipped, 2 rejected"
	expect 0 crm-client show 1 --json
	holds '.emails == ["ana2@x.pt"] and .phones == ["+351912000012"]'
	printf 'name,email,emails\nLeo,leo@x.pt,ana2@x.pt\n' >d.csv
	expect 3 crm-import d.csv --json
	says_part '"email_taken"' "emails: already taken by client 1"
	printf 'name,email\nAnita,ana2@x.pt\n' >d.csv
	expect 0 crm-import d.csv --json
	summary read=1 skipped=1
	# Who is found by it has it as a further one still.
	printf 'name,email,phone\nAna,ANA2@x.pt,+351912000012\n' >d.csv
	expect 0 crm-import d.csv --json --on-duplicate update
	summary read=1 unchanged=1
	expect 0 crm-client show 1 --json
	holds '.email == "ana@x.pt" and .emails == ["ana2@x.pt"]'
	expect 0 crm-db check
}

@test "B2 a rejected row that is broken stays so until it is mended" {
	printf 'name,email\n"a"b,c\nAna,ana@x.pt\n' >c.csv
	expect 3 crm-import c.csv --rejects r.csv
	assert_equal "$(sed -n 2p r.csv)" \
	    ',,2,text after a closing quote in column 1,"""a""b,c"'
	expect 3 crm-import r.csv --rejects s.csv
	assert_equal "${stderr_lines[0]}" \
	    "crm-import: r.csv:2: _text: not put in its columns yet"
	assert_equal "$(sed -n 2p s.csv)" \
	    ',,2,_text: not put in its columns yet,"""a""b,c"'
	printf 'name,email,_line,_error,_text\nAb,ab@x.pt,2,mended,\n' >r.csv
	expect 0 crm-import r.csv
	assert_equal "$(names)" Ana,Ab
}

@test "B9 many rows at once: notes, further addresses, repeats, undo" {
	awk 'BEGIN { print "name,email,notes,E-mail 2"
		for (i = 0; i < 3000; i++) print "N" i ",e" i "@x.pt," \
		    (i % 3 ? "" : "note " i) "," (i % 7 ? "" : "f" i "@x.pt")
		print "Z,e5@x.pt,later," }' >c.csv
	expect 0 crm-import c.csv --json --on-duplicate update
	summary read=3001 created=3000 updated=1
	expect 0 db 'SELECT count(*), count(DISTINCT client_id) FROM note;
		SELECT name FROM client WHERE id = 6;
		SELECT count(*) FROM client_word;
		SELECT count(*) FROM journal WHERE op = '\''insert'\'';
		PRAGMA integrity_check; PRAGMA foreign_key_check'
	prints "1001|1001" Z 429 4001 ok
	expect 0 crm-db check
	unchanged 0 crm-import c.csv
	expect 0 crm-import undo 1
	expect 0 db 'SELECT count(*) FROM client; SELECT count(*) FROM note'
	prints 0 0
}

# Each index is filled in its own order then, past SQLite's upkeep.
@test "B9 some hundred rows into thousands: indexes, numbers, log, undo, an index of one's own" {
	more() {
		awk -v from="$1" 'BEGIN { print "name,email,phone,tags,notes"
			for (i = from; i < from + 700; i++) print "M" 9999 - i \
			    ",m" 7 * i % 701 "_" i "@x.pt," \
			    (i % 5 ? "" : "+3519120" 10000 + i) "," \
			    (i % 4 ? "" : "vip") "," (i % 10 ? "" : "note " i)
			print "O,m" 7 * (from + 1) % 701 "_" from + 1 "@x.pt,,,"
			print "P,e5@x.pt,,,"
			print "Q,not an address,,," }'
	}
	awk 'BEGIN { print "name,email,phone,created_at"
		for (i = 0; i < 3000; i++) print "N" i ",e" i "@x.pt,," \
		    (i % 2 ? "2020-01-02" : "") }' >c.csv
	expect 0 crm-import c.csv
	for from in 1 1001; do
		before=$((from == 1 ? 3000 : 3700)) after=$((from == 1 ? 3700 : 4400))
		[ "$from" = 1 ] || db 'CREATE INDEX mine ON client (city DESC)'
		more "$from" >m.csv
		expect 3 crm-import m.csv --json
		summary read=703 created=700 skipped=2 rejected=1
		expect 0 db 'PRAGMA integrity_check; PRAGMA foreign_key_check;
			SELECT count(*), max(id), (SELECT seq FROM sqlite_sequence
			WHERE name = '\''client'\'') FROM client'
		prints ok "$after|$after|$after"
		expect 0 crm-db check
		expect 0 crm-client list --search "_$((from + 1))@x" \
		    -F id,name,total_bookings,status,stage -f csv
		prints id,name,total_bookings,status,stage \
		    "$((before + 2)),M$((9998 - from)),0,active,discovery"
		unchanged 3 crm-import m.csv
	done
	assert_equal "$(crm-client list --tag vip -F id -f csv | wc -l)" 351
	expect 0 crm-import undo 2
	expect 0 db 'SELECT count(*), max(id) FROM client; SELECT count(*) FROM note;
		PRAGMA integrity_check'
	prints "3700|4400" 70 ok
	expect 0 crm-client add After --email after@x.pt
	expect 0 db 'SELECT max(id) FROM client'
	prints 4401
}

@test "P8 all has no plan, and takes no option that would be of no effect" {
	client Ana --email ana@x.pt
	crm-export all >facts.ndjson
	unchanged 2 crm-import all facts.ndjson --dry-run --format ndjson
	says_part '"all has no plan: its stream says itself what is stored; --dry-run alone tries it"'
	for option in "--mode update" "--commit-every 5" "--on-duplicate fill" "--map a=name" \
	    "--rejects r.csv" "--source x" "--preset none"; do
		# shellcheck disable=SC2086 # an option and its value
		unchanged 2 crm-import all facts.ndjson $option
		assert_regex "$stderr" "^crm-import: all is taken as crm-export all wrote it: no --[a-z-]* with it"
	done
	unchanged 0 crm-import all facts.ndjson --dry-run --max row=5000000
}

# The names in quotes are patterns of sed.
# shellcheck disable=SC2016,SC2094
@test "C12 a stream of crm-export all that is cut, changed or not one" {
	client Ana --email ana@x.pt
	client Rui --email rui@x.pt
	crm-export all >all
	for wrong in '1d' '$d' 's/"status":"active"/"status":"odd"/' \
	    's/"type":"client"/"type":"shoe"/' 's/"name"/"nam"/' \
	    's/"id":2/"id":"x"/' '1s/1,/2,/'; do
		sed "$wrong" all >wrong
		expect 5 crm-import all wrong -d new.db
		assert_regex "$stderr" 'wrong:[0-9]+: .*nothing was imported'
	done
	sed 's/rui@/rui2@/' all >wrong
	unchanged 5 crm-import all wrong
	says_part "wrong:3: client 2 is there already, and differs in email"
	unchanged 0 crm-import all all
}

@test "B3 --mode: insert, update, upsert" {
	printf 'name,email,city\nAna,ana@x.pt,Porto\nRui,rui@x.pt,Faro\n' >a.csv
	client Ana --email ana@x.pt
	expect 0 crm-import a.csv --mode update
	says "crm-import: 2 read, 0 created, 1 updated, 1 skipped, 0 rejected"
	assert_equal "$(crm-client list -f csv -F name | tail -n +2)" Ana
	assert_equal "$(crm-client show 1 --json | jq -r .city)" Porto
	sed -i 's/Porto/Braga/' a.csv
	expect 0 crm-import a.csv --mode insert
	says "crm-import: 2 read, 1 created, 0 updated, 1 skipped, 0 rejected"
	assert_equal "$(crm-client show 1 --json | jq -r .city)" Porto
	expect 0 crm-import a.csv --mode upsert --on-duplicate fill
	says "crm-import: 2 read, 0 created, 0 updated, 0 skipped, 0 rejected, 2 unchanged"
	printf 'Eva,eva@x.pt,Beja\n' >>a.csv
	expect 0 crm-import a.csv --mode upsert
	says "crm-import: 3 read, 1 created, 1 updated, 0 skipped, 0 rejected, 1 unchanged"
	assert_equal "$(crm-client show 1 --json | jq -r .city)" Braga
	unchanged 0 crm-import a.csv --mode upsert
	unchanged 2 crm-import a.csv --mode insert --on-duplicate update
	says "crm-import: --mode insert leaves alone what is there: no --on-duplicate with it"
	unchanged 2 crm-import a.csv --mode upsert --on-duplicate error
	says "crm-import: --mode upsert goes with --on-duplicate fill or update"
	unchanged 2 crm-import a.csv --mode replace
	says_part "--mode: "
}

@test "B5 --external-id and --source: a record is known by its number elsewhere" {
	printf 'Nr,name,email\n17,Ana,ana@x.pt\n18,Rui,rui@x.pt\n' >a.csv
	expect 0 crm-import a.csv --external-id Nr --source till
	assert_equal "$(crm-client list --sort id -f csv -F name,external_id,source | tail -n +2)" \
	    'Ana,17,till
Rui,18,till'
	# Another name and email, the same number.
	printf 'Nr,name,email\n17,Ana Silva,ana@y.pt\n' >b.csv
	expect 0 crm-import b.csv --external-id Nr --source till --mode update
	says "crm-import: 1 read, 0 created, 1 updated, 0 skipped, 0 rejected"
	assert_equal "$(crm-client show 1 --json | jq -c '[.name, .email]')" '["Ana Silva","ana@y.pt"]'
	# The same number of another program is somebody else's.
	printf 'Nr,name,email\n17,Max,max@y.pt\n' >c.csv
	expect 0 crm-import c.csv --external-id Nr --source other
	says "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
	expect 2 crm-import c.csv --external-id Number
	says_part "no such column"
}

@test "P12 the summary adds up, in the answer and in the log" {
	local sum='.read == .created + .updated + .unchanged + .skipped +
	    .rejected + .pending'

	client Ana --email a@x.pt --city Faro
	client Rui --email r@x.pt
	cat >c.csv <<-'END'
	name,email,city
	Ana,a@x.pt,Faro
	Rui,r@x.pt,Beja
	Eva,e@x.pt,
	Eva,e@x.pt,
	Eva,e@x.pt,Olhao
	Bad,bad@,
	END
	expect 3 crm-import c.csv --on-duplicate update --json
	summary read=6 created=1 updated=2 unchanged=2 rejected=1
	holds "$sum"
	expect 0 crm-import log --json
	holds ".[0] | $sum and .unchanged == 2 and (.digest | length) == 16"
	expect 3 crm-import c.csv
	assert_equal "${stderr_lines[-1]}" \
	    "crm-import: 6 read, 0 created, 0 updated, 5 skipped, 1 rejected"
	expect 3 crm-import c.csv --on-duplicate fill
	assert_equal "${stderr_lines[-1]}" \
	    "crm-import: 6 read, 0 created, 0 updated, 0 skipped, 1 rejected, 5 unchanged"
}

@test "B1 undo in buckets: reversed, kept since it changed, failed; as JSON and CSV" {
	client Tom --email t@x.pt --city Faro
	client Uma --email u@x.pt
	printf 'name,email,city\nTom,t@x.pt,Beja\nUma,u@x.pt,Faro\nEva,e@x.pt,\nIda,i@x.pt,\nLea,l@x.pt,\n' >c.csv
	crm-import c.csv --on-duplicate update -q
	crm-client edit 1 --city Porto
	crm-note add 3 "a later note" >/dev/null
	cp "$CRM_DB" copy.db
	expect 0 crm-import undo 1 --json
	holds '(del(.left)) == {"change":3,"reversed":3,"kept":2,"failed":0} and .left == [
	    {"bucket":"kept","type":"client","id":1,"reason":"client 1 (Tom): city changed since by change 4; kept"},
	    {"bucket":"kept","type":"client","id":3,"reason":"client 3 (Eva): note 1 refers to it; kept"}]'
	expect 0 crm-import undo 1 -f csv -d copy.db -F change,reversed,kept,failed
	prints change,reversed,kept,failed 3,3,2,0
	assert_equal "${stderr_lines[0]}" \
	    "crm-import: client 1 (Tom): city changed since by change 4; kept"
	assert_equal "$(crm-client list --sort id -f csv -F name,city)" \
	    $'name,city\nTom,Porto\nUma,\nEva,'
	# The address that an import took from a client is another's since.
	client Old --email o@x.pt
	id=$(crm-client show o@x.pt -f csv -F id | tail -1)
	printf 'id,name,email\n%s,Old,new@x.pt\n' "$id" >d.csv
	crm-import d.csv --on-duplicate update -q
	client Thief --email o@x.pt
	expect 0 crm-import undo 2 --json
	holds '.reversed == 0 and .kept == 0 and .failed == 1 and .left[0].bucket == "failed"
	    and .left[0].type == "client"'
	[[ $stderr = *"email"* ]]
}

@test "P7 countries by their names, in six languages and their own" {
	awk -F'\t' '!/^#/ { for (i = 2; i <= NF; i++)
		printf "N%d,n%d@x.pt,\"%s\",%s\n", ++n, n, $i, $1 }' \
	    "$ROOT/share/country.tsv" >rows
	[[ $(wc -l <rows) -gt 800 ]]
	{ echo name,email,country,want; cat rows; } >c.csv
	expect 0 crm-import c.csv -q --map want=custom.want
	assert_equal "$(crm-client list --limit 9999 -f json |
		jq -c '.[] | select(.country != .custom.want)')" ""
	expect 0 crm-import - -q <<-'END'
		Name,Email,Country,Phone
		A,a@x.pt,  Brasil ,(11) 90000-0013
		B,b@x.pt,DEUTSCHLAND,
		C,c@x.pt,Bolivia (Plurinational State of),
		D,d@x.pt,Côte d’Ivoire,
		E,e@x.pt,Österreich,
		F,f@x.pt,pt,912 000 011
	END
	assert_equal "$(crm-client list --limit 9999 -f csv -F email,country,phone | grep '^[a-f]@' | sort)" \
	    'a@x.pt,BR,+5511900000013
b@x.pt,DE,
c@x.pt,BO,
d@x.pt,CI,
e@x.pt,AT,
f@x.pt,PT,+351912000011'
	# What is no country is kept all the same.
	expect 0 crm-import - -q --preset outlook <<-'END'
		First Name,Last Name,E-mail Address,Home Country/Region
		Zoe,Zed,zz@x.pt,Atlantis
		Yan,Yed,yy@x.pt,Italia
	END
	assert_equal "$(crm-client show zz@x.pt --json | jq -c '[.country, .custom.country]')" '[null,"Atlantis"]'
	assert_equal "$(crm-client show yy@x.pt --json | jq -c '[.country, .custom.country]')" '["IT",null]'
	expect 0 crm-import - -q <<-'END'
		BEGIN:VCARD
		VERSION:3.0
		FN:Max
		EMAIL:max@x.pt
		ADR:;;Weg 1;Wien;;1010;Austria
		END:VCARD
	END
	expect 0 crm-client show max@x.pt -f json
	holds '.country == "AT"'
}
