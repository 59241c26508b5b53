#!/bin/bash
# Short chaos runs; docs/reliability.md tells of the long ones. The programs are those that ./run has published.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/../House/house.sh"
artifacts=${ArtifactsPath:-$root/artifacts}
programs=${IRCNATS_BIN:-$artifacts/run}
if [[ -z ${DOTNET_ROOT-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

chaos() {
    "$artifacts/bin/Chaos/release/ircnats-chaos" --bin "$programs" --data "$PWD/data" --clients 40 --rate 100 "$@" \
        >out 2>err </dev/null
}

# How often a run strikes: the first number of times, or the second in a long run.
strikes() { if is_long_run; then echo "$2"; else echo "$1"; fi; }

# The figure of that name in the line of JSON.
figure() { grep '^{' out | grep -o "\"$1\":[a-z0-9.]*" | cut -d: -f2; }

says_all_is_well() {
    local name
    for name in lost doubled outOfOrder dropped unanswered mislabelled wrongPages; do
        [[ $(figure $name) == 0 ]] || fault "$name: $(figure $name): $(grep -v '^{' out | tail -n 20)"
    done
    [[ $(figure completed) == true ]] || fault "$(tail -n 5 out err)"
    (($(figure delivered) > $(figure sent))) || fault "hardly anything was delivered: $(grep '^{' out)"
}

Nobody_notices_more_than_a_pause_when_processes_die() {
    local kills
    kills=$(strikes 6 30)
    chaos --victim mix --kills "$kills" --calm 2 --seed 7 --readers 4 || fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
    [[ $(figure kills) == "$kills" ]] || fault "$(figure kills) strikes"
    (($(figure pages) > 20)) || fault "$(figure pages) pages of histories"
}

Nobody_notices_more_than_a_pause_when_a_cluster_loses_the_leader_of_the_log() {
    chaos --victim cluster --nats-nodes 3 --kills "$(strikes 1 5)" --calm 1 ||
        fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
}

Nobody_notices_more_than_a_moment_when_servers_of_a_cluster_are_restarted_one_after_the_other() {
    chaos --victim nats-maintenance --nats-nodes 3 --kills "$(strikes 1 6)" --calm 1 ||
        fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
}

Nobody_notices_more_than_a_pause_when_the_active_root_and_nats_server_die_at_once() {
    chaos --victim root --with nats --kills "$(strikes 1 5)" --calm 1 || fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
    grep -q 'root-. and nats-1 killed' out || fault "$(cat out)"
}

Nothing_acknowledged_is_lost_when_a_network_that_is_one_process_is_killed() {
    chaos --victim single --kills "$(strikes 2 10)" --calm 1 || fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
    grep -q 'root-1 killed' out || fault "$(cat out)"
}

A_leaf_that_dies_without_being_struck_is_found() {
    local run
    chaos --kills 1 --victim nats --calm 4 &
    run=$!
    begun+=("$run")
    within 600 grep -qs 'begin to talk' out || fault "$(cat err)"
    kill -KILL "$(sed -n 's/.*started as pid //p' data/log/leaf-1.log)"
    ! wait "$run" || fault "exit code 0"
    [[ $(figure dropped) == 20 ]] || fault "$(cat out err)"
    [[ $(figure lost) == 0 ]] || fault "$(cat out)"
}

Options_that_do_not_fit_are_refused() {
    local status
    while read -r -a wrong; do
        chaos "${wrong[@]}"
        status=$?
        ((status == 2)) || fault "${wrong[*]}: exit code $status"
        [[ $(<err) == "ircnats-chaos: "* ]] || fault "${wrong[*]}: $(<err)"
    done <<'END'
--victim somebody
--victim cluster
--nats-nodes 2
--nats-nodes 3 --leaves 3
--kills many
--victim upgrade
--victim nats-maintenance
--victim root --with leaf
--victim root --with cluster
--victim single --leaves 2
--victim single --nats-nodes 3
--victim single --readers 2
--victim cassandra
--cassandra-home /nowhere
END
}

run_all_tests
