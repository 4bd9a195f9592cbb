#!/usr/bin/env bats
# crm-task: features D13, I5.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	ana_and_rui
}

@test "D13 I5 a task: title, status, assignee" {
	expect 0 crm-task add a@x.pt "Send the quote" --assignee marta --due +3d
	prints 1
	says ""
	expect 0 crm-task show 1 --json
	prints '{"id":1,"client_id":1,"title":"Send the quote","status":"open","assignee":"marta","due_on":"2026-03-18","done_at":null,"description":null,"created_at":"2026-03-15T10:00:00Z"}'
	expect 2 crm-task add a@x.pt
	says "crm-task: title: required"
	expect 4 crm-task add 7 Call
	says 'crm-task: client_id: there is no client "7"'
	crm-task edit 1 --status in-progress --assignee ""
	assert_equal "$(db 'SELECT status, assignee IS NULL FROM task')" \
	    "in_progress|1"
}

@test "D13 the list: open ones first, by the day they are due; mine; late" {
	crm-task add 1 Mail
	crm-task add 1 Late --due 2026-03-14 --assignee marta
	crm-task add 2 Over --due 2026-01-01 --status 'done'
	crm-task add 2 Today --due today --assignee tester
	crm-task add 1 Never --due 2026-01-01 --status cancelled
	crm-task add 2 Doing --due 2026-03-01 --status in_progress \
	    --description "À espera de resposta"
	assert_equal "$(ids)" 6,2,4,1,3,5
	assert_equal "$(ids --open)" 6,2,4,1
	assert_equal "$(ids --overdue)" 6,2
	assert_equal "$(ids --mine)" 4
	assert_equal "$(ids --mine --actor marta --overdue)" 2
	assert_equal "$(ids --client a@x.pt --open)" 2,1
	assert_equal "$(ids --search a\ espera)" 6
	assert_equal "$(ids --sort created --reverse)" 6,5,4,3,2,1
	assert_equal "$(ids --limit 3 --after 2)" 4,1,3
	expect 0 crm-task list --client 2
	prints \
	    "id  client_name  title  status       assignee  due_on" \
	    " 6  Rui          Doing  in_progress            2026-03-01" \
	    " 4  Rui          Today  open         tester    2026-03-15" \
	    " 3  Rui          Over   done                   2026-01-01"
}

@test "D13 pages of tasks: nothing twice, nothing lost" {
	local i got='' last='' page

	for i in 1 2 3 4 5 6 7; do
		printf '{"client_id":1,"title":"n%s"%s}\n' "$i" \
		    "$( ((i % 3)) || printf ',"due_on":"2026-04-01"')"
	done | crm-task add - >/dev/null
	while page=$(crm-task list --limit 2 -f id ${last:+--after "$last"}) &&
	    [[ -n $page ]]; do
		got+=$page,
		last=${page##*$'\n'}
	done
	assert_equal "${got//$'\n'/,}" 3,6,1,2,4,5,7,
}

@test "I5 a task is done now, or cancelled, or taken up again" {
	crm-task add 1 One
	crm-task add 1 Two
	crm-task add 1 Three --status in-progress
	expect 0 crm-task 'done' 1 3
	prints ""
	assert_equal "$(db "SELECT id, done_at FROM task WHERE status = 'done'")" \
	    $'1|2026-03-15T10:00:00Z\n3|2026-03-15T10:00:00Z'
	expect 5 crm-task 'done' 1
	says "crm-task: 1: already done"
	expect 3 crm-task cancel 1 2
	says "crm-task: 1: done; cancel takes only what is open or in_progress"
	expect 5 crm-task 'done' 2
	says "crm-task: 2: cancelled; done takes only what is open or in_progress"
	crm-task edit 1 --status open
	assert_equal "$(db 'SELECT status, done_at IS NULL FROM task WHERE id = 1')" \
	    "open|1"
	expect 2 crm-task edit 1 --done yesterday
	says "crm-task: done_at: only of one that is done"
	crm-task edit 1 --done yesterday --status 'done'
	assert_equal "$(db 'SELECT done_at FROM task WHERE id = 1')" \
	    2026-03-14T00:00:00Z
}
