#!/usr/bin/env bats
# crm-milestones: features H1-H25, Y24; rules R11-R15, R26-R28.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# Ana, Rui and Eva, of whom Eva is deleted, with milestones put there by hand.
three() {
	crm_setup
	crm-client add "Ana Silva" --email ana@x.pt >/dev/null
	crm-client add "Rui Costa" --email rui@x.pt >/dev/null
	crm-client add "Eva Lima" --email eva@x.pt >/dev/null
	crm-client delete eva@x.pt
	db "INSERT INTO milestone (client_id, milestone, ordinal, achieved_at,
		title, cause, revoked_at) VALUES
	(1, 'first_booking', '', '2026-01-01T10:00:00Z', 'First booking', 'booking 1', NULL),
	(1, 'social_share', 'event 7', '2026-02-01T10:00:00Z', 'Shared', 'event 7', NULL),
	(2, 'first_order', '', '2026-01-02T10:00:00Z', 'First order', 'order 1', '2026-03-01T10:00:00Z'),
	(3, 'first_order', '', '2026-01-03T10:00:00Z', 'First order', 'order 2', NULL),
	(2, 'first_repeat', '', '2026-03-15T03:00:00Z', 'First repeat', 'order 3', NULL);"
}

# --- the list ----------------------------------------------------------------------

@test "list: latest first, without what is taken back and who is deleted" {
	three
	expect 0 crm-milestones
	prints \
	    "client_id  client_name  milestone      achieved_at       title          cause" \
	    "        2  Rui Costa    first_repeat   2026-03-15 03:00  First repeat   order 3" \
	    "        1  Ana Silva    social_share   2026-02-01 10:00  Shared         event 7" \
	    "        1  Ana Silva    first_booking  2026-01-01 10:00  First booking  booking 1"
	says ""
	list=$output
	expect 0 crm-milestones list
	prints "$list"
	expect 0 crm-milestones -f csv --limit 1
	prints client_id,client_name,milestone,achieved_at,title,cause,revoked_at,id \
	    "2,Rui Costa,first_repeat,2026-03-15T03:00:00Z,First repeat,order 3,,5"
	expect 0 crm-milestones --json --limit 1
	prints '[{"client_id":2,"client_name":"Rui Costa","milestone":"first_repeat","achieved_at":"2026-03-15T03:00:00Z","title":"First repeat","cause":"order 3","revoked_at":null,"id":5}]'
	expect 0 crm-milestones -f id
	prints 2 1 1
	expect 0 crm-milestones -F id,ordinal,client_email -f csv --after 5
	prints id,ordinal,client_email "2,event 7,ana@x.pt" '1,"",ana@x.pt'
}

@test "list REF: of whom is named, by any name, several, from standard input" {
	three
	for ref in 1 ana@x.pt "Ana Silva" "list 1" "--client ana@x.pt" \
	    "list --client 1" "1 --client 1"; do
		[[ $ref = "Ana Silva" ]] && words=("$ref") || read -ra words <<<"$ref"
		expect 0 crm-milestones "${words[@]}" -f csv -F id
		prints id 2 1
	done
	expect 0 crm-milestones 2 1 -f csv -F id
	prints id 5 2 1
	expect 0 crm-milestones list - -f csv -F id <<<$'1\nrui@x.pt'
	prints id 5 2 1
	expect 0 crm-milestones 1 --client 2 --json
	prints "[]"
	expect 0 crm-milestones list - --json </dev/null
	prints "[]"
	# Somebody who is deleted, but named.
	expect 0 crm-milestones eva@x.pt -f csv -F id
	prints id 4
	expect 0 crm-milestones list --client 3 -f csv -F id
	prints id 4
	expect 4 crm-milestones nobody@x.pt
	says 'crm-milestones: there is no client "nobody@x.pt"'
	prints ""
	expect 3 crm-milestones 1 9 -f csv -F id
	says 'crm-milestones: 9: there is no client "9"'
	prints id 2 1
	expect 3 crm-milestones 8 9 --json
	prints "[]"
}

@test "R28 --revoked shows what was taken back" {
	three
	expect 0 crm-milestones 2 --revoked
	prints \
	    "client_id  client_name  milestone     achieved_at       title         cause    revoked_at" \
	    "        2  Rui Costa    first_repeat  2026-03-15 03:00  First repeat  order 3" \
	    "        2  Rui Costa    first_order   2026-01-02 10:00  First order   order 1  2026-03-01 10:00"
	expect 0 crm-milestones --revoked -f csv -F id
	prints id 5 2 3 1
	expect 0 crm-milestones 2 --milestone first_order
	prints ""
	says "crm-milestones: 0 matches; 1 with --revoked"
	expect 0 crm-milestones list --revoked --date revoked --since 2026-03-01 -f csv -F id,revoked_at
	prints id,revoked_at 3,2026-03-01T10:00:00Z
}

@test "list: kinds, times, texts, orders and pages" {
	three
	expect 0 crm-milestones --milestone social-share -f csv -F id
	prints id 2
	expect 0 crm-milestones --milestone "First_Booking, first_repeat" -f csv -F id
	prints id 5 1
	expect 0 crm-milestones --milestone nonsense
	says "crm-milestones: 0 matches; check the spelling and the filters"
	expect 0 crm-milestones list --since 2026-02-01 --until 2026-03-14 -f csv -F id
	prints id 2
	expect 0 crm-milestones list --since 7d -f csv -F id
	prints id 5
	expect 0 crm-milestones list --search "FIRST b" -f csv -F id
	prints id 1
	expect 0 crm-milestones list --cause "event 7" -f csv -F id
	prints id 2
	expect 0 crm-milestones list --sort achieved -f csv -F id --limit 2
	prints id 1 2
	expect 0 crm-milestones list --sort achieved --after 2 -f csv -F id
	prints id 5
	expect 0 crm-milestones list --reverse -f csv -F id
	prints id 1 2 5
	expect 2 crm-milestones list --sort nonsense
	says_part '--sort: cannot sort by "nonsense"'
	for since in 7x 7 "7 d" "" nonsense; do
		expect 2 crm-milestones list --since "$since"
		says_part "--since: " "\"$since\""
	done
	expect 2 crm-milestones list --until 7d
	says_part '--until: not a date or time: "7d"'
	expect 2 crm-milestones list --since nonsense
	says_part "--since"
	expect 0 crm-milestones --complete list --milestone first_r
	prints $'first_repeat\t' $'first_review\t'
}

