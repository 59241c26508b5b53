# What the scripts beside this one share: the tools that a session needs, and the network that it is held on.
# shellcheck shell=bash
# shellcheck source=tests/House/house.sh
. "$(dirname "${BASH_SOURCE[0]}")/../House/house.sh"
trap 'end_begun; clean_up' EXIT

# Ends with a skipped test named NAME unless all the TOOLs are here.
need() {
    local tool
    for tool in "${@:2}"; do
        command -v "$tool" >/dev/null && continue
        echo "skip $1: $tool is not installed"
        exit 0
    done
}

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

begun_or_gone() { grep -qs '^root-1: ' out || is_gone "$run"; }
ready_or_gone() { is_ready || is_gone "$run"; }
