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
		# Killed or not, it is one batch, whose counts are those of all.
		n=batch,type,read,created,rejected,digest,complete
		assert_equal "$(crm-import log -f csv -F $n)" \
		    "$(crm-import log -d direct.db -f csv -F $n)"
		expect 0 crm-import undo 1 --json
		holds '.kept == 0 and .failed == 0 and .reversed >= 150'
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
	assert_equal "${stderr_lines[0]}" "crm-import: c.csv:9: batch 1 goes on from here"
	holds '.batch == 1 and .read == 311 and .created == 303 and .skipped == 8'
	expect 0 crm-import log --json
	holds 'length == 1 and .[0].complete and .[0].read == 311 and .[0].created == 311
	    and .[0].skipped == 0'
	expect 0 crm-import undo 1 --json
	holds '.reversed == 311'
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

# A file with an error below, which is mended later: what is above is stored.
broken() {
	{
		printf 'name,email,city,phone\n'
		for n in {1..6}; do echo "N$n,e$n@x.pt,A$n,"; done
		echo 'N1,e1@x.pt,,+351912000001'
		echo 'N3,e3@x.pt,,"+351912000003'
		for n in {1..300}; do echo; done
	} >"$1"
	expect 1 crm-import "$1" --commit-every 3 --on-duplicate update
	assert_regex "${stderr_lines[-1]}" 'what stands up to line 7 is stored, in batch [0-9]+: the same'
	perl -pi -e 's/"x/1/; s/"\+/+/; $_ = "" if $. > 9' "$1"
}

@test "B1 an import that was ended and goes on is one batch, taken back by one command" {
	client Ada --email e2@x.pt --city Old
	facts >before
	broken c.csv
	expect 0 crm-import log --json
	holds 'length == 1 and .[0].batch == 1 and .[0].complete == false and .[0].read == 6'
	# Another file, and one of that name with other rows, are batches of their own.
	printf 'name,email,city,phone\nN1,e1@x.pt,A1,\n' >d.csv
	expect 0 crm-import d.csv --commit-every 3
	cp c.csv sound.csv
	sed -i '2s/A1/Z1/' c.csv
	expect 0 crm-import c.csv --commit-every 3 --on-duplicate update --json
	holds '.batch == 2 and .updated == 3 and .unchanged == 5'
	expect 0 crm-import undo 2
	mv sound.csv c.csv
	expect 0 crm-import c.csv --commit-every 3 --on-duplicate update --json
	assert_equal "${stderr_lines[0]}" "crm-import: c.csv:7: batch 1 goes on from here"
	holds '.batch == 1 and .read == 8 and .updated == 2 and .unchanged == 6'
	expect 0 crm-import log -f csv -F batch,file,read,created,updated,unchanged,skipped,complete
	assert_line "1,c.csv,8,5,3,0,0,yes"
	# Nothing is left to go on with.
	expect 0 crm-import c.csv --commit-every 3 --on-duplicate update --json
	holds '.batch == null and .unchanged == 8'
	expect 0 crm-import undo 1 --json
	holds '.reversed == 6 and .kept == 0 and .failed == 0'
	facts | cmp - before
	# What was undone does not go on.
	expect 0 crm-import c.csv --commit-every 3 --on-duplicate update --json
	holds '.batch == 3 and .created == 5'
	crm-db check
}

@test "B1 what others changed between two parts is kept by the undo of both" {
	client Ada --email e3@x.pt --city Old --address Road
	broken c.csv
	crm-client edit e1@x.pt --address Mine
	crm-client edit e3@x.pt --address Lane
	expect 0 crm-import c.csv --commit-every 3 --on-duplicate update --json
	holds '.batch == 1'
	crm-client show e1@x.pt --json | jq -e '.phone == "+351912000001" and .address == "Mine"'
	crm-client show e3@x.pt --json | jq -e '.phone == "+351912000003" and .city == "A3"'
	expect 0 crm-import undo 1 --json
	holds '.reversed == 5 and .kept == 1 and .failed == 0'
	assert_regex "$stderr" 'client 2 \(N1\): address changed since by change [0-9]+; kept'
	assert_equal "$(crm-client list -f csv -F name,address,city,phone)" \
	    $'name,address,city,phone\nAda,Lane,Old,\nN1,Mine,A1,'
	crm-db check
}
