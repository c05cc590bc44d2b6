# Completion of sallyport for fish.

set -l verbs launch run restart stop status activity check doctor env route settings credential client script git-credential demo

function __sallyport_clients
    sallyport client list --ids 2>/dev/null
end

function __sallyport_keys
    sallyport settings show 2>/dev/null | string replace -r '=.*' ''
end

# Whether the verb is the first argument and, when it is given, the verb below it the second.
function __sallyport_at
    set -l words (commandline -opc)
    test "$words[2]" = $argv[1]; or return 1
    test (count $argv) -lt 2; or test "$words[3]" = $argv[2]
end

complete -c sallyport -f
complete -c sallyport -l settings -r -F -d 'Use this settings file'
complete -c sallyport -l help -d 'Help, with an example'
complete -c sallyport -n "not __fish_seen_subcommand_from $verbs" -l version -d 'Version'
complete -c sallyport -n "not __fish_seen_subcommand_from $verbs" -a "$verbs"

complete -c sallyport -n '__sallyport_at launch' -a '(__sallyport_clients)'
complete -c sallyport -n '__sallyport_at launch' -l direct -d 'Without any proxy'
complete -c sallyport -n '__sallyport_at launch' -l detach -d 'Return once it runs'
complete -c sallyport -n '__sallyport_at run' -l direct -d 'Without any proxy'
complete -c sallyport -n '__sallyport_at run' -l kind -x -a 'auto plain chromium java node'
complete -c sallyport -n '__sallyport_at run' -a '(__fish_complete_subcommand --fcs-skip=2)'
for verb in restart stop
    complete -c sallyport -n "__sallyport_at $verb" -a '(__sallyport_clients)'
    complete -c sallyport -n "__sallyport_at $verb" -l all -d 'Every client that is running'
    complete -c sallyport -n "__sallyport_at $verb" -l force-after -x -d 'Seconds'
end
complete -c sallyport -n '__sallyport_at status' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at activity' -a '(__sallyport_clients)'
complete -c sallyport -n '__sallyport_at activity' -l follow -d 'Wait for more'
complete -c sallyport -n '__sallyport_at activity' -l json -d 'One JSON object a line'
complete -c sallyport -n '__sallyport_at env' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at env' -a '(__sallyport_clients)'
complete -c sallyport -n '__sallyport_at env' -l direct -d 'Without any proxy'
complete -c sallyport -n '__sallyport_at env' -l format -x -a 'table json sh bat dotenv'
complete -c sallyport -n '__sallyport_at env' -l reveal -d 'Show the password'
complete -c sallyport -n '__sallyport_at check' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at doctor' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at doctor' -l fix -x -d 'Fix this finding'
complete -c sallyport -n '__sallyport_at route' -l bypass -x -d 'Another bypass list'
complete -c sallyport -n '__sallyport_at route' -l as -x -a 'curl wget python requests node proxy-from-env go chromium chromium-flag java' -d 'What this program does'
complete -c sallyport -n '__sallyport_at route' -l no-proxy -x -d 'A value of its list'
complete -c sallyport -n '__sallyport_at route' -l json -d 'As one JSON document'

set -l settings_verbs show get set validate path import
complete -c sallyport -n "__sallyport_at settings; and not __fish_seen_subcommand_from $settings_verbs" -a "$settings_verbs"
complete -c sallyport -n '__sallyport_at settings show' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at settings get' -a '(__sallyport_keys)'
complete -c sallyport -n '__sallyport_at settings set' -a '(__sallyport_keys | string replace -r \'$\' =)'
complete -c sallyport -n '__sallyport_at settings set' -l restart -d 'Then restart the clients that are running'
complete -c sallyport -n '__sallyport_at settings validate' -F
complete -c sallyport -n '__sallyport_at settings import' -l from -x -a 'gnome kde environment -' -d 'Where to import from'
complete -c sallyport -n '__sallyport_at settings import' -l dry-run -d 'Only show what would change'
complete -c sallyport -n '__sallyport_at settings import' -l yes -d 'Save without asking'

set -l credential_verbs set clear status
complete -c sallyport -n "__sallyport_at credential; and not __fish_seen_subcommand_from $credential_verbs" -a "$credential_verbs"
for verb in set clear
    complete -c sallyport -n "__sallyport_at credential $verb" -a 'custom system'
    complete -c sallyport -n "__sallyport_at credential $verb" -l username -x
    complete -c sallyport -n "__sallyport_at credential $verb" -l proxy -x -d 'HOST:PORT'
end
complete -c sallyport -n '__sallyport_at credential status' -l json -d 'As one JSON document'

complete -c sallyport -n '__sallyport_at git-credential' -a 'get store erase'

set -l client_verbs list add edit remove menu import
complete -c sallyport -n "__sallyport_at client; and not __fish_seen_subcommand_from $client_verbs" -a "$client_verbs"
complete -c sallyport -n '__sallyport_at client list' -l json -d 'As one JSON document'
complete -c sallyport -n '__sallyport_at client list' -l ids -d 'Only the ids'
for verb in edit remove menu
    complete -c sallyport -n "__sallyport_at client $verb" -a '(__sallyport_clients)'
end
complete -c sallyport -n '__sallyport_at client menu' -a 'on off'
complete -c sallyport -n '__sallyport_at client import' -F
for verb in add edit import
    complete -c sallyport -n "__sallyport_at client $verb" -l name -x
    complete -c sallyport -n "__sallyport_at client $verb" -l id -x
    complete -c sallyport -n "__sallyport_at client $verb" -l directory -x -a '(__fish_complete_directories)'
    complete -c sallyport -n "__sallyport_at client $verb" -l env -x -d 'NAME=VALUE'
    complete -c sallyport -n "__sallyport_at client $verb" -l kind -x -a 'auto plain chromium java node'
    complete -c sallyport -n "__sallyport_at client $verb" -l admit -x -a 'user tree'
    complete -c sallyport -n "__sallyport_at client $verb" -l menu -d 'Put it into the applications menu'
end
complete -c sallyport -n '__sallyport_at client edit' -l drop-env -x -d 'A variable to drop'

complete -c sallyport -n '__sallyport_at script' -a '(__sallyport_clients)'
complete -c sallyport -n '__sallyport_at script' -l sanitized -d 'Without any proxy'
complete -c sallyport -n '__sallyport_at script' -l populated -d 'With the proxy and its password'
complete -c sallyport -n '__sallyport_at script' -l format -x -a 'sh bat'
complete -c sallyport -n '__sallyport_at script' -s o -r -F -d 'A new file'
