#!/usr/bin/env bats
# crm-export: features Q1, Q3, Q4; P10 of quality.md; C12, C16.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# A base with something of everything.
fill() {
	crm-config set client.require name
	crm-config set account.country PT
	cat >in <<-'END'
	{"name":"Ana Silva","email":"a@x.pt","phone":"912000011","tags":["vip","São João"],"custom":{"shoe":38,"a":[1,{"b":null}]},"emails":["a@y.pt"],"phones":["+351912000022"],"birthday":"--02-29","blocked":true,"created_at":"2020-01-02T03:04:05Z"}
	{"name":"Rui, \"o\" Costa","city":"two  blanks","address":"a;b\tc|d","language":"pt-BR","country":"BR"}
	{"name":"渡辺 美緒","email":"mio@x.pt","status":"inactive","source":"fresha","external_id":"0077"}
	{"name":"Del","email":"d@x.pt"}
	{"name":"Spam","email":"s@x.pt"}
	{"name":"Arch","email":"r@x.pt","staff":"tester"}
	END
	crm-client add - <in >/dev/null
	crm-client delete 4
	crm-client spam 5
	crm-client archive 6
	crm-client block 2 --reason "no show"
	printf '%s\n' '{"client_id":1,"text":"first\n\nsecond \"line\"","kind":"allergy"}' \
	    '{"client_id":4,"text":"of one who is deleted","author":"Zé"}' |
		crm-note add - >/dev/null
}

@test "Q1 the clients as CSV, TSV, JSON and NDJSON" {
	fill
	expect 0 crm-export clients -f csv
	assert_line -n 0 -e '^id,name,given_name,family_name,email,phone,'
	assert_line -n 2 -e '^2,"Rui, ""o"" Costa",'
	want=$(crm-client list --sort id -f csv)
	assert_equal "$(crm-export clients -f csv --sort id)" "$want"
	expect 0 crm-export clients -f json --sort id
	holds 'length == 4 and .[0].tags == ["vip", "São João"]
		and .[0].custom == {"shoe": 38, "a": [1, {"b": null}]}
		and .[1].name == "Rui, \"o\" Costa" and .[0].blocked == true'
	expect 0 crm-export clients -f ndjson
	assert_equal "${#lines[@]}" 4
	expect 0 crm-export clients -f tsv -F id,name --sort id
	prints $'id\tname' $'1\tAna Silva' $'2\t"Rui, ""o"" Costa"' \
	    $'3\t渡辺 美緒' $'6\tArch'
	expect 0 crm-export notes -f csv -F client_id,text --sort id
	prints client_id,text $'1,"first\n\nsecond ""line"""' \
	    "4,of one who is deleted"
	expect 2 crm-export shoes
	says_part "crm-export: " shoes
	expect 2 crm-export
	says_part "crm-export: "
}

@test "Q3 Q4 the filters of the list hold for the export" {
	fill
	expect 0 crm-export clients --old -f csv -F name
	prints name "Ana Silva"
	expect 0 crm-export clients --tag vip --search ana -f csv -F id
	prints id 1
	expect 0 crm-export clients --status deleted -f csv -F name
	prints name Del
	expect 0 crm-export clients --status any -f csv -F name --sort id
	assert_equal "${#lines[@]}" 7
	expect 0 crm-export clients --search nobody -f json
	prints "[]"
	expect 0 crm-export clients --search nobody -f csv -F id,name
	prints id,name
	expect 0 crm-export notes --client a@x.pt -f csv -F kind
	prints kind allergy
	expect 2 crm-export clients --shoe 3
	says_part --shoe
}

@test "C12 C16 export all and import all give the identical export" {
	fill
	crm-export all >all.ndjson
	jq -e . all.ndjson >/dev/null
	holds '.crm == 1 and .schema >= 1' "$(head -1 all.ndjson)"
	assert_equal "$(jq -r '.type // empty' all.ndjson | sort | uniq -c |
		tr -s ' ' | paste -sd,)" " 6 client, 2 note, 2 setting"
	assert_equal "$(facts | sha256sum)" "$(sha256sum <all.ndjson)"
	export CRM_DB=$BATS_TEST_TMPDIR/other.db
	expect 0 crm-import all all.ndjson
	assert_equal "$(facts)" "$(cat all.ndjson)"
	expect 0 crm-db check
	unchanged 0 crm-import all all.ndjson
	expect 0 crm-client show a@y.pt -f tsv -F id
	prints id 1
	expect 0 crm-client list --search "sao" --tag "sao joao" -f id
	# Not into a database that holds something else.
	export CRM_DB=$BATS_TEST_TMPDIR/third.db
	client Other --email other@x.pt
	before=$(digest)
	run --separate-stderr crm-import all all.ndjson
	assert_not_equal "$status" 0
	assert_equal "$(digest)" "$before"
}

