#!/bin/bash
# run.sh: kill and starve every writing command at every call that counts, and
# look whether the database is what it promised to be (P1, P2, P4 and P5).
#
# usage: run.sh [--case NAME]...	every point, of these cases only
#	run.sh --sample SECONDS	a random sample, of today's seed
#	run.sh --point CASE:CLASS:N:ACTION	one, and keep what it leaves
#	run.sh --list		the names of the cases
#	--class CLASS	points of this class only
#	--most N	no more than so many points of a case, drawn
#	--seed N	draw the sample from this seed
#	--jobs N	so many at once
#	--kills N	so many random kills of a big import (200 when every case
#			is tried, else none)
#
# A point is one run of a case with one call that goes wrong, as inject.c does
# it: class io, read or mem, the Nth call of it, and what happens there. After
# each the file must be whole, the facts those of before or those of after,
# the status one that is documented; and from before, the same command again
# must lead to after. (Allocations: each fails once; from every tenth on all of
# them fail, and there the same command is tried again.) "make torture" takes
# about an hour and a half.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=${here%/*/*}
: "${BUILD:=$root/build}"
export PATH="$BUILD:$PATH" LC_ALL=C TZ=UTC
export CRM_NOW=2026-03-15T10:00:00Z CRM_ACTOR=tester LOGNAME=tester
unset CRM_DB XDG_DATA_HOME VISUAL EDITOR NO_COLOR

# NAME|BASE|FILES IT WRITES|COMMAND. Where a file of that name is there before,
# it must be the old one or the new one.
cases() {
	cat <<-'END'
	client-add|studio||crm-client add "Eva Lima" --email eva@example.com --tags vip,new
	client-add-json|studio||crm-client add "Eva Lima" --email eva@example.com --json
	client-add-first|home||crm-client add "Eva Lima" --email eva@example.com
	client-add-output|studio|id.txt|crm-client add "Eva Lima" --email eva@example.com -o id.txt
	client-edit|studio||crm-client edit 1 --city Porto --phone 912000099 --add-tag vip
	client-tag|studio||crm-client tag 1 regular vip
	client-archive|studio||crm-client archive 2
	client-archive-many|studio||crm-client archive - <refs
	client-delete|studio||crm-client delete 1 2
	client-restore|studio||crm-client restore 4
	client-block|studio||crm-client block 1 --reason "no show"
	client-purge|studio||crm-client purge 2 --yes --reason "asked for it"
	note-add|studio||crm-note add 1 "Latex; nitrile is fine" --kind allergy
	note-edit|studio||crm-note edit 1 --text "Jasmine tea."
	note-delete|studio||crm-note delete 1
	add-three|studio||crm-client add - <three.ndjson
	import-clients|studio|bad.csv|crm-import clients.csv --rejects bad.csv
	import-update|studio||crm-import more.csv --on-duplicate update
	import-notes|studio||crm-import notes notes.csv
	import-all|empty||crm-import all all.ndjson
	import-undo|studio||crm-import undo 1
	import-match|studio||crm-import alike.csv --match
	merge|twins||crm-dedupe merge 10 12 11
	merge-pairs|twins||crm-dedupe merge - <pairs
	unmerge|merged||crm-dedupe unmerge 3
	unmerge-many|merged||crm-dedupe unmerge 3 2
	resolve-use|twins||crm-dedupe resolve 1 2 --use
	resolve-new|twins||crm-dedupe resolve 1 2 --new
	config-set|studio||crm-config set account.timezone Europe/Lisbon
	log-undo|studio||crm-log undo "$(<change)"
	db-init|empty||crm-db init
	db-init-delete|empty||crm-db init --journal delete
	db-backup|studio|copy.db|crm-db backup copy.db
	db-restore|studio||crm-db restore other.db --yes
	db-migrate|old||crm-db migrate
	db-fix|drifted||crm-db check --fix
	export-all|studio|facts.ndjson|crm-export all -o facts.ndjson
	export-over|studio|three.ndjson|crm-export clients -o three.ndjson
	daily|studio||crm-milestones --daily --as-of 2030-01-01
	delete-mode-add|delete||crm-client add "Eva Lima" --email eva@example.com
	delete-mode-import|delete|bad.csv|crm-import clients.csv --rejects bad.csv
	import-big|studio||crm-import big.csv
	undo-big|big||crm-import undo 2
	END
}

