# shellcheck shell=bash disable=SC2034,SC2154
# One client, added: against an INSERT of the sqlite3 shell. See run.sh.

rows_add() {
	cat <<-'END'
	add		yard_add	2/1.2	-	-	crm-client add, one
	END
}

series_add() {
	local run first
	base
	remove work.db yard_work.db
	cp own.db work.db
	cp yard.db yard_work.db
	settle
	for ((run = 0; run < RUNS; run++)); do
		first=$((run * 100))
		measure add 50 "$BUILD/crm-client" add -d work.db \
		    --name 'Nova Pessoa {}' --email 'nova{}@bench.example' \
		    --phone '+351 912 345 678' --country PT
		measure yard_add 50 sqlite3 -cmd 'PRAGMA synchronous = FULL' \
		    yard_work.db "INSERT INTO client (name, email, phone, country)
		    VALUES ('Nova Pessoa {}', 'nova{}@bench.example',
		    '+351912345678', 'PT')"
	done
	expect "clients added" "$(count work.db)" "$(($(count own.db) + RUNS * 50))"
	remove work.db yard_work.db
}
