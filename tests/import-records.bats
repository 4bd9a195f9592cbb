#!/usr/bin/env bats
# crm-import of what clients do: bookings, orders, purchases, projects, tasks,
# forms and events: whose they are, and that a file may come again.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

setup() {
	crm_setup
	client --name 'Ana Silva' --email ana@x.pt --phone '+351 912 000 011' \
	    --external-id C7
	client --name 'Rui Costa' --email rui@x.pt
}

# The records of a type in the order of their ids: these fields, no header.
rows() {
	crm-export "$1" -f csv -F "id,$2" --limit 100 | sed 1d | sort -n |
	    cut -d, -f2-
}

# The queue for review.
queue() {
	rows associations type,ref,name,email,candidate,reason,status
}

@test "K15 E1 bookings with their original dates and statuses, by email" {
	cat >old.csv <<-'END'
	Client Email,Service,Starts At,Ends At,Status,Price,Currency,Staff,Created At
	ANA@x.pt,Corte,2024-02-29 09:30,2024-02-29 10:15,Completed,25.50,EUR,Bia,2024-02-20
	rui@x.pt,Barba,2024-03-01T10:00+01:00,,No Show,3500,JPY,,2024-02-21
	rui@x.pt,Barba,2024-03-08T10:00Z,,canceled,4.125,KWD,,2024-02-22
	rui@x.pt,Barba,2027-03-08T10:00Z,,CONFIRMED,,,,2024-02-22
	END
	expect 0 crm-import bookings old.csv
	says 'crm-import: 4 read, 4 created, 0 updated, 0 skipped, 0 rejected'
	assert_equal "$(rows bookings \
	    client_id,service,starts_at,ends_at,status,price,currency,staff,created_at)" \
	    '1,Corte,2024-02-29T09:30:00Z,2024-02-29T10:15:00Z,completed,25.50,EUR,Bia,2024-02-20T00:00:00Z
2,Barba,2024-03-01T09:00:00Z,,no_show,3500,JPY,,2024-02-21T00:00:00Z
2,Barba,2024-03-08T10:00:00Z,,cancelled,4.125,KWD,,2024-02-22T00:00:00Z
2,Barba,2027-03-08T10:00:00Z,,confirmed,,,,2024-02-22T00:00:00Z'
	unchanged 0 crm-import bookings old.csv --json
	prints '{"batch":null,"read":4,"created":0,"updated":0,"unchanged":0,"skipped":4,"rejected":0,"pending":0,"clients_created":0}'
}

@test "E4 a row that was imported and has moved on since is still the same" {
	printf 'Email,Service,Starts,Status\nana@x.pt,Corte,2024-02-01 09:00,confirmed\n' >old.csv
	expect 0 crm-import bookings old.csv
	crm-booking complete 1
	unchanged 0 crm-import bookings old.csv
	printf 'Email,Title,Status,Due\nana@x.pt,Call,open,2024-05-01\n' >task.csv
	expect 0 crm-import tasks task.csv
	crm-task edit 1 --status 'done'
	unchanged 0 crm-import tasks task.csv
	# One that was cancelled and one for the same time are two in a file.
	cat >two.csv <<-'END'
	Email,Service,Starts,Status
	rui@x.pt,Barba,2024-02-01 09:00,cancelled
	rui@x.pt,Barba,2024-02-01 09:00,completed
	rui@x.pt,Barba,2024-02-01 09:00,completed
	END
	expect 0 crm-import bookings two.csv
	says 'crm-import: two.csv:4: same as line 3' \
	    'crm-import: 3 read, 2 created, 0 updated, 1 skipped, 0 rejected'
	unchanged 0 crm-import bookings two.csv
}

