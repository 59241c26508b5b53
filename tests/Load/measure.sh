#!/bin/bash
# Measures a cluster of ./run (two leaves, tests/load.yaml) with ircload, the load generator beside this project.
# Prints one line of JSON per run; docs/performance.md says what was seen. Loopback only; some three minutes.
# Usage: tests/Load/measure.sh [path of ircload.c] [leaves; or "single": one process without NATS]
set -euo pipefail
cd "$(dirname "$0")/../.."
source=${1:-../shared/tools/ircload.c} leaves=${2:-2} port=17100
data=$(mktemp -d)
trap 'kill -TERM "$run" 2>/dev/null; wait "$run" 2>/dev/null; rm -rf "$data"' EXIT

cc -O2 -pthread -o "$data/ircload" "$source" -lm
kind=(--leaves "$leaves" --nats-port 17099)
[[ $leaves != single ]] || { kind=(--single); leaves=1; }
./run --config tests/load.yaml --data "$data/net" --port "$port" "${kind[@]}" >"$data/run.log" 2>&1 &
run=$!
until grep -q '^ready' "$data/run.log"; do
    kill -0 "$run" || { cat "$data/run.log" >&2; exit 1; }
    sleep 0.1
done
pids=$(cat "$data"/net/run/*.pid | paste -sd,)
load() { "$data/ircload" "$@" --servers "127.0.0.1:$port-$((port + leaves - 1))" --pids "$pids" 2>/dev/null; }

grep . "$data/run.log" >&2
# A young process spends as much on compiling its hot paths as on serving: not counted, but printed.
load fanout --label warm-up --clients 1000 --senders 4 --rate 10 --secs 20
load fanout --label fanout-paced --clients 1000 --senders 4 --rate 10 --secs 10
load fanout --label fanout-max --clients 1000 --senders 4 --secs 0 --max --wmin 4 --wmax 64 --step-secs 3
load many --label many --clients 1000 --channels 200 --members 20 --rate 1000 --secs 10
load idle --label idle-1000 --clients 1000 --hold 5
load idle --label idle-10000 --clients 10000 --hold 5
