#!/usr/bin/env bats
# Many at once: nothing surfaces as busy, every row arrives, nobody waits long
# (P6).
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# Run the words, and add to the file $1 their status and microseconds.
timed() {
	local log=$1 from=${EPOCHREALTIME/./} status=0

	shift
	"$@" >>out 2>>err || status=$?
	echo "$status $((${EPOCHREALTIME/./} - from)) $*" >>"$log"
}

# In the file $1: all were good, and the longest took less than 10 s. Nothing
# was said, but by those who had to wait for more than two seconds.
all_good() {
	! grep -v 'waiting for another process to finish' err ||
		fail "said on stderr: see above"
	! grep -v '^0 ' "$1" || fail "not status 0: see above; $(tail -3 err)"
	worst=$(cut -d ' ' -f 2 "$1" | sort -n | tail -n 1)
	echo "$1: $(wc -l <"$1") runs, the longest $((worst / 1000)) ms"
	((worst < 10000000)) || fail "somebody waited $((worst / 1000)) ms"
}

# What the clients are, whatever their numbers.
people() {
	crm-export clients -F name,email,phone,city,tags --sort email
}

@test "P6 16 writers and 4 readers: none busy, every row there, no long wait" {
	crm-db init
	writer() {
		local i

		for i in {1..20}; do
			timed "writer.$1" crm-client add "W $1 $i" \
			    --email "w$1.$i@x.pt"
		done
	}
	reader() {
		until [[ -e stop ]]; do
			timed "reader.$1" crm-client list --sort name
			timed "reader.$1" crm-export all
		done
	}
	for k in {1..4}; do
		reader "$k" 3>&- &
	done
	writers=()
	for k in {1..16}; do
		writer "$k" 3>&- &
		writers+=($!)
	done
	wait "${writers[@]}"
	touch stop
	wait
	cat writer.* >writers
	cat reader.* >readers
	all_good writers
	all_good readers
	assert_equal "$(wc -l <writers)" 320
	assert_equal "$(crm-export clients -F email | sed 1d | sort)" \
	    "$(for k in {1..16}; do printf "w$k.%s@x.pt\n" {1..20}; done | sort)"
	assert_equal "$(db 'SELECT count(*), count(DISTINCT change_id) FROM
	    journal WHERE change_id IS NOT NULL')" "320|320"
	expect 0 crm-db check
}

@test "P6 writers of one row each other changes: none is lost" {
	crm-client add Ana --email a@x.pt >/dev/null
	for k in {1..12}; do
		timed log crm-client tag 1 "t$k" 3>&- &
	done
	wait
	all_good log
	expect 0 crm-client show 1 --json
	holds '.tags | length == 12'
}

@test "P6 two imports of 20,000 rows at once: both finish, both are whole" {
	"$BUILD/gen-clients" clients 20000 >one.csv
	"$BUILD/gen-clients" clients 20000 --start 50000 >two.csv
	CRM_DB=$PWD/want.db crm-import -q one.csv two.csv 2>/dev/null
	CRM_DB=$PWD/want.db people >want
	crm-db init
	for file in one two; do
		timed log crm-import -q "$file.csv" 3>&- &
	done
	wait
	all_good log
	people | cmp - want
	assert_equal "$(crm-import log -f csv -F file,read | sed 1d | sort)" \
	    "$(printf '%s\n' one.csv,20000 two.csv,20000)"
	expect 0 crm-db check
}

@test "P6 the same import twice at once: one brings all, the other nothing" {
	"$BUILD/gen-clients" clients 20000 >one.csv
	CRM_DB=$PWD/want.db crm-import -q one.csv 2>/dev/null
	CRM_DB=$PWD/want.db people >want
	for k in 1 2; do
		timed log crm-import -q one.csv 3>&- &
	done
	wait
	all_good log
	people | cmp - want
	assert_equal "$(crm-import log -f csv -F file | sed 1d)" one.csv
	expect 0 crm-db check
}

@test "P6 40 first runs at once on a file that is not there" {
	for k in {1..30}; do
		timed log crm-client add "C $k" --email "c$k@x.pt" 3>&- &
	done
	for k in {1..5}; do
		timed log crm-db init 3>&- &
		timed log crm-client list 3>&- &
	done
	wait
	all_good log
	assert_equal "$(wc -l <log)" 40
	assert_equal "$(crm-export clients -F email | sed 1d | sort)" \
	    "$(printf 'c%s@x.pt\n' {1..30} | sort)"
	expect 0 crm-db check
	assert_equal "$(stat -c %a "$CRM_DB")" 600
}

@test "P6 a backup while imports run is whole, as of some moment" {
	crm-db init
	for k in {1..8}; do
		"$BUILD/gen-clients" clients 4000 --start $((k * 10000)) \
		    >"$k.csv"
	done
	imports() {
		local k

		for k in {1..8}; do
			timed imports crm-import -q "$k.csv"
		done
		touch stop
	}
	imports 3>&- &
	for ((n = 0; n < 50; n++)); do
		timed backups crm-db backup "b$n.db"
		[[ ! -e stop ]] || break
		sleep 0.15
	done
	wait
	n=$((n + 1))
	timed backups crm-db backup "b$n.db"
	all_good imports
	all_good backups
	# After each file there are so many.
	db 'SELECT 0 UNION ALL SELECT sum(created) OVER (ORDER BY id)
	    FROM import' | sort >moments
	for copy in b*.db; do
		expect 0 crm-db check --db "$copy"
		sqlite3 "$copy" 'SELECT count(*) FROM client'
	done | sort -u >seen
	assert_equal "$(comm -13 moments seen)" ""
	echo "$(wc -l <seen) moments in $(find . -name 'b*.db' | wc -l) backups"
	assert_equal "$(crm-export all --db "b$n.db" | sha256sum)" \
	    "$(crm-export all | sha256sum)"
}

@test "P6 restore while others read: they see the old or the new, whole" {
	"$BUILD/gen-clients" clients 3000 >one.csv
	"$BUILD/gen-clients" clients 5000 --start 10000 >two.csv
	crm-import -q one.csv 2>/dev/null
	crm-export all | sha256sum >old
	CRM_DB=$PWD/other.db crm-import -q two.csv 2>/dev/null
	crm-export all --db other.db | sha256sum >new
	reader() {
		until [[ -e stop ]]; do
			crm-export all 2>>err | sha256sum >>"seen.$1"
		done
	}
	for k in 1 2 3; do
		reader "$k" 3>&- &
	done
	sleep 0.1
	timed log crm-db restore other.db --yes
	sleep 0.1
	touch stop
	wait
	all_good log
	sort -u seen.* >seen
	assert_equal "$(sort -u old new | comm -13 - seen)" ""
	crm-export all | sha256sum | cmp - new
	expect 0 crm-db check
}
