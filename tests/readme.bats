#!/usr/bin/env bats
# README.md: the set-up is two lines that make knows, and the tour runs.

load helper
load commands

# The lines of the fenced blocks of a language; of none for "".
blocks() {
	awk -v fence="\`\`\`$1" '
		/^```/ { on = !inside && $0 == fence; inside = !inside; next }
		on
	' "$ROOT/README.md"
}

@test "README: two commands set everything up, and make knows their targets" {
	run -0 blocks ''
	assert_line --index 0 \
		'apt-get update && apt-get install -y make && make deps demo'
	assert_line --index 1 'make deps check'
	run -0 make -C "$ROOT" --dry-run BUILD="$BUILD" deps demo check
	assert_output --partial 'apt-get install'
	assert_output --partial 'demo.sh'
	assert_output --partial 'tests/run.sh'
}

@test "README: the tour runs" {
	mkdir tree
	cd tree || return 1
	ln -s "$BUILD" build
	mkdir share
	cp -R "$ROOT/share/example" share
	run_commands < <(blocks sh)
	assert_output --partial 'Inês Vasconcelos Prado'
	assert_output --partial 'Gonçalo Ervedosa'
	assert [ -s vip.csv ]
	assert [ -s everything.ndjson ]
	assert [ -s monday.db ]
	assert [ -s bad.csv ]
}

@test "README: every promise has the number that crm(7) gives it" {
	local promise

	while read -r promise; do
		grep -q "^\.It .*$promise\>" "$ROOT/man/crm.7" ||
			fail "$promise is not in crm(7)"
	done < <(grep -o '^| P[0-9, P]*' "$ROOT/README.md" | grep -o 'P[0-9]*')
}

@test "README: pages and files that it names are there" {
	local name

	for name in LICENSE share/example/clients.csv share/example/notes.csv \
		man/crm.7 man/crm-json.5 man/crm-schema.5 man/crm-hacking.7; do
		grep -q "${name##*/}\|$(basename "${name%.*}")(${name##*.})" \
			"$ROOT/README.md" || fail "README: no $name"
		[[ -f $ROOT/$name ]] || fail "there is no $name"
	done
}
