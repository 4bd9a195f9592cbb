#!/usr/bin/env bats
# The schema: every step from every older version, what is refused, what is
# the user's own, and rows that other hands wrote.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

steps() {
	printf '%s\n' "$ROOT"/share/schema/[0-9][0-9][0-9]-*.sql
}

# old VERSION: a database as a crm of that version left it, with rows.
old() {
	local version=$1 file

	rm -f "$CRM_DB"*
	for file in $(steps | head -n "$version"); do
		cat "$file"
	done >old.sql
	printf 'PRAGMA application_id = %s; PRAGMA user_version = %s;\n' \
	    $((0x43524d31)) "$version" >>old.sql
	if grep -q 'CREATE TABLE client (' old.sql; then
		echo "INSERT INTO client (name, email, name_key, email_key, created_at)
			VALUES ('José', 'Jose@X.pt', 'jose', 'jose@x.pt',
			'2025-01-02T03:04:05Z');" >>old.sql
	fi
	sqlite3 -batch "$CRM_DB" <old.sql
	sqlite3 "$CRM_DB" 'PRAGMA journal_mode = WAL' >/dev/null
	chmod 600 "$CRM_DB"
}

# Everything the schema says, but for what is in the rows.
schema_of() {
	sqlite3 "$1" 'PRAGMA user_version; PRAGMA application_id;
		SELECT type, name, tbl_name, sql FROM sqlite_schema
		ORDER BY type, name'
}

@test "every step is frozen by SUMS, and numbered without a gap" {
	cd "$ROOT/share/schema"
	run sha256sum --check --quiet --strict SUMS
	assert_success
	assert_equal "$(awk '{ print $2 }' SUMS | sort | paste -sd,)" \
	    "$(steps | sed 's!.*/!!' | paste -sd,)"
	assert_equal "$(steps | sed -e 's!.*/!!' -e 's/-.*//' | paste -sd,)" \
	    "$(seq -f %03g -s, "$(steps | wc -l)")"
	crm-db init
	assert_equal "$(db 'PRAGMA user_version')" "$(steps | wc -l)"
	assert_equal "$(db 'PRAGMA application_id')" $((0x43524d31))
}

@test "the schema holds to its rules: STRICT, comments, built-in functions" {
	crm-db init
	run db "SELECT name FROM pragma_table_list WHERE schema = 'main'
		AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
	assert_output ""
	# A foreign key without an index behind it.
	run db "SELECT m.name, f.\"from\" FROM sqlite_schema m,
			pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND NOT EXISTS (
			SELECT 1 FROM pragma_index_list(m.name) i,
				pragma_index_info(i.name) c
			WHERE c.seqno = 0 AND c.name = f.\"from\")
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) t
			WHERE t.name = f.\"from\" AND t.pk = 1)"
	assert_output ""
	# The plain shell can write every table, triggers and all.
	run db "INSERT INTO client (name) VALUES ('By hand');
		UPDATE client SET city = 'x'; DELETE FROM client;
		SELECT group_concat(op) FROM journal WHERE change_id IS NULL"
	assert_output insert,update,delete
	# SQLite reads all of it at every start.
	assert [ "$(db 'SELECT sum(length(sql)) FROM sqlite_schema')" -lt 40960 ]
}

@test "a query that would go through a whole table ends the build, whatever it calls it" {
	[ -x "$BUILD/gen/mkschema" ] || skip "not a build of this tree"
	mkdir share out
	cp -r "$ROOT/share/." share
	for from in 'booking b WHERE b.service = ?1' 'task AS t WHERE t.title = ?1' \
	    'note n CROSS JOIN booking WHERE booking.staff = ?1'; do
		echo "SELECT 1 FROM $from" >share/query/zz_slow.sql
		expect 1 "$BUILD/gen/mkschema" share out
		assert_regex "$stderr" 'zz_slow.sql: "SCAN .*give it an index, or say'
		echo "SELECT 1 FROM ${from/ WHERE/ /*scan*/ WHERE}" >share/query/zz_slow.sql
		expect 0 "$BUILD/gen/mkschema" share out
	done
}

@test "a scan that is meant hides no other one" {
	[ -x "$BUILD/gen/mkschema" ] || skip "not a build of this tree"
	mkdir share out
	cp -r "$ROOT/share/." share
	{
		echo "SELECT count(*) FROM attendance /*scan*/ WHERE no_shows > ?1"
		echo "UNION ALL SELECT count(*) FROM booking WHERE staff = ?2"
	} >share/query/zz_slow.sql
	expect 1 "$BUILD/gen/mkschema" share out
	assert_regex "$stderr" 'zz_slow.sql: "SCAN booking.*give it an index, or say'
	# What is asked of no table in particular is meant of all.
	echo "/*scan*/" >>share/query/zz_slow.sql
	expect 0 "$BUILD/gen/mkschema" share out
}