@test "K6 orders by external_id, purchases by platform and transaction" {
	cat >orders.csv <<-'END'
	Customer Email,Product,Amount,Currency,Status,Ordered At,External ID
	ana@x.pt,Shampoo,12.00,EUR,Paid,2025-01-05 10:00,#1001
	ana@x.pt,Shampoo,12.00,EUR,Refunded,2025-01-06 10:00,#1002
	rui@x.pt,Gift card,50.00,EUR,completed,2025-01-06 10:00,
	END
	expect 0 crm-import orders orders.csv
	assert_equal "$(rows orders client_id,amount,status,ordered_at,external_id)" \
	    '1,12.00,paid,2025-01-05T10:00:00Z,#1001
1,12.00,refunded,2025-01-06T10:00:00Z,#1002
2,50.00,completed,2025-01-06T10:00:00Z,'
	unchanged 0 crm-import orders orders.csv
	sed -i 's/Paid/Completed/' orders.csv
	unchanged 0 crm-import orders orders.csv
	expect 0 crm-import orders orders.csv --on-duplicate update
	says 'crm-import: 3 read, 0 created, 1 updated, 0 skipped, 0 rejected, 2 unchanged'
	assert_equal "$(rows orders status | head -n 1)" completed
	cat >sales.csv <<-'END'
	Email,Product,Platform,Price,Currency,Transaction ID,Purchased At,Status
	ana@x.pt,Course,hotmart,97.00,BRL,HP1,2025-02-01 10:00,Completed
	ana@x.pt,Course,eduzz,97.00,BRL,HP1,2025-02-01 10:00,Partially Refunded
	ana@x.pt,Course,hotmart,97.00,BRL,HP1,2025-02-01 10:00,Completed
	END
	expect 0 crm-import purchases sales.csv
	says 'crm-import: sales.csv:4: transaction_id: same as line 2' \
	    'crm-import: 3 read, 2 created, 0 updated, 1 skipped, 0 rejected'
	assert_equal "$(rows purchases platform,status,transaction_id)" \
	    'hotmart,completed,HP1
eduzz,partially_refunded,HP1'
	expect 3 crm-import purchases sales.csv --on-duplicate error
	[[ $stderr = *'sales.csv:2: transaction_id: there already: purchase 1'* ]]
}

@test "K15 N2 R4 nobody we know: one client each, however many rows" {
	cat >sales.csv <<-'END'
	Buyer,Buyer Email,Buyer Phone,Product,Price,Currency,Transaction ID,Purchased At
	Eva Reis,eva@x.pt,,Course,97.00,BRL,A1,2025-02-03 10:00
	Eva Reis,EVA@x.pt,,Book,17.00,BRL,A2,2025-02-01 10:00
	Eva Reis,,912 000 044,Book,17.00,BRL,A3,2025-02-02 10:00
	Leo Alves,leo@y.pt,912 000 027,Book,17.00,BRL,A4,2025-02-05 10:00
	Leo Alves,,912 000 027,Song,7.00,BRL,A5,2025-02-06 10:00
	END
	expect 0 crm-import purchases sales.csv --set platform=hotmart \
	    --country PT --json
	holds '.created == 4 and .pending == 1 and .clients_created == 2
		and .read == 5'
	assert_equal "$(rows purchases client_id)" $'3\n3\n\n4\n4'
	assert_equal "$(rows clients name,email,phone,source,created_at | tail -n 2)" \
	    'Eva Reis,eva@x.pt,,purchase,2025-02-01T10:00:00Z
Leo Alves,leo@y.pt,+351912000027,purchase,2025-02-05T10:00:00Z'
	assert_equal "$(queue)" 'purchase,3,Eva Reis,,3,partial,open'
	unchanged 0 crm-import purchases sales.csv --set platform=hotmart \
	    --country PT
	says 'crm-import: 5 read, 0 created, 0 updated, 5 skipped, 0 rejected'
	expect 0 crm-import undo 1
	expect 0 crm-export all
	assert_equal "${#lines[@]}" 3
}

