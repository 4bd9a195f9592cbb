# crm-insights.bats: crm-insights by hand; insights-model.bats holds its figures
# to a second computation.
# shellcheck shell=bash disable=SC2154

load helper

# client NAME CREATED [OPTION...]
client() {
	crm-client add "$1" --email "${1// /.}@example.com" --created "$2" "${@:3}" -q
}

# bookings CLIENT STATUS N: so many, a day apart, in the past.
bookings() {
	local i

	for ((i = 1; i <= $3; i++)); do
		printf '{"client":"%s","service":"Cut","starts":"2026-02-%02dT10:00Z","status":"%s"}\n' \
		    "$1" "$i" "$2"
	done | crm-booking add - -q
}

# The answer, as JSON.
answer() {
	crm-insights "$@" --json
}

@test "an empty database: zeros, no rates, and it is no error" {
	crm-db init -q
	assert_equal "$(answer overview)" '{"total_clients":0,"active_clients":0,"total_bookings":0,"completed_bookings":0,"completion_rate":null,"recurring_clients":0}'
	assert_equal "$(answer stats)" '{"completed_bookings":0,"cancelled_bookings":0,"no_shows":0,"no_show_rate":null}'
	assert_equal "$(answer base)" '{"total_clients":0,"new_clients":0,"recurrent_clients":0,"average_permanence_days":null}'
	assert_equal "$(answer conversion)" '{"created":0,"existing":0,"guests":0,"rate":null}'
	for verb in top at-risk overdue cohort revenue 'patterns --by hour'; do
		# shellcheck disable=SC2086 # a verb and its options
		assert_equal "$verb $(answer $verb)" "$verb []"
	done
	assert_equal "$(answer evolution | jq length)" 31
	assert_equal "$(answer status | jq '[.[].clients] | add')" 0
	assert_equal "$(answer rfm | jq '[.[].clients] | add')" 0
	expect 0 crm-insights evolution -f chart
}

@test "J1-J4 overview: clients, bookings, the rate, who has a series" {
	client Ana 2025-01-01
	client Rui 2025-01-01 --status inactive
	client Eva 2025-01-01
	client Bad 2025-01-01 --status spam
	client Old 2025-01-01
	crm-client archive Old -q
	bookings 1 completed 3
	bookings 2 cancelled 1
	crm-booking add 1 Cut tomorrow -q
	crm-booking series add 1 Yoga tomorrow -q
	crm-booking series add 3 Yoga 2026-02-13T10:00Z --count 1 -q
	assert_equal "$(answer)" "$(answer overview)"
	assert_equal "$(answer | jq -c '[.total_clients, .active_clients, .recurring_clients]')" '[4,2,1]'
	assert_equal "$(answer | jq .total_bookings)" "$(crm-booking list --json | jq length)"
	crm-booking list --json | jq '[.[] | select(.status == "completed")] | length / 1' >n
	assert_equal "$(answer | jq .completed_bookings)" "$(<n)"
	assert_equal "$(answer --closed | jq .completion_rate)" 0.75
}

@test "R21 who is deleted counts no more, but what was stays as it was" {
	client Ana 2025-01-01
	client Rui 2025-01-01
	bookings 1 completed 3
	bookings 2 completed 2
	before=$(answer overview --until 2026-02-20)
	crm-client delete 2 -q
	assert_equal "$(answer overview | jq -c '[.total_clients, .total_bookings]')" '[1,3]'
	assert_equal "$(answer overview --until 2026-02-20)" "$before"
	assert_equal "$(answer overview --as-of 2026-03-14 | jq -c '[.total_clients, .total_bookings]')" '[2,5]'
	crm-client restore 2 -q
	assert_equal "$(answer overview | jq -c '[.total_clients, .total_bookings]')" '[2,5]'
}

