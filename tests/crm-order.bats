#!/usr/bin/env bats
# crm-order: features D15, F5, I3.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
	crm-config set account.currency EUR
}

@test "D15 an order by place, by option, by JSON line" {
	expect 0 crm-order add a@x.pt Cream 12.50
	prints 1
	says ""
	expect 0 crm-order add --client "ana silva" --product Soap --amount 3 \
	    --status paid --ordered 2026-01-02T03:04:05Z --external-id S-7 --json
	prints '{"id":2,"client_id":1,"product":"Soap","amount":3,"currency":"EUR","status":"paid","ordered_at":"2026-01-02T03:04:05Z","external_id":"S-7","voided_at":null,"match":{"level":"exact","client_id":1,"score":1}}'
	expect 0 crm-order add - <<<'{"client_id":"r@x.pt","product":"Box","amount":1500,"currency":"JPY"}'
	prints 3
	assert_equal "$(db 'SELECT * FROM orders')" "$(printf '%s\n' \
	    '1|1|Cream|1250|EUR|pending|2026-03-15T10:00:00Z||' \
	    '2|1|Soap|300|EUR|paid|2026-01-02T03:04:05Z|S-7|' \
	    '3|2|Box|1500|JPY|pending|2026-03-15T10:00:00Z||')"
	expect 2 crm-order add a@x.pt
	says "crm-order: product: required"
	expect 4 crm-order add nobody@x.pt Cream
	says 'crm-order: client_id: there is no client "nobody@x.pt"'
	expect 2 crm-order add a@x.pt Cream 1 --status lost
	says 'crm-order: status: not one of pending, paid, completed, cancelled, refunded: "lost"'
}

@test "D15 I3 the list: newest first, by client, status, product and date" {
	crm-order add 1 "Crème de nuit" 5 --ordered 2026-01-10
	crm-order add 2 Soap 7 --ordered 2026-03-01 --status paid
	crm-order add 1 Box 9 --ordered 2026-02-01 --status paid
	assert_equal "$(ids)" 2,3,1
	assert_equal "$(ids --client a@x.pt)" 3,1
	assert_equal "$(ids --status paid --client 1)" 3
	assert_equal "$(ids --search CREME)" 1
	assert_equal "$(ids --since 2026-02-01)" 2,3
	assert_equal "$(ids --until 2026-02-01)" 3,1
	assert_equal "$(ids --sort amount)" 1,2,3
	assert_equal "$(ids --limit 1 --after 2)" 3
	expect 0 crm-order --client 1
	prints \
	    "id  client_name  ordered_at        product        amount  currency  status" \
	    " 3  Ana Silva    2026-02-01 00:00  Box              9.00  EUR       paid" \
	    " 1  Ana Silva    2026-01-10 00:00  Crème de nuit    5.00  EUR       pending"
	expect 0 crm-order list --status paid -f csv -F id,product,amount,currency
	prints id,product,amount,currency 2,Soap,7.00,EUR 3,Box,9.00,EUR
	expect 4 crm-order list --after 9
	says "crm-order: --after: there is no order 9"
}

@test "an amount has the decimals of its currency, and never none" {
	expect 0 crm-order add 1 Book 12.345 --currency kwd --json
	holds '.amount == 12.345 and .currency == "KWD"'
	expect 0 crm-order add 1 Tea 1200 --currency JPY
	expect 0 crm-order add 1 Soap 1,5 --decimal-comma --currency BRL
	expect 2 crm-order add 1 Soap 1,5
	says 'crm-order: amount: not an amount: "1,5"'
	expect 2 crm-order add 1 Tea 1200.5 --currency JPY
	says 'crm-order: amount: more decimals than the currency has: "1200.5"'
	expect 2 crm-order add 1 Tea 1.234
	says 'crm-order: amount: more decimals than the currency has: "1.234"'
	expect 2 crm-order add 1 Tea 1.234 --currency XXQ
	says 'crm-order: currency: not a currency code: "XXQ"'
	expect 2 crm-order add 1 Tea --amount=-1
	says 'crm-order: amount: must be >= 0: "-1"'
	assert_equal "$(db 'SELECT amount_minor, currency FROM orders ORDER BY id')" \
	    $'12345|KWD\n1200|JPY\n150|BRL'
}

@test "an amount is edited in the currency of the order" {
	crm-order add 1 Tea 1200 --currency JPY
	crm-order add 1 Soap 12.50
	crm-order add 1 Gift
	crm-order edit 1 --amount 900
	crm-order edit 2 --amount 8
	crm-order edit 3 --amount 4.20
	assert_equal "$(db 'SELECT amount_minor, currency FROM orders ORDER BY id')" \
	    $'900|JPY\n800|EUR\n420|EUR'
	# An amount that stays does not become another.
	unchanged 2 crm-order edit 3 --currency JPY
	says 'crm-order: amount: required, for the one that is there is in EUR, not JPY'
	unchanged 2 crm-order edit 3 --currency ""
	says 'crm-order: currency: required beside the amount'
	crm-order edit 2 --currency BRL
	crm-order edit 3 --currency JPY --amount 420
	assert_equal "$(db 'SELECT amount_minor, currency FROM orders ORDER BY id')" \
	    $'900|JPY\n800|BRL\n420|JPY'
}

