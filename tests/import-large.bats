#!/usr/bin/env bats
# A large file is looked up all at once (lib/import_look.c), its rows entered
# index by index (lib/bulk_order.c): what comes of it is what comes of the same
# rows in small files.

load helper

# people FROM TO CITY: with an email, but for every tenth, which has a phone.
people() {
	awk -v from="$1" -v to="$2" -v city="$3" 'BEGIN {
		print "Name,Email,Phone,External id,City"
		for (i = from; i <= to; i++)
			printf "P%d Lima,%s,%s,x%d,%s\n", i,
			    i % 10 ? "p" i "@x.pt" : "",
			    i % 10 ? "" : sprintf("+3519%08d", i), i, city
	}'
}

# appointments FROM TO STATUS: of those people.
appointments() {
	awk -v from="$1" -v to="$2" -v status="$3" 'BEGIN {
		print "Email,Service,Starts,External id,Status"
		for (i = from; i <= to; i++)
			printf "p%d@x.pt,Cut,2025-01-%02d 10:00,b%d,%s\n",
			    int((i - 1) / 10) * 10 + 1, 1 + i % 28, i, status
	}'
}

# both TYPE FILE OPTIONS: into $CRM_DB at once, into small.db 6,000 rows at a time.
both() {
	local type=$1 file=$2 part
	shift 2
	crm-import -q "$type" "$@" "$file"
	rm -f part.*
	tail -n +2 "$file" | split -l 6000 - part.
	for part in part.*; do
		{ head -n 1 "$file"; cat "$part"; } >part.csv
		crm-import -q "$type" -d small.db "$@" part.csv
	done
}

# The records, in the order of the rows.
same() {
	local type
	for type in clients bookings; do
		crm-export "$type" -f csv -o one.csv
		crm-export "$type" -d small.db -f csv -o many.csv
		cmp one.csv many.csv
	done
	crm-db check
}

@test "B9 a large file into a base: known, new, given up, deleted, as in small files" {
	crm-db init -d small.db
	crm-config set client.require name
	crm-config set client.require name -d small.db
	people 1 9000 Porto >first.csv
	both clients first.csv --source old
	appointments 1 9000 confirmed >first-bookings.csv
	both bookings first-bookings.csv

	for db in "$CRM_DB" small.db; do
		crm-client delete 3 -d "$db"
		crm-client edit 5 --email other@x.pt -d "$db"
		crm-dedupe merge 7 8 -d "$db" >/dev/null
	done
	# Every third row is known, some by their external id alone.
	people 6001 27500 Faro | sed '500,1500s/,p[0-9]*@x.pt/,/' >second.csv
	people 1 20 Braga | tail -n +2 >>second.csv
	both clients second.csv --source old --on-duplicate update
	same
	assert_equal "$(crm-client show p8@x.pt -f csv -F id,city | tail -n 1)" 7,Braga

	appointments 7001 27500 completed >second-bookings.csv
	both bookings second-bookings.csv --on-duplicate update
	same
	expect 0 crm-import bookings second-bookings.csv -q --json
	holds '.created == 0 and .updated == 0 and .skipped == 20500'
	same
}
