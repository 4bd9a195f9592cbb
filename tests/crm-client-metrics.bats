# crm-client-metrics.bats: the figures of a client, what they count, and the
# records under them.
# shellcheck shell=bash disable=SC2154

load helper

# booking CLIENT START STATUS [PRICE CURRENCY [SERVICE [MADE]]], in minor units,
# as the sqlite3 shell writes it: no command in between.
booking() {
	db "INSERT INTO booking (client_id, starts_at, status, price_minor,
		currency, service, created_at) VALUES ($1, '$2', '$3',
		${4:-NULL}, $([[ -n ${5-} ]] && echo "'$5'" || echo NULL),
		'${6:-Cut}', '${7:-2026-03-01T09:00:00Z}')"
}

# order CLIENT STATUS AMOUNT CURRENCY [TIME]
order() {
	db "INSERT INTO orders (client_id, product, status, amount_minor,
		currency, ordered_at) VALUES ($1, 'Oil', '$2', $3, '$4',
		'${5:-2026-03-02T09:00:00Z}')"
}

# purchase CLIENT STATUS AMOUNT CURRENCY [TIME]
purchase() {
	db "INSERT INTO purchase (client_id, product, platform, status,
		price_minor, currency, purchased_at) VALUES ($1, 'Course',
		'hotmart', '$2', $3, '$4', '${5:-2026-03-03T09:00:00Z}')"
}

# What the shell wrote is picked up by the next command that writes.
settle() {
	crm-client add "Nobody $((++nobody))" --email "n$nobody@x.pt" >/dev/null
}

figures() {
	crm-client show "${1:-1}" --json | jq -c "$2"
}

# The figure, value and rows of one line of explain.
why() {
	crm-client explain 1 --json |
		jq -c ".[] | select(.figure == \"$1\") | [.value, .rows]"
}

setup() {
	crm_setup
	nobody=0
	client "Ana Silva" --email ana@x.pt --phone "+351 912 000 011"
}

@test "D2 D3 D4 D5 D6 D7 D8 D9 a new client: zeros, empty sums, no averages" {
	assert_equal "$(figures 1 .metrics)" '{"total_bookings":0,"total_orders":0,"projects":0,"tasks":0,"total_revenue":[],"avg_order_value":null,"pending_bookings":0,"active_projects":0}'
	assert_equal "$(figures 1 .spending)" '{"total_spent":[],"avg_per_visit":null,"most_booked_service":null}'
	assert_equal "$(figures 1 '[.last_visit, .last_activity, .spent]')" '[null,null,0]'
}

@test "D2 E13 bookings of any status count; B4 the list has them" {
	booking 1 2026-01-01T10:00:00Z completed
	booking 1 2026-01-02T10:00:00Z cancelled
	booking 1 2026-01-03T10:00:00Z no_show
	booking 1 2026-01-04T10:00:00Z pending
	settle
	assert_equal "$(figures 1 .metrics.total_bookings)" 4
	expect 0 crm-client list --existing --fields id,total_bookings -f csv
	prints id,total_bookings 1,4
}

@test "D3 D6 D7 F5 orders and external purchases: status, currencies, half to even" {
	order 1 paid 1000 EUR
	order 1 completed 1001 EUR
	order 1 pending 7777 EUR
	order 1 cancelled 7777 EUR
	order 1 refunded 7777 EUR
	purchase 1 completed 300 USD
	purchase 1 completed 501 JPY
	purchase 1 completed 500 JPY
	purchase 1 completed 12345 KWD
	purchase 1 refunded 7777 USD
	purchase 1 chargeback 7777 USD
	booking 1 2026-01-01T10:00:00Z completed 9900 EUR
	settle
	assert_equal "$(figures 1 .metrics.total_orders)" 11
	# 20.01 / 2 is 10.005, 1001 / 2 is 500.5: to the even one.
	assert_equal "$(figures 1 .metrics.total_revenue)" '[{"currency":"EUR","amount":20.01},{"currency":"JPY","amount":1001},{"currency":"KWD","amount":12.345},{"currency":"USD","amount":3}]'
	assert_equal "$(figures 1 .metrics.avg_order_value)" '[{"currency":"EUR","amount":10},{"currency":"JPY","amount":500},{"currency":"KWD","amount":12.345},{"currency":"USD","amount":3}]'
	assert_equal "$(figures 1 .spending.total_spent)" '[{"currency":"EUR","amount":99}]'
	order 1 paid 1005 EUR
	assert_equal "$(figures 1 '.metrics.avg_order_value[0].amount')" 10.02
}

