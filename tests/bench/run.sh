#!/usr/bin/env bash
# Measure the suite against the plain sqlite3 shell, on invented data.
#
# usage: BUILD=DIR [N=1000000] [RUNS=3] [ONLY="import show"] tests/bench/run.sh
#
# BUILD is where the crm-* programs are. Own and yardstick run in turn, RUNS times, and the medians
# are compared: wall times on a shared machine drift, ratios in one run do
# not. Ends with status 1 when a figure misses its must. The musts are meant
# for N=1000000, which takes about 2.5 GB under $TMPDIR.
#
# A series is a file of series/, by its name, with two functions: series_NAME
# takes the samples, and rows_NAME says what is reported of them. A line of it
# is the sample and its yardstick (another sample, or -), then must/aim of the
# ratio, of milliseconds and of megabytes at the peak (quality.md, section 3),
# and what it is. ONLY names the series; the default at the end, all.

# The series are called by their names, and use what is here.
# shellcheck disable=SC2034,SC2317

set -u

columns=name,email,phone,language,tags,city,country,created_at
table="CREATE TABLE client (name TEXT, email TEXT COLLATE NOCASE UNIQUE,
	phone TEXT, language TEXT, tags TEXT, city TEXT, country TEXT,
	created_at TEXT)"

# --- measuring ---------------------------------------------------------------

say() {
	printf 'bench: %s\n' "$*" >&2
}

# measure SAMPLE TIMES COMMAND...: run it, and note median seconds of the
# process and peak kilobytes. $first numbers the runs, for "{}". A status
# other than 0 is a failure of the sample; $mercy names one that is let off.
measure() {
	local sample=$1 times=$2 status median kb
	shift 2
	./timed -o last -n "$times" -s "${first:-0}" "$@" >out 2>err
	status=$?
	if [ "$status" -ne 0 ]; then
		say "$sample: status $status: $(head -n 1 err)"
		[ "$status" = "${mercy:-}" ] ||
			echo "$sample status $status: $*" >>failed
		return "$status"
	fi
	read -r median _ _ kb _ <last
	echo "$median $kb" >>"sample/$sample"
	say "$sample: $median s, $((kb / 1024)) MB"
}

# The median of a sample of lines "seconds kilobytes", and its greatest
# memory, as one such line; nothing when there is no sample.
median() {
	[ -s "sample/$1" ] || return 0
	sort -n "sample/$1" | awk '
		{ s[NR] = $1; if ($2 > kb) kb = $2 }
		END { print (s[int((NR + 1) / 2)] + s[int(NR / 2) + 1]) / 2, kb }'
}

# Hold what was done to what must come of it: the time of a wrong answer is
# worth nothing.
expect() {
	if [ -n "$2" ] && [ "$2" = "$3" ]; then
		echo "ok	$1: $2" >>checks
	else
		echo "FAIL	$1: ${2:-no answer}, not ${3:-known}" >>checks
	fi
}

# A number of the JSON answer to the last command.
answer() {
	sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" out
}

count() {
	sqlite3 -readonly "$1" "SELECT count(*) FROM ${2:-client}" 2>err
}

# A fresh start on the disk: what was written before is not paid for later.
settle() {
	sync -f .
}

remove() {
	local db
	for db; do
		rm -f "$db" "$db-wal" "$db-shm" "$db-journal"
	done
}

# Both databases with the clients in them, where no series made them.
base() {
	if [ ! -s own.db ]; then
		say "importing the clients"
		"$BUILD/crm-import" -d own.db -q clients.csv || remove own.db
	fi
	if [ ! -s yard.db ]; then
		yard_new yard.db
		sqlite3 yard.db ".import --csv --skip 1 clients.csv client" 2>err
	fi
	settle
}

yard_new() {
	remove "$1"
	sqlite3 "$1" "PRAGMA journal_mode = WAL; $table" >out
}

# .import names every repeated email on stderr, and goes on.
yard_import() {
	measure "$1" 1 sqlite3 "$2" ".import --csv --skip 1 $3 ${4:-client}"
}

# --- what several series need --------------------------------------------------

# Somebody of the middle, who has a phone.
somebody() {
	IFS='|' read -r email phone name < <(sqlite3 -readonly yard.db "
		SELECT email, phone, name FROM client
		WHERE rowid >= $N / 2 AND phone <> '' LIMIT 1")
}

# worst SAMPLE LABEL COMMAND...: measure one of many commands; the slowest
# stands for all of them, and the five slowest are listed by worst_end.
worst() {
	local sample=$1 label=$2
	shift 2
	measure "$sample.one" 5 "$@" || return
	label=$label awk '{ print $0 "\t" ENVIRON["label"] }' \
	    "sample/$sample.one" >>"worst.$sample"
	rm "sample/$sample.one"
}

worst_end() {
	[ -s "worst.$1" ] || return 0
	sort -rn "worst.$1" >sorted
	head -n 1 sorted | cut -f 1 >"sample/$1"
	head -n 5 sorted | awk -F '\t' -v sample="$1" '{
		split($1, f, " ")
		printf "%-8s%9.2f ms  %s\n", sample, f[1] * 1000, $2 }' >>notes
}

