#!/usr/bin/env bats
# crm-client: features A1-A25, B1-B31, C1-C15; rules R1, R20-R22, R24.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# names FILTER...: the names that a list gives, on one line.
names() {
	crm-client list -f tsv -F name --sort name "$@" 2>/dev/null | sed 1d | paste -sd,
}

# --- A: the record -------------------------------------------------------------

@test "A1 A19 one record for every client: add, show, edit, delete" {
	expect 0 crm-client add "Ana Silva" --email ana@x.pt
	prints 1
	says ""
	expect 0 crm-client show 1 -f csv -F id,name,email,status
	prints id,name,email,status "1,Ana Silva,ana@x.pt,active"
	expect 0 crm-client edit 1 --email ana@y.pt --city Lisboa
	prints ""
	expect 0 crm-client edit 1 --region Norte --json
	holds '.id == 1 and .email == "ana@y.pt" and .city == "Lisboa"
		and .region == "Norte" and (.updated_at == "2026-03-15T10:00:00Z")'
	expect 0 crm-client delete 1
	prints ""
	expect 0 crm-client list --json
	prints "[]"
	expect 4 crm-client show 99
	says 'crm-client: there is no client "99"'
	expect 4 crm-client edit 99 --city Porto
	says 'crm-client: there is no client "99"'
}

@test "A1 add --json answers with the record: every field, of its type" {
	expect 0 crm-client add "Ana Silva" --email ana@x.pt --json
	holds 'keys_unsorted[0:24] == ["id","name","given_name","family_name",
		"email","phone","language","status","blocked","staff","address",
		"city","region","postcode","country","birthday","source",
		"external_id","tags","stage","created_at","total_bookings",
		"last_visit","last_activity"]'
	holds '.id == 1 and .blocked == false and .tags == [] and .phone == null
		and .total_bookings == 0 and .stage == "discovery"
		and .status == "active" and .last_visit == null'
	expect 0 crm-client list -f csv
	assert_line -n 0 -e '^id,name,given_name,family_name,email,phone,language,status,blocked,staff,address,city,region,postcode,country,birthday,source,external_id,tags,stage,created_at,total_bookings,last_visit,last_activity(,|$)'
}

@test "A2 the name is required: empty or blank ends with status 2" {
	expect 2 crm-client add --email ana@x.pt
	says "crm-client: name: required"
	expect 2 crm-client add --name "" --email ana@x.pt
	says "crm-client: name: required"
	expect 2 crm-client add $' \t ' --email ana@x.pt
	says "crm-client: name: required"
	client Ana --email ana@x.pt
	expect 2 crm-client edit 1 --name " "
	says "crm-client: name: required"
	assert_equal "$(names)" Ana
}

@test "A3 first and last name: taken, derived, and the first stays" {
	client --first "Ana Maria" --last Silva --email a@x.pt
	client "Rui Costa Lima" --email r@x.pt
	client "Reis, Eva" --email e@x.pt
	client Plato --email p@x.pt
	expect 0 crm-client list -f csv -F name,given_name,family_name --sort id
	prints name,given_name,family_name "Ana Maria Silva,Ana Maria,Silva" \
	    "Rui Costa Lima,Rui,Costa Lima" '"Reis, Eva",Eva,Reis' Plato,Plato,
	expect 2 crm-client edit 1 --first ""
	says "crm-client: given_name: required"
	expect 0 crm-client edit 1 --last Sousa
	assert_equal "$(crm-client show 1 -f tsv -F name | sed 1d)" \
	    "Ana Maria Sousa"
}

@test "A4 R1 the email is required by default; client.require says otherwise" {
	expect 2 crm-client add Ana
	says "crm-client: email: required"
	crm-config set client.require name
	expect 0 crm-client add Ana
	prints 1
	crm-config set client.require name,phone
	expect 2 crm-client add Rui --email r@x.pt
	says "crm-client: phone: required"
	expect 0 crm-client add Rui --phone +351912000011
	crm-config unset client.require
	expect 0 crm-client edit 2 --city Faro
	expect 0 crm-client edit 2 --email r@x.pt
	expect 2 crm-client edit 2 --email ""
	says "crm-client: email: required"
}

@test "A5 a taken email is refused, status 5, naming the holder" {
	client "Ana Silva" --email ana@x.pt
	expect 5 crm-client add "Another Ana" --email ANA@x.pt
	says_part "crm-client: email: already taken by client 1" ANA@x.pt
	prints ""
	expect 5 crm-client add "Another Ana" --email ana@x.pt --json
	holds '.error == "email_taken" and .status == 5
		and (.message | contains("client 1"))' "$stderr"
	prints ""
	client Rui --email rui@x.pt
	expect 5 crm-client edit 2 --email Ana@X.pt
	says_part "email: already taken by client 1"
	expect 0 crm-client edit 1 --email ANA@x.pt
	assert_equal "$(crm-client show 1 -f tsv -F email | sed 1d)" ANA@x.pt
}

@test "A6 the syntax of an email is checked on add and edit" {
	local bad

	for bad in ana ana@ @x.pt ana@x 'a b@x.pt' ana@-x.pt ana@x..pt 'a@b@x.pt' \
	    $'ana@x.pt\x07'; do
		expect 2 crm-client add Ana --email "$bad"
		says_part "crm-client: email: "
	done
	expect 2 crm-client add Ana --email ana@
	says 'crm-client: email: not an address: "ana@"'
	client Ana --email 'Ana <mailto:Ana.Silva@EXAMPLE.com>'
	assert_equal "$(crm-client show 1 -f tsv -F email | sed 1d)" \
	    Ana.Silva@example.com
	expect 2 crm-client edit 1 --email ana.x.pt
	says 'crm-client: email: not an address: "ana.x.pt"'
	expect 0 crm-client add Zoé --email zoé@exämple.com
}

