#!/usr/bin/env bats
# crm-dedupe: what waits for review and what is decided about it; merging two
# clients and taking it back: features L7-L12, L15, L16; rules R3, R4.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	crm-config set account.country PT
	client "Ana Lima" --email ana@x.pt --phone "912 000 001"
}

# Three that wait: a booking and a form without a client, and an order that
# came with a client's email under another name.
three_wait() {
	crm-booking add --service Cut --starts 2026-04-01 --name "Anna Lima" \
	    --phone 912000001 --language pt-BR --quiet
	crm-order add --name "Rui Costa" --email ana@x.pt Soap --quiet
	crm-form add --name "Anna Lima" --email anna@y.pt --phone 912000001 \
	    intake --quiet
} >/dev/null

# Who has the booking, the order and the form; and what the queue says.
linked() {
	db "SELECT coalesce(client_id, '-') FROM booking UNION ALL
		SELECT coalesce(client_id, '-') FROM orders UNION ALL
		SELECT coalesce(client_id, '-') FROM form" | paste -sd ' '
}

statuses() {
	db 'SELECT status FROM association ORDER BY id' | paste -sd ' '
}

# --- the queue -----------------------------------------------------------------

@test "L7 pending: what waits, with the client it may belong to" {
	expect 0 crm-dedupe pending
	assert_output ""
	says ""
	expect 0 crm-dedupe pending --json
	prints "[]"
	three_wait
	expect 0 crm-dedupe pending -f csv
	assert_line -n 0 "id,at,type,ref,name,email,phone,candidate_id,candidate_name,score,reason,status"
	expect 0 crm-dedupe pending -f csv \
	    -F id,at,type,ref,name,email,phone,candidate_id,candidate_name,reason,status
	prints "id,at,type,ref,name,email,phone,candidate_id,candidate_name,reason,status" \
	    "1,2026-03-15T10:00:00Z,booking,1,Anna Lima,,+351912000001,1,Ana Lima,partial,open" \
	    "2,2026-03-15T10:00:00Z,order,1,Rui Costa,ana@x.pt,,1,Ana Lima,name_mismatch,open" \
	    "3,2026-03-15T10:00:00Z,form,1,Anna Lima,anna@y.pt,+351912000001,1,Ana Lima,partial,open"
	expect 0 crm-dedupe pending --json
	holds 'all(.score >= 0.75 and .score < 1)'
	expect 0 crm-dedupe
	assert_equal "${#lines[@]}" 4
	expect 0 crm-dedupe pending --type form -f id
	prints 3
	expect 0 crm-dedupe pending --candidate ana@x.pt --reason partial \
	    --reverse --limit 1 -f id
	prints 3
	expect 0 crm-dedupe pending --search rui -f id
	prints 2
}

@test "L7 pending: oldest first, of those of one time by number, page by page" {
	three_wait
	db "UPDATE association SET at = '2026-03-14T10:00:00Z' WHERE id = 3"
	expect 0 crm-dedupe pending -f id
	prints 3 1 2
	expect 0 crm-dedupe pending -f id --after 3
	prints 1 2
	expect 0 crm-dedupe pending -f id --after 3 --limit 1
	prints 1
	expect 0 crm-dedupe pending -f id --after 1
	prints 2
	expect 0 crm-dedupe pending -f id --after 2
	assert_output ""
	expect 0 crm-dedupe pending -f id --reverse
	prints 2 1 3
	expect 0 crm-dedupe pending -f id --reverse --after 1
	prints 3
	# Where the page ended may have been decided since.
	crm-dedupe resolve 1 --ignore >/dev/null
	expect 0 crm-dedupe pending -f id --after 1
	prints 2
	expect 0 crm-dedupe pending -f id --until 2026-03-14
	prints 3
}

@test "L7 pending --status: one of the words, or any" {
	three_wait
	crm-dedupe resolve 1 --ignore >/dev/null
	crm-dedupe resolve 2 --use >/dev/null
	expect 0 crm-dedupe pending -f id --status any
	prints 1 2 3
	expect 0 crm-dedupe pending -f id --status all --reverse
	prints 3 2 1
	expect 0 crm-dedupe pending -f id --status open
	prints 3
	expect 0 crm-dedupe pending --status any
	assert_equal "$(awk '{ print $NF }' <<<"$output" | paste -sd ' ')" \
	    "status ignored used open"
	expect 2 crm-dedupe pending --status some
	says_part '--status: ' '"some"' "open"
	# As in every list.
	expect 0 crm-order list -f id --status any
	prints 1
}

