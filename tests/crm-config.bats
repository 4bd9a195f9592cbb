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
	account.country Portugal
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