@test "R1 an address is the first one of a client or a further one, not both" {
	client Ana --email a@x.pt --add-email B@x.pt --add-email A@X.pt \
	    --phone +351912000011 --add-phone +351912000022
	expect 0 crm-client list -f csv -F email,emails,phone,phones
	prints email,emails,phone,phones a@x.pt,B@x.pt,+351912000011,+351912000022
	crm-client edit 1 --email b@x.pt --phone +351912000022
	expect 0 crm-client list -f csv -F email,emails,phone,phones
	prints email,emails,phone,phones b@x.pt,,+351912000022,
	crm-log undo 2 -q
	expect 0 crm-client list -f csv -F email,emails,phone,phones
	prints email,emails,phone,phones a@x.pt,B@x.pt,+351912000011,+351912000022
	expect 0 crm-db check
}

@test "A7 the phone is optional, and shown where there is one" {
	client Ana --email ana@x.pt
	client Rui --email rui@x.pt --phone "+351 912 000 011" \
	    --add-phone +351912000022 --add-phone +351912000033
	expect 0 crm-client list -f csv -F name,phone --sort id
	prints name,phone Ana, Rui,+351912000011
	expect 0 crm-client show rui@x.pt --json
	holds '.phones == ["+351912000022", "+351912000033"]'
	expect 2 crm-client edit 1 --phone nobody
	says 'crm-client: phone: has letters: "nobody"'
	expect 0 crm-client edit 2 --phone ""
	expect 0 crm-client show 2 --json
	holds '.phone == null'
}

@test "A8 a phone without a calling code belongs to the country given" {
	client Ana --email a@x.pt --country PT --phone 912000011
	client Rui --email r@x.pt --phone 912000011
	crm-config set account.country BR
	client Eva --email e@x.pt --phone "(11) 90000-0013"
	expect 0 crm-client list -f csv -F phone --sort id
	prints phone +351912000011 912000011 +5511900000013
	expect 2 crm-client add Leo --email l@x.pt --country Ruritania
	says 'crm-client: country: not a country: "Ruritania"'
}

@test "A9 the preferred language is a tag such as pt-BR" {
	client Ana --email a@x.pt --language pt-br
	client Rui --email r@x.pt --language PT
	expect 0 crm-client list -f csv -F name,language --sort id
	prints name,language Ana,pt-BR Rui,pt
	assert_equal "$(names --language pt)" Rui
	expect 2 crm-client edit 1 --language '???'
	says_part "crm-client: language: " '"???"'
}

@test "A10 tags: added, taken away, many clients at once, folded" {
	client Ana --email a@x.pt --tags "VIP, newsletter"
	client Rui --email r@x.pt
	expect 0 crm-client tag 2 vip Évora "two words"
	prints ""
	expect 0 crm-client tag 2 VIP
	expect 0 crm-client show 2 --json
	holds '.tags == ["vip", "Évora", "two words"]'
	expect 0 crm-client untag 2 evora --json
	holds '.tags == ["vip", "two words"]'
	printf 'a@x.pt\n2\n' >refs
	expect 0 crm-client tag - spring <refs
	assert_equal "$(names --tag spring --tag vip)" Ana,Rui
	expect 0 crm-client untag - spring vip newsletter <refs
	expect 0 crm-client list -f csv -F name,tags --sort id
	prints name,tags Ana, "Rui,two words"
	expect 2 crm-client tag 1
	says_part "usage: crm-client tag"
	expect 2 crm-client tag 1 "a,b"
	says 'crm-client: tags: has a comma: "a,b"'
}

@test "A11 client since: now, or the day that is given" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt --created 2019-05-04
	client Eva --email e@x.pt --created 2019-05-04T10:30:00+02:00
	expect 0 crm-client list -f csv -F name,created_at --sort created
	prints name,created_at Rui,2019-05-04T00:00:00Z \
	    Eva,2019-05-04T08:30:00Z Ana,2026-03-15T10:00:00Z
}

@test "A12 A13 name, phone and address are the first lines of the card" {
	client "Ana Silva" --email a@x.pt --phone +351912000011 \
	    --address "Rua Nova 1" --city Lisboa --postcode 1000-001 --country PT
	expect 0 crm-client show 1
	assert_line -n 0 -e '^name +Ana Silva$'
	assert_line -n 1 -e '^phone +\+351912000011$'
	assert_line -n 2 -e '^email +a@x.pt$'
	assert_line -n 3 -e '^address +Rua Nova 1$'
	assert_line -n 4 -e '^town +1000-001 Lisboa$'
	crm-note add 1 "Peanuts" --kind allergy
	expect 0 crm-client show a@x.pt
	assert_line -n 6 -e '^allergies +Peanuts$'
}

@test "A14 A15 a photo and public handles are fields; nothing is fetched" {
	client Ana --email a@x.pt --set photo=ana.jpg --set instagram=@ana
	expect 0 crm-client show 1 --json
	holds '.custom == {"photo": "ana.jpg", "instagram": "@ana"}'
	run nm -D --undefined-only "$BUILD/crm-client"
	assert_success
	refute_output --regexp ' (connect|socket|getaddrinfo)(@|$)'
}

