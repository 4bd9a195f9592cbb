#!/usr/bin/env bats
# crm-note: features M1-M10.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	crm-client add "Ana Silva" --email a@x.pt >/dev/null
	crm-client add Rui --email r@x.pt --phone +351912000011 >/dev/null
}

# The texts that a list gives, one a line.
texts() {
	crm-note list -f tsv -F text "$@" | sed 1d
}

@test "M1 a note about a client, who is named in any way" {
	expect 0 crm-note add 1 "Likes the window seat"
	prints 1
	says ""
	expect 0 crm-note add A@x.pt "Second"
	prints 2
	expect 0 crm-note add "912 000 011" "By phone"
	prints 3
	expect 0 crm-note add --client "ana silva" --text "By name" --json
	holds '.id == 4 and .client_id == 1 and .text == "By name"
		and .kind == "general" and .author == "tester"'
	expect 4 crm-note add 9 "Nobody"
	says_part 'crm-note: ' 'there is no client "9"'
	expect 4 crm-note add nobody@x.pt -- "--text"
	says_part 'there is no client "nobody@x.pt"'
	expect 0 crm-note list --client r@x.pt -f csv -F id,client_id,text
	prints id,client_id,text "3,2,By phone"
}

@test "M1 the text comes from stdin, whole, with its lines" {
	expect 0 crm-note add 1 - < <(printf 'First line\n\n  second,  "line"\r\nthird\n\n')
	prints 1
	assert_equal "$(db 'SELECT text FROM note')" \
	    $'First line\n\nsecond, "line"\nthird'
	expect 2 crm-note add 1 - < <(printf ' \n\t\n')
	says_part "crm-note: " text
	expect 2 crm-note add 1 ""
	says_part "text: required"
	expect 0 crm-note list --json
	holds 'length == 1'
}

@test "M1 without a text: \$EDITOR on a terminal, status 2 elsewhere" {
	expect 2 crm-note add 1 </dev/null
	says_part "crm-note: " "text"
	cat >editor <<-'END'
	#!/bin/sh
	printf 'from the editor\nsecond line\n' >"$1"
	END
	chmod +x editor
	EDITOR=$PWD/editor run on_terminal "crm-note add 1" </dev/null
	assert_success
	assert_equal "$(db 'SELECT text FROM note')" \
	    $'from the editor\nsecond line'
	# VISUAL is asked first; an edit starts from the text that is there.
	EDITOR=false VISUAL="sed -i s/second/2nd/" \
	    run on_terminal "crm-note edit 1" </dev/null
	assert_success
	assert_equal "$(db 'SELECT text FROM note')" \
	    $'from the editor\n2nd line'
	before=$(digest)
	EDITOR=false run on_terminal "crm-note add 2" </dev/null
	assert_failure 1
	EDITOR=true run on_terminal "crm-note add 2" </dev/null
	refute [ "$status" -eq 0 ]
	EDITOR=true run on_terminal "crm-note edit 1" </dev/null
	assert_success
	assert_equal "$(digest)" "$before"
	run compgen -G "${TMPDIR:-/tmp}/crm-??????"
	assert_output ""
}

@test "M1 many notes as NDJSON, in one transaction" {
	cat >in <<-'END'
	{"client_id":1,"text":"one","kind":"allergy"}
	{"client_id":"r@x.pt","text":"two\nlines","created_at":"2020-01-02"}
	{"client_id":9,"text":"three"}
	{"client_id":2,"text":"four","kind":"rumour"}
	END
	expect 3 crm-note add - <in
	prints 1 2
	assert_equal "$(wc -l <<<"$stderr")" 2
	[[ ${stderr_lines[0]} = 'crm-note: stdin:3: '*'"9"'* ]]
	[[ ${stderr_lines[1]} = 'crm-note: stdin:4: kind: '*'"rumour"'* ]]
	expect 0 crm-note show 2 --json
	holds '.client_id == 2 and .text == "two\nlines"
		and .created_at == "2020-01-02T00:00:00Z"'
	assert_equal "$(db "SELECT count(*) FROM change WHERE command LIKE 'crm-note%'")" 1
}

@test "M2 notes are not in what is written about clients" {
	crm-note add 1 "Zzyzx"
	expect 0 crm-export clients -f ndjson
	refute_output --partial Zzyzx
	expect 0 crm-client show 1 --json
	refute_output --partial Zzyzx
	expect 0 crm-client list -f csv
	refute_output --partial Zzyzx
}

@test "M3 the kinds of notes, and the list by kind" {
	local kind

	for kind in preference allergy followup personal general; do
		crm-note add 1 "a $kind" --kind "$kind"
	done
	expect 0 crm-note list --kind allergy -f csv -F kind,text
	prints kind,text "allergy,a allergy"
	expect 2 crm-note add 1 text --kind rumour
	says 'crm-note: kind: not one of general, preference, allergy, followup, personal: "rumour"'
	expect 2 crm-note list --kind rumour
	says_part '"rumour"'
}