@test "R3 R4 another name, another address: linked and queued, or pending" {
	cat >new.csv <<-'END'
	Name,Email,Phone,Service,Starts
	Ana Silva,ana@x.pt,,Corte,2025-05-01 10:00
	Ana Maria Lopes,ana@x.pt,,Corte,2025-05-02 10:00
	Ana Silva,other@x.pt,,Corte,2025-05-03 10:00
	Ana Silva,,+351912000011,Corte,2025-05-04 10:00
	END
	expect 0 crm-import bookings new.csv
	says 'crm-import: 4 read, 3 created, 0 updated, 0 skipped, 0 rejected, 1 pending'
	assert_equal "$(rows bookings client_id,starts_at)" \
	    '1,2025-05-01T10:00:00Z
1,2025-05-02T10:00:00Z
,2025-05-03T10:00:00Z
1,2025-05-04T10:00:00Z'
	assert_equal "$(queue)" \
	    'booking,2,Ana Maria Lopes,ana@x.pt,1,name_mismatch,open
booking,3,Ana Silva,other@x.pt,1,partial,open'
	assert_equal "$(rows clients name,email | head -n 1)" 'Ana Silva,ana@x.pt'
	# The one that waits is known again, also once it is moved.
	unchanged 0 crm-import bookings new.csv
	crm-booking cancel 3
	unchanged 0 crm-import bookings new.csv
	crm-log undo "$(last_change)"
	# What else changed about it does not make another one.
	sed 's/Starts/Starts,Staff/; s/$/,Bia/; 1s/,Bia//' new.csv >staff.csv
	expect 0 crm-import bookings staff.csv --on-duplicate update
	says 'crm-import: 4 read, 0 created, 4 updated, 0 skipped, 0 rejected'
	assert_equal "$(rows bookings client_id,staff)" $'1,Bia\n1,Bia\n,Bia\n1,Bia'
	crm-log undo "$(last_change)"
	expect 0 crm-import log --json
	holds '.[1].created == 3 and .[1].pending == 1 and .[1].read == 4'
	expect 0 crm-import undo 1
	expect 0 crm-export all
	assert_equal "${#lines[@]}" 3
}

@test "N1 who cannot be a client: named by line, and nobody is made for him" {
	cat >new.csv <<-'END'
	Name,Email,Service,Starts,Price
	Eva Reis,eva@,Corte,2025-05-01 10:00,
	,,Corte,2025-05-01 10:00,
	Nobody,,Corte,2025-05-01 10:00,
	Leo Alves,leo@x.pt,Corte,2025-05-01 10:00,-5
	Kai Berg,kai@x.pt,,2025-05-01 10:00,
	END
	expect 3 crm-import bookings new.csv --rejects bad.csv
	assert_equal "${#stderr_lines[@]}" 6
	assert_equal "${stderr_lines[0]}" \
	    'crm-import: new.csv:2: email: not an address: "eva@"'
	assert_equal "${stderr_lines[1]}" \
	    'crm-import: new.csv:3: client_id: required, or the name, email or phone of who it is'
	[[ ${stderr_lines[2]} = 'crm-import: new.csv:5: price: must be >= 0'* ]]
	[[ ${stderr_lines[3]} = 'crm-import: new.csv:6: service: required' ]]
	[[ ${stderr_lines[4]} = 'crm-import: new.csv:4: email: required'* ]]
	assert_equal "$(crm-export clients -f id | wc -l)" 2
	assert_equal "$(sed 1d bad.csv | cut -d, -f6 | sort | paste -sd ' ')" \
	    '2 3 4 5 6'
	# Mended, they come in.
	crm-config set client.require name
	sed -i 's/eva@,/eva@x.pt,/; s/-5/5/; s/^,,/Max,,/; s/x.pt,,/x.pt,Corte,/' bad.csv
	expect 0 crm-import bookings bad.csv
	says 'crm-import: 5 read, 5 created, 0 updated, 0 skipped, 0 rejected; 5 clients created'
}

@test "P8 B2 --dry-run and --strict write nothing, --no-create makes nobody" {
	printf 'Name,Email,Service,Starts\nEva Reis,eva@x.pt,Corte,2025-05-01\nAna Silva,ana@x.pt,Corte,2025-05-01\n' >new.csv
	unchanged 0 crm-import bookings new.csv --dry-run
	assert_equal "${stderr_lines[-1]}" \
	    'crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected; 1 client created; nothing was written'
	printf ',,Corte,2025-05-01\n' >>new.csv
	unchanged 3 crm-import bookings new.csv --strict
	assert_equal "${stderr_lines[1]}" \
	    'crm-import: 3 read, 0 created, 0 updated, 2 skipped, 1 rejected; nothing was written (--strict)'
	expect 3 crm-import bookings new.csv --no-create --json
	holds '.created == 1 and .rejected == 2 and .clients_created == 0'
	[[ $stderr = *'there is no such client, and --no-create'* ]]
	assert_equal "$(crm-export clients -f id | wc -l)" 2
}

@test "R24 C7 the limit of clients holds, and history of the blocked comes in" {
	crm-config set client.limit 3
	printf 'Name,Email,Service,Starts,Source\nEva,eva@x.pt,Corte,2025-05-01,online\nLeo,leo@x.pt,Corte,2025-05-01,online\n' >new.csv
	unchanged 5 crm-import bookings new.csv
	says_part 'limit' 'nothing was imported'
	crm-client block 1 --reason 'no shows'
	printf 'Email,Service,Starts,Source\nana@x.pt,Corte,2025-05-01,online\n' >old.csv
	expect 0 crm-import bookings old.csv
}

