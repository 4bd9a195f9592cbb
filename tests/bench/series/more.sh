# shellcheck shell=bash disable=SC2154
# A tenth more of clients into a large base, and that taken back. See run.sh.

rows_more() {
	cat <<-'END'
	more		yard_more	1.5/0.6	-	-	a tenth more into that
	undo		more		2/1	-	-	undo of that import : the import
	END
}

series_more() {
	local run before after
	base
	before=$(count own.db)
	for ((run = 0; run < RUNS; run++)); do
		remove work.db yard_work.db
		cp own.db work.db
		cp yard.db yard_work.db
		settle
		measure more 1 "$BUILD/crm-import" -d work.db --json more.csv
		batch=$(answer batch)
		after=$(count work.db)
		settle
		yard_import yard_more yard_work.db more.csv
		expect "clients after more" "$after" "$(count yard_work.db)"
		settle
		measure undo 1 "$BUILD/crm-import" undo "$batch" -d work.db
		expect "clients after the undo" "$(count work.db)" "$before"
	done
	remove work.db yard_work.db
}
