# shellcheck shell=bash disable=SC2154
# The timeline of one client with ten thousand events. See run.sh.

rows_timeline() {
	cat <<-'END'
	tl_table	-		-	40/20	-	timeline of 10,000 events, table
	tl_csv		-		-	40/20	-	timeline of 10,000 events, CSV
	tl_pdf		-		-	1500/700	-	timeline of 10,000 events, PDF
	END
}

# One client, who did ten thousand things of all sorts.
series_timeline() {
	local run type
	remove work.db
	./gen clients 1 >few.csv
	"$BUILD/crm-import" -d work.db -q few.csv 2>err
	for type in bookings orders purchases events; do
		./gen "$type" 2500 --clients 1 >some.csv
		"$BUILD/crm-import" "$type" -d work.db -q some.csv 2>err
	done
	rm -f few.csv some.csv
	for ((run = 0; run < RUNS; run++)); do
		measure tl_table 10 "$BUILD/crm-timeline" 1 -d work.db
		measure tl_csv 10 "$BUILD/crm-timeline" 1 -d work.db -f csv
		expect "events of one client" "$(($(wc -l <out) > 10000))" 1
		measure tl_pdf 1 "$BUILD/crm-timeline" 1 -d work.db \
		    -f pdf -o tl.pdf
	done
	rm -f tl.pdf
	remove work.db
}