@test "projects, tasks, notes and events need a client that is known" {
	cat >events.csv <<-'END'
	Client,Type,At,Rating,Text
	ana@x.pt,review,2025-01-01 10:00,5,Lovely
	Rui Costa,checkin,2025-01-02 10:00,,
	912 000 011,message_in,2025-01-03 10:00,,Olá
	eva@x.pt,call,2025-01-04 10:00,,
	Somebody Else,call,2025-01-04 10:00,,
	99,call,2025-01-04 10:00,,
	END
	expect 3 crm-import events events.csv --country PT
	says 'crm-import: events.csv:5: client_id: there is no client "eva@x.pt"' \
	    'crm-import: events.csv:6: client_id: there is no client "Somebody Else"' \
	    'crm-import: events.csv:7: client_id: there is no client "99"' \
	    'crm-import: 6 read, 3 created, 0 updated, 0 skipped, 3 rejected'
	assert_equal "$(rows events client_id,type,at,rating)" \
	    '1,review,2025-01-01T10:00:00Z,5
2,checkin,2025-01-02T10:00:00Z,
1,message_in,2025-01-03T10:00:00Z,'
	printf 'Customer ID,Name,Status,Starts,Due\nC7,Garden,On Hold,2025-01-01,2025-03-01\nC8,Roof,active,,\n' >projects.csv
	expect 3 crm-import projects projects.csv
	says 'crm-import: projects.csv:3: client_id: there is no client with the external_id "C8"' \
	    'crm-import: 2 read, 1 created, 0 updated, 0 skipped, 1 rejected'
	assert_equal "$(rows projects client_id,name,status,starts_on,due_on)" \
	    '1,Garden,on_hold,2025-01-01,2025-03-01'
	# These make nobody, so nobody is counted.
	expect 3 crm-import events events.csv --json
	holds 'has("clients_created") | not'
}

@test "N7 forms: what has no place is an answer" {
	cat >form.csv <<-'END'
	Submitted At,E-mail,First name,Last name,What brings you?,How many,Fine
	2025-01-05 10:00,ana@x.pt,,,"Hair, ""short""",2,true
	2025-02-05 10:00,eva@x.pt,Eva,Reis,,007,
	END
	expect 0 crm-import forms form.csv --set form=contact
	says 'crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected; 1 client created'
	expect 0 crm-export forms -f json
	holds 'sort_by(.id) | .[0].answers == {"What brings you?": "Hair, \"short\"",
		"How many": 2, "Fine": true} and .[1].answers == {"How many": "007"}
		and .[1].client_id == 3 and .[0].form == "contact"'
	assert_equal "$(rows clients name,created_at | tail -n 1)" \
	    'Eva Reis,2025-02-05T10:00:00Z'
	unchanged 0 crm-import forms form.csv --set form=contact
	expect 2 crm-import forms form.csv --set frm=contact
	says_part '--set' 'no field "frm"' answers.KEY
	expect 2 crm-import forms form.csv --set form
	says_part "not FIELD=VALUE"
	expect 0 crm-import forms form.csv --set form=b -m 'Fine=-' \
	    -m 'How many=client.source' -n
	assert_equal "${stderr_lines[-1]}" \
	    'crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected; nothing was written'
}

@test "B5 the number that another program has is the client's, ours is not" {
	cat >visits.csv <<-'END'
	Client ID,Name,Email,Service,Starts
	C7,,,Corte,2025-01-01 10:00
	C9,Eva Reis,eva@x.pt,Corte,2025-01-01 10:00
	C9,,,Corte,2025-01-02 10:00
	2,Leo Alves,leo@x.pt,Corte,2025-01-03 10:00
	END
	expect 3 crm-import bookings visits.csv
	[[ $stderr = *'visits.csv:4: '* ]]
	assert_equal "$(rows bookings client_id)" $'1\n3\n4'
	assert_equal "$(rows clients name,external_id | tail -n 2)" \
	    $'Eva Reis,C9\nLeo Alves,2'
	# Now C9 is known.
	expect 0 crm-import bookings visits.csv
	assert_equal "$(rows bookings client_id)" $'1\n3\n4\n3'
	# client_id is our number; beside a name, only where that agrees.
	cat >ours.csv <<-'END'
	client_id,client_name,service,starts_at
	1,Ana Silva,Barba,2025-02-01T10:00:00Z
	1,Rui Costa,Barba,2025-02-02T10:00:00Z
	2,,Barba,2025-02-03T10:00:00Z
	END
	expect 0 crm-import bookings ours.csv
	assert_equal "$(rows bookings client_id | tail -n 3)" $'1\n2\n2'
}