@test "M4 M5 M8 a note has its date and author; newest first" {
	crm-note add 1 old --created 2024-05-06T07:08:09Z --actor Marta
	crm-note add 1 new
	crm-note add 1 middle --created 2025-01-01 --author Zé
	expect 0 crm-note list -f csv -F created_at,author,text
	prints created_at,author,text 2026-03-15T10:00:00Z,tester,new \
	    2025-01-01T00:00:00Z,Zé,middle 2024-05-06T07:08:09Z,Marta,old
	assert_equal "$(texts --reverse | paste -sd,)" old,middle,new
	assert_equal "$(texts --since 2025-01-01 | paste -sd,)" new,middle
	assert_equal "$(texts --until 2024-05-06 | paste -sd,)" old
	assert_equal "$(texts --author Marta)" old
	assert_equal "$(texts --limit 1)" new
	crm-config set account.timezone Asia/Tokyo
	expect 0 crm-note list --limit 1
	prints \
	    "id  client_id  created_at        kind     author  text" \
	    " 2          1  2026-03-15 19:00  general  tester  new"
}

@test "M5 two notes of one second: the later one first, pages complete" {
	local i got='' last='' page

	for i in 1 2 3 4 5 6 7; do
		printf '{"client_id":1,"text":"n%s"}\n' "$i"
	done | crm-note add - >/dev/null
	assert_equal "$(texts | paste -sd,)" n7,n6,n5,n4,n3,n2,n1
	while page=$(crm-note list --limit 3 -f id ${last:+--after "$last"}) &&
	    [[ -n $page ]]; do
		got+=$page$'\n'
		last=${page##*$'\n'}
	done
	assert_equal "$got" "$(printf '%s\n' 7 6 5 4 3 2 1)"$'\n'
}

@test "M6 any note can be edited; the old text stays in the log" {
	crm-note add 1 "the first text"
	expect 0 crm-note edit 1 --text "the second text" --kind personal
	prints ""
	expect 0 crm-note show 1 --json
	holds '.text == "the second text" and .kind == "personal"
		and .updated_at == "2026-03-15T10:00:00Z"'
	expect 0 crm-log show "$(last_change)" --json
	assert_output --partial "the first text"
	expect 0 crm-note edit 1 - <<<"the third text"
	assert_equal "$(texts)" "the third text"
	expect 0 crm-note edit - <<<'{"id":1,"kind":"allergy"}'
	expect 0 crm-note list -f csv -F kind,text
	prints kind,text "allergy,the third text"
	expect 2 crm-note edit 1 --text " "
	says_part "text: required"
	expect 4 crm-note edit 9 --text x
	says 'crm-note: there is no note "9"'
	expect 2 crm-note edit 1 </dev/null
	says_part crm-note:
}

@test "M7 any note can be deleted, and that can be undone" {
	crm-note add 1 one
	crm-note add 2 two
	crm-note add 2 three
	expect 0 crm-note delete 1 3
	prints ""
	assert_equal "$(texts)" two
	expect 4 crm-note delete 1
	says 'crm-note: there is no note "1"'
	expect 3 crm-note delete 2 9
	says 'crm-note: 9: there is no note "9"'
	crm-log undo "$(db 'SELECT id FROM change WHERE command LIKE "%delete 1 3"')"
	assert_equal "$(texts | sort | paste -sd,)" one,three
}

@test "M9 notes of an import become notes dated and signed" {
	printf 'name,email,notes\nEva,e@x.pt,"Likes tea,\nno milk"\nLeo,l@x.pt,\n' \
	    >c.csv
	expect 0 crm-import c.csv --actor Marta
	expect 0 crm-note list --json
	holds 'length == 1 and .[0].text == "Likes tea,\nno milk"
		and .[0].author == "Marta" and .[0].client_id == 3
		and .[0].created_at == "2026-03-15T10:00:00Z"'
}

@test "M10 the birthday is a field of the client" {
	crm-client edit 1 --birthday --03-15
	expect 0 crm-client show 1 --json
	holds '.birthday == "--03-15"'
}

@test "the notes of a client go with the client, and search is folded" {
	crm-note add 1 "Prefere chá de Limão"
	crm-note add 2 "nothing"
	assert_equal "$(texts --search LIMAO)" "Prefere chá de Limão"
	assert_equal "$(texts --search %)" ""
	assert_equal "$(texts --client 1)" "Prefere chá de Limão"
	crm-client purge 1 --yes --reason x
	assert_equal "$(texts)" nothing
	expect 0 crm-db check
}

@test "control characters of a text never reach a terminal raw" {
	crm-note add 2 $'first\nsecond'
	expect 0 crm-note list -F text
	prints text "first / second"
	expect 2 crm-note add 1 $'bell \x07'
	says_part 'has a control character' 'bell \x07'
	# Written by other hands.
	db "INSERT INTO note (client_id, text) VALUES (2, 'esc' || char(27) || '[2J')"
	expect 0 crm-note list -F text --client 2 --limit 1 --sort id --reverse
	prints text 'esc\x1b[2J'
}

@test "a list tells whose a note is when it is asked to" {
	crm-note add 2 Tea --kind preference
	expect 0 crm-note list --client 2 --limit 1 --sort id --reverse \
	    -F text,client_name -f csv
	assert_equal "${lines[0]}" text,client_name
	assert_equal "${lines[1]}" "Tea,$(crm-client show 2 -F name -f csv | tail -n 1)"
	expect 0 crm-export notes --sort id --limit 1 -F client_id,client_email
	assert_equal "${lines[0]}" client_id,client_email
	expect 2 crm-client list -F client_name
}
