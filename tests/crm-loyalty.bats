#!/usr/bin/env bats
# crm-loyalty: features Y1-Y8, Y23, Y24, and loyalty in crm-client.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
	crm-config set account.currency EUR
}

# The ledger of a client: at, kind, points, balance, cause.
ledger() {
	crm-loyalty ledger "$1" --format csv \
	    --fields at,kind,points,balance,cause | tail -n +2
}

# One figure of a client.
figure() {
	crm-loyalty show "$1" --json | jq -r ".$2"
}

bought() {
	crm-order add "$1" Soap "$2" --status paid --ordered "$3" "${@:4}"
} >/dev/null

@test "Y1 Y8 Y23 the tiers, from how many points on, and what they mean" {
	expect 0 crm-loyalty tiers --format csv
	prints tier,from_points,meaning "bronze,0,where every new client starts" \
	    "silver,500,consistent engagement" \
	    'gold,2000,"high value, with significant spending"' \
	    "platinum,5000,top-tier VIP"
	crm-config set loyalty.silver 100
	expect 0 crm-loyalty tiers --json
	holds '.[1] == {"tier":"silver","from_points":100,"meaning":"consistent engagement"}'
	bought 1 100 2026-02-01
	assert_equal "$(figure 1 tier)" silver
	crm-config unset loyalty.silver
	assert_equal "$(figure 1 tier)" bronze
}

@test "Y1 Y2 Y3 Y4 Y5 Y7 show: tier, points, purchases, spent, visits" {
	expect 0 crm-loyalty show a@x.pt --json
	prints '{"client_id":1,"client_name":"Ana Silva","tier":"bronze","total_points":0,"available_points":0,"redeemed_points":0,"total_purchases":0,"total_spent":[],"visits":0}'
	crm-booking add 1 Cut 2026-01-10T10:00 --price 300.90 --status completed
	crm-booking add 1 Cut 2026-01-11T10:00 --price 40 --status cancelled
	crm-booking add 1 Cut 2026-01-12T10:00 --price 50 --status completed --currency USD
	crm-booking add 1 Cut 2026-05-12T10:00 --price 60
	bought 1 250.99 2026-01-13
	crm-order add 1 Soap 30
	crm-purchase add 1 Book amazon 500
	crm-loyalty redeem 1 100 --reason "A towel"
	expect 0 crm-loyalty show 1 --json
	prints '{"client_id":1,"client_name":"Ana Silva","tier":"silver","total_points":550,"available_points":450,"redeemed_points":100,"total_purchases":3,"total_spent":[{"currency":"EUR","amount":300.9},{"currency":"USD","amount":50}],"visits":2}'
	# No verb: show.
	expect 0 crm-loyalty r@x.pt a@x.pt
	prints "client_id  client_name  tier    total_points  available_points  redeemed_points  total_purchases  total_spent            visits" \
	    "        2  Rui          bronze             0                 0                0                0                              0" \
	    "        1  Ana Silva    silver           550               450              100                3  300.90 EUR; 50.00 USD       2"
	crm-config set purchase.count_external yes
	assert_equal "$(figure 1 total_purchases)" 4
	assert_equal "$(figure 1 total_points)" 1050
	# With a rate, what is in another currency counts.
	crm-config rate USD 0.5
	assert_equal "$(figure 1 total_points)" 1075
	expect 4 crm-loyalty show 9
	says 'crm-loyalty: there is no client "9"'
	expect 2 crm-loyalty show
	says "crm-loyalty: show: which one? usage: crm-loyalty show REF... | -"
}

@test "Y8 points for each unit: rounded down, purchase by purchase" {
	bought 1 9.99 2026-01-10
	bought 1 9.99 2026-01-11
	bought 1 0.99 2026-01-12
	assert_equal "$(ledger 1)" "2026-01-10T00:00:00Z,earned,9,9,order 1
2026-01-11T00:00:00Z,earned,9,18,order 2"
	crm-config set loyalty.points_per_unit 0.29
	bought 2 100 2026-01-10
	assert_equal "$(figure 2 total_points)" 29
	crm-config set loyalty.points_per_unit 0
	assert_equal "$(figure 2 total_points)" 0
	assert_equal "$(ledger 2)" ""
}