@test "A16 fields of one's own: --set, --unset, values of their type" {
	client Ana --email a@x.pt --set shoe=38 --set left=true \
	    --set "drink=green tea" --set eq=a=b
	expect 0 crm-client show 1 --json
	holds '.custom == {"shoe": 38, "left": true, "drink": "green tea",
		"eq": "a=b"}'
	expect 0 crm-client edit 1 --set shoe=39 --unset left --unset eq \
	    --set "pão=sim"
	expect 0 crm-client show 1 --json
	holds '.custom == {"shoe": 39, "drink": "green tea", "pão": "sim"}'
	expect 2 crm-client edit 1 --set nothing
	says 'crm-client: --set: KEY=VALUE, not "nothing"'
	expect 0 crm-client edit 1 --unset shoe --unset drink --unset "pão"
	expect 0 crm-client show 1 --json
	holds '.custom == null'
}

@test "A17 what a form tells only fills what is empty" {
	client Ana --email a@x.pt --city Lisboa
	printf '%s\n' '{"name":"A.","email":"a@x.pt","city":"Porto","phone":"+351912000011"}' \
	    >form.ndjson
	expect 0 crm-import form.ndjson --on-duplicate fill
	expect 0 crm-client show 1 -f csv -F name,city,phone
	prints name,city,phone Ana,Lisboa,+351912000011
}

@test "A18 B20 B21 a client is looked after by a member of the staff" {
	client Ana --email a@x.pt --staff Marta
	client Rui --email r@x.pt --staff tester
	client Eva --email e@x.pt
	assert_equal "$(names --staff Marta)" Ana
	assert_equal "$(names --mine)" Rui
	assert_equal "$(names --mine --actor Marta)" Ana
	CRM_ACTOR=Marta expect 0 crm-client list --mine -f csv -F name
	prints name Ana
	assert_equal "$(names)" Ana,Eva,Rui
	expect 0 crm-client edit 3 --staff Marta
	assert_equal "$(names --staff Marta)" Ana,Eva
}

@test "A20 after it is saved it is in the list and can be named" {
	expect 0 crm-client add "Ana Silva" --email a@x.pt
	expect 0 crm-client list -f id
	prints 1
	expect 0 crm-note add "ana silva" "first note"
	prints 1
}

@test "A21 everything that is missing or wrong is told at once" {
	crm-config set client.require name,email,phone
	expect 2 crm-client add
	says "crm-client: name: required; email: required; phone: required"
	expect 2 crm-client add Ana --email ana@ --phone x --birthday 2026-02-31
	says_part "email: not an address" "phone: has letters" "birthday: "
	expect 2 crm-client add Ana --json
	holds '.error == "required" and .status == 2' "$stderr"
}

@test "A22 one line adds one; NDJSON adds many in one transaction" {
	cat >in.ndjson <<-'END'
	{"name":"Ana","email":"a@x.pt","tags":["vip","x"],"blocked":true}

	{"name":"Rui","email":"r@x.pt","phone":null,"custom":{"shoe":41,"a":[1,{"b":2}]}}
	{"name":"Eva","email":"e@x.pt","birthday":"--02-29","total_bookings":7,"id":77}
	END
	expect 0 crm-client add - <in.ndjson
	prints 1 2 3
	says ""
	assert_equal "$(db 'SELECT count(*) FROM change')" 1
	expect 0 crm-client list --json --sort id
	holds '.[0].tags == ["vip", "x"] and .[0].blocked == true
		and .[1].custom == {"shoe": 41, "a": [1, {"b": 2}]}
		and .[2].birthday == "--02-29" and .[2].total_bookings == 0'
	expect 0 crm-client add - --json <<<'{"name":"Leo","email":"l@x.pt"}'
	holds 'type == "array" and .[0].id == 4'
}

