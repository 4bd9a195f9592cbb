# journey-boundary.bats: where the rules of stages, tiers and milestones turn,
# each by hand with exact dates. The model (tests/model.pl), which stands for
# the rules where histories are random, is held to the same answers.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load helper

setup() {
	crm_setup
	client Ana --email a@x.pt --created 2025-12-20T12:00:00Z
}

# --- what happens --------------------------------------------------------------

# order AT AMOUNT [OPTION...]: Ana pays for something.
order() {
	crm-order add --client 1 --product Oil --status paid --ordered "$1" \
		--amount "$2" "${@:3}" >/dev/null
}

# booking AT [STATUS [OPTION...]]: Ana comes, or does not.
booking() {
	crm-booking add --client 1 --service Cut --starts "$1" --created "$1" \
		--status "${2-completed}" "${@:3}" >/dev/null
}

event() {
	crm-event add --client 1 --at "$1" --type "$2" >/dev/null
}

# come DAY: it is 10:00 UTC of that day, and all that is due is done.
come() {
	export CRM_NOW=$1T10:00:00Z
	crm-milestones --daily >/dev/null
}

# --- what comes of it ----------------------------------------------------------

# The day that has come, where the account is.
today() {
	TZ=$(crm-config get account.timezone) date -d "$CRM_NOW" +%F
}

# derived KIND: the rows of Ana, without her number; both judges must agree.
derived() {
	local model=$BATS_TEST_DIRNAME/model.pl

	perl "$model" "$CRM_DB" "$(today)" >.model
	perl "$model" "$CRM_DB" >.stored
	diff .model .stored >.diff || fail "model and tables differ: $(<.diff)"
	sed -n "s/^$1	1	//p" .stored | tr '\t' ' '
}

# stages LINE...: her history, at, stage and cause, after the discovery.
stages() {
	assert_equal "$(derived stage | grep -v '^1 ' | cut -d ' ' -f 2-)" \
		"$(printf '%s\n' "$@")"
}

# tiers LINE...: at, tier, points and cause.
tiers() {
	assert_equal "$(derived tier | cut -d ' ' -f 2-)" "$(printf '%s\n' "$@")"
}

# milestones KINDS [LINE...]: those of these kinds (a pattern): ordinal and at,
# cause, and when they were revoked.
milestones() {
	assert_equal "$(derived milestone | grep -E "^($1) " | sed 's/ *$//')" \
		"$(printf '%s\n' "${@:2}")"
}

# --- money (R13) ---------------------------------------------------------------

@test "H5 H20 R13 500.00 is no high-value purchase, 500.01 is" {
	order 2026-01-01T10:00:00Z 500.00
	milestones high_value_purchase ""
	order 2026-01-02T10:00:00Z 500.01
	booking 2026-01-03T10:00:00Z completed --price 500.01
	booking 2026-01-04T10:00:00Z confirmed --price 900.00
	milestones high_value_purchase \
		"high_value_purchase booking 1 2026-01-03T10:00:00Z booking 1" \
		"high_value_purchase order 2 2026-01-02T10:00:00Z order 2"
	crm-config set milestone.high_value 500.01
	milestones high_value_purchase ""
	crm-config set milestone.high_value 0
	milestones high_value_purchase ""
}

@test "R13 Euros against a threshold in dollars: nothing without a rate" {
	order 2026-01-01T10:00:00Z 9000.00 --currency EUR
	milestones high_value_purchase ""
	stages "2026-01-01T10:00:00Z activation order 1"
	tiers ""
	crm-config set rate.EUR 0.05
	milestones high_value_purchase ""
	tiers ""
	crm-config set rate.EUR 0.0556
	milestones high_value_purchase \
		"high_value_purchase order 1 2026-01-01T10:00:00Z order 1"
	tiers "2026-01-01T10:00:00Z silver 500 order 1"
	crm-config set rate.EUR 1
	stages "2026-01-01T10:00:00Z advocacy order 1"
	crm-config unset rate.EUR
	milestones high_value_purchase ""
	stages "2026-01-01T10:00:00Z activation order 1"
}