@test "Y2 Y4 earn and redeem by hand: a row each, with what for, undone like all" {
	expect 0 crm-loyalty earn a@x.pt 50 --reason "  Happy   birthday "
	prints ""
	says ""
	expect 0 crm-loyalty redeem 1 20 --reason Towel --json
	prints '{"id":2,"client_id":1,"type":"redeem","points":20,"reason":"Towel","at":"2026-03-15T10:00:00Z"}'
	expect 0 crm-loyalty earn 1 5 --reason Past --at 2026-01-02
	expect 0 crm-loyalty ledger 1 --format csv
	prints client_id,client_name,at,kind,points,balance,cause,reason \
	    "1,Ana Silva,2026-01-02T00:00:00Z,granted,5,5,loyalty 3,Past" \
	    "1,Ana Silva,2026-03-15T10:00:00Z,granted,50,55,loyalty 1,Happy birthday" \
	    "1,Ana Silva,2026-03-15T10:00:00Z,redeemed,-20,35,loyalty 2,Towel"
	expect 0 crm-log list --limit 1 --format csv --fields summary
	prints summary '"earned 5 points, 1 client: Past"'
	crm-log undo "$(last_change)"
	assert_equal "$(figure 1 total_points)" 50
	expect 0 crm-loyalty ledger 1 --fields at,kind,points
	prints "at                kind      points" \
	    "2026-03-15 10:00  granted       50" \
	    "2026-03-15 10:00  redeemed     -20"
}

@test "Y3 never more than there is, now or at that time" {
	crm-loyalty earn 1 50 --reason a --at 2026-02-01
	unchanged 5 crm-loyalty redeem 1 51 --reason b
	says "crm-loyalty: client 1 (Ana Silva) has 50 points to redeem, not 51"
	unchanged 5 crm-loyalty redeem 1 50 --reason b --at 2026-01-31
	says 'crm-loyalty: client 1 (Ana Silva) had no 50 points at "2026-01-31" that were not redeemed by now'
	crm-loyalty redeem 1 30 --reason b
	# At the time there were 50; but 30 of them have been spent since.
	unchanged 5 crm-loyalty redeem 1 21 --reason b --at 2026-02-02
	says 'crm-loyalty: client 1 (Ana Silva) had no 21 points at "2026-02-02" that were not redeemed by now'
	expect 0 crm-loyalty redeem 1 20 --reason b --at 2026-02-02
	assert_equal "$(figure 1 available_points)" 0
	unchanged 5 crm-loyalty redeem 1 1 --reason b --json
	holds '.error == "too_few_points" and .status == 5' "$stderr"
}

@test "earn and redeem: a wrong number, no reason, the future, nobody" {
	unchanged 2 crm-loyalty earn 1 50
	says "crm-loyalty: earn: say what for: --reason TEXT"
	unchanged 2 crm-loyalty redeem 1 50 --reason " "
	says "crm-loyalty: reason: required"
	for points in 0 -1 1000000001; do
		unchanged 2 crm-loyalty earn 1 --reason x -- "$points"
		says "crm-loyalty: points: not from 1 to 1000000000: \"$points\""
	done
	for points in 1.5 1,5 ten "" 99999999999999999999; do
		unchanged 2 crm-loyalty earn 1 "$points" --reason x
		says_part "crm-loyalty: points: "
	done
	unchanged 2 crm-loyalty earn 1 --reason x
	says "crm-loyalty: usage: crm-loyalty earn REF|- POINTS"
	unchanged 2 crm-loyalty earn 1 -5 --reason x
	says "crm-loyalty: there is no option -5; a value that begins with - comes after --"
	unchanged 2 crm-loyalty earn 1 5 6 --reason x
	says 'crm-loyalty: earn: "6" is one argument too many'
	unchanged 2 crm-loyalty earn 1 5 --reason x --at tomorrow
	says 'crm-loyalty: --at: in the future: "tomorrow"'
	unchanged 2 crm-loyalty earn 1 5 --reason x --at never
	says_part "crm-loyalty: at: " never
	unchanged 4 crm-loyalty earn 9 5 --reason x
	says 'crm-loyalty: there is no client "9"'
	unchanged 0 crm-loyalty earn 1 5 --reason x --dry-run
	crm-client delete 2
	unchanged 5 crm-loyalty earn 2 5 --reason x
	says "crm-loyalty: client 2 (Rui) is deleted; bring back with: crm-client restore 2"
}

