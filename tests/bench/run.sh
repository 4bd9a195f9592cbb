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
# A new measure is a line of rows() and, where no series takes it yet, a
# function series_NAME, which ONLY and the default at the end name.

# The series are called by their names.
# shellcheck disable=SC2317

set -u

# What is reported: the series that measures it, the sample and its yardstick
# (another sample, or -), then must/aim of the ratio, of milliseconds and of
# megabytes at the peak (quality.md, section 3), and what it is.
rows() {
	cat <<-'END'
	import	import		yard_import	1.5/0.8	-	400/200	import of the clients, CSV
	import	again		import		0.6/0.3	-	-	the same file again : first import
	import	ndjson		import		1.6/1.1	-	-	NDJSON import : own CSV import
	more	more		yard_more	1.5/0.6	-	-	a tenth more into that
	more	undo		more		2/1	-	-	undo of that import : the import
	records	bookings	yard_bookings	3/1.5	-	400/200	bookings of a fifth as many clients, CSV
	records	b_again		bookings	1/0.6	-	-	the same file again : first import
	records	b_undo		bookings	2/1	-	-	undo of that import : the import
	records	orders		yard_orders	3/1.5	-	400/200	orders, CSV
	records	purchases	yard_purchases	3/1.5	-	400/200	purchases, one in 50 of somebody new
	derive	derive		yard_group	-	6000/1500	-	derive everybody: N facts, N/10 clients
	derive	daily		derive		0.1/0.04	-	-	the daily job of a day later : that
	derive	complete	-		-	-	-	crm-booking complete, one
	export	export_csv	yard_csv	0.9/0.4	-	32/32	export, CSV
	export	export_ndjson	yard_json	0.9/0.4	-	32/32	export, NDJSON : sqlite3 -json
	timeline	tl_table	-		-	40/20	-	timeline of 10,000 events, table
	timeline	tl_csv		-		-	40/20	-	timeline of 10,000 events, CSV
	timeline	tl_pdf		-		-	1500/700	-	timeline of 10,000 events, PDF
	show	show		yard_show	1.3/0.7	5/5	-	crm-client show by email
	add	add		yard_add	2/1.2	-	-	crm-client add, one
	match	match_new	-		-	5/3	-	a booking of somebody new, tried (-n)
	match	match_like	-		-	5/3	-	a booking of somebody alike, tried (-n)
	list	list		-		-	20/8	-	page of 50, slowest sort and filter
	search	search		-		-	250/50	-	part of name, email, phone; slowest
	start	start		yard_start	-	-	-	crm-client --version
	END
}

# The pages: every sort with every filter. Where a line begins with "?", a
# crm-client that does not know the option (status 2) is let off.
sorts="name last_visit bookings spent created"
filters() {
	cat <<-END

	--after $((N / 2))
	--status inactive
	--tag vip
	--tag rare
	--staff x
	? --country PT
	--new
	--guest
	END
}

