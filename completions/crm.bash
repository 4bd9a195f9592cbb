# Completion of crm and every crm-* command in bash.
#
# Nothing is listed here: the command itself is asked what may come next
# ("crm-client --complete WORD..."), so a new command or option needs no
# change. Works with the bash-completion package, which loads this file by
# name, and without it: source it from ~/.bashrc.

# The words of the line up to the cursor, into _crm_words. Bash splits words
# at = @ and : as well ("--status=active", "ana@example.com"); what stands
# together on the line is one word for us. _crm_lead is the part of the last
# word that bash counts as earlier words, and so will not replace.
_crm_split()
{
	local rest=${COMP_LINE:0:COMP_POINT} word stripped i

	_crm_words=()
	_crm_lead=
	for ((i = 0; i <= COMP_CWORD; i++)); do
		stripped=${rest#"${rest%%[![:blank:]]*}"}
		word=${COMP_WORDS[i]}
		if ((${#word} > ${#stripped})); then
			word=$stripped
		fi
		if ((i == 0)) || [[ $stripped != "$rest" ]]; then
			_crm_words+=("$word")
			_crm_lead=
		else
			_crm_lead=${_crm_words[-1]}
			_crm_words[-1]+=$word
			if [[ $word == [=@:] ]]; then
				_crm_lead+=$word
			fi
		fi
		rest=${stripped:${#word}}
	done
}

_crm()
{
	local _crm_words _crm_lead command line candidate files=

	_crm_split
	command=${_crm_words[0]/#\~\//$HOME/}
	COMPREPLY=()
	while IFS= read -r line; do
		candidate=${line%%$'\t'*}
		if [[ -z $candidate ]]; then
			files=yes
		elif [[ $candidate == "${_crm_words[-1]}"* ]]; then
			COMPREPLY+=("${candidate#"$_crm_lead"}")
		fi
	done < <("$command" --complete "${_crm_words[@]:1}" 2>/dev/null)

	# The command says when a file may be meant; where it says nothing at
	# all, bash may as well offer files.
	if ((${#COMPREPLY[@]} == 0)); then
		compopt -o default 2>/dev/null
	elif [[ -n $files ]]; then
		compopt -o filenames 2>/dev/null
		mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < \
			<(compgen -f -- "${_crm_words[-1]#"$_crm_lead"}")
	elif ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace 2>/dev/null
	fi
}

# crm itself, and what of the suite there is in PATH.
_crm_register()
{
	local -a commands

	mapfile -t commands < <(compgen -c crm-)
	complete -F _crm crm "${commands[@]}"
}

_crm_register
unset -f _crm_register