@test "A22 a bad line of NDJSON is named, the others are stored, status 3" {
	cat >in.ndjson <<-'END'
	{"name":"Ana","email":"a@x.pt"}
	{"name":"Rui","emial":"r@x.pt"}
	{"name":"Eva"
	{"name":"Leo","email":"A@x.pt"}
	["Ivo"]
	{"name":"Ivo","email":"i@x.pt"}
	END
	expect 3 crm-client add - <in.ndjson
	prints 1 2
	assert_equal "$(wc -l <<<"$stderr")" 4
	[[ ${stderr_lines[0]} = 'crm-client: stdin:2: '*'"emial"'* ]]
	[[ ${stderr_lines[1]} = 'crm-client: stdin:3: '* ]]
	[[ ${stderr_lines[2]} = 'crm-client: stdin:4: email: already taken by client 1'* ]]
	[[ ${stderr_lines[3]} = 'crm-client: stdin:5: '* ]]
	assert_equal "$(names)" Ana,Ivo
	expect 3 crm-client add - -f ndjson <<<'{"name":"Rui","emial":1}'
	holds '.error == "unknown_field" and .at == "stdin:1"' "$stderr"
}

@test "A23 onboarding: name, email, phone" {
	expect 0 crm-client add --name "Ana Silva" --email a@x.pt \
	    --phone +351912000011
	expect 0 crm-client show 1 -f csv -F name,email,phone
	prints name,email,phone "Ana Silva,a@x.pt,+351912000011"
}

@test "A24 id, email, phone in any format and full name are keys" {
	local ref

	crm-config set account.country PT
	client "José Água" --email Jose@X.pt --phone "912 000 011"
	client "Rui Costa" --email r@x.pt --phone +34600000012 \
	    --add-email rui@home.es --add-phone "+34 600 000 099"
	for ref in 1 jose@x.pt JOSE@X.PT +351912000011 912000011 "912 000 011" \
	    "(+351) 912-000-011" 00351912000011 "José Água" "jose agua" \
	    "  JOSE   AGUA "; do
		expect 0 crm-client show "$ref" -f tsv -F id
		prints id 1
	done
	for ref in rui@home.es "+34 600000099" 0034600000099; do
		expect 0 crm-client show "$ref" -f tsv -F id
		prints id 2
	done
	for ref in 3 nobody@x.pt +351912999999 "José" ""; do
		expect 4 crm-client show "$ref"
		says_part "crm-client: there is no client \"$ref\""
	done
}

@test "A24 an ambiguous reference: status 5, the candidates on stderr" {
	client "Ana Silva" --email a@x.pt --phone +351912000011
	client "ANA SILVA" --email b@x.pt --phone +351912000011
	client "Ana Silva" --email c@x.pt
	expect 5 crm-client show "ana silva"
	says_part '"ana silva"' "1 (Ana Silva, a@x.pt)" "2 (ANA SILVA, b@x.pt)" \
	    "3 (Ana Silva, c@x.pt)"
	expect 5 crm-client edit "+351 912 000 011" --city Porto
	says_part "1 (Ana Silva" "2 (ANA SILVA"
	expect 5 crm-note add "Ana Silva" text --json
	holds '.error == "ambiguous" and .status == 5' "$stderr"
	crm-client delete 2 3
	expect 0 crm-client show "ana silva" -f tsv -F id
	prints id 1
}

@test "A25 a client's own update comes as JSON and is a merge patch" {
	client "Ana Silva" --email a@x.pt --city Lisboa --phone +351912000011 \
	    --set shoe=38 --set drink=tea --tags vip
	expect 0 crm-client edit - <<<'{"email":"a@x.pt","city":"Porto","phone":null,"custom":{"shoe":null,"hat":7}}'
	prints ""
	expect 0 crm-client show 1 --json
	holds '.city == "Porto" and .phone == null and .tags == ["vip"]
		and .custom == {"drink": "tea", "hat": 7} and .name == "Ana Silva"'
	expect 0 crm-client edit a@x.pt - <<<'{"city":null}'
	expect 0 crm-client show 1 --json
	holds '.city == null'
	# What was printed may come back as it is.
	crm-client list -f ndjson >ana.json
	unchanged 0 crm-client edit - <ana.json
}

@test "A25 edit -: unknown fields, rules and lines without an id are named" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	printf '%s\n' '{"id":1,"citty":"Porto"}' '{"city":"Porto"}' \
	    '{"id":9,"city":"Porto"}' '{"id":2,"email":"A@x.pt"}' \
	    '{"id":2,"name":null}' '{"id":2,"city":"Faro"}' >in
	expect 3 crm-client edit - <in
	assert_equal "$(wc -l <<<"$stderr")" 5
	[[ ${stderr_lines[0]} = 'crm-client: stdin:1: '*'"citty"'* ]]
	[[ ${stderr_lines[1]} = 'crm-client: stdin:2: '*'"id"'* ]]
	[[ ${stderr_lines[2]} = 'crm-client: stdin:3: there is no client "9"' ]]
	[[ ${stderr_lines[3]} = 'crm-client: stdin:4: email: already taken by client 1'* ]]
	[[ ${stderr_lines[4]} = 'crm-client: stdin:5: name: required' ]]
	expect 0 crm-client list -f csv -F id,name,city --sort id
	prints id,name,city 1,Ana, 2,Rui,Faro
}

@test "A19 references on stdin: one transaction, one line for each failure" {
	client Ana --email a@x.pt --staff A
	client Rui --email r@x.pt --staff A
	client Eva --email e@x.pt
	crm-client list --staff A -f id >ids
	expect 0 crm-client edit - --staff B <ids
	prints ""
	assert_equal "$(names --staff B)" Ana,Rui
	assert_equal "$(db 'SELECT count(*) FROM journal WHERE change_id =
		(SELECT max(id) FROM change)')" 2
	printf '1\nnobody\n\ne@x.pt\r\n' >ids
	expect 3 crm-client edit - --city Faro <ids
	says 'crm-client: nobody: there is no client "nobody"'
	assert_equal "$(names --city Faro)" Ana,Eva
	expect 3 crm-client archive 2 77 --json
	holds '.error == "not_found" and .status == 4' "$stderr"
	holds 'length == 1 and .[0].id == 2 and .[0].status == "archived"'
	unchanged 0 crm-client edit - --city Faro <<<1
}

@test "A19 edit without a change, or without anything to change" {
	client Ana --email a@x.pt --city Faro
	unchanged 0 crm-client edit 1 --city Faro
	expect 2 crm-client edit 1
	says_part "crm-client: edit: what is to change?"
	expect 2 crm-client edit --city Porto
	says_part "crm-client: edit: which one?"
	expect 2 crm-client edit 1 --status gone
	says 'crm-client: status: not one of active, inactive, archived, deleted, spam: "gone"'
	expect 2 crm-client edit 1 --total-bookings 3
	says_part "--total-bookings"
}

@test "B35 further emails and phones, unique across all of them" {
	client Ana --email a@x.pt --add-email ana@work.pt --add-email ana@home.pt
	client Rui --email r@x.pt
	expect 5 crm-client add Eva --email ANA@work.pt
	says_part "already taken by client 1"
	expect 5 crm-client edit 2 --add-email a@x.pt
	says_part "already taken by client 1"
	expect 5 crm-client edit 2 --add-email ana@Home.pt
	says_part "already taken by client 1"
	expect 0 crm-client edit 1 --remove-email ana@home.pt
	expect 0 crm-client edit 2 --add-email ana@home.pt
	expect 0 crm-client show ana@home.pt -f tsv -F id
	prints id 2
	expect 2 crm-client edit 2 --add-email rui@
	says_part 'not an address: "rui@"'
	crm-client edit 2 --add-phone +351912000011 --add-phone "+351 912 000 022"
	expect 0 crm-client edit 2 --remove-phone "+351 912000011" --json
	holds '.phones == ["+351912000022"] and .emails == ["ana@home.pt"]'
	# In one batch, too.
	printf '%s\n' '{"name":"Leo","email":"l@x.pt","emails":["leo@x.pt"]}' \
	    '{"name":"Lea","email":"LEO@x.pt"}' >in
	expect 3 crm-client add - <in
	says_part "stdin:2: email: already taken by client 3"
}

