# shellcheck shell=bash disable=SC2034,SC2154
# One client, added: against an INSERT of the sqlite3 shell into the same
# table, whose triggers and indexes do their part; and into a plain table with
# one index. See run.sh.

rows_add() {
	cat <<-'END'
	add		yard_add	2/1.2	-	-	crm-client add, one
	add		yard_bare	-	-	-	the same : into a plain table
	END
}

# yard_insert SAMPLE FILE: by the shell, as durable as ours.
yard_insert() {
	measure "$1" 50 sqlite3 -cmd 'PRAGMA synchronous = FULL' "$2" \
	    "INSERT INTO client (name, email, phone, country)
	    VALUES ('Nova Pessoa {}', 'nova{}@bench.example',
	    '+351912345678', 'PT')"
}

series_add() {
	local run first
	base
	remove work.db same.db yard_work.db
	cp own.db work.db
	cp own.db same.db
	cp yard.db yard_work.db
	settle
	for ((run = 0; run < RUNS; run++)); do
		first=$((run * 100))
		measure add 50 "$BUILD/crm-client" add -d work.db \
		    --name 'Nova Pessoa {}' --email 'nova{}@bench.example' \
		    --phone '+351 912 345 678' --country PT
		yard_insert yard_add same.db
		yard_insert yard_bare yard_work.db
	done
	expect "clients added" "$(count work.db)" "$(($(count own.db) + RUNS * 50))"
	expect "clients the shell added" "$(count same.db)" "$(count work.db)"
	remove work.db same.db yard_work.db
}
