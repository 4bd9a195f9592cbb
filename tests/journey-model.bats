# journey-model.bats: stages, tiers and milestones of random histories are what
# a second, plain computation says (tests/model.pl), however the facts came in.
# shellcheck shell=bash disable=SC2030,SC2031,SC2154

load helper

# So many clients for each seed, and so many days for the daily job.
CLIENTS=${CLIENTS:-100}
DAYS=${DAYS:-25}

# --- the two judges ------------------------------------------------------------

# on DAY: it is that day. 10:00 UTC is the same day in all the zones here.
on() {
	export CRM_NOW=$1T10:00:00Z
}

# made SEED CLIENTS DAY ZONE [settings]: a random past, in facts.ndjson, as it
# is known on that day.
made() {
	TZ=$4 perl "$BATS_TEST_DIRNAME/histories.pl" "$1" "$2" "$3" "${@:5}" >facts.ndjson
	on "$3"
}

brought() {
	crm-import -q all facts.ndjson
}

# What the tables hold, without the numbers and the news of milestones.
stored() {
	perl "$BATS_TEST_DIRNAME/model.pl" "${1-$CRM_DB}"
}

# agrees WHAT: the model says the same of every client, and the tables hold
# what no table may lack.
agrees() {
	perl "$BATS_TEST_DIRNAME/model.pl" "$CRM_DB" "${CRM_NOW%T*}" >.model
	stored >.stored
	diff .model .stored >.diff || fail "$1: $(wc -l <.diff) lines differ, in
		$CRM_DB: $(head -n 20 .diff)"
	assert_equal "$(backwards)" ""
	assert_equal "$(db "SELECT client_id, milestone, ordinal FROM milestone
		GROUP BY 1, 2, 3 HAVING count(*) > 1")" ""
}

# Stages that went back, but to churned or by what was set (R10): none was
# earned that is below one earned before.
backwards() {
	db "WITH word (stage, level) AS (VALUES ('discovery', 0),
		('engagement', 1), ('activation', 2), ('retention', 3),
		('advocacy', 4)),
	earned AS (SELECT s.*, level, max(level) OVER (PARTITION BY client_id
		ORDER BY n ROWS UNBOUNDED PRECEDING) AS best
		FROM stage_change s JOIN word USING (stage)
		WHERE cause IS NOT 'set')
	SELECT client_id, n, at, stage, cause FROM earned WHERE level < best
	UNION ALL SELECT s.client_id, s.n, s.at, s.stage, s.cause
		FROM stage_change s JOIN stage_change b
		ON b.client_id = s.client_id AND b.n = s.n - 1
		WHERE s.at < b.at OR s.stage = b.stage"
}

# As if nothing had ever been derived.
forgotten() {
	db "DELETE FROM stage_history; DELETE FROM tier_change;
		DELETE FROM milestone; DELETE FROM client_due;
		UPDATE client SET stage = 'discovery'"
	crm-db check --fix >/dev/null 2>&1 || true
}

# --- a past as one import --------------------------------------------------------

# history SEED DAY ZONE [settings]
history() {
	made "$1" "$CLIENTS" "${@:2}"
	brought
	agrees "seed $*"
}

@test "R6 R28 random histories, as one import, in UTC" {
	history 1 2026-03-15 UTC
	[[ $(grep -c '^stage' .model) -gt $CLIENTS ]]
	[[ $(cut -f 3 .model | sort -u | grep -c '[a-z]_[a-z0-9]') -ge 14 ]]
	expect 0 crm-db check
}

@test "R6 R28 random histories, as one import, in Lisbon" {
	history 2 2025-10-26 Europe/Lisbon settings
	expect 0 crm-db check
}

@test "R6 R28 random histories, as one import, in Sao Paulo" {
	history 3 2019-02-17 America/Sao_Paulo settings
	expect 0 crm-db check
}

@test "R6 R28 more of them, with other settings each" {
	local seed zone day n=0

	for seed in 11 12 13 14 15 16; do
		case $((seed % 3)) in
		0) zone=UTC ;;
		1) zone=Europe/Lisbon ;;
		*) zone=America/Sao_Paulo ;;
		esac
		for day in 2018-11-01 2025-02-28 2026-03-29; do
			[[ $((++n % 3)) -eq $((seed % 3)) ]] || continue
			rm -f "$CRM_DB"*
			history "$seed" "$day" "$zone" settings
		done
	done
}

@test "R28 a second import on top of the first, and the undoing of it" {
	local half

	made 4 "$CLIENTS" 2026-03-15 Europe/Lisbon settings
	# All clients, and of the rest those with an odd number first.
	awk 'NR > 1 && !/"type":"(setting|client)"/ && /"id":[0-9]*[02468],/' \
		facts.ndjson >half
	head -n 1 facts.ndjson | cat - half >half.ndjson
	grep -vFxf half facts.ndjson >rest.ndjson
	crm-import -q all rest.ndjson
	agrees "the first half"
	cp .stored first
	crm-import -q all half.ndjson
	agrees "both halves"
	cp .stored both
	half=$(last_change)
	crm-log undo "$half" 2>/dev/null
	stored | diff first -
	crm-log undo "$(last_change)" 2>/dev/null
	stored | diff both -
	expect 0 crm-db check
}