# --- the report --------------------------------------------------------------

versions() {
	local cpu
	cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
	echo "date      $(date -u +%Y-%m-%dT%H:%M:%SZ)"
	echo "machine   ${cpu:-$(uname -m)}, $(nproc) cores, $(free -m |
	    awk '/^Mem/ { print $2 }') MB"
	echo "kernel    $(uname -sr)"
	echo "sqlite3   $(sqlite3 --version | cut -d ' ' -f 1-3)"
	echo "crm       $(./timed -o last "$BUILD/crm-client" --version 2>&1 |
	    head -n 1)"
	echo "data      N=$N, RUNS=$RUNS"
	sha256sum clients.csv clients.ndjson more.csv | sed 's/^/sha256    /'
}

# One line for every row of the series that ran; status 1 when one misses.
report() {
	local series own yard ratio ms mb what line
	for series in $ONLY; do
		"rows_$series"
	done | tr -s '\t' | while IFS=$'\t' read -r own yard ratio ms mb what; do
		line=$(median "$own")
		printf '%s\t' "${line:-- -}" "$(median "$yard" | cut -d ' ' -f 1)" \
		    "$yard" "$ratio" "$ms" "$mb" \
		    "$(grep -c -w "^$own" failed)"
		printf '%s\n' "$what"
	done | awk -F '\t' '
	function seconds(s) {
		if (s == "" || s == "-")
			return "-"
		return s < 0.1 ? sprintf("%.2f ms", s * 1000) : \
		    sprintf("%.3f s", s)
	}
	# Hold a figure to "must/aim"; unit is how the limit is printed.
	function hold(figure, limits, unit,	 l) {
		if (limits == "-")
			return
		split(limits, l, "/")
		must = must " " l[1] unit
		aim = aim " " l[2] unit
		if (figure == "" || figure + 0 > l[1] + 0)
			missed = 1
		if (figure == "" || figure + 0 > l[2] + 0)
			short = 1
	}
	BEGIN {
		printf "%-38s%11s%11s%7s%6s  %-20s%-20s%s\n", "work", "own", \
		    "yardstick", "ratio", "MB", "must", "aim", "verdict"
	}
	{
		split($1, own, " ")
		must = aim = ratio = ""
		short = 0
		missed = own[1] == "-" || $7 > 0 || ($3 != "-" && $2 == "")
		if (!missed && $3 != "-")
			ratio = own[1] / $2
		hold(ratio, $4, "x")
		hold(missed ? "" : own[1] * 1000, $5, "ms")
		hold(missed ? "" : own[2] / 1024, $6, "MB")
		printf "%-38s%11s%11s%7s%6s  %-20s%-20s%s\n", $8, \
		    seconds(own[1]), seconds($2), \
		    ratio == "" ? "-" : sprintf("%.2f", ratio), \
		    own[2] == "-" ? "-" : sprintf("%d", own[2] / 1024), \
		    must == "" ? "-" : substr(must, 2), \
		    aim == "" ? "-" : substr(aim, 2), \
		    missed ? "FAIL" : must == "" ? "-" : \
		    short ? "PASS" : "PASS, aim"
		if (missed)
			bad = 1
	}
	END { exit bad }'
}

# --- the whole ---------------------------------------------------------------

tool() {
	"${CC:-cc}" -std=gnu17 -O2 -D_GNU_SOURCE -o "$1" "$here/$1.c"
}

N=${N:-1000000} RUNS=${RUNS:-3}
ONLY=${ONLY:-import more records derive timeline export show add match list search start dedupe merge insights}
here=$(cd "$(dirname "$0")" && pwd) || exit 1
BUILD=$(cd "${BUILD:?must name the folder of the programs}" && pwd) || exit 1

for series in $ONLY; do
	# shellcheck source=/dev/null
	. "$here/series/$series.sh" || { say "no series $series"; exit 2; }
done

tmp=$(mktemp -d "${TMPDIR:-/tmp}/crm-bench.XXXXXX") || exit 1
trap 'cd / && rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
cd "$tmp" || exit 1
tool gen && tool timed || exit 1

# Nothing of the user's own, and a clock that stands still.
export HOME=$tmp LC_ALL=C.UTF-8 TZ=UTC CRM_NOW=2026-12-01T00:00:00Z
export CRM_ACTOR=bench
unset CRM_DB XDG_DATA_HOME

mkdir sample && touch failed checks notes
say "generating $N clients"
{
	./gen clients "$N" >clients.csv &&
	./gen clients "$N" --format ndjson >clients.ndjson &&
	./gen clients "$((N / 10))" --start "$N" >more.csv
} || exit 1

for series in $ONLY; do
	"series_$series"
done

status=0
versions
if [ -s own.db ] && [ -s yard.db ]; then
	echo "databases $(stat -c '%n %s' own.db yard.db | paste -sd ' ') bytes"
fi
echo
report || status=1
echo
cat notes
sort -u checks
sed 's/^/FAIL	/' failed
grep -q '^FAIL' checks && status=1
exit "$status"
