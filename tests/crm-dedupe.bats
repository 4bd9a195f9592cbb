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
	expect 0 crm-dedupe resolve 3 --new
	assert_equal "$(db 'SELECT email FROM client WHERE id = 4')" anna@y.pt
	assert_equal "$(linked)" "2 3 4"
	assert_equal "$(statuses)" "new new new"
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