@test "J5-J8 top: ranks shared, order stable, who comes regularly marked" {
	for name in Ana Rui Eva Leo; do
		client "$name" 2025-01-01
	done
	bookings 1 completed 2
	bookings 2 completed 5
	bookings 3 completed 2
	bookings 4 cancelled 9
	crm-booking series add 3 Yoga tomorrow -q
	expect 0 crm-insights top -f csv
	assert_output "rank,client_id,client_name,completed_bookings,recurring
1,2,Rui,5,no
2,1,Ana,2,no
2,3,Eva,2,yes"
	assert_equal "$(answer top --by completed --limit 1 | jq -c .)" \
	    '[{"rank":1,"client_id":2,"client_name":"Rui","completed_bookings":5,"recurring":false}]'
}

@test "J9, J10 at-risk at its edges: 3 of 3, 1 of 4, 3 of 10, 2 of 4" {
	for name in Ana Rui Eva Leo; do
		client "$name" 2025-01-01
	done
	bookings 1 no_show 3
	bookings 2 completed 3
	bookings 2 cancelled 1
	bookings 3 completed 7
	bookings 3 cancelled 2
	bookings 3 no_show 1
	bookings 4 completed 2
	bookings 4 cancelled 1
	bookings 4 no_show 1
	assert_equal "$(answer at-risk | jq -c .)" \
	    '[{"client_id":4,"client_name":"Leo","total_bookings":4,"rate":0.5,"cancelled_bookings":1,"no_shows":1}]'
	assert_equal "$(answer at-risk --min 2 --rate 29% | jq -c '[.[].client_id]')" '[1,4,3]'
	crm-config set insights.risk_rate 0.2 -q
	assert_equal "$(answer at-risk | jq -c '[.[].client_id]')" '[4,3,2]'
	crm-config unset insights.risk_rate -q
	crm-insights at-risk -f id | crm-client tag - call -q
	assert_equal "$(crm-client list --tag call -f id)" 4
	expect 2 crm-insights at-risk --rate 2
	says 'crm-insights: --rate: not a share between 0 and 1, or a percentage: "2"'
}

@test "J5 top --by spent: in the currency of the account, in a span what was spent in it" {
	crm-config set account.currency EUR -q
	for name in Ana Rui Eva; do
		client "$name" 2025-01-01
	done
	crm-booking add Ana Cut 2025-06-01T10:00Z --status completed --price 90 -q
	crm-booking add Rui Cut 2026-02-01T10:00Z --status completed --price 30 -q
	crm-booking add Rui Cut 2026-02-02T10:00Z --status completed --price 60 -q
	crm-booking add Eva Cut 2026-02-02T10:00Z --status cancelled --price 500 -q
	expect 0 crm-insights top --by spent -f csv
	assert_output "rank,client_id,client_name,spent,completed_bookings,recurring
1,1,Ana,90.00,1,no
1,2,Rui,90.00,2,no"
	for span in 2026-01-01 2025-07-01; do
		assert_equal "$(answer top --by spent --since "$span" | jq -c '[.[] | [.client_name, .spent]]')" '[["Rui",90]]'
	done
	assert_equal "$(answer top --by spent --until 2026-02-01 | jq -c '[.[] | [.client_name, .spent]]')" '[["Ana",90],["Rui",30]]'
}

@test "B38 reliability: missed of late, flagged, the least reliable first" {
	for name in Ana Rui Eva Leo; do
		client "$name" 2025-01-01
	done
	bookings 1 completed 3
	bookings 1 no_show 1
	bookings 2 no_show 2
	bookings 2 cancelled 4
	bookings 3 completed 5
	crm-booking add Leo Cut 2025-12-14T10:00Z --status no_show -q
	expect 0 crm-insights reliability -f csv
	assert_output "client_id,client_name,completed_bookings,cancelled_bookings,no_shows,kept_rate,flagged
2,Rui,0,4,2,0.0000,yes
1,Ana,3,0,1,0.7500,no"
	assert_equal "$(answer reliability --flagged | jq -c '[.[].client_name]')" '["Rui"]'
	assert_equal "$(answer reliability --flagged --most 0 --limit 1 | jq -c '[.[].client_name]')" '["Rui"]'
	# 91 days back, and as it was before any of that.
	assert_equal "$(answer reliability --window 92 | jq -c '[.[].client_name]')" '["Rui","Leo","Ana"]'
	assert_equal "$(answer reliability --window 13w --as-of 2025-12-31 | jq -c '[.[].client_name]')" '["Leo"]'
	crm-config set insights.missed 0 -q
	assert_equal "$(crm-insights reliability --flagged -f id)" $'2\n1'
	expect 2 crm-insights reliability --window soon
	says 'crm-insights: --window: not so far back as 90d, 12w, 6m or 1y: "soon"'
}

