#!/bin/bash
# Times the start of each process, one after the other, from its start to its ready line: nats-server, root, standby,
# leaf. Needs what ./run has built (artifacts/run). Prints milliseconds, five rounds. Loopback only; some ten seconds.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${IRCNATS_BIN:-artifacts/run} port=17090
PATH=$PATH:/usr/sbin

started() { # FILE PATTERN PID: waits until the file has the pattern
    until grep -q "$2" "$1" 2>/dev/null; do kill -0 "$3" && sleep 0.005; done
}

for round in 1 2 3 4 5; do
    data=$(mktemp -d) pids=() line="round $round:"
    launch() { # NAME PATTERN COMMAND...
        local from=${EPOCHREALTIME/./}
        "${@:3}" >"$data/$1.log" 2>&1 &
        pids+=($!)
        started "$data/$1.log" "$2" $!
        line+=" $1 $(((${EPOCHREALTIME/./} - from) / 1000)) ms,"
    }
    url=(--nats-url "nats://127.0.0.1:$port")
    IRCNATS_NATS_DIR=$data launch nats-server 'Server is ready' nats-server -c nats/single.conf -a 127.0.0.1 -p $port
    launch root ' ready:' "$bin/ircnats-root" --config tests/load.yaml --name root-1 "${url[@]}"
    launch standby ' ready:' "$bin/ircnats-root" --config tests/load.yaml --name root-2 "${url[@]}"
    launch leaf ' ready:' "$bin/ircnats-leaf" --name leaf-1 --listen 127.0.0.1:17091 "${url[@]}"
    kill -TERM "${pids[@]}"
    wait
    rm -rf "$data"
    echo "${line%,}"
done