@test "R13 the yen has no decimals, the dinar three, halves go to the even" {
	crm-config set rate.JPY 0.00667
	crm-config set rate.KWD 3.25
	crm-config set rate.EUR 0.5
	order 2026-01-01T10:00:00Z 74963 --currency JPY		# 500.00321
	order 2026-01-02T10:00:00Z 74964 --currency JPY		# 500.00988
	order 2026-01-03T10:00:00Z 153.847 --currency KWD	# 500.00275
	order 2026-01-04T10:00:00Z 153.849 --currency KWD	# 500.00925
	order 2026-01-05T10:00:00Z 1000.01 --currency EUR	# 500.005
	order 2026-01-06T10:00:00Z 1000.03 --currency EUR	# 500.015
	milestones high_value_purchase \
		"high_value_purchase order 2 2026-01-02T10:00:00Z order 2" \
		"high_value_purchase order 4 2026-01-04T10:00:00Z order 4" \
		"high_value_purchase order 6 2026-01-06T10:00:00Z order 6"
}

@test "R13 an account in yen, and one in dinars" {
	crm-config set account.currency JPY
	order 2026-01-01T10:00:00Z 500
	order 2026-01-02T10:00:00Z 501
	milestones high_value_purchase \
		"high_value_purchase order 2 2026-01-02T10:00:00Z order 2"
	tiers "2026-01-01T10:00:00Z silver 500 order 1"
	crm-config set account.currency KWD
	milestones high_value_purchase ""
	tiers ""
	order 2026-01-03T10:00:00Z 500.000
	order 2026-01-04T10:00:00Z 500.001
	milestones high_value_purchase \
		"high_value_purchase order 4 2026-01-04T10:00:00Z order 4"
	tiers "2026-01-03T10:00:00Z silver 500 order 3"
}

@test "R8 H21 spending makes an advocate and a VIP when it exceeds 5000.00" {
	order 2026-01-01T10:00:00Z 2500.00
	order 2026-01-02T10:00:00Z 2500.00
	stages "2026-01-01T10:00:00Z activation order 1"
	crm-config set loyalty.platinum 9000	# not by the tier
	milestones vip ""
	booking 2026-01-03T10:00:00Z completed --price 0.01
	stages "2026-01-01T10:00:00Z activation order 1" \
		"2026-01-03T10:00:00Z advocacy booking 1"
	milestones vip "vip  2026-01-03T10:00:00Z booking 1"
	crm-config set vip.spend 0
	stages "2026-01-01T10:00:00Z activation order 1" \
		"2026-01-03T10:00:00Z retention booking 1"
	milestones vip ""
}

# --- stages --------------------------------------------------------------------

@test "G18 R10 skipping stages is one row" {
	order 2026-01-01T10:00:00Z 5000.01
	stages "2026-01-01T10:00:00Z advocacy order 1"
}

@test "G3 R10 the history begins with the first that is known of a client" {
	order 2016-05-01T10:00:00Z 10
	assert_equal "$(derived stage | head -n 1)" "1 2016-05-01T10:00:00Z discovery created"
	crm-order delete 1
	order 2026-01-01T10:00:00Z 10
	assert_equal "$(derived stage | head -n 1)" "1 2025-12-20T12:00:00Z discovery created"
}

@test "R6 two interactions engage; a review and a message out do not" {
	event 2026-01-01T10:00:00Z review
	event 2026-01-02T10:00:00Z message_out
	event 2026-01-03T10:00:00Z message_in
	crm-config set journey.churn_days 0
	stages ""
	booking 2026-01-04T10:00:00Z no_show
	stages "2026-01-04T10:00:00Z engagement booking 1"
}

@test "R6 a booking that did not take place counts when it was made" {
	crm-config set journey.churn_days 0
	crm-config set journey.engagement_interactions 1
	crm-booking add --client 1 --service Cut --starts 2026-02-01T10:00:00Z \
		--created 2026-01-05T10:00:00Z
	stages "2026-01-05T10:00:00Z engagement booking 1"
	crm-booking complete 1
	stages "2026-02-01T10:00:00Z activation booking 1"
}