@test "D8 pending: pending or confirmed, and yet to come" {
	booking 1 2026-03-15T10:00:00Z confirmed
	booking 1 2026-03-15T10:00:01Z confirmed
	booking 1 2026-03-16T10:00:00Z pending
	booking 1 2026-03-16T11:00:00Z cancelled
	booking 1 2026-03-16T12:00:00Z completed
	assert_equal "$(figures 1 .metrics.pending_bookings)" 2
}

@test "D4 D5 D9 projects and tasks" {
	db "INSERT INTO project (client_id, name, status) VALUES
		(1, 'A', 'active'), (1, 'B', 'on_hold'), (1, 'C', 'active')"
	db "INSERT INTO task (client_id, title, status) VALUES
		(1, 'A', 'open'), (1, 'B', 'done')"
	assert_equal "$(figures 1 '.metrics | [.projects, .active_projects, .tasks]')" '[3,2,2]'
}

@test "F1 F2 F3 F4 spending: completed bookings only" {
	booking 1 2026-01-01T10:00:00Z completed 3000 EUR Cut
	booking 1 2026-01-02T10:00:00Z completed 3001 EUR Color
	booking 1 2026-01-03T10:00:00Z completed 500 JPY Cut
	booking 1 2026-01-04T10:00:00Z completed 700 JPY Color
	booking 1 2026-01-05T10:00:00Z cancelled 9999 EUR Nails
	booking 1 2026-01-06T10:00:00Z no_show 9999 EUR Nails
	booking 1 2026-01-07T10:00:00Z confirmed 9999 EUR Nails
	order 1 paid 9999 EUR
	purchase 1 completed 9999 EUR
	assert_equal "$(figures 1 .spending)" '{"total_spent":[{"currency":"EUR","amount":60.01},{"currency":"JPY","amount":1200}],"avg_per_visit":[{"currency":"EUR","amount":30},{"currency":"JPY","amount":600}],"most_booked_service":"Color"}'
	# A visit without a price is a visit, in the currency of the account.
	crm-config set account.currency EUR
	booking 1 2025-01-07T10:00:00Z completed "" "" Cut
	assert_equal "$(figures 1 '.spending | [.avg_per_visit[0].amount, .most_booked_service]')" '[20,"Cut"]'
}

@test "B5 E14 R16 last visit: completed, not in the future" {
	booking 1 2026-02-01T10:00:00Z completed
	booking 1 2026-03-01T10:00:00Z confirmed
	booking 1 2026-03-02T10:00:00Z no_show
	booking 1 2026-04-01T10:00:00Z completed
	settle
	assert_equal "$(figures 1 .last_visit)" '"2026-02-01T10:00:00Z"'
	db "UPDATE booking SET status = 'completed' WHERE id = 2"
	settle
	assert_equal "$(figures 1 .last_visit)" '"2026-03-01T10:00:00Z"'
	db "DELETE FROM booking WHERE id IN (1, 2)"
	settle
	assert_equal "$(figures 1 .last_visit)" null
}

