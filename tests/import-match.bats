#!/usr/bin/env bats
# crm-import clients --match: who comes with a file is weighed as at entry:
# rules R3 to R5, features L1 to L13.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	crm-config set account.country PT
	phone_only
	client "Ana Lima" --email ana@x.pt --phone "912 000 001"
	client "Rui Costa" --phone "912 000 009"
	cat >c.csv <<-'END'
	name,email,phone,notes
	Anna Lima,,912000001,first visit
	Ana Lima,ana2@y.pt,912000001,
	Rui Costa,rui@z.pt,912 000 009,
	Maria Silva,maria@x.pt,913000001,
	Maria Sylva,,913000001,
	Zoe Paz,zoe@q.pt,,
	END
}

# What waits, one a line.
waits() {
	crm-dedupe pending -f csv -F type,ref,name,candidate_id,reason | sed 1d
}

@test "L1 L4 --match: who is like a client is made one, and waits" {
	expect 0 crm-import c.csv --match
	says "crm-import: 6 read, 2 created, 0 updated, 2 skipped, 0 rejected, 2 pending"
	assert_equal "$(waits)" "$(printf '%s\n' \
	    "client,3,Anna Lima,1,partial" "client,5,Maria Sylva,4,partial")"
	expect 0 crm-dedupe pending --json
	holds 'all(.score >= 0.75 and .score < 1)'
	# It is the score that explain has.
	assert_equal "$(crm-dedupe explain 1 3 --json | jq .score)" \
	    "$(crm-dedupe pending --json | jq '.[0].score')"
	assert_equal "$(db 'SELECT text FROM note WHERE client_id = 3')" \
	    "first visit"
	expect 0 crm-import log --json
	holds '.[0] | .read == 6 and .created == 2 and .skipped == 2 and .pending == 2'
	crm-db check
}

@test "L2 L3 --match: the same name and phone are one client, whatever the email" {
	expect 0 crm-import c.csv
	says "crm-import: 6 read, 6 created, 0 updated, 0 skipped, 0 rejected"
	crm-import undo 1 --quiet
	expect 0 crm-import c.csv --match --on-duplicate fill
	says "crm-import: 6 read, 2 created, 1 updated, 0 skipped, 0 rejected, 1 unchanged, 2 pending"
	assert_equal "$(db 'SELECT email FROM client WHERE id <= 2')" \
	    "$(printf '%s\n' ana@x.pt rui@z.pt)"
	db 'DELETE FROM client; DELETE FROM association'
	# Within the file, too.
	printf '%s\n' name,email,phone "Eva Reis,e@x.pt,913000005" \
	    "Eva Reis,e2@x.pt,913000005" >d.csv
	expect 3 crm-import d.csv --match --on-duplicate error
	says "crm-import: d.csv:3: name and phone: same as line 2" \
	    "crm-import: 2 read, 1 created, 0 updated, 0 skipped, 1 rejected"
}

@test "L3 --match: a further phone is a phone" {
	crm-client edit 2 --phones "915 000 015"
	printf '%s\n' name,email,phone "Rui Costa,r@y.pt,915000015" >d.csv
	expect 3 crm-import d.csv --match --on-duplicate error
	says "crm-import: d.csv:2: name and phone: there already: client 2" \
	    "crm-import: 1 read, 0 created, 0 updated, 0 skipped, 1 rejected"
}

@test "L6 --match: a file that comes again makes nobody, and a client that is deleted or spam is nobody's like" {
	expect 0 crm-import c.csv --match
	unchanged 0 crm-import c.csv --match
	says "crm-import: 6 read, 0 created, 0 updated, 6 skipped, 0 rejected"
	client "Olga Prata" --phone 914000001
	client "Olga Ouro" --phone 914000002
	crm-client delete 7
	crm-client spam 8
	printf '%s\n' name,phone,status "Olga Pratta,914000001,active" \
	    "Olga Ourro,914000002,active" "Anna Limma,912000001,deleted" >d.csv
	expect 0 crm-import d.csv --match
	says "crm-import: 3 read, 3 created, 0 updated, 0 skipped, 0 rejected"
}

