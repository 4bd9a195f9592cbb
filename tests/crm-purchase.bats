#!/usr/bin/env bats
# crm-purchase: features K1-K14, D17.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
	crm-config set account.currency EUR
}

@test "K1 K2 K3 K4 K5 K7 D17 a purchase and its fields" {
	expect 0 crm-purchase add a@x.pt "Yoga course" hotmart 97
	prints 1
	says ""
	expect 0 crm-purchase add --client 1 --product Book --platform Amazon \
	    --price 1500 --currency jpy --status on_its_way \
	    --transaction-id 7-1 --purchased 2026-01-02 --json
	prints '{"id":2,"client_id":1,"product":"Book","platform":"Amazon","price":1500,"currency":"JPY","status":"on_its_way","transaction_id":"7-1","purchased_at":"2026-01-02T00:00:00Z","voided_at":null,"match":{"level":"exact","client_id":1,"score":1}}'
	assert_equal "$(db 'SELECT * FROM purchase WHERE id = 1')" \
	    "1|1|Yoga course|hotmart|9700|EUR|completed||2026-03-15T10:00:00Z|"
	expect 2 crm-purchase add 1 Book amazon
	says "crm-purchase: price: required"
	expect 2 crm-purchase add 1
	says "crm-purchase: product: required; platform: required; price: required"
	expect 2 crm-purchase add 1 Book amazon 1.234
	says 'crm-purchase: price: more decimals than the currency has: "1.234"'
	expect 0 crm-purchase add 1 Book amazon 1.234 --currency KWD
	expect 2 crm-purchase add 1 Book amazon 12,50
	says 'crm-purchase: price: not an amount: "12,50"'
	expect 0 crm-purchase add 1 Book amazon 12,50 --decimal-comma --json
	holds '.price == 12.5'
}

@test "K6 a transaction of a platform is there once" {
	crm-purchase add 1 Course hotmart 97 --transaction HP1
	unchanged 5 crm-purchase add 2 Course Hotmart 97 --transaction HP1
	says 'crm-purchase: transaction_id: already taken by purchase 1, with the same platform'
	# Elsewhere the same number is another transaction; no number is none.
	crm-purchase add 2 Book amazon 9 --transaction HP1
	crm-purchase add 2 Book amazon 9
	crm-purchase add 2 Book amazon 9
	unchanged 5 crm-purchase edit 3 --transaction HP1
	says 'crm-purchase: transaction_id: already taken by purchase 2, with the same platform'
	expect 3 crm-purchase add - <<-'END'
	{"client_id":1,"product":"x","platform":"HOTMART","price":1,"transaction_id":"HP1"}
	{"client_id":1,"product":"y","platform":"hotmart","price":1,"transaction_id":"HP2"}
	END
	prints 5
	says 'crm-purchase: stdin:1: transaction_id: already taken by purchase 1, with the same platform'
}

@test "K12 K13 K14 D17 the list by platform, status, client and date, as CSV" {
	crm-purchase add 1 "Curso de Ioga" Hotmart 97 --purchased 2026-01-10
	crm-purchase add 2 Book amazon 9.90 --purchased 2026-03-01 --status refunded
	crm-purchase add 1 Mat amazon 20 --currency USD --purchased 2026-02-01 \
	    --transaction AX-77
	assert_equal "$(ids)" 2,3,1
	assert_equal "$(ids --platform hotmart)" 1
	assert_equal "$(ids --platform AMAZON --client 1)" 3
	assert_equal "$(ids --status refunded)" 2
	assert_equal "$(ids --search ioga)" 1
	assert_equal "$(ids --search ax-7)" 3
	assert_equal "$(ids --since 2026-02-01 --until 2026-02-28)" 3
	expect 0 crm-purchase list --format csv
	prints id,client_id,product,platform,price,currency,status,transaction_id,purchased_at,voided_at \
	    2,2,Book,amazon,9.90,EUR,refunded,,2026-03-01T00:00:00Z, \
	    3,1,Mat,amazon,20.00,USD,completed,AX-77,2026-02-01T00:00:00Z, \
	    "1,1,Curso de Ioga,Hotmart,97.00,EUR,completed,,2026-01-10T00:00:00Z,"
}

@test "K5 a status is written in one way; any may follow on any" {
	crm-purchase add 1 Course hotmart 97 --status "Canceled"
	crm-purchase add 1 Course hotmart 97 --status "On-Its Way"
	assert_equal "$(db 'SELECT status FROM purchase')" \
	    $'cancelled\non_its_way'
	assert_equal "$(ids --status CANCELED)" 1
	assert_equal "$(ids --status 'on its way')" 2
	expect 0 crm-purchase complete 2
	prints ""
	expect 0 crm-purchase refund 2 --json
	holds '.status == "refunded"'
	expect 0 crm-purchase cancel 2
	expect 5 crm-purchase cancel 2
	says "crm-purchase: 2: already cancelled"
	expect 0 crm-purchase complete 2
	expect 2 crm-purchase add 1 Course hotmart 97 --status ""
	says "crm-purchase: status: required"
	assert_equal "$(db 'SELECT count(*) FROM purchase')" 2
}