@test "L8 show: the incoming data beside the existing client" {
	three_wait
	expect 0 crm-dedupe show 1
	assert_line -n 0 --regexp "^1: partial, 0\.[0-9]{2}, open\$"
	output=${output#*$'\n'}
	prints \
	    "        incoming       client" \
	    "record  booking 1      client 1" \
	    "name    Anna Lima      Ana Lima" \
	    "email                  ana@x.pt" \
	    "phone   +351912000001  +351912000001" \
	    "since   2026-03-15     2026-03-15" \
	    "status                 active"
	expect 0 crm-dedupe show 2 --json
	holds '.id == 2 and .score == 0.75 and .candidate_name == "Ana Lima"
		and .incoming.product == "Soap" and .incoming.client_id == 1
		and .candidate.email == "ana@x.pt" and .candidate.tags == []'
	expect 3 crm-dedupe show 1 9 --json
	holds 'map(.id) == [1]'
	expect 4 crm-dedupe show 9
	says "crm-dedupe: nothing waits under the number 9; crm-dedupe pending shows what does"
	expect 2 crm-dedupe show x
	says 'crm-dedupe: pending: not a number: "x"'
}

@test "L9 L12 resolve --use: the record is the client's, and nothing of the client changes" {
	three_wait
	before=$(crm-client list -f csv -F id,name,email,phone,emails)
	assert_equal "$(linked)" "- 1 -"
	expect 0 crm-dedupe resolve 1 3 --use
	prints "1: booking 1 is of client 1 (Ana Lima)" \
	    "3: form 1 is of client 1 (Ana Lima)"
	expect 0 crm-dedupe resolve 2 --use --json
	holds '.id == 2 and .status == "used" and .candidate_id == 1'
	assert_equal "$(linked)" "1 1 1"
	assert_equal "$(statuses)" "used used used"
	assert_equal "$(crm-client list -f csv -F id,name,email,phone,emails)" \
	    "$before"
	expect 0 crm-client show 1 --json
	holds '.total_bookings == 1'
	expect 0 crm-dedupe pending --json
	prints "[]"
}

@test "L10 resolve --new: a client is made of what came with the record" {
	three_wait
	expect 0 crm-dedupe resolve 1 --new
	prints "1: booking 1 is of the new client 2 (Anna Lima)"
	expect 0 crm-client show 2 --json
	holds '.name == "Anna Lima" and .phone == "+351912000001"
		and .email == null and .language == "pt-BR"
		and .source == "booking" and .total_bookings == 1
		and .created_at == "2026-03-15T10:00:00Z"'
	# The email is Ana's, and stays so.
	expect 0 crm-dedupe resolve 2 --new
	prints "2: order 1 is of the new client 3 (Rui Costa)"
	assert_equal "$(db 'SELECT email FROM client WHERE id = 3')" ""
	# Same name, same phone as the client who was made before: that one (R4).
	expect 0 crm-dedupe resolve 3 --new
	prints "3: form 1 is of client 2 (Anna Lima)"
	assert_equal "$(linked)" "2 3 2"
	assert_equal "$(statuses)" "new new new"
	# They are not found as duplicates again.
	assert_equal "$(db 'SELECT a_id, b_id, reason FROM distinct_pair')" \
	    "$(printf '%s\n' "1|2|decided for booking 1" \
	    "1|3|decided for order 1")"
	expect 0 crm-dedupe scan --json
	prints "[]"
}

@test "L10 resolve --new: who came twice is made a client once, and not who is another" {
	for n in 1 2; do
		crm-form add --name "Anna Limo" --email anna@y.pt \
		    --phone 912000001 intake --quiet
	done
	crm-form add --name "Ana Limas" --phone 912000001 intake --quiet
	before=$(facts)
	expect 0 crm-dedupe resolve 1 2 3 --new
	prints "1: form 1 is of the new client 2 (Anna Limo)" \
	    "2: form 2 is of client 2 (Anna Limo)" \
	    "3: form 3 is of the new client 3 (Ana Limas)"
	expect 0 crm-client show 2 --json
	holds '.email == "anna@y.pt" and .phone == "+351912000001"'
	crm-log undo "$(last_change)" --quiet
	assert_equal "$(facts)" "$before"
}

@test "L11 resolve --ignore: it waits on, out of sight" {
	three_wait
	expect 0 crm-dedupe resolve 1 --ignore
	prints "1: put off"
	expect 0 crm-dedupe pending -f id
	prints 2 3
	expect 0 crm-dedupe pending --ignored -f id
	prints 1
	expect 0 crm-dedupe pending --status used -f id
	assert_output ""
	expect 5 crm-dedupe resolve 1 --ignore
	says "crm-dedupe: 1 is put off already"
	expect 0 crm-dedupe resolve 1 --use
	assert_equal "$(statuses)" "used open open"
}

@test "L12 resolve: from stdin, in one transaction, and taken back" {
	three_wait
	before=$(facts)
	expect 0 crm-dedupe resolve - --new < <(crm-dedupe pending -f id)
	assert_equal "${#lines[@]}" 3
	assert_equal "$(crm-log list --limit 1 -f csv -F command | sed 1d)" \
	    "crm-dedupe resolve - --new"
	crm-log undo "$(last_change)" --quiet
	assert_equal "$(facts)" "$before"
	unchanged 0 crm-dedupe resolve 1 2 3 --use --dry-run
	assert_equal "${#lines[@]}" 3
}

@test "L12 resolve: what is refused, and nothing changes" {
	three_wait
	unchanged 2 crm-dedupe resolve 1
	says "crm-dedupe: resolve: what is it? --use (that client's), --new (of somebody new) or --ignore (not now)"
	unchanged 2 crm-dedupe resolve 1 --use --new
	says "crm-dedupe: resolve: --use or --new, not both"
	unchanged 2 crm-dedupe resolve --use
	unchanged 4 crm-dedupe resolve 9 --use
	crm-dedupe resolve 1 --use >/dev/null
	unchanged 5 crm-dedupe resolve 1 --new --json
	holds '.error == "already" and .message == "1 is decided already: used; crm-log undo takes that back"' "$stderr"
	crm-client delete 1
	unchanged 5 crm-dedupe resolve 3 --use
	says "crm-dedupe: 3: client 1 is deleted; crm-client restore 1 brings the client back first"
	# By hand it is decided as well.
	crm-client restore 1
	crm-form edit 1 --client 1
	unchanged 5 crm-dedupe resolve 3 --new
	expect 3 crm-dedupe resolve 2 3 --new
	assert_equal "$(statuses)" "used new used"
}

# --- merge ---------------------------------------------------------------------

# Ana a second time, as client 2, each with records of every type; client 3 is
# somebody else.
two_of_one() {
	client "Ana M. Lima" --email Ana.Lima@y.pt --phone "912 000 002" \
	    --tags Old,new --set shoe=39 --set eye=blue --city Porto \
	    --birthday 1990-05-03 --created 2023-01-01
	client "Rui Costa" --email rui@x.pt
	crm-client edit 1 --tags vip,old --set shoe=38 --birthday=--05-03
	crm-note add 1 one
	crm-note add 2 two
	crm-booking add 2 Cut 2026-03-01 --status completed --price 20
	crm-booking series add 2 --service Cut --starts 2026-04-01 --count 2 \
	    --every week
	crm-order add 2 Soap 5 --status paid
	crm-order add 1 Soap 7 --status paid
	crm-purchase add 2 Course Hotmart 90
	crm-project add 2 Move
	crm-task add 2 Call
	crm-form add 2 intake
	crm-event add 2 review --rating 5
	crm-journey set 2 retention --reason "knows us"
	crm-loyalty earn 1 10 --reason a
	crm-loyalty earn 2 30 --reason b
	crm-booking add --service Cut --starts 2026-04-01 --name "Anna Lima" \
	    --phone 912000002 --quiet
} >/dev/null

# Every table with the rows of clients 1 and 2 together: what a merge keeps.
sums() {
	local table

	for table in note series booking orders purchase project task form \
	    event journey loyalty; do
		db "SELECT '$table', count(*), group_concat(id) FROM (SELECT id
			FROM $table WHERE client_id IN (1, 2) ORDER BY id)"
	done
	db "SELECT count(*) FROM association WHERE candidate_id IN (1, 2)"
}

