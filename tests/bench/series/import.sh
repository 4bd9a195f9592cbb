# shellcheck shell=bash disable=SC2154
# Clients read from files: against .import of the sqlite3 shell. See run.sh.

rows_import() {
	cat <<-'END'
	import		yard_import	1.5/0.8	-	400/200	import of the clients, CSV
	again		import		0.6/0.3	-	-	the same file again : first import
	ndjson		import		1.6/1.1	-	-	NDJSON import : own CSV import
	END
}

series_import() {
	local run clients
	for ((run = 0; run < RUNS; run++)); do
		remove own.db nd.db
		settle
		measure import 1 "$BUILD/crm-import" -d own.db --json clients.csv
		clients=$(answer created)
		yard_new yard.db
		settle
		yard_import yard_import yard.db clients.csv
		expect "clients imported" "$clients" "$(count yard.db)"
		settle
		measure again 1 "$BUILD/crm-import" -d own.db --json clients.csv
		expect "imported again" "$(answer created)" 0
		settle
		measure ndjson 1 "$BUILD/crm-import" -d nd.db --json clients.ndjson
		expect "imported from NDJSON" "$(answer created)" "$clients"
	done
	remove nd.db
}
