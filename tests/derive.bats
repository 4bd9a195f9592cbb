# derive.bats: whatever happens, and in whatever order: what is derived is what
# the facts say, counted here once more in plain SQL.
# shellcheck shell=bash disable=SC2154

load helper

CLIENTS=6
# At least as many random steps for each seed.
STEPS=${STEPS:-120}

# Clients whose derived columns are not what the facts say.
wrong() {
	db "WITH act (client_id, at) AS (
		SELECT client_id, CASE status WHEN 'completed' THEN starts_at
			ELSE min(starts_at, created_at) END FROM booking
		UNION ALL SELECT client_id, ordered_at FROM orders
		UNION ALL SELECT client_id, purchased_at FROM purchase
		UNION ALL SELECT client_id, submitted_at FROM form
		UNION ALL SELECT client_id, at FROM event
			WHERE type IN ('message_in', 'checkin', 'review')
	), account (currency) AS (SELECT coalesce((SELECT value FROM setting
		WHERE name = 'account.currency'), 'USD')
	), good AS (SELECT id,
		(SELECT count(*) FROM booking b WHERE b.client_id = c.id) AS n,
		(SELECT max(starts_at) FROM booking b WHERE b.client_id = c.id
			AND status = 'completed' AND starts_at <= '$CRM_NOW') AS visit,
		(SELECT max(at) FROM act a WHERE a.client_id = c.id
			AND at <= '$CRM_NOW') AS activity,
		(SELECT coalesce(sum(price_minor), 0) FROM booking b, account a
			WHERE b.client_id = c.id AND status = 'completed'
			AND coalesce(b.currency, a.currency) = a.currency) AS spent
		FROM client c)
	SELECT c.id, 'is', total_bookings, last_visit, last_activity, spent_minor,
		'should be', n, visit, activity, spent
	FROM client c JOIN good g USING (id)
	WHERE (total_bookings, spent_minor) <> (n, spent)
		OR last_visit IS NOT visit OR last_activity IS NOT activity"
}

# --- random things -----------------------------------------------------------

# pick WORD...: one of them, in $it.
pick() {
	it=${*:1 + RANDOM % $#:1}
}

# A time about now, later now and then, in $it.
moment() {
	printf -v it '%04d-%02d-%02dT%02d:00:00Z' $((2025 + RANDOM % 2)) \
		$((1 + RANDOM % 5)) $((1 + RANDOM % 28)) $((RANDOM % 24))
}

declare -gA tables=([booking]=booking [order]=orders [purchase]=purchase
	[form]=form [event]=event) statuses=(
	[booking]='pending confirmed completed completed cancelled no_show'
	[order]='pending paid completed cancelled refunded'
	[purchase]='completed pending cancelled refunded'
) whens=([booking]=starts [order]=ordered [purchase]=purchased
	[form]=submitted [event]=at)

status_of() {
	# shellcheck disable=SC2086 # several words
	pick ${statuses[$1]}
}

# A record of the type, as JSON, in $json.
record() {
	local when client

	moment && when=$it
	client=$((1 + RANDOM % CLIENTS))
	case $1 in
	form) json="\"form\":\"Intake\",\"submitted_at\":\"$when\"" ;;
	event)
		pick message_in message_out checkin review call notification
		json="\"type\":\"$it\",\"at\":\"$when\""
		;;
	*)
		status_of "$1" && json="\"status\":\"$it\""
		pick EUR USD && json+=",\"currency\":\"$it\""
		;;
	esac
	case $1 in
	booking)
		json+=",\"service\":\"Cut\",\"price\":$((RANDOM % 90))"
		json+=",\"starts_at\":\"$when\""
		moment && json+=",\"created_at\":\"$it\""
		;;
	order) json+=",\"product\":\"Oil\",\"amount\":9,\"ordered_at\":\"$when\"" ;;
	purchase)
		json+=",\"product\":\"Course\",\"platform\":\"hotmart\",\"price\":7"
		json+=",\"purchased_at\":\"$when\""
		;;
	esac
	json="{\"client_id\":$client,$json}"
}

# The number of some record of the type, in $it; false when there is none.
some() {
	local offset=$((RANDOM % 8)) # not in a subshell, which has its own

	it=$(db "SELECT id FROM ${tables[$1]} ORDER BY id
		LIMIT 1 OFFSET $offset")
	[[ -n $it ]]
}

# --- steps: each a command that does something or refuses --------------------

add() {
	local n

	for ((n = 1 + RANDOM % 3; n > 0; n--)); do
		record "$1"
		printf '%s\n' "$json"
	done >new.ndjson
	attempt "crm-$1" add - <new.ndjson
}

edit() {
	local id

	some "$1" || return 0
	id=$it
	case $((RANDOM % 3)) in
	0) attempt "crm-$1" edit "$id" --client $((1 + RANDOM % CLIENTS)) ;;
	1) moment && attempt "crm-$1" edit "$id" "--${whens[$1]}" "$it" ;;
	*)
		[[ -n ${statuses[$1]-} ]] || return 0
		status_of "$1" && attempt "crm-$1" edit "$id" --status "$it"
		;;
	esac
}

delete() {
	some "$1" && attempt "crm-$1" delete "$it"
}

# By hand, and picked up by the next command that writes.
by_hand() {
	local id

	some "$1" || return 0
	id=$it
	pick NULL $((1 + RANDOM % CLIENTS))
	[[ $1 != event || $it != NULL ]] || it=1
	db "UPDATE ${tables[$1]} SET client_id = $it WHERE id = $id"
	attempt crm-client edit 1 --city "Town $RANDOM"
}

