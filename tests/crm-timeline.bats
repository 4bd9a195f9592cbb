#!/usr/bin/env bats
# crm-timeline: features I1-I16, D12, D19.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# Ana did one thing of every sort; Rui has a booking; one belongs to nobody.
setup() {
	crm_setup
	crm-client add "Ana Silva" --email ana@x.pt >/dev/null
	crm-client add "Rui Costa" --email rui@x.pt >/dev/null
	db "INSERT INTO booking (client_id, service, starts_at, status, staff,
		price_minor, currency, notes) VALUES
	(1, 'Haircut', '2026-03-14T10:00:00Z', 'completed', 'Marta', 4500, 'EUR', 'Window seat'),
	(1, 'Colour', '2026-03-20T09:30:00Z', 'confirmed', NULL, NULL, NULL, NULL),
	(2, 'Haircut', '2026-03-14T11:00:00Z', 'no_show', 'Zé', 4500, 'EUR', NULL),
	(NULL, 'Massage', '2026-03-02T11:00:00Z', 'pending', NULL, NULL, NULL, NULL);
	INSERT INTO orders (client_id, product, amount_minor, currency, status, ordered_at)
	VALUES (1, 'Shampoo', 1250, 'EUR', 'paid', '2026-03-14T10:30:00Z');
	INSERT INTO purchase (client_id, product, platform, price_minor, currency, purchased_at)
	VALUES (1, 'Online course', 'hotmart', 5000, 'JPY', '2026-03-01T08:00:00Z');
	INSERT INTO project (client_id, name, status, starts_on, due_on, description, created_at)
	VALUES (1, 'Wedding', 'active', '2026-04-01', '2026-05-02', 'Hair for six', '2026-02-01T12:00:00Z');
	INSERT INTO task (client_id, title, status, assignee, description, created_at)
	VALUES (1, 'Call about colour', 'open', 'Marta', 'before Friday', '2026-03-13T16:00:00Z');
	INSERT INTO form (client_id, form, submitted_at)
	VALUES (1, 'Allergies', '2026-03-01T07:00:00Z');
	INSERT INTO event (client_id, type, at, title, text, rating) VALUES
	(1, 'message_in', '2026-03-13T18:00:00Z', NULL, 'Olá! Posso ir na sexta?', NULL),
	(1, 'message_out', '2026-03-13T18:05:00Z', NULL, 'Yes', NULL),
	(1, 'review', '2026-03-14T20:00:00Z', 'Lovely', 'Best cut in town', 5);"
}

# What a list gives of type and ref, one line: "booking:2 review:3".
events() {
	crm-timeline "$@" -f ndjson | jq -rs 'map(select(.type != "milestone") |
		"\(.type):\(.ref)") | join(" ")'
}

ana="booking:2 review:3 order:1 booking:1 message_out:2 message_in:1 task:1 purchase:1 form:1 project:1"

@test "I1 D12 D19 one feed of all that a client did, newest first" {
	assert_equal "$(events ana@x.pt)" "$ana"
	assert_equal "$(events 1)" "$ana"
	assert_equal "$(events show "Ana Silva")" "$ana"
	reverse=''
	for event in $ana; do reverse="$event${reverse:+ $reverse}"; done
	assert_equal "$(events 1 --reverse)" "$reverse"
	assert_equal "$(events 2)" booking:3
	expect 4 crm-timeline 9
	says 'crm-timeline: there is no client "9"'
	prints ""
	client "Rui Costa" --email other@x.pt
	expect 5 crm-timeline "rui costa"
	says_part 'crm-timeline: "rui costa": 2 clients have this name'
	expect 2 crm-timeline
	says_part "show: which one?"
	expect 2 crm-timeline 1 --all
	says 'crm-timeline: --all is every client, not "1" alone'
}

