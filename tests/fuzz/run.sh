#!/bin/bash
# run.sh: every fuzzer for some minutes, from a corpus made here; ends with
# status 1 when one has found something, which it then names.
#
# BUILD is where the fuzzers are, MINUTES how long each runs, ONLY which.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${BUILD:?}" "${MINUTES:=1}" "${ONLY:=}"
work=$BUILD/fuzz
share=$here/../../share
found=0
all=(csv ndjson vcard xlsx date money phone map plan import)

# seed NAME FILE: what is on stdin, in the corpus of a fuzzer.
seed() {
	cat >"$work/$1/seed-$2"
}

# Lines of stdin, a seed each.
seeds() {
	local line n=0

	while IFS= read -r line; do
		n=$((n + 1))
		printf '%b' "$line" >"$work/$1/seed-$n"
	done
}

# Plans: of clients with notes, and of bookings of who is new.
plans() {
	seed plan clients <<-'END'
		{"plan":1,"type":"clients","file":"c.csv","digest":"0","with":["note"]}
		{"action":"create","line":2,"record":{"name":"Eva","email":"eva@example.com","tags":["a"]},"with":[{"set":1,"type":"note","record":{"text":"x"}}]}
		{"action":"update","line":3,"id":1,"old":{"city":"Faro"},"new":{"city":"Beja"}}
		{"action":"unchanged","line":4,"same_as":3}
		{"action":"skip","line":5,"reason":"there already","id":2,"record":{"name":"Rui"}}
		{"action":"reject","line":6,"column":"email","error":"invalid","reason":"x"}
	END
	seed plan bookings <<-'END'
		{"plan":1,"type":"bookings","file":"b.csv","digest":"0","with":[]}
		{"action":"create","line":2,"record":{"service":"Cut","starts_at":"2025-01-01T10:00:00Z","price":12.5,"currency":"EUR"},"who":{"name":"Eva","email":"eva@example.com"},"client":"new"}
		{"action":"pending","line":3,"record":{"service":"Cut","starts_at":"2025-01-02T10:00:00Z"},"who":{"name":"Ana Silva","email":"x@example.com"},"client":1,"score":0.8}
		{"action":"create","line":4,"record":{"client_id":1,"service":"Cut","starts_at":"2025-01-03T10:00:00Z"}}
	END
	seed plan match <<-'END'
		{"plan":1,"type":"clients","file":"c.csv","digest":"0","with":[],"match":true}
		{"action":"pending","line":2,"record":{"name":"Ana Silva","email":"ana.silva@example.com"},"client":1,"score":0.9}
		{"action":"update","line":3,"id":1,"record":{"name":"Ana Silva"}}
		{"action":"update","line":4,"same_as":2,"new":{"city":"Faro"}}
	END
}