# The searches; email and phone are those of one client of the middle.
searches() {
	local digits=${phone//[!0-9]/} number=${email//[!0-9]/}

	cat <<-END
	uintavarr
	silva
	joao
	ana sil
	ковал
	佐々
	秀
	$number
	${number: -3}@
	@example.com
	${digits:3:6}
	$phone
	xqzwvkj
	END
}

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

# --- the series --------------------------------------------------------------

series_import() {
	local run clients
	for ((run = 0; run < RUNS; run++)); do
		remove own.db nd.db
		settle
		measure import 1 "$BUILD/crm-import" -d own.db --json clients.csv
		clients=$(answer created)
		yard_new yard.db
		settle
		yard_import yard_import yard.db clients.csv
		expect "clients imported" "$clients" "$(count yard.db)"
		settle
		measure again 1 "$BUILD/crm-import" -d own.db --json clients.csv
		expect "imported again" "$(answer created)" 0
		settle
		measure ndjson 1 "$BUILD/crm-import" -d nd.db --json clients.ndjson
		expect "imported from NDJSON" "$(answer created)" "$clients"
	done
	remove nd.db
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

# Ten facts a client. What the daily job is asked to do is what a day brings:
# anniversaries, churn, and the ends of months now and then.
series_derive() {
	local run type id work
	"$BUILD/crm-config" set account.currency EUR -d base.db -q
	./gen clients "$((N / 10))" >few.csv
	"$BUILD/crm-import" -d base.db -q few.csv 2>err
	for type in bookings:2 orders:5 purchases:10 events:5; do
		./gen "${type%:*}" "$((N / ${type#*:}))" \
		    --clients "$((N / 10))" >some.csv
		"$BUILD/crm-import" "${type%:*}" -d base.db -q some.csv 2>err
	done
	rm -f few.csv some.csv
	"$BUILD/crm-milestones" --daily -d base.db >out
	id=$(sqlite3 base.db "SELECT min(id) FROM booking
		WHERE status <> 'completed' AND status <> 'cancelled'")
	for ((run = 0; run < RUNS; run++)); do
		work=work.db
		remove "$work"
		cp base.db "$work"
		settle
		measure derive 1 "$BUILD/crm-config" set vip.purchases \
		    49 -d "$work"
		measure yard_group 1 sqlite3 -readonly "$work" \
		    "SELECT count(*) FROM (SELECT client_id, count(*),
		    max(at), total(amount_minor) FROM timeline
		    GROUP BY client_id)"
		remove "$work"
		cp base.db "$work"
		settle
		CRM_NOW=2026-12-02T03:00:00Z measure daily 1 \
		    "$BUILD/crm-milestones" --daily -d "$work"
		expect "what the day brought, told again" "$(CRM_NOW=2026-12-02T04:00:00Z \
		    "$BUILD/crm-milestones" --daily -d "$work" | wc -l)" 0
		measure complete 1 "$BUILD/crm-booking" complete "$id" -d "$work"
	done
	remove base.db work.db
}

# One client, who did ten thousand things of all sorts.
series_timeline() {
	local run type
	remove work.db
	./gen clients 1 >few.csv
	"$BUILD/crm-import" -d work.db -q few.csv 2>err
	for type in bookings orders purchases events; do
		./gen "$type" 2500 --clients 1 >some.csv
		"$BUILD/crm-import" "$type" -d work.db -q some.csv 2>err
	done
	rm -f few.csv some.csv
	for ((run = 0; run < RUNS; run++)); do
		measure tl_table 10 "$BUILD/crm-timeline" 1 -d work.db
		measure tl_csv 10 "$BUILD/crm-timeline" 1 -d work.db -f csv
		expect "events of one client" "$(($(wc -l <out) > 10000))" 1
		measure tl_pdf 1 "$BUILD/crm-timeline" 1 -d work.db \
		    -f pdf -o tl.pdf
	done
	rm -f tl.pdf
	remove work.db
}

series_export() {
	local run select="SELECT $columns FROM client"
	base
	for ((run = 0; run < RUNS; run++)); do
		settle
		measure export_csv 1 "$BUILD/crm-export" clients -d own.db \
		    -f csv -F "$columns"
		expect "records exported" "$(sqlite3 :memory: \
		    '.import --csv out t' 'SELECT count(*) FROM t')" \
		    "$(count own.db)"
		settle
		measure yard_csv 1 sqlite3 -readonly -csv -header yard.db "$select"
		settle
		measure export_ndjson 1 "$BUILD/crm-export" clients -d own.db \
		    -f ndjson -F "$columns"
		expect "lines exported" "$(wc -l <out)" "$(count own.db)"
		settle
		measure yard_json 1 sqlite3 -readonly -json yard.db "$select"
	done
	rm -f out
}

# Somebody of the middle, who has a phone.
somebody() {
	IFS='|' read -r email phone name < <(sqlite3 -readonly yard.db "
		SELECT email, phone, name FROM client
		WHERE rowid >= $N / 2 AND phone <> '' LIMIT 1")
}

series_show() {
	local run
	base
	somebody
	for ((run = 0; run < RUNS; run++)); do
		measure show 200 "$BUILD/crm-client" show "$email" -d own.db
		measure yard_show 200 sqlite3 -readonly yard.db \
		    "SELECT * FROM client WHERE email = '$email'"
	done
}

series_add() {
	local run first
	base
	remove work.db yard_work.db
	cp own.db work.db
	cp yard.db yard_work.db
	settle
	for ((run = 0; run < RUNS; run++)); do
		first=$((run * 100))
		measure add 50 "$BUILD/crm-client" add -d work.db \
		    --name 'Nova Pessoa {}' --email 'nova{}@bench.example' \
		    --phone '+351 912 345 678' --country PT
		measure yard_add 50 sqlite3 -cmd 'PRAGMA synchronous = FULL' \
		    yard_work.db "INSERT INTO client (name, email, phone, country)
		    VALUES ('Nova Pessoa {}', 'nova{}@bench.example',
		    '+351912345678', 'PT')"
	done
	expect "clients added" "$(count work.db)" "$(($(count own.db) + RUNS * 50))"
	remove work.db yard_work.db
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
		printf "%-8s%9.2f ms  %s\n", sample, f[1] * 1000, $2 }' >>slowest
}

series_list() {
	local sort line mercy args
	base
	for sort in $sorts; do
		while read -r line; do
			mercy=
			case $line in "? "*) mercy=2 line=${line#"? "} ;; esac
			read -ra args <<<"$line"
			worst list "--sort $sort $line" "$BUILD/crm-client" \
			    list -d own.db --limit 50 --sort "$sort" \
			    ${args[@]+"${args[@]}"}
		done < <(filters)
	done
	worst_end list
}

series_search() {
	local line
	base
	somebody
	while read -r line; do
		worst search "--search '$line'" "$BUILD/crm-client" list \
		    -d own.db --limit 50 --search "$line"
	done < <(searches)
	worst_end search
}

series_start() {
	local run
	for ((run = 0; run < RUNS; run++)); do
		measure start 200 "$BUILD/crm-client" --version
		measure yard_start 200 sqlite3 --version
	done
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
	while IFS=$'\t' read -r series own yard ratio ms mb what; do
		case " $ONLY " in *" $series "*) ;; *) continue ;; esac
		line=$(median "$own")
		printf '%s\t' "${line:-- -}" "$(median "$yard" | cut -d ' ' -f 1)" \
		    "$yard" "$ratio" "$ms" "$mb" \
		    "$(grep -c -w "^$own" failed)"
		printf '%s\n' "$what"
	done < <(rows | tr -s '\t') | awk -F '\t' '
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
		printf "%-38s%11s%11s%7s%6s  %-12s%-12s%s\n", "work", "own", \
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
		printf "%-38s%11s%11s%7s%6s  %-12s%-12s%s\n", $8, \
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
ONLY=${ONLY:-import more records derive timeline export show add match list search start}
here=$(cd "$(dirname "$0")" && pwd) || exit 1
BUILD=$(cd "${BUILD:?must name the folder of the programs}" && pwd) || exit 1

tmp=$(mktemp -d "${TMPDIR:-/tmp}/crm-bench.XXXXXX") || exit 1
trap 'cd / && rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
cd "$tmp" || exit 1
tool gen && tool timed || exit 1

# Nothing of the user's own, and a clock that stands still.
export HOME=$tmp LC_ALL=C.UTF-8 TZ=UTC CRM_NOW=2026-12-01T00:00:00Z
export CRM_ACTOR=bench
unset CRM_DB XDG_DATA_HOME

mkdir sample && touch failed checks slowest
say "generating $N clients"
{
	./gen clients "$N" >clients.csv &&
	./gen clients "$N" --format ndjson >clients.ndjson &&
	./gen clients "$((N / 10))" --start "$N" >more.csv
} || exit 1

for series in $ONLY; do
	declare -F "series_$series" >out || { say "no series $series"; exit 2; }
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
cat slowest
sort -u checks
sed 's/^/FAIL	/' failed
grep -q '^FAIL' checks && status=1
exit "$status"