# --- B: the list --------------------------------------------------------------------

@test "B1 B2 B3 B4 B5 B6 the list shows name, email, phone, bookings, visit, status" {
	client "Ana Silva" --email ana@x.pt --phone +351912000011
	client "Łódź 美緒" --email l@x.pt
	expect 0 crm-client list
	prints \
	    "id  name       email     phone          total_bookings  last_visit  status" \
	    " 1  Ana Silva  ana@x.pt  +351912000011               0              active" \
	    " 2  Łódź 美緒  l@x.pt                                0              active"
	expect 0 crm-client
	assert_line -n 1 -e '^ 1  Ana Silva '
}

@test "B7 search by name: any part, case and accents folded" {
	local text

	client "José Água" --email j@x.pt
	client "Łódź Straße" --email l@x.pt
	client "Ana O'Neil" --email a@x.pt
	for text in José jose JOSE josé "josé água" "OSE AG" agua; do
		assert_equal "$text: $(names --search "$text")" "$text: José Água"
	done
	for text in Łódź lodz LODZ odź strasse STRASSE straße; do
		assert_equal "$text: $(names --search "$text")" "$text: Łódź Straße"
	done
	assert_equal "$(names --search "o'neil")" "Ana O'Neil"
	assert_equal "$(names --search '%')" ""
	assert_equal "$(names --search '_')" ""
}

@test "B8 search by email: any part, further ones too" {
	client Ana --email ana.silva@Example.com
	client Rui --email r@x.pt --add-email rui@work.org
	assert_equal "$(names --search ana.silva@example.com)" Ana
	assert_equal "$(names --search EXAMPLE)" Ana
	assert_equal "$(names --search @example)" Ana
	assert_equal "$(names --search work.org)" Rui
}

@test "B9 search by phone: digits in any format, further ones too" {
	local text

	client Ana --email a@x.pt --phone "+351 912 000 011"
	client Rui --email r@x.pt --add-phone +34600000012
	for text in 912000011 "912 000 011" +351912000011 "(912) 000-011" 2000; do
		assert_equal "$text: $(names --search "$text")" "$text: Ana"
	done
	assert_equal "$(names --search "600-000-012")" Rui
}

@test "B10 sorted by name: folded, ties by id" {
	client zoe --email 1@x.pt
	client Ágata --email 2@x.pt
	client bruno --email 3@x.pt
	client Ångela --email 4@x.pt
	client Çelik --email 5@x.pt
	client AGATA --email 6@x.pt
	assert_equal "$(names --sort name)" Ágata,AGATA,Ångela,bruno,Çelik,zoe
	assert_equal "$(names --sort name --reverse)" \
	    zoe,Çelik,bruno,Ångela,AGATA,Ágata
	assert_equal "$(crm-client list --sort name -f id | paste -sd,)" 2,6,4,3,5,1
	expect 2 crm-client list --sort shoe
	says_part '"shoe"' ": name, bookings, created, id, name, given_name, "
}

@test "B11 B12 sorted by last visit and by number of bookings" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	client Eva --email e@x.pt
	db "UPDATE client SET last_visit = '2026-01-0' || id || 'T10:00:00Z',
		total_bookings = 9 - 2 * id"
	assert_equal "$(names --sort last_visit)" Ana,Rui,Eva
	assert_equal "$(names --sort last_visit --reverse)" Eva,Rui,Ana
	assert_equal "$(names --sort bookings)" Eva,Rui,Ana
	assert_equal "$(names --sort last-visit --limit 1)" Ana
	assert_equal "$(names --since 2026-01-02 --date last_visit)" Eva,Rui
}

@test "B13 R20 filtered by status; deleted and spam hide unless asked for" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt --status inactive
	client Eva --email e@x.pt
	client Leo --email l@x.pt
	client Ivo --email i@x.pt
	crm-client archive 3
	crm-client delete 4
	crm-client spam 5
	assert_equal "$(names)" Ana,Eva,Rui
	assert_equal "$(names --status active)" Ana
	assert_equal "$(names --status inactive)" Rui
	assert_equal "$(names --status archived)" Eva
	assert_equal "$(names --status deleted)" Leo
	assert_equal "$(names --status spam)" Ivo
	assert_equal "$(names --status any)" Ana,Eva,Ivo,Leo,Rui
	expect 2 crm-client list --status guest
	says_part '"guest"'
}

@test "B14 filtered by a range of dates, the last day included" {
	client Ana --email a@x.pt --created 2026-01-10T08:00:00Z
	client Rui --email r@x.pt --created 2026-02-10T23:59:59Z
	client Eva --email e@x.pt --created 2026-03-11
	assert_equal "$(names --since 2026-02-10)" Eva,Rui
	assert_equal "$(names --until 2026-02-10)" Ana,Rui
	assert_equal "$(names --since 2026-02-10 --until 2026-02-10)" Rui
	assert_equal "$(names --since 2026-02-11 --until 2026-03-09)" ""
	assert_equal "$(names --since -5d)" Eva
	assert_equal "$(names --since -1m --date created)" Eva
	assert_equal "$(names --until 2026-02-10T23:59:58Z)" Ana
	expect 2 crm-client list --since 2026-02-31
	says_part "--since" '"2026-02-31"'
	expect 2 crm-client list --since 2026-01-01 --date shoe
	says_part '"shoe"'
}