points() {
	db "SELECT coalesce(sum(points), 0) FROM loyalty"
}

@test "L15 merge: every row of every table moves, and nothing is lost" {
	two_of_one
	before=$(sums)
	expect 0 crm-dedupe merge 1 2
	prints "1: client 2 is now client 1 (Ana Lima)"
	says ""
	assert_equal "$(sums)" "$before"
	for table in note series booking orders purchase project task form \
	    event journey loyalty merge; do
		assert_equal "$(db "SELECT count(*) FROM $table
			WHERE client_id = 2")" 0
		assert_not_equal "$(db "SELECT count(*) FROM $table
			WHERE client_id = 1")" 0
	done
	# Nor does any other table refer to the number.
	for column in $(db "SELECT m.name || '.' || f.\"from\"
		FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND f.\"table\" = 'client'"); do
		assert_equal "$column $(db "SELECT count(*)
			FROM ${column%.*} WHERE ${column#*.} = 2")" "$column 0"
	done
	assert_equal "$(db 'SELECT count(*) FROM client WHERE id = 2')" 0
	expect 0 crm-db check
	# What follows from the facts follows from those of both.
	expect 0 crm-client show 1 --json
	holds '.total_bookings == 3 and .spent == 20
		and .last_visit == "2026-03-01T00:00:00Z"
		and .loyalty.total_points == 72 and .stage == "retention"'
}

@test "L15 merge: fields filled, lists united, the oldest since, all addresses kept" {
	two_of_one
	crm-dedupe merge 1 2
	expect 0 crm-client show 1 --json
	holds '.name == "Ana Lima" and .email == "ana@x.pt"
		and .phone == "+351912000001" and .city == "Porto"
		and .birthday == "1990-05-03"
		and .emails == ["Ana.Lima@y.pt"] and .phones == ["+351912000002"]
		and .tags == ["vip", "old", "new"]
		and .custom == {"shoe": 38, "eye": "blue"}
		and .created_at == "2023-01-01T00:00:00Z"'
	# Either address, phone or number finds her.
	for ref in ana@x.pt ana.lima@y.pt 912000001 912000002 1 2; do
		expect 0 crm-client show "$ref" -f csv -F id
		assert_line -n 1 1
	done
	expect 5 crm-client add Eva --email ana.lima@y.pt
	# What lost is in the merge.
	expect 0 crm-export merges --format ndjson
	holds '.client_id == 1 and .lost_id == 2 and .lost.name == "Ana M. Lima"
		and .lost.custom.shoe == 39 and .lost.email == "Ana.Lima@y.pt"
		and .lost.tags == ["Old", "new"]'
}

@test "L15 merge: an address is not put together from two" {
	two_of_one
	crm-client edit 1 --city Faro --country PT
	crm-client edit 2 --address "Rua A 1" --postcode 4000-001 --staff Eva \
	    --source web --external-id 77
	crm-dedupe merge 1 2
	expect 0 crm-client show 1 --json
	holds '.city == "Faro" and .address == null and .postcode == null
		and .country == "PT" and .staff == "Eva" and .source == "web"
		and .external_id == "77"'
	crm-dedupe unmerge 1
	crm-client edit 1 --city porto
	crm-dedupe merge 1 2
	expect 0 crm-client show 1 --json
	holds '.city == "porto" and .address == "Rua A 1"
		and .postcode == "4000-001"'
}

@test "L15 merge --prefer: newest, longest, keep, field by field" {
	two_of_one
	export CRM_NOW=2026-03-16T10:00:00Z
	crm-client edit 2 --staff Eva
	expect 0 crm-dedupe merge 1 2 --prefer name=longest --prefer phone=newest \
	    --prefer custom=newest --prefer city=keep --prefer email=keep
	expect 0 crm-client show 1 --json
	holds '.name == "Ana M. Lima" and .given_name == "Ana"
		and .family_name == "M. Lima" and .phone == "+351912000002"
		and .phones == ["+351912000001"] and .custom.shoe == 39
		and .email == "ana@x.pt" and .city == "Porto"'
	expect 0 crm-client list --search "ana m" -f id
	prints 1
	crm-dedupe unmerge 1
	# The one who is kept is the newer one.
	crm-client edit 1 --staff Leo
	export CRM_NOW=2026-03-17T10:00:00Z
	crm-client edit 1 --staff Lea
	expect 0 crm-dedupe merge 1 2 --prefer name=newest --prefer staff=newest
	expect 0 crm-client show 1 --json
	holds '.name == "Ana Lima" and .staff == "Lea"'
	for bad in city name=best foo=keep tags=keep id=keep created_at=newest \
	    status=longest stage=keep; do
		unchanged 2 crm-dedupe merge 1 3 --prefer "$bad"
	done
	says 'crm-dedupe: --prefer: there is nothing to choose in this field: "stage=keep"'
}

@test "L15 merge: active if either is, blocked if either is" {
	two_of_one
	crm-client archive 1
	crm-client block 2 --reason "no show"
	crm-dedupe merge 1 2
	expect 0 crm-client show 1 --json
	holds '.status == "active" and .archived_at == null
		and .blocked and .block_reason == "no show"'
	crm-dedupe unmerge 1
	expect 0 crm-client show 1 2 --json
	holds '.[0].status == "archived" and (.[0].blocked | not)
		and .[1].blocked and .[1].status == "active"'
	crm-dedupe merge 1 2 --prefer status=keep --prefer blocked=keep
	expect 0 crm-client show 1 --json
	holds '.status == "archived" and (.blocked | not)'
}

@test "L15 merge: what was between the two refers to nobody; others still refer" {
	two_of_one
	crm-event add 1 referral --ref 2
	crm-event add 2 referral --ref 3
	crm-event add 3 referral --ref 2
	crm-dedupe merge 1 2
	assert_equal "$(db "SELECT client_id, coalesce(ref, '-') FROM event
		WHERE type = 'referral' ORDER BY id")" $'1|-\n1|3\n3|1'
}

@test "L15 merge: who is known to be somebody else stays so, and is not merged" {
	two_of_one
	client "Eva Reis" --email eva@x.pt
	crm-dedupe distinct 2 3 --reason cousins
	crm-dedupe distinct 1 4
	crm-dedupe distinct 2 4
	before=$(facts)
	unchanged 5 crm-dedupe merge 2 3
	says "crm-dedupe: clients 2 and 3 are known to be two people; crm-log undo of that change takes it back"
	expect 0 crm-dedupe merge 1 2
	assert_equal "$(db 'SELECT a_id, b_id FROM distinct_pair')" $'1|3\n1|4'
	unchanged 5 crm-dedupe merge 3 1
	expect 0 crm-dedupe unmerge 1
	assert_equal "$(facts)" "$before"
}

@test "L15 merge: several at once are one merge, and one unmerge" {
	two_of_one
	before=$(facts)
	expect 0 crm-dedupe merge 3 1 2 --json
	holds '. == {"merge": 1, "keep": 3, "lost": [1, 2]}'
	assert_equal "$(db 'SELECT id, client_id, lost_id FROM merge')" \
	    $'1|3|1\n2|3|2'
	expect 0 crm-dedupe unmerge 2
	prints "2: clients 1, 2 are back, apart from client 3 (Rui Costa)"
	assert_equal "$(facts)" "$before"
}

@test "L16 merge --dry-run: side by side, and not a byte is written" {
	two_of_one
	before=$(facts)
	unchanged 0 crm-dedupe merge 1 2 --dry-run
	assert_line -n 0 "client 2 into client 1:"
	assert_line --regexp '^field +keep +lose +result$'
	assert_line --regexp '^name +Ana Lima +Ana M. Lima +Ana Lima$'
	assert_line --regexp '^city +Porto +Porto$'
	assert_line --regexp '^tags +vip, old +Old, new +vip, old, new$'
	assert_line --regexp '^notes +1 +1 +2$'
	assert_line "1: client 2 is now client 1 (Ana Lima)"
	unchanged 0 crm-dedupe merge 1 2 -n --json
	holds '.merge == 1 and .keep == 1 and .lost == [2]
		and (.fields | map(select(.field == "orders"))
			== [{"client":2,"field":"orders","keep":1,"lose":1,"result":2}])
		and (.fields | map(select(.field == "custom"))[0].result
			== {"shoe":38,"eye":"blue"})'
	unchanged 0 crm-dedupe merge 3 1 2 -n
	assert_line "client 1 into client 3:"
	assert_line "client 2 into client 3:"
	assert_equal "$(facts)" "$before"
}

@test "L15 merge -: pairs of a scan, the client of longer standing is kept" {
	two_of_one
	cat >pairs <<-'END'
	[{"a":{"id":1,"name":"Ana Lima"},"b":{"id":2,"name":"x"},"score":0.9},
	{"a":{"id":3},"b":{"id":1},"score":0.5},
	{"a":{"id":1},"b":{"id":2},"score":0.8},
	{"a":{"id":1},"b":{"id":99},"score":0.8},
	{"a":{"id":1},"score":0.8}]
	END
	before=$(facts)
	expect 3 crm-dedupe merge - --min 0.75 <pairs
	prints "1: client 1 is now client 2 (Ana M. Lima)"
	says 'crm-dedupe: stdin:4: there is no client "99"' \
	    'crm-dedupe: stdin:5: "b" names no client: a pair has "a" and "b", each with an "id"' \
	    'crm-dedupe: 1 pair was one client already; skipped'
	crm-dedupe unmerge 1
	assert_equal "$(facts)" "$before"
	unchanged 2 crm-dedupe merge - --min 3 <pairs
	says 'crm-dedupe: --min: not a score from 0 to 1: "3"'
	unchanged 2 crm-dedupe merge - --min x <pairs
	# A score that is not there, or is none, is not a high one.
	printf '%s\n' '{"a":{"id":1},"b":{"id":2}}' \
	    '{"a":{"id":1},"b":{"id":2},"score":"high"}' >pairs
	unchanged 3 crm-dedupe merge - --min 0.5 <pairs
	says 'crm-dedupe: stdin:1: "score" is no number, which --min needs' \
	    'crm-dedupe: stdin:2: "score" is no number, which --min needs'
	unchanged 2 crm-dedupe merge 1 2 --min 0.5
	says "crm-dedupe: --min is for the pairs of merge -"
	unchanged 2 crm-dedupe merge 1 - <pairs
	says "crm-dedupe: merge: - stands alone: pairs on stdin name who is kept, too"
	expect 0 crm-dedupe merge - --json </dev/null
	prints "[]"
}

@test "L15 merge -: lines with who is kept first, each a change of its own" {
	two_of_one
	client "Eva Reis" --email eva@x.pt
	before=$(facts)
	expect 0 crm-dedupe merge - < <(printf '%s\n' "1 ana.lima@y.pt" "2 1" "3 4")
	prints "1: client 2 is now client 1 (Ana Lima)" \
	    "2: client 4 is now client 3 (Rui Costa)"
	says "crm-dedupe: 1 pair was one client already; skipped"
	expect 0 crm-log list --limit 2 -f csv -F command,summary
	prints command,summary \
	    "crm-dedupe merge -,client 4 merged into client 3" \
	    "crm-dedupe merge -,client 2 merged into client 1"
	expect 0 crm-dedupe unmerge 1
	expect 0 crm-client show 4 -f csv -F id
	assert_line -n 1 3
	expect 0 crm-dedupe unmerge 2
	assert_equal "$(facts)" "$before"
	expect 3 crm-dedupe merge - <<<"1"
	says 'crm-dedupe: stdin:1: one client is no pair: "1"'
	# A phone is a reference here as well, and so are names between tabs.
	phone=$(db 'SELECT phone FROM client WHERE id = 1')
	expect 0 crm-dedupe merge - --dry-run <<<"3 ${phone#+351}"
	prints "3: client 1 is now client 3 (Rui Costa)"
	expect 0 crm-dedupe merge - --dry-run <<<$'Eva Reis\tRui Costa'
	prints "3: client 3 is now client 4 (Eva Reis)"
}

@test "L15 merge -: a table of a scan is refused as a whole" {
	two_of_one
	for how in "-f csv" "-f tsv" "" "--clusters -f csv" "--clusters -f tsv" "--clusters"; do
		# shellcheck disable=SC2086
		crm-dedupe scan --min 0 $how >found
		unchanged 2 crm-dedupe merge - <found
		says "crm-dedupe: stdin: that is a table; print the pairs with --json or --format ndjson"
	done
	expect 0 crm-dedupe merge - < <(crm-dedupe scan --min 0 --clusters --json)
}

@test "L15 merge: what is refused, and nothing changes" {
	two_of_one
	unchanged 2 crm-dedupe merge
	unchanged 2 crm-dedupe merge 1
	unchanged 5 crm-dedupe merge 1 1
	says 'crm-dedupe: "1" and "1" are one client: 1'
	unchanged 5 crm-dedupe merge 1 2 912000002
	says 'crm-dedupe: "2" and "912000002" are one client: 2'
	unchanged 4 crm-dedupe merge 1 99
	unchanged 4 crm-dedupe merge 1 2 99
	crm-client delete 2
	unchanged 5 crm-dedupe merge 1 2
	says "crm-dedupe: client 2 is deleted; crm-client restore 2 brings it back"
	unchanged 5 crm-dedupe merge 2 1 --json
	holds '.error == "deleted" and .status == 5' "$stderr"
	crm-client restore 2
	crm-client spam 2
	unchanged 5 crm-dedupe merge 1 2
	crm-client restore 2
	crm-dedupe merge 1 2
	expect 5 crm-dedupe merge 1 2
	says "crm-dedupe: client 2 is now client 1" \
	    'crm-dedupe: "1" and "2" are one client: 1'
}

@test "L15 a number given up leads on, in every command, and after an export" {
	two_of_one
	crm-dedupe merge 1 2
	crm-dedupe merge 3 1
	expect 0 crm-client show 2 1 2 -f csv -F id
	prints id 3 3 3
	says "crm-client: client 2 is now client 3" \
	    "crm-client: client 1 is now client 3"
	expect 0 crm-client show 2 -f csv -F id -q
	says ""
	expect 0 crm-note add 2 three
	says "crm-note: client 2 is now client 3"
	expect 0 crm-note list --client 2 --search three -f csv -F client_id
	prints client_id 3
	expect 0 crm-timeline 1 --limit 1 -f csv -F client_id
	assert_line -n 1 3
	printf '{"client":2,"text":"four"}\n{"client":2,"text":"five"}\n' >in
	expect 0 crm-note add - <in
	says "crm-note: client 2 is now client 3"
	printf 'client,text\n1,six\n' >notes.csv
	expect 0 crm-import notes notes.csv
	assert_equal "$(db 'SELECT DISTINCT client_id FROM note')" 3
	facts >all.ndjson
	expect 0 crm-import all all.ndjson --db other.db
	assert_equal "$(CRM_DB=other.db facts)" "$(<all.ndjson)"
	expect 0 crm-client show 2 -f csv -F id --db other.db
	says "crm-client: client 2 is now client 3"
	expect 5 crm-dedupe unmerge 1 --db other.db
	says "crm-dedupe: merge 1 was made in another file: what it moved is not known in this one"
}

@test "L15 a number given up is never given again" {
	two_of_one
	crm-dedupe merge 1 2 3
	facts >all.ndjson
	crm-import -q all all.ndjson --db other.db
	expect 0 crm-client add Eva --email eva@x.pt --db other.db
	prints 4
	# Nor is the client brought back by what was exported before.
	printf '%s\n' '{"crm":1,"schema":1}' \
	    '{"type":"client","id":3,"name":"X","status":"active","created_at":"2026-03-15T10:00:00Z","blocked":false}' >old.ndjson
	unchanged 5 crm-import all old.ndjson
	says_part "client 3 became client 1 in a merge" "nothing was imported"
}

# --- unmerge -------------------------------------------------------------------

@test "L13 L16 unmerge: to the byte as before, and again" {
	two_of_one
	before=$(facts)
	crm-dedupe merge 1 2
	merged=$(facts)
	expect 0 crm-dedupe unmerge 1
	prints "1: client 2 is back, apart from client 1 (Ana Lima)"
	says ""
	assert_equal "$(facts)" "$before"
	expect 0 crm-db check
	# The undo of that is the merge again.
	expect 0 crm-log undo "$(last_change)"
	assert_equal "$(facts)" "$merged"
	expect 0 crm-dedupe unmerge 1 --json
	holds '.merge == 1 and .keep == 1 and .lost == [2] and .kept == 0
		and .failed == 0 and .reversed > 10'
	assert_equal "$(facts)" "$before"
	# And crm-log undo of the merge itself does the same.
	crm-dedupe merge 1 2
	expect 0 crm-log undo "$(last_change)"
	assert_equal "$(facts)" "$before"
	assert_equal "$(db 'SELECT client_id FROM client_word
		WHERE field = "phone"')" ""
}

@test "L16 unmerge after the client lived on: what came since stays, and is named" {
	two_of_one
	crm-dedupe merge 1 2
	crm-client tag 1 fresh
	crm-client untag 1 vip
	crm-client edit 1 --city Faro --add-email third@x.pt --set hat=L --set eye=green
	crm-note add 1 later
	crm-booking edit 1 --staff Eva
	crm-booking edit 2 --client 3
	expect 0 crm-dedupe unmerge 1
	prints "1: client 2 is back, apart from client 1 (Ana Lima)"
	says "crm-dedupe: client 1 (Ana Lima): city changed since by change $(
		db "SELECT max(id) FROM change WHERE command LIKE '%Faro%'"
	); kept" \
	    "crm-dedupe: note 3 was added since; it stays with client 1" \
	    "crm-dedupe: booking 2: client_id changed since by change $(
		db "SELECT max(id) FROM change WHERE command LIKE '%--client 3'"
	); kept"
	expect 0 crm-client show 1 2 --json
	holds '.[0].tags == ["old", "fresh"] and .[0].city == "Faro"
		and .[0].emails == ["third@x.pt"] and .[0].phones == []
		and .[0].custom == {"shoe": 38, "eye": "green", "hat": "L"}
		and .[1].tags == ["Old", "new"] and .[1].email == "Ana.Lima@y.pt"
		and .[1].custom == {"shoe": 39, "eye": "blue"}'
	assert_equal "$(db 'SELECT client_id, staff FROM booking WHERE id = 1')" \
	    "2|Eva"
	assert_equal "$(db 'SELECT client_id FROM note ORDER BY id' |
		paste -sd ' ')" "1 2 1"
	expect 0 crm-db check
}

