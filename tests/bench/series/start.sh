# shellcheck shell=bash disable=SC2154
# What it costs to start a command at all. See run.sh.

rows_start() {
	cat <<-'END'
	start		yard_start	-	-	-	crm-client --version
	END
}

series_start() {
	local run
	for ((run = 0; run < RUNS; run++)); do
		measure start 200 "$BUILD/crm-client" --version
		measure yard_start 200 sqlite3 --version
	done
}