# --- the timeline ------------------------------------------------------------------

@test "H1 I11 milestones are in the timeline, in every format, and counted" {
	three
	expect 0 crm-timeline 1
	prints "milestone 2" "" "2026-02-01 Sunday" \
	    "  10:00  milestone  Shared         event 7" "" \
	    "2026-01-01 Thursday" \
	    "  10:00  milestone  First booking  booking 1"
	expect 0 crm-timeline 2 --type milestone --json
	prints '[{"client_id":2,"client_name":"Rui Costa","at":"2026-03-15T03:00:00Z","date":"2026-03-15","type":"milestone","title":"First repeat","status":null,"description":"order 3","amount":null,"currency":null,"staff":null,"ref":5}]'
	expect 0 crm-timeline --all --type milestones -f csv -F client_id,at,type,ref
	prints client_id,at,type,ref 2,2026-03-15T03:00:00Z,milestone,5 \
	    1,2026-02-01T10:00:00Z,milestone,2 3,2026-01-03T10:00:00Z,milestone,4 \
	    1,2026-01-01T10:00:00Z,milestone,1
	expect 0 crm-timeline --all --after milestone:2 --limit 1 -f csv -F ref
	prints ref 4
	expect 0 crm-timeline --all --counts -f csv
	prints type,count milestone,4
	expect 0 crm-timeline 1 --search "first b" -f csv -F ref
	prints ref 1
	expect 0 crm-timeline 1 --format pdf -o out.pdf
	expect 0 pdftotext -layout out.pdf -
	assert_line -e '10:00 +Milestone +First booking$'
	assert_line -e '10:00 +Milestone +Shared$'
}

@test "I10 --follow tells a milestone when it is reached, after what brought it" {
	BATS_TEST_TIMEOUT=60
	two
	crm-timeline --all --follow --limit 0 -f csv -F client_id,type,title >out 2>err 3>&- &
	all=$!
	crm-timeline 2 --follow --type milestone -f csv -F type,ref,title >only 2>>err 3>&- &
	only=$!
	lines_come 1 out
	lines_come 1 only
	crm-order add 1 Comb 10 --status paid >/dev/null
	lines_come 3 out
	# The numbers of milestones that are gone are taken again.
	crm-order delete 1
	lines_come 4 out
	crm-order add 2 Brush 10 --status paid >/dev/null
	lines_come 6 out
	lines_come 2 only
	CRM_NOW=2027-03-15T10:00:00Z crm-milestones --daily >/dev/null
	lines_come 7 out
	lines_come 3 only
	kill "$all" "$only"
	wait "$all" "$only"
	assert_equal "$(cat err)" ""
	assert_equal "$(cat out)" "$(printf '%s\n' client_id,type,title \
	    1,order,Comb "1,milestone,First order" 1,order,Comb \
	    2,order,Brush "2,milestone,First order" \
	    "2,milestone,1 year since the first purchase")"
	assert_equal "$(cat only)" "$(printf '%s\n' type,ref,title \
	    "milestone,1,First order" \
	    "milestone,2,1 year since the first purchase")"
}

# lines_come N FILE: wait until there are so many lines.
lines_come() {
	local i

	for ((i = 0; i < 100; i++)); do
		[[ $(wc -l <"$2") -lt $1 ]] || return 0
		sleep 0.1
	done
	fail "not $1 lines: $(cat "$2" err)"
}

# --- what brings them --------------------------------------------------------------

two() {
	client "Ana Silva" --email ana@x.pt
	client "Rui Costa" --email rui@x.pt
}

# What is reached, oldest first: kind, time, cause.
reached() {
	crm-milestones list "$@" -f csv -F milestone,achieved_at,cause \
	    --sort achieved 2>/dev/null | sed 1d
}

# bookings CLIENT FIRST N [OPTION...]: completed ones, a day each from a day on.
bookings() {
	local who=$1 first=$2 n=$3 i

	shift 3
	for ((i = 0; i < n; i++)); do
		echo "{\"client_id\":$who,\"service\":\"Cut\",\"status\":\"completed\",\"starts_at\":\"$(
			date -u -d "$first + $i days" +%FT10:00:00Z)\"}"
	done | crm-booking add - "$@" >/dev/null
}

@test "H2 H9 the first completed booking, in the same transaction" {
	two
	crm-booking add 1 Cut 2026-03-10T10:00 --status confirmed >/dev/null
	crm-booking add 1 Cut 2026-03-09T10:00 --status no_show >/dev/null
	assert_equal "$(reached 1)" ""
	crm-booking complete 1 --dry-run
	assert_equal "$(reached 1)" ""
	crm-booking complete 1
	assert_equal "$(reached 1)" "first_booking,2026-03-10T10:00:00Z,booking 1"
	# One that is known later, but was earlier, is the first.
	bookings 1 2026-03-01 1
	assert_equal "$(reached 1 --milestone first_booking)" \
	    "first_booking,2026-03-01T10:00:00Z,booking 3"
	crm-log undo "$(last_change)" -q
	assert_equal "$(reached 1)" "first_booking,2026-03-10T10:00:00Z,booking 1"
	assert_equal "$(reached 2)" ""
}