@test "B15 filtered by the stage of the journey" {
	client Ana --email a@x.pt
	assert_equal "$(names --stage discovery)" Ana
	assert_equal "$(names --stage retention)" ""
	expect 2 crm-client list --stage nowhere
	says_part '"nowhere"'
}

@test "B16 C2 C3 C4 guest and existing follow from the bookings alone" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	assert_equal "$(names --guest)" Ana,Rui
	assert_equal "$(names --existing)" ""
	db "UPDATE client SET total_bookings = 1 WHERE id = 2"
	assert_equal "$(names --guest)" Ana
	assert_equal "$(names --existing)" Rui
	expect 0 crm-client edit - <<<'{"id":1,"total_bookings":4}'
	assert_equal "$(names --guest)" Ana
	run db "SELECT name FROM pragma_table_info('client')
		WHERE name IN ('guest', 'is_guest', 'existing')"
	assert_output ""
}

@test "B17 B18 B19 R22 new: 30 days or less; old: more; with guest" {
	client Ana --email a@x.pt --created -29d
	client Rui --email r@x.pt --created 2026-02-13T00:00:00Z
	client Eva --email e@x.pt --created 2026-02-12T23:59:59Z
	client Leo --email l@x.pt --created -2y
	assert_equal "$(names --new)" Ana,Rui
	assert_equal "$(names --old)" Eva,Leo
	assert_equal "$(names --new --guest)" Ana,Rui
	assert_equal "$(names --new --old)" ""
	crm-config set client.new_days 31
	assert_equal "$(names --new)" Ana,Eva,Rui
}

@test "B22 filtered by tags: all of them, any of them, none" {
	client Ana --email a@x.pt --tags vip,lisboa
	client Rui --email r@x.pt --tags VIP
	client Eva --email e@x.pt --tags "São João"
	client Leo --email l@x.pt
	assert_equal "$(names --tag vip)" Ana,Rui
	assert_equal "$(names --tag vip --tag lisboa)" Ana
	assert_equal "$(names --tag "sao joao")" Eva
	assert_equal "$(names --any-tag "lisboa,SAO JOAO")" Ana,Eva
	assert_equal "$(names --no-tag vip)" Eva,Leo
	assert_equal "$(names --no-tag vip --no-tag "são joão")" Leo
	assert_equal "$(names --tag vi)" ""
}

@test "B25 B26 filters narrow together, each by an index" {
	local plan

	client "Ana Silva" --email a@x.pt --city Lisboa --staff M --tags vip
	client "Ana Sousa" --email b@x.pt --city Porto --staff M
	client "Rui Silva" --email c@x.pt --city Lisboa --staff M
	assert_equal "$(names --search silva --city Lisboa --staff M)" \
	    "Ana Silva,Rui Silva"
	assert_equal "$(names --search silva --city Lisboa --tag vip)" "Ana Silva"
	assert_equal "$(names --search silva --email a@x.pt)" "Ana Silva"
	plan=$(db "EXPLAIN QUERY PLAN SELECT id FROM client WHERE email_key = 'x'
			AND status <> 'deleted';
		EXPLAIN QUERY PLAN SELECT id FROM client WHERE phone_key = 'x';
		EXPLAIN QUERY PLAN SELECT id FROM client WHERE name_key = 'x';
		EXPLAIN QUERY PLAN SELECT id FROM client WHERE staff = 'x';
		EXPLAIN QUERY PLAN SELECT id FROM client WHERE stage = 'churned';
		EXPLAIN QUERY PLAN SELECT client_id FROM client_word
			WHERE field = 'tag' AND word_key = 'x'")
	assert_equal "$(grep -c 'SEARCH .* USING' <<<"$plan")" 6
	refute_regex "$plan" SCAN
}

refute_regex() {
	[[ ! $1 =~ $2 ]] || fail "has $2: $1"
}

@test "B27 pages by key: --limit and --after give every row once" {
	local i last got=

	for i in {1..23}; do
		printf '{"name":"N%s","email":"%s@x.pt","city":"%s"}\n' \
		    $((i % 4)) "$i" $((i % 3))
	done | crm-client add - >/dev/null
	for sort in name created id city; do
		got=''
		last=''
		while page=$(crm-client list --sort "$sort" --limit 5 -f id \
		    ${last:+--after "$last"}) && [[ -n $page ]]; do
			got+=$page$'\n'
			last=${page##*$'\n'}
		done
		assert_equal "$got" "$(crm-client list --sort "$sort" -f id)"$'\n'
	done
	assert_equal "$(crm-client list --sort name --reverse --limit 3 -f id)" \
	    "$(crm-client list --sort name --reverse -f id | head -3)"
	expect 0 crm-client list --limit 0 --json
	prints "[]"
	expect 2 crm-client list --limit=-1
	says_part "--limit" '"-1"'
	expect 2 crm-client list --limit many
	says_part '"many"'
}

@test "B28 nobody found: an empty list, status 0, and a hint on stderr" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	crm-client delete 2
	expect 0 crm-client list --search Rui --json
	prints "[]"
	says_part "0 matches; 1 with --status any"
	expect 0 crm-client list --search Zebra
	prints ""
	says_part "0 matches"
	expect 0 crm-client list --search Zebra --quiet
	says ""
}

@test "B30 the list gives ids, and show takes them" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	crm-client list --sort id -f id >ids
	expect 0 crm-client show - -f csv -F id,name <ids
	prints id,name 1,Ana 2,Rui
	expect 0 crm-client show - --json <ids
	holds 'type == "array" and map(.name) == ["Ana", "Rui"]'
	expect 0 crm-client show 1 --json
	holds 'type == "object" and .journey.stage == "discovery"
		and .journey.since == "2026-03-15T10:00:00Z"'
}

