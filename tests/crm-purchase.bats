#!/usr/bin/env bats
# crm-purchase: features K1-K14, D17.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	crm-config set account.currency EUR
	client "Ana Silva" --email a@x.pt
	client Rui --email r@x.pt
}

ids() {
	crm-purchase list -f id "$@" | paste -sd,
}

@test "K1 K2 K3 K4 K5 K7 D17 a purchase and its fields" {
	expect 0 crm-purchase add a@x.pt "Yoga course" hotmart 97
	prints 1
	says ""
	expect 0 crm-purchase add --client 1 --product Book --platform Amazon \
	    --price 1500 --currency jpy --status on_its_way \
	    --transaction-id 7-1 --purchased 2026-01-02 --json
	prints '{"id":2,"client_id":1,"product":"Book","platform":"Amazon","price":1500,"currency":"JPY","status":"on_its_way","transaction_id":"7-1","purchased_at":"2026-01-02T00:00:00Z","match":{"level":"exact","client_id":1,"score":1}}'
	assert_equal "$(db 'SELECT * FROM purchase WHERE id = 1')" \
	    "1|1|Yoga course|hotmart|9700|EUR|completed||2026-03-15T10:00:00Z"
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
	prints id,client_id,product,platform,price,currency,status,transaction_id,purchased_at \
	    2,2,Book,amazon,9.90,EUR,refunded,,2026-03-01T00:00:00Z \
	    3,1,Mat,amazon,20.00,USD,completed,AX-77,2026-02-01T00:00:00Z \
	    "1,1,Curso de Ioga,Hotmart,97.00,EUR,completed,,2026-01-10T00:00:00Z"
}