@test "from every older version: migrated, a copy kept, nothing lost" {
	local n version

	n=$(steps | wc -l)
	crm-db init -d fresh.db
	want=$(schema_of fresh.db)
	for ((version = 1; version < n; version++)); do
		old $version
		before=$(sqlite3 "$CRM_DB" .dump | sort)
		expect 0 crm-client list -f csv -F name,email,created_at
		says_part "crm-client: " "version $version to $n" "crm.db.v$version-"
		if grep -q "'José'" old.sql; then
			prints name,email,created_at \
			    José,Jose@X.pt,2025-01-02T03:04:05Z
		else
			prints name,email,created_at
		fi
		assert_equal "$(schema_of "$CRM_DB")" "$want"
		expect 0 crm-db check
		copy=$(compgen -G "crm.db.v$version-*")
		assert_equal "$(stat -c %a "$copy")" 600
		assert_equal "$(sqlite3 "$copy" .dump | sort)" "$before"
		assert_equal "$(sqlite3 "$copy" 'PRAGMA user_version')" "$version"
		expect 0 crm-client list
		says ""
		expect 0 crm-client add Eva --email e@x.pt
		expect 0 crm-log undo "$(last_change)"
		rm "$copy"
	done
}

@test "version 17 had stages as rows: they are the same after" {
	old 17
	db "INSERT INTO booking (client_id, service, starts_at, status) VALUES
			(1, 'Cut', '2025-03-04T10:00:00Z', 'completed');
		INSERT INTO stage_change VALUES
			(1, 1, '2025-01-02T03:04:05Z', 'discovery', 'created'),
			(1, 2, '2025-03-04T10:00:00Z', 'activation', 'booking 1'),
			(1, 3, '2025-08-31T00:00:00Z', 'churned', NULL)"
	rows=$(db "SELECT * FROM stage_change ORDER BY n")
	expect 0 crm-db migrate
	assert_equal "$(db "SELECT * FROM stage_change ORDER BY n")" "$rows"
	assert_equal "$(db "SELECT history FROM stage_history")" \
	    '["2025-01-02T03:04:05Z|discovery|created","2025-03-04T10:00:00Z|activation|booking 1","2025-08-31T00:00:00Z|churned|"]'
}

@test "crm-db: migrate does it, --dry-run and check do not" {
	old 1
	unchanged 7 crm-db migrate --dry-run
	says_part "crm-db: $CRM_DB: version 1" "crm-db migrate"
	unchanged 7 crm-db check
	says_part "crm-db: $CRM_DB: version 1" "crm-db migrate"
	expect 0 crm-db migrate
	says_part "crm-db: " "version 1 to "
	expect 0 crm-db migrate
	says ""
	expect 0 crm-db check
}

@test "ten commands at once on an old file: one migration, all succeed" {
	local i pids=()

	old 2
	for i in {1..10}; do
		crm-client add "N$i" --email "n$i@x.pt" >"out$i" 2>"err$i" 3>&- &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || fail "$(cat err*)"
	done
	assert_equal "$(crm-client list -f id | wc -l)" 11
	crm-db init -d fresh.db
	assert_equal "$(schema_of "$CRM_DB")" "$(schema_of fresh.db)"
	expect 0 crm-db check
}

# refused TEXT: the file is refused by who looks and who writes, untouched.
refused() {
	local before

	before=$(digest)
	expect 7 crm-client list
	says_part "crm-client: $CRM_DB: " "$1"
	expect 7 crm-client add Eva --email e@x.pt
	says_part "crm-client: $CRM_DB: " "$1"
	expect 7 crm-db check
	expect 7 crm-db restore "$CRM_DB" -d other.db --yes
	assert_equal "$(digest)" "$before"
	rm -f "$CRM_DB"*
	client Ana --email a@x.pt
}