@test "L16 --match --dry-run: who is like whom is named, and not a byte written" {
	unchanged 0 crm-import c.csv --match -n --map notes=-
	says "crm-import: c.csv: type: clients" \
	    "crm-import: c.csv: map: name = name" \
	    "crm-import: c.csv: map: email = email" \
	    "crm-import: c.csv: map: phone = phone" \
	    "crm-import: c.csv: map: notes = -" \
	    "crm-import: c.csv:2: may be client 1 (Ana Lima), 0.96" \
	    "crm-import: c.csv:6: may be the client of line 5 (Maria Silva), 0.99" \
	    "crm-import: 6 read, 2 created, 0 updated, 2 skipped, 0 rejected, 2 pending; nothing was written"
	unchanged 0 crm-import c.csv --match -n --json
	holds '.read == .created + .updated + .unchanged + .skipped + .rejected + .pending'
}

@test "L9 resolve --use of a client: a merge like any other, and taken back" {
	crm-import c.csv --match --quiet
	before=$(facts)
	expect 0 crm-dedupe resolve 1 2 --use
	prints "1: client 3 is now client 1 (Ana Lima), merge 1" \
	    "2: client 5 is now client 4 (Maria Silva), merge 2"
	assert_equal "$(crm-dedupe pending -f id)" ""
	assert_equal "$(crm-client show 3 --json 2>/dev/null | jq .id)" 1
	assert_equal "$(db 'SELECT client_id FROM note')" 1
	expect 0 crm-log list --limit 2 -f csv -F summary
	prints summary "client 5 merged into client 4" \
	    "client 3 merged into client 1"
	# Whoever was merged is known when the file comes again.
	unchanged 0 crm-import c.csv --match
	says "crm-import: 6 read, 0 created, 0 updated, 6 skipped, 0 rejected"
	# Each by itself.
	expect 0 crm-dedupe unmerge 1
	assert_equal "$(waits)" "client,3,Anna Lima,1,partial"
	expect 0 crm-dedupe unmerge 2
	assert_equal "$(facts)" "$before"
}

@test "L9 L10 resolve: a merge among records, and one that fails" {
	crm-booking add --service Cut --starts 2026-04-01 --name "Anna Lima" \
	    --phone 912000001 --quiet
	crm-import c.csv --match --quiet
	assert_equal "$(crm-dedupe pending -f csv -F type | sed 1d | paste -sd ' ')" \
	    "booking client client"
	crm-client delete 5
	expect 3 crm-dedupe resolve 2 3 1 --use
	says "crm-dedupe: 3: client 5 is deleted; crm-client restore 5 brings it back"
	assert_equal "$(db 'SELECT client_id FROM booking')" 1
	assert_equal "$(db 'SELECT status FROM association ORDER BY id' | paste -sd ' ')" \
	    "used used open"
	# The booking is not part of the merge.
	crm-dedupe unmerge 1
	assert_equal "$(db 'SELECT client_id FROM booking')" 1
	assert_equal "$(db 'SELECT status FROM association ORDER BY id' | paste -sd ' ')" \
	    "used open open"
}

@test "L10 L11 resolve --new and --ignore of a client: two people, and not now" {
	crm-import c.csv --match --quiet
	expect 0 crm-dedupe resolve 2 --new
	prints "2: client 5 (Maria Sylva) is not client 4"
	assert_equal "$(db 'SELECT a_id, b_id, reason FROM distinct_pair')" \
	    "4|5|decided for client 5"
	unchanged 5 crm-dedupe merge 4 5
	expect 0 crm-dedupe resolve 1 --ignore
	prints "1: put off"
	assert_equal "$(waits)" ""
	assert_equal "$(crm-dedupe pending --ignored -f id)" 1
	unchanged 0 crm-import c.csv --match
}

