#!/usr/bin/env bats
# crm-journey: features G1-G18, and stages in crm-client.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	crm-config set account.currency EUR
	on 2026-01-05 client "Ana Silva" --email a@x.pt
	on 2026-01-06 client Rui --email r@x.pt
}

# on DAY COMMAND...: at noon of that day.
on() {
	CRM_NOW=$1T12:00:00Z "${@:2}" >/dev/null
}

stage() {
	crm-journey show "$1" --format csv --fields stage,since | tail -n 1
}

# The moves of a client: from, to, at, cause; without the first.
moves() {
	crm-journey history "$1" --format csv --fields from,to,at,cause |
		tail -n +3
}

@test "G1 G2 six stages, the rules in force, without icons" {
	expect 0 crm-journey stages --format csv
	prints stage,rule \
	    'discovery,"where every client starts, with the record or the first activity"' \
	    'engagement,"2 interactions: booking, order, purchase, form, message in, check-in (journey.engagement_interactions)"' \
	    'activation,"the first purchase: a completed booking, an order paid or completed (purchase.count_external)"' \
	    'retention,"3 purchases on at least 2 days (journey.retention_purchases, journey.retention_days)"' \
	    'advocacy,"50 purchases, or more than 5000.00 EUR spent (vip.purchases, vip.spend)"' \
	    'churned,"no activity for 180 days, from any stage; the next activity brings back what was earned (journey.churn_days)"'
	crm-config set journey.engagement_interactions 1
	crm-config set journey.retention_days 1
	crm-config set vip.purchases 0
	crm-config set journey.churn_days 0
	crm-config set purchase.count_external yes
	expect 0 crm-journey stages --format csv
	prints stage,rule \
	    'discovery,"where every client starts, with the record or the first activity"' \
	    'engagement,"1 interaction: booking, order, purchase, form, message in, check-in (journey.engagement_interactions)"' \
	    'activation,"the first purchase: a completed booking, an order paid or completed, a completed purchase elsewhere (purchase.count_external)"' \
	    'retention,"3 purchases on at least 1 day (journey.retention_purchases, journey.retention_days)"' \
	    'advocacy,"more than 5000.00 EUR spent (vip.purchases, vip.spend)"' \
	    'churned,never (journey.churn_days)'
}

@test "G3 G12 G14 discovery: since the record was made, or the first activity" {
	expect 0 crm-journey show a@x.pt --json
	prints '{"client_id":1,"client_name":"Ana Silva","stage":"discovery","since":"2026-01-05T12:00:00Z"}'
	expect 0 crm-journey history 1 --json
	prints '[{"client_id":1,"client_name":"Ana Silva","from":null,"to":"discovery","at":"2026-01-05T12:00:00Z","cause":"created"}]'
	# Entered late: what came before it counts at its time.
	crm-event add 1 message_in --at 2025-12-01T10:00
	crm-event add 1 message_in --at 2025-12-02T10:00
	expect 0 crm-journey history 1 --format csv
	prints client_id,client_name,from,to,at,cause \
	    "1,Ana Silva,,discovery,2025-12-01T10:00:00Z,created" \
	    "1,Ana Silva,discovery,engagement,2025-12-02T10:00:00Z,event 2"
	# No verb: show. For people a table, in local time.
	crm-config set account.timezone Europe/Lisbon
	crm-event add 1 message_in --at 2025-06-01T10:00
	expect 0 crm-journey "Ana Silva"
	prints "client_id    1" "client_name  Ana Silva" "stage        engagement" \
	    "since        2025-12-01 10:00"
	expect 0 crm-journey show 1 r@x.pt
	prints "client_id  client_name  stage       since" \
	    "        1  Ana Silva    engagement  2025-12-01 10:00" \
	    "        2  Rui          discovery   2026-01-06 12:00"
	expect 4 crm-journey show nobody@x.pt
	says 'crm-journey: there is no client "nobody@x.pt"'
	expect 2 crm-journey show
	says "crm-journey: show: which one? usage: crm-journey show REF... | -"
}

