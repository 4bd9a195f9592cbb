#!/usr/bin/env bats
# crm-form: features Y22, D16, A17.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	client "Ana Silva" --email a@x.pt
	client Rui --email r@x.pt
}

ids() {
	crm-form list -f id "$@" | paste -sd,
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
