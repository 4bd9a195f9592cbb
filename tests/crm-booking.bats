#!/usr/bin/env bats
# crm-booking: features E1-E10, E12, E15, C7, C8, A9.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	ana_and_rui
	crm-client edit 2 --phone +351912000011
	crm-config set account.currency EUR
}

# A booking of Ana; prints nothing.
booking() {
	crm-booking add 1 "$@" >/dev/null
}

@test "E1 E10 the bookings of a client as they follow one another" {
	booking Facial 2026-03-20T10:00
	booking Massage 2026-02-01T09:00
	crm-booking add r@x.pt Haircut 2026-03-01T09:00
	booking Peeling 2026-03-10T18:30
	expect 0 crm-booking list --client a@x.pt -f csv -F id,service,starts_at
	prints id,service,starts_at 2,Massage,2026-02-01T09:00:00Z \
	    4,Peeling,2026-03-10T18:30:00Z 1,Facial,2026-03-20T10:00:00Z
	expect 0 crm-booking list --client a@x.pt --reverse -f id
	prints 1 4 2
	expect 0 crm-booking list --client 1 --format json
	holds 'map(.id) == [2, 4, 1] and all(.client_id == 1)
		and all(.status == "confirmed")'
	expect 0 crm-booking list --limit 2 -f id
	prints 2 3
	expect 0 crm-booking list --limit 2 --after 3 -f id
	prints 4 1
	expect 0 crm-booking list --since 2026-03-01 --until 2026-03-10 -f id
	prints 3 4
	expect 4 crm-booking list --client nobody@x.pt
	says_part "crm-booking: " 'there is no client "nobody@x.pt"'
}

@test "E2 E3 E5 E6 E7 what a booking holds, in any of the forms of a time" {
	expect 0 crm-booking add a@x.pt "Deep  tissue" "2026-03-20 10:00" \
	    --ends 2026-03-20T11:30+01:00 --staff Marta --price 45.5 \
	    --notes "Left shoulder" --source phone --language pt-br --json
	holds '.id == 1 and .client_id == 1 and .service == "Deep tissue"
		and .starts_at == "2026-03-20T10:00:00Z"
		and .ends_at == "2026-03-20T10:30:00Z" and .staff == "Marta"
		and .price == 45.5 and .currency == "EUR"
		and .notes == "Left shoulder" and .source == "phone"
		and .language == "pt-BR" and .status == "confirmed"
		and .series_id == null'
	TZ=Europe/Lisbon expect 0 crm-booking add --client 2 --service Cut \
	    --starts "2026-07-01 10:00" --price 3000 --currency JPY --json
	holds '.starts_at == "2026-07-01T09:00:00Z" and .price == 3000
		and .currency == "JPY"'
	expect 0 crm-booking add - --json <<-'END'
	{"client_id": "r@x.pt", "service": "Cut", "starts_at": "2026-03-21"}
	END
	holds '.[0].client_id == 2 and .[0].starts_at == "2026-03-21T00:00:00Z"'
	expect 0 crm-booking edit 2 --notes "Bring the photo" --staff ""
	prints ""
	expect 0 crm-booking show 2 --json
	holds '.notes == "Bring the photo" and .staff == null'
	expect 2 crm-booking add 1 Facial
	says_part "starts_at: required"
	expect 2 crm-booking add 1 Facial tomorrowish
	says_part 'starts_at: not a date or time: "tomorrowish"'
	expect 2 crm-booking add 1 Facial tomorrow --price 3.005
	says_part "price: "
	expect 2 crm-booking add 1 Facial tomorrow --price -3
	says_part "price: "
	expect 0 crm-booking list -f id
	prints 1 3 2
}

