#!/usr/bin/env bats
# crm-timeline --format pdf: feature I15, M2, Q5. What letters look like is in
# tests/unit/pdf.c.
# shellcheck disable=SC2034,SC2154

load helper

setup() {
	crm_setup
	crm-config set account.country PT
	crm-config set account.name "Estúdio Luz"
	client "Nguyễn Thị Київ" --email ana@x.pt --phone "912 345 678" --created 2024-01-03
	client "محمد" --email m@x.pt
	crm-booking add --client 1 --service Haircut --starts 2026-03-14T10:00 --status completed \
	    --price 45 --currency EUR --staff Marta --notes "Window seat" >/dev/null
	crm-booking add --client 1 --service Massage --starts 2026-03-14T11:00 --status no_show \
	    --price 30 --currency USD >/dev/null
	crm-booking add --client 2 --service Colour --starts 2026-03-20T09:30 >/dev/null
	crm-order add --client 1 --product Shampoo --amount 1250 --currency JPY --status paid \
	    --ordered 2026-03-14T10:30 >/dev/null
	crm-event add --client 1 --type message_in --at 2026-03-13T18:00 --text "Posso ir?" >/dev/null
	crm-note add 1 "Never pays on time" >/dev/null
}

# What it says, without the blanks between columns.
text() {
	pdftotext -layout -nopgbrk "$1" - 2>/dev/null | sed 's/  */ /g; s/^ //; s/ $//' | grep -v '^$'
}

@test "I15 Q5 a document: whom it is about, then what happened under its days" {
	expect 0 crm-timeline 1 --format pdf -o ana.pdf
	prints ""
	says
	expect 0 text ana.pdf
	prints "Estúdio Luz Client history" \
	    "Nguyễn Thị Київ" \
	    "ana@x.pt · +351912345678 · client since 3 January 2024" \
	    "Bookings Last visit Total spent Lifetime value" \
	    "2 14 March 2026 45.00 EUR 45.00 EUR" \
	    "1250 JPY" \
	    "Saturday, 14 March 2026" \
	    "11:00 Booking Massage No show 30.00 USD" \
	    "10:30 Milestone First repeat purchase" \
	    "10:30 Milestone First order" \
	    "10:30 Order Shampoo Paid 1250 JPY" \
	    "10:00 Milestone First booking" \
	    "10:00 Booking Haircut Completed 45.00 EUR" \
	    "with Marta" \
	    "Friday, 13 March 2026" \
	    "18:00 Message in" \
	    "Estúdio Luz · 15 March 2026 Page 1 of 1"
	run -0 qpdf --check ana.pdf
	assert_output --partial "No syntax or stream encoding errors"
	run -0 pdfinfo ana.pdf
	assert_output --partial "Title:           Nguyễn Thị Київ"
	assert_output --partial "Author:          Estúdio Luz"
	assert_output --regexp "Creator: +crm-timeline [0-9.]+"
	assert_output --partial "CreationDate:    Sun Mar 15 10:00:00 2026 UTC"
	assert_output --partial "Pages:           1"
}

@test "M2 private notes are not in it" {
	crm-timeline --all --format pdf -o all.pdf
	refute_regex "$(text all.pdf)" "pays on time"
	refute_regex "$(text all.pdf)" "Window seat"
	crm-timeline 1 --format pdf --fields type,title,description -o more.pdf
	assert_regex "$(text more.pdf)" "Window seat"
	# what is not for the client's eyes is left out by its column
	crm-timeline 1 --format pdf --fields type,title,amount -o few.pdf
	refute_regex "$(text few.pdf)" "Window seat|Marta|No show"
	assert_regex "$(text few.pdf)" "11:00 Booking Massage 30.00 USD"
}

@test "filters and order are those of the table, and it says that it is a selection" {
	crm-timeline 1 --format pdf --type booking,order --since 2026-03-14T10:15 --reverse -o some.pdf
	expect 0 text some.pdf
	assert_equal "$(printf '%s\n' "${lines[@]:6}")" \
	    "A selection: only booking,order; since 2026-03-14T10:15
Saturday, 14 March 2026
10:30 Order Shampoo Paid 1250 JPY
11:00 Booking Massage No show 30.00 USD
Estúdio Luz · 15 March 2026 Page 1 of 1"
	crm-timeline 1 --format pdf --search nothing -o none.pdf
	assert_regex "$(text none.pdf)" "There is nothing to show."
}

@test "of several clients, each event names its own" {
	crm-timeline --all --format pdf --type booking -o all.pdf
	expect 0 text all.pdf
	assert_equal "${lines[1]}" "All clients"
	assert_regex "$output" "10:00 Booking Haircut Completed 45.00 EUR"$'\n'"Nguyễn Thị Київ · with Marta"
	crm-timeline 1 2 --format pdf -o two.pdf
	expect 0 text two.pdf
	assert_equal "${lines[1]}" "Several clients"
}

