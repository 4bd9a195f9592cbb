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
	    "  10:00  milestone  Shared         social_share   event 7" "" \
	    "2026-01-01 Thursday" \
	    "  10:00  milestone  First booking  first_booking  booking 1"
	expect 0 crm-timeline 2 --type milestone --json
	prints '[{"client_id":2,"client_name":"Rui Costa","at":"2026-03-15T03:00:00Z","date":"2026-03-15","type":"milestone","title":"First repeat","status":"first_repeat","description":"order 3","amount":null,"currency":null,"staff":null,"ref":5}]'
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
	assert_line -e '10:00 +Milestone +First booking +First booking'
	assert_line -e '10:00 +Milestone +Shared +Social share'
}

@test "I10 --follow tells a milestone when it is reached" {
	BATS_TEST_TIMEOUT=60
	three
	crm-timeline --all --follow --limit 0 -f csv -F type,ref,title >out 2>err 3>&- &
	all=$!
	crm-timeline 2 --follow --type milestone --limit 1 -f csv -F type,ref,title >two 2>>err 3>&- &
	two=$!
	lines_come 1 out
	lines_come 2 two
	db "INSERT INTO milestone (client_id, milestone, ordinal, achieved_at, title)
		VALUES (1, 'vip', '', '2026-03-15T10:00:00Z', 'VIP')"
	lines_come 2 out
	# The number of one that is gone is taken again.
	db "DELETE FROM milestone WHERE id = 6"
	crm-note add 1 seen >/dev/null
	sleep 1
	db "INSERT INTO milestone (client_id, milestone, ordinal, achieved_at, title)
		VALUES (2, 'vip', '', '2026-03-15T10:00:00Z', 'VIP')"
	crm-task add 2 "Send flowers" >/dev/null
	lines_come 4 out
	lines_come 3 two
	sleep 1
	kill "$all" "$two"
	wait "$all" "$two"
	assert_equal "$(cat err)" ""
	assert_equal "$(sort out)" "$(printf '%s\n' milestone,6,VIP milestone,6,VIP \
	    "task,1,Send flowers" type,ref,title)"
	assert_equal "$(cat two)" "$(printf '%s\n' type,ref,title \
	    "milestone,5,First repeat" milestone,6,VIP)"
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