@test "E4 E9 each verb is a status; the list shows it, show shows all" {
	local verb

	for verb in confirm:confirmed complete:completed cancel:cancelled \
	    no-show:no_show; do
		booking Facial "2026-03-10 10:00" --status pending
		expect 0 crm-booking "${verb%:*}" "$(db 'SELECT max(id) FROM booking')"
		prints ""
		says ""
		assert_equal "$(db 'SELECT status FROM booking ORDER BY id DESC LIMIT 1')" \
		    "${verb#*:}"
	done
	expect 0 crm-booking list --status no-show -f id
	prints 4
	expect 0 crm-booking list
	assert_line -n 0 -e '^id +client_name +starts_at +service +staff +status +price +currency$'
	assert_line -n 2 -e '^ 2 +Ana Silva +2026-03-10 10:00 +Facial +completed$'
	expect 0 crm-booking show 3 --json
	holds '.status == "cancelled" and .service == "Facial"'
	expect 0 crm-booking complete 1 --json
	holds '.id == 1 and .status == "completed"'
	expect 2 crm-booking add 1 Facial today --status "done"
	says_part 'status: not one of pending, confirmed, completed, cancelled, no_show: "done"'
}

@test "E4 a status twice, and a completed one that was cancelled, are refused" {
	booking Facial 2026-03-10
	crm-booking cancel 1
	unchanged 5 crm-booking cancel 1
	says "crm-booking: 1: already cancelled"
	unchanged 5 crm-booking cancel 1 --json
	prints ""
	holds '. == {error: "already", message: "1: already cancelled", status: 5}' \
	    "$stderr"
	unchanged 5 crm-booking complete 1
	says "crm-booking: 1: cancelled; crm-booking confirm 1 first"
	unchanged 5 crm-booking no-show 1 --json
	holds '.error == "wrong_status" and .status == 5' "$stderr"
	crm-booking confirm 1
	crm-booking complete 1
	unchanged 4 crm-booking complete 9
	says 'crm-booking: there is no booking "9"'
	unchanged 2 crm-booking complete
	says_part "complete: which one?" "ID... | -"
}

@test "E4 many at once: one change, the refused ones named, the others done" {
	for i in 1 2 3; do booking Facial "2026-03-0$i"; done
	crm-booking cancel 2
	expect 3 crm-booking complete - < <(printf '%s\n' 1 2 3 9)
	says "crm-booking: 2: cancelled; crm-booking confirm 2 first" \
	    'crm-booking: 9: there is no booking "9"'
	expect 0 crm-booking list -f csv -F id,status
	prints id,status 1,completed 2,cancelled 3,completed
	crm-log undo "$(last_change)" 2>/dev/null
	expect 0 crm-booking list -f csv -F id,status
	prints id,status 1,confirmed 2,cancelled 3,confirmed
	unchanged 0 crm-booking complete 1 3 --dry-run
}

@test "E15 what is ahead, what is past, what is looked for" {
	booking "Hot stone" "2026-03-15 10:00"
	booking Facial "2026-03-15 10:01" --notes "Ask about the KNEE"
	booking Peeling 2026-04-01 --staff "Márta"
	expect 0 crm-booking list --upcoming -f id
	prints 2 3
	expect 0 crm-booking list --past -f id
	prints 1
	expect 0 crm-booking list --search knee -f id
	prints 2
	expect 0 crm-booking list --search MARTA -f id
	prints 3
	expect 0 crm-booking list --search ston -f id
	prints 1
	expect 0 crm-booking list --search stones -f id
	prints ""
	expect 0 crm-booking list --upcoming --search e --reverse -f id
	prints 3 2
	crm-booking edit 3 --price 10
	crm-booking edit 1 --price 20
	expect 0 crm-booking list --sort price --reverse -f id
	prints 1 3 2
}

@test "a booking goes and comes back" {
	booking Facial 2026-03-10
	before=$(facts)
	crm-booking delete 1
	expect 4 crm-booking show 1
	crm-log undo "$(last_change)"
	assert_equal "$(facts)" "$before"
}

# --- rules of the data ---------------------------------------------------------

