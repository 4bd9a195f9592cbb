#!/usr/bin/env bats
# crm-db: the database file itself.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

@test "init creates an empty database, 0600, in WAL; again is harmless" {
	expect 0 crm-db init
	prints ""
	says ""
	assert_equal "$(stat -c %a "$CRM_DB")" 600
	assert_equal "$(db 'PRAGMA journal_mode; PRAGMA application_id;
		SELECT count(*) FROM client')" $'wal\n1129467185\n0'
	unchanged 0 crm-db init
	expect 0 crm-db init -d other.db --journal delete
	assert_equal "$(sqlite3 other.db 'PRAGMA journal_mode')" delete
	expect 2 crm-db init -d third.db --journal off
	says 'crm-db: --journal: wal or delete, not "off"'
	expect 0 crm-db init -d third.db --dry-run
	[ ! -e third.db ]
	CRM_DB=other.db expect 0 crm-client add Ana --email a@x.pt
	prints 1
	[ ! -e other.db-wal ]
}

@test "info: file, version, journal mode, clients, records, size" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	crm-client delete 2
	crm-note add 1 text
	expect 0 crm-db info --json
	holds 'keys_unsorted == ["file","version","journal_mode","clients",
		"records","size_bytes"] and .journal_mode == "wal"
		and .clients == 1 and .records == 3'
	holds ".file == \"$CRM_DB\" and .size_bytes == $(stat -c %s "$CRM_DB")
		and .version == $(db 'PRAGMA user_version')"
	expect 0 crm-db
	assert_line -e '^file +'
}

@test "nothing is created by looking" {
	local cmd

	for cmd in "crm-client list" "crm-note list" "crm-log list" \
	    "crm-config list" "crm-db info" "crm-export clients" \
	    "crm-export all" "crm-db schema" "crm-client show 1" \
	    "crm-client edit 1 --city x" "crm-import log" \
	    "crm-client add X --email x@x.pt -n"; do
		# shellcheck disable=SC2086
		run --separate-stderr $cmd
		[ ! -e "$CRM_DB" ] || [ "$cmd" = "crm-client edit 1 --city x" ] ||
			fail "$cmd created the database"
		rm -f "$CRM_DB"
	done
	expect 1 crm-db check
	says_part "crm-db: $CRM_DB: "
	expect 1 crm-db migrate
	says_part "crm-db: $CRM_DB: "
	[ ! -e "$CRM_DB" ]
}

@test "check: a sound file is ok, status 0, and stays as it is" {
	client Ana --email a@x.pt --tags vip
	unchanged 0 crm-db check
	prints ""
	says "crm-db: $CRM_DB: ok"
	unchanged 0 crm-db check --fix
	expect 0 crm-db check --quiet --json
	prints "[]"
	says ""
}

@test "check finds a wrong key, a wrong counter, a wrong word; --fix mends" {
	client "José Água" --email j@x.pt --phone +351912000011 --tags vip
	client Rui --email r@x.pt
	before=$(facts)
	db "UPDATE client SET name_key = 'wrong' WHERE id = 1;
		UPDATE client SET total_bookings = 5 WHERE id = 2;
		DELETE FROM client_word WHERE client_id = 1;
		INSERT INTO client_word VALUES ('tag', 'ghost', 2)"
	expect 1 crm-db check
	assert_line 'client 1: name_key: is "wrong", should be "jose agua"'
	assert_line 'client 2: total_bookings: is "5", should be "0"'
	assert_line --partial 'client 1: client_word: lacks'
	assert_line --partial 'client 2: client_word: should not have'
	says "crm-db: $CRM_DB: whole, but not everything agrees"
	expect 1 crm-db check --json
	holds 'length == 4 and all(.[]; .problem != "")'
	expect 1 crm-db check -f csv
	assert_equal "${lines[0]} ${#lines[@]}" "problem 5"
	unchanged 1 crm-db check --fix --dry-run
	run --separate-stderr crm-db check --fix
	assert_line 'client 1: name_key: is "wrong", should be "jose agua"'
	expect 0 crm-db check
	prints ""
	assert_equal "$(facts)" "$before"
	expect 0 crm-client list --search jose --tag vip -f id
	prints 1
}

@test "R13 check tells which amounts have no rate, and finds no fault in it" {
	local usd brl

	crm-config set account.currency EUR
	client Ana --email a@x.pt
	crm-booking add 1 Cut 2026-03-01 --price 3 --currency USD --status completed
	crm-booking add 1 Cut 2026-03-02 --price 3
	crm-booking add 1 Cut 2026-03-02
	crm-order add 1 Soap 3 --currency USD
	crm-order add 1 Soap 4 --currency USD --status paid
	crm-order add 1 Soap 0 --currency CHF
	crm-purchase add 1 Course hotmart 97 --currency BRL
	crm-config rate KWD 3
	crm-order add 1 Soap 1.250 --currency KWD
	usd="crm-db: amounts in USD (1 booking, 2 orders) have no rate and do not count towards points, spending and high-value milestones; crm-config rate USD RATE sets one"
	brl="crm-db: amounts in BRL (1 purchase) have no rate and do not count towards points, spending and high-value milestones; crm-config rate BRL RATE sets one"
	unchanged 0 crm-db check
	prints ""
	says "$brl" "$usd" "crm-db: $CRM_DB: ok"
	unchanged 0 crm-db check --json
	prints "[]"
	says "$brl" "$usd" "crm-db: $CRM_DB: ok"
	unchanged 0 crm-db check --quiet
	says ""
	crm-config rate BRL 0.16
	expect 0 crm-db check
	says "$usd" "crm-db: $CRM_DB: ok"
	crm-config rate USD 0.92
	expect 0 crm-db check
	says "crm-db: $CRM_DB: ok"
}