@test "C16 clients through csv, tsv, json, ndjson, xlsx, vcard: the identical export" {
	local format

	fill
	want=$(crm-export clients --status any --sort id -f ndjson |
		jq -c 'del(.id, .updated_at)')
	for format in csv tsv json ndjson xlsx vcard; do
		crm-export clients --status any --sort id -f $format >"out.$format"
		(
			export CRM_DB=$BATS_TEST_TMPDIR/$format.db
			crm-config set client.require name
			run --separate-stderr crm-import "out.$format"
			assert_equal "$format: $status: $stderr" "$format: 0: $stderr"
			assert_equal "$format: $(crm-export clients --status any \
			    --sort id -f ndjson |
				jq -c 'del(.id, .updated_at)')" "$format: $want"
			crm-db check
		)
	done
}

@test "C16 notes through csv, tsv, json, ndjson, xlsx: the identical export" {
	local format

	fill
	crm-export all >all.ndjson
	want=$(facts)
	for format in csv tsv json ndjson xlsx; do
		crm-export notes --sort id -f $format >"out.$format"
		(
			export CRM_DB=$BATS_TEST_TMPDIR/$format.db
			crm-import all all.ndjson
			crm-note delete 1 2
			crm-import notes "out.$format"
			assert_equal "$format: $(facts)" "$format: $want"
		)
	done
}

@test "C16 records of every type through csv, xlsx and ndjson" {
	local format type

	fill
	crm-config set account.timezone Europe/Lisbon 2>/dev/null
	crm-export all >clients.ndjson
	crm-booking add 1 '=Cut, "long"' 2026-10-25T00:30:00Z --price 12.5 \
	    --currency EUR --notes $'two\nlines' --source portal >/dev/null
	crm-booking add 1 Night 2026-10-25T01:30:00Z --status completed >/dev/null
	crm-order add 1 Soap 1200 --currency JPY --status paid >/dev/null
	crm-purchase add 1 "_x0041_ Book _x0041_" amazon 1.250 --currency KWD \
	    --transaction 0012345678901234567 >/dev/null
	crm-project add 1 Kitchen --starts 2026-03-01 --due 2026-04-01 >/dev/null
	crm-task add 1 "Call" --due 2026-03-20 --assignee zé >/dev/null
	crm-form add 1 intake '{"Q, 1": "a;b", "n": 3}' >/dev/null
	crm-event add 1 review $'so \xef\xbf\xbeso\xef\xbf\xbf' --rating 3 >/dev/null
	for format in csv xlsx ndjson; do
		for type in bookings orders purchases projects tasks forms events; do
			crm-export "$type" --sort id -f "$format" -o "$type.$format"
			want=$(crm-export "$type" --sort id -f ndjson | jq -c 'del(.id)')
			(
				export CRM_DB=$BATS_TEST_TMPDIR/$type.$format.db
				crm-import all clients.ndjson 2>/dev/null
				expect 0 crm-import "$type" "$type.$format"
				assert_equal "$type, $format: $(crm-export "$type" --sort id -f ndjson |
					jq -c 'del(.id)')" "$type, $format: $want"
			)
		done
	done
}