@test "E3 the end: not before the beginning, by minutes, moved with it" {
	expect 2 crm-booking add 1 Facial 2026-03-20T10:00 --ends 2026-03-20T09:59
	says 'crm-booking: ends_at: before it starts: "2026-03-20T09:59:00Z"'
	expect 0 crm-booking add 1 Facial 2026-03-20T10:00 --minutes 45 --json
	holds '.ends_at == "2026-03-20T10:45:00Z"'
	expect 2 crm-booking edit 1 --starts 2026-03-20T11:00 --ends 2026-03-20T10:45
	says_part "ends_at: before it starts"
	expect 0 crm-booking edit 1 --starts 2026-03-21T15:00 --json
	holds '.starts_at == "2026-03-21T15:00:00Z" and .ends_at == "2026-03-21T15:45:00Z"'
	expect 0 crm-booking edit 1 --minutes 30 --json
	holds '.ends_at == "2026-03-21T15:30:00Z"'
	expect 0 crm-booking edit 1 --ends 2026-03-21T15:00 --json
	for minutes in 0 -5 x 99999999999; do
		unchanged 2 crm-booking edit 1 --minutes=$minutes
	done
	unchanged 2 crm-booking edit 1 --minutes 5 --ends 2026-03-22
	says_part "ends_at: said twice"
	expect 3 crm-booking add - <<-'END'
	{"client_id": 1, "service": "A", "starts_at": "2026-03-20", "ends_at": "2026-03-19"}
	{"client_id": 1, "service": "B", "starts_at": "2026-03-20", "ends_at": "2026-03-20"}
	END
	prints 2
	says_part "stdin:1: ends_at: before it starts"
}

@test "E7 a price has a currency: its own, or that of the account" {
	expect 0 crm-booking add 1 Facial 2026-03-20 --price 12.5 --json
	holds '.price == 12.5 and .currency == "EUR"'
	expect 0 crm-booking add 1 Facial 2026-03-20 --json
	holds '.price == null and .currency == null'
	expect 0 crm-booking edit 2 --price 10 --json
	holds '.price == 10 and .currency == "EUR"'
	expect 0 crm-booking add 1 Facial 2026-03-20 --price 4500 --currency jpy --json
	holds '.price == 4500 and .currency == "JPY"'
	expect 0 crm-booking edit 3 --price 5000 --json
	holds '.price == 5000 and .currency == "JPY"'
	unchanged 2 crm-booking edit 3 --currency KWD
	says_part "price: required" "JPY" "KWD"
	unchanged 2 crm-booking edit 3 --currency ""
	says_part "currency: required"
	expect 0 crm-booking edit 3 --currency KWD --price 1.234 --json
	holds '.price == 1.234 and .currency == "KWD"'
	expect 0 crm-booking edit 1 --currency USD --json
	holds '.price == 12.5 and .currency == "USD"'
	expect 2 crm-booking add 1 Facial 2026-03-20 --price 1.5 --currency JPY
	says_part "price: "
	expect 2 crm-booking add 1 Facial 2026-03-20 --price=-1
	says 'crm-booking: price: must be >= 0: "-1"'
	expect 2 crm-booking add 1 Facial 2026-03-20 --price 1 --currency XXQ
	says_part 'currency: '
}

@test "C7 C8 a blocked client is refused online, and only there" {
	crm-client block r@x.pt --reason "Missed three times"
	unchanged 5 crm-booking add r@x.pt Cut tomorrow --source online
	says 'crm-booking: client 2 (Rui) is blocked from booking online: Missed three times; let in again with: crm-client unblock 2'
	unchanged 5 crm-booking add r@x.pt Cut tomorrow --source=Online --json
	prints ""
	holds '.error == "blocked" and .status == 5' "$stderr"
	expect 3 crm-booking add - <<-'END'
	{"client_id": 2, "service": "Cut", "starts_at": "2026-04-01", "source": "online"}
	{"client_id": 1, "service": "Cut", "starts_at": "2026-04-01", "source": "online"}
	END
	prints 1
	says_part "stdin:1: client 2 (Rui) is blocked"
	expect 0 crm-booking add r@x.pt Cut tomorrow --source manual
	expect 0 crm-booking add r@x.pt Cut tomorrow
	unchanged 5 crm-booking edit 2 --source online
	says_part "blocked"
	unchanged 5 crm-booking edit 1 --client 2
	says_part "blocked"
	crm-client unblock r@x.pt
	expect 0 crm-booking add r@x.pt Cut tomorrow --source online
	crm-client block r@x.pt
	expect 0 crm-booking complete 4
	expect 5 crm-booking add r@x.pt Cut tomorrow --source online
	says_part "client 2 (Rui) is blocked from booking online; "
}