@test "I2 I3 I4 I5 the fields of each sort of event" {
	expect 0 crm-timeline 1 --type booking --limit 1 --after review:3 --json
	holds '. == [{client_id:1,client_name:"Ana Silva",
		at:"2026-03-14T10:00:00Z",date:"2026-03-14",type:"booking",
		title:"Haircut",status:"completed",description:"Window seat",
		amount:45,currency:"EUR",staff:"Marta",ref:1}]'
	expect 0 crm-timeline 1 --type order --json
	holds '.[0] | .title == "Shampoo" and .amount == 12.5
		and .currency == "EUR" and .status == "paid"'
	expect 0 crm-timeline 1 --type project --json
	holds '.[0] | .title == "Wedding" and .status == "active" and
		.description == "starts 2026-04-01, due 2026-05-02: Hair for six"
		and .amount == null'
	expect 0 crm-timeline 1 --type task --json
	holds '.[0] | .title == "Call about colour" and .status == "open"
		and .staff == "Marta" and .description == "before Friday"'
	expect 0 crm-timeline 1 --type purchase --json
	holds '.[0] | .title == "Online course" and .amount == 5000
		and .currency == "JPY" and .description == "hotmart"'
	expect 0 crm-timeline 1 --type review --json
	holds '.[0] | .title == "Lovely" and .status == "5/5"
		and .description == "Best cut in town"'
}

@test "I4 the days of a project, whichever there are" {
	db "INSERT INTO project (client_id, name, completed_on, description, created_at) VALUES
	(2, 'a', NULL, NULL, '2026-03-01T00:00:00Z'),
	(2, 'b', NULL, 'just text', '2026-03-02T00:00:00Z'),
	(2, 'c', '2026-03-03', NULL, '2026-03-03T00:00:00Z')"
	expect 0 crm-timeline 2 --type project -f csv -F title,description --reverse
	prints title,description a, "b,just text" "c,completed 2026-03-03"
}

@test "I6 search in title and description, folded" {
	assert_equal "$(events 1 --search HAIRCUT)" booking:1
	assert_equal "$(events 1 --search ola)" message_in:1
	assert_equal "$(events 1 --search cólour)" "booking:2 task:1"
	assert_equal "$(events 1 --search 'hair for')" project:1
	assert_equal "$(events 1 --search %)" ""
	assert_equal "$(events 1 --search "' OR 1 --")" ""
	assert_equal "$(events 1 --search '')" "$ana"
	assert_equal "$(events --all --search haircut)" "booking:3 booking:1"
}

@test "I7 I12 types: one, several, all of a record's, both ways of a message" {
	assert_equal "$(events 1 --type booking,order)" \
	    "booking:2 order:1 booking:1"
	assert_equal "$(events 1 --type order --type booking)" \
	    "booking:2 order:1 booking:1"
	assert_equal "$(events 1 --type 'bookings, orders')" \
	    "booking:2 order:1 booking:1"
	assert_equal "$(events 1 --type message)" "message_out:2 message_in:1"
	assert_equal "$(events 1 --type message-in)" message_in:1
	assert_equal "$(events 1 --type event)" \
	    "review:3 message_out:2 message_in:1"
	assert_equal "$(events 1 --type event,review)" \
	    "review:3 message_out:2 message_in:1"
	assert_equal "$(events 1 --type form)" form:1
	expect 2 crm-timeline 1 --type booking,rumour
	says 'crm-timeline: --type: not one of booking, event, checkin, review, referral, social_share, message, message_in, message_out, call, notification, form, milestone, order, project, purchase, task: "rumour"'
	expect 2 crm-timeline 1 --type ""
	says_part "--type: not one of"
	expect 0 crm-timeline --complete 1 --type rev
	prints $'review\t'
}

@test "I8 the table: counts on top, days as headings, local time" {
	expect 0 crm-timeline ana@x.pt
	prints "booking 2  form 1  message_in 1  message_out 1  order 1  project 1  purchase 1  review 1  task 1" \
	    "" "2026-03-20 Friday" \
	    "  09:30  booking      Colour             confirmed" \
	    "" "2026-03-14 Saturday" \
	    "  20:00  review       Lovely             5/5                           Best cut in town" \
	    "  10:30  order        Shampoo            paid       12.50  EUR" \
	    "  10:00  booking      Haircut            completed  45.00  EUR  Marta  Window seat" \
	    "" "2026-03-13 Friday" \
	    "  18:05  message_out  message_out                                      Yes" \
	    "  18:00  message_in   message_in                                       Olá! Posso ir na sexta?" \
	    "  16:00  task         Call about colour  open                   Marta  before Friday" \
	    "" "2026-03-01 Sunday" \
	    "  08:00  purchase     Online course      completed   5000  JPY         hotmart" \
	    "  07:00  form         Allergies" \
	    "" "2026-02-01 Sunday" \
	    "  12:00  project      Wedding            active                        starts 2026-04-01, due 2026-05-02: Hair for six"
	crm-config set account.timezone Pacific/Auckland
	expect 0 crm-timeline 1 --type review
	prints "review 1" "" "2026-03-15 Sunday" \
	    "  09:00  review  Lovely  5/5  Best cut in town"
	expect 0 crm-timeline 1 --type review -f csv -F at,date
	prints at,date 2026-03-14T20:00:00Z,2026-03-15
	expect 0 crm-timeline 1 -F title,type --type order
	prints "order 1" "" "2026-03-14 Saturday" "  Shampoo  order"
}