@test "R7 three purchases on two days; midnight is where the account is" {
	crm-config set account.timezone America/Sao_Paulo
	crm-config set journey.churn_days 0
	order 2026-01-02T01:00:00Z 10
	order 2026-01-02T02:00:00Z 10
	order 2026-01-02T02:59:59Z 10
	stages "2026-01-02T01:00:00Z activation order 1"
	order 2026-01-02T03:00:00Z 10
	stages "2026-01-02T01:00:00Z activation order 1" \
		"2026-01-02T03:00:00Z retention order 4"
}

@test "R7 Sao Paulo: the hour before midnight that happens twice is one day" {
	crm-config set account.timezone America/Sao_Paulo
	crm-config set journey.churn_days 0
	order 2019-02-17T01:30:00Z 10	# 23:30 of the 16th, in summer time
	order 2019-02-17T02:30:00Z 10	# 23:30 of the 16th once more
	order 2019-02-17T02:59:59Z 10
	stages "2019-02-17T01:30:00Z activation order 1"
	order 2019-02-17T03:00:00Z 10
	stages "2019-02-17T01:30:00Z activation order 1" \
		"2019-02-17T03:00:00Z retention order 4"
}

@test "R9 churned at 03:00 of the 180th day, and back with what is earned" {
	export CRM_NOW=2026-02-27T23:59:59Z
	order 2025-09-01T23:00:00Z 10
	event 2025-09-01T23:59:59Z review
	stages "2025-09-01T23:00:00Z activation order 1"
	come 2026-02-28
	stages "2025-09-01T23:00:00Z activation order 1" \
		"2026-02-28T03:00:00Z churned inactivity"
	event 2026-02-28T03:00:01Z review
	stages "2025-09-01T23:00:00Z activation order 1" \
		"2026-02-28T03:00:00Z churned inactivity" \
		"2026-02-28T03:00:01Z activation event 2"
	crm-event edit 2 --at 2026-02-28T03:00:00Z
	stages "2025-09-01T23:00:00Z activation order 1"
	crm-event edit 2 --type call
	stages "2025-09-01T23:00:00Z activation order 1" \
		"2026-02-28T03:00:00Z churned inactivity"
}

@test "R9 180 days after the creation where there was nothing; 0: nobody churns" {
	crm-client edit 1 --created 2017-01-01T12:00:00Z
	event 2018-05-01T10:00:00Z review
	stages "2017-06-30T03:00:00Z churned inactivity" \
		"2018-05-01T10:00:00Z discovery event 1" \
		"2018-10-28T03:00:00Z churned inactivity"
	crm-config set journey.churn_days 0
	stages ""
	crm-config set journey.churn_days 2800
	stages "2025-12-30T03:00:00Z churned inactivity"
}

@test "R9 a client who never did anything churns by the daily job" {
	come 2026-06-17
	assert_equal "$(derived client)" discovery
	come 2026-06-18
	stages "2026-06-18T03:00:00Z churned inactivity"
	assert_equal "$(crm-client show 1 --json | jq -r .stage)" churned
}

@test "R9 Lisbon: 03:00 on the nights on which clocks change" {
	crm-config set account.timezone Europe/Lisbon
	event 2025-04-28T23:00:00Z checkin	# the 29th there
	stages "2025-10-26T03:00:00Z churned inactivity"
	event 2025-09-29T23:00:00Z checkin	# the 30th there
	export CRM_NOW=2026-03-28T23:59:59Z
	event 2025-01-01T12:00:00Z call
	stages "2025-09-29T23:00:00Z engagement event 2"
	export CRM_NOW=2026-03-29T01:30:00Z
	event 2025-01-01T13:00:00Z call
	stages "2025-09-29T23:00:00Z engagement event 2" \
		"2026-03-29T02:00:00Z churned inactivity"
}

@test "R9 Sao Paulo: 03:00 on the nights on which clocks change" {
	crm-config set account.timezone America/Sao_Paulo
	event 2018-05-08T12:00:00Z checkin
	stages "2018-11-04T05:00:00Z churned inactivity"
	crm-event edit 1 --at 2018-08-22T02:30:00Z	# the 21st there
	stages "2019-02-17T06:00:00Z churned inactivity"
}