@test "C16 an export names its clients in another base by -F client_email" {
	crm-booking add ana@x.pt Corte 2025-01-01T10:00 --status completed \
	    --price 20 --currency EUR >/dev/null
	crm-booking add rui@x.pt Barba 2025-01-02T10:00 --staff Bia >/dev/null
	fields=client_email,client_name,service,starts_at,ends_at,status,staff,price,currency,created_at
	crm-export bookings -F "$fields" -o b.csv
	crm-export bookings -F "$fields" --status completed --client ana@x.pt \
	    --since 2024-12-31 -f ndjson -o b1.ndjson
	unchanged 0 crm-import bookings b.csv
	export CRM_DB=$PWD/other.db
	client --name Zed --email z@x.pt
	client --name 'Rui Costa' --email rui@x.pt
	client --name 'Ana Silva' --email ana@x.pt
	expect 0 crm-import bookings b1.ndjson
	says 'crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected'
	expect 0 crm-import bookings b.csv
	says 'crm-import: 2 read, 1 created, 0 updated, 1 skipped, 0 rejected'
	crm-export bookings -F "$fields" | cmp - b.csv
}

@test "C16 records of every type through csv and ndjson: the identical export" {
	local type format
	everything
	printf 'Name,Email,Service,Starts\nAna Silva,else@x.pt,Barba,2025-01-03\n' |
	    crm-import -q bookings -
	crm-export clients -f csv -o clients.csv
	for format in csv ndjson; do
		rm -f copy.db*
		crm-import -q -d copy.db clients.csv
		crm-export bookings -f "$format" -o "one.$format"
		expect 3 crm-import bookings -d copy.db "one.$format" -n
		[[ $stderr = *': series_id: there is no series 1'* ]]
		for type in series bookings orders purchases projects tasks forms events notes; do
			crm-export "$type" -f "$format" -o "one.$format"
			expect 0 crm-import "$type" -d copy.db "one.$format"
			crm-export "$type" -d copy.db -f "$format" |
			    cmp - "one.$format"
			unchanged 0 crm-import "$type" "one.$format"
		done
	done
}

@test "C12 C16 all: series, associations and every record, byte by byte" {
	everything
	printf 'Name,Email,Service,Starts\nAna Silva,else@x.pt,Barba,2025-01-03\n' |
	    crm-import -q bookings -
	crm-export all -o all.ndjson
	for noun in client series booking order purchase project task form event \
	    association note; do
		grep -q "^{\"type\":\"$noun\"" all.ndjson || fail "no $noun"
	done
	expect 0 crm-import all all.ndjson -d copy.db
	crm-export all -d copy.db | cmp - all.ndjson
	unchanged 0 crm-import all all.ndjson
	expect 0 crm-import all all.ndjson -d copy.db
	says "crm-import: $(($(wc -l <all.ndjson) - 1)) read, 0 created, 0 updated, $(($(wc -l <all.ndjson) - 1)) skipped, 0 rejected"
	# What is derived follows from the facts.
	assert_equal "$(crm-export clients -d copy.db -f csv)" \
	    "$(crm-export clients -f csv)"
	expect 0 crm-db check -d copy.db
	expect 0 crm-import undo 1 -d copy.db
	expect 0 crm-export all -d copy.db
	assert_equal "${#lines[@]}" 1
}