# The big ones have too many points to try each: so many of them are drawn.
most() {
	case $1 in
	*-big) echo $((most < 400 ? most : 400)) ;;
	*) echo "$most" ;;
	esac
}

actions() {
	case $1 in
	io) echo kill torn short eio eio+ enospc enospc+ ;;
	read) echo kill short eio eio+ ;;
	mem) echo enomem enomem+ ;;
	esac
}

say() {
	printf '%s\n' "$*"
}

die() {
	printf 'run.sh: %s\n' "$*" >&2
	exit 2
}

# --- the databases to begin with ---------------------------------------------

# Run what follows with the injector, but nothing injected: it does not sync.
calm() {
	LD_PRELOAD=$inject "$@"
}

# A command that makes a base has to work.
must() {
	calm "$@" >"$work/must" 2>&1 || {
		cat "$work/must"
		die "a base cannot be made: $*"
	}
}

inputs() {
	cp "$root"/share/example/clients.csv "$root"/share/example/notes.csv .
	cp "$work"/big.csv .
	printf '%s\n' '{"name":"Uma","email":"u@x.pt","tags":["a"]}' \
	    '{"name":"Dois","email":"d@x.pt"}' \
	    '{"name":"Tres","email":"t@x.pt","phone":"912000033"}' >three.ndjson
	printf '%s\n' ana@x.pt "Rui Costa" 3 >refs
	printf '%s\n' "10 12" "7 3 1" >pairs
	printf '%s\n' name,phone,note.text "Anna Silva,912000011,again" \
	    "Mia Reis,912000077," "Maya Reis,912000077," >alike.csv
	printf '%s\n' Name,E-mail,City,Notes \
	    "Ana Silva,ana@x.pt,Faro,likes the north room" \
	    "Rui Costa,rui@x.pt,Beja," "Novo,novo@x.pt,Tomar,hello" >more.csv
}

studio() {
	local i

	must crm-db init "$@"
	must crm-config set account.country PT
	must crm-config set client.require name
	must crm-client add "Ana Silva" --email ana@x.pt --phone 912000011 \
	    --tags vip
	must crm-client add "Rui Costa" --email rui@x.pt --city Lisboa
	must crm-client add "Mio" --email ines.prado@example.com
	must crm-client add "Del" --email del@x.pt
	must crm-client delete 4
	for i in 1 2 3; do
		must crm-note add $i "note $i of somebody"
	done
	printf '%s\n' name,email,note.text I1,i1@x.pt,one I2,i2@x.pt, \
	    >batch.csv
	must crm-import batch.csv
	must crm-client edit 1 2 --city Evora
	calm crm-log list --limit 1 -f id >change
}

# Clients with records of every type, and some who wait for review.
twins() {
	must crm-db init
	perl "$root/tests/twins.pl" 1 12 >twins.ndjson
	must crm-import all twins.ndjson
}

base_make() {
	export CRM_DB=$PWD/crm.db
	inputs
	case $1 in
	studio)
		studio
		must crm-db backup other.db
		must crm-client add "One more" --email more@x.pt --db other.db
		;;
	delete)
		studio --journal delete
		;;
	twins)
		twins
		;;
	merged)
		twins
		must crm-dedupe merge 10 12
		must crm-dedupe merge 10 11
		must crm-note add 12 "added since"
		must crm-client edit 10 --city Tomar
		;;
	drifted)
		studio
		sqlite3 -cmd 'PRAGMA wal_autocheckpoint = 0' crm.db "
		    UPDATE client SET name_key = 'x', last_activity = 'y';
		    DELETE FROM client_word" >/dev/null
		;;
	big)
		studio
		must crm-import big.csv
		;;
	old)
		(umask 077 && sqlite3 crm.db 'PRAGMA journal_mode = WAL;
		    PRAGMA application_id = 0x43524d31; PRAGMA user_version = 1' \
		    '.read '"$root/share/schema/001-core.sql" "INSERT INTO
		    setting (name, value) VALUES ('account.country', 'PT')" \
		    >/dev/null)
		;;
	empty)
		cp "$work/all.ndjson" .
		;;
	esac
	unset CRM_DB
}

