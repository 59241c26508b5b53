#!/bin/bash
# This tree's build and the last one without levels in one network; docs/reliability.md tells of longer runs. An
# ordinary run has LevelTests in the simulation, and every payload of the older build in GoldenLogTests and the like.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/../House/house.sh"
old=2ce7aa9

# A source archive or a shallow clone has no other commit to build; what is built once is kept.
needs_the_other_commit() {
    needs git
    git -C "$root" rev-parse --quiet --verify "$old^{commit}" >/dev/null 2>&1 || skip "no commit $old is here"
}

mixed() {
    "$root/tests/mixed.sh" "$old" "$@" --clients 40 --rate 100 --calm 1 --data "$PWD/data" >out 2>err </dev/null
}

# The figure of that name in the line of JSON.
figure() { grep '^{' out | grep -o "\"$1\":[a-z0-9.]*" | cut -d: -f2; }

says_all_is_well() {
    local name
    for name in lost doubled outOfOrder dropped unanswered mislabelled ownEnds; do
        [[ $(figure $name) == 0 ]] || fault "$name: $(figure $name): $(grep -v '^{' out | tail -n 20)"
    done
    [[ $(figure completed) == true ]] || fault "$(tail -n 5 out err)"
    (($(figure delivered) > $(figure sent))) || fault "hardly anything was delivered: $(grep '^{' out)"
    ! grep -hE 'passed over|cannot be read|refused a message|is too old' data/log/*.log || fault "see above"
}

Every_process_is_replaced_by_this_build_and_then_the_network_has_its_level() {
    only_in_a_long_run
    needs_the_other_commit
    mixed --forward || fault "exit code $?: $(tail -n 20 out err)"
    says_all_is_well
    [[ $(figure kills) == 4 ]] || fault "$(figure kills) processes were replaced"
    grep -q 'the network is at level ' out || fault "it was not raised: $(cat out)"
    ! grep -h "differs from the root's" data/log/*.log || fault "replicas are not equal"
}

run_all_tests