@test "B1 many rows at once: purchases of strangers, notes with them, undo" {
	local i
	{
		echo 'Name,Email,Product,Price,Currency,Transaction,Memo'
		for ((i = 0; i < 1500; i++)); do
			echo "P$((i % 100)) Q$((i % 100))xyz,p$((i % 100))@mail$((i % 100)).pt,Book,5,EUR,T$i,note $i"
		done
	} >many.csv
	crm-export all -o before.ndjson
	expect 0 crm-import purchases many.csv --set platform=shop \
	    -m Transaction=transaction_id -m Memo=note.text --json
	holds '.read == 1500 and .created + .pending == 1500
		and .clients_created + .pending / 15 == 100'
	assert_equal "$(db 'SELECT count(*) FROM note')" \
	    "$(db 'SELECT count(*) FROM purchase WHERE client_id IS NOT NULL')"
	assert_equal "$(db 'SELECT count(*) FROM association')" \
	    "$(db 'SELECT count(*) FROM purchase WHERE client_id IS NULL')"
	expect 0 crm-db check
	unchanged 0 crm-import purchases many.csv --set platform=shop \
	    -m Transaction=transaction_id -m Memo=note.text
	expect 0 crm-import undo 1
	crm-export all | cmp - before.ndjson
}

# shape NAME: a file of that program, with its header; fill NAME HEADER=CELL...
# adds a row to it.
shape() {
	cp "$ROOT/tests/headers/$1.csv" .
}

fill() {
	local file=$1.csv between=${between:-,} header
	header=$(head -n 1 "$file")
	shift
	printf '%s\n' "$@" | awk -F = -v between="$between" '
	NR == FNR { cell[$1] = substr($0, length($1) + 2); next }
	{
		n = split($0, name, between)
		for (i = 1; i <= n; i++) {
			text = name[i] in cell ? cell[name[i]] : ""
			used += name[i] in cell
			gsub(/"/, "\"\"", text)
			line = line (i > 1 ? between : "") "\"" text "\""
		}
		print line
		exit
	}' - /dev/fd/3 3<<<"$header" >>"$file"
}

@test "a real export: Calendly's invitees are bookings" {
	shape calendly_invitees
	fill calendly_invitees 'User Name=Bia' 'Invitee Name=Ana Silva' \
	    'Invitee Email=ana@x.pt' 'Event Type Name=First talk' \
	    'Start Date & Time=2025-03-03 10:00' 'End Date & Time=2025-03-03 10:30' \
	    'Event Created Date & Time=2025-02-27 08:11' 'Canceled=false' \
	    'Event Price=25.00' 'Payment Currency=USD' 'Invitee UUID=u1'
	fill calendly_invitees 'User Name=Bia' 'Invitee Name=Eva Reis' \
	    'Invitee Email=eva@new.org' 'Text Reminder Number=+351 912 000 044' \
	    'Event Type Name=First talk' 'Start Date & Time=2025-03-03 11:00' \
	    'Event Created Date & Time=2025-02-27 09:00' 'Invitee UUID=u2'
	maps=(-m 'Event Type Name=service' -m 'Start Date & Time=starts'
	    -m 'End Date & Time=ends' -m 'Event Created Date & Time=created_at'
	    -m 'User Name=staff' -m 'Event Price=price'
	    -m 'Payment Currency=currency' -m 'Invitee UUID=external_id'
	    -m 'Text Reminder Number=client.phone' -m 'Meeting Notes=notes'
	    -m 'Guest Email(s)=-')
	expect 0 crm-import bookings calendly_invitees.csv --preset none "${maps[@]}"
	assert_equal "${stderr_lines[1]}" \
	    'crm-import: 2 read, 2 created, 0 updated, 0 skipped, 0 rejected; 1 client created'
	[[ ${stderr_lines[0]} = *'not imported: '*'Canceled'* ]]
	assert_equal "$(rows bookings client_id,service,starts_at,ends_at,staff,price,currency,external_id,created_at)" \
	    '1,First talk,2025-03-03T10:00:00Z,2025-03-03T10:30:00Z,Bia,25.00,USD,u1,2025-02-27T08:11:00Z
3,First talk,2025-03-03T11:00:00Z,,Bia,,,u2,2025-02-27T09:00:00Z'
	assert_equal "$(rows clients name,email,phone,created_at | tail -n 1)" \
	    'Eva Reis,eva@new.org,+351912000044,2025-02-27T09:00:00Z'
	unchanged 0 crm-import bookings calendly_invitees.csv --preset none "${maps[@]}"
}

