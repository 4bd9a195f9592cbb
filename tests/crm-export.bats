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

@test "C16 clients through csv, tsv, json, ndjson: the identical export" {
	local format

	fill
	want=$(crm-export clients --status any --sort id -f ndjson |
		jq -c 'del(.id, .updated_at)')
	for format in csv tsv json ndjson; do
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

@test "C16 notes through csv, tsv, json, ndjson: the identical export" {
	local format

	fill
	crm-export all >all.ndjson
	want=$(facts)
	for format in csv tsv json ndjson; do
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

# What was accepted must come out of every format as it is in the database,
# and what was not must be named by its line.
@test "P10 naughty strings survive every format, or are refused by line" {
	local file total kept what format

	file=$(data_file text/naughty_strings.json)
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
	for format in csv tsv json ndjson; do
		CRM_DB=$home crm-export clients -f $format --sort id >c.$format
		CRM_DB=$home crm-export notes -f $format --sort id >n.$format
		export CRM_DB=$BATS_TEST_TMPDIR/$format.db
		crm-config set client.require name
		run --separate-stderr crm-import c.$format
		assert_equal "$format: $status: $stderr" "$format: 0: $stderr"
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
	file=$(data_file text/naughty_strings.json)
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
