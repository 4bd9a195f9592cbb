#!/usr/bin/env bats
# crm-dedupe scan, explain and distinct: clients who are there twice, found:
# features L5, L14, L18, L19, B13, B16; rules R4, R5.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	crm-config set account.country PT
}

# Three who are Ana, and two who are not.
some_clients() {
	client "Ana Lima" --email ana@gmail.com --phone "912 000 001"
	client "Ana Lima" --email al@x.pt --phone "912 000 001"
	client "Anna Lima" --email anna.l@y.pt --phone "912 000 001"
	client "Rui Costa" --email rui.costa@gmail.com
	client "Rui Pinto" --email rui@sapo.pt
}

# A thousand people without a double, of as many names.
crowd() {
	"$BUILD/gen-clients" clients "${1:-1000}" >crowd.csv
	crm-import -q crowd.csv
}

pairs() {
	jq -c '[.a.id, .b.id, .score]'
}

# --- scan ------------------------------------------------------------------------

@test "L14 L18 scan: pairs who may be one, the best first" {
	expect 0 crm-dedupe scan
	assert_output ""
	expect 0 crm-dedupe scan --json
	prints "[]"
	some_clients
	expect 0 crm-dedupe scan -f csv -F a,b,level,reasons
	prints "a,b,level,reasons" \
	    '"{""id"":1,""name"":""Ana Lima"",""email"":""ana@gmail.com"",""phone"":""+351912000001""}","{""id"":2,""name"":""Ana Lima"",""email"":""al@x.pt"",""phone"":""+351912000001""}",exact,"name,phone"' \
	    '"{""id"":1,""name"":""Ana Lima"",""email"":""ana@gmail.com"",""phone"":""+351912000001""}","{""id"":3,""name"":""Anna Lima"",""email"":""anna.l@y.pt"",""phone"":""+351912000001""}",partial,"similar_name,phone"' \
	    '"{""id"":2,""name"":""Ana Lima"",""email"":""al@x.pt"",""phone"":""+351912000001""}","{""id"":3,""name"":""Anna Lima"",""email"":""anna.l@y.pt"",""phone"":""+351912000001""}",partial,"similar_name,phone"'
	expect 0 crm-dedupe scan --json
	holds 'map(.a.id, .b.id) == [1, 2, 1, 3, 2, 3]'
	holds '.[0].score == 1 and .[0].level == "exact"'
	holds '.[0].reasons == ["name", "phone"]'
	holds '.[1] | .score >= 0.75 and .score <= 0.99 and .level == "partial"'
	holds '.[0].a == {"id": 1, "name": "Ana Lima", "email": "ana@gmail.com",
	    "phone": "+351912000001"}'
	holds 'map(keys == ["a", "b", "level", "reasons", "score"]) | all'
	expect 0 crm-dedupe scan
	assert_equal "${#lines[@]}" 4
	assert_line -n 0 --regexp '^a_id +a_name +b_id +b_name +score +level +reasons$'
}

@test "scan --min and --limit" {
	some_clients
	expect 0 crm-dedupe scan --min 1 -f ndjson
	assert_equal "$(pairs <<<"$output")" "[1,2,1]"
	expect 0 crm-dedupe scan --limit 1 --json
	holds 'length == 1 and .[0].score == 1'
	expect 0 crm-dedupe scan --limit 0 --json
	prints "[]"
	expect 0 crm-dedupe scan --min 1 -f id
	prints 1
	expect 0 crm-dedupe scan --min 1 -f id -F b
	prints 2
	expect 0 crm-dedupe scan --min 1 --clusters -f id
	prints 1
	expect 0 crm-dedupe scan --min 0 --json
	holds 'map([.a.id, .b.id]) | index([[4, 5]])'
	holds 'map(.score) == (map(.score) | sort | reverse)'
	for bad in 1.1 -1 x ""; do
		expect 2 crm-dedupe scan --min "$bad"
		says "crm-dedupe: --min: not a score from 0 to 1: \"$bad\""
	done
	expect 2 crm-dedupe scan --limit x
	says 'crm-dedupe: --limit: not a number: "x"'
	expect 2 crm-dedupe scan --since never
	expect 2 crm-dedupe scan Ana
}

@test "scan: ndjson has the same pairs" {
	some_clients
	crm-dedupe scan --json | jq -c '.[]' | sort >sorted
	crm-dedupe scan -f ndjson | sort >streamed
	diff sorted streamed
	assert_equal "$(crm-dedupe scan -f ndjson --limit 2 | wc -l)" 2
	# A file has all of it, not only the pairs of the first key.
	client "Rui Costa" --phone 919000001 --email rui.costa@gmial.com
	client "Eva Reis" --email eva.reis@x.pt --birthday 1990-02-03
	client "Eva Reis" --email eva@y.pt --birthday 1990-02-03
	crm-dedupe scan -f ndjson >streamed
	[[ $(wc -l <streamed) -ge 5 ]]
	crm-dedupe scan -f ndjson -o whole
	cmp streamed whole
}

