#!/usr/bin/env bats
# make new: a new record type is four files and no edit elsewhere, and all of
# the suite knows it.

load helper

setup_file() {
	tree=$BATS_FILE_TMPDIR/tree
	export tree
	mkdir "$tree"
	(cd "$BATS_TEST_DIRNAME/.." && tar -cf - Makefile lib cmd share man \
		completions tests/helper.bash) | tar -xf - -C "$tree"
	cd "$tree" || return 1
	find . -type f | sort >"$BATS_FILE_TMPDIR/before"
	make -s new NAME=gift_voucher >"$BATS_FILE_TMPDIR/new"
	find . -type f | sort >"$BATS_FILE_TMPDIR/after"
	make -s -j2 CFLAGS=-O0 BUILD="$tree/build" HARDEN=-fPIE >&2
}

setup() {
	BUILD=$BATS_FILE_TMPDIR/tree/build
	export BUILD
	crm_setup
	crm-client add "Ana Silva" --email ana@example.org
}

@test "make new: four files, and nothing else is touched" {
	run -1 diff "$BATS_FILE_TMPDIR/before" "$BATS_FILE_TMPDIR/after"
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '^>')" 4
	assert_equal "$(printf '%s\n' "${lines[@]}" | grep -c '^<')" 0
	run -0 cat "$BATS_FILE_TMPDIR/new"
	assert_line 'cmd/crm-gift-voucher.c'
	assert_line 'man/crm-gift-voucher.1'
	assert_line 'tests/crm-gift-voucher.bats'
}

@test "make new: its own test, its page and its completion" {
	run -0 bats "$BATS_FILE_TMPDIR/tree/tests/crm-gift-voucher.bats"
	run -0 mandoc -Tlint -Wwarning \
		"$BATS_FILE_TMPDIR/tree/man/crm-gift-voucher.1"
	run -0 crm-gift-voucher --complete add --st
	assert_line --partial '--status'
	run -0 crm-gift-voucher --complete add --status d
	assert_line --partial 'done'
	run -0 crm-import --complete gift
	assert_line --partial 'gift_vouchers'
}

@test "make new: import, export, timeline, journal, undo, check" {
	printf 'client,title,status\nana@example.org,Massage,open\n' >v.csv
	run -0 crm-import gift_vouchers v.csv
	run -0 crm-export gift_vouchers -f csv -F client_id,title,status
	assert_output "client_id,title,status
1,Massage,open"
	run -0 db "SELECT type, title, status FROM timeline"
	assert_output 'gift_voucher|Massage|open'
	crm-export all >before
	run -0 crm-gift-voucher "done" 1
	run -0 crm-log undo "$(crm-log list --limit 1 -f id)"
	crm-export all >after
	run -0 cmp before after
	run -0 crm-import all before --db other.db
	run -0 cmp before <(crm-export all --db other.db)
	run -0 crm-db check
}
