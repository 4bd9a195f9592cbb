#!/usr/bin/env bats
# crm-log: who did what and when, and taking it back (B12, C1 of features.md).
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# A base with something of everything.
fill() {
	crm-config set account.country PT
	crm-client add "Ana Silva" --email a@x.pt --phone 912000011 \
	    --tags vip,new --set shoe=38 --add-email a@y.pt --city Lisboa
	crm-client add Rui --email r@x.pt
	crm-client add Eva --email e@x.pt
	crm-client delete 3
	crm-note add 1 "first note" --kind allergy
	crm-note add 1 "second note"
} >/dev/null

# undone COMMAND...: what it changed is gone after crm-log undo, to the byte.
undone() {
	local before after change

	before=$(facts)
	expect 0 "$@"
	after=$(facts)
	assert_not_equal "$after" "$before"
	change=$(last_change)
	expect 0 crm-log undo "$change"
	assert_equal "$* undone: $(facts)" "$* undone: $before"
	# The undo is a change itself, and can be undone.
	expect 0 crm-log undo "$(last_change)"
	assert_equal "$* again: $(facts)" "$* again: $after"
	expect 0 crm-log undo "$(last_change)"
	assert_equal "$* undone: $(facts)" "$* undone: $before"
	expect 0 crm-db check
}

@test "B12 list: every command that wrote, newest first" {
	client "Ana Silva" --email a@x.pt
	CRM_NOW=2026-03-16T00:00:00Z crm-client edit 1 --city Porto --actor Marta
	crm-client list >/dev/null
	crm-client edit 1 --city Porto
	expect 0 crm-log list --json
	holds 'length == 2 and (.[0] | keys_unsorted == ["id","at","actor",
		"command","summary","undone_by"])
		and (map(.id) == [2, 1]) and .[0].actor == "Marta"
		and .[0].at == "2026-03-16T00:00:00Z"
		and .[1].actor == "tester" and .[1].at == "2026-03-15T10:00:00Z"
		and .[0].command == "crm-client edit 1 --city Porto --actor Marta"
		and (.[1].command | contains("Ana Silva"))
		and .[0].undone_by == null'
	crm-client archive 1
	crm-client activate 1
	expect 0 crm-log -f id
	prints 4 3 2 1
	expect 0 crm-log list --limit 2 -f id
	prints 4 3
	expect 0 crm-log list --limit 2 --after 3 -f id
	prints 2 1
	expect 0 crm-log list --reverse --limit 2 --after 1 -f id
	prints 2 3
	expect 2 crm-log list --limit x
	says_part --limit '"x"'
}

@test "B12 show: every row that a change touched, as it was" {
	client Ana --email a@x.pt --city Lisboa
	client Rui --email r@x.pt
	printf '1\n2\n' | crm-client edit - --city Porto
	expect 0 crm-log show 3 --json
	holds 'length == 2 and all(.[]; .op == "update" and .type == "client"
		and .actor == "tester") and map(.client_id) == [1, 2]
		and map(.client_name) == ["Ana", "Rui"]
		and .[0].old.city == "Lisboa" and .[1].old.city == null'
	expect 0 crm-log show 1 --json
	holds 'length == 1 and .[0].op == "insert" and .[0].ref == 1'
	expect 4 crm-log show 9
	says 'crm-log: there is no change 9; crm-log list shows them'
	expect 2 crm-log show x
	says_part '"x"'
	expect 2 crm-log show
	says_part crm-log:
}

@test "C1 undo of adding, editing, deleting: to the byte as before" {
	fill
	undone crm-client add Leo --email l@x.pt --tags x --set a=1
	undone crm-client edit 1 --name "Ana Costa" --email n@x.pt --phone "" \
	    --city Porto --unset shoe --remove-email a@y.pt --tags ""
	undone crm-note add 2 "a note"
	undone crm-note edit 1 --text other --kind general
	undone crm-note delete 1 2
	undone crm-client edit 1 --staff Marta --birthday 1990-01-01
}

@test "C1 undo of every verb of clients" {
	fill
	undone crm-client tag 1 spring
	undone crm-client untag 1 vip new
	undone crm-client archive 1
	undone crm-client delete 1 2
	undone crm-client restore 3
	undone crm-client spam 1
	undone crm-client block 1 --reason "no show"
	crm-client block 2
	undone crm-client unblock 2
	undone crm-client edit 1 --status inactive
	crm-client archive 2
	undone crm-client activate 2
}

@test "C1 undo of settings and of many rows from stdin" {
	fill
	undone crm-config set client.limit 7
	undone crm-config set account.country ES
	undone crm-config unset account.country
	printf '%s\n' '{"name":"B","email":"b@x.pt"}' '{"name":"C","email":"c@x.pt"}' >in
	many() { crm-client add - <in; }
	undone many
	printf '%s\n' '{"id":1,"city":null}' '{"id":2,"tags":["a"]}' >in
	patch() { crm-client edit - <in; }
	undone patch
	refs() { printf '1\n2\n' | crm-client edit - --staff B; }
	undone refs
}

@test "C1 undo of imports: new clients, updates, notes, everything" {
	fill
	printf 'name,email,city,notes\nAna X,a@x.pt,Faro,hi\nLeo,l@x.pt,Braga,ho\n' \
	    >c.csv
	undone crm-import c.csv
	undone crm-import c.csv --on-duplicate update
	undone crm-import c.csv --on-duplicate fill
	printf 'client,text\na@x.pt,one\nr@x.pt,two\n' >n.csv
	undone crm-import notes n.csv
	crm-export all >all.ndjson
	export CRM_DB=$BATS_TEST_TMPDIR/empty.db
	crm-db init
	undone crm-import all all.ndjson
}