@test "D10 last activity: what the client did, never the staff, never the future" {
	at() { figures 1 .last_activity; }

	db "INSERT INTO note (client_id, text) VALUES (1, 'x')"
	db "INSERT INTO task (client_id, title) VALUES (1, 'x')"
	db "INSERT INTO project (client_id, name) VALUES (1, 'x')"
	db "INSERT INTO event (client_id, type, at) VALUES
		(1, 'message_out', '2026-03-01T00:00:00Z'),
		(1, 'call', '2026-03-01T00:00:00Z'),
		(1, 'notification', '2026-03-01T00:00:00Z'),
		(1, 'review', '2026-04-01T00:00:00Z')"
	order 1 pending 1 EUR 2026-03-15T10:00:01Z
	settle
	assert_equal "$(at)" null
	# Booked for later: when it was made. Entered afterwards: when it was.
	booking 1 2026-06-01T10:00:00Z confirmed "" "" Cut 2026-01-05T08:00:00Z
	settle
	assert_equal "$(at)" '"2026-01-05T08:00:00Z"'
	booking 1 2026-01-06T10:00:00Z no_show "" "" Cut 2026-03-09T08:00:00Z
	settle
	assert_equal "$(at)" '"2026-01-06T10:00:00Z"'
	booking 1 2026-01-07T10:00:00Z completed "" "" Cut 2026-01-01T08:00:00Z
	settle
	assert_equal "$(at)" '"2026-01-07T10:00:00Z"'
	order 1 cancelled 1 EUR 2026-01-08T10:00:00Z
	settle
	assert_equal "$(at)" '"2026-01-08T10:00:00Z"'
	purchase 1 refunded 1 EUR 2026-01-09T10:00:00Z
	settle
	assert_equal "$(at)" '"2026-01-09T10:00:00Z"'
	db "INSERT INTO form (client_id, form, submitted_at)
		VALUES (1, 'x', '2026-01-10T10:00:00Z')"
	settle
	assert_equal "$(at)" '"2026-01-10T10:00:00Z"'
	for type in message_in checkin review; do
		day=$((${day:-10} + 1))
		db "INSERT INTO event (client_id, type, at)
			VALUES (1, '$type', '2026-01-${day}T10:00:00Z')"
		settle
		assert_equal "$(at)" "\"2026-01-${day}T10:00:00Z\""
	done
}

@test "C2 C3 C4 C5 guest until the first booking; a record that moves takes it along" {
	client Rui --email rui@x.pt
	expect 0 crm-client list --guest -f id
	prints 1 2
	booking 1 2026-01-05T08:00:00Z cancelled
	booking NULL 2026-01-05T08:00:00Z completed
	settle
	expect 0 crm-client list --existing -f id
	prints 1
	db "UPDATE booking SET client_id = 2"
	settle
	expect 0 crm-client list --existing -f id
	prints 2
	assert_equal "$(figures 2 '[.total_bookings, .last_visit]')" '[2,"2026-01-05T08:00:00Z"]'
	expect 0 crm-db check
}

@test "B10 B11 B12 the list in the order of bookings, last visit, spending; B14 by days" {
	crm-config set account.currency EUR
	client Rui --email rui@x.pt
	client Eva --email eva@x.pt
	booking 2 2026-01-05T08:00:00Z completed 1000 EUR
	booking 2 2026-01-06T08:00:00Z completed 1000 EUR
	booking 3 2026-02-05T08:00:00Z completed 2001
	booking 3 2026-02-04T08:00:00Z completed 99999 USD
	booking 3 2026-02-03T08:00:00Z cancelled 99999 EUR
	crm-client tag 1 x
	ids() { crm-client list -f id "$@" | tr '\n' ' '; }
	assert_equal "$(ids --sort bookings)" '1 2 3 '
	assert_equal "$(ids --sort bookings --reverse)" '3 2 1 '
	assert_equal "$(ids --sort last_visit --reverse)" '3 2 1 '
	assert_equal "$(ids --sort spent --reverse)" '3 2 1 '
	assert_equal "$(ids --sort spent --reverse --after 3 --limit 1)" '2 '
	assert_equal "$(ids --sort name)" '1 3 2 '
	assert_equal "$(ids --date last_visit --since 2026-02-01)" '3 '
	assert_equal "$(ids --date last_activity --until 2026-01-31)" '2 '
	expect 0 crm-client list --sort spent --reverse --fields id,spent -f csv
	prints id,spent 3,20.01 2,20.00 1,0.00
	# Another currency of the account: all is counted anew.
	crm-config set account.currency USD
	expect 0 crm-client list --sort spent --reverse --fields id,spent -f csv
	prints id,spent 3,1020.00 2,0.00 1,0.00
	expect 0 crm-db check
	crm-log undo "$(last_change)"
	assert_equal "$(figures 3 .spent)" 20.01
	expect 0 crm-db check
}