# Whole files: the byte that says the type of their rows, the preset, the file.
imports() {
	local file n=0

	for file in "$share"/usual/*.map; do
		# Each header that is usual, once, as a table of two rows.
		n=$((n + 1))
		sed -n 's/^map: \(.*\) = [^=]*$/\1/p' "$file" | sed 's/ [|+] /\n/g' |
			awk -v n=$n 'BEGIN { printf "%c", n }
			    { h = h sep $0; a = a sep "01/02/2025"; b = b sep "Total"; sep = ";" }
			    END { print h; print a; print b }' | seed import "usual-$n"
		{
			printf '\\x10'
			head -c 3000 "$file"
			printf '\n%%%%\nNome;E-mail;Data\nAna;a@x.pt;1/2/2025\n'
		} | seed import "preset-$n"
	done
	seeds import <<-'END'
		\x00Name,Birthday,Phone,Status,Spent\nAna,7 Sep,ask Eva,VIP,3\nEva,07/09,/ 912000011 / 912000012,ativo,4\nTotal,,,,7\n
		\x00Name,Surname,Company,Notes\nAna,,Foo,x\n,,Bar,y\nTotals,,,\n
		\x10map: A | B = name\nmap: Date | Day + Time | Hour = created_at\nonly: A\nword: status: x = -\nseparator: /\n%%\nB,Day,Hour,email\nAna,2025-01-02,10:00,a@x.pt\n
	END
}

corpus() {
	local file e

	for e in "${all[@]}"; do
		mkdir -p "$work/$e"
	done
	for file in "$share"/example/*.csv; do
		head -5 "$file" | seed csv "$(basename "$file")"
	done
	for e in UTF-16 UTF-16LE UTF-32 WINDOWS-1252 CP1251; do
		printf 'name;city\n"A ""b""\nc";D\n' | iconv -t "$e" |
			seed csv "$e"
	done
	seeds csv <<-'END'
		sep=|\na|b\n1|2\n
		a,b\r\n"1\n2",3\r\n"x"y,4\n
		\xef\xbb\xbfn\xc3\xa3o\tb\n\xe9\t2\n
		a\n"never closed\n
	END
	seeds ndjson <<-'END'
		{"a":"x","b":[1,{"c":null}],"d":-1.5e3}\n{"a":true}\n
		[{"a":"\\u00e9"},\n {"b":"\\ud83d\\ude00"}]\n
		{\n "a": 1\n}\n{\n "b": ["x", "y"]\n}\n
	END
	seeds vcard <<-'END'
		VERSION:3.0\r\nFN:Ana\r\nN:Silva;Ana;;;\r\nitem1.TEL;type=CELL,PREF:+351 9\r\n 12\r\nEND:VCARD\r\n
		VERSION:2.1\nFN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Jos=E9=\n x\nPHOTO;BASE64:\n AAA\n\nEND:VCARD\n
		ADR;LABEL="a:b;c":;;R\\, 1;L;;1;PT\nBDAY:--0606\nCATEGORIES:a,b\nAGENT:\nBEGIN:VCARD\nEND:VCARD\nUID:urn:uuid:1\nEND:VCARD
	END
	seeds xlsx <<-'END'
		6\n<w><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>n_x000D_</t></is></c><c r="C1" s="0"><v>45000.5</v></c></row><row/></sheetData></w>
		4\n<s><numFmts><numFmt numFmtId="200" formatCode="[&lt;=9]000\\-00;(00) 0"/><numFmt numFmtId="201" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="200"/><xf numFmtId="201"/></cellXfs></s>\n6\n<w><sheetData><row><c><v>12</v></c><c s="1"><v>1.25</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row></sheetData></w>
		5\n<sst><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>\n2\n<w><workbookPr date1904="1"/><sheets><sheet name="A" id="s" state="hidden"/><sheet name="B" id="s"/></sheets></w>
	END
	printf '#A\nname\temail\nAna\t=1:2\n' |
		perl "$here/../workbook.pl" "$work/xlsx/seed-book"
	seeds date <<-'END'
		2026-12-01T10:00:30Z
		2026/12/1 10:00 am
		1 Dec 2026, at 9:15 PM GMT+2
		Tuesday, December 1st 2026
		31/12/2026 10:00
		31.12.26
		--02-29
		-30d
	END
	seeds money <<-'END'
		1.234,50 \xe2\x82\xac
		R$ 12,50
		-1 234.5
		USD 1,234,567.89
		1'234.500
	END
	seeds phone <<-'END'
		+351 912 000 011
		(11) 98765-4321 ramal 12
		00 44 20 7946 0000 x5
		912.000.011
	END
	plans
	imports
	for file in "$share"/preset/*.map; do
		seed map "${file##*/}" <"$file"
	done
}

corpus
cd "$work" || exit 1
for e in "${all[@]}"; do
	[[ -z $ONLY || " $ONLY " = *" $e "* ]] || continue
	# In memory of 512 MB, no input over 2 s; 64 KB is room enough.
	if "./fuzz-$e" -max_total_time=$((MINUTES * 60)) -max_len=65536 \
	    -timeout=10 -rss_limit_mb=1024 -artifact_prefix="found-$e-" \
	    -verbosity=0 -print_final_stats=1 "$e" >"$e.log" 2>&1; then
		echo "$e: nothing found in $(sed -n \
		    's/^stat::number_of_executed_units: *//p' "$e.log") runs"
	else
		echo "$e: FOUND, see $work/$e.log"
		grep -m3 -E 'ERROR|SUMMARY|runtime error' "$e.log"
		found=1
	fi
done
exit $found