@test "scan: who is deleted or spam is nobody's double" {
	some_clients
	crm-client delete 2 --quiet
	crm-client spam 3 --quiet
	expect 0 crm-dedupe scan --json
	prints "[]"
	crm-client restore 2 --quiet
	expect 0 crm-dedupe scan --json
	holds 'map([.a.id, .b.id]) == [[1, 2]]'
}

@test "scan: a further email or phone is as good as the first" {
	client "Ana Lima" --email ana@x.pt --phone "912 000 001"
	client "Ana Lima" --email al@y.pt --phone "913 000 002" \
	    --phones "912 000 001"
	client "Bea Reis" --email bea@x.pt --emails br@y.pt
	client "Beatriz Reis" --email bia@z.pt --emails br@y.pt ||
		client "Beatriz Reis" --email bia@z.pt
	expect 0 crm-dedupe scan --json
	holds '.[0] | [.a.id, .b.id, .score] == [1, 2, 1]'
	expect 0 crm-dedupe explain 1 2 --json
	holds '.score == 1 and .reasons == ["name", "phone"]'
}

@test "R5 a domain alone, twins and spouses: two people" {
	client "Ana Lima" --phone 912000001 --birthday 2001-05-06 \
	    --address "Rua Nova 1" --email ana@gmail.com
	client "Rita Lima" --phone 912000001 --birthday 2001-05-06 \
	    --address "Rua Nova 1" --email rita@gmail.com
	client "Rui Pinto" --phone 912000001 --address "Rua Nova 1" \
	    --email rui@atelier.pt
	client "Eva Costa" --email eva@atelier.pt
	client "Eva Reis" --email eva.reis@gmail.com
	expect 0 crm-dedupe scan --json
	prints "[]"
}

@test "scan: accents, swapped names, short forms" {
	client "José Nunes" --phone 912000001 --email a@x.pt
	client "Jose Nunes" --phone 913000001 --email b@x.pt --birthday 1990-01-02
	client "Nunes José" --phone 912000001 --email c@y.pt
	client "Bill Carter" --phone 915000001 --email d@x.pt
	client "William Carter" --phone 915000001 --email e@y.pt
	expect 0 crm-dedupe scan --json
	holds 'map([.a.id, .b.id]) | index([[1, 3]]) and index([[4, 5]])'
}

@test "L19 scan --since: only pairs with a client changed since then" {
	some_clients
	expect 0 crm-dedupe scan --since last --json
	holds 'length == 3'
	expect 0 crm-dedupe scan --since last --json
	prints "[]"
	client "Rui Costa" --email rui.costa@gmial.com
	expect 0 crm-dedupe scan --since last --json
	holds 'map([.a.id, .b.id]) == [[4, 6]]'
	expect 0 crm-dedupe scan --since last --json
	prints "[]"
	crm-client edit 4 --address "Rua Nova 1" --quiet
	crm-client edit 3 --city Porto --quiet
	expect 0 crm-dedupe scan --since last --limit 9 --json
	holds 'map([.a.id, .b.id]) | index([[1, 3]]) and index([[4, 6]])'
	# A part of the answer is no reason to go on from there.
	expect 0 crm-dedupe scan --since last --json
	holds 'length > 0'
	expect 0 crm-dedupe scan --since 2026-03-15 --json
	holds 'length == 4'
	expect 0 crm-dedupe scan --since 2026-03-16 --json
	prints "[]"
}

@test "scan --clusters: each beside the oldest" {
	some_clients
	client "Rui Costa" --phone 919000001 --email rui.costa@gmial.com
	client "Rui Costa" --phone 919000001 --email rrc@y.pt
	expect 0 crm-dedupe scan --clusters --json
	holds 'map([.cluster, .a.id, .b.id]) ==
	    [[1, 1, 2], [1, 1, 3], [2, 4, 6], [2, 4, 7]]'
	expect 0 crm-dedupe scan --clusters --limit 1 --json
	holds 'map(.cluster) == [1, 1]'
	crm-dedupe distinct 1 3 --quiet
	expect 0 crm-dedupe scan --clusters --json
	holds 'map([.a.id, .b.id]) | index([[1, 3]]) | not'
}

