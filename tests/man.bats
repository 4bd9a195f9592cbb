#!/usr/bin/env bats
# The manual pages: well formed, complete, and their examples run.

load helper
load commands

# Every page as plain text in one line, so that no name is broken in two.
rendered() {
	mandoc -T utf8 -O width=1000 "$1" | col -bx
}

# The commands that were built.
commands() {
	find "$BUILD" -maxdepth 1 -type f -name 'crm*' -perm -u+x \
		-printf '%f\n' | sort
}

verbs() {
	"$1" --help | sed -n '/^Verbs/,/^$/s/^  \([a-z-]*\) .*/\1/p'
}

# An empty folder with an empty database.
fresh() {
	local folder=$BATS_TEST_TMPDIR/$1

	mkdir "$folder"
	cd "$folder" || return 1
	export CRM_DB=$folder/crm.db
}

@test "pages: mandoc has nothing to complain about" {
	run -0 mandoc -T lint -W warning "$ROOT"/man/*.[1-8]
	refute_output
}

@test "pages: every command has one, and none is left of a command that went" {
	local name

	for name in $(commands); do
		[[ -f $ROOT/man/$name.1 ]] || fail "there is no man/$name.1"
	done
	for name in "$ROOT"/man/*.1; do
		name=${name##*/}
		[[ -x $BUILD/${name%.1} ]] || fail "man/$name: of what?"
	done
}

@test "pages: each names every verb and every option" {
	local name verb option text missing=''

	for name in $(commands); do
		[[ $name == crm ]] && continue
		text=$(rendered "$ROOT/man/$name.1")
		for verb in $(verbs "$name"); do
			grep -qw -e "$verb" <<<"$text" ||
				missing+="$name: verb $verb"$'\n'
			for option in $("$name" "$verb" --help |
				sed -n 's/^  .\{4\}\(--[a-z-]*\).*/\1/p'); do
				grep -q -e "$option\>" <<<"$text" ||
					missing+="$name $verb: $option"$'\n'
			done
		done
	done
	assert_equal "$missing" ''
}

@test "pages: they refer to pages that there are" {
	local page name missing=''

	for page in "$ROOT"/man/*.[1-8]; do
		while read -r name; do
			[[ -f $ROOT/man/$name ]] ||
				missing+="${page##*/}: $name"$'\n'
		done < <(sed -n 's/^\.Xr \(crm[a-z-]*\) \([1-8]\).*/\1.\2/p;
			s/^\.It Xr \(crm[a-z-]*\) \([1-8]\).*/\1.\2/p' "$page")
	done
	assert_equal "$missing" ''
}

@test "pages: no escape but \\e in the commands, and every page has some" {
	local page

	for page in "$ROOT"/man/*.[1-8]; do
		[[ $page == */crm-hacking.7 ]] && continue
		run -0 page_commands "$page" EXAMPLES
		assert_output
		run grep -n -e '\\[^e]' <(sed -n '/^\.Bd -literal/,/^\.Ed/p' "$page")
		refute_output
	done
}

@test "pages: the examples run" {
	local page

	for page in "$ROOT"/man/*.[1-8]; do
		grep -q '^\.Sh EXAMPLES' "$page" || continue
		fresh "${page##*/}"
		run_commands < <(page_commands "$page" EXAMPLES)
	done
}

