#!/usr/bin/env bats
# crm: the suite by one name.
# shellcheck disable=SC2034,SC2154

load helper

@test "crm NOUN VERB runs crm-NOUN VERB, with its status and messages" {
	expect 0 crm client add Ana --email a@x.pt
	prints 1
	expect 0 crm client list -f csv -F id,name
	prints id,name 1,Ana
	expect 0 crm client
	assert_line -n 1 -e '^ 1  Ana '
	expect 4 crm client show 9
	says 'crm-client: there is no client "9"'
	expect 2 crm client --bogus
	says_part "crm-client: " --bogus
}

@test "crm help lists what is installed; crm help NOUN asks the command" {
	local file

	expect 0 crm help
	for file in "$ROOT"/cmd/crm-*.c; do
		file=${file##*/}
		assert_line -e "^ +${file%.c}\$"
	done
	help=$output
	expect 0 crm --help
	assert_equal "$output" "$help"
	expect 0 crm help client
	assert_line -n 0 -e '^crm-client: '
	expect 2 crm help shoe
	says 'crm: there is no command "shoe"; crm help lists them'
	expect 2 crm shoe
	says 'crm: there is no command "shoe"; crm help lists them'
	expect 2 crm ../client
	says_part "crm: "
	expect 2 crm --bogus
	says_part "crm: " --bogus
	expect 0 crm --version
	assert_output --regexp '^crm [0-9]+\.[0-9]+\.[0-9]+$'
	assert_equal "$(crm-client --version)" "crm-client ${output#crm }"
}

@test "it finds its siblings wherever it is, whatever PATH says" {
	mkdir bin
	ln -s "$BUILD/crm" bin/crm
	PATH=/usr/bin:/bin expect 0 bin/crm config get client.new_days
	prints 30
}

@test "completion: nouns, verbs, options, and words of options" {
	expect 0 crm --complete ""
	assert_line -e $'^client(\t|$)'
	assert_line -e $'^log(\t|$)'
	expect 0 crm-client --complete ""
	assert_line -e $'^archive(\t|$)'
	expect 0 crm-client --complete arch
	assert_line -e $'^archive(\t|$)'
	refute_line -e $'^list(\t|$)'
	expect 0 crm-client --complete list --sta
	assert_line -e $'^--status(\t|$)'
	assert_line -e $'^--staff(\t|$)'
	expect 0 crm-client --complete list --status ""
	assert_line -e $'^archived(\t|$)'
	expect 0 crm --complete client list --status arch
	assert_line -e $'^archived(\t|$)'
	[ ! -e "$CRM_DB" ]
}