@test "G23 H23 a setting changed: every client is as it says, and back" {
	local setting settings=(journey.churn_days=90
		journey.engagement_interactions=4 vip.purchases=5 vip.spend=750
		purchase.count_external=yes milestone.high_value=99.99
		milestone.anniversary_years=7 milestone.engagement_month=2
		milestone.attendance_bookings=2 loyalty.points_per_unit=0.35
		loyalty.gold=501 account.timezone=UTC rate.GBP=1.2345 rate.EUR=1)

	made 5 $((CLIENTS / 4)) 2026-03-15 America/Sao_Paulo
	brought
	agrees "as it was"
	cp .stored before
	for setting in "${settings[@]}"; do
		crm-config set "${setting%=*}" "${setting#*=}" 2>/dev/null
		agrees "$setting"
	done
	for setting in "${settings[@]}"; do
		crm-log undo "$(db "SELECT max(id) FROM change
			WHERE undoes IS NULL AND undone_by IS NULL")" 2>/dev/null
	done
	stored | diff before -
}

# --- one command after the other -------------------------------------------------

# The records one by one: clients first, every type by number, types at random.
shuffled() {
	awk -v seed="$1" 'NR == 1 { srand(seed); next }
	/^{"type":"client"/ { print; next }
	{ split($0, part, "\""); t = part[4]
	  if (!(t in n)) type[++types] = t
	  line[t, ++n[t]] = $0; left++ }
	END { while (left > 0) {
		r = int(rand() * left--)
		for (i = 1; r >= n[type[i]] - at[type[i]]; i++)
			r -= n[type[i]] - at[type[i]]
		t = type[i]
		print line[t, ++at[t]]
	} }' facts.ndjson
}

# one JSON: a record that is entered, at once or with detours: of another
# client, at another time, not yet done, or one too many that is deleted.
one() {
	local json=$1 type id fields wrong extra

	type=${json#'{"type":"'} type=${type%%'"'*}
	id=${json#*'"id":'} id=${id%%,*}
	case $type in
	booking | order | purchase | form | event) ;;
	*)
		printf '{"crm":1,"schema":1}\n%s\n' "$json" | crm-import -q all -
		return
		;;
	esac
	fields="{${json#*'"id":'*,}" fields=${fields/event_type/type}
	wrong=$fields
	case $((RANDOM % 5)) in
	0) wrong=${fields/\"client_id\":?/\"client_id\":1} ;;
	1) wrong=${fields/T/T1} wrong=${wrong/T1[0-9][0-9]/T11} ;;
	2) wrong=${fields/completed/pending} ;;
	3)
		extra=$(printf '%s\n' "$fields" | crm-"$type" add -)
		crm-"$type" delete "$extra"
		;;
	esac
	printf '%s\n' "$wrong" | crm-"$type" add - >.id
	[[ $(<.id) = "$id" ]] || fail "$type $(<.id), not $id"
	[[ $wrong = "$fields" ]] || printf '%s\n' "$fields" | crm-"$type" edit "$id" -
}

@test "R10 R14 from nothing, as one import, and one by one in any order: the same" {
	local line n=0

	made 6 9 2026-03-15 Europe/Lisbon settings
	brought
	agrees "as one import"
	cp .stored import
	forgotten
	stored | diff import -
	db "SELECT client_id, due_on FROM client_due ORDER BY 1" >due
	export CRM_DB=$PWD/single.db
	RANDOM=6
	while read -r line; do
		one "$line"
		[[ $((++n % 16)) -ne 0 ]] || agrees "step $n, $line"
	done < <(shuffled 6)
	agrees "one by one"
	diff import .stored
	db "SELECT client_id, due_on FROM client_due ORDER BY 1" | diff due -
	expect 0 crm-db check
}

@test "R10 the same facts in another file" {
	made 7 "$CLIENTS" 2026-03-15 America/Sao_Paulo settings
	brought
	agrees "as one import"
	crm-export all >all.ndjson
	CRM_DB=$PWD/other.db crm-import -q all all.ndjson
	stored "$PWD/other.db" | diff .stored -
	CRM_DB=$PWD/other.db forgotten
	stored "$PWD/other.db" | diff .stored -
}

# --- the daily job ---------------------------------------------------------------

@test "R15 H10 every day by itself, or once for all the days: the same" {
	local day

	made 8 $((CLIENTS * 2)) 2025-10-10 Europe/Lisbon
	brought
	crm-config set milestone.anniversary_years 8 2>/dev/null
	crm-config set milestone.engagement_month 2 2>/dev/null
	crm-milestones --daily >/dev/null
	agrees "the first day"
	crm-db backup once.db >/dev/null
	for ((n = 1; n <= DAYS; n++)); do
		day=$(date -u -d "2025-10-10 +$n days" +%F)
		on "$day"
		crm-milestones --daily --json | jq -c '.[] | del(.id)' >>each.news
		[[ $((n % 8)) -ne 0 ]] || agrees "the daily job of $day"
	done
	agrees "the daily job of the last day"
	cp .stored each
	[[ $(wc -l <each.news) -gt 5 ]]
	assert_equal "$(crm-milestones --daily)" ""
	export CRM_DB=$PWD/once.db
	crm-milestones --daily --json | jq -c '.[] | del(.id)' >once.news
	stored | diff each -
	diff <(sort each.news) <(sort once.news)
}
