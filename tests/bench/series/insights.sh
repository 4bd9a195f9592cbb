# shellcheck shell=bash disable=SC2154
# How long each answer takes of N clients who did 10 N things. See run.sh.
#
# One in 50 clients is deleted, one in 60 archived, one in 200 spam, so that
# what does not count has to be left out; one in 20 has a booking to come.

# Each answer: its sample and the command.
insights_answers() {
	cat <<-'END'
	in_overview	crm-insights overview
	in_span	crm-insights overview --since 2024-03-05 --until 2025-02-17
	in_stats	crm-insights stats --by month
	in_top	crm-insights top
	in_top_span	crm-insights top --since 2024-01-01
	in_spent	crm-insights top --by spent
	in_at_risk	crm-insights at-risk --limit 50
	in_at_span	crm-insights at-risk --since 2024-01-01 --limit 50
	in_base	crm-insights base
	in_evolution	crm-insights evolution --since 2021-01-01
	in_compare	crm-insights evolution --by month --since 2025-01-01 --compare previous
	in_status	crm-insights status
	in_labels	crm-insights status --all-labels
	in_converted	crm-insights conversion --by month
	in_weekday	crm-insights patterns
	in_hour	crm-insights patterns --by hour
	in_interval	crm-insights patterns --by interval
	in_int_span	crm-insights patterns --by interval --since 2023-01-01
	in_revenue	crm-insights revenue
	in_rev_day	crm-insights revenue --by day --since 2025-01-01
	in_rfm	crm-insights rfm
	in_rfm_list	crm-insights rfm --list --limit 50
	in_cohort	crm-insights cohort
	in_cohort_w	crm-insights cohort --by week
	in_overdue	crm-insights overdue --limit 50
	in_reliable	crm-insights reliability --limit 50
	in_stages	crm-journey distribution
	in_report	crm-insights report -o report.html
	in_journey	crm-journey conversion --since 2026-01-01
	in_as_of	crm-insights rfm --as-of 2024-12-01
	in_as_of_ov	crm-insights overview --as-of 2025-12-01
	in_as_of_due	crm-insights overdue --as-of 2025-12-01 --limit 50
	in_as_of_top	crm-insights top --as-of 2024-12-01
	END
}

rows_insights() {
	local sample command must

	while IFS=$'\t' read -r sample command; do
		case $sample in
		in_report | in_journey) must=- ;; # many answers; another command
		*) must=1500/100 ;;
		esac
		printf '%s\t-\t-\t%s\t-\t%s\n' "$sample" "$must" \
		    "$(cut -c 1-38 <<<"${command#crm-}")"
	done < <(insights_answers)
}

insights_base() {
	local type

	"$BUILD/crm-config" set account.currency EUR -d "$1" -q
	"$BUILD/crm-import" -d "$1" -q clients.csv 2>err
	for type in bookings:5 orders:2 purchases:1 events:2; do
		./gen "${type%:*}" "$((N * ${type#*:}))" --clients "$N" >some.csv
		"$BUILD/crm-import" "${type%:*}" -d "$1" -q some.csv 2>err
	done
	rm -f some.csv
	sqlite3 "$1" "BEGIN IMMEDIATE;
		UPDATE client SET status = 'deleted', deleted_at = '2026-06-01T10:00:00Z' WHERE id % 50 = 7;
		UPDATE client SET status = 'archived', archived_at = '2026-05-01T10:00:00Z' WHERE id % 60 = 3 AND status = 'active';
		UPDATE client SET status = 'spam' WHERE id % 200 = 5 AND status = 'active';
		INSERT INTO booking (client_id, service, starts_at)
			SELECT id, 'Cut', '2026-12-10T10:00:00Z' FROM client WHERE id % 20 = 1;
		COMMIT" 2>err
	"$BUILD/crm-milestones" --daily -d "$1" >out
}

series_insights() {
	local sample command run
	remove work.db
	say "importing $((10 * N)) facts"
	insights_base work.db
	settle
	expect "orders and events of the insights" \
	    "$(($(count work.db orders) + $(count work.db event)))" "$((4 * N))"
	for ((run = 0; run < RUNS; run++)); do
		while IFS=$'\t' read -r sample command; do
			# shellcheck disable=SC2086 # the words of a command
			measure "$sample" 1 "$BUILD/"${command} -d work.db
		done < <(insights_answers)
	done
	rm -f report.html
	remove work.db
}
