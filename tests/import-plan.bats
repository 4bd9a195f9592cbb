#!/usr/bin/env bats
# crm-import --dry-run --format ndjson and --apply: features P8, P9, B1.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# same ARGUMENT...: what crm-import does with them as a plan, written and carried
# out, is what it does at once, and is taken back as one. The database stays as
# it is.
same() {
	local before direct status=0 db=$CRM_DB

	before=$(facts)
	crm-import "$@" -n -f ndjson >plan.ndjson 2>plan.err || status=$?
	[[ $status = [03] ]] || fail "plan: $status: $(<plan.err)"
	assert_equal "$(facts)" "$before"
	cp "$db" direct.db
	cp "$db" applied.db
	direct=$(crm-import -d direct.db "$@" --json 2>/dev/null) || status=$?
	[[ $status = [03] ]] || fail "direct: $status"
	expect 0 crm-import -d applied.db --apply plan.ndjson --json
	assert_equal "$(jq -c 'del(.batch)' <<<"$output")" \
	    "$(jq -c 'del(.batch)' <<<"$direct")"
	assert_equal "$(crm-export all -d applied.db)" "$(crm-export all -d direct.db)"
	assert_equal "$(crm-db check -d applied.db 2>&1 | sed s:applied:direct:)" \
	    "$(crm-db check -d direct.db 2>&1)"
	[[ $(jq .batch <<<"$output") != null ]] || return 0
	assert_equal "$(crm-import log -d applied.db -f csv)" \
	    "$(crm-import log -d direct.db -f csv)"
	expect 0 crm-import undo "$(jq .batch <<<"$output")" -d applied.db
	assert_equal "$(crm-export all -d applied.db)" "$before"
}

# Clients at random: of few names and addresses, so that rows are the same as
# others, and as those that there are. SEED ROWS
random_clients() {
	perl -e 'srand $ARGV[0];
	sub pick { $_[rand @_] }
	print "name,email,phone,city,tags,notes,shoe,emails,created_at\n";
	for (1 .. $ARGV[1]) {
		my $n = int rand 30;
		print join(",", pick("", ("N$n M") x 9), pick("", ("e$n\@x.pt") x 5, "bad\@", "E$n\@X.pt"),
		    pick("", "", "9120000" . sprintf("%02d", $n), "+3519120000$n"), pick("", "Faro", "\"Évora, \"\"x\"\"\""),
		    pick("", "a", "\"a,b\"", "c"), pick("", "", "hello", "tea\x{c2}\x{a0}$n"),
		    pick("", "38", "x"), pick("", "", "", "f$n\@x.pt", "e" . ($n + 1) . "\@x.pt"),
		    pick("", "", "2020-01-02", "2020-01-02T10:00:00Z")), "\n";
	}' "$@"
}