@test "J12-J15 stats, by month, and the bookings behind a figure" {
	client Ana 2025-01-01
	bookings 1 completed 3
	bookings 1 no_show 1
	crm-booking add 1 Cut 2026-01-10T10:00Z --status cancelled -q
	assert_equal "$(answer stats)" '{"completed_bookings":3,"cancelled_bookings":1,"no_shows":1,"no_show_rate":0.2}'
	expect 0 crm-insights stats --by month --until 2026-02-28 -f csv
	assert_output "period,completed_bookings,cancelled_bookings,no_shows,no_show_rate
2026-01,0,1,0,0.0000
2026-02,3,0,1,0.2500"
	assert_equal "$(answer stats --explain no_shows | jq -c '[.[] | [.id, .client_name, .status]]')" \
	    '[[4,"Ana","no_show"]]'
	expect 0 crm-insights stats --since 2026-02-01 --until 2026-02-28 --compare previous -f csv
	assert_output "figure,value,previous,change,change_rate
completed_bookings,3,0,3,
cancelled_bookings,0,1,-1,-1.0000
no_shows,1,0,1,
no_show_rate,0.25,0,0.25,"
}

@test "S1-S4 base: total, new, recurrent, permanence" {
	client Ana 2026-01-10
	client Rui 2026-02-10
	client Eva 2025-12-01
	client Leo 2026-01-01
	CRM_NOW=2026-02-20T10:00:00Z crm-client archive Eva -q
	CRM_NOW=2026-02-21T10:00:00Z crm-client delete Leo -q
	assert_equal "$(answer base --since 2026-02-01 --until 2026-02-28)" \
	    '{"total_clients":2,"new_clients":1,"recurrent_clients":1,"average_permanence_days":66}'
	assert_equal "$(answer base --since 2026-02-01 --until 2026-02-19)" \
	    '{"total_clients":4,"new_clients":1,"recurrent_clients":3,"average_permanence_days":null}'
	assert_equal "$(answer base --since 2026-02-01 --until 2026-02-28 --explain average_permanence_days |
		jq -c '[.[].client_name]')" '["Eva","Leo"]'
	assert_equal "$(answer base | jq .new_clients)" "$(crm-client list --new -f id | wc -l)"
}

@test "S5-S11 evolution: day by day, one class, one day, who they are" {
	client Ana 2026-03-01
	client Rui 2026-03-02
	client Eva 2026-03-02
	CRM_NOW=2026-03-03T10:00:00Z crm-client archive Rui -q
	CRM_NOW=2026-03-04T10:00:00Z crm-client delete Rui -q
	expect 0 crm-insights evolution --since 2026-03-01 --until 2026-03-04 -f csv
	assert_output "day,total,new,archived,deleted
2026-03-01,1,1,0,0
2026-03-02,3,2,0,0
2026-03-03,2,0,1,0
2026-03-04,2,0,0,1"
	expect 0 crm-insights evolution --day 2026-03-02 --class new,total -f csv
	assert_output "day,new,total
2026-03-02,2,3"
	assert_equal "$(answer evolution --day 2026-03-02 --class new --list | jq -c '[.[].client_name]')" '["Rui","Eva"]'
	assert_equal "$(answer evolution --day 2026-03-03 --class total --list | jq -c '[.[].client_name]')" '["Ana","Eva"]'
	assert_equal "$(crm-insights evolution --day 2026-03-03 --class archived --list -f id)" 2
	expect 2 crm-insights evolution --class fresh
	says 'crm-insights: --class: not some of total, new, archived, deleted: "fresh"'
	expect 2 crm-insights evolution --list
	says 'crm-insights: --list: of which --class? total, new, archived or deleted'
	expect 2 crm-insights evolution --day today --since -3d
	says 'crm-insights: --day: either this, or --since and --until'
}

