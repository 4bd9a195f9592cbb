#!/usr/bin/env bats
# crm-form: features Y22, D16, A17.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
}

@test "Y22 D16 a form with its answers, linked to the client" {
	expect 0 crm-form add a@x.pt intake '{"Allergies": "none", "Age": 34}'
	prints 1
	says ""
	expect 0 crm-form show 1 --json
	prints '{"id":1,"client_id":1,"form":"intake","answers":{"Allergies":"none","Age":34},"submitted_at":"2026-03-15T10:00:00Z"}'
	expect 2 crm-form add 1 intake '[1]'
	says 'crm-form: answers: not a JSON object: "[1]"'
	expect 2 crm-form add 1 intake '{"a":'
	says 'crm-form: answers: not a JSON object: "{"a":"'
	expect 2 crm-form add 1
	says "crm-form: form: required"
	expect 0 crm-form add - <<<'{"client_id":2,"form":"survey","answers":{"a":{"b":[1,2]}},"submitted_at":"2026-01-01"}'
	assert_equal "$(db 'SELECT * FROM form')" "$(printf '%s\n' \
	    '1|1|intake|{"Allergies":"none","Age":34}|2026-03-15T10:00:00Z' \
	    '2|2|survey|{"a":{"b":[1,2]}}|2026-01-01T00:00:00Z')"
}

@test "Y22 D16 the list: newest first; search in questions and answers" {
	crm-form add 1 intake '{"Alergias":"Amêndoa \"crua\"","n":[{"x":"deep"}]}' \
	    --submitted 2026-01-01
	crm-form add 2 survey '{"Liked":"yes"}' --submitted 2026-02-01
	crm-form add 1 consent
	assert_equal "$(ids)" 3,2,1
	assert_equal "$(ids --client a@x.pt)" 3,1
	assert_equal "$(ids --form survey)" 2
	assert_equal "$(ids --search alergias)" 1
	assert_equal "$(ids --search 'amendoa "C')" 1
	assert_equal "$(ids --search DEEP)" 1
	assert_equal "$(ids --search INT)" 1
	assert_equal "$(ids --search '{')" ""
	assert_equal "$(ids --search '":"')" ""
	assert_equal "$(ids --since 2026-02-01)" 3,2
}

@test "Y22 a form is submitted: by place, by option, from stdin, by question" {
	expect 0 crm-form submit a@x.pt intake '{"a":1}'
	prints 1
	expect 0 crm-form submit --client 1 --form intake --answers '{"b":2}'
	prints 2
	expect 0 crm-form submit 1 intake - <<<'{"c":3}'
	prints 3
	expect 0 crm-form submit --client 1 --form intake --answers - <<<'{"d":4}'
	prints 4
	expect 0 crm-form submit --client 1 --form intake - <<<'{"e":5}'
	prints 5
	expect 0 crm-form submit --client 1 intake --answer "Any allergies?=nuts" \
	    --answer Age=34 --answer Phone=0912 --json
	holds '.id == 6 and .answers == {"Any allergies?":"nuts","Age":34,"Phone":"0912"}
		and .submitted_at == "2026-03-15T10:00:00Z"'
	expect 0 crm-form submit - <<<'{"client_id":2,"form":"survey"}'
	prints 7
	assert_equal "$(db 'SELECT answers_json FROM form' | paste -sd' ')" \
	    '{"a":1} {"b":2} {"c":3} {"d":4} {"e":5} {"Any allergies?":"nuts","Age":34,"Phone":"0912"} '
	crm-form edit 7 --answer Liked=yes
	crm-form edit 7 --answer Why="So kind"
	assert_equal "$(db 'SELECT answers_json FROM form WHERE id = 7')" \
	    '{"Liked":"yes","Why":"So kind"}'
	expect 2 crm-form submit 1 intake --answer Age
	says 'crm-form: --answer: KEY=VALUE, not "Age"'
	expect 2 crm-form submit 1 intake - <<<'no'
	says 'crm-form: answers: not a JSON object: "no"'
	expect 2 crm-form submit 1 intake '{}' more
	says 'crm-form: add: "more" is one argument too many'
}

@test "A17 answers fill what is empty in the client's record, and only that" {
	crm-client edit 1 --city Lisboa
	expect 0 crm-form submit 1 intake \
	    '{"Phone number":"912 000 011","City":"Porto","Shoe = size":38,"None":null}' \
	    --map "Phone number=phone" --map City=city \
	    --map "shoe = SIZE=custom.shoe" --map None=country --map Gone=region
	prints 1
	says "crm-form: client 1: filled: phone" \
	    "crm-form: client 1: filled: custom.shoe"
	expect 0 crm-client show 1 --json
	holds '.city == "Lisboa" and .phone == "912 000 011"
		and .custom == {"shoe":38} and .country == null'
	# Again: nothing is overwritten, nothing is said.
	expect 0 crm-form submit 1 intake '{"p":"933","s":40}' --map p=phone \
	    --map s=custom.shoe
	says ""
	assert_equal "$(db 'SELECT phone, custom_json FROM client WHERE id = 1')" \
	    '912 000 011|{"shoe":38}'
	# One change, that undo takes back whole.
	expect 0 crm-log undo "$(db "SELECT min(change_id) FROM journal WHERE tbl = 'form'")"
	assert_equal "$(db 'SELECT phone IS NULL FROM client WHERE id = 1')" 1
}

@test "A17 an answer that is no good there is kept in the form, and said" {
	expect 0 crm-form submit 2 intake '{"p":"bogus","e":"a@x.pt","b":"1990-02-03"}' \
	    --map p=phone --map e=email --map b=birthday
	says 'crm-form: client 2: not filled: phone: has letters: "bogus"' \
	    "crm-form: client 2: filled: birthday"
	assert_equal "$(db 'SELECT count(*) FROM form')" 1
	phone_only
	client "Zé"
	expect 0 crm-form submit Zé intake '{"e":"a@x.pt"}' --map e=email
	says_part "crm-form: client 3: not filled: email: " "a@x.pt"
	unchanged 2 crm-form submit 2 intake '{}' --map p=fone
	says 'crm-form: a client has no field "fone" to fill'
	unchanged 2 crm-form submit 2 intake '{}' --map phone
	says 'crm-form: --map: QUESTION=FIELD, not "phone"'
	unchanged 2 crm-form submit 2 intake '{}' --map x=total_bookings
	says_part "total_bookings"
	expect 3 crm-form submit - --map p=phone <<-'END'
	{"client_id":9,"form":"f","answers":{"p":"912000011"}}
	{"client_id":1,"form":"f","answers":{"p":"912000011"}}
	END
	assert_equal "$(db 'SELECT phone FROM client WHERE id = 1')" 912000011
}

@test "A17 Y22 whoever fills in a form may be new" {
	expect 0 crm-form submit --name "Zé Lima" --email z@x.pt --form intake \
	    --answers '{"Phone":"+351912000099"}' --map Phone=phone
	prints 1
	assert_equal "$(db 'SELECT id, email, phone FROM client WHERE id = 3')" \
	    "3|z@x.pt|+351912000099"
}