# What was accepted must come out of every format as it is in the database,
# and what was not must be named by its line.
@test "P10 naughty strings survive every format, or are refused by line" {
	local file total kept what format

	data_file text/naughty_strings.json
	total=$(jq length "$file")
	crm-config set client.require name
	jq -c '.[] | {name: ., source: "n"}' "$file" >in
	expect 3 crm-client add - <in
	refused=$(wc -l <<<"$stderr")
	kept=$(wc -l <<<"$output")
	assert_equal "$((kept + refused))" "$total"
	assert [ "$kept" -gt 480 ]
	run grep -Evc '^crm-client: stdin:[0-9]+: [a-z_]+: ' <<<"$stderr"
	assert_output 0
	# Nothing on stderr that a terminal would obey.
	run grep -aPc '[\x00-\x08\x0b-\x1f\x7f]' <<<"$stderr"
	assert_output 0
	jq -c '.[] | {client_id: 1, text: .}' "$file" >in
	run --separate-stderr crm-note add - <in
	assert_equal "$(($(wc -l <<<"$stderr") + $(wc -l <<<"$output")))" "$total"
	expect 0 crm-db check
	# A string of plain text is stored as it was given.
	jq -r '.[] | select(test("^[!-~]+( [!-~]+)*$")) | @json' "$file" | sort >want
	db 'SELECT json_quote(name) FROM client UNION SELECT json_quote(text) FROM note' |
		sort >got
	run comm -23 <(jq -r @json want | sort -u) <(jq -r @json got | sort -u)
	assert_output ""
	db 'SELECT hex(name) FROM client ORDER BY id' >names
	db 'SELECT hex(text) FROM note ORDER BY id' >texts
	home=$CRM_DB
	for format in csv tsv json ndjson xlsx vcard; do
		CRM_DB=$home crm-export clients -f $format --sort id >c.$format
		[ $format = vcard ] ||
			CRM_DB=$home crm-export notes -f $format --sort id >n.$format
		export CRM_DB=$BATS_TEST_TMPDIR/$format.db
		crm-config set client.require name
		run --separate-stderr crm-import c.$format
		assert_equal "$format: $status: $stderr" "$format: 0: $stderr"
		if [ $format = vcard ]; then # it has no ids: the same is the same
			run diff <(db 'SELECT hex(name) FROM client' | sort) \
			    <(sort -u names)
			assert_output ""
			continue
		fi
		assert_equal "$format: $(db 'SELECT hex(name) FROM client ORDER BY id' |
			diff - names | head -5)" "$format: "
		run --separate-stderr crm-import notes n.$format
		assert_equal "$format: $status: $stderr" "$format: 0: $stderr"
		assert_equal "$format: $(db 'SELECT hex(text) FROM note ORDER BY id' |
			diff - texts | head -5)" "$format: "
	done
	# A table shows them on one line each, without a control character.
	CRM_DB=$home run crm-client list -F name
	assert_equal "${#lines[@]}" "$((kept + 1))"
	CRM_DB=$home run bash -c 'crm-note list -F text | grep -aPc "[\x00-\x09\x0b-\x1f\x7f]"'
	assert_output 0
}

@test "P10 --excel guards every formula of the naughty strings, losslessly" {
	data_file text/naughty_strings.json
	crm-config set client.require name
	jq -c '.[] | {name: ., city: .}' "$file" | crm-client add - \
	    >/dev/null 2>&1 || true
	crm-export clients --excel -f csv --sort id >x.csv
	db 'SELECT hex(name), hex(city) FROM client ORDER BY id' >want
	export CRM_DB=$BATS_TEST_TMPDIR/other.db
	crm-config set client.require name
	run --separate-stderr crm-import x.csv
	assert_success
	run diff want <(db 'SELECT hex(name), hex(city) FROM client ORDER BY id')
	assert_output ""
	jq -Rs 'split("\r\n")[1:] | join("\n")' x.csv >/dev/null
	run python3 - x.csv <<-'END'
	import csv, sys
	rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
	print(sum(1 for r in rows[1:] for c in r if c[:1] in "=+-@\t\r" and c))
	END
	assert_output 0
}

@test "-o writes the export whole, 0600, or leaves the old one" {
	fill
	expect 0 crm-export clients -f csv -o out.csv
	prints ""
	assert_equal "$(cat out.csv)" "$(crm-export clients -f csv)"
	assert_equal "$(stat -c %a out.csv)" 600
	expect 2 crm-export clients -f csv -F shoe -o out.csv
	assert_equal "$(cat out.csv)" "$(crm-export clients -f csv)"
	expect 0 crm-export all -o all.ndjson
	assert_equal "$(cat all.ndjson)" "$(facts)"
	assert_equal "$(find . -name '.crm-*')" ""
}

# The cells of the first sheet of a workbook, a line each: C2 t=n s=3 46000.5
cells() {
	unzip -p "$1" xl/worksheets/sheet1.xml | sed 's/<c /\n<c /g' |
		sed -n 's|^<c r="\([A-Z]*[0-9]*\)"\([^>]*\)>\(.*\)</c>.*|\1\2 \3|p' |
		sed 's|<is><t[^>]*>\(.*\)</t></is>|\1|; s|<v>\(.*\)</v>|\1|'
}