@test "R10 set overrides from its date until unset, whatever happens" {
	export CRM_NOW=2025-12-21T10:00:00Z
	order 2025-12-20T13:00:00Z 10
	crm-journey set 1 advocacy --reason Friend
	export CRM_NOW=2026-03-15T10:00:00Z
	order 2026-01-01T10:00:00Z 10
	order 2026-01-02T10:00:00Z 10
	stages "2025-12-20T13:00:00Z activation order 1" \
		"2025-12-21T10:00:00Z advocacy set"
	crm-journey unset 1
	stages "2025-12-20T13:00:00Z activation order 1" \
		"2025-12-21T10:00:00Z advocacy set" \
		"2026-03-15T10:00:00Z retention unset"
	come 2026-07-01
	stages "2025-12-20T13:00:00Z activation order 1" \
		"2025-12-21T10:00:00Z advocacy set" \
		"2026-03-15T10:00:00Z retention unset" \
		"2026-07-01T03:00:00Z churned inactivity"
}

@test "R10 while a stage is set nobody churns; lifted after that, churned" {
	order 2026-01-01T10:00:00Z 10
	crm-journey set 1 activation --reason "Is abroad"
	stages "2026-01-01T10:00:00Z activation order 1"
	come 2026-10-01
	stages "2026-01-01T10:00:00Z activation order 1"
	crm-journey unset 1
	stages "2026-01-01T10:00:00Z activation order 1" \
		"2026-10-01T10:00:00Z churned unset"
}

@test "R10 set to churned: what happens then does not bring back" {
	order 2026-01-01T10:00:00Z 10
	crm-journey set 1 churned --reason "Moved away"
	come 2026-03-16
	order 2026-03-16T09:00:00Z 10
	stages "2026-01-01T10:00:00Z activation order 1" \
		"2026-03-15T10:00:00Z churned set"
	crm-journey unset 1
	stages "2026-01-01T10:00:00Z activation order 1" \
		"2026-03-15T10:00:00Z churned set" \
		"2026-03-16T10:00:00Z activation unset"
}

# --- milestones ----------------------------------------------------------------

@test "R15 H11 H12 first purchase on 29 February" {
	order 2024-02-29T10:00:00Z 10
	milestones "anniversary_.*" \
		"anniversary_1y  2025-02-28T03:00:00Z order 1" \
		"anniversary_2y  2026-02-28T03:00:00Z order 1"
	crm-config set milestone.anniversary_years 4
	come 2028-02-28
	milestones "anniversary_[34]y" "anniversary_3y  2027-02-28T03:00:00Z order 1"
	come 2028-02-29
	milestones "anniversary_[34]y" "anniversary_3y  2027-02-28T03:00:00Z order 1" \
		"anniversary_4y  2028-02-29T03:00:00Z order 1"
}

@test "R15 29 February is a day of the account, and 03:00 an hour there" {
	order 2024-03-01T02:00:00Z 10
	milestones anniversary_1y "anniversary_1y  2025-03-01T03:00:00Z order 1"
	crm-config set account.timezone America/Sao_Paulo
	milestones anniversary_1y "anniversary_1y  2025-02-28T06:00:00Z order 1"
	crm-order edit 1 --ordered 2023-03-25T22:59:59Z
	crm-config set account.timezone Europe/Lisbon
	milestones anniversary_1y "anniversary_1y  2024-03-25T03:00:00Z order 1"
	crm-order edit 1 --ordered 2023-03-31T22:59:59Z
	milestones anniversary_1y "anniversary_1y  2024-03-31T02:00:00Z order 1"
}

@test "R12 an import from 8 to 12 purchases: purchases_10 on the day of the tenth" {
	local i

	for i in 1 2 3 4 5 6 7 8; do
		order "2025-01-0${i}T10:00:00Z" 10
	done
	milestones "purchases_.*" ""
	printf 'email,product,status,amount,ordered\n' >o.csv
	for i in 12 11 10 09; do
		printf 'a@x.pt,Oil,completed,10,2025-01-%sT10:00:00Z\n' "$i" >>o.csv
	done
	crm-import -q orders o.csv
	milestones "purchases_.*" "purchases_10  2025-01-10T10:00:00Z order 11"
}