@test "R21 a deleted client cannot be booked until restored" {
	booking Facial 2026-03-10
	crm-client delete 1
	unchanged 5 crm-booking add 1 Facial tomorrow
	says "crm-booking: client 1 (Ana Silva) is deleted; bring back with: crm-client restore 1"
	expect 0 crm-booking complete 1
	expect 5 crm-booking add a@x.pt Facial tomorrow --json
	holds '.error == "client_deleted"' "$stderr"
	crm-client restore 1
	expect 0 crm-booking add 1 Facial tomorrow
}

@test "a cancelled booking is not completed by edit either" {
	booking Facial 2026-03-10 --status cancelled
	unchanged 5 crm-booking edit 1 --status completed
	says "crm-booking: status: it is cancelled; crm-booking confirm 1 first"
	expect 0 crm-booking edit 1 --status pending
	expect 0 crm-booking edit 1 --status completed
}

@test "R28 when a booking that was completed was cancelled" {
	voided() {
		db "SELECT coalesce(voided_at, '-') FROM booking WHERE id = $1"
	}
	booking Facial 2026-03-10 --status completed
	booking Facial 2026-03-11
	booking Facial 2026-03-12 --status completed
	CRM_NOW=2026-03-16T08:00:00Z crm-booking cancel 1 2
	assert_equal "$(voided 1) $(voided 2)" "2026-03-16T08:00:00Z -"
	crm-booking confirm 1
	assert_equal "$(voided 1)" -
	crm-booking complete 1
	crm-booking edit 1 --status cancelled --voided 2026-03-12T10:00
	assert_equal "$(voided 1)" 2026-03-12T10:00:00Z
	# Whom nobody saw did not take it back.
	crm-booking no-show 3
	assert_equal "$(voided 3)" -
	expect 0 crm-booking add 1 Yoga 2026-03-02 --status cancelled \
	    --voided 2026-03-03 --json
	holds '.voided_at == "2026-03-03T00:00:00Z"'
	crm-booking delete 1
	crm-log undo "$(last_change)"
	assert_equal "$(voided 1)" 2026-03-12T10:00:00Z
}

# --- the language of the client ------------------------------------------------

@test "A9 the first booking that names a language gives it to the client" {
	language() {
		db "SELECT coalesce(language, '') FROM client WHERE id = $1"
	}
	booking Facial 2026-03-20
	assert_equal "$(language 1)" ""
	booking Facial 2026-03-21 --language pt-PT
	assert_equal "$(language 1)" pt-PT
	change=$(last_change)
	assert_equal "$(db "SELECT count(*) FROM journal WHERE tbl = 'client'
		AND op = 'update' AND change_id = $change")" 1
	booking Facial 2026-03-19 --language en
	assert_equal "$(language 1)" pt-PT
	# Whoever takes it away does not get it back from what is there.
	crm-client edit 1 --language ""
	booking Facial 2026-03-23
	assert_equal "$(language 1)" ""
	booking Facial 2026-03-24 --language es
	assert_equal "$(language 1)" es
	crm-log undo "$(last_change)" 2>/dev/null
	assert_equal "$(language 1)" ""
	assert_equal "$(db 'SELECT count(*) FROM booking')" 4
	# Of several at once the one that comes first in time.
	crm-booking add - >/dev/null <<-'END'
	{"client_id": 2, "service": "B", "starts_at": "2026-04-02", "language": "de"}
	{"client_id": 2, "service": "A", "starts_at": "2026-04-01", "language": "fr"}
	{"client_id": 2, "service": "C", "starts_at": "2026-03-01"}
	END
	assert_equal "$(language 2)" fr
	expect 0 crm-db check
}

