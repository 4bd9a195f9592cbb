# shellcheck shell=bash disable=SC2154
# One client, shown: against a SELECT of the sqlite3 shell, of the same row in
# the same file; and in a file that holds nothing but a plain table. See run.sh.

rows_show() {
	cat <<-'END'
	show		yard_show	1.3/0.7	5/5	-	crm-client show by email
	show		yard_plain	-	-	-	the same : a plain table alone in its file
	END
}

series_show() {
	local run
	base
	somebody
	for ((run = 0; run < RUNS; run++)); do
		measure show 200 "$BUILD/crm-client" show "$email" -d own.db
		measure yard_show 200 sqlite3 -readonly own.db \
		    "SELECT * FROM client WHERE email_key = '$email'
		    AND status <> 'deleted'"
		expect "the shell finds the client" "$(sort -u out | wc -l)" 1
		measure yard_plain 200 sqlite3 -readonly yard.db \
		    "SELECT * FROM client WHERE email = '$email'"
	done
}
