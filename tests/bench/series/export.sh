# shellcheck shell=bash disable=SC2154
# Clients written to files: against the sqlite3 shell. See run.sh.

rows_export() {
	cat <<-'END'
	export_csv	yard_csv	0.9/0.4	-	32/32	export, CSV
	export_ndjson	yard_json	0.9/0.4	-	32/32	export, NDJSON : sqlite3 -json
	END
}

series_export() {
	local run select="SELECT $columns FROM client"
	base
	for ((run = 0; run < RUNS; run++)); do
		settle
		measure export_csv 1 "$BUILD/crm-export" clients -d own.db \
		    -f csv -F "$columns"
		expect "records exported" "$(sqlite3 :memory: \
		    '.import --csv out t' 'SELECT count(*) FROM t')" \
		    "$(count own.db)"
		settle
		measure yard_csv 1 sqlite3 -readonly -csv -header yard.db "$select"
		settle
		measure export_ndjson 1 "$BUILD/crm-export" clients -d own.db \
		    -f ndjson -F "$columns"
		expect "lines exported" "$(wc -l <out)" "$(count own.db)"
		settle
		measure yard_json 1 sqlite3 -readonly -json yard.db "$select"
	done
	rm -f out
}