@test "S12 evolution as a chart: blocks, or # with --ascii, as wide as COLUMNS" {
	client Ana 2026-03-13
	client Rui 2026-03-14
	COLUMNS=40 expect 0 crm-insights evolution --since 2026-03-13 -f chart --ascii
	assert_output "day         total
2026-03-13      1  ###########
2026-03-14      2  #####################
2026-03-15      2  #####################"
}

@test "S13 --compare: the months before, the days before, the year before" {
	client Ana 2025-02-10
	client Rui 2026-01-10
	client Eva 2026-02-10
	assert_equal "$(answer base --since 2026-02-01 --until 2026-02-28 --compare previous |
		jq -c '.[] | select(.figure == "new_clients") | [.value, .previous, .change]')" '[1,1,0]'
	assert_equal "$(answer base --since 2026-02-01 --until 2026-02-28 --compare year |
		jq -c '.[] | select(.figure == "total_clients") | [.value, .previous, .change_rate]')" '[3,1,2]'
	assert_equal "$(answer evolution --by month --since 2026-01-01 --until 2026-02-28 --compare previous | jq -c '.[1]')" \
	    '{"period":"2026-02","total":3,"previous_period":"2025-12","previous_total":1,"change":2,"change_rate":2}'
	expect 2 crm-insights stats --compare previous
	says 'crm-insights: --compare: with what? say --since, and --until for a time that has passed'
}

@test "S14-S28 status: each client once, in all that fit, and who they are" {
	for name in Ana Rui Eva Leo Ivo Zoe; do
		client "$name" 2026-01-01
	done
	crm-booking add Ana Cut +10d -q
	crm-booking add Rui Cut +2d -q
	crm-task add Ana Stretch --created -5d -q
	crm-task add Ana Run --created -5d -q
	crm-task add Rui Run --created -40d -q
	crm-event add Ana --type referral --ref Eva -q
	crm-client archive Ivo -q
	crm-client delete Zoe -q
	expect 0 crm-insights status -f csv
	assert_output "group,status,clients,share
invited,leads,1,0.1667
waiting,no_planning,2,0.3333
active,active,0,0.0000
active,inactive,0,0.0000
at_risk,low_compliance,1,0.1667
completed,archived,1,0.1667
completed,deleted,1,0.1667"
	assert_equal "$(answer status --all-labels | jq -c '[.[].clients]')" '[1,3,4,0,1,1,1]'
	assert_equal "$(crm-insights status --list no_planning -f id)" $'2\n4'
	assert_equal "$(crm-insights status --list no_planning --horizon 1 -f id)" 4
	crm-task edit 1 --status "done" -q
	assert_equal "$(crm-insights status --list low_compliance -f id)" ''
	assert_equal "$(crm-insights status --list low_compliance --rate 60% -f id)" 1
}

@test "J18 conversion: guests who came to book, by the month they came" {
	client Ana 2026-01-10
	client Rui 2026-01-20
	client Eva 2026-02-10
	crm-booking add Ana Cut 2026-01-15T10:00Z --created 2026-01-12 -q
	crm-booking add Eva Cut 2026-03-10T10:00Z --created 2026-03-02 -q
	assert_equal "$(answer conversion)" '{"created":3,"existing":2,"guests":1,"rate":0.6667}'
	expect 0 crm-insights conversion --by month -f csv
	assert_output "period,created,existing,guests,rate
2026-01,2,1,1,0.5000
2026-02,1,1,0,1.0000"
	assert_equal "$(answer conversion --as-of 2026-03-01 | jq -c '[.created, .existing]')" '[3,1]'
}