@test "Q2 B11 xlsx: numbers, days and times are cells of that kind, phones are text" {
	fill
	crm-config set account.timezone Europe/Lisbon 2>/dev/null
	crm-client edit 1 --birthday 1990-02-28
	crm-client edit 2 --birthday --02-03
	expect 0 crm-export clients --sort id --limit 2 -f xlsx -o clients.xlsx \
	    -F id,name,phone,birthday,blocked,created_at,custom,spent,tags
	prints ""
	assert_equal "$(cells clients.xlsx | sed -n 10,27p)" 'A2 1
B2 s="2" t="inlineStr" Ana Silva
C2 s="2" t="inlineStr" +351912000011
D2 s="3" 32932
E2 t="b" 1
F2 s="4" 43832.12783564815
G2 s="2" t="inlineStr" {"shoe":38,"a":[1,{"b":null}]}
H2 s="5" 0
I2 s="2" t="inlineStr" vip,São João
A3 2
B3 s="2" t="inlineStr" Rui, "o" Costa
D3 s="2" t="inlineStr" --02-03
E3 t="b" 1
F3 s="4" 46096.41666666667
H3 s="5" 0'
	unzip -p clients.xlsx xl/worksheets/sheet1.xml >sheet
	grep -q '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' sheet
	grep -q '<autoFilter ref="A1:I3"/>' sheet
	assert_equal "$(stat -c %a clients.xlsx)" 600
	# The same again, byte by byte.
	crm-export clients --sort id --limit 2 -f xlsx -o again.xlsx \
	    -F id,name,phone,birthday,blocked,created_at,custom,spent,tags
	cmp clients.xlsx again.xlsx
	unzip -p again.xlsx docProps/core.xml | grep -q 2026-03-15T10:00:00Z
}

@test "B11 xlsx: what no cell holds exactly is text" {
	crm-config set client.require name
	crm-config set account.timezone Europe/Lisbon 2>/dev/null
	client Night --created 2026-10-25T00:30:00Z
	client Again --created 2026-10-25T01:30:00Z
	client Old --created 1899-12-31T12:00:00Z --birthday 1900-02-28
	crm-export clients --sort id -f xlsx -F created_at,birthday -o x.xlsx
	assert_equal "$(cells x.xlsx | tail -n +3)" 'A2 s="2" 46320.0625
A3 s="3" t="inlineStr" 2026-10-25T01:30:00Z
A4 s="3" t="inlineStr" 1899-12-31T12:00:00Z
B4 s="3" t="inlineStr" 1900-02-28'
	crm-export clients --search nobody -f xlsx -o none.xlsx
	assert_equal "$(cells none.xlsx | head -n 2)" 'A1 s="1" t="inlineStr" id
B1 s="1" t="inlineStr" name'
	expect 1 crm-export clients -f xlsx -o /dev/full
	says_part "crm-export: /dev/full: "
}

@test "B28 vcard: names, contacts, address, tags, and what has no property" {
	fill
	crm-client edit 1 --birthday --02-03 --city Porto --country PT
	expect 0 crm-export clients --sort id --limit 2 -f vcard
	prints $'BEGIN:VCARD\r' $'VERSION:3.0\r' $'FN:Ana Silva\r' \
	    $'N:Silva;Ana;;;\r' $'EMAIL;TYPE=PREF:a@x.pt\r' $'EMAIL:a@y.pt\r' \
	    $'TEL;TYPE=PREF:+351912000011\r' $'TEL:+351912000022\r' \
	    $'ADR:;;;Porto;;;PT\r' $'BDAY:--02-03\r' \
	    $'CATEGORIES:vip,São João\r' $'UID:crm-client-1\r' \
	    $'X-CRM-STATUS:active\r' $'X-CRM-BLOCKED:yes\r' \
	    $'X-CRM-CREATED-AT:2020-01-02T03:04:05Z\r' \
	    $'X-CRM-CUSTOM:{"shoe":38\\,"a":[1\\,{"b":null}]}\r' \
	    $'X-CRM-ACTIVATED-AT:2020-01-02T03:04:05Z\r' \
	    $'X-CRM-UPDATED-AT:2026-03-15T10:00:00Z\r' $'END:VCARD\r' \
	    $'BEGIN:VCARD\r' $'VERSION:3.0\r' $'FN:Rui\\, "o" Costa\r' \
	    $'N:Rui;"o" Costa;;;\r' $'ADR:;;a\\;b c|d;two blanks;;;BR\r' \
	    $'UID:crm-client-2\r' $'X-CRM-LANGUAGE:pt-BR\r' \
	    $'X-CRM-STATUS:active\r' $'X-CRM-BLOCKED:yes\r' \
	    $'X-CRM-CREATED-AT:2026-03-15T10:00:00Z\r' \
	    $'X-CRM-BLOCK-REASON:no show\r' \
	    $'X-CRM-ACTIVATED-AT:2026-03-15T10:00:00Z\r' \
	    $'X-CRM-UPDATED-AT:2026-03-15T10:00:00Z\r' $'END:VCARD\r'
	expect 0 crm-export clients --sort id --limit 1 -f vcard \
	    --vcard-version 4.0 -F name,email,birthday
	prints $'BEGIN:VCARD\r' $'VERSION:4.0\r' $'FN:Ana Silva\r' $'N:;;;;\r' \
	    $'EMAIL;PREF=1:a@x.pt\r' $'BDAY:--0203\r' $'END:VCARD\r'
	expect 2 crm-export clients -f vcard --vcard-version 2.1
	says 'crm-export: --vcard-version: not 3.0 or 4.0: "2.1"'
	expect 2 crm-export clients -F email -f vcard
	says "crm-export: a vCard needs a name: it is for clients, with the field name"
	expect 2 crm-export notes -f vcard
	says "crm-export: a vCard is for clients, and not for notes"
	# A project has a name as well.
	crm-project add a@x.pt Garden
	expect 2 crm-export projects -f vcard
	says "crm-export: a vCard is for clients, and not for projects"
}