@test "H3 H4 the first order; the second purchase, booking or order" {
	two
	crm-order add 1 Comb 10 --ordered 2026-01-05T10:00 >/dev/null
	assert_equal "$(reached)" ""
	crm-order pay 1
	assert_equal "$(reached)" "first_order,2026-01-05T10:00:00Z,order 1"
	crm-booking add 1 Cut 2026-01-04T10:00 --status completed >/dev/null
	assert_equal "$(reached)" "$(printf '%s\n' \
	    "first_booking,2026-01-04T10:00:00Z,booking 1" \
	    "first_order,2026-01-05T10:00:00Z,order 1" \
	    "first_repeat,2026-01-05T10:00:00Z,order 1")"
	crm-purchase add 2 Course hotmart 10 >/dev/null
	crm-purchase add 2 Course hotmart 10 >/dev/null
	assert_equal "$(reached 2)" ""
	crm-config set purchase.count_external yes -q
	assert_equal "$(reached 2)" "first_repeat,2026-03-15T10:00:00Z,purchase 2"
}

@test "H5 H20 a purchase of more than the threshold, each; in the account's currency" {
	two
	crm-order add 1 Card 500.00 --ordered 2026-01-01T10:00 --status paid >/dev/null
	crm-order add 1 Card 500.01 --ordered 2026-01-02T10:00 --status paid >/dev/null
	crm-order add 1 Card 500.01 --ordered 2026-01-03T10:00 >/dev/null
	crm-purchase add 1 Course hotmart 501 --purchased 2026-01-04T10:00 >/dev/null
	crm-booking add 1 Cut 2026-01-05T10:00 --price 600 --status completed >/dev/null
	crm-order add 2 Card 5000 --currency EUR --status paid >/dev/null
	assert_equal "$(reached --milestone high-value-purchase)" "$(printf '%s\n' \
	    "high_value_purchase,2026-01-02T10:00:00Z,order 2" \
	    "high_value_purchase,2026-01-04T10:00:00Z,purchase 1" \
	    "high_value_purchase,2026-01-05T10:00:00Z,booking 1")"
	expect 0 crm-milestones 1 --milestone high_value_purchase --limit 1 -f csv -F title
	prints title "High-value purchase of 600.00 USD"
	crm-config rate EUR 0.1 -q
	assert_equal "$(reached 2 --milestone high_value_purchase)" ""
	crm-config rate EUR 0.10001 -q
	assert_equal "$(reached 2 --milestone high_value_purchase)" \
	    "high_value_purchase,2026-03-15T10:00:00Z,order 4"
	crm-config set milestone.high_value 600 -q
	assert_equal "$(reached --milestone high_value_purchase)" ""
	crm-config set milestone.high_value 0 -q
	assert_equal "$(reached --milestone high_value_purchase)" ""
}

@test "H6 H7 H8 R12 the 10th, 25th and 50th purchase, dated by it, however they come" {
	two
	bookings 1 2025-01-01 8
	assert_equal "$(reached --milestone purchases_10)" ""
	bookings 1 2025-02-01 4	# one import from 8 to 12
	assert_equal "$(reached --milestone purchases_10)" \
	    "purchases_10,2025-02-02T10:00:00Z,booking 10"
	bookings 1 2025-03-01 12
	assert_equal "$(reached --milestone purchases_25)" ""
	bookings 1 2025-04-01 26
	assert_equal "$(reached --milestone purchases_10,purchases_25,purchases_50)" \
	    "$(printf '%s\n' "purchases_10,2025-02-02T10:00:00Z,booking 10" \
	    "purchases_25,2025-04-01T10:00:00Z,booking 25" \
	    "purchases_50,2025-04-26T10:00:00Z,booking 50")"
	bookings 2 2025-01-01 60
	assert_equal "$(reached 2 --milestone purchases_50)" \
	    "purchases_50,2025-02-19T10:00:00Z,booking 100"
}

@test "H15 H16 H18 V9 referrals, the first review, social shares" {
	two
	crm-event add 1 referral --at 2026-01-01T10:00 >/dev/null
	crm-event add 1 referral --at 2026-01-02T10:00 >/dev/null
	crm-event add 1 social-share --at 2026-01-03T10:00 >/dev/null
	crm-event add 1 social-share --at 2026-01-04T10:00 >/dev/null
	crm-event add 1 review --rating 5 --at 2026-01-06T10:00 >/dev/null
	crm-event add 1 review --rating 4 --at 2026-01-05T10:00 >/dev/null
	crm-event add 2 message_in >/dev/null
	expect 0 crm-milestones list --sort achieved -f csv -F milestone,achieved_at,title,cause
	prints milestone,achieved_at,title,cause \
	    "referral_made,2026-01-01T10:00:00Z,Referral made,event 1" \
	    "referral_made,2026-01-02T10:00:00Z,Referral made,event 2" \
	    "social_share,2026-01-03T10:00:00Z,Social share,event 3" \
	    "social_share,2026-01-04T10:00:00Z,Social share,event 4" \
	    "first_review,2026-01-05T10:00:00Z,First review,event 6"
	crm-event delete 6
	assert_equal "$(reached --milestone first_review)" \
	    "first_review,2026-01-06T10:00:00Z,event 5"
	crm-event delete 1 3 4 5
	assert_equal "$(reached)" "referral_made,2026-01-02T10:00:00Z,event 2"
}

