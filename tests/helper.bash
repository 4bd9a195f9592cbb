# helper.bash: what every test file loads: a database of its own, a clock that
# stands still, and a few words to say what is expected.
# shellcheck shell=bash disable=SC2034,SC2154

bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert

ROOT=${BATS_TEST_DIRNAME%/*}
DATA=$ROOT/../shared/data
BUILD=${BUILD:-$ROOT/build}
[[ $BUILD = /* ]] || BUILD=$PWD/$BUILD
[[ -x $BUILD/crm ]] || {
	echo "helper.bash: there is no $BUILD/crm; run make first" >&2
	exit 1
}

# A file that defines setup() itself calls this first.
crm_setup() {
	umask 022
	export PATH="$BUILD:$PATH" LC_ALL=C TZ=UTC
	export HOME=$BATS_TEST_TMPDIR/home
	export XDG_DATA_HOME=$HOME/data
	export CRM_DB=$BATS_TEST_TMPDIR/crm.db
	export CRM_NOW=2026-03-15T10:00:00Z CRM_ACTOR=tester
	unset NO_COLOR COLUMNS VISUAL EDITOR
	mkdir -p "$HOME"
	cd "$BATS_TEST_TMPDIR" || return 1
}

setup() {
	crm_setup
}

# --- running -----------------------------------------------------------------

# expect STATUS COMMAND...: run it, stdout in $output, stderr in $stderr, and
# both as $lines and $stderr_lines. As "run", but three times as fast.
expect() {
	local want=$1

	shift
	status=0
	"$@" >"$BATS_TEST_TMPDIR/.out" 2>"$BATS_TEST_TMPDIR/.err" || status=$?
	output=$(<"$BATS_TEST_TMPDIR/.out")
	stderr=$(<"$BATS_TEST_TMPDIR/.err")
	mapfile -t lines <"$BATS_TEST_TMPDIR/.out"
	mapfile -t stderr_lines <"$BATS_TEST_TMPDIR/.err"
	[[ $status -eq $want ]] || fail "$(
		printf '%s\n' "$*" "status: $status instead of $want" \
		    "stdout: $output" "stderr: $stderr"
	)"
}

# The SQLite shell, by hand, as the README recommends it.
db() {
	sqlite3 -batch -cmd '.timeout 10000' -cmd '.output /dev/null' \
	    -cmd 'PRAGMA wal_autocheckpoint=0' -cmd '.output stdout' \
	    "$CRM_DB" "$1" 2>&1
}

# data_file NAME: the test is about this file of the data that is kept beside the
# project, as $file from here on; without it, it is skipped.
data_file() {
	[[ -r $DATA/$1 ]] ||
		skip "$1 is not there (test data kept beside the project)"
	file=$DATA/$1
}

# In a terminal of its own, with what is typed on stdin.
on_terminal() {
	script -qec "$1" /dev/null
}

# --- what is expected --------------------------------------------------------

# says TEXT...: stderr is these lines and no more.
says() {
	assert_equal "$stderr" "$(printf '%s\n' "$@")"
}

# says_part TEXT...: one line on stderr, with each of these in it.
says_part() {
	local text

	[[ -n $stderr && $stderr != *$'\n'* ]] ||
		fail "not one line on stderr: $stderr"
	for text; do
		[[ $stderr = *"$text"* ]] ||
			fail "not on stderr: $text"$'\n'"stderr: $stderr"
	done
}

# prints TEXT...: stdout is these lines and no more.
prints() {
	assert_equal "$output" "$(printf '%s\n' "$@")"
}

# holds FILTER [JSON]: the jq filter is true of the JSON, of $output by default.
holds() {
	jq -es ".[0] | $1" >/dev/null 2>&1 <<<"${2-$output}" ||
		fail "not true: $1"$'\n'"of: ${2-$output}"
}

# --- the state of the database -------------------------------------------------

# Every fact, as text.
facts() {
	crm-export all
}

# The file, to the byte; nothing may be left beside it.
digest() {
	sha256sum <"$CRM_DB"
}

# The number of the change that came last.
last_change() {
	db 'SELECT max(id) FROM change'
}

# unchanged STATUS COMMAND...: it ends so, and not one byte is different.
unchanged() {
	local before

	before=$(digest)
	expect "$@"
	assert_equal "$(digest)" "$before"
}

# Are the commands built with AddressSanitizer?
sanitized() {
	grep -q __asan_init "$BUILD/crm-db"
}

# A client; prints nothing.
client() {
	crm-client add "$@" >/dev/null
}

# The two that most files are about: Ana is client 1, Rui client 2.
ana_and_rui() {
	client "Ana Silva" --email a@x.pt
	client Rui --email r@x.pt
}

# Something in every table of records, of Ana and Rui, clients 1 and 2 with the
# emails ana@x.pt and rui@x.pt.
everything() {
	crm-booking series add ana@x.pt Corte 2026-04-01T10:00 --every week \
	    --count 3 --price 20 --currency EUR >/dev/null
	crm-booking add rui@x.pt 'Corte "à la"' 2025-01-02T10:00 --price 4.125 \
	    --currency KWD --notes $'two\nlines' --status completed >/dev/null
	crm-order add ana@x.pt Shampoo --amount 1200 --currency JPY >/dev/null
	crm-purchase add ana@x.pt Course --platform hotmart --price 97 \
	    --currency BRL --transaction HP1 --status disputed >/dev/null
	crm-project add rui@x.pt Garden --status active >/dev/null
	crm-task add rui@x.pt 'Call back' --due 2026-05-01 >/dev/null
	crm-form add --client ana@x.pt --form contact --answers '{"a":[1,2],"b":"c"}' >/dev/null
	crm-event add ana@x.pt referral --ref rui@x.pt >/dev/null
	crm-event add ana@x.pt review --rating 5 --text Lovely >/dev/null
	crm-note add 1 Latex >/dev/null
}

# The ids that a list gives, in its order; of the command that the test file is
# called like.
ids() {
	local file=${BATS_TEST_FILENAME##*/}

	"${file%.bats}" list -f id "$@" | paste -sd,
}

# Clients without an email, one for each name.
phone_only() {
	crm-config set client.require name
}
