#!/usr/bin/env bats
# Completion in bash, zsh and fish: each in its own shell, for real.
# shellcheck disable=SC2016

load helper

# in_bash LINE WORD...: what bash would offer at the end of the line, which it
# has cut into these words. The package bash-completion is not loaded.
in_bash() {
	run -0 env COMP_LINE="$1" bash --norc -c '
		source "$0/completions/crm.bash" || exit
		shift
		COMP_POINT=${#COMP_LINE} COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		spec=$(complete -p "${COMP_WORDS[0]}") || exit
		[[ $spec == *"-F _crm "* ]] || exit
		_crm
		printf "%s\n" "${COMPREPLY[@]}"
	' "$ROOT" "$@"
}

in_fish() {
	run -0 fish --no-config -c \
		'source $argv[1]/completions/crm.fish; complete -C $argv[2]' \
		"$ROOT" "$1"
}

# What zsh leaves on its line after a tab, in a terminal of its own.
in_zsh() {
	run -0 zsh -f -c '
		zmodload zsh/zpty
		zpty -b shell env TERM=dumb zsh -f -i
		say() { zpty -w shell "$1"; }
		# Until this text appears; give up after 20 seconds.
		await() {
			local piece seen="" until=$((SECONDS + 20))
			while ((SECONDS < until)); do
				if zpty -rt shell piece; then
					seen+=$piece
					[[ $seen == *$1* ]] && break
				else
					sleep 0.05
				fi
			done
			answer=$seen
		}
		say "PS1= PROMPT= RPS1=; unsetopt zle_bracketed_paste prompt_sp"
		say "fpath=($1/completions \$fpath); autoload -U compinit"
		say "compinit -u -d $2/dump; zstyle \":completion:*\" menu no"
		# Leave the line in a variable instead of running it.
		say "show() { print -r -- \"line[\$BUFFER]\"; zle kill-buffer; zle .accept-line }"
		say "zle -N show; bindkey ^G show; print rea\"\"dy"
		await ready
		zpty -w -n shell "$3"$'"'\\t\\a'"'
		await "line\[*\]"
		print -r -- "${${answer##*line\[}%%\]*}"
		zpty -d shell
	' zsh "$ROOT" "$BATS_TEST_TMPDIR" "$1"
}

# --- bash ---------------------------------------------------------------------

@test "bash: verbs, options, words of an option, settings" {
	in_bash "crm-client li" crm-client li
	assert_output list
	in_bash "crm-client list --sta" crm-client list --sta
	assert_output $'--status\n--staff\n--stage'
	in_bash "crm-client list --status a" crm-client list --status a
	assert_output $'active\narchived'
	in_bash "crm-client list -f nd" crm-client list -f nd
	assert_output ndjson
	in_bash "crm-config get client.l" crm-config get client.l
	assert_output client.limit
	in_bash "crm-client add acc" crm-client add acc
	refute_output --partial account.country
}

@test "bash: words that it cuts at = and @ are put together" {
	in_bash "crm-client list --status=a" crm-client list --status = a
	assert_output $'active\narchived'
	in_bash "crm-client list --status=" crm-client list --status =
	assert_line active
	in_bash "crm-client show ana@x.pt --js" \
		crm-client show ana @ x.pt --js
	assert_output -- --json
}

@test "bash: only what stands before the cursor counts" {
	run -0 env COMP_LINE="crm-client lixyz --json" bash --norc -c '
		source "$0/completions/crm.bash"
		COMP_POINT=13 COMP_CWORD=1
		COMP_WORDS=(crm-client lixyz --json)
		_crm
		printf "%s\n" "${COMPREPLY[@]}"' "$ROOT"
	assert_output list
}

@test "bash: crm, its nouns, and what follows them" {
	in_bash "crm cl" crm cl
	assert_output client
	in_bash "crm client arch" crm client arch
	assert_output archive
	in_bash "crm help im" crm help im
	assert_output import
}

@test "bash: files where one is meant, and where the command is silent" {
	touch clients.csv
	in_bash "crm-import cl" crm-import cl
	assert_output $'clients\nclients.csv'
	in_bash "crm-import clients cl" crm-import clients cl
	assert_line clients.csv
	in_bash "crm-client list --status cl" crm-client list --status cl
	refute_output --partial clients.csv
	run -0 bash --norc -c '
		source "$0/completions/crm.bash"
		compopt() { echo "$*"; }
		for line in "crm-client list --output cl" "crm-db backup cl" \
			"crm-client list -o cl" "crm-client show cl"; do
			COMP_LINE=$line COMP_POINT=${#line}
			read -ra COMP_WORDS <<<"$line"
			COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
			_crm
			echo "${#COMPREPLY[@]}"
		done' "$ROOT"
	assert_output "$(printf '%s\n0\n' '-o default' '-o default' \
		'-o default' '-o default')"
}

@test "bash: every command that there is has completion; by the package too" {
	run -0 bash --norc -c '
		source "$0/completions/crm.bash"
		complete -p' "$ROOT"
	for name in "$BUILD"/crm*; do
		[[ -x $name && -f $name ]] || continue
		assert_line "complete -F _crm ${name##*/}"
	done

	# The package loads the file by the name of the command.
	[[ -r /usr/share/bash-completion/bash_completion ]] ||
		skip "bash-completion is not installed"
	mkdir -p "$XDG_DATA_HOME/bash-completion/completions"
	cp "$ROOT/completions/crm.bash" \
		"$XDG_DATA_HOME/bash-completion/completions/crm-client"
	run -0 bash --norc -c '
		source /usr/share/bash-completion/bash_completion
		_completion_loader crm-client
		complete -p crm-client'
	assert_output "complete -F _crm crm-client"
}

# --- fish ---------------------------------------------------------------------

@test "fish: verbs, options, words of an option, with their meanings" {
	in_fish "crm-client li"
	assert_output $'list\tlist them'
	in_fish "crm-client list --sta"
	assert_line $'--status\twhere the client stands'
	in_fish "crm-client list --status a"
	assert_output $'active\narchived'
	in_fish "crm-client list --status=a"
	assert_output $'--status=active\n--status=archived'
}

@test "fish: crm, its nouns, and what follows them" {
	in_fish "crm cl"
	assert_output client
	in_fish "crm client arch"
	assert_output $'archive\tput aside those who left'
}

@test "fish: files where the command has nothing to say" {
	touch clients.csv
	in_fish "crm-client list --output cl"
	assert_line --partial clients.csv
	in_fish "crm-client list --output=cl"
	assert_line --partial -- --output=clients.csv
	in_fish "crm-client list -o cl"
	assert_line --partial clients.csv
	in_fish "crm-import cl"
	assert_line --partial clients.csv
	assert_line --partial $'clients\t'
	in_fish "crm-client list --status a"
	refute_line --partial clients.csv
}

# --- zsh ----------------------------------------------------------------------

@test "zsh: verbs, options, words of an option" {
	in_zsh "crm-client unbl"
	assert_output "crm-client unblock "
	in_zsh "crm-client list --tota"
	assert_output "crm-client list --total-bookings "
	in_zsh "crm-client list --status arc"
	assert_output "crm-client list --status archived "
	in_zsh "crm-client list --status=arc"
	assert_output "crm-client list --status=archived "
}

@test "zsh: crm, its nouns, and what follows them" {
	in_zsh "crm cli"
	assert_output "crm client "
	in_zsh "crm client arch"
	assert_output "crm client archive "
}

@test "zsh: files where the command has nothing to say" {
	touch only-one.csv
	in_zsh "crm-client list --output onl"
	assert_output "crm-client list --output only-one.csv "
	in_zsh "crm-client list --output=onl"
	assert_output "crm-client list --output=only-one.csv "
	in_zsh "crm-import onl"
	assert_output "crm-import only-one.csv "
	in_zsh "crm-client list -o onl"
	assert_output "crm-client list -o only-one.csv "
}

# --- none is touched ------------------------------------------------------------

@test "completion makes no database and prints nothing on stderr" {
	in_bash "crm-client show " crm-client show ""
	run -0 --separate-stderr crm-client --complete list --status ''
	says ''
	assert_file_absent
}

assert_file_absent() {
	[[ ! -e $CRM_DB ]] || fail "$CRM_DB was made"
}