@test "B31 what is filtered can be exported from the same list" {
	client Ana --email a@x.pt --city "Vila, Nova"
	client Rui --email r@x.pt
	expect 0 crm-client list --city "Vila, Nova" -f csv -F name,email,city
	prints name,email,city 'Ana,a@x.pt,"Vila, Nova"'
	expect 0 crm-client list --city "Vila, Nova" -f tsv -F name,city
	prints $'name\tcity' $'Ana\tVila, Nova'
	expect 2 crm-client list -F name,shoe
	says_part '"shoe"'
}

# --- C: state ---------------------------------------------------------------------

@test "C1 a client is active or inactive" {
	client Ana --email a@x.pt
	expect 0 crm-client edit 1 --status inactive
	expect 0 crm-client list -f csv -F name,status
	prints name,status Ana,inactive
	expect 0 crm-client activate 1 --json
	holds '.status == "active"'
	expect 5 crm-client activate 1
	says "crm-client: 1: already active"
}

@test "C5 C6 explain says why every derived figure is what it is" {
	client Ana --email a@x.pt --tags VIP
	expect 0 crm-client explain 1 --json
	holds 'map(select(.figure == "total_bookings"))[0].value == 0'
	holds 'map(select(.figure == "guest"))[0].value == "yes"'
	holds 'any(.[]; .figure == "stage" and .value == "discovery")'
	holds 'any(.[]; .figure == "new" and .value == "yes")'
	expect 0 crm-db check
	db "UPDATE client SET total_bookings = 3 WHERE id = 1"
	expect 1 crm-db check
	assert_output --partial 'total_bookings'
}

@test "C7 C8 block and unblock online bookings, with the reason" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	expect 0 crm-client block 1 --reason "three no-shows"
	prints ""
	expect 0 crm-client show 1 --json
	holds '.blocked == true and .block_reason == "three no-shows"
		and .status == "active"'
	assert_equal "$(names --blocked yes)" Ana
	assert_equal "$(names --blocked no)" Rui
	expect 0 crm-client unblock 1 --json
	holds '.blocked == false and .block_reason == null'
}

@test "C9 C10 R21 delete hides, restore brings back" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	expect 0 crm-client delete 1 2
	assert_equal "$(names)" ""
	assert_equal "$(names --status deleted)" Ana,Rui
	expect 5 crm-client delete 1
	says_part "1: already deleted"
	expect 0 crm-client restore a@x.pt
	assert_equal "$(names)" Ana
	expect 5 crm-client restore 1
	says_part "1: already active"
	crm-client edit 1 --status inactive
	expect 5 crm-client restore 1
	says "crm-client: 1: inactive; restore takes only what is deleted, spam or archived"
	expect 0 crm-client show 2 --json
	holds '.status == "deleted"'
}

@test "C10 R1 an email of a deleted client: refused, --as-new, and restore" {
	client Ana --email a@x.pt
	crm-client delete 1
	expect 5 crm-client add "New Ana" --email A@x.pt
	says_part "crm-client restore 1" "--as-new"
	expect 0 crm-client add "New Ana" --email A@x.pt --as-new
	prints 2
	expect 5 crm-client restore 1
	says_part "already taken by client 2"
	assert_equal "$(names)" "New Ana"
	expect 0 crm-client show a@x.pt -f tsv -F id
	prints id 2
	crm-client edit 2 --email other@x.pt --as-new
	expect 0 crm-client restore 1
	assert_equal "$(names)" "Ana,New Ana"
}

@test "C11 C14 archived and deleted keep their dates" {
	client Ana --email a@x.pt --created 2025-01-01
	client Rui --email r@x.pt
	CRM_NOW=2026-02-01T09:00:00Z crm-client archive 1
	CRM_NOW=2026-03-01T09:00:00Z crm-client delete 1
	expect 0 crm-client show 1 --json
	holds '.status == "deleted" and .archived_at == "2026-02-01T09:00:00Z"
		and .deleted_at == "2026-03-01T09:00:00Z"
		and .created_at == "2025-01-01T00:00:00Z"'
	crm-client restore 1
	expect 0 crm-client show 1 --json
	holds '.status == "active" and .archived_at == null and .deleted_at == null'
}

@test "C12 R21 purge removes for good: --yes and --reason, and no trace" {
	client Ana --email a@x.pt
	client "Zuleica Quimera" --email zuleica@x.pt --city Quimeropolis
	crm-note add 2 "Quimerical"
	crm-client edit 2 --city Porto
	unchanged 2 crm-client purge 2 --reason "asked to"
	says_part "crm-client: " "--yes"
	unchanged 2 crm-client purge 2 --yes
	says_part "--reason"
	unchanged 0 crm-client purge 2 --yes --reason "asked to" --dry-run
	expect 0 crm-client purge 2 --yes --reason "asked to"
	prints ""
	expect 4 crm-client show 2
	expect 0 crm-note list --json
	prints "[]"
	assert_equal "$(names --status any)" Ana
	assert_equal "$(db "SELECT count(*) FROM journal WHERE client_id = 2
		AND old_json IS NOT NULL")" 0
	run grep -a -c -i -e quimer -e zuleica "$CRM_DB"
	assert_output 0
	expect 0 crm-db check
	expect 0 crm-client add Rui --email r@x.pt
	prints 3
}

@test "C12 on a terminal purge asks, and does it only after yes" {
	client Ana --email a@x.pt
	run on_terminal "crm-client purge 1 --reason x" <<<n
	assert_failure 2
	assert_output --partial "cannot be undone"
	assert_equal "$(names)" Ana
	run on_terminal "crm-client purge 1 --reason x" <<<y
	assert_success
	assert_equal "$(names --status any)" ""
}