bases_make() {
	local base

	"$BUILD/gen-clients" clients "$big" >"$work/big.csv"
	for base in "$@"; do
		mkdir -p "$work/base/$base"
		(cd "$work/base/$base" && base_make "$base") || exit 2
		if [ "$base" = studio ]; then
			(cd "$work/base/studio" &&
				CRM_DB=crm.db calm crm-export all) \
			    >"$work/all.ndjson"
		fi
	done
}

# --- running -----------------------------------------------------------------

# In folder $1 the command of the case, with what goes wrong ($2) and the file
# that tells what it met; its output beside the folder.
run_in() {
	{
		(
			cd "$1" || exit 125
			database_name
			export LD_PRELOAD=$inject
			export CRM_INJECT=$2 CRM_INJECT_COUNT=$1.hit
			eval "exec $command"
		) >"$1.out" 2>"$1.err"
	} 2>/dev/null
}

# Of the base "home" it is the one without a name.
database_name() {
	if [ "$base" = home ]; then
		export XDG_DATA_HOME=$PWD/data
	else
		export CRM_DB=$PWD/crm.db
	fi
}

# Sets $db to the database in folder $1.
database() {
	db=$1/crm.db
	[ "$base" != home ] || db=$1/data/crm/crm.db
}

# The facts, as text. An old file is not looked at with commands that would
# bring it up to date.
state() {
	database "$1"
	if [ "$base" = old ] &&
		[ "$(sqlite3 "$db" 'PRAGMA user_version')" = 1 ]; then
		sqlite3 "$db" .dump
	elif [ "$base" = drifted ]; then
		calm crm-export all --db "$db"
		calm crm-client list --status any --sort name -f csv --db "$db"
		calm crm-client list --tag vip -f csv --db "$db"
	else
		calm crm-export all --db "$db"
	fi
}

# A file that a command writes, as text; a database by its facts.
side() {
	if [ ! -e "$1" ]; then
		echo absent
	elif [ "${1##*.}" = db ]; then
		calm crm-export all --db "$1"
	else
		cat "$1"
	fi
}

sides_are() {
	local file

	for file in $files; do
		side "$1/$file" | cmp -s - "$gold.$2.$file" || return 1
	done
}

# Sets what there is to know of a case.
case_load() {
	name=$1
	[ -n "${table[$1]:-}" ] || die "there is no case $1 (--list shows them)"
	IFS='|' read -r base files command <<<"${table[$1]}"
	gold=$work/gold/$name
}

fresh() {
	rm -rf "$1" "$1".*
	cp -a "$work/base/$base" "$1"
}

# What happens when nothing goes wrong: twice, for what it leaves must not
# depend on chance.
gold_make() {
	local file d=$work/gold.run status

	case_load "$1"
	mkdir -p "$work/gold"
	fresh "$d"
	state "$d" >"$gold.before" 2>"$gold.log" ||
		{ cat "$gold.log"; die "$1: no state before"; }
	for file in $files; do
		side "$d/$file" >"$gold.before.$file"
	done
	mv "$gold.before" "$gold.before.state"
	fresh "$d"	# looking may have made a folder
	run_in "$d" ""
	status=$?
	echo $status >"$gold.status"
	mv "$d.hit" "$gold.counts"
	cp "$d.out" "$gold.out"
	cp "$d.err" "$gold.err"
	(cd "$d" && find . -type f) | sort >"$gold.names"
	state "$d" >"$gold.after.state"
	if cmp -s "$gold.before.state" "$gold.after.state"; then
		: >"$gold.both"
	fi
	for file in $files; do
		side "$d/$file" >"$gold.after.$file"
	done
	case $name:$status in
	*:0 | *import*:3 | db-fix:1) ;;
	*)
		tail -n 5 "$d.err"
		die "$1: status $status when nothing goes wrong"
		;;
	esac
}

# --- one point ---------------------------------------------------------------

wrong() {
	why="$why; $*"
}

# Which of the two states is it? Sets $now to before, after or neither.
state_settle() {
	local d=$1

	now=neither
	if ! state "$d" >"$d.state" 2>"$d.log"; then
		wrong "no export: $(tail -n 1 "$d.log")"
	elif cmp -s "$d.state" "$gold.before.state"; then
		now=before
		# Some commands leave every fact as it is.
		[ ! -e "$gold.both" ] || now=both
	elif cmp -s "$d.state" "$gold.after.state"; then
		now=after
	else
		wrong "the facts are neither those before nor those after"
	fi
}

