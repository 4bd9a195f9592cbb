# insights-model.bats: every figure of crm-insights is what a second, plain
# computation says (tests/insights.pl) of random facts: all statuses, several
# currencies, seen from today and from days that have passed.
# shellcheck shell=bash disable=SC2154

load helper

# So many clients for each seed.
CLIENTS=${CLIENTS:-60}

# facts SEED ZONE: a business at random, in a zone of its own.
facts() {
	export TZ=$2
	crm-config set account.currency EUR -q 2>/dev/null
	crm-config set account.timezone "$2" -q
	perl "$ROOT/tests/insights.pl" make "$1" "$CLIENTS" 2026-03-15 >made.ndjson
	crm-import all made.ndjson -q
	crm-export all >facts.ndjson
}

# agree VERB [OPTION=VALUE...]: both give the same CSV.
agree() {
	local verb=$1 option args=()

	shift
	perl "$ROOT/tests/insights.pl" "$verb" facts.ndjson "$CRM_NOW" "$@" >want.csv
	for option; do
		case $option in
		closed=* | all-labels=*) args+=("--${option%%=*}") ;;
		*) args+=("--${option%%=*}" "${option#*=}") ;;
		esac
	done
	crm-insights "$verb" "${args[@]}" -f csv >got.csv
	cmp -s want.csv got.csv || fail "$verb $*, TZ=$TZ: $(diff want.csv got.csv |
		head -n 12)"
}

# Each answer of a list, seen from several sides.
spans() {
	local answer

	for answer; do
		# shellcheck disable=SC2086 # a verb and its options
		{
			agree $answer
			agree $answer since=2025-06-10 until=2026-01-31
			agree $answer as-of=2025-12-24
			agree $answer since=2025-11-11 as-of=2026-02-01
			agree $answer until=2026-02-28
			agree $answer since=2026-01-01
			agree $answer since=2025-08-03T09:52:11Z until=2026-02-11T17:07:41Z
		}
	done
}

bookings() {
	spans overview 'overview closed=1' stats 'stats by=day' 'stats by=week' \
	    'stats by=month' top 'top by=spent' at-risk patterns 'patterns by=hour' \
	    'patterns by=interval' revenue 'revenue by=year'
}

people() {
	spans base evolution 'evolution by=week' 'evolution by=month' conversion \
	    'conversion by=month'
	for answer in status 'status all-labels=1' rfm cohort 'cohort by=week' \
	    'cohort by=year' overdue 'overdue grace=5'; do
		# shellcheck disable=SC2086 # a verb and its options
		{
			agree $answer
			agree $answer as-of=2025-12-24
			agree $answer as-of=2026-03-01
		}
	done
	agree cohort since=2025-10-01 until=2026-01-31
	for answer in 'reliability window=90d' 'reliability window=400d'; do
		# shellcheck disable=SC2086 # a verb and its options
		{
			agree $answer
			agree $answer as-of=2025-12-24
		}
	done
}

@test "overview, stats, top, at-risk, patterns, revenue: random facts, in UTC" {
	facts 1 UTC
	bookings
}

@test "base, evolution, conversion, status, rfm, cohort, overdue, in UTC" {
	facts 2 UTC
	people
}

@test "the same bookings where clocks change: Lisbon" {
	facts 3 Europe/Lisbon
	bookings
}

@test "the same where clocks are three quarters of an hour off: Kathmandu" {
	facts 6 Asia/Kathmandu
	for answer in 'stats by=day' 'patterns by=hour' 'revenue by=day' revenue; do
		spans "$answer"
	done
	# What lies within one quarter of an hour, and one hour.
	agree stats since=2026-01-01T00:20:00Z until=2026-03-01T00:25:00Z
	agree revenue by=day since=2026-02-01T10:10:00Z until=2026-02-01T10:40:00Z
}

@test "the same clients where midnight is another day in UTC: Auckland" {
	facts 4 Pacific/Auckland
	people
}