@test "P8 a plan is one line for each row: what is done with it, and why" {
	crm-config set account.currency EUR
	client "Ana Silva" --email a@x.pt --city Faro --phone +351912000011
	client Rui --email r@x.pt --tags old
	cat >c.csv <<-'END'
	name,email,city,tags,notes
	Ana Silva,a@x.pt,Faro,,
	Rui,r@x.pt,Beja,new,likes tea
	Eva,e@x.pt,,,hello
	Eva,e@x.pt,Olhao,,
	Bad,bad@,,,
	END
	expect 3 crm-import c.csv --on-duplicate update -n -f ndjson
	prints '{"plan":1,"type":"clients","file":"c.csv","digest":"4a8758b1651227d7","with":["note"]}' \
	    '{"action":"unchanged","line":2,"id":1}' \
	    '{"action":"update","line":3,"id":2,"old":{"city":null,"tags":["old"]},"new":{"city":"Beja","tags":["old","new"]},"with":[{"set":1,"type":"note","record":{"text":"likes tea"}}]}' \
	    '{"action":"create","line":4,"record":{"name":"Eva","email":"e@x.pt"},"with":[{"set":1,"type":"note","record":{"text":"hello"}}]}' \
	    '{"action":"update","line":5,"same_as":4,"old":{"city":null},"new":{"city":"Olhao"}}' \
	    '{"action":"reject","line":6,"column":"email","error":"invalid","reason":"email: not an address: \"bad@\""}'
	assert_equal "${stderr_lines[-1]}" \
	    "crm-import: 5 read, 1 created, 2 updated, 0 skipped, 1 rejected, 1 unchanged; nothing was written"
	expect 3 crm-import c.csv -n -f ndjson
	assert_equal "${lines[1]}" \
	    '{"action":"skip","line":2,"reason":"email: there already","id":1,"record":{"name":"Ana Silva","email":"a@x.pt","city":"Faro"}}'
	assert_equal "${lines[4]}" \
	    '{"action":"skip","line":5,"reason":"email: same as line 4","record":{"name":"Eva","email":"e@x.pt","city":"Olhao"}}'
	# Who comes in, and who it may be.
	cat >b.csv <<-'END'
	Name,Email,Phone,Service,Starts,Price
	Ana Silva,,,Cut,2026-01-02T10:00,12.5
	Ana Silva,other@x.pt,,Cut,2026-01-02T10:00,12.5
	Tom,t@x.pt,,Cut,2025-01-02T10:00,
	Tom,t@x.pt,,Cut,2025-02-02T10:00,
	END
	expect 0 crm-import bookings b.csv -n -f ndjson
	assert_equal "${lines[1]}" \
	    '{"action":"create","line":2,"record":{"client_id":1,"service":"Cut","starts_at":"2026-01-02T10:00:00Z","price":12.5,"currency":"EUR"}}'
	holds '.action == "pending" and .client == 1 and .score >= 0.75 and .who == {"name":"Ana Silva","email":"other@x.pt","created_at":"2026-01-02T10:00:00Z"}
		and .record.client_id == null' "${lines[2]}"
	holds '.action == "create" and .client == "new" and .who == {"name":"Tom","email":"t@x.pt","created_at":"2025-01-02T10:00:00Z"}' "${lines[4]}"
	same bookings b.csv
	expect 2 crm-import c.csv c.csv -n -f ndjson
	says_part "a plan is of one file"
}

@test "P8 plan and apply are the import: clients at random, every policy" {
	local seed how

	crm-config set account.country PT
	crm-config set client.require name
	random_clients 1 25 | crm-import -q - --map shoe=custom.shoe 2>/dev/null || true
	for seed in 2 3; do
		random_clients "$seed" 60 >c.csv
		for how in "--on-duplicate skip" "--on-duplicate fill" \
		    "--on-duplicate update" "--on-duplicate error" \
		    "--mode insert" "--mode update" "--mode upsert --on-duplicate fill"; do
			# shellcheck disable=SC2086 # an option and its word
			same c.csv $how --map shoe=custom.shoe
		done
		same c.csv --match --map shoe=custom.shoe
		same c.csv --match --mode upsert
	done
}

@test "P8 plan and apply are the import: every type, as exported" {
	local type full=$CRM_DB

	crm-config set account.currency EUR
	client "Ana Silva" --email ana@x.pt --phone +351912000011
	client "Rui Costa" --email rui@x.pt
	everything
	crm-loyalty earn 1 10 --reason kind >/dev/null
	crm-journey set 2 advocacy --reason sure >/dev/null
	CRM_DB=$BATS_TEST_TMPDIR/clients.db
	crm-config set account.currency EUR
	crm-export clients -d "$full" -f csv | crm-import -q -
	crm-export series -d "$full" -f csv | crm-import -q series -
	for type in $(crm-db schema -f csv -F record | tail -n +2 | uniq); do
		[[ $type != settings ]] || continue
		crm-export "$type" -d "$full" -f csv -o "$type.csv" 2>/dev/null ||
			continue
		if crm-import "$type" "$type.csv" -n 2>/dev/null; then
			same "$type" "$type.csv"
			echo "$type" >>types
		fi
		CRM_DB=$full same "$type" "$type.csv" --on-duplicate update
	done
	assert_equal "$(sort <types | paste -sd,)" \
	    associations,bookings,clients,distinct_pairs,events,forms,journeys,loyalties,merges,notes,orders,projects,purchases,series,tasks
}