@test "C1 what was found before is found again, and not what was new" {
	client Ana --email a@x.pt --tags vip
	crm-client edit 1 --name "José" --email j@x.pt --tags old
	crm-log undo 2
	expect 0 crm-client list --search ana --tag vip -f id
	prints 1
	expect 4 crm-client show j@x.pt
	expect 0 crm-client list --tag old -f id
	prints ""
	expect 0 crm-client add José --email j@x.pt
	prints 2
}

@test "C1 rows changed since are kept and named, the others go back" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	printf '1\n2\n' | crm-client edit - --city Porto
	crm-client edit 2 --city Faro
	expect 0 crm-log undo 3
	assert_regex "$stderr" '(^|[^0-9])client 2([^0-9]|$)'
	expect 0 crm-client list --sort id -f csv -F name,city
	prints name,city Ana, Rui,Faro
	expect 0 crm-log list --limit 1 --json
	holds '.[0].command == "crm-log undo 3"'
	expect 0 crm-log list --json
	holds 'map(select(.id == 3))[0].undone_by == 5'
}

@test "C1 another field of the same row does not stand in the way" {
	client Ana --email a@x.pt
	crm-client edit 1 --city Porto
	crm-client edit 1 --staff Marta
	expect 0 crm-log undo 2 --json
	holds '.reversed == 1 and .kept == 0'
	expect 0 crm-client list -f csv -F city,staff
	prints city,staff ,Marta
}

@test "C1 an added client with later records is kept, and named" {
	client Ana --email a@x.pt
	crm-note add 1 "a later note"
	expect 0 crm-log undo 1 --json
	holds '.reversed == 0 and .kept == 1'
	assert_regex "$stderr" 'client 1'
	expect 0 crm-client show 1
	crm-log undo 2
	expect 0 crm-log undo 1 --json
	holds '.reversed == 1 and .kept == 0'
	expect 0 crm-client list --status any --json
	prints "[]"
}

@test "C1 undo never breaks a rule of the data" {
	client Ana --email a@x.pt
	crm-client edit 1 --email b@x.pt
	client Rui --email a@x.pt
	run --separate-stderr crm-log undo 2
	assert_not_equal "$stderr" ""
	expect 0 crm-client list --sort id -f csv -F name,email
	prints name,email Ana,b@x.pt Rui,a@x.pt
	expect 0 crm-db check
}

@test "C1 what was undone already, or cannot be, is refused" {
	client Ana --email a@x.pt
	client Rui --email r@x.pt
	crm-log undo 2
	expect 5 crm-log undo 2
	says_part "crm-log: " 2
	expect 4 crm-log undo 99
	says 'crm-log: there is no change 99; crm-log list shows them'
	crm-client purge 1 --yes --reason x
	run --separate-stderr crm-log undo "$(last_change)"
	assert_not_equal "$stderr" ""
	expect 0 crm-client list --status any --json
	prints "[]"
	expect 0 crm-db check
}

@test "C1 --dry-run of an undo says the same and writes nothing" {
	client Ana --email a@x.pt
	crm-client edit 1 --city Porto
	before=$(digest)
	expect 0 crm-log undo 2 --dry-run --json
	holds '.reversed == 1'
	assert_equal "$(digest)" "$before"
	assert_equal "$(facts | jq -c 'select(.type == "client").city')" '"Porto"'
}

@test "several at once, and each of a chain in turn" {
	client Ana --email a@x.pt --city A
	before=$(facts)
	crm-client edit 1 --city B
	crm-client edit 1 --city C
	crm-client edit 1 --city D
	expect 0 crm-log undo 4 3 2
	assert_equal "$(facts)" "$before"
	expect 0 crm-log list -f csv -F id,undone_by --reverse
	assert_equal "$(cut -d, -f2 <<<"$output" | sed -n '3,5p' | grep -c .)" 3
}

@test "nothing is logged when nothing changed, was refused, or only tried" {
	client Ana --email a@x.pt --city Porto
	unchanged 0 crm-client edit 1 --city Porto
	unchanged 5 crm-client add Ana --email a@x.pt
	unchanged 2 crm-client edit 1 --email x
	unchanged 0 crm-client edit 1 --city Faro --dry-run
	unchanged 3 crm-client archive 8 9
	expect 0 crm-log list -f id
	prints 1
}

@test "the command in the log is one line, quoted where it must be" {
	client $'Two\nlines' --email a@x.pt --city "Vila Nova"
	expect 0 crm-log list -F command
	assert_equal "${#lines[@]}" 2
	assert_line -n 1 --partial "'Vila Nova'"
	expect 0 crm-client edit 1 --city $'x\x1b[2J' --json || true
	expect 0 crm-log list --json
	refute_output --partial $'\x1b'
}

@test "undo of many: what is derived goes along, and a table of one's own is heeded" {
	awk 'BEGIN { print "name,email,tags"; for (i = 1; i <= 6000; i++) printf "N %d,n%d@x.pt,a%d\n", i, i, i % 3 }' >many.csv
	client Ana --email ana@x.pt --tags kept
	before=$(crm-export all)
	expect 0 crm-import -q many.csv
	expect 0 crm-import undo 1
	assert_equal "$(crm-export all)" "$before"
	expect 0 crm-db check
	assert_equal "$(db "SELECT count(*) FROM client_word")" 1
	crm-import -q many.csv
	db "PRAGMA foreign_keys = ON;
		CREATE TABLE mine (client INTEGER REFERENCES client ON DELETE CASCADE);
		INSERT INTO mine SELECT id FROM client WHERE email = 'n7@x.pt'"
	expect 0 crm-import undo 2
	assert_equal "$(db "SELECT count(*) FROM mine")" 0
	assert_equal "$(crm-export all)" "$before"
}