@test "A9 import and export of everything put the language back as it was" {
	booking Facial 2026-03-21 --language pt
	crm-client edit 1 --language ""
	facts >all.ndjson
	export CRM_DB=$PWD/second.db
	crm-import all all.ndjson --quiet
	facts | diff - all.ndjson
	assert_equal "$(db 'SELECT language FROM client WHERE id = 1')" ""
}

# --- series ----------------------------------------------------------------------

# The local times of the bookings of a series.
times() {
	crm-booking list --series "$1" -f csv -F starts_at | sed 1d
}

@test "E8 a series with a count makes its bookings at once, as one change" {
	before=$(facts)
	expect 0 crm-booking series add a@x.pt Physio 2026-03-17T10:00 \
	    --every week --count 10 --staff Bo --price 30 --minutes 45 \
	    --notes "Left knee"
	prints 1
	says ""
	expect 0 crm-booking list --series 1 --json
	holds 'length == 10 and all(.service == "Physio" and .staff == "Bo"
		and .price == 30 and .currency == "EUR" and .client_id == 1
		and .notes == "Left knee" and .status == "confirmed")
		and .[9].starts_at == "2026-05-19T10:00:00Z"
		and .[9].ends_at == "2026-05-19T10:45:00Z"'
	expect 0 crm-booking series show 1 --json
	holds '.id == 1 and .every == "week" and .step == 1 and .count == 10
		and .made == 10 and .active == true and .ended_at == null'
	expect 0 crm-booking series
	assert_line -n 0 -e '^id +client_name +service +starts_at +every +step +count +staff +active$'
	crm-log undo "$(last_change)" 2>/dev/null
	assert_equal "$(facts)" "$before"
	unchanged 0 crm-booking series add 1 Yoga tomorrow --count 3 --dry-run
	prints 1
	expect 0 crm-booking series add 1 Yoga tomorrow --count 3 --json
	holds '.id == 1 and .service == "Yoga" and .made == 3'
	expect 0 crm-booking series add - <<-'END'
	{"client_id": 2, "service": "Cut", "starts_at": "2026-03-20", "every": "month", "count": 2}
	END
	prints 2
	assert_equal "$(times 2)" \
	    $'2026-03-20T00:00:00Z\n2026-04-20T00:00:00Z'
}

@test "E8 ten o'clock stays ten o'clock when the clocks change" {
	crm-config set account.timezone Europe/Lisbon
	crm-booking series add 1 Yoga "2026-03-22 10:00" --count 3 >/dev/null
	assert_equal "$(times 1)" \
	    $'2026-03-22T10:00:00Z\n2026-03-29T09:00:00Z\n2026-04-05T09:00:00Z'
	crm-booking series add 1 Yoga "2026-10-24 10:00" --every day --count 3 \
	    >/dev/null
	assert_equal "$(times 2)" \
	    $'2026-10-24T09:00:00Z\n2026-10-25T10:00:00Z\n2026-10-26T10:00:00Z'
	# 01:30 is skipped on 29 March and comes twice on 25 October.
	crm-booking series add 1 Bread "2026-03-28 01:30" --every day --count 3 \
	    >/dev/null
	assert_equal "$(times 3)" \
	    $'2026-03-28T01:30:00Z\n2026-03-29T01:30:00Z\n2026-03-30T00:30:00Z'
	expect 0 crm-booking list --series 3
	assert_line -n 2 -e "2026-03-29 02:30"
}

@test "E8 days, weeks, months and years; a month without the day ends early" {
	crm-booking series add 1 A 2026-01-31T10:00 --every month --count 4 >/dev/null
	assert_equal "$(times 1 | cut -c1-10 | paste -sd' ')" \
	    "2026-01-31 2026-02-28 2026-03-31 2026-04-30"
	crm-booking series add 1 A 2028-02-29T10:00 --every year --count 5 >/dev/null
	assert_equal "$(times 2 | cut -c1-10 | paste -sd' ')" \
	    "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29"
	crm-booking series add 1 A 2026-12-30T10:00 --every day --step 3 --count 3 >/dev/null
	assert_equal "$(times 3 | cut -c1-10 | paste -sd' ')" \
	    "2026-12-30 2027-01-02 2027-01-05"
	crm-booking series add 1 A 2026-12-30T10:00 --step 2 --count 2 >/dev/null
	assert_equal "$(times 4 | cut -c1-10 | paste -sd' ')" "2026-12-30 2027-01-13"
}