@test "L16 unmerge: of an older merge under a newer one" {
	two_of_one
	client "Ana L." --email al@z.pt --tags extra --created 2022-01-01
	before=$(facts)
	crm-dedupe merge 1 2
	crm-dedupe merge 1 4
	# The same client is kept in both: each comes apart by itself.
	expect 0 crm-dedupe unmerge 1
	assert_equal "${#stderr_lines[@]}" 2
	assert_regex "${stderr_lines[0]}" 'client 1 .*: created_at changed since'
	assert_regex "${stderr_lines[1]}" 'client 1 .*: activated_at changed since'
	expect 0 crm-client show 2 -f csv -F id,tags
	assert_line -n 1 '2,"Old,new"'
	expect 0 crm-client show 1 --json
	holds '.tags == ["vip", "old", "extra"] and .emails == ["al@z.pt"]'
	crm-log undo "$(last_change)" --quiet
	crm-dedupe unmerge 2
	crm-dedupe unmerge 1
	assert_equal "$(facts)" "$before"
	# The one who was kept was given up since: the newer one comes first.
	crm-dedupe merge 1 2
	first=$(last_change)
	crm-dedupe merge 3 1
	unchanged 5 crm-dedupe unmerge 3
	says "crm-dedupe: client 1 was merged into client 3 since; take merge 4 back first"
	unchanged 5 crm-log undo "$first"
	says "crm-log: client 1 was merged into client 3 since; take merge 4 back first"
	expect 0 crm-dedupe unmerge 4 3
	assert_equal "$(facts)" "$before"
}

