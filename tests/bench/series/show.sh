# shellcheck shell=bash disable=SC2154
# One client, shown: against a SELECT of the sqlite3 shell. See run.sh.

rows_show() {
	cat <<-'END'
	show		yard_show	1.3/0.7	5/5	-	crm-client show by email
	END
}

series_show() {
	local run
	base
	somebody
	for ((run = 0; run < RUNS; run++)); do
		measure show 200 "$BUILD/crm-client" show "$email" -d own.db
		measure yard_show 200 sqlite3 -readonly yard.db \
		    "SELECT * FROM client WHERE email = '$email'"
	done
}