@test "a real export: Acuity's appointments are bookings" {
	shape acuity_appointments
	fill acuity_appointments 'Start Time=2025-03-03 10:00' \
	    'End Time=2025-03-03 11:00' 'First Name=Eva' 'Last Name=Reis' \
	    'Phone=912 000 044' 'Email=eva@new.org' 'Type=Deep "tissue"' \
	    'Calendar=Bia' 'Appointment Price=60.00' 'Notes=left shoulder' \
	    'Date Scheduled=2025-02-20' 'Appointment ID=1207'
	fill acuity_appointments 'Start Time=2025-03-10 10:00' 'First Name=Ana' \
	    'Last Name=Silva' 'Email=ana@x.pt' 'Type=Cut' 'Appointment ID=1208'
	expect 0 crm-import bookings acuity_appointments.csv --preset none -m Type=service \
	    -m 'Appointment Price=price' -m 'Date Scheduled=created_at' \
	    -m 'Appointment ID=external_id' --country PT --currency EUR
	assert_equal "$(rows bookings client_id,service,starts_at,ends_at,staff,price,currency,notes,external_id)" \
	    '3,"Deep ""tissue""",2025-03-03T10:00:00Z,2025-03-03T11:00:00Z,Bia,60.00,EUR,left shoulder,1207
1,Cut,2025-03-10T10:00:00Z,,,,EUR,,1208'
	assert_equal "$(rows clients name,given_name,phone | tail -n 1)" \
	    'Eva Reis,Eva,+351912000044'
}

@test "a real export: Square's transactions and Shopify's orders" {
	shape square_transactions
	fill square_transactions 'Date=2025-03-03' 'Total Collected=12.50' \
	    'Transaction ID=sq1' 'Customer ID=C7' 'Customer Name=Ana Silva' \
	    'Transaction Status=Complete' 'Description=Shampoo'
	fill square_transactions 'Date=2025-03-04' 'Total Collected=5.00' \
	    'Transaction ID=sq2' 'Customer ID=SQ9' 'Customer Name=Max Berg' \
	    'Description=Wax'
	expect 3 crm-import orders square_transactions.csv --preset none -m Date=ordered \
	    -m 'Total Collected=amount' -m 'Transaction ID=external_id' \
	    -m Description=product -m 'Transaction Status=-' --set status=paid \
	    --currency USD
	[[ $stderr = *'square_transactions.csv:3: email: required'* ]]
	assert_equal "$(rows orders client_id,product,amount,currency,status,ordered_at,external_id)" \
	    '1,Shampoo,12.50,USD,paid,2025-03-03T00:00:00Z,sq1'

	shape shopify_orders
	fill shopify_orders 'Name=#1001' 'Email=eva@new.org' \
	    'Financial Status=paid' 'Currency=EUR' 'Total=30.00' \
	    'Created at=2025-03-03 10:00:00 +0100' 'Lineitem name=Brush' \
	    'Billing Name=Eva Reis' 'Billing Phone=+351 912 000 044' \
	    'Billing City=Porto' 'Id=5512'
	fill shopify_orders 'Name=#1002' 'Email=rui@x.pt' \
	    'Financial Status=Refunded' 'Currency=JPY' 'Total=3000' \
	    'Created at=2025-03-04 10:00:00 +0100' 'Lineitem name=Comb' \
	    'Billing Name=Rui Costa'
	expect 0 crm-import orders shopify_orders.csv --preset none -m Name=external_id \
	    -m 'Lineitem name=product' -m Total=amount \
	    -m 'Financial Status=status' -m 'Created at=ordered' \
	    -m 'Billing City=client.city' -m Id=-
	assert_equal "$(rows orders client_id,product,amount,currency,status,ordered_at,external_id | tail -n 2)" \
	    '3,Brush,30.00,EUR,paid,2025-03-03T09:00:00Z,#1001
2,Comb,3000,JPY,refunded,2025-03-04T09:00:00Z,#1002'
	assert_equal "$(rows clients name,phone,city | tail -n 1)" \
	    'Eva Reis,+351912000044,Porto'
}