@test "L8 show of a client that waits: the one beside the other" {
	crm-import c.csv --match --quiet
	expect 0 crm-dedupe show 1
	assert_line -n 2 "record  client 3       client 1"
	assert_line -n 3 "name    Anna Lima      Ana Lima"
	expect 0 crm-dedupe show 1 --json
	holds '.incoming.name == "Anna Lima" and .candidate.name == "Ana Lima"'
	crm-client purge 3 --yes --reason "asked for it"
	expect 4 crm-dedupe show 1
	says "crm-dedupe: nothing waits under the number 1; crm-dedupe pending shows what does"
}

@test "C12 purge: what waits, or has waited, with a record of the client goes as well" {
	crm-import c.csv --match --quiet
	crm-booking add --service Cut --starts 2026-04-01 --name "Maria Silvo" \
	    --phone 913000001 --quiet
	crm-dedupe resolve 2 3 --new --quiet
	assert_equal "$(db "SELECT count(*) FROM association WHERE name LIKE 'Maria S%'")" 2
	crm-client purge 5 --yes --reason "asked for it"
	crm-client purge "Maria Silvo" --yes --reason "asked for it"
	assert_equal "$(db "SELECT count(*) FROM association WHERE name LIKE 'Maria S%'")" 0
	assert_equal "$(db "SELECT count(*) FROM journal WHERE old_json LIKE '%Sylva%'
		OR old_json LIKE '%Silvo%'")" 0
}

@test "C12 crm-import undo takes all of it back, but who was merged since" {
	before=$(facts)
	crm-import c.csv --match --quiet
	crm-import undo 1 --quiet
	assert_equal "$(facts)" "$before"
	crm-import c.csv --match --quiet
	crm-dedupe resolve 1 --use >/dev/null
	expect 0 crm-import undo 2
	assert_equal "$(db 'SELECT count(*) FROM client')" 2
	assert_equal "$(db 'SELECT count(*) FROM merge')" 1
	crm-db check
}

@test "L1 --match: what cannot be is refused, and nothing changes" {
	printf '%s\n' name,service,starts "Ana Lima,Cut,2026-05-01 10:00" >b.csv
	unchanged 2 crm-import bookings b.csv --match
	says "crm-import: --match is for clients; who comes in with another record is weighed always"
	facts >all.ndjson
	unchanged 2 crm-import all all.ndjson --match
	unchanged 3 crm-import c.csv --match --strict --set birthday=x
	crm-config set client.limit 3
	unchanged 5 crm-import c.csv --match
	says_part "4 new clients, but the limit of 3 leaves room for 1" \
	    "nothing was imported"
	expect 0 crm-import c.csv --match --mode update --map notes=-
	says "crm-import: 6 read, 0 created, 2 updated, 4 skipped, 0 rejected"
}

@test "L1 --match: into an empty base, and with the numbers of an export" {
	crm-import c.csv --match --quiet
	crm-export clients -o e.csv
	export CRM_DB=$PWD/other.db
	crm-config set account.country PT
	phone_only
	expect 0 crm-import e.csv --match
	says "crm-import: 6 read, 4 created, 0 updated, 0 skipped, 0 rejected, 2 pending"
	assert_equal "$(crm-client list -f id | paste -sd ' ')" "1 2 3 4 5 6"
	assert_equal "$(waits)" "$(printf '%s\n' \
	    "client,3,Anna Lima,1,partial" "client,5,Maria Sylva,4,partial")"
}

# --- who was given up by a merge ------------------------------------------------

