#!/bin/sh
# new.sh: the four files of a new record type: its table, its command, its
# manual page, its test. make new NAME=voucher calls it; then edit them.
set -eu
name=${1:-}
root=$(cd "$(dirname "$0")/../.." && pwd)
case $name in
'' | *[!a-z_]* | _* | *_)
	echo "make new NAME=voucher: a table name, lower case" >&2
	exit 2
	;;
esac
tool=crm-$(printf '%s' "$name" | tr _ -)
n=$(($(find "$root/share/schema" -name '[0-9]*.sql' | wc -l) + 1))
step=$(printf '%03d-%s' "$n" "$name")
for file in "share/schema/$step.sql" "cmd/$tool.c" "man/$tool.1" \
	"tests/$tool.bats"; do
	if [ -e "$root/$file" ]; then
		echo "$file: is there already" >&2
		exit 1
	fi
done
upper=$(printf '%s' "$tool" | tr '[:lower:]' '[:upper:]')

cat >"$root/share/schema/$step.sql" <<EOF
CREATE TABLE $name (	-- a $name
	id		INTEGER PRIMARY KEY,	-- number
	client_id	INTEGER NOT NULL REFERENCES client ON DELETE CASCADE,	-- whose
	title		TEXT NOT NULL CHECK (title <> ''),	-- what it is
	status		TEXT NOT NULL DEFAULT 'open' CHECK (status = 'open' OR status = 'done'),	-- where it stands
	created_at	TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ'))	-- when it was added
) STRICT;
CREATE INDEX ${name}_client ON $name (client_id, created_at);
CREATE VIEW ${name}_event AS	-- how it shows in the timeline
	SELECT client_id, created_at AS at, '$name' AS type, id AS ref, title, status
	FROM $name;
EOF

cat >"$root/cmd/$tool.c" <<EOF
/*
 * $tool: every $name.
 */
#include "crm.h"

static enum crm_rc
one_done(struct crm *crm, const char *ref)
{
	int64_t id = crm_record_id(crm, ref);

	crm_record_change(crm, id, "status", "done");
	return crm_record_answer(crm, id);
}

static enum crm_rc
done(struct crm *crm)
{
	return crm_each(crm, one_done);
}

static const struct crm_verb verbs[] = { CRM_RECORD_VERBS,
	{ "done", done, CRM_WRITES, "ID... | -", "they are done", NULL },
	{ NULL, NULL, 0, NULL, NULL, NULL } };

int
main(int argc, char **argv)
{
	static const struct crm_tool tool = {
		.name = "$tool",
		.help = "every $name",
		.entity = "$name",
		.positional = "client,title",
		.verbs = verbs,
	};

	return crm_main(&tool, argc, argv);
}
EOF

cat >"$root/man/$tool.1" <<EOF
.Dd \$Mdocdate\$
.Dt $upper 1
.Os
.Sh NAME
.Nm $tool
.Nd every $name
.Sh SYNOPSIS
.Nm
.Cm list | show | add | edit | delete | done
.Op Ar argument ...
.Op Ar option ...
.Sh DESCRIPTION
Each $name belongs to a client.
The options of every command
.Pq Fl -db , -format , -json , -fields , -output , -excel , -dry-run , -yes , -quiet , -actor , -wait , -help , -version
and those of every list
.Pq Fl -search , -since , -until , -date , -sort , -reverse , -limit , -after
are described in
.Xr crm 7 .
.Pp
The fields are the options
.Fl -client ,
.Fl -title ,
.Fl -status
and
.Fl -created .
.Sh EXIT STATUS
See
.Xr crm 7 .
.Sh EXAMPLES
.Bd -literal
crm-client add "Ana Silva" --email ana@example.org
$tool add ana@example.org "the first one"
$tool done 1
$tool list --client ana@example.org
.Ed
.Sh SEE ALSO
.Xr crm-client 1 ,
.Xr crm 7
EOF

cat >"$root/tests/$tool.bats" <<EOF
#!/usr/bin/env bats
# $tool: every $name.

load helper

@test "$tool: add, done, list" {
	crm-client add "Ana Silva" --email ana@example.org
	run -0 $tool add ana@example.org "the first one"
	assert_output 1
	run -0 $tool 'done' 1
	run -0 $tool list --client ana@example.org --status done -F id,title,status -f csv
	assert_output "id,title,status
1,the first one,done"
}
EOF
echo "share/schema/$step.sql"
echo "cmd/$tool.c"
echo "man/$tool.1"
echo "tests/$tool.bats"