@test "G4 G9 engagement: the second interaction, in the command that brings it" {
	on 2026-01-10 crm-form submit 1 Intake --answer a=b
	assert_equal "$(stage 1)" discovery,2026-01-05T12:00:00Z
	# Reviews, notes and tasks are none.
	on 2026-01-11 crm-event add 1 review --rating 5
	on 2026-01-11 crm-note add 1 hello
	on 2026-01-11 crm-task add 1 call
	assert_equal "$(stage 1)" discovery,2026-01-05T12:00:00Z
	on 2026-01-12 crm-booking add 1 Cut 2026-02-01T10:00
	assert_equal "$(stage 1)" engagement,2026-01-12T12:00:00Z
	assert_equal "$(moves 1)" \
	    "discovery,engagement,2026-01-12T12:00:00Z,booking 1"
	crm-config set journey.engagement_interactions 3
	assert_equal "$(stage 1)" discovery,2026-01-05T12:00:00Z
	crm-log undo "$(last_change)"
	assert_equal "$(stage 1)" engagement,2026-01-12T12:00:00Z
}

@test "G5 G10 G11 G18 activation: the first purchase; stages are skipped in one row" {
	on 2026-01-10 crm-booking add 1 Cut 2026-01-20T10:00
	on 2026-01-21 crm-booking complete 1
	assert_equal "$(moves 1)" \
	    "discovery,activation,2026-01-20T10:00:00Z,booking 1"
	on 2026-01-22 crm-order add 2 Soap 5
	assert_equal "$(moves 2)" ""
	on 2026-01-23 crm-order pay 1
	assert_equal "$(moves 2)" \
	    "discovery,activation,2026-01-22T12:00:00Z,order 1"
	# A purchase elsewhere is an interaction, but none of ours.
	on 2026-01-07 client Eva --email e@x.pt
	crm-purchase add 3 Book amazon 9 --purchased 2026-01-08
	assert_equal "$(moves 3)" ""
	crm-config set purchase.count_external yes
	assert_equal "$(moves 3)" \
	    "discovery,activation,2026-01-08T00:00:00Z,purchase 1"
}

@test "G6 retention: three purchases on two days or more" {
	for _ in 1 2 3; do
		crm-order add 1 Soap 5 --status paid --ordered 2026-02-01T10:00 >/dev/null
	done
	assert_equal "$(stage 1)" activation,2026-02-01T10:00:00Z
	crm-order add 1 Soap 5 --status completed --ordered 2026-02-03T10:00
	assert_equal "$(moves 1)" \
	    "discovery,activation,2026-02-01T10:00:00Z,order 1
activation,retention,2026-02-03T10:00:00Z,order 4"
	# What is entered for a day before them counts from there on.
	crm-order add 1 Soap 5 --status paid --ordered 2026-01-31T10:00
	assert_equal "$(moves 1)" \
	    "discovery,activation,2026-01-31T10:00:00Z,order 5
activation,retention,2026-02-01T10:00:00Z,order 2"
}

@test "G7 advocacy: so many purchases, or more than so much" {
	crm-order add 1 Ring 5000 --status paid --ordered 2026-02-01T10:00
	assert_equal "$(stage 1)" activation,2026-02-01T10:00:00Z
	crm-order add 1 Card 0.01 --status paid --ordered 2026-02-02T10:00
	assert_equal "$(stage 1)" advocacy,2026-02-02T10:00:00Z
	crm-config set vip.purchases 4
	for day in 1 2 3 4; do
		crm-order add 2 Soap 1 --status paid --ordered "2026-02-0$day" >/dev/null
	done
	assert_equal "$(moves 2)" \
	    "discovery,activation,2026-02-01T00:00:00Z,order 3
activation,retention,2026-02-03T00:00:00Z,order 5
retention,advocacy,2026-02-04T00:00:00Z,order 6"
}

@test "G8 G13 churned after so many days, at 3:00; back with the next activity" {
	crm-order add 1 Soap 5 --status paid --ordered 2025-06-01T10:00
	# 180 days later is 28 November.
	assert_equal "$(stage 1)" churned,2025-11-28T03:00:00Z
	crm-event add 1 checkin --at 2026-01-10T10:00
	assert_equal "$(moves 1)" \
	    "discovery,activation,2025-06-01T10:00:00Z,order 1
activation,churned,2025-11-28T03:00:00Z,inactivity
churned,activation,2026-01-10T10:00:00Z,event 1"
	# Nothing else takes a stage away.
	crm-event add 1 checkin --at 2026-01-11
	crm-note add 1 quiet
	assert_equal "$(stage 1)" activation,2026-01-10T10:00:00Z
}