@test "E11 patterns: weekday, hour, interval; 2 o'clock in Lisbon" {
	crm-config set account.timezone Europe/Lisbon -q
	client Ana 2026-01-01
	for day in 2026-06-01 2026-06-08 2026-06-15; do
		crm-booking add Ana Cut "${day}T23:30Z" --status completed -q
	done
	assert_equal "$(answer patterns | jq -c '[.[] | select(.bookings > 0) | [.weekday, .bookings, .share]]')" '[["Tuesday",3,1]]'
	assert_equal "$(answer patterns --by hour | jq -c '[.[] | [.hour, .bookings]]')" '[["00:00",3]]'
	assert_equal "$(answer patterns --by interval | jq -c '[.[] | select(.clients > 0) | .interval]')" '["1-7 days"]'
}

@test "B37-B39 rfm, cohort, overdue" {
	client Ana 2025-01-01
	client Rui 2025-01-01
	for day in 2025-12-01 2026-01-01 2026-02-01; do
		crm-booking add Ana Cut "${day}T10:00Z" --status completed --price 20 --currency USD -q
	done
	crm-booking add Rui Cut 2025-12-10T10:00Z --status completed -q
	assert_equal "$(answer overdue | jq -c '[.[] | [.client_id, .interval_days, .expected_on, .overdue_days]]')" '[[1,31,"2026-03-04",11]]'
	assert_equal "$(answer overdue --grace 11)" '[]'
	expect 0 crm-insights cohort -f csv
	assert_output "cohort,clients,after,active,share
2025-12,2,0,2,1.0000
2025-12,2,1,1,0.5000
2025-12,2,2,1,0.5000"
	assert_equal "$(answer rfm --list | jq -c '[.[] | [.client_id, .segment, .visits, .spent]]')" '[[1,"loyal",3,60],[2,"lost",1,0]]'
	assert_equal "$(answer rfm --segment loyal | jq -c '[.[].client_name]')" '["Ana"]'
	crm-booking add Ana Cut tomorrow -q
	assert_equal "$(answer overdue)" '[]'
	# For people a column for each period, in percent.
	expect 0 crm-insights cohort
	assert_output "cohort   clients    0   1   2  3
2025-12        2  100  50  50"
	expect 0 crm-insights cohort --fields cohort,after,share
	assert_line --index 2 "2025-12      1  0.5000"
}

@test "revenue as a chart: each currency is compared with itself" {
	client Ana 2026-01-01
	crm-order add Ana Soap 1000 --currency EUR --status paid --ordered 2026-02-02 -q
	crm-order add Ana Soap 500 --currency EUR --status paid --ordered 2026-03-02 -q
	crm-order add Ana Soap 8 --currency KWD --status paid --ordered 2026-02-02 -q
	COLUMNS=36 expect 0 crm-insights revenue --since 2026-02-01 -f chart --ascii
	assert_output "currency  period     total
EUR       2026-02  1000.00  ##########
EUR       2026-03   500.00  #####
KWD       2026-02    8.000  ##########
KWD       2026-03    0.000"
}

@test "revenue: each currency by itself, with its decimals" {
	client Ana 2026-01-01
	crm-order add Ana Soap 12.50 --currency EUR --status paid --ordered 2026-02-02 -q
	crm-order add Ana Soap 9.99 --currency EUR --status refunded --ordered 2026-02-02 -q
	crm-purchase add Ana Book amazon 300 --currency JPY --purchased 2026-02-02 -q
	crm-booking add Ana Cut 2026-02-01T10:00Z --price 1.234 --currency KWD --status completed -q
	expect 0 crm-insights revenue --until 2026-02-28 -f csv
	assert_output "period,currency,bookings,orders,purchases,total
2026-02,EUR,0.00,12.50,0.00,12.50
2026-02,JPY,0,0,300,300
2026-02,KWD,1.234,0.000,0.000,1.234"
}

