# shellcheck shell=bash disable=SC2154
# Bookings, orders and purchases read from files. See run.sh.

rows_records() {
	cat <<-'END'
	bookings	yard_bookings	3/1.5	-	400/200	bookings of a fifth as many clients, CSV
	b_again		bookings	1/0.6	-	-	the same file again : first import
	b_undo		bookings	2/1	-	-	undo of that import : the import
	orders		yard_orders	3/1.5	-	400/200	orders, CSV
	purchases	yard_purchases	3/1.5	-	400/200	purchases, one in 50 of somebody new
	END
}

# The same columns, and the indexes that share/schema has, by the email.
yard_records() {
	local key=client_email at=$2
	remove yard_work.db
	sqlite3 yard_work.db ".import --csv '|head -n 1 $1.csv' $1" \
	    "PRAGMA journal_mode = WAL" \
	    "CREATE INDEX $1_client ON $1 ($key, $at)" \
	    "CREATE INDEX $1_at ON $1 ($at)" >out
	[ $# = 2 ] || sqlite3 yard_work.db "CREATE UNIQUE INDEX $1_3 ON $1 ($3)
		WHERE $4 <> ''"
	settle
	yard_import "yard_$1" yard_work.db "$1.csv" "$1"
	expect "$1 of the yardstick" "$(count yard_work.db "$1")" "$N"
}

# records TYPE TABLE TIME...: import a file of them into work.db.
records() {
	local type=$1 table=$2
	shift 2
	settle
	measure "$type" 1 "$BUILD/crm-import" "$type" -d work.db --json "$type.csv"
	batch=$(answer batch)
	expect "$type imported" "$(count work.db "$table")" "$N"
	yard_records "$type" "$@"
}

series_records() {
	local run type batch
	remove base.db
	./gen clients "$((N / 5))" >few.csv
	for type in bookings orders purchases; do
		./gen "$type" "$N" --clients "$((N / 5))" >"$type.csv"
	done
	"$BUILD/crm-import" -d base.db -q few.csv 2>err
	for ((run = 0; run < RUNS; run++)); do
		remove work.db
		cp base.db work.db
		records bookings booking starts_at
		measure b_again 1 "$BUILD/crm-import" bookings -d work.db \
		    --json bookings.csv
		expect "bookings imported again" "$(answer created)" 0
		settle
		measure b_undo 1 "$BUILD/crm-import" undo "$batch" -d work.db
		expect "bookings after the undo" "$(count work.db booking)" 0
		records orders orders ordered_at external_id external_id
		records purchases purchase purchased_at \
		    "transaction_id, platform" transaction_id
	done
	remove base.db work.db yard_work.db
	rm -f few.csv bookings.csv orders.csv purchases.csv
}