@test "what is said of orders says order, never the name of the table" {
	crm-order add 1 Soap 3
	assert_equal "$(crm-export all | grep -c '"type":"order"')" 1
	expect 0 crm-log show "$(last_change)" --json
	holds '.[0].type == "order" and .[0].ref == 1'
	expect 0 crm-log list --limit 1 --json
	holds '.[0].summary == "1 order added"'
	expect 4 crm-order show 9
	says 'crm-order: there is no order "9"'
	crm-order delete 1
	expect 0 crm-log list --limit 1 --json
	holds '.[0].summary == "1 order deleted"'
	expect 0 crm-log undo "$(last_change)"
	expect 0 crm-export orders
	prints "id,client_id,product,amount,currency,status,ordered_at,external_id,voided_at" \
	    "1,1,Soap,3.00,EUR,pending,2026-03-15T10:00:00Z,,"
}

@test "D15 I3 an order is paid, completed, cancelled, refunded" {
	crm-order add 1 Soap 3
	crm-order add 1 Cream 5
	expect 0 crm-order pay 1
	prints ""
	expect 5 crm-order pay 1
	says "crm-order: 1: already paid"
	expect 0 crm-order complete 1 --json
	holds '.id == 1 and .status == "completed"'
	unchanged 5 crm-order cancel 1
	says "crm-order: 1: completed; cancel takes only what is pending or paid"
	expect 0 crm-order refund 1
	unchanged 5 crm-order pay 1
	says "crm-order: 1: refunded; pay takes only what is pending"
	unchanged 5 crm-order refund 2
	says "crm-order: 2: pending; crm-order pay 2 first"
	expect 0 crm-order cancel 2
	expect 5 crm-order cancel 2
	says "crm-order: 2: already cancelled"
	expect 4 crm-order pay 9
	says 'crm-order: there is no order "9"'
	# What was called off by mistake.
	expect 0 crm-order edit 2 --status pending
	expect 3 crm-order pay - < <(printf '2\n1\n')
	says "crm-order: 1: refunded; pay takes only what is pending"
	assert_equal "$(db 'SELECT status FROM orders ORDER BY id')" $'refunded\npaid'
}

@test "R28 when an order that counted was taken back" {
	voided() {
		db "SELECT coalesce(voided_at, '-') FROM orders WHERE id = $1"
	}
	crm-order add 1 Soap 3 --status paid
	crm-order add 1 Cream 5 --status completed
	crm-order add 1 Box 7
	CRM_NOW=2026-03-16T08:00:00Z crm-order cancel 1 3
	CRM_NOW=2026-03-17T08:00:00Z crm-order refund 2
	assert_equal "$(voided 1) $(voided 2)" \
	    "2026-03-16T08:00:00Z 2026-03-17T08:00:00Z"
	# What never counted was not taken back.
	assert_equal "$(voided 3)" -
	# Another word for it, later: it was taken back when it was.
	CRM_NOW=2026-03-18T08:00:00Z crm-order edit 1 --status refunded
	assert_equal "$(voided 1)" 2026-03-16T08:00:00Z
	expect 0 crm-order list --voided 2026-03-16T08:00:00Z -f id
	prints 1
	# A mistake: it stands again.
	crm-order edit 1 --status paid
	assert_equal "$(voided 1)" -
	# What is given is kept, then and from the start.
	crm-order edit 1 --status refunded --voided 2026-03-02T10:00
	assert_equal "$(voided 1)" 2026-03-02T10:00:00Z
	expect 0 crm-order add 1 Tea 2 --status refunded --voided 2026-03-03 --json
	holds '.voided_at == "2026-03-03T00:00:00Z"'
	crm-order add 1 Tea 2 --status refunded
	assert_equal "$(voided 5)" -
	crm-order edit 2 --voided ""
	assert_equal "$(voided 2)" -
	# As it was.
	crm-order edit 1 --status completed
	crm-log undo "$(last_change)"
	assert_equal "$(voided 1)" 2026-03-02T10:00:00Z
	expect 2 crm-order edit 1 --voided soon
	says_part 'voided_at: ' '"soon"'
}

@test "F5 an order is the client's own spending in no sum of bookings" {
	crm-order add 1 Soap 30 --status completed
	crm-booking add 1 Massage 2026-03-01T10:00 --price 45 --status completed
	expect 0 crm-client show 1 --json
	holds '.spending.total_spent == [{"currency":"EUR","amount":45}]'
}

@test "N an order of somebody who is no client yet" {
	expect 0 crm-order add --name "Zé Lima" --email z@x.pt --product Soap --json
	holds '.client_id == 3 and .match.level == "new"'
	expect 2 crm-order add --product Soap
	says_part "crm-order: client_id: required"
}