@test "G12 history: of one, of all; narrowed, in either order" {
	crm-order add 1 Soap 5 --status paid --ordered 2026-02-01T10:00
	crm-order add 2 Soap 5 --status paid --ordered 2026-02-02T10:00
	on 2026-01-07 client Eva --email e@x.pt
	on 2026-01-08 client Spam --email s@x.pt
	crm-client spam s@x.pt
	expect 0 crm-journey history --format csv
	prints client_id,client_name,from,to,at,cause \
	    "1,Ana Silva,,discovery,2026-01-05T12:00:00Z,created" \
	    "2,Rui,,discovery,2026-01-06T12:00:00Z,created" \
	    "3,Eva,,discovery,2026-01-07T12:00:00Z,created" \
	    "1,Ana Silva,discovery,activation,2026-02-01T10:00:00Z,order 1" \
	    "2,Rui,discovery,activation,2026-02-02T10:00:00Z,order 2"
	expect 0 crm-journey history --reverse --limit 2 --format csv
	prints client_id,client_name,from,to,at,cause \
	    "2,Rui,discovery,activation,2026-02-02T10:00:00Z,order 2" \
	    "1,Ana Silva,discovery,activation,2026-02-01T10:00:00Z,order 1"
	expect 0 crm-journey history --since 2026-01-06 --until 2026-02-01 -f id
	prints 2 3 1
	expect 0 crm-journey history --to activation --until 2026-02-02T10:00 -f id
	prints 1 2
	expect 0 crm-journey history --to activation --until 2026-02-02T09:59:59 -f id
	prints 1
	expect 0 crm-journey history 4 -f csv
	assert_equal "${lines[1]}" "4,Spam,,discovery,2026-01-08T12:00:00Z,created"
	expect 0 crm-journey history 2 1 --to activation -f id
	prints 2 1
	expect 0 crm-journey history - -f id </dev/null
	prints ""
	expect 2 crm-journey history --to hero
	says 'crm-journey: --to: not one of discovery, engagement, activation, retention, advocacy, churned: "hero"'
	expect 2 crm-journey history --since someday
	says 'crm-journey: --since: not a date or time: "someday"'
	expect 2 crm-journey history --limit -1
	says 'crm-journey: --limit: not a number: "-1"'
}

@test "G13 set by hand: a fact, until it is lifted; who sets says why" {
	crm-order add 1 Soap 5 --status paid --ordered 2026-02-01T10:00
	expect 0 crm-journey set a@x.pt discovery --reason "  asked   to be " \
	    --at 2026-02-10T10:00 --json
	prints '{"id":1,"client_id":1,"stage":"discovery","reason":"asked to be","at":"2026-02-10T10:00:00Z","ended_at":null}'
	# Whatever is earned meanwhile.
	crm-order add 1 Soap 6000 --status paid --ordered 2026-02-11T10:00
	assert_equal "$(stage 1)" discovery,2026-02-10T10:00:00Z
	on 2026-02-20 crm-journey set 1 Retention --reason so
	on 2026-02-21 crm-journey unset 1
	assert_equal "$(moves 1)" \
	    "discovery,activation,2026-02-01T10:00:00Z,order 1
activation,discovery,2026-02-10T10:00:00Z,set
discovery,retention,2026-02-20T12:00:00Z,set
retention,advocacy,2026-02-21T12:00:00Z,unset"
	expect 0 crm-log list --limit 2 --format csv --fields summary
	prints summary '"stage set by hand lifted, 1 client"' \
	    '"stage set to Retention, 1 client: so"'
	crm-log undo "$(last_change)"
	assert_equal "$(stage 1)" retention,2026-02-20T12:00:00Z
	crm-db check
}

@test "G13 set and unset: what is refused leaves everything as it is" {
	unchanged 2 crm-journey set 1 advocacy
	says "crm-journey: set: say why: --reason TEXT"
	unchanged 2 crm-journey set 1 advocacy --reason " "
	says "crm-journey: reason: required"
	unchanged 2 crm-journey set 1 hero --reason x
	says 'crm-journey: stage: not one of discovery, engagement, activation, retention, advocacy, churned: "hero"'
	unchanged 2 crm-journey set 1 --reason x
	says "crm-journey: usage: crm-journey set REF|- STAGE"
	unchanged 2 crm-journey set 1 churned 2 --reason x
	says 'crm-journey: set: "2" is one argument too many'
	unchanged 4 crm-journey set 9 churned --reason x
	says 'crm-journey: there is no client "9"'
	unchanged 2 crm-journey set 1 churned --reason x --at tomorrow
	says 'crm-journey: --at: in the future: "tomorrow"'
	unchanged 5 crm-journey unset 1
	says "crm-journey: 1: no stage is set by hand"
	crm-journey set 1 churned --reason x --at 2026-02-10T10:00
	unchanged 5 crm-journey set 1 churned --reason x --at 2026-02-10T09:59
	says "crm-journey: 1: a stage was set or lifted at 2026-02-10T10:00:00Z, after 2026-02-10T09:59:00Z"
	unchanged 0 crm-journey set 1 advocacy --reason x --dry-run
	crm-client delete 2
	unchanged 5 crm-journey set 2 churned --reason x
	says "crm-journey: client 2 (Rui) is deleted; bring back with: crm-client restore 2"
}

