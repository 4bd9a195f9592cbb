#!/usr/bin/env bats
# crm-config: the settings of the account.
# shellcheck disable=SC2034,SC2154

load helper

@test "list shows name, value, default and help of every setting" {
	crm-config set client.limit 7
	expect 0 crm-config list --json
	holds 'all(.[]; keys_unsorted == ["name", "value", "default", "help"]
		and .help != "")'
	holds 'map(select(.name == "client.limit"))[0]
		| .value == "7" and .default == "0"'
	holds 'map(select(.name == "client.require"))[0].value == "name,email"'
	expect 0 crm-config -f csv -F name,default
	assert_line -n 0 name,default
	assert_line client.new_days,30
	assert_line 'client.require,"name,email"'
	assert_line account.currency,USD
}

@test "get prints the value alone, or the whole with --json" {
	expect 0 crm-config get client.new_days
	prints 30
	expect 0 crm-config get client.new_days --json
	holds 'type == "object" and .name == "client.new_days" and .value == "30"'
	[ ! -e "$CRM_DB" ]
	crm-db init
	expect 2 crm-config get client.shoe
	says 'crm-config: there is no setting "client.shoe"; crm-config list shows them'
	expect 2 crm-config get
	says_part "crm-config: get"
}

@test "set and unset; one row, and none without a change" {
	expect 0 crm-config set account.country pt
	prints ""
	expect 0 crm-config get account.country
	prints PT
	unchanged 0 crm-config set account.country PT
	expect 0 crm-config unset account.country
	expect 0 crm-config get account.country
	prints ""
	unchanged 0 crm-config unset account.country
	expect 2 crm-config set account.country
	says_part "crm-config: set"
	expect 2 crm-config set account.country PT ES
	says_part "crm-config: set"
	expect 2 crm-config unset
	says_part "crm-config: unset"
}

@test "a value that is no good is refused, and named" {
	local name value

	while read -r name value; do
		expect 2 crm-config set "$name" -- "$value"
		says_part "crm-config: $name: " "\"$value\""
	done <<-'END'
	account.country Atlantis
	account.currency DOLLAR
	account.paper a5
	account.paper a4 letter
	account.timezone Europe/Atlantis
	account.timezone ../../etc/passwd
	account.timezone Europe
	client.limit many
	client.limit -1
	client.limit 9999999999999999999
	client.new_days 1.5
	client.require email
	client.require name,shoe
	match.review 0
	match.review 1
	match.review high
	match.email_alone never
	match.email_alone link|pending
	match.email_alone lin
	purchase.count_external maybe
	vip.spend much
	vip.spend -1
	vip.spend 5000.001
	vip.spend €5
	vip.spend 99999999999999999999
	milestone.high_value 1e3
	loyalty.points_per_unit 0,5
	loyalty.points_per_unit 1e3
	loyalty.points_per_unit -0.5
	loyalty.points_per_unit +1
	loyalty.points_per_unit 1.
	loyalty.points_per_unit 0.0000000000000000001
	END
	[ ! -e "$CRM_DB" ] || assert_equal "$(db 'SELECT count(*) FROM setting')" 0
}

@test "R3 R4 the settings of what comes in" {
	crm-config set match.email_alone pending
	crm-config set match.review 0.8
	expect 0 crm-config list -f csv -F name,value,default
	assert_line match.email_alone,pending,link
	assert_line match.review,0.8,0.75
	expect 2 crm-config set match.email_alone never
	says 'crm-config: match.email_alone: not link|pending: "never"'
}

@test "a setting is a fact: in the log, undone, exported" {
	crm-config set client.limit 5
	crm-config set client.limit 6
	expect 0 crm-log list --limit 1 -f csv -F actor,command
	prints actor,command "tester,crm-config set client.limit 6"
	crm-log undo "$(last_change)"
	expect 0 crm-config get client.limit
	prints 5
	run facts
	assert_output --partial client.limit
}

@test "the country completes phones, the zone days, the new days new" {
	crm-config set account.country ES
	crm-config set account.timezone Pacific/Auckland
	client Ana --email a@x.pt --phone 600000012 --created 2026-03-15
	expect 0 crm-client list -f csv -F phone,created_at
	prints phone,created_at +34600000012,2026-03-14T11:00:00Z
	crm-config set client.new_days 0
	expect 0 crm-client list --new -f csv -F name
	prints name Ana
	CRM_NOW=2026-03-15T11:00:01Z expect 0 crm-client list --new -f csv -F name
	prints name
}

@test "an amount has the decimals of the account's currency, a number none too many" {
	crm-config set account.currency EUR
	crm-config set vip.spend "€1,234.5"
	expect 0 crm-config get vip.spend
	prints 1234.50
	expect 2 crm-config set vip.spend 1.234
	says 'crm-config: vip.spend: more decimals than the currency has: "1.234"'
	expect 2 crm-config set vip.spend -- -4
	says 'crm-config: vip.spend: below zero: "-4"'
	crm-config set account.currency KWD
	crm-config set milestone.high_value 1.234
	expect 0 crm-config get milestone.high_value
	prints 1.234
	crm-config set account.currency JPY
	expect 2 crm-config set milestone.high_value 1.5
	says 'crm-config: milestone.high_value: more decimals than the currency has: "1.5"'
	crm-config set milestone.high_value 0
	crm-config set loyalty.points_per_unit .50
	expect 0 crm-config get loyalty.points_per_unit
	prints 0.5
	expect 2 crm-config set loyalty.points_per_unit half
	says 'crm-config: loyalty.points_per_unit: not a decimal number such as 0.5: "half"'
	expect 2 crm-config set loyalty.points_per_unit -- -1
	says 'crm-config: loyalty.points_per_unit: below zero: "-1"'
}

