# shellcheck shell=bash disable=SC2154
# What follows from the facts: of everybody, of a day, of one booking. See run.sh.

rows_derive() {
	cat <<-'END'
	derive		yard_group	-	6000/1500	-	derive everybody: N facts, N/10 clients
	daily		derive		0.1/0.04	-	-	the daily job of a day later : that
	complete	-		-	-	-	crm-booking complete, one
	END
}

# Ten facts a client. What the daily job is asked to do is what a day brings:
# anniversaries, churn, and the ends of months now and then.
series_derive() {
	local run type id work
	"$BUILD/crm-config" set account.currency EUR -d base.db -q
	./gen clients "$((N / 10))" >few.csv
	"$BUILD/crm-import" -d base.db -q few.csv 2>err
	for type in bookings:2 orders:5 purchases:10 events:5; do
		./gen "${type%:*}" "$((N / ${type#*:}))" \
		    --clients "$((N / 10))" >some.csv
		"$BUILD/crm-import" "${type%:*}" -d base.db -q some.csv 2>err
	done
	rm -f few.csv some.csv
	"$BUILD/crm-milestones" --daily -d base.db >out
	id=$(sqlite3 base.db "SELECT min(id) FROM booking
		WHERE status <> 'completed' AND status <> 'cancelled'")
	for ((run = 0; run < RUNS; run++)); do
		work=work.db
		remove "$work"
		cp base.db "$work"
		settle
		measure derive 1 "$BUILD/crm-config" set vip.purchases \
		    49 -d "$work"
		measure yard_group 1 sqlite3 -readonly "$work" \
		    "SELECT count(*) FROM (SELECT client_id, count(*),
		    max(at), total(amount_minor) FROM timeline
		    GROUP BY client_id)"
		remove "$work"
		cp base.db "$work"
		settle
		CRM_NOW=2026-12-02T03:00:00Z measure daily 1 \
		    "$BUILD/crm-milestones" --daily -d "$work"
		expect "what the day brought, told again" "$(CRM_NOW=2026-12-02T04:00:00Z \
		    "$BUILD/crm-milestones" --daily -d "$work" | wc -l)" 0
		measure complete 1 "$BUILD/crm-booking" complete "$id" -d "$work"
	done
	remove base.db work.db
}