@test "G13 set and unset of many: one transaction, those refused are named" {
	expect 3 crm-journey set - advocacy --reason all <<<$'1\nr@x.pt\n9'
	says 'crm-journey: 9: there is no client "9"'
	assert_equal "$(db 'SELECT client_id, stage, reason FROM journey')" \
	    $'1|advocacy|all\n2|advocacy|all'
	expect 0 crm-log list --limit 1 --format csv --fields summary
	prints summary '"stage set to advocacy, 2 clients: all"'
	CRM_NOW=2026-03-16T10:00:00Z expect 0 crm-journey unset 1 2
	CRM_NOW=2026-03-16T10:00:00Z expect 3 crm-journey unset 1 2
	says "crm-journey: 1: no stage is set by hand" \
	    "crm-journey: 2: no stage is set by hand"
	assert_equal "$(db 'SELECT DISTINCT ended_at FROM journey')" \
	    2026-03-16T10:00:00Z
	# What held for no time at all was never there.
	on 2026-03-17 crm-journey set 1 churned --reason oops
	on 2026-03-17 crm-journey set 1 retention --reason oops
	on 2026-03-17 crm-journey unset 1
	assert_equal "$(db 'SELECT stage FROM journey WHERE client_id = 1')" \
	    advocacy
	assert_equal "$(stage 1)" discovery,2026-03-16T10:00:00Z
}

@test "G13 stages by hand are in the export of all facts, and come back" {
	crm-order add 1 Soap 5 --status paid --ordered 2026-02-01T10:00
	crm-journey set 1 advocacy --reason patron --at 2026-02-02
	crm-journey history --format csv >before
	crm-export all >facts
	grep -c '"type":"journey"' facts
	CRM_DB=other.db crm-import all facts
	CRM_DB=other.db crm-journey history --format csv >after
	cmp before after
}

@test "G15 the list by stage" {
	crm-order add 1 Soap 5 --status paid
	expect 0 crm-client list --stage activation -f id
	prints 1
	expect 0 crm-client list --stage discovery -f id
	prints 2
}

@test "G16 distribution: all six, without deleted and spam, with their share" {
	crm-order add 1 Soap 5 --status paid
	client Eva --email e@x.pt
	client Leo --email l@x.pt
	client Zoe --email z@x.pt
	crm-client delete l@x.pt
	crm-client spam z@x.pt
	expect 0 crm-journey distribution --format csv
	prints stage,clients,share discovery,2,0.6667 engagement,0,0.0000 \
	    activation,1,0.3333 retention,0,0.0000 advocacy,0,0.0000 \
	    churned,0,0.0000
	expect 0 crm-journey distribution --json
	holds '.[0] == {"stage":"discovery","clients":2,"share":0.6667} and length == 6'
	CRM_DB=none.db expect 0 crm-journey distribution --json --quiet
	holds 'all(.[]; .clients == 0 and .share == null)'
	[ ! -e none.db ]
}

# Five clients: one by one through the stages; a jump; lost and back; quiet.
travels() {
	local name

	for name in Eva Leo Zoe; do
		on 2026-01-05 client "$name" --email "$name@x.pt"
	done
	crm-event add 1 message_in --at 2026-01-20
	crm-event add 1 message_in --at 2026-01-20T10:00
	crm-order add 1 Soap 5 --status paid --ordered 2026-02-10
	crm-order add 2 Soap 5 --status paid --ordered 2026-02-20
	on 2026-02-01 crm-journey set 3 churned --reason gone
	on 2026-03-01 crm-journey unset 3
	on 2026-03-02 crm-journey set 3 engagement --reason back
} >/dev/null

