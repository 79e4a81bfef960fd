# fish completion of leexport; leexport completions --help says where to put it.
# The program is asked for what fits. Its first line says what else the shell is to offer; the others are candidates.

function __leexport_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l last (commandline --cut-at-cursor --current-token)
    set -l program (string replace --regex '^~(?=/)' "$HOME" -- $words[1])
    type --query -- $program; or set program leexport
    set -l answer ($program __complete fish -- $words[2..] "$last" 2>/dev/null </dev/null)
    switch "$answer[1]"
        # What fits behind a command without completions is files, also in quotes and behind --option=.
        case files
            complete --do-complete "'' $last"
        case folders
            complete --do-complete "'' $last" | string match --regex '.*/$'
        case words
            printf '%s\n' $answer[2..]
    end
end

complete --command leexport --no-files --keep-order --arguments '(__leexport_complete)'
