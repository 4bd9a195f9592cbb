# shellcheck shell=bash disable=SC2154
# Who is in a large base twice: time, memory, and how well they are found. See
# run.sh and linkage.sh.

rows_dedupe() {
	cat <<-'END'
	scan		scan_tenth	13/11	12000/3000	1000/400	scan of everybody : of a tenth
	scan_tenth	-		-	1500/500	-	scan of a tenth as many
	END
}

# The first scan of a base, which learns its weights from it.
scan() {
	local db=$2
	sqlite3 "$db" "UPDATE scan_state SET clients = 0, weights = NULL"
	settle
	measure "$1" 1 "$BUILD/crm-dedupe" scan -f ndjson -o found -d "$db"
}

series_dedupe() {
	local run
	base
	./gen clients "$((N / 10))" >few.csv
	"$BUILD/crm-import" -d work.db -q few.csv 2>err
	for ((run = 0; run < RUNS; run++)); do
		scan scan own.db
		expect "pairs found" "$(($(wc -l <found) > 0))" 1
		scan scan_tenth work.db
	done
	remove work.db
	rm -f few.csv found
	{
		echo "accuracy, again with: BUILD=$BUILD $here/linkage.sh"
		"$here/linkage.sh" || echo "linkage.sh: a must was missed" >>failed
		echo
	} >>notes
}
