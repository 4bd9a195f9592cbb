#!/usr/bin/env bats
# crm-project: features D14, I4.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
}

@test "D14 I4 a project: name, status, key dates" {
	expect 0 crm-project add a@x.pt Orthodontics --starts 2026-03-01 --due +6m
	prints 1
	says ""
	expect 0 crm-project show 1 --json
	prints '{"id":1,"client_id":1,"name":"Orthodontics","status":"planned","starts_on":"2026-03-01","due_on":"2026-09-15","completed_on":null,"description":null,"created_at":"2026-03-15T10:00:00Z"}'
	expect 2 crm-project add a@x.pt
	says "crm-project: name: required"
	expect 2 crm-project add --name x
	says "crm-project: client_id: required"
	expect 2 crm-project add 1 x --due 2026-02-30
	says 'crm-project: due_on: no such day: "2026-02-30"'
	expect 0 crm-project edit 1 --status on-hold
	assert_equal "$(db 'SELECT status FROM project')" on_hold
}

@test "D14 the list: open ones first, by the day they are due; what is late" {
	crm-project add 1 Late --due 2026-03-14 --status active
	crm-project add 1 Whenever --description "Um dia, talvez"
	crm-project add 2 Over --due 2026-01-01 --status completed
	crm-project add 2 Today --due today
	crm-project add 1 Never --due 2026-01-01 --status cancelled
	assert_equal "$(ids)" 1,4,2,3,5
	assert_equal "$(ids --reverse)" 5,3,2,4,1
	assert_equal "$(ids --open)" 1,4,2
	assert_equal "$(ids --overdue)" 1
	assert_equal "$(ids --active)" 1
	assert_equal "$(ids --client a@x.pt)" 1,2,5
	assert_equal "$(ids --search TALVEZ)" 2
	assert_equal "$(ids --date due --since 2026-03-14)" 1,4
	assert_equal "$(ids --limit 2 --after 4)" 2,3
	expect 0 crm-project list --overdue
	prints \
	    "id  client_name  name  status  starts_on  due_on      completed_on" \
	    " 1  Ana Silva    Late  active             2026-03-14"
}

@test "I4 a project is completed today, where the account is; or cancelled" {
	crm-config set account.timezone Pacific/Auckland
	crm-project add 1 One
	crm-project add 1 Two
	CRM_NOW=2026-03-15T22:00:00Z expect 0 crm-project complete 1
	prints ""
	assert_equal "$(db 'SELECT status, completed_on FROM project WHERE id = 1')" \
	    "completed|2026-03-16"
	expect 5 crm-project complete 1
	says "crm-project: 1: already completed"
	expect 5 crm-project cancel 1
	says "crm-project: 1: completed; cancel takes only what is planned, active or on_hold"
	expect 0 crm-project cancel 2
	expect 5 crm-project complete 2
	says "crm-project: 2: cancelled; complete takes only what is planned, active or on_hold"
	# Taken up again, and done on another day than today.
	expect 0 crm-project edit 1 2 --status active
	assert_equal "$(db 'SELECT completed_on FROM project' | tr -d '\n')" ""
	crm-project edit 1 --status completed --completed 2026-03-01
	crm-project edit 2 --status completed
	assert_equal "$(db 'SELECT completed_on FROM project')" \
	    $'2026-03-01\n2026-03-15'
	crm-project edit 1 --name "The first"
	assert_equal "$(db 'SELECT completed_on FROM project WHERE id = 1')" 2026-03-01
}

@test "I4 days that cannot be" {
	expect 2 crm-project add 1 One --starts 2026-03-02 --due 2026-03-01
	says 'crm-project: due_on: before it starts: "2026-03-01"'
	crm-project add 1 One --starts 2026-03-02 --due 2026-03-02
	unchanged 2 crm-project edit 1 --starts 2026-03-03
	says 'crm-project: due_on: before it starts: "2026-03-02"'
	unchanged 2 crm-project edit 1 --completed 2026-03-03
	says 'crm-project: completed_on: only of one that is completed'
	expect 0 crm-project add 1 Old --status completed --json
	holds '.completed_on == null'
}