@test "R28 when a purchase that counted was taken back" {
	voided() {
		db "SELECT coalesce(voided_at, '-') FROM purchase WHERE id = $1"
	}
	crm-purchase add 1 Course hotmart 97
	crm-purchase add 1 Course hotmart 97 --status pending
	crm-purchase add 1 Course hotmart 97
	CRM_NOW=2026-03-16T08:00:00Z crm-purchase refund 1 2
	CRM_NOW=2026-03-17T08:00:00Z crm-purchase edit 3 --status "Canceled"
	assert_equal "$(voided 1) $(voided 2) $(voided 3)" \
	    "2026-03-16T08:00:00Z - 2026-03-17T08:00:00Z"
	CRM_NOW=2026-03-18T08:00:00Z crm-purchase cancel 1
	assert_equal "$(voided 1)" 2026-03-16T08:00:00Z
	crm-purchase complete 1
	assert_equal "$(voided 1)" -
	crm-purchase edit 1 --status refunded --voided 2026-03-02T10:00
	assert_equal "$(voided 1)" 2026-03-02T10:00:00Z
	crm-purchase edit 1 --status "on its way"
	assert_equal "$(voided 1)" -
	expect 0 crm-purchase add 1 Mat amazon 5 --status refunded \
	    --voided 2026-03-03 --json
	holds '.voided_at == "2026-03-03T00:00:00Z"'
}

@test "K8 K9 K10 K11 the summary: each currency by itself, never a sum of two" {
	crm-purchase add 1 A hotmart 97 --purchased 2026-01-05
	crm-purchase add 1 B hotmart 3 --status cancelled
	crm-purchase add 1 C amazon 10 --status refunded
	crm-purchase add 1 D amazon 1 --status pending
	crm-purchase add 1 E amazon 1500 --currency JPY
	crm-purchase add 2 F amazon 1.250 --currency KWD
	crm-purchase add 2 G hotmart 8.08 --currency BRL --status refunded
	crm-order add 1 Soap 5 --status paid
	crm-order add 1 Soap 6 --status completed
	crm-order add 1 Soap 7 --status refunded
	crm-order add 2 Soap 2 --status paid --currency USD
	crm-booking add 1 Cut 2026-03-01T10:00 --price 40 --status completed
	crm-booking add 1 Cut 2026-03-02T10:00 --price 50 --status cancelled
	crm-booking add 1 Cut 2026-03-03T10:00 --price 60 --status completed --currency USD
	expect 0 crm-purchase summary --client a@x.pt --format csv
	prints currency,total_purchases,active_revenue,lost_revenue,lifetime_value \
	    EUR,4,97.00,13.00,148.00 JPY,1,1500,0,1500 USD,0,0.00,0.00,60.00
	expect 0 crm-purchase summary --client r@x.pt --json
	prints '[{"currency":"BRL","total_purchases":1,"active_revenue":0,"lost_revenue":8.08,"lifetime_value":0},' \
	    '{"currency":"KWD","total_purchases":1,"active_revenue":1.25,"lost_revenue":0,"lifetime_value":1.25},' \
	    '{"currency":"USD","total_purchases":0,"active_revenue":0,"lost_revenue":0,"lifetime_value":2}]'
	# Of all clients; and narrowed, which what they are worth is not.
	expect 0 crm-purchase summary
	prints \
	    "currency  total_purchases  active_revenue  lost_revenue  lifetime_value" \
	    "BRL                     1            0.00          8.08            0.00" \
	    "EUR                     4           97.00         13.00          148.00" \
	    "JPY                     1            1500             0            1500" \
	    "KWD                     1           1.250         0.000           1.250" \
	    "USD                     0            0.00          0.00           62.00"
	expect 0 crm-purchase summary --client 1 --platform HOTMART --json
	holds '.[0] == {"currency":"EUR","total_purchases":2,"active_revenue":97,"lost_revenue":3,"lifetime_value":148}'
	expect 0 crm-purchase summary --client 1 --until 2026-01-05 --json
	holds '.[0] | .total_purchases == 1 and .lifetime_value == 148'
	expect 0 crm-purchase summary --status refunded --json
	holds 'map(select(.total_purchases > 0) | .currency) == ["BRL", "EUR"]'
	expect 2 crm-purchase summary --limit 3
	says "crm-purchase: --limit: not of a summary"
	expect 4 crm-purchase summary --client 9
	says 'crm-purchase: there is no client "9"'
}

@test "K8 the summary of nothing is empty" {
	expect 0 crm-purchase summary --client 1 --json
	prints "[]"
}
