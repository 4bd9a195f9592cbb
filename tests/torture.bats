#!/usr/bin/env bats
# What must not go wrong when everything else does (P1, P2, P4, P5, P9): a
# sample of the torture points, and disks and files that are really bad.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

teardown() {
	[[ -z ${disk:-} ]] || umount "$disk" 2>/dev/null ||
		umount --lazy "$disk"
	[[ -z ${open_folder:-} ]] || rm -rf "$open_folder"
}

# A file system of its own, of this size, in $disk.
small_disk() {
	[[ $EUID -eq 0 ]] || skip "only root can mount a file system"
	mkdir "$BATS_TEST_TMPDIR/disk"
	mount -t tmpfs -o "size=$1,mode=0700" none "$BATS_TEST_TMPDIR/disk" \
	    2>/dev/null || skip "no file system can be mounted here"
	disk=$BATS_TEST_TMPDIR/disk
}

# A few clients with notes.
studio() {
	crm-config set account.country PT
	crm-import -q "$ROOT/share/example/clients.csv" 2>/dev/null ||
		[[ $? -eq 3 ]]
	crm-import -q notes "$ROOT/share/example/notes.csv"
}

# The words of $@ as somebody who is not root, in $open_folder.
as_user() {
	if [[ $EUID -eq 0 ]]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups -- "$@"
	else
		"$@"
	fi
}

# A folder that such a user can get to and owns: $open_folder.
user_folder() {
	[[ $EUID -ne 0 ]] || command -v setpriv >/dev/null ||
		skip "there is no setpriv to stop being root with"
	open_folder=$(mktemp -d /tmp/crm-torture.XXXXXX)
	chmod 755 "$open_folder"
	mkdir "$open_folder/data"
	[[ $EUID -ne 0 ]] || chown 65534:65534 "$open_folder/data"
	as_user test -x "$BUILD/crm-db" ||
		skip "$BUILD is closed to the user that the test becomes"
	cd "$open_folder/data" || return 1
	export HOME=$PWD CRM_DB=$PWD/crm.db
	umask 077
	as_user crm-db init
	as_user crm-client add Ana --email a@x.pt >/dev/null
}

# Every command that looks, and every command that writes.
looks() {
	printf '%s\n' "crm-client list" "crm-client show 1" "crm-note list" \
	    "crm-export all" "crm-log list" "crm-import log" "crm-config list" \
	    "crm-db info"
}

writes() {
	printf '%s\n' "crm-client add Eva --email eva@x.pt" \
	    "crm-client edit 1 --city Porto" "crm-note add 1 text" \
	    "crm-config set account.country ES" "crm-import new.csv" \
	    "crm-import all all.ndjson" "crm-log undo 1" "crm-db migrate" \
	    "crm-db init" "crm-client purge 1 --yes --reason x"
	printf 'name,email\nI,i@x.pt\n' >new.csv
	[[ -e all.ndjson ]] || : >all.ndjson
}

# The names in the folder, and what the database holds.
everything() {
	ls -A -I .out -I .err
	[[ ! -f $CRM_DB ]] || sha256sum <"$CRM_DB"
}

@test "P1 P2 P4 P5 a sample of the torture points" {
	! sanitized ||
		skip "a build with sanitizers has an allocator of its own"
	export BUILD
	run "$ROOT/tests/torture/run.sh" --sample 10 --kills 4
	printf '%s\n' "$output"
	assert_equal "$status" 0
	assert_line --regexp '^seed [0-9]+ '
	assert_line --regexp '^[0-9]+ points, 0 failed$'
}

@test "P3 a sample of the states that a power cut may leave" {
	! sanitized ||
		skip "a build with sanitizers cannot be preloaded into"
	export BUILD
	run "$ROOT/tests/torture/power.sh" 150
	printf '%s\n' "$output"
	assert_equal "$status" 0
	assert_line --regexp '^[0-9]+ states of [0-9]+ operations and 10 commands: 0 bad$'
	assert_line --regexp '^without fsync, as it must: .* 1 bad$'
}