@test "a real export: Stripe's payments and Hotmart's sales are purchases" {
	shape stripe_payments
	fill stripe_payments id=ch_1 'Description=Course' \
	    'Created (UTC)=2025-03-03 10:00:00' Amount=97.00 Currency=usd \
	    Status=Paid 'Customer ID=cus_1' 'Customer Email=ana@x.pt'
	fill stripe_payments id=ch_2 'Description=Course' \
	    'Created (UTC)=2025-03-04 10:00:00' Amount=97.00 Currency=usd \
	    'Status=Refunded' 'Customer Email=eva@new.org' 'Card Name=Eva Reis'
	expect 0 crm-import purchases stripe_payments.csv --preset none -m id=transaction_id \
	    -m Description=product -m 'Created (UTC)=purchased' -m Amount=price \
	    -m 'Card Name=client.name' -m 'Customer Description=-' \
	    --set platform=stripe
	assert_equal "$(rows purchases client_id,product,platform,price,currency,status,transaction_id,purchased_at)" \
	    '1,Course,stripe,97.00,USD,paid,ch_1,2025-03-03T10:00:00Z
3,Course,stripe,97.00,USD,refunded,ch_2,2025-03-04T10:00:00Z'

	shape hotmart_sales
	between=';' fill hotmart_sales 'Código da transação=HP1' \
	    'Status da transação=Completo' 'Data da transação=2025-03-03 10:00' \
	    'Produto=Curso' 'Comprador(a)=Eva Reis' \
	    'Email do(a) Comprador(a)=eva@new.org' 'Telefone=912000044' \
	    'Valor de compra com impostos=97,50' Moeda=BRL
	expect 0 crm-import purchases hotmart_sales.csv --preset none --decimal-comma \
	    -m 'Código da transação=transaction_id' \
	    -m 'Data da transação=purchased' -m Produto=product \
	    -m 'Comprador(a)=client.name' \
	    -m 'Email do(a) Comprador(a)=client.email' \
	    -m 'Telefone=client.phone' -m 'Valor de compra com impostos=price' \
	    -m Moeda=currency --set platform=hotmart --country PT
	assert_equal "$(rows purchases client_id,product,price,currency,transaction_id | tail -n 1)" \
	    '3,Curso,97.50,BRL,HP1'
}

@test "--tz: the zone of times that name none" {
	crm-config set account.timezone Europe/Lisbon
	shape stripe_payments
	# shellcheck disable=SC2016 # an amount in dollars
	fill stripe_payments id=ch_1 Description=Card \
	    'Created (UTC)=2025-07-01 10:11:12' 'Amount=$50.00' Currency=usd \
	    Status=Paid 'Customer Email=ana@x.pt'
	set -- stripe_payments.csv -q -m id=transaction_id \
	    -m Description=product -m 'Created (UTC)=purchased' \
	    --set platform=stripe
	expect 2 crm-import purchases "$@" --tz Mars/Olympus
	says 'crm-import: --tz: not a time zone such as Europe/Lisbon: "Mars/Olympus"'
	expect 0 crm-import purchases "$@" --tz UTC
	assert_equal "$(rows purchases price,currency,purchased_at)" \
	    '50.00,USD,2025-07-01T10:11:12Z'
	expect 0 crm-purchase delete 1
	expect 0 crm-import purchases "$@"
	assert_equal "$(rows purchases purchased_at)" '2025-07-01T09:11:12Z'
}

@test "a real export: names of months, halves of the day, marks of currencies" {
	shape acuity_appointments
	fill acuity_appointments 'Start Time=March 5, 2025 10:00 am' \
	    'End Time=March 5, 2025 1:30 pm' Email=ana@x.pt Type=Facial \
	    'Appointment Price=EUR 48.00' 'Date Scheduled=1 Feb 2025'
	expect 0 crm-import bookings acuity_appointments.csv --preset none -q \
	    -m Type=service -m 'Appointment Price=price' \
	    -m 'Date Scheduled=created_at' --currency EUR
	assert_equal "$(rows bookings starts_at,ends_at,price,created_at)" \
	    '2025-03-05T10:00:00Z,2025-03-05T13:30:00Z,48.00,2025-02-01T00:00:00Z'
	expect 3 crm-import bookings acuity_appointments.csv --preset none \
	    -m Type=service -m 'Appointment Price=price' --currency USD \
	    -m 'Start Time=starts' --set external_id=other
	[[ $stderr = *'price: not an amount: "EUR 48.00"'* ]] || fail "$stderr"
}

@test "undo of 100,000 imported bookings: the export of everything as before" {
	"$BUILD/gen-clients" clients 2000 >clients.csv
	"$BUILD/gen-clients" bookings 100000 --clients 2000 >bookings.csv
	crm-import -q clients.csv
	crm-booking add 1 Facial 2026-03-01 --price 20 >id
	crm-export all >before
	expect 0 crm-import bookings bookings.csv --json -q
	holds '.created == 100000'
	refute cmp -s before <(crm-export all)
	expect 0 crm-import undo 2
	cmp before <(crm-export all)
	expect 0 crm-db check -q
}