@test "G17 conversion: of those in one stage, who came to another, by month" {
	travels
	expect 0 crm-journey conversion --format csv
	prints period,from,to,entered,base,rate \
	    2026-01,discovery,engagement,1,5,0.2000 \
	    2026-01,discovery,activation,0,5,0.0000 \
	    2026-01,engagement,activation,0,1,0.0000 \
	    2026-01,activation,retention,0,0, \
	    2026-01,retention,advocacy,0,0, \
	    2026-01,churned,any,0,0, \
	    2026-01,any,churned,0,5,0.0000 \
	    2026-02,discovery,engagement,0,4,0.0000 \
	    2026-02,discovery,activation,1,4,0.2500 \
	    2026-02,engagement,activation,1,1,1.0000 \
	    2026-02,activation,retention,0,2,0.0000 \
	    2026-02,retention,advocacy,0,0, \
	    2026-02,churned,any,0,1,0.0000 \
	    2026-02,any,churned,1,5,0.2000 \
	    2026-03,discovery,engagement,1,3,0.3333 \
	    2026-03,discovery,activation,0,3,0.0000 \
	    2026-03,engagement,activation,0,1,0.0000 \
	    2026-03,activation,retention,0,2,0.0000 \
	    2026-03,retention,advocacy,0,0, \
	    2026-03,churned,any,1,1,1.0000 \
	    2026-03,any,churned,0,5,0.0000
	expect 0 crm-journey conversion --by year --from any --json
	prints '[{"period":"2026","from":"any","to":"churned","entered":1,"base":5,"rate":0.2}]'
	# By way of other stages, and back again, within the year.
	expect 0 crm-journey conversion --by year --to activation --format csv
	prints period,from,to,entered,base,rate 2026,discovery,activation,2,5,0.4000 \
	    2026,engagement,activation,1,2,0.5000
	expect 0 crm-journey conversion --by year --from churned --to engagement --format csv
	prints period,from,to,entered,base,rate 2026,churned,engagement,1,1,1.0000
}

@test "G17 conversion by day and week: local days; who leaves at once was there" {
	travels
	expect 0 crm-journey conversion --by week --since 2026-02-22 \
	    --until 2026-03-08 --from churned --format csv
	prints period,from,to,entered,base,rate 2026-02-16,churned,any,0,1,0.0000 \
	    2026-02-23,churned,any,1,1,1.0000 2026-03-02,churned,any,0,0,
	expect 0 crm-journey conversion --by day --since 2026-02-10 \
	    --until 2026-02-11 --from engagement --format csv
	prints period,from,to,entered,base,rate \
	    2026-02-10,engagement,activation,1,1,1.0000 \
	    2026-02-11,engagement,activation,0,0,
	# Midnight in London is the evening before in New York.
	crm-config set account.timezone America/New_York
	expect 0 crm-journey conversion --by day --since 2026-02-09 \
	    --until 2026-02-10 --from engagement --format csv
	prints period,from,to,entered,base,rate \
	    2026-02-09,engagement,activation,1,1,1.0000 \
	    2026-02-10,engagement,activation,0,0,
}

@test "G17 conversion: the deleted count until they were, spam never does" {
	travels
	on 2026-02-05 crm-client delete 4
	crm-client spam 5
	expect 0 crm-journey conversion --from discovery --to engagement --format csv
	prints period,from,to,entered,base,rate \
	    2026-01,discovery,engagement,1,4,0.2500 \
	    2026-02,discovery,engagement,0,3,0.0000 \
	    2026-03,discovery,engagement,1,1,1.0000
	expect 0 crm-journey conversion --from any --since 2026-03-01 --format csv
	prints period,from,to,entered,base,rate 2026-03,any,churned,0,3,0.0000
}

@test "G17 conversion: what is wrong is told" {
	expect 2 crm-journey conversion --by decade
	says 'crm-journey: --by: not one of day, week, month, year: "decade"'
	expect 2 crm-journey conversion --from hero
	says 'crm-journey: --from: not one of discovery, engagement, activation, retention, advocacy, churned, any: "hero"'
	expect 2 crm-journey conversion --from any --to advocacy
	says "crm-journey: conversion: any is from or to churned only"
	expect 2 crm-journey conversion --since 31-02
	says_part "crm-journey: --since: " 31-02
	expect 2 crm-journey conversion monthly
	says 'crm-journey: conversion takes no argument: "monthly"'
	expect 0 crm-journey conversion --since 2027-01-01 --json
	prints "[]"
	CRM_DB=none.db expect 0 crm-journey conversion --json --quiet
	holds 'all(.[]; .base == 0 and .rate == null) and .[0].period == "2026-03"'
}