@test "scan: the same for any number of threads" {
	crowd 3000
	for ((n = 1; n <= 3; n++)); do
		rm -f "$CRM_DB"*
		crm-import -q crowd.csv
		CRM_THREADS=$n crm-dedupe scan --min 0.1 --json >"$n"
		db "SELECT * FROM scan_state" >>"$n"
	done
	[[ $(grep -c . 1) -gt 50 ]]
	cmp 1 2
	cmp 1 3
}

# --- learning --------------------------------------------------------------------

# Two thousand and three hundred who are there twice, with a slip.
doubles() {
	"$BUILD/gen-clients" clients 2000 >all.csv
	crm-import -q all.csv
	db "SELECT name, phone FROM client WHERE phone IS NOT NULL
		AND length(name) = length(CAST(name AS BLOB)) AND name LIKE
		'____% ____%' AND name NOT LIKE '%,%' LIMIT 300" | awk -F '|' 'BEGIN { print "name,email,phone" }
		{ print substr($1, 1, 2) substr($1, 4) ",d" NR "@double.example," $2 }' >two.csv
	crm-import -q two.csv
}

@test "B16 weights are learnt, stored, and the same for scan, explain and who comes in" {
	some_clients
	crm-dedupe scan -q >/dev/null
	assert_equal "$(db 'SELECT clients FROM scan_state')" 0
	expect 0 crm-dedupe explain 1 3 --json
	holds '.weights == "usual"'
	doubles
	before=$(last_change)
	crm-dedupe scan --min 0.3 --json >found
	[[ $(db 'SELECT clients FROM scan_state') -gt 1500 ]]
	assert_equal "$(last_change)" "$before"
	jq -r '.[] | select(.score < 0.99) | "\(.a.id) \(.b.id) \(.score)"' found |
		shuf -n 20 --random-source=<(yes) >some
	[[ -s some ]]
	while read -r a b score; do
		expect 0 crm-dedupe explain "$a" "$b" --json
		holds ".score == $score"
		holds '.weights | startswith("learnt from")'
		expect 0 crm-dedupe explain "$b" "$a" --json
		holds ".score == $score"
	done <some
	# Who comes in, and is then a client.
	crm-booking add Cut 2026-04-01 --name "Anna Lyma" \
	    --phone 912000001 --json >in
	score=$(jq .match.score in)
	id=$(jq .match.client_id in)
	client "Anna Lyma" --phone 912000001 --email nobody@x.pt
	new=$(db "SELECT max(id) FROM client")
	db "UPDATE client SET email = NULL, email_key = NULL WHERE id = $new"
	expect 0 crm-dedupe explain "$id" "$new" --json
	holds ".score == $score"
}

# Some thousands, with households and twins among them.
learnt() {
	"$BUILD/gen-clients" twice 4000 >all.csv
	crm-config set client.require name
	crm-import -q all.csv --map person=-
}

# score NAME OPTIONS... -- NAME OPTIONS...: of these two, when both are there.
score() {
	local one=()
	while [ "$1" != -- ]; do
		one+=("$1")
		shift
	done
	shift
	client "${one[@]}"
	client "$@"
	crm-dedupe explain "$(db 'SELECT max(id) - 1 FROM client')" \
	    "$(db 'SELECT max(id) FROM client')" --json >scored
	[[ $(jq -r .weights scored) == "learnt from"* ]]
	jq .score scored
}

@test "R5 B16 with weights learnt from thousands: twins, spouses and a domain stay apart" {
	learnt
	crm-dedupe scan -q >/dev/null
	house=(--address "Rua Nova 12" --postcode 4000-123 --city Porto)
	while IFS='|' read -ra pair; do
		read -r got < <(eval "score ${pair[0]} -- ${pair[1]}")
		jq -en "$got < 0.75" || fail "${pair[*]}: $got"
	done <<-'END'
	"Irene Valadares" --birthday 1991-02-27 "${house[@]}"|"Marta Valadares" --birthday 1991-02-27 "${house[@]}"
	"Paulo Quintela" --birthday 1991-02-28 "${house[@]}" --phone 912000001|"Paula Quintela" --birthday 1991-02-28 "${house[@]}" --phone 912000001
	"Ana Sarmento" --phone 912000002 "${house[@]}" --email sarmento@gmail.com|"Rui Sarmento" --phone 912000002 "${house[@]}"
	"Eva Sarmento" --phone 912000003 --email sarmentos@x.pt|"Rui Pinto" --phone 912000003 --email sarmentos2@x.pt
	"Eva Costa" --email eva@atelier.pt|"Rui Reis" --email rui@atelier.pt
	"Eva Costa" --email eva.costa@gmail.com|"Eva Reis" --email eva.reis@gmail.com
	END
}