@test "H17 R28 a rise to a tier, once each; revoked while the client is below it" {
	two
	crm-order add 1 Card 499 --ordered 2026-01-01T10:00 --status paid >/dev/null
	assert_equal "$(reached --milestone loyalty_tier_upgrade)" ""
	crm-order add 1 Card 1 --ordered 2026-01-02T10:00 --status paid >/dev/null
	crm-order add 1 Card 5000 --ordered 2026-01-03T10:00 --status paid >/dev/null
	expect 0 crm-milestones --milestone loyalty_tier_upgrade --sort achieved -f csv -F ordinal,achieved_at,title,cause
	prints ordinal,achieved_at,title,cause \
	    "silver,2026-01-02T10:00:00Z,Loyalty tier silver,order 2" \
	    "platinum,2026-01-03T10:00:00Z,Loyalty tier platinum,order 3"
	crm-order refund 3
	expect 0 crm-milestones --milestone loyalty_tier_upgrade --revoked --sort achieved -f csv -F ordinal,revoked_at
	prints ordinal,revoked_at silver, platinum,2026-03-15T10:00:00Z
	assert_equal "$(reached --milestone loyalty_tier_upgrade)" \
	    "loyalty_tier_upgrade,2026-01-02T10:00:00Z,order 2"
}

@test "H24 no milestone twice, whatever is done again" {
	two
	bookings 1 2025-01-01 12
	crm-order add 1 Card 900 --status paid >/dev/null
	before=$(reached --revoked)
	crm-booking edit 3 --notes x
	crm-booking cancel 4
	crm-booking confirm 4
	crm-booking complete 4
	crm-order edit 1 --status pending
	crm-order pay 1
	crm-config set journey.churn_days 90 -q
	crm-config unset journey.churn_days -q
	crm-milestones --daily >/dev/null
	crm-milestones --daily >/dev/null
	assert_equal "$(reached --revoked | sort)" \
	    "$(printf '%s\n' "$before" | sort)"
	assert_equal "$(db 'SELECT count(*) FROM milestone GROUP BY client_id,
		milestone, ordinal HAVING count(*) > 1')" ""
	expect 0 crm-db check
}

@test "H23 the thresholds are those of the account: each file has its own" {
	for file in one.db other.db; do
		export CRM_DB=$PWD/$file
		two
	done
	crm-config set milestone.high_value 1000 -q
	for file in one.db other.db; do
		export CRM_DB=$PWD/$file
		crm-order add 1 Card 600 --status paid >/dev/null
	done
	assert_equal "$(reached --milestone high_value_purchase -d one.db)" \
	    "high_value_purchase,2026-03-15T10:00:00Z,order 1"
	assert_equal "$(reached --milestone high_value_purchase -d other.db)" ""
}

@test "R28 a refund or a cancellation revokes, deletion and undo take away" {
	two
	crm-order add 1 Card 900 --ordered 2026-01-01T10:00 --status paid >/dev/null
	crm-booking add 1 Cut 2026-01-02T10:00 --status completed >/dev/null
	crm-order refund 1
	assert_equal "$(reached)" "first_booking,2026-01-02T10:00:00Z,booking 1"
	expect 0 crm-milestones --revoked --sort achieved -f csv -F milestone,revoked_at
	prints milestone,revoked_at first_order,2026-03-15T10:00:00Z \
	    high_value_purchase,2026-03-15T10:00:00Z \
	    loyalty_tier_upgrade,2026-03-15T10:00:00Z \
	    first_booking, first_repeat,2026-03-15T10:00:00Z
	crm-log undo "$(last_change)" -q
	assert_equal "$(reached | cut -d, -f1 | paste -sd' ')" \
	    "first_order high_value_purchase loyalty_tier_upgrade first_booking first_repeat"
	crm-order delete 1
	expect 0 crm-milestones --revoked -f csv -F milestone
	prints milestone first_booking
	printf 'email,product,amount,status\nrui@x.pt,Card,700,paid\n' >orders.csv
	crm-import orders orders.csv -q
	assert_equal "$(reached 2 | cut -d, -f1 | paste -sd' ')" \
	    "first_order high_value_purchase loyalty_tier_upgrade"
	crm-import undo 1 -q
	expect 0 crm-milestones 2 --revoked
	prints ""
}

# --- the daily job -----------------------------------------------------------------

# daily OPTION...: what is news, one line each: client, kind, time.
daily() {
	crm-milestones --daily "$@" -f csv -F client_id,milestone,achieved_at |
		sed 1d
}

@test "H10 H11 H12 --daily: anniversaries, told once; nothing when nothing is new" {
	two
	crm-order add 1 Comb 10 --ordered 2024-03-16T23:30 --status paid >/dev/null
	crm-order add 2 Comb 10 --ordered 2025-03-15T00:30 --status paid >/dev/null
	expect 0 crm-milestones --daily
	prints \
	    "client_id  client_name  milestone       achieved_at       title                            cause" \
	    "        1  Ana Silva    anniversary_1y  2025-03-16 03:00  1 year since the first purchase  order 1" \
	    "        2  Rui Costa    anniversary_1y  2026-03-15 03:00  1 year since the first purchase  order 2"
	says ""
	for format in table csv tsv ndjson id; do
		expect 0 crm-milestones --daily -f $format
		prints ""
		says ""
		[[ ! -s .out ]] || fail "$format: bytes: $(od -c .out)"
	done
	expect 0 crm-milestones --daily --json
	prints "[]"
	export CRM_NOW=2026-03-16T04:00:00Z
	expect 0 crm-milestones daily --json
	prints '[{"client_id":1,"client_name":"Ana Silva","milestone":"anniversary_2y","achieved_at":"2026-03-16T03:00:00Z","title":"2 years since the first purchase","cause":"order 1","revoked_at":null,"id":5}]'
	expect 0 crm-milestones daily
	prints ""
	assert_equal "$(reached 1 --milestone anniversary_1y,anniversary_2y)" \
	    "$(printf '%s\n' "anniversary_1y,2025-03-16T03:00:00Z,order 1" \
	    "anniversary_2y,2026-03-16T03:00:00Z,order 1")"
	expect 0 crm-db check
}