@test "earn and redeem for many: one transaction, those refused are named" {
	crm-loyalty earn 1 30 --reason a
	expect 3 crm-loyalty redeem - 20 --reason b <<<$'1\nr@x.pt\n9'
	says "crm-loyalty: r@x.pt: client 2 (Rui) has 0 points to redeem, not 20" \
	    'crm-loyalty: 9: there is no client "9"'
	assert_equal "$(figure 1 available_points)" 10
	expect 0 crm-loyalty earn - 5 --reason Xmas --json <<<$'1\n2'
	holds 'map(.client_id) == [1, 2]'
	expect 0 crm-log list --limit 1 --format csv --fields summary
	prints summary '"earned 5 points, 2 clients: Xmas"'
	expect 0 crm-loyalty earn - 5 --reason x </dev/null
	expect 0 crm-loyalty ledger - --fields client_id,points -f csv <<<$'2\n1'
	prints client_id,points 2,5 1,30 1,5 1,-20
}

@test "Y3 a refund takes the points back at its time, and no more than there is" {
	bought 1 100 2026-01-10
	bought 1 60 2026-01-11
	crm-loyalty redeem 1 120 --reason x --at 2026-01-20
	CRM_NOW=2026-02-01T10:00:00Z crm-order refund 1
	assert_equal "$(ledger 1)" "2026-01-10T00:00:00Z,earned,100,100,order 1
2026-01-11T00:00:00Z,earned,60,160,order 2
2026-01-20T00:00:00Z,redeemed,-120,40,loyalty 1
2026-02-01T10:00:00Z,refunded,-100,0,order 1"
	assert_equal "$(figure 1 total_points)" 60
	assert_equal "$(figure 1 redeemed_points)" 120
	# What is earned afterwards is not taken for it.
	bought 1 7 2026-02-02
	assert_equal "$(figure 1 available_points)" 7
	# Refunded when it came: earned and taken back at once.
	crm-order add 2 Soap 9 --status refunded --ordered 2026-01-05
	crm-booking add 2 Cut 2026-01-06T10:00 --price 8 --status completed
	crm-booking cancel 1
	crm-order add 2 Soap 9 --status cancelled --ordered 2026-01-07
	assert_equal "$(ledger 2)" "2026-01-05T00:00:00Z,earned,9,9,order 4
2026-01-05T00:00:00Z,refunded,-9,0,order 4
2026-01-06T10:00:00Z,earned,8,8,booking 1
2026-03-15T10:00:00Z,refunded,-8,0,booking 1"
}

@test "Y3 points expire after so many months, the oldest used first" {
	crm-config set account.timezone Europe/Lisbon
	bought 1 100 2025-01-31T10:00
	bought 1 50 2025-03-10T10:00
	crm-loyalty redeem 1 30 --reason x --at 2025-02-10
	crm-config set loyalty.expire_months 1
	# The last day of a shorter month; the same time by the clocks of summer.
	assert_equal "$(ledger 1)" "2025-01-31T10:00:00Z,earned,100,100,order 1
2025-02-10T00:00:00Z,redeemed,-30,70,loyalty 1
2025-02-28T10:00:00Z,expired,-70,0,order 1
2025-03-10T10:00:00Z,earned,50,50,order 2
2025-04-10T09:00:00Z,expired,-50,0,order 2"
	assert_equal "$(figure 1 total_points)" 150
	crm-config set loyalty.expire_months 2
	assert_equal "$(ledger 1 | tail -n 2)" "2025-03-31T09:00:00Z,expired,-70,50,order 1
2025-05-10T09:00:00Z,expired,-50,0,order 2"
	# Those used by then do not expire; those not yet due are there.
	crm-config set loyalty.expire_months 12
	crm-loyalty redeem 1 100 --reason y --at 2025-06-01
	assert_equal "$(ledger 1 | tail -n 1)" "2026-03-10T10:00:00Z,expired,-20,0,order 2"
	CRM_NOW=2026-03-10T09:59:59Z crm-loyalty show 1 --json >then.json
	assert_equal "$(jq .available_points then.json)" 20
	# A tier stays.
	crm-config set loyalty.silver 150
	assert_equal "$(figure 1 tier)" silver
}