@test "P8 plan and apply are the import: people who come in, at random" {
	local seed type

	crm-config set account.currency EUR
	for seed in 1 2 3; do
		client "N$seed" --email "e$seed@x.pt" --phone "+35191200000$seed"
	done
	crm-booking add 1 Cut 2025-01-02T10:00 --price 5 >/dev/null
	for seed in 1 2 3 4; do
		perl -e 'srand $ARGV[0];
		sub pick { $_[rand @_] }
		print "Name,Email,Phone,External id,Date,Item,Amount,Notes,City\n";
		for (1 .. 40) {
			my $n = int rand 9;
			print join(",", pick("N$n", "N$n", "Nn$n", ""), pick("e$n\@x.pt", "e$n\@x.pt", "other$n\@x.pt", ""),
			    pick("", "+35191200000$n"), pick("", "", "X$n"), pick("2025-01-0" . ($n + 1), "2025-03-02 10:00"),
			    pick("Cut", "Wash"), pick("5", "7.5", "bad", "5"), pick("", "note $n"), pick("", "Faro")), "\n";
		}' "$seed" >in.csv
		same bookings in.csv --map Date=starts_at --map Item=service \
		    --map Amount=price --map 'External id=external_id' \
		    --map Notes=note.text --map City=client.city
		same orders in.csv --map Date=ordered_at --map Item=product \
		    --map Notes=note.text --map City=task.title --on-duplicate update
		same purchases in.csv --map Date=purchased_at --map Item=product \
		    --map Amount=price --map 'External id=transaction_id' \
		    --set platform=x --no-create
		same forms in.csv --map Date=submitted_at --set form=f --on-duplicate fill
	done
}

@test "P9 conflicts are resolved in the plan: skip becomes update, create goes" {
	client Ana --email a@x.pt --tags old
	printf 'name,email,city,tags\nAna B.,a@x.pt,Faro,new\nEva,e@x.pt,,\nTom,t@x.pt,,\n' >c.csv
	crm-import c.csv -n -f ndjson >plan 2>/dev/null
	jq -c 'if .line == 2 then .action = "update" elif .line == 3 then empty
	    elif .line == 4 then .record.city = "Évora" | .comment = "mended" else . end' plan >edited
	expect 0 crm-import --apply - --json <edited
	assert_equal "$(jq -c <<<"$output")" \
	    '{"batch":1,"read":2,"created":1,"updated":1,"unchanged":0,"skipped":0,"rejected":0,"pending":0}'
	assert_equal "$(crm-client list --sort id -f csv -F name,email,city,tags)" \
	    'name,email,city,tags
Ana B.,a@x.pt,Faro,"old,new"
Tom,t@x.pt,Évora,'
	expect 0 crm-import log --json
	holds '.[0].file == "c.csv" and (.[0].digest | length) == 16'
	expect 0 crm-import undo 1
	assert_equal "$(crm-client list -f csv -F name,city,tags | tail -n +2)" "Ana,,old"
	# What is skipped or rejected by the plan stays out, and is no error.
	printf 'name,email\nBad,bad@\nAna,a@x.pt\n' >d.csv
	crm-import d.csv -n -f ndjson >plan 2>/dev/null || true
	unchanged 0 crm-import --apply plan
	says "crm-import: 2 read, 0 created, 0 updated, 1 skipped, 1 rejected"
	# A dry run of it.
	crm-import c.csv -n -f ndjson >plan 2>/dev/null
	unchanged 0 crm-import --apply plan -n
	says "crm-import: 3 read, 2 created, 0 updated, 1 skipped, 0 rejected; nothing was written"
}