@test "C13 spam is hidden, and out of every count" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	expect 0 crm-client spam 2
	assert_equal "$(names)" Ana
	expect 0 crm-db info --json
	holds '.clients == 1'
	expect 0 crm-client list --search rui
	says_part "1 with --status any"
	expect 0 crm-client restore 2
	assert_equal "$(names)" Ana,Rui
}

@test "C15 the day of activation is the first on which the client was active" {
	client Ana --email a@x.pt --status inactive
	expect 0 crm-client show 1 --json
	holds '.activated_at == null'
	CRM_NOW=2026-04-01T00:00:00Z crm-client activate 1
	CRM_NOW=2026-05-01T00:00:00Z crm-client archive 1
	CRM_NOW=2026-06-01T00:00:00Z crm-client activate 1
	expect 0 crm-client show 1 --json
	holds '.activated_at == "2026-04-01T00:00:00Z"'
	client Rui --email r@x.pt --created 2020-01-01
	expect 0 crm-client show 2 --json
	holds '.activated_at == "2020-01-01T00:00:00Z"'
}

# --- rules ------------------------------------------------------------------------

@test "R1 phone-only clients, several of them, where the name is enough" {
	phone_only
	expect 0 crm-client add Ana --phone +351912000011
	expect 0 crm-client add Ana --phone +351912000022
	expect 0 crm-client add Ana
	assert_equal "$(names)" Ana,Ana,Ana
	expect 5 crm-client show Ana
	says_part "1 (Ana)" "2 (Ana)" "3 (Ana)"
}

@test "R24 the limit of clients: add, NDJSON, restore; deleted do not count" {
	crm-config set client.limit 2
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	expect 5 crm-client add Eva --email e@x.pt
	says_part "limit of 2"
	expect 5 crm-client add Eva --email e@x.pt --json
	holds '.error == "client_limit" and .status == 5' "$stderr"
	crm-client delete 1
	expect 0 crm-client add Eva --email e@x.pt
	expect 5 crm-client restore 1
	says_part "limit of 2"
	crm-client spam 2
	printf '%s\n' '{"name":"B","email":"b@x.pt"}' \
	    '{"name":"C","email":"c@x.pt"}' >in
	expect 3 crm-client add - <in
	says_part "stdin:2: " "limit of 2"
	crm-config set client.limit 0
	expect 0 crm-client restore 1 2
}

# --- values ------------------------------------------------------------------------

@test "dates and times as people write them; the account's zone without an offset" {
	local in

	crm-config set account.timezone Europe/Lisbon
	while IFS='|' read -r in want; do
		crm-client add Ana --email "$((++n))@x.pt" --created "$in" -f csv \
		    -F created_at >out
		assert_equal "$in: $(sed 1d out)" "$in: $want"
	done <<-END
	2026-12-01|2026-12-01T00:00:00Z
	2026-07-01|2026-06-30T23:00:00Z
	2026-07-01T10:00|2026-07-01T09:00:00Z
	2026-07-01 10:00|2026-07-01T09:00:00Z
	2026-07-01T10:00Z|2026-07-01T10:00:00Z
	2026-07-01T10:00:30+02:00|2026-07-01T08:00:30Z
	today|2026-03-15T00:00:00Z
	yesterday|2026-03-14T00:00:00Z
	now|2026-03-15T10:00:00Z
	-30d|2026-02-13T10:00:00Z
	+2w|2026-03-29T09:00:00Z
	-6m|2025-09-15T09:00:00Z
	-1y|2025-03-15T10:00:00Z
	END
	expect 2 crm-client add Ana --email z@x.pt --created 01/02/2025
	says_part 'created_at: ' '"01/02/2025"'
	expect 0 crm-client list --limit 1 --sort id -F created_at
	prints created_at "2026-12-01 00:00"
	CRM_NOW=2026-02-30 expect 2 crm-client list
	says_part CRM_NOW
}

@test "birthdays: with a year, without, never in the future" {
	client Ana --email a@x.pt --birthday 1992-02-29
	client Rui --email r@x.pt --birthday --02-29
	expect 0 crm-client list -f csv -F birthday --sort id
	prints birthday 1992-02-29 --02-29
	expect 2 crm-client edit 1 --birthday 2026-03-16
	says 'crm-client: birthday: in the future: "2026-03-16"'
	expect 2 crm-client edit 1 --birthday 1991-02-29
	says_part 'birthday: ' '"1991-02-29"'
}

@test "text is NFC, trimmed, blanks folded; control characters are refused" {
	client $' Jose\u0301 \t  \u00a0 Silva ' --email a@x.pt
	assert_equal "$(db "SELECT hex(name) FROM client")" \
	    "$(printf 'José Silva' | od -An -tx1 | tr -d ' \n' | tr a-f A-F)"
	expect 2 crm-client edit 1 --city $'Li\x1b[31msboa'
	says_part 'city: has a control character: "Li\x1b[31msboa"'
	expect 2 crm-client edit 1 --city $'Li\xffsboa'
	says_part 'city: not valid UTF-8'
	expect 0 crm-client add --email b@x.pt -- --dash
	assert_equal "$(names)" "--dash,José Silva"
}

@test "W3 what show prints can be given to edit again" {
	client "Ana Silva" --email ana@example.org --tags vip
	crm-client show 1 --json >one.json
	unchanged 0 crm-client edit - <one.json
	sed -i 's/Ana Silva/Ana Souza/' one.json
	expect 0 crm-client edit - <one.json
	expect 0 crm-client show 1 -F name,tags -f csv
	prints 'name,tags' 'Ana Souza,vip'
}
