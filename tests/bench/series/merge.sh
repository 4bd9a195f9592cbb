# shellcheck shell=bash disable=SC2034,SC2154
# Two clients of a large base made one, and apart again. See run.sh.

rows_merge() {
	cat <<-'END'
	merge		-	-	20/8	-	crm-dedupe merge of one pair
	unmerge		-	-	20/8	-	crm-dedupe unmerge of it
	END
}

series_merge() {
	local run first
	base
	remove work.db
	cp own.db work.db
	./gen bookings "$((N / 10))" --clients "$((N / 10))" >bookings.csv
	"$BUILD/crm-import" bookings -q -d work.db bookings.csv 2>err
	settle
	for ((run = 0; run < RUNS; run++)); do
		first=$((run * 50 + 100))
		measure merge 50 "$BUILD/crm-dedupe" merge {} 7{} -d work.db
		first=$((run * 50 + 1))
		measure unmerge 50 "$BUILD/crm-dedupe" unmerge {} -d work.db
	done
	expect "clients, apart again" "$(count work.db)" "$(count own.db)"
	remove work.db
	rm -f bookings.csv
}
