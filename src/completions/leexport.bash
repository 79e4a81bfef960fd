# bash completion of leexport; leexport completions --help says where to put it.
# The program is asked for what fits. Its first line says what else the shell is to offer; the others go to COMPREPLY.

_leexport() {
  local line else=""
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$else" ]; then else=$line; else COMPREPLY+=("$line"); fi
  done <<<"$(
    "${1/#\~/$HOME}" __complete bash -- \
      "${COLUMNS:-80}" "${COMP_TYPE:-9}" "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null </dev/null
  )"
  # bash 3.2 has no compopt; it offers files where nothing else fits.
  case $else in
    files) ;;
    folders) compopt -o dirnames +o default 2>/dev/null ;;
    *) compopt +o default 2>/dev/null ;;
  esac
  return 0
}

# bash before 4.4 sorts what the program has in order.
complete -o default -o nosort -F _leexport leexport 2>/dev/null ||
  complete -o default -F _leexport leexport