@test "wrong times and words are usage errors, and named" {
	crm-db init -q
	expect 2 crm-insights overview --as-of 2026-13-01
	assert_equal "$stderr" 'crm-insights: --as-of: no such day: "2026-13-01"'
	expect 2 crm-insights stats --since 2026-02-02 --until 2026-02-01
	says 'crm-insights: --since: not before --until'
	expect 2 crm-insights base --since +3d
	says 'crm-insights: --since: not before today, where it ends'
	expect 2 crm-insights overview --explain rate
	expect 2 crm-insights patterns --by moon
	says 'crm-insights: --by: not one of weekday, hour, interval: "moon"'
}

# --- the report ----------------------------------------------------------------

# A small business with somebody who is called like an attack.
business() {
	crm-config set account.name 'Sol & <i>Mar</i>' -q 2>/dev/null
	client Ana 2025-06-01
	crm-client add '<script>alert(1)</script>"x' --email x@example.com --created 2025-07-01 -q
	bookings 2 cancelled 2
	bookings 2 completed 3
	crm-order add Ana Soap 12.50 --currency EUR --status paid --ordered 2026-02-02 -q
}

@test "report: one page that asks for nothing else, hostile names as text" {
	business
	crm-insights report -o page.html
	assert_equal "$(stat -c %a page.html)" 600
	cmp page.html <(crm-insights report --format html)
	run grep -cE 'https?:|<script|<link|<img|@import|url\(|javascript:' page.html
	assert_output 0
	grep -qF '<td>&lt;script&gt;alert(1)&lt;/script&gt;&quot;x</td>' page.html
	grep -qF 'Sol &amp; &lt;i&gt;Mar&lt;/i&gt;' page.html
	grep -qF '<td class="n">12.50</td>' page.html
	grep -qF '<h2>Revenue in EUR</h2>' page.html
	# Each tag that is opened is closed.
	for tag in html head body main section table thead tbody tr td th dl div dt dd svg; do
		assert_equal "$tag $(grep -oE "<${tag}[ >]" page.html | wc -l)" \
		    "$tag $(grep -oF "</$tag>" page.html | wc -l)"
	done
}

@test "report: the figures are those of the other answers" {
	business
	crm-insights report --since 2026-01-01 --until 2026-02-28 -o page.html
	total=$(answer overview --since 2026-01-01 --until 2026-02-28 | jq .total_bookings)
	grep -qF "<dt>Bookings</dt><dd><b>$total</b>" page.html
	grep -qF '1 January 2026 to 28 February 2026' page.html
	grep -qF '<tr><td class="p">2026-01</td><td class="n">2</td>' page.html
}

@test "report: the same from one thread and from several, while others write" {
	local i

	business
	crm-insights report -o page.html
	for threads in 1 2 3 16; do
		CRM_THREADS=$threads crm-insights report -o other.html
		cmp page.html other.html
	done
	CRM_THREADS=3 crm-insights report -o page.pdf
	CRM_THREADS=1 crm-insights report -o other.pdf
	cmp page.pdf other.pdf
	# The number of a card and the rows of a table are of one moment.
	for ((i = 0; i < 40; i++)); do
		crm-client add "N $i" --email "n$i@x.pt" -q
	done >/dev/null &
	for ((i = 0; i < 8; i++)); do
		CRM_THREADS=4 crm-insights report -o page.html
		assert_equal "$(sed -n '/Stages of the journey/,/<\/section>/p' page.html |
			sed -n 's/.*class="p">[^<]*<.td><td class="n">\([0-9]*\)<.*/\1/p' |
			awk '{ n += $1 } END { print n }')" \
		    "$(grep -o '<dt>Clients</dt><dd><b>[0-9]*' page.html | grep -o '[0-9]*$')"
	done
	wait
}

@test "report: an empty business has a page and a document, too" {
	crm-db init -q
	expect 0 crm-insights report -o page.html
	expect 0 crm-insights report --format pdf -o page.pdf
	grep -qF 'Nobody cancels or misses too many bookings.' page.html
	expect 2 crm-insights report --format csv
	says 'crm-insights: report: --format html or pdf'
	expect 2 crm-insights top --format html
	says 'crm-insights: html is the format of report; take another --format'
}

