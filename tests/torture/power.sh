#!/bin/bash
# power.sh: does what was acknowledged outlive the power (P3)? A few commands
# are recorded, and the power fails in them, as replay.c does it.
#
# usage: power.sh [STATES [SEED]]	10000 states and today's seed by default
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${here%/*/*}
: "${BUILD:=$root/build}"
export PATH="$BUILD:$PATH" LC_ALL=C TZ=UTC
export CRM_NOW=2026-03-15T10:00:00Z CRM_ACTOR=tester
unset CRM_DB XDG_DATA_HOME
states=${1:-10000} seed=${2:-$(date +%Y%m%d)}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/crm-power.XXXXXX")
tmp=$(realpath "$tmp")
trap 'exec 3>&- 2>/dev/null; rm -rf "$tmp"' EXIT
${CC:-cc} -std=gnu17 -O2 -D_GNU_SOURCE -shared -fPIC -o "$tmp/record.so" \
    "$here/record.c"
${CC:-cc} -std=gnu17 -O2 -D_GNU_SOURCE -o "$tmp/replay" "$here/replay.c"
mkdir "$tmp/data" "$tmp/work"
n=0

golden() {
	rm -rf "$tmp/copy"
	cp -r "$tmp/data" "$tmp/copy"
	rm -f "$tmp/copy/crm.db-shm"
	crm-export all -d "$tmp/copy/crm.db" >"$tmp/golden.$n" 2>/dev/null
}

record() {
	CRM_RECORD=$tmp/log CRM_RECORD_FOLDER=$tmp/data \
	    LD_PRELOAD=$tmp/record.so "$@"
}

# One command, recorded; then it is acknowledged.
recorded() {
	record "$@" -d "$tmp/data/crm.db" >/dev/null 2>"$tmp/err" ||
	    [ $? -eq 3 ] || { cat "$tmp/err"; exit 1; }
	"$tmp/replay" ack "$tmp/log"
	n=$((n + 1))
	golden
}

golden
recorded crm-db init
recorded crm-client add "Ana Lima" --email ana@example.com --tags vip
recorded crm-import "$root/share/example/clients.csv"
recorded crm-client edit 1 --city Porto
# Somebody looks on, so that nobody closes the file as the last one: the log of
# the writes stays, and grows.
mkfifo "$tmp/shell"
record sqlite3 -cmd 'PRAGMA wal_autocheckpoint=0' "$tmp/data/crm.db" \
    <"$tmp/shell" >/dev/null &
exec 3>"$tmp/shell"
echo 'BEGIN; SELECT count(*) FROM client; ROLLBACK;' >&3
sleep 0.3
recorded crm-note add 1 "Likes tea"
recorded crm-client add "Rui Reis" --email rui@example.com
recorded crm-import notes "$root/share/example/notes.csv"
echo '.quit' >&3
exec 3>&-
wait
recorded crm-log undo 4
recorded crm-client archive 2
recorded crm-import undo 1

"$tmp/replay" run "$tmp/log" "$tmp/golden" "$tmp/work" "$states" "$seed" 2>&1
# The harness itself: without any fsync it must find a loss.
"$tmp/replay" run "$tmp/log" "$tmp/golden" "$tmp/work" 2000 "$seed" nosync \
    2>/dev/null | sed 's/^/without fsync, as it must: /'
