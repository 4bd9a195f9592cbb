#!/usr/bin/env bats
# crm-import --commit-every: a file that is stored part by part; P2 of
# quality.md, B1, B9.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# files CLIENTS BOOKINGS: of so many rows; with rows that are the same as others,
# one that cannot be used, and appointments for a time when one was cancelled.
files() {
	perl -e 'print "name,email,city,tags,notes\n";
	for (1 .. $ARGV[0]) {
		my $n = $_ % 17 == 0 ? $_ - 9 : $_;
		print "N$n,", ($_ == 23 ? "bad\@" : "e$n\@x.pt"), ",", ($_ % 3 ? "C$_" : ""), ",t$_,note $_\n";
	}' "$1" >clients.csv
	perl -e 'print "Email,Name,Service,Starts,Status,Price\n";
	for (1 .. $ARGV[0]) {
		my $c = 1 + $_ % 6;
		my $d = sprintf "2025-01-%02d 10:00", 1 + $_ % 5;
		print "e$c\@x.pt,N$c,Cut,$d,", ("cancelled", "confirmed", "completed")[$_ / 7 % 3], ",", $_ % 4, "\n";
	}' "$2" >bookings.csv
}

@test "B9 --commit-every: the same as at once, under one number, taken back as one" {
	local n how

	files 50 40
	client N5 --email e5@x.pt --city Old
	client N6 --email e6@x.pt
	crm-booking add 1 Cut 2025-01-01T10:00 --status completed >/dev/null
	cp "$CRM_DB" base.db
	facts >base
	for how in "--on-duplicate skip" "--on-duplicate update" "--on-duplicate fill"; do
		cp base.db direct.db
		# shellcheck disable=SC2086 # an option and its word
		{
			crm-import -d direct.db clients.csv $how -q 2>/dev/null || true
			crm-import -d direct.db bookings bookings.csv $how -q 2>/dev/null
		}
		for n in 1 7 1000; do
			cp base.db part.db
			# shellcheck disable=SC2086
			expect 3 crm-import -d part.db clients.csv $how --commit-every "$n" --json
			holds '.batch == 1 and .read == 50 and .read == .created + .updated + .unchanged
			    + .skipped + .rejected + .pending and .rejected == 1'
			# shellcheck disable=SC2086
			expect 0 crm-import -d part.db bookings bookings.csv $how --commit-every "$n" --json
			holds '.batch == 2 and .read == 40 and .read == .created + .updated + .unchanged
			    + .skipped + .rejected + .pending'
			crm-export all -d direct.db | grep -v '"note"' >direct
			crm-export all -d part.db | grep -v '"note"' >part
			assert_equal "$how $n: $(diff direct part | head -5)" "$how $n: "
			assert_equal "$(crm-export notes -d part.db -f csv -F client_id,text | sort)" \
			    "$(crm-export notes -d direct.db -f csv -F client_id,text | sort)"
			assert_equal "$(crm-import log -d part.db -f csv -F file,read,rejected,digest)" \
			    "$(crm-import log -d direct.db -f csv -F file,read,rejected,digest)"
			expect 0 crm-import undo 2 1 -d part.db
			crm-export all -d part.db | cmp - base
			crm-db check -d part.db
		done
	done
}

@test "P2 B9 killed between parts, the same command goes on" {
	local pid type n

	files 4000 4000
	for type in clients bookings; do
		rm -f "$CRM_DB"* direct.db*
		expect 0 crm-db init
		cp "$CRM_DB" direct.db
		crm-import -d direct.db "$type" $type.csv -q 2>/dev/null || true
		crm-import "$type" $type.csv --commit-every 50 2>err &
		pid=$!
		for n in {1..400}; do
			[[ $(grep -c 'rows are stored' err) -lt 3 ]] || break
			sleep 0.02
		done
		kill -9 $pid
		wait $pid || true
		assert_regex "$(<err)" "crm-import: $type.csv:[0-9]+: [0-9]+ rows are stored, in batch 1"
		expect 0 crm-import log --json
		holds 'length == 1 and .[0].read >= 150 and .[0].created >= 20'
		crm-db check
		crm-import "$type" $type.csv --commit-every 500 -q 2>/dev/null || true
		crm-export all -d direct.db | cmp - <(facts)
		n=$(crm-import log -f id | wc -l)
		crm-import undo $(seq "$n" -1 1) -q
		assert_equal "$(facts | wc -l)" 1
	done
}

@test "P2 an error after some parts says what is stored" {
	{
		printf 'name,email\n'
		for n in {1..10}; do echo "N$n,e$n@x.pt"; done
		echo 'N11,"never'
		for n in {1..300}; do echo "M$n,m$n@x.pt"; done
	} >c.csv
	expect 1 crm-import c.csv --commit-every 4
	assert_equal "${stderr_lines[0]}" \
	    "crm-import: c.csv:5: 4 rows are stored, in batch 1"
	assert_regex "${stderr_lines[-1]}" \
	    'crm-import: c.csv: .*line 12.*; what stands up to line 9 is stored, in batch 1: the same command goes on$'
	assert_equal "$(crm-client list -f id | wc -l)" 8
	sed -i 's/"never/e11@x.pt/' c.csv
	expect 0 crm-import c.csv --commit-every 4 --json
	holds '.read == 311 and .created == 303 and .skipped == 8'
	expect 0 crm-import undo 1 2
	assert_equal "$(crm-client list -f id | wc -l)" 0
	# The limit of clients is looked at part by part.
	crm-config set client.limit 6 2>/dev/null
	expect 5 crm-import c.csv --commit-every 4
	assert_regex "${stderr_lines[-1]}" 'they are not imported .*; what stands up to line 5 is stored'
	expect 2 crm-import c.csv --commit-every 0
	says_part "--commit-every: a number of rows from 1"
	expect 2 crm-import c.csv --commit-every x
	expect 2 crm-import c.csv --commit-every 5 --strict
	says_part "--strict is all or nothing: no --commit-every"
	# A dry run is of the whole.
	crm-config unset client.limit 2>/dev/null
	unchanged 0 crm-import c.csv --commit-every 5 -n -q
}