@test "R28 what an import brought goes when the import is undone" {
	order 2025-01-01T10:00:00Z 10
	printf 'email,product,status,amount,ordered\na@x.pt,Oil,paid,600,2025-01-02T10:00:00Z\n' >o.csv
	crm-import -q orders o.csv
	milestones "first_.*|high.*|loyalty.*" "first_order  2025-01-01T10:00:00Z order 1" \
		"first_repeat  2025-01-02T10:00:00Z order 2" \
		"high_value_purchase order 2 2025-01-02T10:00:00Z order 2" \
		"loyalty_tier_upgrade silver 2025-01-02T10:00:00Z order 2"
	crm-import undo 1 2>/dev/null
	milestones "first_.*|high.*|loyalty.*" "first_order  2025-01-01T10:00:00Z order 1"
	tiers ""
}

@test "R28 a refund after the tenth purchase revokes, an eleventh awards again" {
	local i

	for i in 1 2 3 4 5 6 7 8 9 10; do
		order "2025-01-$(printf %02d "$i")T10:00:00Z" 10
	done
	milestones purchases_10 "purchases_10  2025-01-10T10:00:00Z order 10"
	CRM_NOW=2026-03-14T09:00:00Z crm-order refund 4
	milestones purchases_10 \
		"purchases_10  2025-01-10T10:00:00Z order 10 2026-03-14T09:00:00Z"
	order 2025-01-11T10:00:00Z 10
	milestones purchases_10 "purchases_10  2025-01-11T10:00:00Z order 11"
	crm-log undo "$(db "SELECT change_id FROM journal WHERE tbl = 'orders'
		AND op = 'update'")" 2>/dev/null
	milestones purchases_10 "purchases_10  2025-01-10T10:00:00Z order 10"
	crm-order delete 11 10
	milestones purchases_10 ""
}

@test "R28 a booking completed by mistake: its milestone is kept, revoked" {
	booking 2026-01-01T10:00:00Z completed --price 700
	milestones "first_booking|high_value_purchase" \
		"first_booking  2026-01-01T10:00:00Z booking 1" \
		"high_value_purchase booking 1 2026-01-01T10:00:00Z booking 1"
	CRM_NOW=2026-03-14T09:00:00Z crm-booking cancel 1
	milestones "first_booking|high_value_purchase" \
		"first_booking  2026-01-01T10:00:00Z booking 1 2026-03-14T09:00:00Z" \
		"high_value_purchase booking 1 2026-01-01T10:00:00Z booking 1 2026-03-14T09:00:00Z"
}

@test "R11 external purchases: apart, or counted, and high value in any case" {
	crm-purchase add --client 1 --product Course --platform hotmart --price 600 \
		--purchased 2026-01-01T10:00:00Z >/dev/null
	order 2026-01-02T10:00:00Z 10
	milestones "first_.*|high.*|loyalty.*" "first_order  2026-01-02T10:00:00Z order 1" \
		"high_value_purchase purchase 1 2026-01-01T10:00:00Z purchase 1"
	tiers ""
	crm-config set purchase.count_external yes
	milestones "first_.*|high.*|loyalty.*" "first_order  2026-01-02T10:00:00Z order 1" \
		"first_repeat  2026-01-02T10:00:00Z order 1" \
		"high_value_purchase purchase 1 2026-01-01T10:00:00Z purchase 1" \
		"loyalty_tier_upgrade silver 2026-01-01T10:00:00Z purchase 1"
	tiers "2026-01-01T10:00:00Z silver 600 purchase 1"
}

@test "R26 five interactions in a month, when it is over" {
	local i

	for i in 1 2 3 4; do
		event "2026-02-0${i}T10:00:00Z" checkin
	done
	milestones high_engagement_month ""
	event 2026-02-28T23:59:59Z message_in
	event 2026-02-05T10:00:00Z review
	milestones high_engagement_month \
		"high_engagement_month 2026-02 2026-02-28T23:59:59Z 2026-02"
	for i in 1 2 3 4 5; do
		event "2026-03-0${i}T10:00:00Z" checkin
	done
	come 2026-03-31
	milestones high_engagement_month \
		"high_engagement_month 2026-02 2026-02-28T23:59:59Z 2026-02"
	come 2026-04-01
	milestones high_engagement_month \
		"high_engagement_month 2026-02 2026-02-28T23:59:59Z 2026-02" \
		"high_engagement_month 2026-03 2026-03-31T23:59:59Z 2026-03"
}

