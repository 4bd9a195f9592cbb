# shellcheck shell=bash disable=SC2154
# Who comes in with a booking, held against a large base. See run.sh.

rows_match() {
	cat <<-'END'
	match_new	-		-	5/3	-	a booking of somebody new, tried (-n)
	match_like	-		-	5/3	-	a booking of somebody alike, tried (-n)
	END
}

# Whoever comes in is looked for, and nothing written: what it costs to find
# that nobody is like it, and that somebody is.
series_match() {
	local run what="Cut 2026-04-01 -n --json -d own.db"
	base
	somebody
	for ((run = 0; run < RUNS; run++)); do
		# shellcheck disable=SC2086 # words of a command line
		measure match_new 100 "$BUILD/crm-booking" add $what \
		    --name 'Maria Silva' --email 'nova{}@bench.example' \
		    --phone '+351 912 345 678'
		expect "somebody new" "$(grep -o '"level":"[a-z]*"' out | sort -u)" \
		    '"level":"new"'
		# shellcheck disable=SC2086
		measure match_like 100 "$BUILD/crm-booking" add $what \
		    --name "$name Bench" --email "x$email" --phone "$phone"
		expect "somebody alike" "$(grep -o '"level":"[a-z]*"' out | sort -u)" \
		    '"level":"partial"'
	done
}
