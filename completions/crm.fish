# Completion of crm and every crm-* command in fish. Nothing is listed here:
# the command itself is asked what may come next ("crm-client --complete
# WORD..."), so a new command or option needs no change.

function __crm_complete
    set -l words (commandline -opc)
    set -l current "$(commandline -ct)"
    set -l command $words[1]
    set -l answer ($command --complete $words[2..] "$current" 2>/dev/null)

    # The command says when a file may be meant, with a meaning but no word;
    # where it says nothing at all, files may as well be offered.
    string match -v -r -- '^\t' $answer
    if test (count $answer) -eq 0; or string match -q -r -- '^\t' $answer
        set -l option (string match -r -- '^--[^=]+=' $current)
        set -l path (string replace -r -- '^--[^=]+=' '' $current)
        for file in (__fish_complete_path "$path")
            echo -- "$option$file"
        end
    end
end

# crm itself, and what of the suite there is in PATH.
complete -c crm -f -a '(__crm_complete)'
for folder in $PATH
    for file in $folder/crm-*
        complete -c (path basename $file) -f -a '(__crm_complete)'
    end
end
