#!/usr/bin/env bats
# merge.bats: merges at random, of clients with rows in every table that refers
# to one (tests/twins.pl): nothing is lost, and all of them taken back leave
# every byte as it was (features L15, L16). MERGES=1000 tries as many pairs.
# shellcheck disable=SC2030,SC2031,SC2154

load helper

MERGES=${MERGES:-100}
SEED=${SEED:-$RANDOM}

setup() {
	crm_setup
}

# "TABLE COLUMN" of every fact that refers to a client, as the schema says it.
referring() {
	db "SELECT m.name || ' ' || f.\"from\" FROM sqlite_schema m,
		pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND f.\"table\" = 'client'
		AND m.sql NOT LIKE '%(' || char(9) || '-- derived:%'
		ORDER BY m.name, f.\"from\""
}

# rows_of FILE TABLE
rows_of() {
	sqlite3 "$1" "SELECT count(*) FROM $2"
}

# against SQL: the answer, with the base as it was before as "old" and a table
# "at" that says which client each one is now.
against() {
	sqlite3 "$CRM_DB" "ATTACH 'before.db' AS old;
		CREATE TEMP VIEW at AS SELECT c.id,
		    coalesce((SELECT client_id FROM merge WHERE lost_id = c.id),
			c.id) AS now FROM old.client c;
		$1"
}

# strays TABLE COLUMN [BUT]: rows that are gone, or refer to somebody else than
# whoever their client is now; BUT is a condition on those that may.
strays() {
	against "SELECT b.id FROM old.$1 b JOIN at ON at.id = b.$2
		LEFT JOIN main.$1 a ON a.id = b.id
		WHERE a.id IS NULL OR a.$2 IS NOT at.now AND NOT (${3-0})"
}

# Every row is there, and refers to whoever its client is now. An event that was
# between the two refers to nobody.
rows_moved() {
	local table column but

	while read -r table column; do
		case $table.$column in
		distinct_pair.*) continue ;;
		event.ref) but="a.ref IS NULL AND at.now = a.client_id" ;;
		*) but=0 ;;
		esac
		assert_equal "$table.$column $(strays "$table" "$column" "$but")" \
		    "$table.$column "
		[ "$table" = merge ] ||
			assert_equal "$table $(rows_of "$CRM_DB" "$table")" \
			    "$table $(rows_of before.db "$table")"
	done <references
	assert_equal "$(db 'SELECT id FROM event WHERE ref = client_id')" ""
	assert_equal "$(strays association ref "a.type <> 'client'")" ""
}

# Of who is known not to be one, the same is known: of two rows that come to
# say the same one is left.
distinct_moved() {
	against "CREATE TEMP TABLE known AS SELECT DISTINCT
		    min(a.now, b.now) AS a_id, max(a.now, b.now) AS b_id
		    FROM old.distinct_pair d JOIN at a ON a.id = d.a_id
		    JOIN at b ON b.id = d.b_id;
		SELECT * FROM known EXCEPT SELECT a_id, b_id FROM main.distinct_pair;
		SELECT a_id, b_id FROM main.distinct_pair EXCEPT SELECT * FROM known;
		SELECT 'one', a_id FROM known WHERE a_id = b_id"
}

@test "L15 L16 merges at random: no row is lost, and taken back they leave no trace (seed $SEED)" {
	local clients=$((MERGES * 2 + 20)) merged first table

	perl "$BATS_TEST_DIRNAME/twins.pl" "$SEED" "$clients" >facts.ndjson
	crm-import -q all facts.ndjson
	referring >references
	# A table that is new must be in tests/twins.pl, too.
	while read -r table _; do
		[ "$(rows_of "$CRM_DB" "$table")" -gt 0 ] ||
			fail "no rows in $table: tests/twins.pl makes none"
	done <references
	before=$(facts)
	db 'VACUUM INTO "before.db"'
	first=$(db 'SELECT max(id) FROM merge')
	perl "$BATS_TEST_DIRNAME/twins.pl" "$SEED" "$clients" "$MERGES" >pairs
	run -0 --separate-stderr bash -c 'crm-dedupe merge - <pairs || [ $? = 3 ]'
	merged=${#lines[@]}
	[ "$merged" -ge $((MERGES / 2)) ] || fail "only $merged were merged"
	# Refused is only what is said to be.
	assert_equal "$(grep -v -e "known to be two people" -e "is deleted" \
	    -e "one client already; skipped" <<<"$stderr")" ""
	assert_equal "$(rows_of "$CRM_DB" client)" \
	    $(($(rows_of before.db client) - merged))
	assert_equal "$(rows_of "$CRM_DB" merge)" \
	    $(($(rows_of before.db merge) + merged))
	rows_moved
	assert_equal "$(distinct_moved)" ""
	crm-db check
	db "SELECT id FROM merge WHERE id > $first ORDER BY id DESC" >numbers
	expect 0 crm-dedupe unmerge - <numbers
	assert_equal "${#lines[@]}" "$merged"
	diff <(echo "$before") <(facts) >differs ||
		fail "$(wc -l <differs) lines differ: $(head -n 4 differs)"
	crm-db check
}