@test "R26 at least twice the mean of the six months before" {
	local i month

	for month in 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12; do
		for i in 1 2 3; do
			event "$month-1${i}T10:00:00Z" checkin
		done
	done
	for i in 1 2 3 4 5; do
		event "2026-01-0${i}T10:00:00Z" checkin
	done
	milestones high_engagement_month ""
	event 2026-01-06T10:00:00Z checkin
	milestones high_engagement_month \
		"high_engagement_month 2026-01 2026-01-31T23:59:59Z 2026-01"
	event 2025-07-20T10:00:00Z checkin
	milestones high_engagement_month ""
	crm-event edit 25 --at 2025-06-30T23:59:59Z
	milestones high_engagement_month \
		"high_engagement_month 2026-01 2026-01-31T23:59:59Z 2026-01"
}

@test "R26 a month is that of the account" {
	local i

	for i in 1 2 3 4; do
		event "2018-10-0${i}T10:00:00Z" checkin
	done
	event 2018-11-01T02:59:59Z checkin
	milestones high_engagement_month ""
	crm-config set account.timezone America/Sao_Paulo
	milestones high_engagement_month \
		"high_engagement_month 2018-10 2018-11-01T02:59:59Z 2018-10"
	crm-event edit 5 --at 2018-11-01T03:00:00Z
	milestones high_engagement_month ""
}

@test "R27 five bookings completed, none cancelled or missed" {
	local i

	for i in 1 2 3 4; do
		booking "2026-01-0${i}T10:00:00Z"
	done
	booking 2026-01-06T10:00:00Z
	milestones perfect_attendance "perfect_attendance  2026-01-06T10:00:00Z booking 5"
	booking 2026-01-08T10:00:00Z confirmed
	milestones perfect_attendance "perfect_attendance  2026-01-06T10:00:00Z booking 5"
	crm-booking no-show 6
	milestones perfect_attendance \
		"perfect_attendance  2026-01-06T10:00:00Z booking 5 2026-01-08T10:00:00Z"
	crm-booking edit 6 --starts 2026-01-05T10:00:00Z
	milestones perfect_attendance ""
}

@test "R25 tiers turn at just so many points, and a refund takes them back" {
	order 2026-01-01T10:00:00Z 499.99
	tiers ""
	crm-order edit 1 --amount 500.00
	tiers "2026-01-01T10:00:00Z silver 500 order 1"
	order 2026-01-02T10:00:00Z 0.99
	order 2026-01-03T10:00:00Z 4500.00
	tiers "2026-01-01T10:00:00Z silver 500 order 1" \
		"2026-01-03T10:00:00Z platinum 5000 order 3"
	milestones "loyalty_tier_upgrade|vip" \
		"loyalty_tier_upgrade platinum 2026-01-03T10:00:00Z order 3" \
		"loyalty_tier_upgrade silver 2026-01-01T10:00:00Z order 1" \
		"vip  2026-01-03T10:00:00Z order 3"
	CRM_NOW=2026-03-14T09:00:00Z crm-order refund 3
	tiers "2026-01-01T10:00:00Z silver 500 order 1" \
		"2026-01-03T10:00:00Z platinum 5000 order 3" \
		"2026-03-14T09:00:00Z silver 500 order 3"
	milestones loyalty_tier_upgrade \
		"loyalty_tier_upgrade platinum 2026-01-03T10:00:00Z order 3 2026-03-14T09:00:00Z" \
		"loyalty_tier_upgrade silver 2026-01-01T10:00:00Z order 1"
}

@test "R25 points by hand count; redeemed ones lower no tier; rates are exact" {
	crm-config set loyalty.points_per_unit 0.57
	order 2026-01-01T10:00:00Z 100.00	# 57, though 0.57 * 100 < 57 in binary
	crm-loyalty earn 1 443 --reason Gift
	tiers "2026-03-15T10:00:00Z silver 500 loyalty 1"
	crm-loyalty redeem 1 400 --reason Voucher
	tiers "2026-03-15T10:00:00Z silver 500 loyalty 1"
}