@test "E8 a series without end: 90 days ahead, and what comes into reach" {
	crm-booking series add 1 Yoga 2026-03-20T10:00 >/dev/null
	assert_equal "$(times 1 | sed -n '$p')" 2026-06-12T10:00:00Z
	assert_equal "$(times 1 | wc -l)" 13
	unchanged 0 crm-booking series extend
	prints ""
	says ""
	export CRM_NOW=2026-03-30T00:00:00Z
	expect 0 crm-booking series extend --json
	holds 'map(.starts_at) == ["2026-06-19T10:00:00Z", "2026-06-26T10:00:00Z"]
		and all(.series_id == 1)'
	unchanged 0 crm-booking series extend --json
	prints "[]"
	# One that was moved or cancelled is not made again.
	crm-booking edit 15 --starts 2026-06-27T12:00
	crm-booking cancel 14
	crm-booking delete 13
	unchanged 0 crm-booking series extend
	crm-config set booking.series_days 120
	expect 0 crm-booking series extend
	prints ""
	assert_equal "$(times 1 | sed -n '$p')" 2026-07-24T10:00:00Z
	assert_equal "$(db 'SELECT summary FROM change ORDER BY id DESC LIMIT 1')" \
	    "4 bookings of series made"
	# Nothing is made for whoever is gone.
	crm-client archive 1
	export CRM_NOW=2026-05-30T00:00:00Z
	unchanged 0 crm-booking series extend
	crm-client activate 1
	expect 0 crm-booking series extend --json
	holds 'length == 9'
}

@test "E8 ending a series cancels what is to come, and nothing else" {
	crm-booking series add 1 Yoga 2026-03-01T10:00 --count 6 >/dev/null
	crm-booking complete 1
	crm-booking no-show 2
	crm-booking edit 5 --status pending
	crm-booking complete 6
	before=$(facts)
	unchanged 2 crm-booking series end 1 --on someday
	says_part 'ended_at: not a date or time: "someday"'
	expect 0 crm-booking series end 1 --on 2026-03-22
	says "crm-booking: series 1: 2 bookings cancelled"
	prints ""
	assert_equal "$(crm-booking list --series 1 -f csv -F status | paste -sd' ')" \
	    "status completed no_show confirmed cancelled cancelled completed"
	crm-log undo "$(last_change)" 2>/dev/null
	assert_equal "$(facts)" "$before"
	expect 0 crm-booking series end 1 --quiet --json
	says ""
	holds '.ended_at == "2026-03-15T10:00:00Z" and .id == 1'
	assert_equal "$(crm-booking list --series 1 -f csv -F status | paste -sd' ')" \
	    "status completed no_show cancelled cancelled cancelled completed"
	unchanged 5 crm-booking series end 1
	says "crm-booking: 1: already ended"
	unchanged 4 crm-booking series end 7
	says 'crm-booking: there is no series "7"'
}

@test "E8 active: a booking to come, or no end" {
	crm-booking series add 1 Past 2026-02-01 --count 3 >/dev/null
	crm-booking series add 1 Future 2026-03-14 --count 2 >/dev/null
	crm-booking series add 2 Endless 2026-04-01 >/dev/null
	crm-config set booking.series_days 0
	crm-booking series add 2 Later 2027-04-01 >/dev/null
	expect 0 crm-booking series list -f csv -F id,active
	prints id,active 1,no 2,yes 3,yes 4,yes
	expect 0 crm-booking series list --active -f id
	prints 2 3 4
	crm-booking cancel 5
	crm-booking series end 3 4 --quiet
	expect 0 crm-booking series list --active -f id
	prints ""
	expect 0 crm-booking series list --client r@x.pt -f id
	prints 3 4
	expect 0 crm-booking series list --search PAS -f id
	prints 1
}