@test "D1 A12 the card: who it is first, then the figures" {
	crm-config set account.currency EUR
	booking 1 2026-01-01T10:00:00Z completed 3000 EUR Cut
	booking 1 2026-06-01T10:00:00Z confirmed
	order 1 paid 1000 EUR
	purchase 1 completed 300 USD
	purchase 1 refunded 500 USD
	settle
	expect 0 crm-client show 1
	prints "name                 Ana Silva" \
		"phone                +351912000011" \
		"email                ana@x.pt" \
		"total_bookings       2" \
		"pending_bookings     1" \
		"last_visit           2026-01-01 10:00" \
		"last_activity        2026-03-03 09:00" \
		"total_orders         3" \
		"total_revenue        10.00 EUR; 3.00 USD" \
		"avg_order_value      10.00 EUR; 3.00 USD" \
		"projects             0" \
		"active_projects      0" \
		"tasks                0" \
		"total_spent          30.00 EUR" \
		"avg_per_visit        30.00 EUR" \
		"most_booked_service  Cut" \
		"recurring            no" \
		"external_purchases   2" \
		"external_active      3.00 USD" \
		"external_lost        5.00 USD" \
		"id                   1" \
		"status               active" \
		"stage                activation since 2026-01-01" \
		"tier                 bronze, 40 points, 40 to redeem" \
		"since                2026-03-15 10:00" \
		"notes                0"
}

@test "D1 recurring: a series without an end, or one with a booking to come" {
	recurring() { crm-client show 1 --tab main --json | jq '.main[0].recurring'; }

	assert_equal "$(recurring)" false
	db "INSERT INTO series (client_id, service, starts_at)
		VALUES (1, 'Cut', '2026-01-01T10:00:00Z')"
	assert_equal "$(recurring)" true
	db "UPDATE series SET ended_at = '2026-03-01T00:00:00Z'"
	assert_equal "$(recurring)" false
	booking 1 2026-04-01T10:00:00Z confirmed
	db "UPDATE booking SET series_id = 1"
	assert_equal "$(recurring)" true
	db "UPDATE booking SET status = 'cancelled'"
	assert_equal "$(recurring)" false
}

@test "D12 D13 D14 D15 D16 D17 D18 D20 --tab adds records: arrays, or tables" {
	booking 1 2026-01-01T10:00:00Z completed 3000 EUR "Cut"
	order 1 paid 1050 EUR
	purchase 1 completed 500 JPY
	db "INSERT INTO task (client_id, title) VALUES (1, 'Call')"
	db "INSERT INTO project (client_id, name) VALUES (1, 'Wedding')"
	db "INSERT INTO form (client_id, form, answers_json) VALUES (1, 'Intake', '{\"a\":\"b\nc\"}')"
	db "INSERT INTO event (client_id, type, text) VALUES (1, 'message_in', 'Hi'), (1, 'checkin', NULL)"
	client Rui --email rui@x.pt
	expect 0 crm-client show 1 --json --tab all
	holds '.bookings[0].price == 30 and .bookings[0].service == "Cut"'
	holds '.orders[0].amount == 10.5 and .purchases[0].price == 500'
	holds '(.tasks | length) == 1 and (.projects | length) == 1'
	holds '.forms[0].answers.a == "b\nc" and .notes == [] and .series == []'
	holds '(.timeline | length) == 11 and .timeline[-1].type == "booking"'
	holds '(.conversations | length) == 1 and (.checkins | length) == 1'
	holds '.main[0].total_bookings == 1 and .info[0].email == "ana@x.pt"'
	holds '.metrics.total_bookings == 1 and .id == 1'
	expect 0 crm-client show 1 --json --tab orders --tab tasks,notes
	holds 'has("orders") and has("tasks") and has("notes") and (has("bookings") | not)'
	expect 0 crm-client show 1 2 -f ndjson --tab bookings,forms
	assert_equal "${#lines[@]}" 2
	holds '(.bookings | length) == 0 and .id == 2' "${lines[1]}"
	expect 0 crm-client show 1 -f csv --tab tasks --fields id,tasks
	assert_equal "${lines[0]}" id,tasks
	expect 0 crm-client show 1 2 --tab bookings,notes
	assert_equal "$(sed -n '/^notes:/,$p' <<<"$output" | sed '/^name  *Rui/q')" "$(printf '%s\n' \
		"notes: none" "" \
		"bookings:" \
		"id  service  starts_at         status     price  currency  created_at" \
		" 1  Cut      2026-01-01 10:00  completed  30.00  EUR       2026-03-01 09:00" \
		"" "name              Rui")"
	assert_equal "${lines[-1]}" "bookings: none"
}