@test "I8 wide characters line up; what a terminal cannot hold is cut" {
	db "INSERT INTO booking (client_id, service, starts_at) VALUES
	(2, '髪を切る', '2026-03-14T08:00:00Z'),
	(2, 'x' || char(27) || '[2J', '2026-03-14T07:00:00Z'),
	(2, '$(printf 'long %.0s' {1..30})', '2026-03-14T06:00:00Z')"
	expect 0 crm-timeline 2 --until 2026-03-14T08:30
	assert_line -n 3 -e '^  08:00  booking  髪を切る {92,}confirmed$'
	assert_line -n 4 -e '^  07:00  booking  x\\x1b\[2J {91,}confirmed$'
	COLUMNS=60 run -0 on_terminal "crm-timeline 2"
	[[ $(LC_ALL=C.UTF-8 wc -L <<<"${output//$'\r'/}") -eq 60 ]] ||
		fail "not cut to 60: $output"
	assert_line --partial "…"
}

@test "I9 counts per type" {
	expect 0 crm-timeline 1 --counts -f csv
	prints type,count booking,2 form,1 message_in,1 message_out,1 order,1 \
	    project,1 purchase,1 review,1 task,1
	expect 0 crm-timeline 1 --counts --type booking,event --json
	holds '. == [{type:"booking",count:2},{type:"message_in",count:1},
		{type:"message_out",count:1},{type:"review",count:1}]'
	expect 0 crm-timeline 1 --counts --limit 3 -f csv
	prints type,count booking,1 order,1 review,1
	expect 0 crm-timeline --all --counts --type booking
	prints "type     count" "booking      4"
	expect 0 crm-timeline 1 --counts --search nowhere --json
	prints "[]"
}

@test "since and until: instants and whole days" {
	assert_equal "$(events 1 --since 2026-03-14)" \
	    "booking:2 review:3 order:1 booking:1"
	assert_equal "$(events 1 --until 2026-03-01)" \
	    "purchase:1 form:1 project:1"
	assert_equal "$(events 1 --since 2026-03-14T10:30 --until 2026-03-14T10:30:00Z)" \
	    order:1
	assert_equal "$(events 1 --since today)" booking:2
	expect 2 crm-timeline 1 --since soon
	says_part '--since: ' '"soon"'
}

