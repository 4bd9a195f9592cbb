#!/usr/bin/env bats
# crm-event: features H15, H16, H18 (the record), Y14, Y15, Y20.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
}

@test "Y14 Y15 Y20 H18 an event of every type, by place and by option" {
	local type n=0

	for type in checkin review referral social_share message_in \
	    message-out call notification; do
		expect 0 crm-event add a@x.pt "$type" "a $type"
		prints $((++n))
	done
	assert_equal "$(db 'SELECT type FROM event ORDER BY id' | paste -sd,)" \
	    checkin,review,referral,social_share,message_in,message_out,call,notification
	expect 0 crm-event add --client 2 --type social-share --title Instagram \
	    --text "Tagged us" --at 2026-03-01T08:00 --json
	prints '{"id":9,"client_id":2,"type":"social_share","at":"2026-03-01T08:00:00Z","title":"Instagram","text":"Tagged us","rating":null,"ref":null}'
	expect 2 crm-event add 1 party
	says 'crm-event: type: not one of checkin, review, referral, social_share, message_in, message_out, call, notification: "party"'
	expect 2 crm-event add 1
	says "crm-event: type: required"
}

@test "H16 a review has a rating of 1 to 5" {
	expect 0 crm-event add a@x.pt review "Very kind" --rating 5 --json
	holds '.rating == 5 and .text == "Very kind"'
	expect 2 crm-event add 1 review --rating 6
	says 'crm-event: rating: not from 1 to 5: "6"'
	expect 2 crm-event add 1 review --rating 0
	says 'crm-event: rating: not from 1 to 5: "0"'
	expect 2 crm-event edit 1 --rating 9
	says 'crm-event: rating: not from 1 to 5: "9"'
	expect 2 crm-event add 1 review --rating good
	says 'crm-event: rating: not a whole number: "good"'
	assert_equal "$(ids --type review --rating 5)" 1
}

@test "H15 a referral names the client who was brought, in any way" {
	expect 0 crm-event add a@x.pt referral --ref r@x.pt --json
	holds '.ref == 2'
	assert_equal "$(ids --ref Rui)" 1
	assert_equal "$(ids --ref 2)" 1
	assert_equal "$(ids --ref 1)" ""
	expect 4 crm-event list --ref nobody@x.pt
	says 'crm-event: there is no client "nobody@x.pt"'
	expect 4 crm-event add 1 referral --ref nobody@x.pt
	says 'crm-event: ref: there is no client "nobody@x.pt"'
	# The friend is gone; that somebody was brought stays.
	crm-client purge 2 --yes --reason x
	assert_equal "$(db 'SELECT client_id, type, ref IS NULL FROM event')" \
	    "1|referral|1"
}

@test "the list: newest first, by client, type, text and date" {
	crm-event add 1 checkin --at 2026-01-01
	crm-event add 2 call "Perguntou pelo preço" --at 2026-03-01
	crm-event add 1 message_in Olá --at 2026-02-01
	assert_equal "$(ids)" 2,3,1
	assert_equal "$(ids --client 1)" 3,1
	assert_equal "$(ids --type call)" 2
	assert_equal "$(ids --type message-in)" 3
	assert_equal "$(ids --search PRECO)" 2
	assert_equal "$(ids --since 2026-02-01 --until 2026-02-01)" 3
	expect 0 crm-event list --client 2
	prints \
	    "id  client_name  at                type  title  text                  rating" \
	    " 2  Rui          2026-03-01 00:00  call         Perguntou pelo preço"
}

@test "H15 H16 a rating is of a review, a reference of a referral, of another" {
	expect 2 crm-event add 1 call --rating 3
	says "crm-event: rating: only of a review"
	expect 2 crm-event add 1 call --ref 2
	says "crm-event: ref: only of a referral"
	expect 5 crm-event add a@x.pt referral --ref "Ana Silva"
	says "crm-event: ref: client 1 cannot refer themselves"
	crm-event add 1 review --rating 4
	crm-event add 1 referral --ref 2
	unchanged 2 crm-event edit 1 --type call
	says "crm-event: rating: only of a review"
	unchanged 5 crm-event edit 2 --client 2
	says "crm-event: ref: client 2 cannot refer themselves"
	expect 0 crm-event edit 1 --type call --rating ""
	assert_equal "$(ids --type call)" 1
}

@test "Y20 a message comes from stdin, whole" {
	expect 0 crm-event add 1 message-in - < <(printf 'Hello,\n\n is Friday free?\n')
	prints 1
	assert_equal "$(db 'SELECT text FROM event')" $'Hello,\n\nis Friday free?'
	expect 0 crm-event add --client 2 --type message-out - <<<"It is."
	assert_equal "$(db 'SELECT type, text FROM event WHERE client_id = 2')" \
	    "message_out|It is."
	expect 0 crm-event add - <<<'{"client_id":1,"type":"call"}'
	prints 3
}