# moved [OPTION=VALUE...]: crm-journey conversion is what the stages of all say.
moved() {
	local option args=()

	perl "$ROOT/tests/insights.pl" journey facts.ndjson "$CRM_NOW" \
	    history=history.csv "$@" >want.csv
	for option; do
		args+=("--${option%%=*}" "${option#*=}")
	done
	crm-journey conversion "${args[@]}" -f csv >got.csv
	cmp -s want.csv got.csv || fail "conversion $*, TZ=$TZ: $(diff want.csv \
		got.csv | head -n 12)"
}

# Stages set by hand, and lifted; who is deleted in the month of a move, and who
# was before it all.
stages() {
	local -a there

	mapfile -t there < <(db "SELECT id FROM client WHERE status = 'active'")
	crm-journey set "${there[0]}" churned --reason gone \
	    --at 2026-01-31T23:59:59Z -q
	crm-journey unset "${there[0]}" -q
	crm-journey set "${there[1]}" advocacy --reason friend --at -40d -q
	crm-journey set "${there[2]}" discovery --reason again --at -2d -q
	db "UPDATE client SET status = 'deleted', deleted_at = (SELECT at
		FROM stage_change WHERE client_id = client.id AND n = 2) WHERE id = 11;
		UPDATE client SET status = 'deleted', deleted_at = created_at WHERE id = 12;
		UPDATE client SET status = 'deleted', deleted_at = NULL WHERE id = 13"
	crm-client tag 1 seen -q
	db "SELECT client_id, stage, at FROM (
		SELECT client_id, n, stage, at FROM stage_change UNION ALL
		SELECT id, 1, 'discovery', created_at FROM client WHERE id NOT IN
			(SELECT client_id FROM stage_change))
		ORDER BY client_id, n" >history.csv
	crm-export all >facts.ndjson
	[ "$(wc -l <history.csv)" -gt 100 ]
}

conversions() {
	for by in day week month year; do
		moved by="$by"
		moved by="$by" since=2025-12-24 until=2026-01-31
	done
	moved until=2024-12-31
	moved since=2026-01-01 from=any
	moved to=churned
	moved from=churned to=engagement by=year
	moved from=discovery to=retention since=2025-08-03
}

@test "conversion of the journey: what its history says, in UTC" {
	facts 7 UTC
	stages
	conversions
	expect 0 crm-db check
}

@test "the same where clocks change at midnight, and are ahead of UTC by half a day" {
	facts 8 America/Sao_Paulo
	stages
	conversions
	rm -f "$CRM_DB"*
	facts 9 Pacific/Auckland
	stages
	conversions
}

@test "changes one by one, and derived from nothing: the same sums and histories" {
	facts 5 UTC
	for id in $(db "SELECT id FROM orders ORDER BY id % 5, id LIMIT 6"); do
		crm-order edit "$id" --status "$([ $((id % 2)) = 0 ] && echo refunded || echo paid)" \
		    --ordered -20d -q
	done
	crm-purchase delete "$(db "SELECT id FROM purchase WHERE status = 'completed' LIMIT 1")" -q
	crm-log undo "$(crm-log list --limit 1 -f id)" -q
	crm-booking add 'Somebody' 2026-03-01T10:00Z --name X --email x@example.com -q
	db "UPDATE booking SET price_minor = 7, currency = 'JPY' WHERE id % 9 = 0;
		DELETE FROM orders WHERE id % 11 = 0"
	for id in $(db "SELECT id FROM booking WHERE client_id IS NOT NULL
		ORDER BY id % 7, id LIMIT 12"); do
		case $((id % 4)) in
		0) crm-booking delete "$id" -q ;;
		1) crm-booking edit "$id" --status no_show -q ;;
		2) crm-booking edit "$id" --client 1 -q ;;
		3) crm-booking edit "$id" --starts -40d -q ;;
		esac
	done
	expect 0 crm-db check
	crm-export all >facts.ndjson
	agree overview
	agree top
	agree at-risk
	agree overdue
	agree patterns by=interval
	agree revenue
	agree stats by=day
	agree rfm
	# And it would be seen if they were not.
	db "UPDATE kept_sum SET n = n + 1 WHERE at = (SELECT max(at) FROM kept_sum)"
	expect 1 crm-db check
	assert_output --partial 'kept_sum: should not have'
}