@test "H12 more anniversaries by the setting; of 29 February on the 28th" {
	two
	crm-order add 1 Comb 10 --ordered 2020-02-29T10:00 --status paid >/dev/null
	crm-config set milestone.anniversary_years 7 -q
	crm-milestones --daily >/dev/null
	assert_equal "$(reached 1 --search since)" "$(printf '%s\n' \
	    "anniversary_1y,2021-02-28T03:00:00Z,order 1" \
	    "anniversary_2y,2022-02-28T03:00:00Z,order 1" \
	    "anniversary_3y,2023-02-28T03:00:00Z,order 1" \
	    "anniversary_4y,2024-02-29T03:00:00Z,order 1" \
	    "anniversary_5y,2025-02-28T03:00:00Z,order 1" \
	    "anniversary_6y,2026-02-28T03:00:00Z,order 1")"
	assert_equal "$(daily --as-of 2027-02-27)" ""
	assert_equal "$(daily --as-of 2027-02-28)" "1,anniversary_7y,2027-02-28T03:00:00Z"
	crm-config set milestone.anniversary_years 0 -q
	assert_equal "$(reached 1 --search since)" ""
}

@test "H13 H21 H22 Y24 --daily: a VIP by purchases, by spending, or as platinum" {
	for name in ana rui eva zoe; do
		client "$name" --email "$name@x.pt"
	done
	crm-config set loyalty.points_per_unit 0 -q
	bookings 1 2026-01-01 50
	bookings 2 2026-01-01 49
	crm-order add 2 Card 5000 --ordered 2026-01-01T10:00 --status paid >/dev/null
	crm-purchase add 3 Course hotmart 5000 --purchased 2026-02-01T10:00 >/dev/null
	assert_equal "$(daily | grep vip)" "$(printf '%s\n' \
	    "2,vip,2026-02-18T10:00:00Z" "1,vip,2026-02-19T10:00:00Z")"
	crm-purchase add 3 Course hotmart 0.01 --purchased 2026-02-02T10:00 >/dev/null
	assert_equal "$(daily)" "3,vip,2026-02-02T10:00:00Z"
	# Platinum alone.
	crm-config set vip.spend 0 -q
	crm-config set vip.purchases 0 -q
	crm-config unset loyalty.points_per_unit -q
	assert_equal "$(reached --milestone vip)" "vip,2026-01-01T10:00:00Z,order 1"
	crm-order add 4 Card 4999.99 --ordered 2026-03-01T10:00 --status paid >/dev/null
	assert_equal "$(daily)" "2,vip,2026-01-01T10:00:00Z"
	crm-order add 4 Card 1 --ordered 2026-03-02T10:00 --status paid >/dev/null
	assert_equal "$(daily)" "4,vip,2026-03-02T10:00:00Z"
}

@test "H14 R26 --daily: a month of high engagement, when it is over" {
	two
	# Five messages in February, four of Rui's; the half year before: none.
	for day in 01 02 03 04; do
		crm-event add 1 message_in --at "2026-02-${day}T10:00" >/dev/null
		crm-event add 2 message_in --at "2026-02-${day}T10:00" >/dev/null
	done
	export CRM_NOW=2026-02-28T12:00:00Z
	crm-event add 1 checkin --at 2026-02-28T23:59:59 >/dev/null
	crm-event add 2 checkin --at 2026-03-01T00:00 >/dev/null
	crm-event add 2 review --rating 5 --at 2026-02-28T10:00 >/dev/null	# no interaction
	assert_equal "$(daily)" ""
	assert_equal "$(daily --as-of 2026-03-01)" \
	    "1,high_engagement_month,2026-02-28T23:59:59Z"
	expect 0 crm-milestones --milestone high_engagement_month -f csv -F ordinal,title,cause
	prints ordinal,title,cause \
	    "2026-02,High engagement in 2026-02: 5 interactions,2026-02"
	# 16 in the half year before: a mean of 2.67, twice that is more than five.
	for day in {01..16}; do
		crm-event add 1 message_in --at "2025-12-${day}T10:00" >/dev/null
	done
	assert_equal "$(reached 1 --milestone high_engagement_month)" \
	    "high_engagement_month,2025-12-31T23:59:59Z,2025-12"
	crm-event delete 12
	assert_equal "$(reached 1 --milestone high_engagement_month | tail -1)" \
	    "high_engagement_month,2026-02-28T23:59:59Z,2026-02"
}

@test "H19 R27 --daily: perfect attendance, and what ends it" {
	two
	bookings 1 2026-01-01 4
	bookings 2 2026-01-01 5
	crm-config set milestone.engagement_month 0 -q
	assert_equal "$(daily)" "2,perfect_attendance,2026-01-05T10:00:00Z"
	crm-booking add 1 Cut 2026-01-04T10:00 --status no_show >/dev/null
	bookings 1 2026-01-05 1
	assert_equal "$(daily)" ""
	crm-booking delete 10
	assert_equal "$(daily)" "1,perfect_attendance,2026-01-05T10:00:00Z"
	crm-booking add 2 Cut 2026-02-01T10:00 --status no_show >/dev/null
	assert_equal "$(reached 2 --milestone perfect_attendance)" ""
	assert_equal "$(reached 2 --milestone perfect_attendance --revoked)" \
	    "perfect_attendance,2026-01-05T10:00:00Z,booking 9"
	assert_equal "$(daily)" ""
}