# points CASE CLASS N: so many of them, of today's seed.
points() {
	export BUILD
	run "$ROOT/tests/torture/run.sh" --case "$1" --class "$2" --most "$3"
	[[ $status -eq 0 ]] || fail "$output"
}

@test "what the torture found once stays mended" {
	! sanitized ||
		skip "a build with sanitizers has an allocator of its own"
	# A killed backup left a file in the way of the next.
	points db-backup io 20
	# Two that migrated met on one name; half a copy under the final name.
	points db-migrate io 20
	# A read that failed was called damage.
	points export-all read 20
	# Letters were lost from JSON, NULL was taken for an empty text.
	points import-all mem 20
	points log-undo mem 20
	# A commit that could not be synced, but was there, was denied.
	points delete-mode-add io 20
}

@test "the torture finds a command that keeps half of what it does" {
	! sanitized ||
		skip "a build with sanitizers has an allocator of its own"
	# A suite whose add is two transactions, of which only one is in danger.
	mkdir bad
	cp "$BUILD"/crm* "$BUILD/gen-clients" bad/
	mv bad/crm-client bad/crm-client-real
	cat >bad/crm-client <<-'END'
	#!/bin/sh
	[ "$1 $2" != "add -" ] || env -u LD_PRELOAD crm-client-real add First \
	    --email first@x.pt >/dev/null
	exec crm-client-real "$@"
	END
	chmod +x bad/crm-client
	BUILD=$PWD/bad run "$ROOT/tests/torture/run.sh" --case add-three \
	    --class io --most 20
	assert_equal "$status" 1
	assert_output --partial "WRONG add-three:io:"
}

@test "P5 an import on a full disk: status 1, one line, the old content whole" {
	small_disk 3m
	export CRM_DB=$disk/crm.db
	studio
	crm-export all >before
	"$BUILD/gen-clients" clients 20000 >big.csv
	expect 1 crm-import -q big.csv
	says_part "crm-import: $CRM_DB: " "no space" "nothing was changed"
	crm-export all | cmp - before
	expect 0 crm-db check
	assert_equal "$(ls -A "$disk")" crm.db
	# The room is back, and the base is as good as ever.
	expect 0 crm-client add "Eva Lima" --email eva@example.com
	expect 0 crm-db check
}

@test "P5 a disk full to the last block: every write fails cleanly, looking works" {
	small_disk 1m
	export CRM_DB=$disk/crm.db
	studio
	crm-export all >before
	crm-export all >all.ndjson
	sum=$(digest)
	cat /dev/zero >"$disk/filler" 2>/dev/null || true
	while read -r line; do
		# Three have nothing to write.
		[[ $line != "crm-db init" && $line != "crm-db migrate" &&
			$line != "crm-import all "* ]] || continue
		# shellcheck disable=SC2086
		expect 1 $line
		says_part "${line%% *}: "
		assert_equal "$(digest)" "$sum"
	done < <(writes)
	rm "$disk/filler"
	crm-export all | cmp - before
	expect 0 crm-db check
}

@test "P5 P11 output on a full disk: status 1, one line, no half a file" {
	small_disk 300k
	studio
	echo old >"$disk/old"
	dd if=/dev/zero of="$disk/filler" bs=1k count=290 2>/dev/null || true
	for file in new old; do
		for line in "crm-export all -o $disk/$file" \
		    "crm-client list -f csv -o $disk/$file"; do
			# shellcheck disable=SC2086
			expect 1 $line
			says_part "${line%% *}: " "$disk/$file" "No space left"
		done
	done
	expect 1 crm-db backup "$disk/copy.db"
	says_part "crm-db: " "$disk/copy.db"
	assert_equal "$(ls -A "$disk")" $'filler\nold'
	assert_equal "$(<"$disk/old")" old
	# The rejects cannot be written: then nothing is imported.
	{
		echo name,email
		for i in {1..9000}; do
			echo "somebody with a rather long name $i,not an address"
		done
		echo Good,good@example.com
	} >bad.csv
	sum=$(crm-export all | sha256sum)
	expect 1 crm-import -q bad.csv --rejects "$disk/rejects.csv"
	assert_equal "$(crm-export all | sha256sum)" "$sum"
	assert_equal "$(ls -A "$disk")" $'filler\nold'
}

