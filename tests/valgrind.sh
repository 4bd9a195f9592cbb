#!/bin/bash
# The main job, and every command, under valgrind: no invalid access, no leak.
set -eu
cd "$(dirname "$0")/.."
: "${BUILD:=$PWD/build}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export CRM_DB="$folder/crm.db"

run() {
	local want=$1 status=0
	shift
	valgrind --quiet --error-exitcode=99 --leak-check=full \
		--errors-for-leak-kinds=definite "$BUILD/$1" "${@:2}" \
		>"$folder/out" 2>"$folder/err" || status=$?
	if [ "$status" -ne "$want" ]; then
		echo "valgrind: $*: status $status, not $want"
		cat "$folder/out" "$folder/err"
		exit 1
	fi
	echo "ok $*"
	passed=$((passed + 1))
}

passed=0

run 0 crm-db init
run 0 crm-config set account.country PT
run 3 crm-import share/example/clients.csv --rejects "$folder/rejects.csv"
run 0 crm-import notes share/example/notes.csv
run 0 crm-client list --sort name --limit 5
run 0 crm-client list --search jose --json
run 0 crm-client show 1
run 0 crm-client edit 1 --city Porto --add-tag regular
run 0 crm-client archive 2
run 0 crm-client explain 1
run 0 crm-note add 1 "likes tea"
run 5 crm-client add X --email ines.prado@example.com
run 2 crm-client add --no-such-option
run 0 crm-log list
run 0 crm-log undo 3

run 0 crm-import bookings share/example/bookings.csv
run 0 crm-import orders share/example/orders.csv
run 0 crm-import purchases share/example/purchases.csv
run 0 crm-booking add Cut 2026-03-02T10:00 --name Nobody --email new@x.example
run 0 crm-booking edit 1 --notes "by the window"
run 0 crm-order add 1 Soap 12.50 --currency EUR
run 0 crm-purchase add 1 Course hotmart 97 --currency BRL
run 0 crm-project add 1 Garden --due 2026-04-01
run 0 crm-task add 1 "Call back" --due 2026-03-20
run 0 crm-form add --client 1 --form intake --answers '{"a": 1}'
run 0 crm-event add 1 review --rating 5 --text Lovely
run 0 crm-loyalty earn 1 10 --reason kind
run 0 crm-journey set 1 advocacy --reason sure
run 0 crm-journey conversion
run 0 crm-milestones --daily
run 0 crm-milestones explain 1
run 0 crm-timeline 1
run 0 crm-timeline 1 --format pdf -o "$folder/timeline.pdf"
run 0 crm-insights overview
run 0 crm-insights rfm
run 0 crm-insights report --format html -o "$folder/report.html"
run 0 crm-dedupe scan --format ndjson
run 0 crm-dedupe merge 1 3
run 0 crm-dedupe unmerge 1
run 0 crm-dedupe pending

for format in csv ndjson xlsx vcard pdf; do
	run 0 crm-export clients -f "$format" -o "$folder/clients.$format"
done
run 0 crm-import "$folder/clients.xlsx" -n
run 0 crm-import "$folder/clients.vcard" -n --format ndjson
run 0 crm-export all -o "$folder/all.ndjson"
run 0 crm-import all "$folder/all.ndjson" -d "$folder/other.db"
run 0 crm-import log
run 0 crm help
run 0 crm-db check
run 0 crm-db backup "$folder/copy.db"
echo "$passed passed, 0 failed"