@test "R15 --daily: missed days in order, one by one as all at once" {
	local day

	two
	for i in 1 2 3 4 5; do
		client "N$i" --email "n$i@x.pt"
		crm-order add "n$i@x.pt" Comb 10 --ordered "2025-03-$((15 + i))T10:00" \
		    --status paid >/dev/null
	done
	bookings 1 2026-03-11 3
	crm-config set milestone.engagement_month 3 -q
	crm-db backup copy.db
	for day in 2026-03-{16..31} 2026-04-0{1..3}; do
		CRM_NOW=${day}T03:00:00Z daily
	done >single
	CRM_DB=$PWD/copy.db CRM_NOW=2026-04-03T03:00:00Z daily >whole
	assert_equal "$(cat whole)" "$(cat single)"
	assert_equal "$(cat single)" "$(printf '%s\n' \
	    3,anniversary_1y,2026-03-16T03:00:00Z 4,anniversary_1y,2026-03-17T03:00:00Z \
	    5,anniversary_1y,2026-03-18T03:00:00Z 6,anniversary_1y,2026-03-19T03:00:00Z \
	    7,anniversary_1y,2026-03-20T03:00:00Z 1,high_engagement_month,2026-03-31T23:59:59Z)"
	for rows in "client_id, milestone, ordinal, achieved_at, title, cause,
		revoked_at, is_news FROM milestone ORDER BY 1, 2, 3" \
	    "* FROM stage_change" "* FROM client_due"; do
		assert_equal "$(db "SELECT $rows")" \
		    "$(CRM_DB=copy.db db "SELECT $rows")"
	done
	# A day that is past brings nothing that was told, and takes nothing back.
	assert_equal "$(daily --as-of 2026-03-17)" ""
	assert_equal "$(db 'SELECT daily_on FROM state')" 2026-04-03
}

@test "R9 R15 --daily moves to churned, also who never did anything" {
	two
	crm-order add 1 Comb 10 --ordered 2026-03-14T10:00 --status paid >/dev/null
	assert_equal "$(daily --as-of 2026-09-09)" ""
	expect 0 crm-client list --stage churned -f csv -F id
	prints id
	assert_equal "$(daily --as-of 2026-09-10)" ""
	expect 0 crm-client list --stage churned -f csv -F id
	prints id 1
	assert_equal "$(daily --as-of 2026-09-11)" ""
	expect 0 crm-client list --stage churned -f csv -F id
	prints id 1 2
}

@test "--daily over the nights of a change of clocks, in the account's time zone" {
	# Lisbon: 2026-03-29 01:00 is 02:00; 2026-10-25 02:00 is 01:00 again.
	two
	crm-config set account.timezone Europe/Lisbon -q
	crm-order add 1 Comb 10 --ordered 2025-03-28T23:30Z --status paid >/dev/null
	crm-order add 2 Comb 10 --ordered 2024-10-24T23:30Z --status paid >/dev/null
	CRM_NOW=2026-03-28T23:30:00Z expect 0 crm-milestones --daily -f csv -F client_id,milestone,achieved_at
	assert_equal "$output" "$(printf '%s\n' client_id,milestone,achieved_at \
	    2,anniversary_1y,2025-10-25T02:00:00Z 1,anniversary_1y,2026-03-28T03:00:00Z)"
	# The day of that night begins at midnight in Lisbon, twice a day or not.
	crm-order add 1 Comb 10 --ordered 2025-03-01T10:00 >/dev/null
	crm-order edit 1 --ordered 2025-03-29T10:00
	assert_equal "$(CRM_NOW=2026-03-28T23:59:59Z daily)" ""
	assert_equal "$(CRM_NOW=2026-03-29T00:00:00Z daily)" \
	    1,anniversary_1y,2026-03-29T02:00:00Z
	assert_equal "$(CRM_NOW=2026-03-29T02:00:00Z daily)" ""
	assert_equal "$(CRM_NOW=2026-10-24T22:59:59Z daily)" ""
	assert_equal "$(CRM_NOW=2026-10-24T23:00:00Z daily)" \
	    2,anniversary_2y,2026-10-25T03:00:00Z
	assert_equal "$(CRM_NOW=2026-10-25T03:00:00Z daily)" ""
	# São Paulo had its change at midnight: 2018-11-04 began at 01:00.
	crm-config set account.timezone America/Sao_Paulo -q
	client Eva --email eva@x.pt
	crm-order add 3 Comb 10 --ordered 2017-11-04T12:00Z --status paid >/dev/null
	assert_equal "$(reached 3 --milestone anniversary_1y)" \
	    "anniversary_1y,2018-11-04T05:00:00Z,order 4"
	expect 0 crm-db check
}

@test "--daily: of clients who are deleted or spam nothing is told, until they are back" {
	two
	crm-order add 1 Comb 10 --ordered 2025-03-15T10:00 --status paid >/dev/null
	crm-order add 2 Comb 10 --ordered 2025-03-15T10:00 --status paid >/dev/null
	crm-client delete 1
	assert_equal "$(daily)" 2,anniversary_1y,2026-03-15T03:00:00Z
	assert_equal "$(daily)" ""
	crm-client restore 1
	assert_equal "$(daily)" 1,anniversary_1y,2026-03-15T03:00:00Z
	assert_equal "$(daily)" ""
}

# One anniversary today, not told yet.
one_news() {
	two
	crm-order add 1 Comb 10 --ordered 2025-03-15T10:00 --status paid >/dev/null
	news=1,anniversary_1y,2026-03-15T03:00:00Z
}

@test "--daily: told is what was printed; what could not be is told again" {
	one_news
	run --separate-stderr bash -c 'crm-milestones --daily >/dev/full'
	assert_equal "$status" 1
	says "crm-milestones: stdout: cannot be written: No space left on device; the news will be told again"
	run --separate-stderr bash -c 'crm-milestones --daily --json >/dev/full'
	assert_equal "$status" 1
	holds '.status == 1 and .error == "output"' "$stderr"
	expect 1 crm-milestones --daily -o nowhere/out
	says_part "nowhere/out: cannot be written"
	assert_equal "$(daily -n)" "$news"
	expect 0 crm-milestones --daily -o out -f csv -F client_id,milestone,achieved_at
	prints ""
	assert_equal "$(cat out)" "client_id,milestone,achieved_at"$'\n'"$news"
	assert_equal "$(daily)" ""
	expect 0 crm-milestones --daily -o out
	assert_equal "$(cat out)" ""
}

