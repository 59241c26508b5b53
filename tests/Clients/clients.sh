# What the scripts beside this one share: the network that a session is held on.
# shellcheck shell=bash
# shellcheck source=tests/House/house.sh
. "$(dirname "${BASH_SOURCE[0]}")/../House/house.sh"
trap 'end_begun; clean_up' EXIT

# Works from here on in a folder of its own, with two leaves at $port and $port+1.
begin_network() {
    cd "$work" || exit 1
    free_ports
    begin_run --config "$root/tests/transcripts.yaml"
    within 4500 begun_or_gone # the first start builds
    within 300 ready_or_gone
    is_ready && return
    echo "not ok The network starts: $(tail -n 3 out err | tr '\n' '|')"
    exit 1
}

# Installs what package.json in $work asks for, within so many seconds, or ends with a skipped test named NAME.
install_from_npm() {
    (cd "$work" && timeout "$2" npm install --prefer-offline --no-package-lock --ignore-scripts "${@:3}" \
        >npm.log 2>&1 </dev/null) && return
    echo "skip $1: npm install: $(grep 'npm \(error\|ERR\)' "$work/npm.log" | head -n 2 | tr '\n' ' ')"
    exit 0
}

begun_or_gone() { grep -qs '^root-1: ' out || is_gone "$run"; }
ready_or_gone() { is_ready || is_gone "$run"; }