@test "B4 a number of another program leads to whoever was merged, chains followed" {
	printf '%s\n' nr,name,phone,city "a1,Ana Lima,912000001,Porto" \
	    "a2,Anna L,915000002," "a3,A. Lima,915000003,Faro" >old.csv
	old() {
		crm-import old.csv --external-id nr --source "$1" "${@:2}"
	}
	old salon --on-duplicate update --quiet
	crm-dedupe merge 3 4 >/dev/null
	crm-dedupe merge 1 3 >/dev/null
	assert_equal "$(crm-client list -f id | paste -sd ' ')" "1 2"
	unchanged 0 old salon
	says "crm-import: 3 read, 0 created, 0 updated, 3 skipped, 0 rejected"
	# It is what the survivor is asked by that is filled.
	printf '%s\n' nr,name,postcode "a3,A. Lima,4000-001" >old.csv
	expect 0 old salon --on-duplicate fill
	says "crm-import: 1 read, 0 created, 1 updated, 0 skipped, 0 rejected"
	assert_equal "$(db 'SELECT id, postcode FROM client WHERE postcode <> 0')" \
	    "1|4000-001"
	# The same number of another program is somebody else.
	expect 0 old other
	says "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
	# Records name their clients so.
	printf '%s\n' client.external_id,program,text "a3,salon,by number" >n.csv
	expect 0 crm-import notes n.csv --map program=client.source
	assert_equal "$(db "SELECT client_id FROM note WHERE text = 'by number'")" 1
	printf '%s\n' client.external_id,text "a3,whose" >n.csv
	expect 3 crm-import notes n.csv
	says "crm-import: n.csv:2: client_id: several clients have the external_id \"a3\"" \
	    "crm-import: 1 read, 0 created, 0 updated, 0 skipped, 1 rejected"
	# Apart again, each is found.
	crm-client delete 5
	crm-dedupe unmerge 2
	crm-dedupe unmerge 1
	expect 0 old salon --on-duplicate fill --json
	holds '.updated == 1'
	assert_equal "$(db 'SELECT postcode FROM client WHERE id = 4')" 4000-001
}

@test "B4 a name and phone given up lead to whoever was merged, and the email does" {
	crm-import c.csv --quiet --map notes=-
	crm-dedupe merge 1 3 >/dev/null
	crm-dedupe merge 1 4 >/dev/null
	crm-dedupe merge 6 7 >/dev/null
	db "UPDATE client SET phone = NULL, phone_key = NULL WHERE id = 1"
	crm-client edit 1 --phones "912 000 001"
	unchanged 0 crm-import c.csv --map notes=-
	says "crm-import: 6 read, 0 created, 0 updated, 6 skipped, 0 rejected"
	printf '%s\n' name,phone "Anna Limo,912000001" "Anna Lima,912000002" >d.csv
	expect 0 crm-import d.csv
	says "crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected"
}

@test "L15 our own number that was given up leads to the survivor, and is nobody's in a file" {
	client "Anna Limo" --email anna@x.pt --phone 912000002
	client "Eva Reis" --phone 912000003
	crm-export clients -o old.csv
	crm-dedupe merge 1 3 >/dev/null
	unchanged 0 crm-import old.csv
	says "crm-import: 4 read, 0 created, 0 updated, 4 skipped, 0 rejected"
	# By the number and the name alone; under another name it is refused.
	printf '%s\n' id,name,city "3,Anna Limo,Faro" >old.csv
	expect 0 crm-import old.csv --on-duplicate fill
	says "crm-import: 1 read, 0 created, 1 updated, 0 skipped, 0 rejected"
	printf '%s\n' id,name,city "3,Rita Paz,Beja" >old.csv
	expect 3 crm-import old.csv
	says "crm-import: old.csv:2: id: 3 is another client here; leave the column out with --map 'id=-'" \
	    "crm-import: 1 read, 0 created, 0 updated, 0 skipped, 1 rejected"
	assert_equal "$(crm-client list -f csv -F id,name,city)" \
	    "$(printf '%s\n' id,name,city "1,Ana Lima,Faro" "2,Rui Costa," "4,Eva Reis,")"
	# So it does for what belongs to clients, though the name was given up.
	printf '%s\n' client_id,client_name,text "3,Anna Limo,of old" "3,,alone" >n.csv
	expect 0 crm-import notes n.csv
	assert_equal "$(db 'SELECT client_id, text FROM note ORDER BY id')" \
	    "$(printf '%s\n' "1|of old" "1|alone")"
	# What was exported can be imported still, and the merge taken back.
	crm-export all -o all
	CRM_DB=$PWD/other.db crm-import all all --quiet
	CRM_DB=$PWD/other.db crm-export all | cmp - all
	expect 0 crm-dedupe unmerge 1
	assert_equal "$(crm-client list -f id | paste -sd ' ')" "1 2 3 4"
}