@test "--daily: a wrong option, a wrong day, no database, one that is in use" {
	one_news
	before=$(digest)
	for day in nonsense "" 2026-13-01; do
		expect 2 crm-milestones --daily --as-of "$day"
		says_part "--as-of: " "\"$day\""
	done
	expect 2 crm-milestones --as-of 2026-01-01
	says_part "--as-of"
	expect 2 crm-milestones --daily 1
	says 'crm-milestones: daily takes no argument: "1"'
	expect 2 crm-milestones list --daily
	says_part "--daily"
	expect 2 crm-milestones --daily --fields nonsense
	says_part nonsense
	assert_equal "$(daily -n)" "$news"
	expect 0 crm-milestones --as-of today --daily --dry-run -f id
	prints 1
	expect 0 crm-milestones --daily --db nowhere.db
	says "crm-milestones: nowhere.db: there is no database yet; an empty one is taken"
	prints ""
	[[ ! -e nowhere.db ]]
	expect 0 crm-milestones --daily --help
	assert_line "       crm-milestones --daily [OPTION...]"
	expect 0 crm-milestones --complete --da
	assert_line -e '^--daily	'
	expect 0 crm-milestones --daily --as-of 2026-03-16 -f id
	says "crm-milestones: --as-of: 2026-03-16 has not come yet; what it brings is kept"
	prints 1
	mkfifo hold
	sqlite3 "$CRM_DB" <hold >/dev/null &
	exec 7>hold
	echo 'BEGIN IMMEDIATE;' >&7
	sleep 1
	expect 6 crm-milestones --daily --wait 0
	says "crm-milestones: $CRM_DB: another process holds the database; waited 0 s (--wait SECONDS)"
	exec 7>&-
	wait
}

# N clients, each with an anniversary today.
many_news() {
	local i

	for ((i = 1; i <= $1; i++)); do
		printf 'N%d,n%d@x.pt\n' "$i" "$i" >&3
		printf 'n%d@x.pt,Comb,10,paid,2025-03-15T10:00:00Z\n' "$i"
	done 3>clients.csv >orders.csv
	sed -i '1i name,email' clients.csv
	sed -i '1i email,product,amount,status,ordered_at' orders.csv
	crm-import -q clients.csv
	# As of the day before: nothing of it is derived yet.
	CRM_NOW=2026-03-14T10:00:00Z crm-import -q orders orders.csv
}

@test "--daily: of several at once each milestone is told by one, while others import" {
	BATS_TEST_TIMEOUT=120
	local i pids=()

	many_news 300
	for i in 1 2 3 4; do
		crm-milestones --daily -f ndjson -F client_id,milestone >"told.$i" 2>>err 3>&- &
		pids+=($!)
	done
	for i in 1 2 3; do
		printf 'name,email\nM%d,m%d@x.pt\n' $i $i >m$i.csv
		crm-import -q m$i.csv 2>>err 3>&- &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || fail "status $?: $(cat err)"
	done
	assert_equal "$(cat err)" ""
	assert_equal "$(cat told.? | sort | uniq -d)" ""
	assert_equal "$(cat told.? | wc -l)" 300
	assert_equal "$(daily)" ""
	expect 0 crm-client show m3@x.pt
	expect 0 crm-db check
}

@test "--daily: killed at any moment, nothing is lost" {
	BATS_TEST_TIMEOUT=120
	local i pid

	many_news 300
	for i in {1..25}; do
		crm-milestones --daily -f ndjson -F client_id,milestone >"told.$i" 2>/dev/null 3>&- &
		pid=$!
		sleep "0.0$((RANDOM % 6))$((RANDOM % 10))"
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" || true
	done
	crm-milestones --daily -f ndjson -F client_id,milestone >told.end
	# The line at which it was killed may be half a line.
	assert_equal "$(cat told.* | grep '}$' | sort -u | wc -l)" 300
	assert_equal "$(daily)" ""
	expect 0 crm-db check
}

@test "upcoming: what the coming days bring, and nothing is stored" {
	two
	crm-order add 1 Comb 10 --ordered 2025-03-20T10:00 --status paid >/dev/null
	crm-order add 2 Comb 10 --ordered 2024-04-14T10:00 --status paid >/dev/null
	crm-milestones --daily >/dev/null
	before=$(digest)
	expect 0 crm-milestones upcoming
	prints \
	    "client_id  client_name  milestone       due_on      title                             cause" \
	    "        1  Ana Silva    anniversary_1y  2026-03-20  1 year since the first purchase   order 1" \
	    "        2  Rui Costa    anniversary_2y  2026-04-14  2 years since the first purchase  order 2"
	expect 0 crm-milestones upcoming --days 29 -f csv -F client_id,due_on
	prints client_id,due_on 1,2026-03-20
	expect 0 crm-milestones upcoming --days 4 --json
	prints "[]"
	expect 0 crm-milestones upcoming --days 5 --json
	prints '[{"client_id":1,"client_name":"Ana Silva","milestone":"anniversary_1y","due_on":"2026-03-20","title":"1 year since the first purchase","cause":"order 1"}]'
	for days in -1 x "" 1.5 36501 99999999999999999999; do
		expect 2 crm-milestones upcoming --days "$days"
		says_part "--days: "
	done
	expect 0 crm-milestones upcoming --days 36500 -f csv -F client_id
	prints client_id 1 2 1
	assert_equal "$(digest)" "$before"
	# A month that will be one of high engagement.
	for day in 01 02 03 04 05; do
		crm-event add 2 message_in --at "2026-03-${day}T10:00" >/dev/null
	done
	expect 0 crm-milestones upcoming --days 17 -f csv -F client_id,milestone,due_on
	prints client_id,milestone,due_on 1,anniversary_1y,2026-03-20 \
	    2,high_engagement_month,2026-04-01
	crm-client delete 1
	expect 0 crm-milestones upcoming --days 10 --json
	prints "[]"
	# What the job has not done yet.
	CRM_NOW=2026-04-20T10:00:00Z expect 0 crm-milestones upcoming --days 0 -f csv -F client_id,due_on
	prints client_id,due_on 2,2026-04-01 2,2026-04-14
	run db "EXPLAIN QUERY PLAN SELECT client_id FROM client_due WHERE due_on <= '2026-04-01'"
	assert_output --partial "client_due_due"
}

