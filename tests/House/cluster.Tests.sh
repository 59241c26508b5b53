#!/bin/bash
# The real thing: ./run with the executables it builds itself, seen from an IRC client's socket.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/house.sh"
bin=${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}

start() {
    free_ports
    begin_run --config "$root/deploy/ircnats.yaml"
    wait_ready
}

# Connects to the port and registers as the nick; $client is the socket.
connect() {
    exec {client}<>"/dev/tcp/127.0.0.1/$1" || fault "cannot connect to $1"
    say_irc "NICK $2" "USER $2 0 * :$2"
    hear "* 001 $2 *"
}

say_irc() { printf '%s\r\n' "$@" >&"$client"; }

# Reads until a line like the pattern, answering PING; the first argument may be a socket.
hear() {
    local line end=$((SECONDS + 15))
    while ((SECONDS < end)); do
        read -r -t 1 -u "$client" line || continue
        line=${line%$'\r'}
        [[ $line != PING* ]] || say_irc "PONG${line#PING}"
        # shellcheck disable=SC2053 # a pattern, on purpose
        [[ $line != $1 ]] || return 0
    done
    fault "did not hear '$1'"
}

A_built_tree_is_ready_within_5_seconds() {
    local try begin took
    for try in 1 2 3; do # once is enough: what else the machine does is not what is measured
        mkdir "$try"
        cd "$try" || fault "no folder"
        begin=${EPOCHREALTIME//[.,]/}
        start
        took=$(((${EPOCHREALTIME//[.,]/} - begin) / 1000))
        end_begun
        cd ..
        ((took >= 5000)) || return 0
    done
    local load
    read -r load _ </proc/loadavg
    ((${load%.*} < 2 * $(nproc))) || skip "the machine is busy (load $load): it took $took ms"
    fault "took $took ms"
}

Two_clients_on_two_leaves_talk() {
    start
    local alice bob
    connect "$port" alice
    alice=$client
    say_irc "JOIN #dev"
    hear "* 366 alice #dev *"
    connect $((port + 1)) bob
    bob=$client
    say_irc "JOIN #dev"
    hear "* 366 bob #dev *"
    client=$alice
    hear ":bob!* JOIN *#dev"
    say_irc "PRIVMSG #dev :good morning"
    client=$bob
    hear ":alice!* PRIVMSG #dev :good morning"
}

Whatever_is_killed_no_client_of_another_leaf_is_disconnected() {
    start
    connect "$port" alice
    say_irc "JOIN #dev"
    hear "* 366 alice #dev *"
    local name
    for name in root-1 root-2 nats-1 leaf-2; do
        kill -KILL "$(pid_of "$name")"
        within 30 grep -q "^$name died (signal 9), started again" out || fault "$name was not started again"
        say_irc "TOPIC #dev :after $name"
        hear "* TOPIC #dev :after $name"
    done
}

Everything_is_gone_5_seconds_after_SIGTERM() {
    start
    connect "$port" alice
    local pids=() name p
    for name in "${everything[@]}"; do pids+=("$(pid_of "$name")"); done
    kill -TERM "$run"
    gone_within 50 "$run" || fault "./run is still there"
    for p in "${pids[@]}"; do is_gone "$p" || fault "$(command_line "$p") is still there"; done
}

What_was_said_to_the_network_survives_a_stop_of_everything() {
    start
    connect "$port" alice
    say_irc "JOIN #dev"
    hear "* 366 alice #dev *"
    kill -TERM "$run"
    gone_within 50 "$run" || fault "./run is still there"
    begin_run --config "$root/deploy/ircnats.yaml"
    wait_ready
    connect "$port" alice
}

A_bad_configuration_is_refused_with_its_line() {
    free_ports
    { cat "$root/deploy/ircnats.yaml"; echo "no-such-key: 1"; } >bad.yaml
    local status
    timeout 20 "$root/run" --config bad.yaml --data data --port "$port" --nats-port $((port + 9)) >out 2>err </dev/null
    status=$?
    ((status == 2)) || fault "exit code $status: $(tail -n 1 err)"
    grep -q "bad.yaml.*no-such-key" err || fault "$(cat err)"
    (($(wc -l <err) == 1)) || fault "more than one line: $(cat err)"
}

The_executables_refuse_a_bad_option() {
    local name status
    for name in root leaf; do
        "$bin/ircnats-$name" --nope >out 2>err </dev/null
        status=$?
        ((status == 2)) || fault "ircnats-$name: exit code $status"
        [[ $(wc -l <err) == 1 && $(cat err) == *--nope* ]] || fault "ircnats-$name: $(cat err)"
        "$bin/ircnats-$name" --version | grep -q '[0-9]\.[0-9]' || fault "ircnats-$name has no version"
        "$bin/ircnats-$name" --help | grep -q -e --nats-url || fault "ircnats-$name has no help"
    done
}

The_executables_end_cleanly_on_SIGTERM() {
    set_passwords
    start_protected
    start_root_and_leaf
    local p
    for p in "$leaf" "$node"; do
        kill -TERM "$p"
        gone_within 30 "$p" || fault "$(command_line "$p") is still there after 3 s"
        wait "$p" || fault "exit code $?: $(tail -n 1 root.log leaf.log)"
    done
}

# With the users of their roles, on the NATS of start_protected; the leaf listens beside it.
start_root_and_leaf() {
    local url=nats://127.0.0.1:$port
    "$bin/ircnats-root" --config "$root/deploy/ircnats.yaml" --name root-1 --nats-url "$url" --nats-user root \
        --nats-password root-secret >root.log 2>&1 </dev/null &
    node=$!
    "$bin/ircnats-leaf" --name leaf-1 --nats-url "$url" --nats-user leaf-1 --nats-password leaf-1-secret \
        --listen "127.0.0.1:$((port + 1))" >leaf.log 2>&1 </dev/null &
    leaf=$!
    begun+=("$node" "$leaf")
    within 300 grep -q '^leaf-1 ready: .*127.0.0.1:' leaf.log || fault "$(tail -n 2 root.log leaf.log)"
    grep -q '^root-1 ready: active' root.log || fault "$(tail -n 2 root.log)"
}

The_permissions_of_the_roles_are_enough() {
    set_passwords
    start_protected
    start_root_and_leaf
    connect $((port + 1)) alice
    say_irc "JOIN #dev"
    hear "* 366 alice #dev *"
    ! grep -i 'permissions violation' nats.log root.log leaf.log || fault "see above"
}

# The first start builds, so that no test has to wait for that.
build_first() {
    cd "$work" && free_ports
    begin_run --config "$root/deploy/ircnats.yaml"
    within 3000 begun_or_ended
    end_begun
    grep -q '^root-1: ' out || fault "$(tail -n 3 out err)"
}

begun_or_ended() { grep -qs '^root-1: ' out || is_gone "$run"; }

if why=$(build_first); then
    run_all_tests
else
    echo "not ok ./run builds: ${why//$'\n'/ | }"
fi