@test "B28 vcard: long lines are folded between letters" {
	client "$(printf 'é%.0s' {1..60})" --email a@x.pt
	crm-export clients -f vcard >cards
	assert_equal "$(LC_ALL=C awk '{ sub(/\r$/, "") } length($0) > 75' cards)" ""
	assert_equal "$(tr -d '\r' <cards | sed -z 's/\n //g' | sed -n 3p)" \
	    "FN:$(printf 'é%.0s' {1..60})"
	iconv -f UTF-8 -t UTF-16 <cards >/dev/null
}

@test "pdf: a list as a table, the header on every page" {
	local i

	fill
	for ((i = 1; i <= 60; i++)); do
		echo "{\"name\":\"Number $i\",\"email\":\"n$i@x.pt\"}"
	done | crm-client add - >/dev/null
	expect 0 crm-export clients --sort id -f pdf -o clients.pdf
	prints ""
	pdftotext -layout clients.pdf text 2>/dev/null
	grep -qE '^ *Id +Name +Email +Phone +Total bookings +Last visit +Status$' text
	assert_equal "$(grep -c 'Total bookings' text)" \
	    "$(pdfinfo clients.pdf | awk '/^Pages/ { print $2 }')"
	grep -qE '^ *1 +Ana Silva +a@x.pt +\+351912000011 +0 +active$' text
	assert_equal "$(grep -cE '^ *[0-9]+ +Number [0-9]+ ' text)" 60
	qpdf --check clients.pdf >/dev/null
	crm-export clients --search nobody -f pdf -o none.pdf
	pdftotext -layout none.pdf - 2>/dev/null | grep -q "There is nothing to show."
	expect 2 crm-export clients -f pdf -o x.pdf -F id,shoes
	says_part "crm-export: no field" shoes
}

@test "K14 Q6 pdf: the report of purchases has their totals, each currency by itself" {
	crm-config set account.currency EUR 2>/dev/null
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	crm-purchase add 1 Course hotmart 97.50 --currency BRL >/dev/null
	crm-purchase add 1 Book hotmart 2.50 --currency BRL >/dev/null
	crm-purchase add 2 Thing shop 12.345 --currency KWD >/dev/null
	crm-purchase add 2 Toy amazon 42 --currency JPY --status refunded >/dev/null
	expect 0 crm-export purchases -f pdf -o p.pdf
	qpdf --check p.pdf >/dev/null
	pdftotext -layout p.pdf text 2>/dev/null
	grep -qE '^ *Total purchases +Active revenue +Lost revenue +Total$' text
	grep -qE '^ *4 +100.00 BRL +42 JPY +100.00 BRL$' text
	grep -qE '^ *12.345 KWD +42 JPY$' text
	# Under the same options as the rows.
	crm-export purchases -f pdf -o p.pdf --client 2
	pdftotext -layout p.pdf text 2>/dev/null
	grep -qE '^ *2 +12.345 KWD +42 JPY +42 JPY$' text
	assert_equal "$(grep -c hotmart text)" 0
	crm-order add 1 Comb 10 --status paid >/dev/null
	crm-export orders -f pdf -o o.pdf
	pdftotext -layout o.pdf - 2>/dev/null | grep -qE '^ *1 +10.00 EUR +10.00 EUR$'
	crm-booking add 1 Cut yesterday --price 5 --status completed >/dev/null
	crm-export bookings -f pdf -o b.pdf
	pdftotext -layout b.pdf - 2>/dev/null | grep -qE '^ *1 +1 +5.00 EUR$'
}