@test "D18 a tab that is none is refused, and those that are there are named" {
	expect 2 crm-client show 1 --tab bookings,payment
	says_part 'no tab "payment"' 'all, main, info, timeline' bookings series
	prints ""
}

@test "C5 explain names the rows that each figure counts" {
	crm-config set account.currency EUR
	booking 1 2026-01-01T10:00:00Z completed 3000 EUR Cut
	booking 1 2026-01-02T10:00:00Z completed 3000 USD Color
	booking 1 2026-06-01T10:00:00Z confirmed 3000 EUR Cut
	order 1 paid 1000 EUR
	order 1 pending 1000 EUR
	purchase 1 completed 300 USD
	settle
	assert_equal "$(why total_bookings)" '[3,["booking 1","booking 2","booking 3"]]'
	assert_equal "$(why guest)" '["no",["booking 1"]]'
	assert_equal "$(why last_visit)" '["2026-01-02T10:00:00Z",["booking 2"]]'
	assert_equal "$(why last_activity)" '["2026-03-03T09:00:00Z",["purchase 1"]]'
	assert_equal "$(why pending_bookings)" '[1,["booking 3"]]'
	assert_equal "$(why total_orders)" '[3,["order 1","order 2","purchase 1"]]'
	assert_equal "$(why total_revenue)" '["10.00 EUR; 3.00 USD",["order 1","purchase 1"]]'
	assert_equal "$(why total_spent)" '["30.00 EUR; 30.00 USD",["booking 1","booking 2"]]'
	assert_equal "$(why most_booked_service)" '["Color",["booking 2"]]'
	assert_equal "$(why spent)" '["30.00 EUR",["booking 1"]]'
}

@test "R13 spent is in the currency of the account, by the rates there are" {
	crm-config set account.currency EUR
	crm-booking add --client 1 --service Cut --starts 2026-01-05T10:00 \
	    --status completed --price 10 --currency EUR
	crm-booking add --client 1 --service Cut --starts 2026-01-06T10:00 \
	    --status completed --price 20 --currency USD
	spent() {
		crm-client explain 1 --json |
			jq -c '.[] | select(.figure == "spent") | [.value, (.rows | length)]'
	}
	assert_equal "$(spent)" '["10.00 EUR",1]'
	crm-config rate USD 0.5 2>/dev/null
	assert_equal "$(spent)" '["20.00 EUR",2]'
	crm-config unset rate.USD 2>/dev/null
	assert_equal "$(spent)" '["10.00 EUR",1]'
}

@test "D6 a sum that does not fit is an error, and stops no write" {
	booking 1 2026-01-01T10:00:00Z completed 9223372036854775807 EUR
	booking 1 2026-01-02T10:00:00Z completed 9223372036854775807 EUR
	expect 1 crm-client show 1 --json
	says_part "too large a sum of money"
	expect 0 crm-client add Rui --email rui@x.pt
}
