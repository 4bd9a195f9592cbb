# commands.bash: run the commands that a manual page or the README shows.
# shellcheck shell=bash

# The commands of a section of a manual page: the lines of its literal
# displays (crm-hacking(7), "TESTS").
page_commands() {
	awk -v section="$2" '
		/^\.Sh / { on = substr($0, 5) == section }
		/^\.Ed/ { literal = 0 }
		literal
		/^\.Bd -literal/ { literal = on }
	' "$1" | sed 's/\\e/\\/g'
}

# Run the commands of stdin one after the other in one shell. Each must end
# with 0, or with N where it ends in "# status N"; a line that ends in a
# backslash goes on with the next one.
run_commands() {
	local line command='' want script=''

	while IFS= read -r line; do
		command+=$line
		if [[ $line == *\\ ]]; then
			command+=$'\n'
			continue
		fi
		want=0
		if [[ $command =~ '# status '([0-9]+)$ ]]; then
			want=${BASH_REMATCH[1]}
		fi
		script+="$command"$'\n'
		script+="check \$? $want ${command@Q}"$'\n'
		command=
	done
	[[ -n $script ]] || fail "no commands"
	run bash -o pipefail -c '
		check() {
			[[ $1 -eq $2 ]] && return
			echo "ended with $1 instead of $2: $3"
			exit 1
		}
		'"$script" </dev/null
	assert_success
}