@test "Y3 points spent before their refund do not keep later ones from expiring" {
	crm-config set loyalty.expire_months 6
	bought 1 100 2025-01-01
	crm-loyalty redeem 1 100 --reason x --at 2025-01-02
	CRM_NOW=2025-01-03T10:00:00Z crm-order refund 1
	bought 1 50 2025-02-01
	assert_equal "$(ledger 1 | tail -n 3)" "2025-01-03T10:00:00Z,refunded,-100,0,order 1
2025-02-01T00:00:00Z,earned,50,50,order 2
2025-08-01T00:00:00Z,expired,-50,0,order 2"
}

@test "Y6 history: upgrades and downgrades with their dates" {
	expect 0 crm-loyalty history 1 --json
	prints "[]"
	bought 1 600 2026-01-10
	bought 1 4500 2026-01-20
	CRM_NOW=2026-02-01T10:00:00Z crm-order refund 2
	crm-loyalty earn 1 1400 --reason gift --at 2026-02-10
	expect 0 crm-loyalty history a@x.pt --format csv
	prints client_id,client_name,from,to,at,points,cause \
	    "1,Ana Silva,bronze,silver,2026-01-10T00:00:00Z,600,order 1" \
	    "1,Ana Silva,silver,platinum,2026-01-20T00:00:00Z,5100,order 2" \
	    "1,Ana Silva,platinum,silver,2026-02-01T10:00:00Z,600,order 2" \
	    "1,Ana Silva,silver,gold,2026-02-10T00:00:00Z,2000,loyalty 1"
	# Redeeming lowers none.
	crm-loyalty redeem 1 2000 --reason all
	assert_equal "$(figure 1 tier)" gold
	expect 0 crm-loyalty history 1 2 -f id
	prints 1 1 1 1
}

@test "Y24 platinum alone makes a VIP" {
	crm-loyalty earn 1 5000 --reason gift --at 2026-02-10
	expect 0 crm-milestones list 1 --format csv --fields milestone,achieved_at,cause
	assert_line "vip,2026-02-10T00:00:00Z,loyalty 1"
}

@test "Y2 crm-client: loyalty in show, on the card, and explained" {
	bought 1 620 2026-02-10
	crm-loyalty redeem 1 20 --reason Towel
	expect 0 crm-client show 1 --json
	holds '.loyalty == {"tier":"silver","total_points":620,"available_points":600,"redeemed_points":20}'
	expect 0 crm-client show 1
	assert_line "tier              silver, 620 points, 600 to redeem"
	expect 0 crm-client explain 1 --json
	holds '.[] | select(.figure == "tier") | .value == "silver" and .rows == ["order 1"] and
		.rule == "620 points earned in all; bronze from 0, silver from 500, gold from 2000, platinum from 5000 (loyalty.silver, loyalty.gold, loyalty.platinum)"'
	holds '.[] | select(.figure == "total_points") | .value == 620 and .rows == ["order 1"] and
		.rule == "1 for each EUR of a purchase (loyalty.points_per_unit), and those given by hand"'
	holds '.[] | select(.figure == "available_points") | .value == 600 and .rows == ["loyalty 1"] and
		.rule == "what is left of them, redeemed ones taken off; they never expire (loyalty.expire_months)"'
}

@test "points by hand are in the export of all facts, and come back" {
	bought 1 620 2026-02-10
	crm-loyalty earn 1 50 --reason a
	crm-loyalty redeem 1 600 --reason b
	crm-loyalty ledger 1 --format csv >before
	crm-export all >facts
	CRM_DB=other.db crm-import all facts
	CRM_DB=other.db crm-loyalty ledger 1 --format csv >after
	cmp before after
	crm-db check
}