@test "G17 as a chart: blocks or #, as wide as the terminal" {
	travels
	COLUMNS=60 expect 0 crm-journey conversion --to activation --format chart
	prints "period   from        to            rate" \
	    "2026-01  discovery   activation  0.0000" \
	    "2026-01  engagement  activation  0.0000" \
	    "2026-02  discovery   activation  0.2500  ████▊" \
	    "2026-02  engagement  activation  1.0000  ███████████████████" \
	    "2026-03  discovery   activation  0.0000" \
	    "2026-03  engagement  activation  0.0000"
	COLUMNS=40 expect 0 crm-journey distribution --format chart --ascii
	prints "stage        share" \
	    "discovery   0.4000  ####################" \
	    "engagement  0.2000  ##########" \
	    "activation  0.4000  ####################" \
	    "retention   0.0000" "advocacy    0.0000" "churned     0.0000"
	COLUMNS=40 expect 0 crm-journey distribution -f chart -F stage,clients
	assert_equal "${lines[2]}" "engagement        1  █████████▌"
	expect 0 crm-journey distribution -f chart -o chart.txt
	[[ $(<chart.txt) = *█* ]]
	expect 2 crm-journey distribution -f chart -F stage
	says "crm-journey: a chart needs a column of numbers; --fields chooses"
	expect 2 crm-journey history -f chart
	says "crm-journey: a chart needs a column of numbers; --fields chooses"
	expect 2 crm-client list -f chart
	says_part "crm-client: --format: not one of "
}

@test "replay: where other settings would lead, and nothing is written" {
	travels
	unchanged 0 crm-journey replay --set journey.churn_days=30 --diff --format csv
	prints client_id,client_name,from,to \
	    "1,Ana Silva,activation,churned"
	unchanged 0 crm-journey replay --set journey.churn_days=30 --format csv
	prints stage,before,after discovery,2,2 engagement,1,1 activation,2,1 \
	    retention,0,0 advocacy,0,0 churned,0,1
	unchanged 0 crm-journey replay --set vip.spend=4 \
	    --set journey.engagement_interactions=5 --diff --json
	prints '[{"client_id":1,"client_name":"Ana Silva","from":"activation","to":"advocacy"},' \
	    '{"client_id":2,"client_name":"Rui","from":"activation","to":"advocacy"}]'
	unchanged 0 crm-journey replay --set journey.churn_days=180 --diff --json
	prints "[]"
	unchanged 2 crm-journey replay
	says "crm-journey: replay: with which settings? --set NAME=VALUE"
	unchanged 2 crm-journey replay --set journey.churn_days
	says 'crm-journey: --set: NAME=VALUE, not "journey.churn_days"'
	unchanged 2 crm-journey replay --set journey.churn_days=many
	says 'crm-journey: journey.churn_days: not a whole number: "many"'
	unchanged 2 crm-journey replay --set journey.speed=1
	says 'crm-journey: there is no setting "journey.speed"; crm-config list shows them'
	CRM_DB=none.db expect 0 crm-journey replay --set vip.spend=1 --diff --json --quiet
	prints "[]"
	[ ! -e none.db ]
}

@test "G14 crm-client: the stage in show, on the card, and explained" {
	crm-order add 1 Soap 5 --status paid --ordered 2026-02-10
	expect 0 crm-client show 1 --json
	holds '.stage == "activation" and .journey == {"stage":"activation","since":"2026-02-10T00:00:00Z"}'
	expect 0 crm-client show 2
	assert_line "stage             discovery since 2026-01-06"
	expect 0 crm-client explain 1 --json
	holds '.[] | select(.figure == "stage") | .value == "activation" and .rows == ["order 1"] and
		.rule == "the first purchase: a completed booking, an order paid or completed (purchase.count_external); since 2026-02-10T00:00:00Z"'
	crm-journey set 1 advocacy --reason patron --at 2026-02-11
	expect 0 crm-client explain 1 --json
	holds '.[] | select(.figure == "stage") | .value == "advocacy" and .rows == ["set"] and
		.rule == "set by hand: patron; since 2026-02-11T00:00:00Z"'
	expect 0 crm-client explain 2 --json
	holds '.[] | select(.figure == "stage") | .rows == []'
}

@test "completion: stages, periods, the format chart" {
	expect 0 crm-journey --complete history --to a
	prints $'activation\t' $'advocacy\t'
	expect 0 crm-journey --complete conversion --by w
	prints $'week\t'
	expect 0 crm-journey --complete distribution --format ch
	prints $'chart\t'
	expect 0 crm-journey --complete conversion --asc
	prints $'--ascii\tchart: bars of #'
}