@test "I13 pages: the next begins after the last event of the one before" {
	local way got last page

	# Several at one time, too.
	db "INSERT INTO booking (client_id, service, starts_at) SELECT 1, 'x' || value,
		'2026-03-14T10:00:00Z' FROM json_each('[1,2,3,4,5]');
	INSERT INTO task (client_id, title, created_at) SELECT 1, 'y' || value,
		'2026-03-14T10:00:00Z' FROM json_each('[1,2,3,4,5]')"
	for way in "" --reverse; do
		got='' last=''
		while page=$(events 1 --limit 4 $way ${last:+--after "$last"}) &&
		    [[ -n $page ]]; do
			got+="${got:+ }$page"
			last=${page##* }
		done
		assert_equal "$got" "$(events 1 $way)"
	done
	assert_equal "$(wc -w <<<"$got")" 20
	expect 0 crm-timeline 1 --limit 0 -f ndjson
	prints ""
	expect 4 crm-timeline 1 --after booking:99
	says 'crm-timeline: --after: there is no event "booking:99"'
	expect 4 crm-timeline 1 --after rumour:1
	expect 2 crm-timeline 1 --after 17
	says 'crm-timeline: --after: not TYPE:REF, such as booking:17: "17"'
	expect 2 crm-timeline 1 --limit x
	says_part "--limit"
}

@test "--all: of every client, and of nobody yet" {
	assert_equal "$(events --all --type booking)" \
	    "booking:2 booking:3 booking:1 booking:4"
	expect 0 crm-timeline --all --type booking --until 2026-03-14
	prints "booking 3" "" "2026-03-14 Saturday" \
	    "  11:00  Rui Costa  booking  Haircut  no_show    45.00  EUR  Zé" \
	    "  10:00  Ana Silva  booking  Haircut  completed  45.00  EUR  Marta  Window seat" \
	    "" "2026-03-02 Monday" \
	    "  11:00             booking  Massage  pending"
	expect 0 crm-timeline --all --type booking --limit 1 --after booking:1 --json
	holds '.[0] | .client_id == null and .client_name == null and .ref == 4'
}

@test "several clients, named or on standard input, in one feed" {
	assert_equal "$(events 1 2 --type booking)" \
	    "booking:2 booking:3 booking:1"
	assert_equal "$(printf 'rui@x.pt\n1\n' | events - --type booking)" \
	    "booking:2 booking:3 booking:1"
	expect 3 crm-timeline 2 99 -f csv -F client_name,title
	prints client_name,title "Rui Costa,Haircut"
	says 'crm-timeline: 99: there is no client "99"'
	expect 0 crm-timeline - --json </dev/null
	prints "[]"
}

@test "a client that was archived or deleted still has a timeline" {
	crm-client archive 1
	assert_equal "$(events 1)" "$ana"
	crm-client delete 1
	assert_equal "$(events 1)" "$ana"
	assert_equal "$(events ana@x.pt)" "$ana"
}

@test "I14 I16 CSV, to a file as well" {
	expect 0 crm-timeline 1 -f csv -o out.csv --type booking,review
	prints ""
	expect 0 cat out.csv
	prints client_id,client_name,at,date,type,title,status,description,amount,currency,staff,ref \
	    "1,Ana Silva,2026-03-20T09:30:00Z,2026-03-20,booking,Colour,confirmed,,,,,2" \
	    "1,Ana Silva,2026-03-14T20:00:00Z,2026-03-14,review,Lovely,5/5,Best cut in town,,,,3" \
	    "1,Ana Silva,2026-03-14T10:00:00Z,2026-03-14,booking,Haircut,completed,Window seat,45.00,EUR,Marta,1"
	expect 0 crm-timeline 1 -f id --type booking
	prints 1 1
	expect 0 crm-timeline 2 --type task
	prints ""
	says "crm-timeline: nothing there"
}

@test "I1 events of one time: by their number, then by their type" {
	local way client expected asked=()

	# Three instants for 280 events of seven tables.
	db "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
		WHERE i < 280), e AS (SELECT i, '2026-01-0' || (1 + i * 7 % 3) ||
		'T12:00:00Z' AS at FROM n)
	INSERT INTO booking (client_id, service, starts_at, status)
		SELECT 2, 'b' || i, at, iif(i % 3, 'pending', 'completed')
		FROM e WHERE i % 4 = 0;
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
		WHERE i < 210), e AS (SELECT i, '2026-01-0' || (1 + i * 5 % 3) ||
		'T12:00:00Z' AS at FROM n)
	INSERT INTO event (client_id, type, at)
		SELECT 2, iif(i % 2, 'call', 'checkin'), at FROM e;
	INSERT INTO orders (client_id, product, ordered_at)
		SELECT 2, 'o', at FROM event WHERE id % 3 = 0;
	INSERT INTO form (client_id, form, submitted_at)
		SELECT 2, 'f', at FROM event WHERE id % 5 = 0;
	INSERT INTO task (client_id, title, created_at)
		SELECT 2, 't', at FROM event WHERE id % 7 = 0;"
	for way in DESC ASC; do
		[[ $way = DESC ]] || asked=(--reverse)
		for client in "client_id = 2" "true"; do
			expected=$(db "SELECT at || ',' || type || ',' || ref
				FROM timeline WHERE $client
				ORDER BY at $way, ref $way, type $way")
			[[ $client = true ]] && client=--all || client=2
			expect 0 crm-timeline "$client" -f csv -F at,type,ref "${asked[@]}"
			assert_equal "$output" "$(printf '%s\n' at,type,ref "$expected")"
			expect 0 crm-timeline "$client" -f csv -F at,type,ref "${asked[@]}" --limit 77
			assert_equal "$output" \
			    "$(printf '%s\n' at,type,ref "$expected" | head -n 78)"
		done
	done
}