@test "B16 with weights learnt from thousands: accents, swapped names, short forms and slips found" {
	learnt
	crm-dedupe scan -q >/dev/null
	while IFS='|' read -ra pair; do
		read -r got < <(eval "score ${pair[0]} -- ${pair[1]}")
		jq -en "$got >= 0.75 and $got <= 0.99" ||
			fail "${pair[*]}: $got"
	done <<-'END'
	"José Nunes" --birthday 1990-01-02 --city Porto|"Jose Nunes" --birthday 1990-01-02 --city Porto
	"Nunes Tomé" --phone 913000001|"Tomé Nunes" --phone 913000001 --email t@x.pt
	"Bill Carter" --phone 915000001|"William Carter" --phone 915000001 --email e@y.pt
	"Rita Quintela" --phone 916000001 --email rq@x.pt|"Rtia Quintela" --phone 916000001 --email rq@y.pt
	"佐藤 花子" --birthday 1980-05-06 --city 東京|"佐藤花子" --birthday 1980-05-06 --city 東京
	END
	client "José Braga" --phone 917000001
	client "Jose Braga" --phone 917000001
	expect 0 crm-dedupe scan --min 1 --json
	holds 'map(.a.name == "José Braga" and .b.name == "Jose Braga") | any'
}

@test "explain: the bits add up to the total, and that to the score" {
	doubles
	crm-dedupe scan -q --json >found
	read -r a b < <(jq -r '.[5] | "\(.a.id) \(.b.id)"' found)
	expect 0 crm-dedupe explain "$a" "$b" --json
	holds '(.comparisons | map(select(.comparison != "total").bits) | add)
	    - .comparisons[-1].bits | fabs < 0.06'
	holds '.comparisons[-1].comparison == "total"'
	expect 0 crm-dedupe explain "$a" "$b"
	assert_output --partial "Comparisons, in bits:"
	expect 2 crm-dedupe explain "$a"
	says "crm-dedupe: explain: name two clients"
	expect 2 crm-dedupe explain "$a" "$a"
	says "crm-dedupe: explain: that is client $a twice"
	expect 4 crm-dedupe explain "$a" 999999
}

@test "a file that cannot be written is scanned all the same" {
	[[ $(id -u) -ne 0 ]] || skip "root may write anything"
	doubles
	db "PRAGMA journal_mode = DELETE"
	chmod 400 "$CRM_DB"
	chmod 500 .
	expect 0 crm-dedupe scan --json
	chmod 700 .
	says_part "could not be stored"
}

@test "weights that are damaged are not used" {
	some_clients
	for bad in "'x'" "''" "NULL" "'given	same	2	0	0
'"; do
		db "UPDATE scan_state SET clients = 1000, weights = $bad"
		expect 0 crm-dedupe explain 1 3 --json
		holds '.weights == "usual"'
	done
	doubles
	crm-dedupe scan -q >/dev/null
	db "UPDATE scan_state SET given = 'ana' WHERE clients > 0"
	expect 0 crm-dedupe explain 1 3 --json
	holds '.weights == "usual"'
}

# --- distinct --------------------------------------------------------------------

@test "B13 distinct: remembered, through exports too, and taken back" {
	some_clients
	expect 0 crm-dedupe distinct 3 1 --reason "mother and daughter"
	assert_output ""
	expect 0 crm-dedupe scan --json
	holds 'map([.a.id, .b.id]) == [[1, 2], [2, 3]]'
	expect 0 crm-dedupe distinct -f csv
	prints "id,a_id,a_name,b_id,b_name,at,reason" \
	    "1,1,Ana Lima,3,Anna Lima,2026-03-15T10:00:00Z,mother and daughter"
	expect 0 crm-dedupe explain 1 3 --json
	holds '.distinct == true'
	expect 0 crm-dedupe explain 1 3
	assert_line "distinct  yes"
	expect 5 crm-dedupe distinct 1 3
	says "crm-dedupe: clients 1 and 3 are known to be distinct"
	expect 2 crm-dedupe distinct 1
	expect 2 crm-dedupe distinct 1 1
	expect 4 crm-dedupe distinct 1 77
	crm-export all >all.ndjson
	CRM_DB=other.db crm-import all all.ndjson -q
	CRM_DB=other.db crm-export all | cmp - all.ndjson
	CRM_DB=other.db expect 0 crm-dedupe scan --json
	holds 'map([.a.id, .b.id]) == [[1, 2], [2, 3]]'
	change=$(last_change)
	crm-dedupe distinct 1 2 --quiet
	crm-log undo "$change" --quiet
	expect 0 crm-dedupe scan --json
	holds 'map([.a.id, .b.id]) == [[1, 3], [2, 3]]'
	expect 0 crm-dedupe distinct 1 3 -n
	expect 0 crm-dedupe distinct -f id
	prints 2
}
