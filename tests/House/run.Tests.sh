#!/bin/bash
# ./run as a supervisor: options, ports, restarts, the end. Roots and leaves are stand-ins; nats-server is the real one.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/house.sh"
export IRCNATS_BIN=$root/tests/House/standin
echo "ok" >"$work/good.yaml"
echo "broken: yes" >"$work/bad.yaml"

start() {
    free_ports
    begin_run --config "$work/good.yaml" "$@"
}

# The options end ./run with exit code 2 and one line on standard error that matches.
refuses() {
    local pattern=$1 said status
    said=$("$root/run" --data "$PWD/data" "${@:2}" 2>&1 >out)
    status=$?
    ((status == 2)) || fault "${*:2}: exit code $status"
    [[ $said == ./run:\ $pattern && $said != *$'\n'* ]] || fault "${*:2}: said '$said'"
}

Help_names_every_option() {
    local option
    "$root/run" --help >help || fault "exit code $?"
    for option in --config --host --port --ports --leaves --data --network --nats-port --nats-url --single \
        --no-standby --release --build; do
        grep -q -e "^  $option " help || fault "$option is not in --help"
    done
}

A_bad_option_is_refused_with_one_line_and_exit_code_2() {
    refuses "unknown option '--nope'*" --nope
    refuses "option --data needs a value" --data
    refuses "--port 0: *" --port 0
    refuses "--port 65536: *" --port=65536
    refuses "--leaves 65: *" --leaves 65
    refuses "--ports 1,2: *" --ports 1,2 --leaves 3
    refuses "port 7000 is asked for twice" --ports 7000,7000
    refuses "port 4222 is asked for twice" --port 4222
    refuses "--nats-url localhost: *" --nats-url localhost
    refuses "--network a.b: *" --network a.b
    refuses "--leaves does not go with --single" --single --leaves 2
    refuses "--no-standby does not go with --single" --no-standby --single
    refuses "--nats-url does not go with --single" --single --nats-url nats://127.0.0.1:4222
}

What_only_builds_starts_nothing() {
    "$root/run" --build --data "$PWD/data" >out 2>&1 || fault "exit code $?: $(<out)"
    [[ ! -e data ]] || fault "it made a data folder"
}

A_missing_configuration_is_refused() {
    refuses "no such configuration file: none.yaml (--config)" --config none.yaml
}

A_data_folder_that_cannot_be_made_is_refused() {
    echo >data
    refuses "cannot write to *" --config "$work/good.yaml"
}

A_configuration_that_the_root_refuses_ends_the_start_with_its_message() {
    free_ports
    refuses "root-1: ircnats-root: *bad.yaml:1: *" --config "$work/bad.yaml" --port "$port" --nats-port $((port + 9))
    listens $((port + 9)) && fault "nats-server was left behind"
    return 0
}

A_port_in_use_is_refused() {
    free_ports
    nats-server -a 127.0.0.1 -p $((port + 1)) >nats.log 2>&1 &
    begun+=($!)
    within 50 listens $((port + 1)) || fault "the port was not taken"
    refuses "port $((port + 1)) is in use; *--port*" --config "$work/good.yaml" --port "$port" --nats-port $((port + 9))
    refuses "port $((port + 1)) is in use; *--nats-port*" --config "$work/good.yaml" --port $((port + 2)) \
        --nats-port $((port + 1))
}

A_line_for_each_process_and_then_ready() {
    start
    wait_ready
    local name
    for name in "${everything[@]}"; do
        grep -q "^$name: .*, pid $(pid_of "$name"), log .*/log/$name.log$" out || fault "no line for $name"
        [[ -f data/log/$name.log ]] || fault "no log of $name"
    done
    tail -n 1 out | grep -q "^ready: .* 127.0.0.1:$port or 127.0.0.1:$((port + 1)) " || fault "$(tail -n 1 out)"
}

Pid_files_hold_the_processes_themselves_in_the_group_of_run() {
    start
    wait_ready
    local name expected parent group
    read -r _ _ _ _ expected _ <"/proc/$run/stat"
    for name in "${everything[@]}"; do
        read -r _ _ _ parent group _ <"/proc/$(pid_of "$name")/stat"
        ((parent == run)) || fault "$name is not a child of ./run"
        ((group == expected)) || fault "$name is in another group"
    done
    [[ $(<"/proc/$(pid_of nats-1)/comm") == nats-server ]] || fault "nats-1 is a wrapper"
}

Leaves_and_ports_are_as_asked() {
    free_ports
    "$root/run" --config "$work/good.yaml" --data data --nats-port $((port + 9)) --no-standby --network other \
        --ports "$port,$((port + 3)),$((port + 5))" >out 2>err </dev/null &
    begun+=($!)
    wait_ready
    grep -q "^leaf-3: 127.0.0.1:$((port + 5))," out || fault "leaf-3 is not at the third port"
    ! grep -q '^root-2' out || fault "there is a standby"
    tr '\0' ' ' <"/proc/$(pid_of leaf-3)/cmdline" | grep -q -e '--network other' || fault "the network has another name"
}