@test "P5 a full stdout: status 1 and one line, and it says what is stored" {
	studio
	while read -r line; do
		# shellcheck disable=SC2086
		$line >/dev/full 2>err && fail "$line: status 0" ||
			assert_equal "$? $line" "1 $line"
		[[ $(<err) = "${line%% *}: stdout: cannot be written: No space"* &&
			$(wc -l <err) -eq 1 ]] || fail "$line: $(<err)"
	done < <(looks)
	sum=$(digest)
	crm-client add Eva --email eva@x.pt >/dev/full 2>err && fail "status 0"
	grep -q "what was asked for is stored" err || fail "$(<err)"
	crm-client show eva@x.pt >/dev/null
	crm-import --json -n "$ROOT/share/example/clients.csv" >/dev/full \
	    2>err && fail "status 0"
	! grep -q "is stored" err || fail "nothing was stored: $(<err)"
}

@test "P5 a read-only file: looking works, writing is status 1" {
	user_folder
	chmod 400 crm.db
	while read -r line; do
		# shellcheck disable=SC2086
		expect 0 as_user $line
	done < <(looks)
	as_user touch new.csv
	before=$(sha256sum <crm.db)
	while read -r line; do
		[[ $line != "crm-db "* ]] || continue
		# shellcheck disable=SC2086
		expect 1 as_user $line
		says_part "${line%% *}: " "$CRM_DB: "
		assert_equal "$(sha256sum <crm.db)" "$before"
	done < <(writes)
}

@test "P5 a read-only folder: status 1 with the reason, nothing changes" {
	user_folder
	as_user crm-db init --journal delete --db delete.db
	as_user crm-client add Ana --email a@x.pt --db delete.db >/dev/null
	chmod 500 .
	before=$(everything)
	expect 1 as_user crm-client add Eva --email eva@x.pt
	says_part "crm-client: $CRM_DB: "
	expect 1 as_user crm-db backup copy.db --db delete.db
	says_part "crm-db: " "copy.db"
	expect 1 as_user crm-export all -o all.ndjson --db delete.db
	says_part "crm-export: all.ndjson: "
	# The write-ahead log cannot be made, not even to look.
	expect 1 as_user crm-client list
	says_part "crm-client: $CRM_DB: "
	# Made for such places: looking works.
	expect 0 as_user crm-client list --db delete.db
	expect 1 as_user crm-client add Eva --email eva@x.pt --db delete.db
	says_part "crm-client: delete.db: "
	assert_equal "$(everything)" "$before"
}

@test "P5 a read-only file system: --journal delete is made for it" {
	small_disk 2m
	cd "$disk"
	export CRM_DB=$disk/crm.db
	crm-db init --journal delete
	studio
	crm-db init --db wal.db
	crm-client add Ana --email a@x.pt --db wal.db >/dev/null
	mkdir "$BATS_TEST_TMPDIR/w"
	before=$(everything)
	mount -o remount,ro "$disk" || skip "cannot be made read-only"
	while read -r line; do
		# shellcheck disable=SC2086
		expect 0 $line
	done < <(looks)
	for line in "crm-client add Eva --email eva@x.pt" "crm-log undo 1" \
	    "crm-config set account.country ES" "crm-note add 1 text"; do
		# shellcheck disable=SC2086
		expect 1 $line
		says_part "${line%% *}: " "$CRM_DB: "
	done
	for line in "crm-client add Eva --email eva@x.pt" "crm-client list"; do
		# shellcheck disable=SC2086
		expect 1 $line --db wal.db
		says_part "${line%% *}: wal.db: "
	done
	assert_equal "$(everything)" "$before"
	mount -o remount,rw "$disk"
	cd "$BATS_TEST_TMPDIR"
}