@test "crm(7): the tour runs" {
	fresh tour
	cp "$ROOT"/share/example/*.csv .
	run_commands < <(page_commands "$ROOT/man/crm.7" \
		"A TOUR IN TWO MINUTES")
	assert_output --partial 'ines.prado@example.com'
	assert [ -s vip.csv ]
}

@test "crm(7), crm-json(5): the exit statuses and the words of errors" {
	local text word

	text=$(rendered "$ROOT/man/crm.7")
	for word in 0 1 2 3 4 5 6 7; do
		grep -q "^ *$word  " <<<"$text" || fail "crm(7): status $word"
	done
	crm-db init
	expect 4 crm-client show 99 --json
	says '{"error":"not_found","message":"there is no client \"99\"","status":4}'
}

@test "crm-config(1): every setting" {
	local name text

	text=$(rendered "$ROOT/man/crm-config.1")
	for name in $(crm-config list -f id); do
		grep -qw -e "$name" <<<"$text" || fail "$name"
	done
}

@test "crm-schema(5): every column of every table that it describes" {
	local table column text missing=''

	crm-config set account.country PT
	while read -r table; do
		text=$(sed -n "/^\.Ss $table (/,/^\.S[sh] /p" \
			"$ROOT/man/crm-schema.5")
		if [[ -z $text ]]; then
			# A record that came later has a page of its own.
			[[ -f $ROOT/man/crm-${table//_/-}.1 ||
			    $table = *s && -f $ROOT/man/crm-${table%s}.1 ]] ||
				missing+="$table"$'\n'
			continue
		fi
		while read -r column; do
			grep -qx -e "\.It Va $column" <<<"$text" ||
				missing+="$table.$column"$'\n'
		done < <(db "SELECT name FROM pragma_table_info('$table')")
	done < <(db "SELECT name FROM sqlite_schema WHERE type = 'table'
		AND name NOT LIKE 'sqlite_%'")
	assert_equal "$missing" ''
}

# Every key of the JSON on stdin is in crm-json(5).
keys_documented() {
	local key n=0

	while read -r key; do
		grep -q -e "^\.Va .*\<$key\>" "$ROOT/man/crm-json.5" ||
			fail "$1: $key"
		n=$((n + 1))
	done < <(jq -r 'if type == "array" then .[0] else . end | keys[]')
	[[ $n -gt 0 ]] || fail "$1: no answer"
}

@test "crm-json(5): every key of every answer" {
	local verb

	crm-client add "Ana Silva" --email ana@example.com --json |
		keys_documented "crm-client add"
	crm-note add 1 "Latex" --json | keys_documented "crm-note add"
	crm-booking add 1 Facial tomorrow --json |
		keys_documented "crm-booking add"
	crm-booking series add 1 Yoga tomorrow --json |
		keys_documented "crm-booking series add"
	printf 'name,email\nRui,rui@example.com\n' >list.csv
	crm-import list.csv --json | keys_documented crm-import
	crm-client show 1 --json | keys_documented "crm-client show"
	crm-client list --json | keys_documented "crm-client list"
	crm-client explain 1 --json | keys_documented "crm-client explain"
	crm-purchase add 1 Course hotmart 97 >/dev/null
	crm-purchase summary --json | keys_documented "crm-purchase summary"
	crm-order add 1 Comb 10 --ordered -11m --status paid >/dev/null
	crm-milestones list --json | keys_documented "crm-milestones list"
	crm-milestones upcoming --days 60 --json |
		keys_documented "crm-milestones upcoming"
	crm-milestones explain 1 --json |
		keys_documented "crm-milestones explain"
	crm-booking add 1 Facial yesterday --status completed -q >/dev/null
	for verb in overview stats top base evolution status conversion patterns \
	    'patterns --by hour' 'patterns --by interval' 'stats --by month' \
	    'evolution --day today --class total --list' rfm 'rfm --list' revenue \
	    'overview --explain total_bookings' 'status --list all' \
	    'base --compare previous' 'evolution --compare year'; do
		# shellcheck disable=SC2086 # a verb and its options
		crm-insights $verb --json | keys_documented "crm-insights $verb"
	done
	crm-import log --json | keys_documented "crm-import log"
	crm-log list --json | keys_documented "crm-log list"
	crm-log show 1 --json | keys_documented "crm-log show"
	crm-log undo 2 --json | keys_documented "crm-log undo"
	crm-config list --json | keys_documented "crm-config list"
	crm-config rate EUR 1.09
	crm-config rate --json | keys_documented "crm-config rate"
	crm-db info --json | keys_documented "crm-db info"
	crm-db schema --json | keys_documented "crm-db schema"
}