@test "check finds damage, orphans and an email held twice" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt --add-email rui@x.pt
	db "PRAGMA foreign_keys = OFF;
		INSERT INTO note (client_id, text) VALUES (77, 'orphan')"
	run --separate-stderr crm-db check
	assert_not_equal "$status" 0
	assert_output --partial "note 1"
	db "DELETE FROM note;
		UPDATE client SET emails_list = '[\"a@x.pt\"]' WHERE id = 2"
	crm-client edit 1 --city x
	run --separate-stderr crm-db check
	assert_not_equal "$status" 0
	assert_output --partial "a@x.pt"
	# A page of an index overwritten.
	export CRM_DB=$BATS_TEST_TMPDIR/damaged.db
	for i in {1..200}; do
		printf '{"name":"N%s","email":"%s@example.com"}\n' "$i" "$i"
	done | crm-client add - >/dev/null
	root=$(db "SELECT rootpage FROM sqlite_schema WHERE name = 'client_email'")
	size=$(db 'PRAGMA page_size')
	printf 'garbage garbage garbage garbage' |
		dd of="$CRM_DB" bs=1 seek=$(((root - 1) * size + 8)) conv=notrunc 2>/dev/null
	expect 7 crm-db check
}

@test "backup: a whole, sound, private copy; never over another file" {
	client Ana --email a@x.pt
	want=$(facts)
	umask 000
	expect 0 crm-db backup copy.db
	prints ""
	umask 022
	assert_equal "$(stat -c %a copy.db)" 600
	CRM_DB=copy.db expect 0 crm-db check
	assert_equal "$(CRM_DB=copy.db facts)" "$want"
	expect 5 crm-db backup copy.db
	says_part "crm-db: copy.db: "
	expect 2 crm-db backup
	says_part "crm-db: backup"
	expect 1 crm-db backup nowhere/copy.db
	says_part "crm-db: "
	expect 0 crm-db backup dry.db --dry-run
	[ ! -e dry.db ]
	assert_equal "$(find . -name '*.part')" ""
}

@test "backup while another process writes and has not committed" {
	client Ana --email a@x.pt
	mkfifo hold
	sqlite3 -batch "$CRM_DB" <hold >locked 3>&- &
	pid=$!
	exec 7>hold
	echo "BEGIN IMMEDIATE; UPDATE client SET city = 'x'; SELECT 'held';" >&7
	wait_for locked
	expect 0 crm-db backup copy.db
	echo "ROLLBACK;" >&7
	exec 7>&-
	wait "$pid"
	CRM_DB=copy.db expect 0 crm-client list -f csv -F name,city
	prints name,city Ana,
}

# A file that is no longer empty; ten seconds at most.
wait_for() {
	local i

	for ((i = 0; i < 1000; i++)); do
		[[ -s $1 ]] && return
		sleep 0.01
	done
	fail "nothing came to $1"
}

@test "restore puts a backup in place: --yes off a terminal, whole, checked" {
	client Ana --email a@x.pt
	want=$(facts)
	crm-db backup copy.db
	client Rui --email r@x.pt
	unchanged 2 crm-db restore copy.db
	says_part "crm-db: " "--yes"
	unchanged 0 crm-db restore copy.db --yes --dry-run
	printf 'not a database at all' >text.db
	chmod 600 text.db
	unchanged 7 crm-db restore text.db --yes
	unchanged 1 crm-db restore nothing.db --yes
	says_part "nothing.db"
	expect 0 crm-db restore copy.db --yes
	assert_equal "$(facts)" "$want"
	assert_equal "$(stat -c %a "$CRM_DB")" 600
	assert_equal "$(db 'PRAGMA journal_mode')" wal
	expect 0 crm-db check
	rm "$CRM_DB"
	expect 0 crm-db restore copy.db --yes
	assert_equal "$(facts)" "$want"
}

@test "schema: the SQL, and with --json every field of every record" {
	expect 0 crm-db schema
	sqlite3 -batch fresh.db <<<"$output"
	client Ana --email a@x.pt
	assert_equal "$(sqlite3 fresh.db 'SELECT sql FROM sqlite_schema
		ORDER BY type, name')" \
	    "$(db 'SELECT sql FROM sqlite_schema ORDER BY type, name')"
	expect 0 crm-db schema --json
	holds 'any(.[]; .record == "clients" and .field == "blocked"
		and .column == "is_blocked" and .option == "blocked"
		and .kind == "bool" and .derived == true | not)'
	holds 'any(.[]; .record == "clients" and .field == "total_bookings"
		and .derived == true)'
	holds 'any(.[]; .record == "notes" and .field == "text"
		and .required == true)'
	holds 'all(.[]; .help != "" and (.field | endswith("_key") | not))'
}