# --- rates ---------------------------------------------------------------------

@test "R6 R7 of what makes a stage there is at least one" {
	local name

	for name in engagement_interactions retention_purchases retention_days; do
		expect 2 crm-config set "journey.$name" 0
		says "crm-config: journey.$name: below one: \"0\""
		expect 0 crm-config set "journey.$name" 1
	done
	expect 0 crm-config set journey.churn_days 0
}

@test "R13 a rate is set, looked at and unset, in either way of saying it" {
	expect 0 crm-config rate
	prints ""
	expect 0 crm-config rate USD --unset -n
	[ ! -e "$CRM_DB" ]
	crm-config set account.currency EUR
	expect 0 crm-config rate usd 0.920
	prints ""
	crm-config set rate.jpy .0061
	expect 0 crm-config rate
	prints "currency  rate    into" \
	    "JPY       0.0061  EUR" \
	    "USD       0.92    EUR"
	expect 0 crm-config rate usd
	prints 0.92
	expect 0 crm-config get rate.usd
	prints 0.92
	expect 0 crm-config rate USD --json
	prints '{"currency":"USD","rate":"0.92","into":"EUR"}'
	expect 0 crm-config get rate.USD --json
	prints '{"name":"rate.USD","value":"0.92","default":null,"help":"what one USD is worth in EUR"}'
	expect 0 crm-config -f csv -F name,value,default
	assert_line -n -2 rate.JPY,0.0061,
	assert_line -n -1 rate.USD,0.92,
	# Nothing is written by looking, nor by setting it again.
	unchanged 0 crm-config rate USD
	unchanged 0 crm-config rate
	unchanged 0 crm-config rate USD 0.92
	unchanged 0 crm-config rate USD 0.93 --dry-run
	crm-config rate USD --unset
	crm-config unset rate.JPY
	expect 0 crm-config rate -f csv
	prints currency,rate,into
	unchanged 0 crm-config rate USD --unset
	expect 4 crm-config rate USD
	says 'crm-config: there is no rate for USD; crm-config rate USD RATE sets it'
	expect 4 crm-config get rate.USD --json
	says '{"error":"not_found","message":"there is no rate for USD; crm-config rate USD RATE sets it","status":4}'
}

@test "R13 a rate that makes none is refused" {
	local value

	crm-config set account.currency EUR
	for value in many 0,92 1e3 +1 1. 1/2 ""; do
		unchanged 2 crm-config rate USD "$value"
		says "crm-config: rate.USD: not a decimal number such as 0.5: \"$value\""
	done
	for value in 0 0.000; do
		unchanged 2 crm-config rate USD "$value"
		says "crm-config: rate.USD: a rate is above zero: \"$value\""
	done
	unchanged 2 crm-config rate USD -- -1
	says 'crm-config: rate.USD: below zero: "-1"'
	unchanged 2 crm-config rate USD 1000000000000000000
	says 'crm-config: rate.USD: too many digits: "1000000000000000000"'
	for value in XXQ US "" "usd "; do
		unchanged 2 crm-config rate "$value" 2
		says "crm-config: rate: not a currency code: \"$value\""
	done
	unchanged 2 crm-config get rate.
	says 'crm-config: rate: not a currency code: ""'
	unchanged 2 crm-config rate USD 1 2
	says 'crm-config: rate: a CURRENCY and the RATE, or a CURRENCY and --unset'
	unchanged 2 crm-config rate USD 1 --unset
	unchanged 2 crm-config rate --unset
	for value in "" 1 0.92; do
		unchanged 5 crm-config rate EUR $value
		says 'crm-config: EUR is the currency of the account: it needs no rate'
	done
	unchanged 5 crm-config set rate.eur 1 --json
	holds '.error == "own_currency"' "$stderr"
}

@test "R13 rates are of one currency: the account's stays while there are any" {
	crm-config set account.currency EUR
	crm-config rate USD 0.92
	crm-config rate JPY 0.0061
	unchanged 5 crm-config set account.currency BRL
	says 'crm-config: account.currency: rates are set in EUR (rate.JPY, rate.USD); unset them first'
	unchanged 5 crm-config unset account.currency
	unchanged 0 crm-config set account.currency eur
	crm-config rate USD --unset
	crm-config rate JPY --unset
	expect 0 crm-config set account.currency BRL
}

@test "R13 a rate is a fact: in the log, undone, exported, imported" {
	local all

	crm-config set account.currency EUR
	crm-config rate USD 0.92
	crm-config rate USD 0.93
	expect 0 crm-log list --limit 1 -f csv -F command,summary
	prints command,summary "crm-config rate USD 0.93,1 setting changed"
	crm-log undo "$(last_change)"
	expect 0 crm-config rate USD
	prints 0.92
	all=$(facts)
	CRM_DB=other.db crm-import all - <<<"$all" 2>import.err
	assert_equal "$(CRM_DB=other.db facts)" "$all"
	CRM_DB=other.db expect 0 crm-config rate USD
	prints 0.92
	crm-log undo "$(last_change)"
	expect 0 crm-config rate USD
	prints 0.93
}