A_running_nats_server_can_be_used() {
    free_ports
    begin_run --config "$work/good.yaml" --nats-url nats://127.0.0.1:4222
    wait_ready
    [[ ! -e data/run/nats-1.pid ]] || fault "a nats-server was started"
}

Whatever_is_killed_is_started_again() {
    start
    wait_ready
    local name old
    for name in "${everything[@]}"; do
        old=$(pid_of "$name")
        kill -KILL "$old"
        within 30 grep -q "^$name died (signal 9), started again as pid " out || fault "$name was not started again"
        [[ $(pid_of "$name") != "$old" ]] || fault "the pid of $name is the old one"
        kill -0 "$(pid_of "$name")" || fault "$name does not run"
    done
    grep -q "^$name died (signal 9), started again as pid $(pid_of "$name")$" out || fault "the line names another pid"
}

One_process_is_all_there_is_with_single() {
    free_ports
    "$root/run" --single --config "$work/good.yaml" --data data --port "$port" >out 2>err </dev/null &
    run=$!
    begun+=("$run")
    wait_ready
    grep -q "^root-1: 127.0.0.1:$port, pid $(pid_of root-1), log " out || fault "$(cat out)"
    tail -n 1 out | grep -q "^ready: .* 127.0.0.1:$port (Ctrl-C" || fault "$(tail -n 1 out)"
    [[ $(ls data/run/*.pid) == data/run/root-1.pid ]] || fault "more than one process: $(ls data/run)"
    tr '\0' ' ' <"/proc/$(pid_of root-1)/cmdline" | grep -q -e "--single --data .*data/single " || fault "no --single"
    local old
    old=$(pid_of root-1)
    kill -KILL "$old"
    within 30 grep -q '^root-1 died (signal 9), started again as pid ' out || fault "it was not started again"
    kill -TERM "$run"
    gone_within 50 "$run" || fault "./run is still there"
}

What_keeps_dying_is_started_less_and_less_often() {
    export CRASHING=leaf-2
    start
    wait_ready
    sleep 4
    local times
    times=$(grep -c '^leaf-2 died (exit code 7), started again' out)
    ((times >= 3 && times <= 6)) || fault "started again $times times in 4 seconds"
}

# Asks run to end by the signal; everything has to be gone within 5 seconds, and nothing may listen.
ends_by() {
    local name pids=() p
    for name in "${everything[@]}"; do pids+=("$(pid_of "$name")"); done
    kill "-$1" "$run"
    gone_within 50 "$run" || fault "./run is still there"
    for p in "${pids[@]}"; do gone_within "${2:-1}" "$p" || fault "$(command_line "$p") is still there"; done
    ! listens $((port + 9)) || fault "NATS still listens"
}

SIGTERM_ends_everything() { start && wait_ready && ends_by TERM; wait "$run" || fault "exit code $?"; }
SIGINT_ends_everything() { start && wait_ready && ends_by INT; }
SIGHUP_ends_everything() { start && wait_ready && ends_by HUP; }
A_killed_run_leaves_nothing_behind() { start && wait_ready && ends_by KILL 40; }

What_does_not_listen_to_SIGTERM_is_gone_after_5_seconds_too() {
    export STUBBORN=yes
    start
    wait_ready
    kill -STOP "$(pid_of nats-1)"
    ends_by TERM
}

A_start_can_be_interrupted() {
    start --nats-url nats://127.0.0.1:1
    within 50 test -s data/run/leaf-2.pid || fault "not started"
    kill -TERM "$run"
    gone_within 50 "$run" || fault "./run is still there"
}

A_terminal_that_goes_away_ends_everything() {
    command -v script >/dev/null || skip "no script(1), which makes terminals"
    free_ports
    script -qc "$root/run --config $work/good.yaml --data $PWD/data --port $port --nats-port $((port + 9))" /dev/null \
        >out 2>err </dev/zero &
    local terminal=$! p
    begun+=("$terminal")
    within 100 grep -qs 'ready: ' out || fault "not ready: $(tail -n 3 out err)"
    p=$(pid_of leaf-1)
    kill -KILL "$terminal"
    gone_within 50 "$p" || fault "leaf-1 is still there"
    within 50 test ! -e data/run/nats-1.pid || fault "NATS was not stopped"
}

Two_instances_run_side_by_side_and_not_in_one_folder() {
    start
    wait_ready
    local first=$run
    refuses "another ./run uses *" --config "$work/good.yaml" --port $((port + 4)) --nats-port $((port + 8))
    mkdir second
    cd second || fault "no folder"
    start
    wait_ready
    kill -TERM "$run"
    gone_within 50 "$run" || fault "the second is still there"
    kill -0 "$first" || fault "the first has ended too"
    cd ..
    kill -0 "$(pid_of leaf-1)" || fault "the first lost its leaf"
}

A_log_of_over_10_MB_is_put_aside_at_the_next_start() {
    mkdir -p data/log
    head -c 11000000 /dev/zero >data/log/leaf-1.log
    start
    wait_ready
    (($(wc -c <data/log/leaf-1.log) < 1000)) || fault "it was continued"
    [[ -f data/log/leaf-1.log.1 ]] || fault "it was thrown away"
}

run_all_tests