# Not of the clients themselves.
undo() {
	local change=$((RANDOM % 4))

	change=$(($(last_change) - change))
	[[ $change -le $CLIENTS ]] || attempt crm-log undo "$change"
}

client_too() {
	pick delete restore activate archive
	attempt crm-client "$it" $((1 + RANDOM % CLIENTS))
}

currency() {
	pick EUR USD
	attempt crm-config set account.currency "$it"
}

# Refused (4, 5, some of several: 3) is all right, any other failure is not.
attempt() {
	status=0
	"$@" >.out 2>.err || status=$?
	tried="$*"
	case $status in
	0) done_so_far=$((done_so_far + 1)) ;;
	3 | 4 | 5) ;;
	*) fail "$*: status $status: $(<.err)" ;;
	esac
}

step() {
	local what

	pick add add add add edit edit edit delete by_hand undo client_too currency
	what=$it
	pick booking booking booking order purchase form event
	"$what" "$it"
}

history_of() {
	local i found

	RANDOM=$1 done_so_far=0 tried=
	for ((i = 1; i <= CLIENTS; i++)); do
		client "Client $i" --email "c$i@x.pt"
	done
	for ((i = 1; i <= STEPS; i++)); do
		step || true
		found=$(wrong)
		[[ -z $found ]] || fail "seed $1, step $i: $tried: $found"
	done
	[[ $done_so_far -gt $((STEPS / 2)) ]] ||
		fail "seed $1: only $done_so_far of $STEPS steps did anything"
}

derived() {
	db "SELECT id, total_bookings, last_visit, last_activity, spent_minor
		FROM client ORDER BY id"
}

# Nothing more is found from nothing, nor in another file with these facts.
from_nothing() {
	expect 0 crm-db check
	crm-export all >all.ndjson
	derived >here
	CRM_DB=$PWD/other.db crm-import -q all all.ndjson
	CRM_DB=$PWD/other.db derived >there
	diff here there
	CRM_DB=$PWD/other.db crm-db check
}

# --- the tests ----------------------------------------------------------------

@test "E13 E14 C4 a random history: after every step the counters are right" {
	history_of 1
	[[ $(db "SELECT count(*) FROM booking") -gt 10 ]]
	[[ $(db "SELECT count(*) FROM client WHERE last_visit IS NOT NULL
		AND spent_minor > 0") -gt 0 ]]
	from_nothing
}

@test "E13 E14 C4 another one" {
	history_of 20260315
	from_nothing
}

@test "the count in this file can find what is wrong" {
	client Ana --email a@x.pt
	db "UPDATE client SET total_bookings = 1"
	assert_equal "$(wrong)" "1|is|1|||0|should be|0|||0"
	expect 1 crm-db check
	expect 1 crm-db check --fix
	assert_equal "$(wrong)" ""
}

@test "many at once: bookings of new clients and of old ones, and undone" {
	local i

	for ((i = 0; i < 1200; i++)); do
		printf '{"name":"C %d","email":"c%d@x.pt"}\n' "$i" "$i"
	done | crm-client add - >/dev/null
	assert_equal "$(wrong)" ""
	for ((i = 0; i < 1500; i++)); do
		printf '{"client_id":%d,"service":"Cut","starts_at":"2026-01-%02dT10:00:00Z","status":"completed","price":1,"currency":"USD"}\n' \
			$((1 + i % 1100)) $((1 + i % 28))
	done | crm-booking add - >/dev/null
	assert_equal "$(wrong)" ""
	expect 0 crm-client list --existing -f id
	assert_equal "${#lines[@]}" 1100
	crm-log undo "$(last_change)"
	assert_equal "$(wrong)" ""
	expect 0 crm-client list --existing -f id
	prints ""
	expect 0 crm-db check
}

@test "C16 the currency of the account comes back with the facts that rest on it" {
	crm-config set account.currency JPY
	client Ana --email a@x.pt
	db "INSERT INTO booking (client_id, service, starts_at, status, price_minor)
		VALUES (1, 'Cut', '2026-01-01T10:00:00Z', 'completed', 500)"
	crm-client tag 1 x
	from_nothing
	assert_equal "$(<there)" "1|1|2026-01-01T10:00:00Z|2026-01-01T10:00:00Z|500"
	CRM_DB=$PWD/other.db crm-export all | diff all.ndjson -
}

@test "stages as a text and as rows: another cause alone is new; it is mended" {
	client Ana --email a@x.pt
	for service in Cut Wash; do
		crm-booking add 1 "$service" 2026-01-05T10:00 --status completed >/dev/null
	done
	text="SELECT history FROM stage_history"
	assert_equal "$(db "$text")" \
	    '["2026-01-05T10:00:00Z|discovery|created","2026-01-05T10:00:00Z|activation|booking 1"]'
	crm-booking delete 1
	assert_equal "$(db "$text")" \
	    '["2026-01-05T10:00:00Z|discovery|created","2026-01-05T10:00:00Z|activation|booking 2"]'
	assert_equal "$(db "SELECT * FROM stage_change")" \
	    $'1|1|2026-01-05T10:00:00Z|discovery|created\n1|2|2026-01-05T10:00:00Z|activation|booking 2'
	expect 0 crm-db check
	before=$(db "$text")
	db "UPDATE stage_history SET history = '[\"x\"]'"
	expect 1 crm-db check --fix
	assert_equal "$(db "$text")" "$before"
	db "DELETE FROM stage_history"
	expect 1 crm-db check --fix
	assert_equal "$(db "$text")" "$before"
	crm-booking delete 2
	assert_equal "$(db "SELECT count(*) FROM stage_history")" 0
	expect 0 crm-db check
}
