#!/bin/bash
# Short fuzz runs with the program that ./build made; docs/reliability.md tells of the long one.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/../House/house.sh"
if [[ -z ${DOTNET_ROOT-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

fuzz() { "${ArtifactsPath:-$root/artifacts}/bin/Fuzz/release/ircnats-fuzz" "$@" >out 2>&1 </dev/null; }

Whatever_clients_send_harms_nobody_else() {
    # The first lines are the same every time; what follows has a seed of its own, which a failure names.
    fuzz --lines 20000 --seed 1 || fault "$(tail -n 25 out)"
    fuzz --lines 20000 --seed $RANDOM || fault "$(tail -n 25 out)"
    grep -q '^well: seed' out || fault "$(<out)"
}

The_same_seed_sends_the_same() {
    fuzz --lines 3000 --seed 7 || fault "$(tail -n 25 out)"
    sed 's/, in .*//' out >first
    fuzz --lines 3000 --seed 7 || fault "$(tail -n 25 out)"
    sed 's/, in .*//' out | cmp -s - first || fault "$(cat first out)"
}

run_all_tests
