# Completion of sallyport for bash.

_sallyport_clients() {
  sallyport client list --ids 2>/dev/null
}

_sallyport() {
  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
  local verbs="launch run restart stop status activity check doctor env route settings credential client script git-credential demo"
  local verb="" subverb="" i=1
  COMPREPLY=()

  while ((i < COMP_CWORD)); do
    case "${COMP_WORDS[i]}" in
      --settings) ((i++)) ;;
      -*) ;;
      *)
        if [[ -z $verb ]]; then verb="${COMP_WORDS[i]}"
        elif [[ -z $subverb ]]; then subverb="${COMP_WORDS[i]}"
        fi
        ;;
    esac
    [[ ${COMP_WORDS[i]} == -- ]] && { compopt -o default; return; }
    ((i++))
  done

  case "$previous" in
    --settings | -o) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --directory) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --kind) mapfile -t COMPREPLY < <(compgen -W "auto plain chromium java node" -- "$current"); return ;;
    --from) mapfile -t COMPREPLY < <(compgen -W "gnome kde environment -" -- "$current"); return ;;
    --admit) mapfile -t COMPREPLY < <(compgen -W "user tree" -- "$current"); return ;;
    --format)
      local formats="table json sh bat dotenv"
      [[ $verb == script ]] && formats="sh bat"
      mapfile -t COMPREPLY < <(compgen -W "$formats" -- "$current"); return ;;
    --as)
      mapfile -t COMPREPLY < <(compgen -W "curl wget python requests node proxy-from-env go chromium chromium-flag java" -- "$current")
      return ;;
    --fix | --username | --proxy | --bypass | --no-proxy | --force-after | --name | --id | --env | --drop-env) return ;;
  esac

  local words=""
  case "$verb${subverb:+ }$subverb" in
    "") words="$verbs --settings --help --version" ;;
    launch) words="$(_sallyport_clients) --direct --detach --help" ;;
    "launch "*) words="--direct --detach --help --" ;;
    run) compopt -o filenames; words="--direct --kind --help $(compgen -c -- "$current")" ;;
    "run "*) compopt -o default; return ;;
    restart* | stop*) words="$(_sallyport_clients) --all --force-after --help" ;;
    status) words="--json --help" ;;
    activity*) words="$(_sallyport_clients) --follow --json --help" ;;
    env*) words="$(_sallyport_clients) --direct --format --json --reveal --help" ;;
    check*) words="--json --help" ;;
    doctor*) words="--json --fix --help" ;;
    route*) words="--bypass --as --no-proxy --json --help" ;;
    settings) words="show get set validate path import --help" ;;
    "settings show") words="--json --help" ;;
    "settings get" | "settings set")
      local keys; keys="$(sallyport settings show 2>/dev/null | cut -d= -f1)"
      if [[ $subverb == get ]]; then words="$keys --help"
      else
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -S = -W "$keys" -- "$current"; compgen -W "--restart --help" -- "$current")
        return
      fi ;;
    "settings import") words="--from --dry-run --yes --help" ;;
    "settings validate") compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    credential) words="set clear status --help" ;;
    "credential set" | "credential clear") words="custom system --username --proxy --help" ;;
    "credential status") words="--json --help" ;;
    client) words="list add edit remove menu import --help" ;;
    "client list") words="--json --ids --help" ;;
    "client add" | "client import") words="--name --id --directory --env --kind --admit --menu --help --" ;;
    "client edit") words="$(_sallyport_clients) --name --id --directory --env --drop-env --kind --admit --menu --help --" ;;
    "client remove") words="$(_sallyport_clients) --help" ;;
    "client menu")
      if [[ $previous == menu ]]; then words="$(_sallyport_clients) --help"; else words="on off"; fi ;;
    script*) words="$(_sallyport_clients) --sanitized --populated --format -o --help" ;;
    git-credential) words="get store erase --help" ;;
    demo) words="--help" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}

complete -F _sallyport sallyport
