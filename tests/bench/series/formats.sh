# shellcheck shell=bash disable=SC2154
# Workbooks and vCards read: against our own import of the same as CSV. See
# run.sh.

rows_formats() {
	cat <<-'END'
	csv		-		-	-	-	200k clients x 5 columns, CSV
	xlsx		csv		2/1.3	-	-	the same as .xlsx : as CSV
	vcard		csv		-	-	-	the same as vCards : as CSV
	END
}

# The most that a sample took above another, in megabytes.
over_by() {
	local kb of
	kb=$(median "$1" | cut -d ' ' -f 2)
	of=$(median "$2" | cut -d ' ' -f 2)
	echo "$(((kb - of) / 1024))"
}

series_formats() {
	local run format over clients=200000
	base
	clients=$(sqlite3 -readonly own.db \
	    "SELECT min(count(*), $clients) FROM client")
	"$BUILD/crm-export" clients -d own.db --limit "$clients" -f csv \
	    -F name,email,phone,city,country -o one.csv
	# Without what the others do not have.
	remove one.db
	"$BUILD/crm-import" -d one.db -q one.csv
	"$BUILD/crm-export" clients -d one.db -f xlsx \
	    -F name,email,phone,city,country -o one.xlsx
	"$BUILD/crm-export" clients -d one.db -f vcard -o one.vcard
	for ((run = 0; run < RUNS; run++)); do
		for format in csv xlsx vcard; do
			remove one.db
			settle
			measure "$format" 1 "$BUILD/crm-import" -d one.db --json "one.$format"
			expect "imported from $format" "$(answer created)" "$clients"
		done
	done
	over=$(over_by xlsx csv)
	expect "xlsx within 64 MB of CSV" "$((over <= 64))" 1
	say "xlsx: $over MB over CSV"
	remove one.db
	rm -f one.csv one.xlsx one.vcard
}