@test "E8 a change of a series is one of its bookings to come, less their own" {
	crm-booking series add 1 Yoga 2026-03-08T10:00 --count 4 --staff Bo \
	    --minutes 60 --price 20 >/dev/null
	crm-booking edit 3 --staff Cy --price 15
	expect 0 crm-booking series edit 1 --staff Di --minutes 30 --price 25
	prints ""
	expect 0 crm-booking list -f csv -F id,staff,ends_at,price
	prints id,staff,ends_at,price 1,Bo,2026-03-08T11:00:00Z,20.00 \
	    2,Bo,2026-03-15T11:00:00Z,20.00 3,Cy,2026-03-22T10:30:00Z,15.00 \
	    4,Di,2026-03-29T10:30:00Z,25.00
	expect 0 crm-booking series edit 1 --count 6
	assert_equal "$(times 1 | sed -n '5,$p')" \
	    $'2026-04-05T10:00:00Z\n2026-04-12T10:00:00Z'
	unchanged 5 crm-booking series edit 1 --count 3
	says_part "count: 6 bookings were made already"
	unchanged 5 crm-booking series edit 1 --every day
	says_part "every: bookings were made by it; end the series"
	unchanged 5 crm-booking series edit 1 --starts tomorrow
	unchanged 5 crm-booking series edit 1 --client 2
	expect 0 crm-booking series delete 1
	expect 0 crm-booking list -f csv -F id,series_id --limit 1
	prints id,series_id 1,
}

@test "E8 what is no series" {
	expect 2 crm-booking series add 1 Yoga
	says_part "starts_at: required"
	expect 2 crm-booking series add 1 Yoga tomorrow --every fortnight
	says_part 'every: not one of day, week, month, year: "fortnight"'
	for bad in --step=0 --step=-1 --count=0 --minutes=0 --price=-1; do
		expect 2 crm-booking series add 1 Yoga tomorrow $bad
		says_part "${bad:2:4}"
	done
	unchanged 5 crm-booking series add 1 Yoga tomorrow --count 20000
	says "crm-booking: a series of more than 10000 bookings"
	crm-client delete 1
	unchanged 5 crm-booking series add 1 Yoga tomorrow --count 2
	says_part "client 1 (Ana Silva) is deleted"
	expect 2 crm-booking series frobnicate
	says 'crm-booking: there is no verb "frobnicate"; crm-booking series --help lists them'
	expect 2 crm-booking series add --bogus
	says_part --bogus "crm-booking series add --help"
}

@test "series is a noun of its own: help, completion, import and export" {
	expect 0 crm-booking --help
	assert_line -e '^       crm-booking series VERB \[OPTION\.\.\.\]$'
	assert_line -e '^  series +appointments that recur; see crm-booking series --help$'
	expect 0 crm-booking series --help
	assert_line -n 0 "crm-booking series: appointments that recur"
	assert_line -e '^       crm-booking series end ID\.\.\. \| - \[OPTION\.\.\.\]$'
	expect 0 crm-booking --quiet series end --help
	assert_line -e '^      --on TIME '
	expect 0 crm-booking --complete se
	prints $'series\tappointments that recur'
	expect 0 crm-booking --complete series e
	assert_equal "$(cut -f1 <<<"$output" | paste -sd' ')" "edit end extend"
	expect 0 crm-booking --complete series add --every ""
	assert_equal "$(cut -f1 <<<"$output" | paste -sd' ')" "day week month year"
	expect 0 crm-booking series --version
	assert_output --regexp '^crm-booking [0-9.]+$'
	crm-booking series add 1 Yoga 2026-03-20 --count 2
	facts >all.ndjson
	CRM_DB=$PWD/second.db
	crm-import all all.ndjson --quiet
	facts | diff - all.ndjson
	expect 0 crm-export series -F id,service,count,made
	prints id,service,count,made 1,Yoga,2,2
	unchanged 0 crm-booking series extend
}
