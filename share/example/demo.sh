#!/bin/sh
# demo.sh: the main job on the example studio: import, look, correct, take
# back, export. "make demo" runs it in a fresh folder.
set -eu
example=$(cd "$(dirname "$0")" && pwd)
[ -z "${BUILD:-}" ] || PATH=$BUILD:$PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CRM_DB="$folder/studio.db"

show() {
	printf '\n$ %s\n' "$*"
	status=0
	"$@" || status=$?
	[ $status -eq 0 ] || [ $status -eq 3 ] || exit $status
}
cp "$example"/*.csv .

show crm-config set account.country PT
show crm-import clients.csv --rejects rejects.csv
show cat rejects.csv
show crm-import notes notes.csv
show crm-import bookings bookings.csv
show crm-import orders orders.csv
show crm-import purchases purchases.csv
show crm-client list --sort name --limit 5
show crm-client list --search ines
show crm-client edit 1 --city Porto --add-tag regular
show crm-client show 1
show crm-booking list --client 1 --limit 3
show crm-timeline 1 --limit 5
show crm-timeline 1 --format pdf -o timeline.pdf
show crm-log list --limit 3
show crm-log undo "$(crm-log list --limit 1 --format id)"
show crm-export clients --tag vip --fields name,email,phone
show crm-export all -o everything.ndjson
show crm-db check
echo
echo "It works. Next: man -l man/crm.7, or make install."
