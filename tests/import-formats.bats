#!/usr/bin/env bats
# What crm-import reads, whatever the file: features P1, P2, P6, P16, B10, B11,
# B28; the limits of hostile files.
# shellcheck disable=SC2034,SC2154,SC2030,SC2031

load helper

# The list that comes in every format, in UTF-8 with commas.
people() {
	cat <<-'END'
	Name,E-mail,Phone,Zip,City,Notes
	José Conceição,jose@x.pt,+351912000011,01310-100,São Paulo,prefers tea
	"Müller, Änne",aenne@x.pt,+351912000012,02139,Köln,
	Françoise,f@x.pt,,,,"likes ""green""; no milk"
	END
}

# The facts, without what differs from one import to the next.
all_facts() {
	crm-export all | grep -vE '"(type|table)":"(import|change)"'
}

# in_as FILE OPTION...: into an empty database, and what is in it then.
in_as() {
	rm -f "$CRM_DB"*
	expect 0 crm-import "$@"
	all_facts >got
}

@test "B10 one list in every encoding gives the same facts" {
	local e

	people >list.csv
	in_as list.csv
	mv got want
	[ -s want ]
	for e in UTF-16LE UTF-16BE UTF-16 UTF-32 WINDOWS-1252; do
		iconv -f UTF-8 -t "$e" list.csv >other.csv
		in_as other.csv
		diff want got
		in_as - <other.csv
		diff want got
	done
	iconv -f UTF-8 -t CP850 list.csv >other.csv
	in_as other.csv --encoding CP850
	diff want got
	printf '\xef\xbb\xbf' | cat - list.csv >other.csv
	in_as other.csv
	diff want got
}

@test "B10 a guess is told, an encoding that is wrong is one clear line" {
	printf 'name,email\nJos\xe9,jose@x.pt\n' >latin.csv
	expect 0 crm-import latin.csv
	says "crm-import: latin.csv: read as WINDOWS-1252 (not UTF-8; its letters are western); --encoding says otherwise" \
	    "crm-import: 1 read, 1 created, 0 updated, 0 skipped, 0 rejected"
	unchanged 1 crm-import latin.csv --encoding UTF-16
	says "crm-import: latin.csv: has no NUL byte, so it is not UTF-16"
	unchanged 1 crm-import latin.csv --encoding ASCII
	says_part "latin.csv: line 2: has bytes that are not ASCII"
	unchanged 2 crm-import latin.csv --encoding KLINGON
	says_part '--encoding: not one that iconv -l names: "KLINGON"'
	unchanged 3 crm-import latin.csv --encoding UTF-8
	[[ ${stderr_lines[0]} = "crm-import: latin.csv:2: name: not valid UTF-8"* ]]
}
