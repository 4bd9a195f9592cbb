#!/usr/bin/env bats
# The promises of the command line, held by every command there is, also by
# those that come later: the loops go over cmd/*.c.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# Every command but crm itself, which only runs the others.
tools() {
	local file

	for file in "$ROOT"/cmd/crm-*.c; do
		file=${file##*/}
		echo "${file%.c}"
	done
}

# The verbs of a command with their arguments: "list", "show REF...".
usage() {
	"$1" --help | sed -n -e "s/^usage: $1 //p" -e "s/^       $1 //p" |
		sed 's/ \[OPTION\.\.\.\]$//'
}

# What the commands are asked only once: their verbs, and one that only looks.
setup_file() {
	local tool verb

	cd "$BATS_FILE_TMPDIR" || return 1
	PATH=$BUILD:$PATH
	for tool in $(tools); do
		usage "$tool" >"$tool.usage"
		cut -d' ' -f1 "$tool.usage" >"$tool.verbs"
		[[ -s $tool.verbs ]] || fail "$tool --help shows no verbs"
		for verb in list info log overview scan pending stages tiers show; do
			grep -qE "^$verb( \[.*)?\$" "$tool.usage" || continue
			echo "$tool $verb" >"$tool.look"
			break
		done
		[[ $tool != crm-export ]] || echo "$tool clients" >"$tool.look"
		[[ $tool != crm-timeline ]] || echo "$tool --all" >"$tool.look"
		[[ $tool != crm-journey ]] || echo "$tool history" >"$tool.look"
		[[ -s $tool.look ]] ||
			fail "no verb of $tool only looks: teach suite.bats one"
	done
}

verbs() {
	echo "$(<"$BATS_FILE_TMPDIR/$1.verbs")"
}

look() {
	echo "$(<"$BATS_FILE_TMPDIR/$1.look")"
}

# A command line that writes something new, whatever is there; $1 makes it so.
writes() {
	echo "crm-client add N$1 --email n$1@x.pt"
	echo "crm-note add 1 text$1"
	echo "crm-config set client.limit 100$1"
	echo "crm-import new$1.csv"
	printf 'name,email\nI%s,i%s@x.pt\n' "$1" "$1" >"new$1.csv"
}

one_client() {
	client "Ana Silva" --email a@x.pt
}

# --- help, version, errors ---------------------------------------------------------

@test "--help and --version: on stdout, status 0, no database needed" {
	local tool verb

	unset CRM_DB HOME XDG_DATA_HOME
	for tool in crm $(tools); do
		expect 0 "$tool" --help
		assert_line -n 0 -e "^$tool: "
		says ""
		help=$output
		expect 0 "$tool" -h
		assert_equal "$output" "$help"
		expect 0 "$tool" --version
		assert_output --regexp "^$tool [0-9]+\.[0-9]+\.[0-9]+$"
		says ""
		expect 0 "$tool" -V
	done
	shared=''
	for tool in $(tools); do
		for verb in $(verbs "$tool"); do
			expect 0 "$tool" "$verb" --help
			says ""
			part=${output#*Options of every command:}
			part=${part%%$'\n\n'*}
			[[ $part = "${shared:=$part}" ]] ||
				fail "$tool $verb: other options: $part"
		done
	done
	for option in "-n, --dry-run " "-d, --db FILE " "-f, --format FORMAT " \
	    "    --json " "-F, --fields A,B,... " "-o, --output FILE " \
	    "-y, --yes " "-q, --quiet " "-h, --help " "-V, --version " \
	    "    --actor NAME " "    --wait SECONDS "; do
		[[ $shared = *$'\n'"  $option"* ]] || fail "no $option: $shared"
	done
	assert_equal "$(find . -name '*.db')" ""
}

@test "every command has its manual page, its test file and its help line" {
	local tool

	for tool in crm $(tools); do
		[ -s "$ROOT/man/$tool.1" ] || fail "there is no man/$tool.1"
		[ -s "$ROOT/tests/$tool.bats" ] || fail "there is no tests/$tool.bats"
	done
	expect 0 crm help
	for tool in $(tools); do
		assert_line -e "^ +$tool\$"
	done
}

@test "an unknown option: status 2, one line on stderr that names it" {
	local tool verb

	crm-db init
	for tool in $(tools); do
		for verb in $(verbs "$tool"); do
			expect 2 "$tool" "$verb" --bogus
			says_part "$tool: " --bogus
			prints ""
			expect 2 "$tool" "$verb" --bogus=1
			says_part "$tool: " --bogus
		done
		expect 2 "$tool" --bogus --json
		holds 'keys == ["error","message","status"] and .status == 2
			and .error == "usage" and (.message | contains("--bogus"))' \
		    "$stderr"
		expect 2 "$tool" -Z
		says_part "$tool: " -Z
		expect 2 "$tool" --format xml
		says_part "$tool: " xml
		expect 2 "$tool" --db
		says_part "$tool: " --db
	done
}

@test "an unknown verb: status 2, one line on stderr that names it" {
	local tool

	crm-db init
	for tool in $(tools); do
		read -r verb <"$BATS_FILE_TMPDIR/$tool.usage"
		[[ $verb = *" "* ]] && continue	# takes any word
		expect 2 "$tool" frobnicate
		says_part "$tool: " frobnicate
		expect 2 "$tool" frobnicate --format=ndjson
		holds '.status == 2 and (.message | contains("frobnicate"))' \
		    "$stderr"
	done
	expect 2 crm frobnicate
	says_part "crm: " frobnicate
}

@test "a wrong field, format or number is a usage error, and named" {
	local tool

	one_client
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		run --separate-stderr "${line[@]}" -f json
		[[ $output = "[]" ]] && continue
		expect 2 "${line[@]}" -F bogus_field
		says_part "$tool: " bogus_field
		prints ""
	done
	for wait in x -1 1.5 ""; do
		expect 2 crm-client list --wait="$wait"
		says_part "--wait"
	done
	expect 2 crm-client list --actor ""
	says_part "--actor"
	expect 2 crm-client list -d ""
	says_part "--db"
}

# --- output ------------------------------------------------------------------------

@test "an empty list: [] in json, the header alone in csv, status 0" {
	local tool

	for there in no yes; do
		for tool in $(tools); do
			read -ra line <<<"$(look "$tool")"
			# What is never empty, or is about one thing.
			[[ $tool =~ ^crm-(config|db|insights|loyalty)$ ]] && continue
			expect 0 "${line[@]}" --json
			prints "[]"
			expect 0 "${line[@]}" -f json
			prints "[]"
			expect 0 "${line[@]}" -f csv
			assert_equal "${#lines[@]}" 1
			assert_line -n 0 -e '^[a-z_]+(,[a-z_]+)+$'
			expect 0 "${line[@]}" -f tsv
			assert_line -n 0 -e $'^[a-z_]+(\t[a-z_]+)+$'
			expect 0 "${line[@]}" -f ndjson
			prints ""
			expect 0 "${line[@]}" -f id
			prints ""
		done
		[[ $there = yes ]] || [ ! -e "$CRM_DB" ]
		crm-db init
	done
}

@test "a batch of nothing, and one in which all failed, is [] in json" {
	one_client
	for line in "crm-client show -" "crm-client add -" "crm-client edit -" \
	    "crm-client archive -" "crm-client tag - x" "crm-note show -" \
	    "crm-note add -" "crm-client explain -" "crm-log show -"; do
		# shellcheck disable=SC2086
		expect 0 $line --json </dev/null
		prints "[]"
		# shellcheck disable=SC2086
		expect 0 $line </dev/null
		prints ""
	done
	expect 3 crm-client show 8 9 --json
	prints "[]"
	expect 3 crm-note delete 8 9 --json
	prints "[]"
}

@test "every format of every list is well formed, --fields in its order" {
	local tool

	client "Ana, \"A\" Silva" --email a@x.pt --tags x,y
	crm-note add 1 $'two\nlines'
	crm-import "$ROOT/share/example/notes.csv" --quiet 2>/dev/null || true
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		"${line[@]}" --json >array
		"${line[@]}" -f ndjson >records
		# The same records; the keys of the first, the value of its first.
		# shellcheck disable=SC2016
		expect 0 jq -rn --slurpfile a array --slurpfile b records \
		    '($a[0] | if type == "array" then . else [.] end) as $a
			| if $a == $b then $a[0] // {} | (keys_unsorted | @csv),
				([.[]] | .[0]) else "differ" end'
		[[ $(<array) != "[]" ]] || continue
		keys=${lines[0]//\"/}
		first=${lines[1]}
		expect 0 "${line[@]}" -f csv
		assert_equal "${lines[0]}" "$keys"
		expect 0 "${line[@]}" -f csv -F "${keys##*,},${keys%%,*}"
		assert_equal "${lines[0]}" "${keys##*,},${keys%%,*}"
		expect 0 "${line[@]}" -f id
		assert_equal "${lines[0]}" "$first"
	done
}

@test "-o: whole, 0600 whatever the umask, or not at all" {
	local tool

	one_client
	umask 000
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		"${line[@]}" --json >want
		expect 0 "${line[@]}" --json -o out
		prints ""
		run cmp want out
		assert_success
		assert_equal "$tool $(stat -c %a out)" "$tool 600"
		expect 0 "${line[@]}" --json -o -
		assert_equal "$output" "$(cat want)"
		expect 1 "${line[@]}" -f csv -o nowhere/out
		says_part "$tool: nowhere/out: "
		echo old >out
		chmod 640 out
		run --separate-stderr "${line[@]}" -F bogus_field -o out
		assert_equal "$(cat out)" old
		expect 1 "${line[@]}" -f csv -o .
		says_part "$tool: .: "
		rm out
	done
	assert_equal "$(find . -name '.crm-*' -o -name 'nowhere')" ""
}

@test "a full stdout ends with status 1, and one line says so" {
	local tool

	one_client
	for tool in crm $(tools); do
		run --separate-stderr bash -c "$tool --help >/dev/full"
		assert_equal "$tool --help: $status" "$tool --help: 1"
	done
	for tool in $(tools); do
		run --separate-stderr bash -c "$(look "$tool") -f csv >/dev/full"
		assert_equal "$tool: $status" "$tool: 1"
		says_part "$tool: stdout: " "No space left"
		run --separate-stderr bash -c "$(look "$tool") --json >/dev/full"
		assert_equal "$tool: $status" "$tool: 1"
		holds '.status == 1' "$stderr"
	done
	run --separate-stderr bash -c 'crm-client add Rui --email r@x.pt >/dev/full'
	assert_equal "$status" 1
	says_part "stdout: " "stored"
	expect 0 crm-client show r@x.pt
}

@test "closed stdin, stdout, stderr: no crash, and nothing is damaged" {
	local tool verb how

	one_client
	before=$(facts)
	for tool in $(tools); do
		for how in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do
			for verb in $(verbs "$tool"); do
				[[ "$tool $verb" = "crm-db init" ]] ||
					echo "try 7 $tool $verb --json $how"
			done
			echo "try 1 $(look "$tool") --json $how"
		done
	done >script
	# shellcheck disable=SC2016
	expect 0 bash -c 'exec 5>told
		try() {
			local most=$1 status=0
			shift
			"$@" || status=$?
			[ $status -le $most ] || echo "$status: $*" >&5
		}
		. ./script </dev/null >/dev/null 2>&1'
	assert_equal "$(cat told)" ""
	assert [ "$(wc -l <script)" -gt 100 ]
	assert_equal "$(facts)" "$before"
	run bash -c 'crm-client add Rui --email r@x.pt >&- 2>&- <&-'
	assert_success
	expect 0 crm-db check
	expect 0 crm-client show r@x.pt
}

@test "a reader that goes away ends the command quietly" {
	local i

	for i in {1..3000}; do
		printf '{"name":"N%s","email":"%s@x.pt","city":"a long one to fill the pipe"}\n' "$i" "$i"
	done | crm-client add - >/dev/null
	# shellcheck disable=SC2016
	run --separate-stderr bash -c \
	    'crm-client list -f csv | head -1; echo "${PIPESTATUS[0]}"'
	says ""
	assert_line -n 1 -e '^(0|141)$'
	run --separate-stderr bash -c 'crm-export all | head -1'
	says ""
}

@test "NO_COLOR or not: nothing but text off a terminal, and on it" {
	local tool

	one_client
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		plain=$("${line[@]}")
		assert_equal "$(NO_COLOR=1 "${line[@]}")" "$plain"
		refute_escape "$plain"
	done
	NO_COLOR=1 run on_terminal "crm-client list"
	refute_escape "$output"
}

refute_escape() {
	[[ $1 != *$'\x1b'* ]] || fail "an escape: ${1@Q}"
}

# --- where the database is ---------------------------------------------------------

@test "--db before CRM_DB before XDG_DATA_HOME before HOME" {
	local home=$BATS_TEST_TMPDIR/h

	mkdir "$home"
	expect 0 crm-client add A --email a@x.pt -d by-option.db
	expect 0 crm-client add A --email a@x.pt --db=by-option.db -n --as-new || true
	[ -f by-option.db ] && [ ! -e "$CRM_DB" ]
	expect 0 crm-client add B --email b@x.pt
	[ -f "$CRM_DB" ]
	unset CRM_DB
	export HOME=$home XDG_DATA_HOME=$home/xdg
	expect 0 crm-client add C --email c@x.pt
	assert_equal "$(stat -c %a "$home/xdg" "$home/xdg/crm" \
	    "$home/xdg/crm/crm.db" | paste -sd,)" 700,700,600
	unset XDG_DATA_HOME
	umask 000
	expect 0 crm-client add D --email d@x.pt
	assert_equal "$(stat -c %a "$home/.local/share/crm" \
	    "$home/.local/share/crm/crm.db" | paste -sd,)" 700,600
	CRM_DB='' expect 0 crm-client list -f csv -F name
	prints name D
	unset HOME
	expect 2 crm-client list
	says_part "crm-client: " CRM_DB
}

@test "a name that SQLite would take for something else is a file" {
	for name in :memory: file:x.db 'file:y.db?mode=memory' '-d.db' 'a b;c.db'; do
		expect 0 crm-client add A --email a@x.pt --db "$name"
		[ -f "./$name" ] || fail "no file $name"
	done
}

@test "options stand anywhere after the verb; -- ends them" {
	one_client
	expect 0 crm-client edit 1 --city Faro --json
	want=$output
	expect 0 crm-client edit --city Faro 1 --json
	assert_equal "$output" "$want"
	expect 0 crm-client edit --json --city=Faro -- 1
	assert_equal "$output" "$want"
	expect 0 crm-client edit --city=Faro -fjson -- 1
	assert_equal "$output" "$want"
	expect 0 crm-client add --email=d@x.pt -- --json
	prints 2
	expect 0 crm-client show -f tsv -F name -- --json
	prints name --json
	expect 0 crm-client list --status=active --limit=1 --sort=name -f id
	prints 2
	expect 0 crm-client list --limit 1 --limit 2 -f id
	assert_equal "${#lines[@]}" 2
}

# --- files that are not to be touched ------------------------------------------------

# Every command must refuse the file, with status 7, and leave it as it is.
all_refuse() {
	local tool before
	local -a line

	before=$(sha256sum <"$CRM_DB" 2>/dev/null || true)
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		expect 7 "${line[@]}"
		says_part "$tool: $CRM_DB: " "$@"
		prints ""
		expect 7 "${line[@]}" --json
		[[ $stderr = '{"error":"'*'","message":"'*'","status":7}' ]] ||
			fail "not a JSON error: $stderr"
	done
	mapfile -t writers < <(writes 1)
	for writer in "${writers[@]}" "crm-db init" "crm-db check" \
	    "crm-db migrate" "crm-log undo 1" "crm-client purge 1 --yes --reason x"; do
		read -ra line <<<"$writer"
		expect 7 "${line[@]}"
		says_part "${line[0]}: $CRM_DB: " "$@"
	done
	assert_equal "$(sha256sum <"$CRM_DB" 2>/dev/null || true)" "$before"
	assert_equal "$(find . -name 'crm.db*' | paste -sd,)" ./crm.db
}

@test "a newer database: status 7, nothing written" {
	one_client
	db "PRAGMA user_version = 9999; PRAGMA journal_mode = DELETE" >/dev/null
	all_refuse "newer"
}

@test "a text file, an empty header, another program's database: status 7" {
	printf 'name,email\nAna,a@x.pt\n%4096s' '' >"$CRM_DB"
	chmod 600 "$CRM_DB"
	all_refuse
	rm "$CRM_DB"
	sqlite3 "$CRM_DB" 'CREATE TABLE t (x); PRAGMA application_id = 7'
	chmod 600 "$CRM_DB"
	all_refuse "not one of crm"
}

@test "a folder, a link, a device, a second name: status 7" {
	mkdir "$CRM_DB"
	all_refuse
	rmdir "$CRM_DB"
	one_client
	mv "$CRM_DB" other.db
	ln -s other.db "$CRM_DB"
	all_refuse
	rm "$CRM_DB"
	mkfifo "$CRM_DB"
	expect 7 crm-client list
	rm "$CRM_DB"
	ln other.db "$CRM_DB"
	all_refuse
}

@test "a truncated or damaged file: status 7, and it stays as it is" {
	for i in {1..300}; do
		printf '{"name":"N%s","email":"%s@x.pt"}\n' "$i" "$i"
	done | crm-client add - >/dev/null
	truncate -s 20000 "$CRM_DB"
	before=$(digest)
	for line in "crm-client list" "crm-db check" "crm-export all" \
	    "crm-client add X --email x@x.pt"; do
		# shellcheck disable=SC2086
		run --separate-stderr $line
		assert_equal "$line: $status" "$line: 7"
		says_part "$CRM_DB: "
	done
	assert_equal "$(digest)" "$before"
	truncate -s 50 "$CRM_DB"
	all_refuse
}

@test "a file open to others: status 7, naming the chmod" {
	one_client
	for mode in 644 660 604; do
		chmod $mode "$CRM_DB"
		all_refuse "chmod 600 $CRM_DB"
	done
	chmod 600 "$CRM_DB"
	expect 0 crm-client show 1
}

@test "a file of another user: status 7, naming the chown" {
	[[ $EUID -eq 0 ]] || skip "only root can give a file away"
	one_client
	chown 65534 "$CRM_DB"
	all_refuse "chown"
}

@test "a folder that cannot be written: status 1, nothing changes" {
	local folder

	[[ $EUID -ne 0 ]] || command -v setpriv >/dev/null ||
		skip "root may write everywhere, and there is no setpriv"
	folder=$(mktemp -d "${TMPDIR:-/tmp}/crm-test.XXXXXX")
	cp "$BUILD/crm-client" "$folder"
	chmod 755 "$folder" "$folder/crm-client"
	mkdir "$folder/data"
	as=()
	if [[ $EUID -eq 0 ]]; then
		chown 65534:65534 "$folder/data"
		as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	fi
	CRM_DB=$folder/data/crm.db
	expect 0 "${as[@]}" "$folder/crm-client" add Ana --email a@x.pt
	before=$(digest)
	chmod 555 "$folder/data"
	run --separate-stderr "${as[@]}" "$folder/crm-client" add Rui --email r@x.pt
	[[ $status -eq 1 && $(digest) = "$before" ]] || {
		rm -r "$folder"
		fail "status $status, $stderr"
	}
	says_part "crm-client: $CRM_DB: "
	CRM_DB=$folder/data/new.db run --separate-stderr "${as[@]}" \
	    "$folder/crm-client" add Rui --email r@x.pt
	rm -r "$folder"
	assert_equal "$status" 1
	says_part "crm-client: $folder/data/new.db: " "Permission denied"
}

# --- trying, waiting, working together -----------------------------------------------

@test "--dry-run of every verb writes nothing, not even a file" {
	local tool verb

	for tool in $(tools); do
		for verb in $(verbs "$tool"); do
			"$tool" "$verb" --dry-run </dev/null >/dev/null 2>&1 ||
				[[ $? -lt 8 ]]
			"$tool" "$verb" 1 x -n --yes </dev/null >/dev/null 2>&1 ||
				[[ $? -lt 8 ]]
			[[ ! -e $CRM_DB ]] || fail "$tool $verb -n made a file"
		done
	done
	one_client
	crm-note add 1 text
	crm-config set client.limit 5
	before=$(digest)
	for tool in $(tools); do
		for verb in $(verbs "$tool"); do
			for args in "1" "1 tag" "1 --reason x" client.limit \
			    "client.limit 7" copy.db; do
				# shellcheck disable=SC2086
				"$tool" "$verb" $args -n --yes \
				    </dev/null >/dev/null 2>&1 || [[ $? -lt 8 ]]
			done
			assert_equal "$tool $verb: $(digest)" "$tool $verb: $before"
		done
	done
	mapfile -t writers < <(writes 2)
	for line in "${writers[@]}"; do
		# shellcheck disable=SC2086
		expect 0 $line --dry-run
		assert_equal "$line: $(digest)" "$line: $before"
	done
	[ ! -e copy.db ]
	expect 0 crm-client add X --email x@x.pt -n
	prints 2
	expect 5 crm-client add X --email a@x.pt -n
}

# hold: another process that has the write lock, until release.
hold() {
	rm -f locked
	mkfifo gate
	sqlite3 -batch "$CRM_DB" <gate >locked 2>&1 3>&- &
	holder=$!
	exec 7>gate
	echo "BEGIN IMMEDIATE; SELECT 'held';" >&7
	for ((i = 0; i < 1000; i++)); do
		[[ -s locked ]] && return
		sleep 0.01
	done
	fail "the lock was not taken"
}

release() {
	echo "ROLLBACK;" >&7
	exec 7>&-
	wait "$holder"
	rm -f gate
}

@test "busy: status 6 after --wait; who only looks is not kept waiting" {
	local line

	one_client
	crm-note add 1 text
	want=$(facts)
	hold
	mapfile -t writers < <(writes 3)
	for line in "${writers[@]}" "crm-log undo 1" "crm-client archive 1"; do
		# shellcheck disable=SC2086
		expect 6 $line --wait 0
		says_part "${line%% *}: $CRM_DB: another process"
		# shellcheck disable=SC2086
		expect 6 $line --wait 0 --json
		holds '.error == "busy" and .status == 6' "$stderr"
	done
	SECONDS=0
	expect 6 crm-client edit 1 --city Faro --wait 1
	assert [ "$SECONDS" -ge 1 ]
	assert [ "$SECONDS" -le 3 ]
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		expect 0 "${line[@]}" --wait 0
	done
	# One that waits long enough gets through.
	crm-client edit 1 --city Porto --wait 20 3>&- 7>&- &
	waiter=$!
	release
	wait "$waiter"
	assert_equal "$(facts | jq -r 'select(.type == "client").city')" Porto
}

@test "two writers at once both finish, every row is there" {
	local i

	one_client
	for i in 1 2 3 4 5 6 7 8 9 10; do
		crm-client add "A$i" --email "a$i@x.pt" >/dev/null || echo "A$i"
	done >one 2>&1 3>&- &
	for i in 1 2 3 4 5 6 7 8 9 10; do
		crm-client add "B$i" --email "b$i@x.pt" >/dev/null || echo "B$i"
	done >two 2>&1 3>&-
	wait
	assert_equal "$(cat one two)" ""
	assert_equal "$(crm-client list -f id | wc -l)" 21
	expect 0 crm-db check
}

@test "forty first runs at once: all succeed, one sound database" {
	local i pids=()

	for i in {1..40}; do
		# Quiet: on a slow machine those who wait say so.
		crm-client add -q "N$i" --email "n$i@x.pt" >"out$i" 2>"err$i" 3>&- &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || fail "$(cat err*)"
	done
	assert_equal "$(cat err*)" ""
	assert_equal "$(cat out* | sort -n | paste -sd,)" "$(seq -s, 40)"
	assert_equal "$(crm-client list -f id | wc -l)" 40
	assert_equal "$(stat -c %a "$CRM_DB")" 600
	expect 0 crm-db check
}

@test "every file is 0600, whatever the umask" {
	umask 000
	one_client
	hold
	assert_equal "$(stat -c '%n %a' crm.db* | paste -sd,)" \
	    "crm.db 600,crm.db-shm 600,crm.db-wal 600"
	release
	crm-db backup copy.db
	printf 'name,email\n,\n' >c.csv
	run crm-import c.csv --rejects bad.csv
	crm-export all -o all.ndjson
	assert_equal "$(stat -c %a copy.db bad.csv all.ndjson | paste -sd,)" \
	    600,600,600
}

@test "the same answer twice, whatever the locale and the zone of the machine" {
	local tool

	crm-import "$ROOT/share/example/clients.csv" >/dev/null 2>&1 || true
	crm-import notes "$ROOT/share/example/notes.csv" >/dev/null 2>&1
	crm-config set account.timezone Europe/Lisbon
	for tool in $(tools); do
		read -ra line <<<"$(look "$tool")"
		for format in table json csv; do
			want=$("${line[@]}" -f $format)
			assert_equal "$(LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo \
			    "${line[@]}" -f $format)" "$want"
			assert_equal "$(LC_ALL=C.UTF-8 LC_NUMERIC=pt_BR.UTF-8 \
			    "${line[@]}" -f $format)" "$want"
		done
	done
}