@test "explain: what is reached and why, what is missing, by which rule" {
	two
	expect 0 crm-milestones explain 1 -f csv -F milestone,missing
	assert_output --partial $'\nhigh_value_purchase,no purchase\n'
	bookings 1 2026-01-01 7
	crm-booking add 1 Cut 2026-02-01T10:00 --status no_show >/dev/null
	crm-order add 1 Card 600 --ordered 2026-01-02T12:00 --status paid >/dev/null
	crm-order add 1 Card 700 --ordered 2026-01-03T12:00 --status paid >/dev/null
	crm-order refund 2
	crm-event add 1 social_share >/dev/null
	before=$(digest)
	expect 0 crm-milestones explain 1 -f csv -F milestone,reached,achieved_at,cause,missing
	prints milestone,reached,achieved_at,cause,missing \
	    "first_booking,yes,2026-01-01T10:00:00Z,booking 1," \
	    "first_order,yes,2026-01-02T12:00:00Z,order 1," \
	    "first_repeat,yes,2026-01-02T10:00:00Z,booking 2," \
	    "high_value_purchase,yes,2026-01-02T12:00:00Z,order 1," \
	    "high_value_purchase,no,2026-01-03T12:00:00Z,order 2,the largest is of 600.00 USD" \
	    "purchases_10,no,,,8 of 10 purchases" \
	    "purchases_25,no,,,8 of 25 purchases" \
	    "purchases_50,no,,,8 of 50 purchases" \
	    "anniversary_1y,no,,,due on 2027-01-01" \
	    "anniversary_2y,no,,,due on 2028-01-01" \
	    "vip,no,,,8 of 50 purchases; 600.00 USD spent; tier silver" \
	    "high_engagement_month,yes,2026-01-31T23:59:59Z,2026-01," \
	    "referral_made,no,,,no referral" \
	    "first_review,no,,,no review" \
	    "loyalty_tier_upgrade,yes,2026-01-02T12:00:00Z,order 1," \
	    "social_share,yes,2026-03-15T10:00:00Z,event 1," \
	    "perfect_attendance,no,2026-01-05T10:00:00Z,booking 5,7 of 5 completed bookings; booking 8 was missed"
	expect 0 crm-milestones explain 1 --json
	holds 'length == 17 and (.[2].rows == ["booking 1","booking 2"])
		and (.[4] | .rows == ["order 2"] and .revoked_at == "2026-03-15T10:00:00Z")
		and (.[5].rows | length == 8)
		and .[0].reached == true and .[5].reached == false
		and .[3].rule == "a booking, order or purchase of more than 500.00 USD (milestone.high_value)"'
	expect 0 crm-milestones explain ana@x.pt rui@x.pt -f csv -F client_id,milestone
	assert_equal "$(grep -c '^2,' <<<"$output")" 16
	expect 4 crm-milestones explain 9
	says 'crm-milestones: there is no client "9"'
	expect 3 crm-milestones explain 9 2 -f id
	says_part 'there is no client "9"'
	assert_equal "$(digest)" "$before"
}

# --- where it is run from -------------------------------------------------------------

@test "H10 the example for cron, the service and the timer: what they run is there" {
	local units=$ROOT/share/systemd

	assert_equal "$(grep -v '^#' "$ROOT/share/cron/crm.cron" | grep crm-)" \
	    $'0 3 * * *\tcrm-milestones --daily'
	assert_equal "$(grep -x -e Persistent=true -e 'OnCalendar=.*' "$units/crm-milestones.timer")" \
	    "$(printf '%s\n' 'OnCalendar=*-*-* 03:00:00' Persistent=true)"
	assert_equal "$(sed -n 's|^ExecStart=/usr/local/bin/||p' "$units/crm-milestones.service")" \
	    "crm-milestones --daily"
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	sed "s|/usr/local/bin|$BUILD|" "$units/crm-milestones.service" >crm-milestones.service
	cp "$units/crm-milestones.timer" .
	XDG_RUNTIME_DIR=$PWD expect 0 systemd-analyze verify --user --man=no \
	    ./crm-milestones.timer ./crm-milestones.service
	says ""
}

@test "H10 they are installed, and removed again" {
	MAKEFLAGS="" expect 0 make -o all -C "$ROOT" install BUILD="$BUILD" DESTDIR="$PWD/root" PREFIX=/opt/crm
	assert_equal "$(sed -n s/^ExecStart=//p root/opt/crm/lib/systemd/user/crm-milestones.service)" \
	    "/opt/crm/bin/crm-milestones --daily"
	[[ -f root/opt/crm/lib/systemd/user/crm-milestones.timer ]]
	grep -q '^PATH=/opt/crm/bin:' root/opt/crm/share/crm/cron/crm.cron
	MAKEFLAGS="" expect 0 make -C "$ROOT" uninstall BUILD="$BUILD" DESTDIR="$PWD/root" PREFIX=/opt/crm
	assert_equal "$(find root -type f)" ""
}

@test "H25 the list of the week, for a letter" {
	two
	bookings 1 2026-03-01 1
	bookings 1 2026-03-10 1
	expect 0 crm-milestones list --since 7d
	prints \
	    "client_id  client_name  milestone     achieved_at       title                  cause" \
	    "        1  Ana Silva    first_repeat  2026-03-10 10:00  First repeat purchase  booking 2"
}
