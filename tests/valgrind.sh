#!/bin/bash
# A sample of the suite under valgrind: no invalid access, no leak.
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
}

run 0 crm-db init
run 0 crm-config set account.country PT
run 3 crm-import share/example/clients.csv --rejects "$folder/rejects.csv"
run 0 crm-import notes share/example/notes.csv
run 0 crm-client list --sort name --limit 5
run 0 crm-client list --search jose --json
run 0 crm-client show 1
run 0 crm-client edit 1 --city Porto --add-tag regular
run 0 crm-note add 1 "likes tea"
run 5 crm-client add X --email ines.prado@example.com
run 2 crm-client add --no-such-option
run 0 crm-log list
run 0 crm-log undo 3
run 0 crm-export clients -f csv
run 0 crm-export all
run 0 crm-import log
run 0 crm-db check
run 0 crm-db backup "$folder/copy.db"
echo "18 passed, 0 failed"