@test "report --format pdf: the same figures on paper" {
	business
	crm-insights report --format pdf -o page.pdf
	qpdf --check page.pdf >/dev/null
	pdftotext -layout page.pdf page.txt
	grep -q 'Clients at risk' page.txt
	grep -qF '<script>alert(1)</script>"x' page.txt
	grep -qE '2026-02 +0.00 +12.50 +0.00 +12.50' page.txt
}

@test "report: in a browser, without an error or a request" {
	business
	crm-insights report -o page.html
	timeout 60 chromium --headless --no-sandbox --disable-gpu \
	    --user-data-dir="$BATS_TEST_TMPDIR/profile" --enable-logging=stderr \
	    --dump-dom "file://$PWD/page.html" >dom.html 2>log
	grep -qF 'alert(1)&lt;/script&gt;' dom.html
	run grep -E 'CONSOLE|Refused' log
	assert_output ''
	timeout 60 chromium --headless --no-sandbox --disable-gpu \
	    --user-data-dir="$BATS_TEST_TMPDIR/profile" --window-size=390,800 \
	    --screenshot=phone.png "file://$PWD/page.html" >/dev/null 2>&1
	[[ $(file -b phone.png) == "PNG image data, 390 x 800"* ]]
}

@test "a chart is of a series or a list, not of one answer" {
	crm-db init -q
	for answer in overview stats base conversion; do
		expect 2 crm-insights "$answer" -f chart
		says 'crm-insights: --format: a chart is of a series or a list; this answer is neither'
	done
	expect 0 crm-insights stats --by month -f chart
	expect 2 crm-insights report --since 2027-01-01 -o page.html
	says 'crm-insights: --since: not before today, where it ends'
}

@test "lists: on a narrow terminal the columns that matter, all elsewhere; --limit" {
	local fields

	export CRM_NOW=2026-03-15T10:00:00Z
	for name in Ana Rui; do
		crm-client add "$name Ferreira dos Santos" --email "$name.ferreira.santos@example.com" \
		    --phone +351912345678 --created 2026-03-01T10:00Z -q
	done
	for day in 2025-12-01 2026-01-01 2026-02-01; do
		crm-booking add 1 'Cut and colour' "${day}T10:00Z" --status completed --price 20 --currency EUR -q
	done
	narrow() {
		run on_terminal "stty cols 80; crm-insights $*"
		assert_success
		refute_output --partial '…'
		fields=$(head -n 1 <<<"$output" | tr -s ' \r' ' ')
	}
	narrow rfm --list
	assert_output --partial 'Ana Ferreira dos Santos'
	assert_output --partial 2026-02-01
	narrow overdue
	assert_output --partial '+351912345678'
	assert_output --partial 2026-03-04
	narrow overview --explain completed_bookings
	assert_equal "$fields" 'id client_name service starts_at status '
	narrow status --list all
	assert_output --partial '2026-02-01 10:00'
	narrow base --explain new_clients --fields client_id,phone
	assert_equal "$fields" 'client_id phone '
	run on_terminal "stty cols 200; crm-insights overdue"
	assert_output --partial 'Ana.ferreira.santos@example.com'
	assert_equal "$(answer overdue | jq -c '.[0] | keys_unsorted')" \
	    '["client_id","client_name","phone","email","last_visit","interval_days","expected_on","overdue_days"]'

	for list in 'status --list all' 'base --explain new_clients' 'overview --explain total_clients' \
	    'evolution --class new --list'; do
		# shellcheck disable=SC2086 # a verb and its options
		assert_equal "$(answer $list --limit 1 | jq -c '[.[].client_id]')" '[1]'
		# shellcheck disable=SC2086
		assert_equal "$(answer $list | jq length)" 2
	done
	assert_equal "$(answer stats --explain completed_bookings --limit 2 | jq -c '[.[].id]')" '[1,2]'
	for answer in overview stats base evolution status rfm; do
		expect 2 crm-insights "$answer" --limit 1
		says 'crm-insights: --limit: only of what --list or --explain shows'
	done
}