whole() {
	database "$1"
	[ -e "$db" ] || return 0
	[ "$base" = old ] && [ "$now" = before ] && return 0
	[ "$base" = drifted ] && return 0
	calm crm-db check --db "$db" >"$1.log" 2>&1 ||
		wrong "crm-db check: $(head -n 1 "$1.log")"
}

# What the last line on stderr is, and how many there are at most.
stderr_judge() {
	local lines usual last

	mapfile -t lines <"$1.err"
	mapfile -t usual <"$gold.err"
	if [ ${#lines[@]} -eq 0 ]; then
		wrong "says nothing"
		return
	fi
	last=${lines[-1]}
	[ ${#lines[@]} -le $((${#usual[@]} + 1)) ] ||
		wrong "${#lines[@]} lines on stderr"
	[[ $last =~ ^(crm|\{\"error\":) ]] || wrong "stderr ends with: $last"
	# An older file that is up to date now holds what it held, and so does
	# one whose derived figures were put right.
	[ "$now" != after ] || [[ $base = old || $base = drifted ]] ||
		[[ $last =~ stored|imported ]] ||
		wrong "does not say that it is done: $last"
}

# A command that was killed has not said 0; any other must tell the truth.
status_judge() {
	local d=$1 status=$2 usual

	read -r usual <"$gold.status"
	if [ "$status" -eq "$usual" ] && { [ "$usual" -ne 1 ] ||
		{ [ "$now" = after ] && cmp -s "$d.out" "$gold.out"; }; }; then
		[ "$now" = after ] || [ "$now" = both ] ||
			wrong "the effect is not there"
		cmp -s "$d.out" "$gold.out" || wrong "not what it should print"
		sides_are "$d" after || wrong "not the file it should write"
		return
	fi
	case $status:$met in
	1:*) ;;
	125:* | 126:* | 127:*) wrong "the point cannot be run" ;;
	142:*) wrong "does not end" ;;
	# SQLite takes this for damage, and tells nobody which file it was; for
	# a check, a page that cannot be read is one that is damaged.
	7:pread*.part*) ;;
	7:pread*) [ "$base" = drifted ] ||
		wrong "status 7 for what cannot be read" ;;
	*) wrong "that is no status for this" ;;
	esac
	stderr_judge "$d"
}

# Nothing stays beside the files that belong there, unless taking it away is
# what failed, or nothing can work any more.
rest_judge() {
	local d=$1 action=$2 extra

	[[ $action = *+ || $met =~ ^(unlink|close|mmap) ]] && return
	extra=$(cd "$d" && find . -type f ! -name '*-wal' ! -name '*-shm' \
		! -name '*-journal' | sort | comm -23 - "$gold.names")
	[ -z "$extra" ] || wrong "leaves ${extra//$'\n'/ }"
}

# From before, the same again leads to after: so does an import from after.
again_judge() {
	local d=$1 status usual

	[ "$now" = before ] || [ "$now" = both ] ||
		[[ $name = *import* && $name != import-undo ]] || return
	[ "$base" != home ] || [ "$now" = before ] || return
	if [ "$now" = both ] && sides_are "$d" after && [ -n "$files" ]; then
		return
	fi
	run_in "$d" ""
	status=$?
	read -r usual <"$gold.status"
	[ $status -eq 0 ] || [ $status -eq "$usual" ] ||
		wrong "again: status $status: $(tail -n 1 "$d.err")"
	state "$d" 2>&1 | cmp -s - "$gold.after.state" ||
		wrong "again: not the facts that it should lead to"
	sides_are "$d" after || [ "$now" = after ] ||
		wrong "again: not the file that it should lead to"
}

# One point in folder $2; prints nothing but what is wrong.
point() {
	local status action=${1##*:} d=$2 why='' now met=

	case_load "${1%%:*}"
	fresh "$d"
	run_in "$d" "${1#*:}"
	status=$?
	[ ! -e "$d.hit" ] || read -r _ met <"$d.hit"
	[ -z "$one" ] || cp "$d.err" "$d.first"
	state_settle "$d"
	whole "$d"
	if [ $status -ne 137 ]; then
		status_judge "$d" $status
		rest_judge "$d" "$action"
	fi
	if ! sides_are "$d" before && ! sides_are "$d" after; then
		wrong "a file is neither the old one nor the new one"
	elif [ "$now" = before ] && ! sides_are "$d" before; then
		wrong "a file is there before the facts it tells of"
	fi
	if [ -z "$why" ] && { [[ $1 != *:mem:* ]] || [[ $1 = *0:enomem ]]; }
	then
		again_judge "$d"
	fi
	[ -z "$why" ] || say "WRONG $1 ($met): status $status${why}"
	[ -z "$why" ]
}

# --- many points -------------------------------------------------------------

# Of all points on stdin every $jobs-th, until the time is over.
worker() {
	local k=$1 n=0 bad=0 line

	while IFS= read -r line; do
		n=$((n + 1))
		[ $((n % jobs)) -eq "$k" ] || continue
		[ "$deadline" -eq 0 ] || [ $SECONDS -lt "$deadline" ] || break
		point "$line" "$work/w$k" || bad=$((bad + 1))
		tried=$((${tried:-0} + 1))
	done
	echo "${tried:-0} $bad" >"$work/count.$k"
}

# Adds to $points and $failed.
workers() {
	local k a b

	for ((k = 0; k < jobs; k++)); do
		worker "$k" <"$1" &
	done
	wait
	for ((k = 0; k < jobs; k++)); do
		read -r a b <"$work/count.$k"
		points=$((points + a))
		failed=$((failed + b))
	done
}

# Every point of a case; of one with too many, so many drawn.
points_of() {
	local class n i action counts

	read -ra counts <"$work/gold/$1.counts"
	for class in io read mem; do
		n=${counts[1]}
		counts=("${counts[@]:2}")
		[ -z "$only" ] || [ "$only" = $class ] || continue
		for ((i = 1; i <= n; i++)); do
			for action in $(actions $class); do
				[ $((i % 10)) -eq 0 ] ||
					[ "$action" != enomem+ ] || continue
				echo "$1:$class:$i:$action"
			done
		done
	done | draw "$(most "$1")"
}

# So many of the lines, by the seed; in their order when all are wanted.
draw() {
	awk -v seed="$seed" -v n="$1" '
		{ line[NR] = $0 }
		END {
			srand(seed)
			for (i = 1; i <= NR && i <= n; i++) {
				j = n < NR ? i + int(rand() * (NR - i + 1)) : i
				print line[j]
				line[j] = line[i]
			}
		}'
}

# For a sample: a case, a class and a call, each as likely as the next.
points_drawn() {
	local case

	for case in "$@"; do
		echo "$case $(<"$work/gold/$case.counts")"
	done | awk -v seed="$seed" '
		BEGIN {
			n["io"] = split("kill torn short eio eio+ enospc enospc+", a)
			for (i in a) action["io", i] = a[i]
			n["read"] = split("kill short eio eio+", a)
			for (i in a) action["read", i] = a[i]
			n["mem"] = split("enomem enomem+", a)
			for (i in a) action["mem", i] = a[i]
		}
		{ name[NR] = $1; c[NR, "io"] = $3; c[NR, "read"] = $5
		    c[NR, "mem"] = $7 }
		END {
			srand(seed)
			for (i = 0; i < 5000; i++) {
				k = 1 + int(rand() * NR)
				r = rand()
				class = r < .6 ? "io" : r < .75 ? "read" : "mem"
				at = 1 + int(rand() * c[k, class])
				print name[k] ":" class ":" at ":" \
				    action[class, 1 + int(rand() * n[class])]
			}
		}'
}

# --- killed at any moment ----------------------------------------------------

# An import of many rows, killed after a time of chance, with the disk synced.
kill_once() {
	local d=$1 delay=$2 pid status why='' now met=

	case_load import-big
	fresh "$d"
	(
		cd "$d" || exit
		database_name
		eval "exec $command"
	) >"$d.out" 2>"$d.err" &
	pid=$!
	sleep "$delay"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	status=$?
	state_settle "$d"
	whole "$d"
	[ $status -eq 137 ] || status_judge "$d" $status
	if grep -q ' created, ' "$d.err" && [ "$now" = before ]; then
		wrong "said that it was done"
	fi
	ended=$now
	[ -n "$why" ] || again_judge "$d"
	[ -z "$why" ] || say "WRONG killed after $delay s: status $status$why"
	[ -z "$why" ]
}

# $1 moments between nothing and a little more than the whole time.
kills() {
	local n=$1 from to took

	gold_ready import-big
	fresh "$work/w0"
	from=$(date +%s%N)
	run_in "$work/w0" ""
	to=$(date +%s%N)
	took=$(((to - from) * 12 / 10))
	awk -v seed="$seed" -v n="$n" -v took=$took 'BEGIN {
		srand(seed)
		while (n-- > 0)
			printf "%.4f\n", rand() * took / 1e9
	}' >"$work/moments"
	: >"$work/ended"
	kills_run
	say "$n kills of an import of $big rows:" \
	    "$(sort "$work/ended" | uniq -c | tr -s ' \n' ' ')"
}

kills_run() {
	local delay

	while read -r delay; do
		points=$((points + 1))
		kill_once "$work/w0" "$delay" 2>/dev/null ||
			failed=$((failed + 1))
		echo "$ended" >>"$work/ended"
	done <"$work/moments"
}

# --- main --------------------------------------------------------------------

gold_ready() {
	local name b

	for name; do
		case_load "$name"
		for b in studio "$base"; do
			[ -e "$work/base/$b" ] || bases_make "$b"
		done
		[ -e "$work/gold/$name.status" ] || gold_make "$name"
	done
}

inject_make() {
	inject=$BUILD/inject.so
	[ "$inject" -nt "$here/inject.c" ] && return
	"${CC:-cc}" -std=gnu17 -D_GNU_SOURCE -O2 -g -fPIC -shared -fno-builtin \
	    -U_FORTIFY_SOURCE -Wall -Wextra -o "$inject.$$" "$here/inject.c" ||
		die "inject.c does not compile"
	mv "$inject.$$" "$inject"
}

sample() {
	local names

	mapfile -t names < <(cases | cut -d '|' -f 1 | grep -v -e '-big$')
	say "seed $seed (--seed $seed draws the same)"
	gold_ready "${names[@]}"
	points_drawn "${names[@]}" >"$work/list"
	deadline=$1
	workers "$work/list"
}

everything() {
	local name began was bad

	for name; do
		began=$SECONDS was=$points bad=$failed
		gold_ready "$name"
		points_of "$name" >"$work/list"
		workers "$work/list"
		say "$name: $(<"$work/gold/$name.counts");" \
		    "$((points - was)) points, $((failed - bad)) wrong," \
		    "$((SECONDS - began)) s"
	done
}

jobs=$(nproc) seed=$(date +%Y%m%d) deadline=0 kills='' chosen=() one='' secs=''
big=20000 only='' most=1000000
while [ $# -gt 0 ]; do
	case $1 in
	--sample) secs=$2 ;;
	--seed) seed=$2 ;;
	--jobs) jobs=$2 ;;
	--kills) kills=$2 ;;
	--class) only=$2 ;;
	--most) most=$2 ;;
	--case) chosen+=("$2") ;;
	--point) one=$2 ;;
	--list)
		cases | cut -d '|' -f 1
		exit
		;;
	*) die "there is no option $1; the head of this file tells more" ;;
	esac
	shift $(($# > 1 ? 2 : 1))
done
declare -A table
while IFS='|' read -r name line; do
	table[$name]=$line
done < <(cases)
[ -x "$BUILD/crm-db" ] || die "there is no $BUILD/crm-db; run make first"
grep -q __asan_init "$BUILD/crm-db" &&
	die "a build with sanitizers has an allocator of its own"
work=$(mktemp -d)
[ -n "$one" ] || trap 'rm -rf "$work"' EXIT
points=0 failed=0
inject_make
if [ -n "$one" ]; then
	gold_ready "${one%%:*}"
	points=1
	point "$one" "$work/point" || failed=1
	say "the folder: $work/point"
	head -n 1 "$work/point.hit"
	tail -n 5 "$work/point.first" | sed 's/^/stderr: /'
elif [ -n "$secs" ]; then
	sample "$secs"
else
	[ ${#chosen[@]} -gt 0 ] || {
		mapfile -t chosen < <(cases | cut -d '|' -f 1)
		: "${kills:=200}"
	}
	everything "${chosen[@]}"
fi
[ "${kills:-0}" -eq 0 ] || kills "$kills"
say "$points points, $failed failed"
[ "$failed" -eq 0 ]