@test "L16 unmerge: refused as a whole when the other one cannot come back" {
	two_of_one
	crm-dedupe merge 1 2
	merge=$(last_change)
	crm-client edit 1 --remove-email ana.lima@y.pt
	client "Somebody" --email ana.lima@y.pt
	unchanged 5 crm-dedupe unmerge 1
	says "crm-dedupe: client 2 (Ana M. Lima): another one has its email now; not put back"
	unchanged 5 crm-log undo "$merge"
	crm-client edit 4 --email some@y.pt
	expect 0 crm-dedupe unmerge 1
	expect 0 crm-db check
}

@test "L16 unmerge: twice, of none, of a client who was deleted or purged since" {
	two_of_one
	crm-dedupe merge 1 2
	merge=$(last_change)
	crm-client delete 1
	expect 0 crm-dedupe unmerge 1
	expect 0 crm-client show 1 2 -f csv -F status
	prints status deleted active
	unchanged 5 crm-dedupe unmerge 1
	says "crm-dedupe: merge 1 is taken back already, or its client purged"
	unchanged 4 crm-dedupe unmerge 9
	says "crm-dedupe: there is no merge 9; crm-export merges shows them"
	unchanged 2 crm-dedupe unmerge x
	crm-client restore 1
	crm-dedupe merge 1 2
	merge=$(last_change)
	crm-client purge 1 --yes --reason "asked for it"
	expect 4 crm-client show 2
	unchanged 5 crm-dedupe unmerge 2
	unchanged 5 crm-log undo "$merge"
	says "crm-log: change $merge was a merge into a client who is purged for good"
	# Under neither number anything is left of the person.
	assert_equal "$(db "SELECT count(*) FROM journal WHERE old_json LIKE
		'%Lima%' OR old_json LIKE '%9120000%'")" 0
	assert_equal "$(db "SELECT count(*) FROM change WHERE command LIKE
		'%Lima%'")" 0
	run -1 grep -a -c -i "Ana M. Lima" "$CRM_DB"
}

@test "L15 merge and unmerge: milestones, and what the daily job tells, follow" {
	two_of_one
	crm-milestones list -f csv -F client_id,milestone,achieved_at \
	    --sort milestone >before
	crm-dedupe merge 1 2
	assert_equal "$(db 'SELECT count(*) FROM milestone
		WHERE client_id = 1 AND milestone = "first_order"')" 1
	crm-dedupe unmerge 1
	crm-milestones list -f csv -F client_id,milestone,achieved_at \
	    --sort milestone >after
	assert_equal "$(sort after)" "$(sort before)"
}
