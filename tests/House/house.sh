# What the scripts beside this one share. Each test is a function named like a sentence; it fails by `fault WHY`.
# shellcheck shell=bash disable=SC2030,SC2031 # begun belongs to each test's subshell
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$PATH:/usr/local/sbin:/usr/sbin
work=$(mktemp -d)
# shellcheck disable=SC2034 # for the scripts beside this one
everything=(nats-1 root-1 root-2 leaf-1 leaf-2)
begun=() # pids of what a test started
trap clean_up EXIT

clean_up() {
    local p
    for p in "${begun[@]}"; do kill -KILL "$p" 2>/dev/null; done
    rm -rf "$work"
}

fault() { echo "$*"; exit 1; }

skip() { echo "$*"; exit 77; }

# Whether `./test --long` runs this.
is_long_run() { [[ ${IRCNATS_LONG-} == 1 ]]; }

# Ends a test that only `./test --long` runs, in any other run.
only_in_a_long_run() { is_long_run || exit 78; }

# Skips the test unless these packages, which ./test's table has, are here.
needs() {
    local why
    why=$("$root/test" --missing "$@" 2>&1)
    case $? in
        0) ;;
        1) skip "${why//$'\n'/; }" ;;
        *) fault "$why" ;;
    esac
}

# The same for a script whose tests all need them: it ends with one skipped test, named NAME.
script_needs() {
    local why
    why=$(needs "${@:2}")
    case $? in
        0) return ;;
        77) echo "skip $1: $why" ;;
        *) echo "not ok $1: $why" ;;
    esac
    exit 0
}

# Runs every function whose name is a sentence, in a subshell and a folder of its own, and says how it went.
run_all_tests() {
    local name why status
    for name in $(declare -F | awk '$3 ~ /^[A-Z].*_/ { print $3 }'); do
        why=$(mkdir "$work/$name" && cd "$work/$name" && begun=() && trap end_begun EXIT && "$name")
        status=$?
        case $status in
            0) echo "ok ${name//_/ }" ;;
            77) echo "skip ${name//_/ }: ${why##*$'\n'}" ;;
            78) ;;
            *) echo "not ok ${name//_/ }: ${why//$'\n'/ | }" ;;
        esac
    done
}

end_begun() {
    local p
    for p in "${begun[@]}"; do kill -TERM "$p" 2>/dev/null; done
    for p in "${begun[@]}"; do gone_within 50 "$p" || kill -KILL "$p" 2>/dev/null; done
}

# Waits up to TENTHS of a second for a command to succeed.
within() {
    local i
    for ((i = 0; i < $1; i++)); do
        "${@:2}" && return
        sleep 0.1
    done
    return 1
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }
gone_within() { within "$1" is_gone "$2"; }

listens() { (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets port to the first of ten ports on which nothing listens.
free_ports() {
    local i
    port=$((20000 + RANDOM % 1000 * 10))
    for i in {0..9}; do listens $((port + i)) && { free_ports; return; }; done
    return 0
}

# Starts ./run with data here, leaves at $port and $port+1, NATS at $port+9; further options follow.
begin_run() {
    "$root/run" --data "$PWD/data" --port "$port" --nats-port $((port + 9)) "$@" >out 2>err </dev/null 3>&- &
    run=$!
    begun+=("$run")
}

set_passwords() {
    export IRCNATS_ROOT_PASSWORD=root-secret IRCNATS_LEAF_1_PASSWORD=leaf-1-secret IRCNATS_LEAF_2_PASSWORD=leaf-2-secret
    export IRCNATS_OBSERVER_PASSWORD=observer-secret IRCNATS_CONSOLE_PASSWORD=console-secret
    export IRCNATS_ADMIN_PASSWORD=admin-secret
}

# One nats-server on $port with the users of nats/accounts.conf.
start_protected() {
    free_ports
    cp "$root/nats/accounts.conf" .
    { cat "$root/nats/single.conf"; echo 'include "accounts.conf"'; } >protected.conf
    IRCNATS_NATS_DIR=$PWD/nats nats-server -c protected.conf -a 127.0.0.1 -p "$port" >nats.log 2>&1 &
    begun+=($!)
    within 50 listens "$port" || fault "$(tail -n 1 nats.log)"
}

is_ready() { grep -qs '^ready: ' out; }

wait_ready() { within 300 is_ready || fault "not ready: $(tail -n 3 out err)"; }

pid_of() { cat "data/run/$1.pid"; }

# Prints a process's command line, to explain why it is still there.
command_line() { tr '\0' ' ' <"/proc/$1/cmdline"; }