@test "P8 --apply refuses when the base has moved, and names the line" {
	crm-config set account.currency EUR
	ana_and_rui
	printf 'name,email,city\nAna Silva,a@x.pt,Faro\nEva,e@x.pt,\n' >c.csv
	crm-import c.csv --on-duplicate update -n -f ndjson >plan 2>/dev/null
	# An update of what is no longer so.
	crm-client edit 1 --city Beja
	unchanged 5 crm-import --apply plan
	says 'crm-import: plan:2: city: not null any longer, but "Beja"; nothing was imported'
	unchanged 5 crm-import --apply plan --json
	holds '.error == "base_moved" and .status == 5' "$stderr"
	# What else changed is no matter.
	crm-client edit 1 --city "" --tags vip
	crm-client edit 2 --city Porto
	crm-import --apply plan -n
	# A client who is there now, or is gone.
	client Else --email e@x.pt
	unchanged 5 crm-import --apply plan
	says "crm-import: plan:3: email: there already: client 3; nothing was imported"
	crm-client purge 3 --yes --reason gone
	crm-import --apply plan -n
	crm-client purge 1 --yes --reason gone
	unchanged 5 crm-import --apply plan
	says "crm-import: plan:2: there is no client 1 any longer; nothing was imported"
	# Who comes in with a booking.
	printf 'Name,Email,Service,Starts\nTom,t@x.pt,Cut,2025-01-02\n' >b.csv
	crm-import bookings b.csv -n -f ndjson >plan 2>/dev/null
	client Tom --email t@x.pt
	unchanged 5 crm-import --apply plan
	says_part "crm-import: plan:2: its client was to be a new one, and is client "
	crm-import bookings b.csv -q
	crm-import bookings b.csv -n -f ndjson >plan 2>/dev/null
	holds '.action == "skip" and .reason == "client, time and service: there already"' "$(tail -1 plan)"
	# The limit of clients.
	printf 'name,email\nUma,u@x.pt\n' >d.csv
	crm-import d.csv -n -f ndjson >plan 2>/dev/null
	crm-config set client.limit 1 2>/dev/null
	unchanged 5 crm-import --apply plan
	says_part client.limit
}

@test "P8 --apply: what is no plan, and lines that are none of it" {
	client Ana --email a@x.pt
	printf 'name,email\nUma,u@x.pt\n' >c.csv
	crm-import c.csv -n -f ndjson >plan 2>/dev/null
	bad() {
		unchanged "$1" crm-import --apply "$2"
		says "crm-import: $3"
	}
	bad 1 nothing "nothing: No such file or directory"
	bad 1 c.csv "c.csv: not a plan, as --dry-run --format ndjson writes it"
	: >empty
	bad 1 empty "empty: empty file"
	sed 's/"plan":1/"plan":9/' plan >p
	bad 1 p "p: a plan of version 9; only 1 is known"
	sed 's/"clients"/"shoes"/' plan >p
	bad 1 p 'p: no type of record: "shoes"'
	tail -1 plan >p
	bad 1 p "p: not a plan, as --dry-run --format ndjson writes it"
	edit() {
		jq -c "if .line then $1 else . end" plan >p
		bad 5 p "p:2: $2; nothing was imported"
	}
	edit '.action = "delete"' "action: not one of create, pending, update, unchanged, skip, reject"
	edit 'del(.action)' "action: not one of create, pending, update, unchanged, skip, reject"
	edit 'del(.record)' "no record"
	edit '.record = "x"' "record: not a JSON object"
	edit '.record.shoe = 3' "shoe: no field of a client"
	edit '.record.city = null' "city: null, and a plan empties no field: leave it out"
	edit '.record.email = "u@"' 'email: not an address: "u@"'
	edit 'del(.record.name)' "name: required"
	edit '.with = [{"set":1,"type":"note","record":{"text":"x"}}]' "with: not as the first line has it"
	edit '.action = "update"' "neither id nor same_as"
	edit '.action = "update" | .same_as = 7' \
	    "same_as: no line above makes, changes or names that record"
	edit '.action = "pending"' "it would not wait for review now"
	{ cat plan; echo '{"action"'; } >p
	unchanged 5 crm-import --apply p
	says_part "crm-import: p:3: " "; nothing was imported"
	{ cat plan; tail -1 plan; } >p
	bad 5 p "p:3: email: same as line 2; nothing was imported"
	expect 2 crm-import --apply plan c.csv
	says_part "--apply takes its plan, and no other file"
	expect 2 crm-import --apply plan --strict
	says_part "no --strict with it"
}