@test "a planted trigger, view or table in a table's place is refused" {
	client Ana --email a@x.pt
	db "CREATE TRIGGER spy AFTER INSERT ON client BEGIN
		UPDATE client SET city = 'x'; END"
	refused "has a trigger that is not ours: spy"
	db "CREATE TRIGGER journal_spy AFTER INSERT ON note BEGIN
		DELETE FROM client; END"
	refused "has a trigger that is not ours: journal_spy"
	db "CREATE TEMP TABLE x (y); DROP TRIGGER $(db "SELECT name FROM sqlite_schema
		WHERE type = 'trigger' LIMIT 1")"
	refused "triggers and views"
	db "PRAGMA foreign_keys = OFF; DROP TABLE note;
		CREATE VIEW note AS SELECT 1 AS id"
	refused "tables"
	db "ALTER TABLE client ADD COLUMN spy TEXT"
	refused "tables"
	db "DROP INDEX client_email"
	refused "tables"
	db "DROP INDEX client_staff; CREATE INDEX client_staff ON client (upper(staff))"
	refused "tables"
	# An old file as well.
	old 1
	sqlite3 "$CRM_DB" "CREATE TRIGGER spy AFTER INSERT ON setting BEGIN
		SELECT 1; END"
	refused "has a trigger that is not ours: spy"
}

@test "tables, indexes and views of the user's own stay, and do no harm" {
	old 2
	sqlite3 "$CRM_DB" "CREATE TABLE my_dogs (id INTEGER PRIMARY KEY, name);
		INSERT INTO my_dogs VALUES (1, 'Rex');
		CREATE INDEX my_city ON client (city);
		CREATE VIEW my_view AS SELECT name FROM my_dogs"
	expect 0 crm-client add Ana --email a@x.pt
	expect 0 crm-db check
	assert_equal "$(db 'SELECT name FROM my_view')" Rex
	printf 'name,email\nRui,r@x.pt\n' >c.csv
	expect 0 crm-import c.csv
	assert_equal "$(db "SELECT group_concat(name) FROM (SELECT name FROM
		sqlite_schema WHERE name LIKE 'my_%' ORDER BY name)")" \
	    my_city,my_dogs,my_view
	crm-db backup copy.db
	assert_equal "$(sqlite3 copy.db 'SELECT name FROM my_view')" Rex
}

@test "rows written by the sqlite3 shell: journalled, and picked up" {
	client Ana --email a@x.pt
	db "INSERT INTO client (name, email, phone, tags_list) VALUES
			('Ângela Łódź', 'Angela@X.pt', '+351912000011', '[\"VIP\"]');
		UPDATE client SET name = 'Anabela' WHERE id = 1;
		INSERT INTO note (client_id, text) VALUES (2, 'by hand')"
	assert_equal "$(db "SELECT group_concat(op || ' ' || tbl || ' ' || row_id)
		FROM journal WHERE change_id IS NULL")" \
	    "insert client 2,update client 1,insert note 1"
	expect 0 crm-note add 1 "the next command"
	expect 0 crm-client list --search "angela lodz" -f id
	prints 2
	expect 0 crm-client list --tag vip -f id
	prints 2
	expect 0 crm-client show ANGELA@x.pt -f tsv -F name
	prints name "Ângela Łódź"
	expect 0 crm-client show +351912000011 -f tsv -F id
	prints id 2
	expect 0 crm-client list --search anabela -f id
	prints 1
	expect 4 crm-client show Ana
	expect 5 crm-client add Eva --email angela@x.pt
	expect 0 crm-db check
	# What is undone is the command, not what came in between.
	crm-log undo "$(last_change)"
	expect 0 crm-client list --sort id -f tsv -F name
	prints name Anabela "Ângela Łódź"
}

@test "the sqlite3 shell is held to the rules of the tables" {
	local sql

	client Ana --email a@x.pt
	for sql in "INSERT INTO client (name) VALUES ('')" \
	    "INSERT INTO client (name) VALUES (NULL)" \
	    "UPDATE client SET status = 'gone'" \
	    "UPDATE client SET stage = 'gone'" \
	    "UPDATE client SET is_blocked = 2" \
	    "UPDATE client SET email = ''" \
	    "UPDATE client SET tags_list = '{}'" \
	    "UPDATE client SET custom_json = 'x'" \
	    "INSERT INTO client (name, email_key) VALUES ('x', 'a@x.pt')" \
	    "INSERT INTO note (client_id, text) VALUES (1, '')" \
	    "INSERT INTO note (client_id, text, kind) VALUES (1, 'x', 'rumour')" \
	    "PRAGMA foreign_keys = ON; INSERT INTO note (client_id, text) VALUES (9, 'x')"; do
		! db "$sql" >out || fail "was accepted: $sql"
	done
	expect 0 crm-db check
}

@test "two first runs in a pipe do not wait for each other" {
	local i

	for i in 1 2 3 4 5 6; do
		rm -f crm.db*
		run -0 timeout 25 bash -c \
		    'sleep 0.0'$i'; crm-client list --format id | crm-client tag - call'
	done
}