# refused: every command on $CRM_DB ends with status 7 and writes nothing.
refused() {
	local before line

	before=$(everything)
	while read -r line; do
		# shellcheck disable=SC2086
		expect 7 $line
		says_part "${line%% *}: "
		assert_equal "$(everything)" "$before"
	done < <(
		looks
		writes
		echo crm-db check
		echo crm-db backup copy.db
	)
}

@test "P9 a folder, a text, another's database, a newer one: status 7" {
	writes >/dev/null
	mkdir folder
	head -c 10000 "$ROOT/share/example/clients.csv" >text
	head -c 100000 /dev/urandom >noise
	printf 'SQLite format 3\0' >magic
	sqlite3 other.db 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'
	CRM_DB=newer.db studio
	sqlite3 newer.db 'PRAGMA user_version = 99'
	chmod 600 text noise magic other.db newer.db
	for CRM_DB in folder text noise magic other.db newer.db; do
		refused
	done
}

@test "P9 a truncated database: status 7, nothing written, no crash" {
	writes >/dev/null
	studio
	cp "$CRM_DB" whole
	size=$(stat -c %s whole)
	page=$(sqlite3 whole 'PRAGMA page_size')
	for n in 1 16 99 100 512 $((page - 1)) "$page" $((page + 1)) \
	    $((2 * page)) $((size / 2)) $((size - page)); do
		head -c "$n" whole >"$CRM_DB"
		refused
	done
}

@test "P9 pages that are damaged: check says so, nothing crashes" {
	writes >/dev/null
	studio
	crm-db backup whole.db
	mv whole.db whole
	assert_equal "$(sqlite3 whole 'PRAGMA freelist_count')" 0
	pages=$(sqlite3 whole 'PRAGMA page_count')
	size=$(sqlite3 whole 'PRAGMA page_size')
	head -c "$size" /dev/urandom >garbage
	# The first page, and a sample of the others: each run draws anew.
	for page in 0 $(shuf -i "1-$((pages - 1))" -n 25); do
		cp whole "$CRM_DB"
		dd if=garbage of="$CRM_DB" bs="$size" seek="$page" conv=notrunc \
		    2>/dev/null
		sum=$(digest)
		expect 7 crm-db check
		assert_equal "$(digest)" "$sum"
		for line in "crm-export all" "crm-client list --search ana" \
		    "crm-client add Eva --email eva@x.pt"; do
			# Some pages are not met by all of them.
			# shellcheck disable=SC2086
			run timeout 10 $line
			[[ $status -eq 0 || $status -eq 7 ]] || fail \
				"page $page: $line: status $status: $output"
			[[ $status -eq 0 || $(digest) = "$sum" ]] ||
				fail "page $page: $line wrote"
		done
	done
}

@test "P9 bytes that flipped: no crash, no hang, a documented status" {
	writes >/dev/null
	studio
	cp "$CRM_DB" whole
	size=$(stat -c %s whole)
	page=$(sqlite3 whole 'PRAGMA page_size')
	RANDOM=$(date +%Y%m%d)
	echo "seed $(date +%Y%m%d)"
	for i in {1..25}; do
		cp whole "$CRM_DB"
		for j in {1..8}; do
			at=$(((RANDOM * 32768 + RANDOM) % size))
			[[ $((i % 3)) -ne 0 ]] || at=$((at % page))
			# shellcheck disable=SC2059
			printf "\\x$(printf %x $((RANDOM % 256)))" |
				dd of="$CRM_DB" bs=1 seek=$at conv=notrunc \
				    2>/dev/null
		done
		for line in "crm-db check" "crm-export all" "crm-client list" \
		    "crm-client add Eva --email eva@x.pt" \
		    "crm-client delete 2" "crm-import new.csv"; do
			# shellcheck disable=SC2086
			run timeout 10 $line
			[[ $status -le 7 ]] ||
				fail "turn $i: $line: status $status: $output"
		done
	done
}