@test "the walks of a page are by index, and nothing is sorted but ties" {
	local plan

	# As lib/timeline.c asks; the views must let the indexes through.
	for where in "client_id = 1" "at >= '2026'"; do
		plan=$(for table in $(db "SELECT name FROM sqlite_schema WHERE
			type = 'view' AND name LIKE '%@_event' ESCAPE '@'"); do
			db "EXPLAIN QUERY PLAN SELECT at, ref FROM $table WHERE
				$where ORDER BY at DESC, ref DESC LIMIT 50"
		done)
		[[ $plan != *SCAN* ]] || fail "$where: $plan"
		[[ $plan != *"B-TREE FOR ORDER BY"* ]] || fail "$where: $plan"
	done
}

# --- following ---------------------------------------------------------------------

# follow OPTION...: a follower in the background, its events in file "out".
follow() {
	crm-timeline --follow "$@" >out 2>err 3>&- &
	follower=$!
}

# until_lines N: wait until the follower has printed so many lines.
until_lines() {
	local i

	for ((i = 0; i < 300; i++)); do
		[[ $(wc -l <out) -lt $1 ]] || return 0
		sleep 0.1
	done
	fail "not $1 lines: $(cat out err)"
}

# ends SIGNAL: the follower ends well.
ends() {
	kill -"$1" "$follower"
	status=0
	wait "$follower" || status=$?
	assert_equal "$status" 0
	assert_equal "$(cat err)" ""
}

@test "I10 --follow: what there is, then what others add, change and delete" {
	BATS_TEST_TIMEOUT=120
	follow 1 --limit 2 -f csv -F type,ref,title,status
	until_lines 3
	db "INSERT INTO orders (client_id, product) VALUES (1, 'Comb');
		INSERT INTO orders (client_id, product) VALUES (2, 'Brush')"
	until_lines 4
	db "UPDATE orders SET status = 'paid' WHERE product = 'Comb'"
	until_lines 5
	db "DELETE FROM orders WHERE product = 'Comb'"
	until_lines 6
	db "UPDATE client SET name = 'Ana S.' WHERE id = 1;
		INSERT INTO event (client_id, type, at) VALUES (1, 'checkin', '2026-03-15T09:00:00Z')"
	until_lines 7
	db "BEGIN; DELETE FROM event WHERE type = 'review';
		UPDATE booking SET status = 'cancelled' WHERE id = 2;
		UPDATE booking SET status = 'confirmed' WHERE id = 2; COMMIT"
	until_lines 9
	ends INT
	expect 0 cat out
	prints type,ref,title,status review,3,Lovely,5/5 booking,2,Colour,confirmed \
	    order,2,Comb,pending order,2,Comb,paid order,2,Comb,deleted \
	    checkin,4,checkin, review,3,Lovely,deleted booking,2,Colour,confirmed
}

@test "I10 --follow: types, search and every client; a table too" {
	BATS_TEST_TIMEOUT=60
	follow --all --type booking,review --search cut --limit 0
	sleep 0.5
	db "INSERT INTO orders (client_id, product) VALUES (1, 'a cut');
		INSERT INTO booking (client_id, service, starts_at) VALUES
			(NULL, 'Short cut', '2026-03-16T10:00:00Z'),
			(1, 'Wash', '2026-03-16T10:00:00Z'),
			(2, 'Cut', '2026-03-16T11:00:00Z'),
			(1, 'Uncut', '2026-03-17T11:00:00Z')"
	until_lines 6
	ends TERM
	expect 0 cat out
	assert_line -n 0 "2026-03-16 Monday"
	assert_line -n 1 -e '^  10:00 {16}booking +Short cut +confirmed$'
	assert_line -n 2 -e '^  11:00  Rui Costa +booking +Cut +confirmed$'
	assert_line -n 4 "2026-03-17 Tuesday"
	assert_line -n 5 -e '^  11:00  Ana Silva +booking +Uncut +confirmed$'
}

@test "I10 --follow: shows within half a second, while nothing is locked" {
	BATS_TEST_TIMEOUT=60
	local i start took best=9999

	follow --all --limit 0 -f ndjson
	sleep 0.5
	for i in 1 2 3 4 5; do
		db "INSERT INTO task (client_id, title) VALUES (1, 't$i')"
		start=${EPOCHREALTIME//./}
		while [[ $(wc -l <out) -lt $i ]]; do sleep 0.01; done
		took=$(((${EPOCHREALTIME//./} - start) / 1000))
		((took < best)) && best=$took
	done
	((best <= 500)) || fail "$best ms at best"
	crm-client add Eva --email e@x.pt --wait 1
	ends INT
}

@test "I10 --follow: ends when nobody reads any more; before it begins it says no" {
	BATS_TEST_TIMEOUT=60
	run -0 bash -c 'set -o pipefail; crm-timeline 1 --follow -f csv | head -n 1'
	assert_output --partial "client_id,"
	for option in --counts --reverse "--after booking:1" --json "-o file"; do
		# shellcheck disable=SC2086
		expect 2 crm-timeline 1 --follow $option
	done
	expect 4 crm-timeline 9 --follow
	says 'crm-timeline: there is no client "9"'
	run bash -c 'crm-timeline 1 --follow >/dev/full'
	assert_failure 1
	assert_output --partial "crm-timeline: stdout: cannot be written"
}

@test "I10 --follow: four writers at once, each booking once, in journal order" {
	BATS_TEST_TIMEOUT=120
	local w i writers=()

	follow --all --limit 0 -f csv -F title
	sleep 0.5
	for w in 1 2 3 4; do
		for i in {1..50}; do
			db "INSERT INTO booking (client_id, service, starts_at)
				VALUES (1, 'w$w-$i', '2026-03-$((w + 10))T10:00:00Z')"
		done 3>&- &
		writers+=($!)
	done
	wait "${writers[@]}"
	until_lines 201
	sleep 0.6
	ends INT
	db "SELECT service FROM journal JOIN booking ON booking.id = row_id
		WHERE tbl = 'booking' AND service LIKE 'w%' ORDER BY journal.id" >want
	assert_equal "$(wc -l <want)" 200
	run -0 diff want <(sed 1d out)
}

@test "I10 --follow: the log does not grow behind a follower" {
	BATS_TEST_TIMEOUT=120
	local round size most=0

	follow --all --limit 0 -f csv -F title
	until_lines 1
	for round in 1 2 3 4; do
		db "INSERT INTO task (client_id, title) SELECT 1, 'r' || value
			FROM json_each('[$(seq -s, 300)]')"
		until_lines $((round * 300 + 1))
		size=$(stat -c %s crm.db-wal)
		((round > 1)) || most=$((2 * size))
		((size <= most)) || fail "round $round: $size bytes, at most $most"
		sleep 2.3
	done
	ends INT
}

@test "I10 --follow: a database that comes later, and one that is replaced" {
	BATS_TEST_TIMEOUT=60
	cp "$(crm-db backup copy.db >/dev/null && echo copy.db)" spare.db
	CRM_DB=$PWD/late.db
	crm-timeline --all --follow -f csv -F title >out 2>err 3>&- &
	follower=$!
	until_lines 1
	crm-client add Eva --email eva@x.pt
	db "INSERT INTO task (client_id, title) VALUES (1, 'first')"
	until_lines 2
	chmod 600 spare.db
	rm -f late.db-wal late.db-shm
	mv spare.db late.db
	for ((i = 0; i < 50; i++)); do
		grep -q "another file" err && break
		sleep 0.1
	done
	db "INSERT INTO task (client_id, title) VALUES (1, 'second')"
	until_lines 3
	kill "$follower"
	wait "$follower"
	assert_equal "$(paste -sd, out)" title,first,second
	expect 0 cat err
	assert_line -n 0 --partial "there is no database yet"
	assert_line -n 1 --partial "another file is in its place"
}

@test "I10 --follow: a purge leaves nothing to read" {
	BATS_TEST_TIMEOUT=60
	follow --all --limit 0 -f csv -F client_id,client_name,type,title,status
	sleep 0.4
	crm-client purge 1 --yes --reason asked
	until_lines 11
	ends INT
	run grep -c -e Haircut -e Ana out
	assert_output 0
	assert_equal "$(grep -c '^1,,[a-z]*,,deleted$' out)" 10
}