@test "days and times are those of the account's zone" {
	crm-config set account.timezone Pacific/Auckland
	crm-timeline 1 --format pdf --type order -o nz.pdf
	assert_regex "$(text nz.pdf)" "Saturday, 14 March 2026"$'\n'"23:30 Order"
	crm-timeline 1 --format pdf --type message -o nz.pdf
	assert_regex "$(text nz.pdf)" "Saturday, 14 March 2026"$'\n'"07:00 Message in"
}

@test "A4 or letter, by the country or as set" {
	paper() {
		crm-timeline 2 --format pdf -o p.pdf
		pdfinfo p.pdf | grep '^Page size'
	}
	assert_regex "$(paper)" "595.276 x 841.89"
	crm-config set account.country US
	assert_regex "$(paper)" "612 x 792"
	crm-config set account.paper a4
	assert_regex "$(paper)" "595.276 x 841.89"
	crm-config set account.country PT
	crm-config set account.paper LETTER
	expect 0 crm-config get account.paper
	prints letter
	assert_regex "$(paper)" "612 x 792"
}

@test "the same twice is the same bytes, on stdout as in a file" {
	crm-timeline 1 --format pdf -o one.pdf
	crm-timeline 1 --format pdf >two.pdf
	crm-timeline 1 -f pdf -o - | cmp - one.pdf
	cmp one.pdf two.pdf
	assert_equal "$(stat -c %a one.pdf)" 600
}

@test "fonts are embedded; what the text's font lacks comes from another" {
	crm-timeline 2 --format pdf -o p.pdf
	run -0 pdffonts p.pdf
	refute_output --regexp ' no +(yes|no) +(yes|no) '
	client "日本語" --email jp@x.pt
	crm-timeline jp@x.pt --format pdf -o p.pdf
	run -0 pdffonts p.pdf
	assert_output --partial WenQuanYi
	assert_regex "$(text p.pdf)" "日本語"
	# another font, and one that is none
	crm-timeline 1 --format pdf --font /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf -o p.pdf
	run -0 pdffonts p.pdf
	assert_output --partial "DejaVuSerif,Book"
	assert_output --partial "DejaVuSerif-Bold"
	refute_output --partial DejaVuSans
	expect 2 crm-timeline 1 --format pdf --font /etc/passwd -o no.pdf
	says "crm-timeline: /etc/passwd: is no TrueType font that may be embedded"
	[ ! -e no.pdf ]
}

@test "without a font: one line that names the package, and still a document" {
	echo '<fontconfig></fontconfig>' >fonts.conf
	export CRM_FONT_PATH=/nonexistent FONTCONFIG_FILE=$PWD/fonts.conf
	expect 0 crm-timeline 1 --format pdf -o p.pdf
	says_part "no TrueType font" "fonts-dejavu-core"
	assert_regex "$(text p.pdf)" "11:00 Booking Massage No show 30.00 USD"
	expect 0 crm-timeline 1 --format pdf -o p.pdf --quiet
	says
}

@test "not to a terminal, nor without an end" {
	run -2 on_terminal "crm-timeline 1 --format pdf"
	assert_output --partial "crm-timeline: --format pdf is not for a terminal; say -o FILE"
	run -0 on_terminal "crm-timeline 1 --format pdf -o there.pdf"
	run -0 pdfinfo there.pdf
	expect 2 crm-timeline 1 --format pdf --follow
	says "crm-timeline: --follow makes no document; take another --format"
	expect 2 crm-timeline 1 --format pdf --counts
	says "crm-timeline: --counts makes no document; take another --format"
	expect 2 crm-client list --format pdf
	says_part "--format: not one of table, csv, tsv, json, ndjson, id: "
}

@test "whole or not at all" {
	expect 1 crm-timeline 1 --format pdf -o no/where.pdf
	says_part "no/where.pdf: cannot be written"
	expect 1 crm-timeline 1 --format pdf -o /dev/full
	says_part "/dev/full: cannot be written: No space left on device"
	echo before >kept.pdf
	expect 4 crm-timeline 99 --format pdf -o kept.pdf
	assert_equal "$(cat kept.pdf)" before
	run -1 compgen -G '.crm-*.tmp'
}

@test "only what makes documents loads the libraries for it" {
	local tool

	for tool in crm-client crm-booking crm-import crm; do
		[[ -x $BUILD/$tool ]] || continue
		refute_regex "$(ldd "$BUILD/$tool")" "hpdf|fontconfig|freetype"
	done
	assert_regex "$(ldd "$BUILD/crm-timeline")" hpdf
}

@test "hostile text stays text" {
	db "UPDATE client SET name = ') Tj ET (' || char(10) || x'fffe' || '\\';
	UPDATE booking SET service = '<< /JS (app.alert(1)) >> endstream endobj', notes = '%%EOF' || char(27)"
	crm-timeline 1 --format pdf -o p.pdf
	run -0 qpdf --check p.pdf
	run -0 pdfinfo p.pdf
	assert_output --partial "JavaScript:      no"
	assert_regex "$(text p.pdf)" "app.alert"
}
