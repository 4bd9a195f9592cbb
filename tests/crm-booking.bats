#!/usr/bin/env bats
# crm-booking: features E1-E10, E12, E15, C7, C8, A9.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	client "Ana Silva" --email a@x.pt
	client Rui --email r@x.pt --phone +351912000011
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
	assert_line -n 0 -e '^id +client_id +starts_at +service +staff +status +price +currency$'
	assert_line -n 2 -e '^ 2 +1 +2026-03-10 10:00 +Facial +completed$'
	expect 0 crm-booking show 3 --json
	holds '.status == "cancelled" and .service == "Facial"'
	expect 0 crm-booking complete 1 --json
	holds '.id == 1 and .status == "completed"'
	expect 2 crm-booking add 1 Facial today --status 'done'
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
