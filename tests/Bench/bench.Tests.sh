#!/bin/bash
# That tests/Bench measures, and leaves nothing behind. The figures of such short runs mean nothing.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/../House/house.sh"
artifacts=${ArtifactsPath:-$root/artifacts}
export IRCNATS_BIN=${IRCNATS_BIN:-$artifacts/run}
if [[ -z ${DOTNET_ROOT-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

program=$artifacts/bin/Bench/release/ircnats-measure

measure() { TMPDIR=$PWD "$program" "$@" >out 2>err </dev/null; }

needs_generator() {
    [[ -f $root/../shared/tools/ircload.c ]] || skip "the load generator is not beside the project"
    command -v cc >/dev/null || skip "cc is missing: nothing compiles the load generator"
}

says_nothing_is_left() {
    ! compgen -G "$PWD/ircnats-measure-*" >/dev/null || fault "$(find . -maxdepth 2)"
    ! pgrep -f "$PWD" >left || fault "$(ps -fp "$(paste -sd, left)")"
}

One_process_is_measured_and_shown_as_a_table() {
    needs_generator
    measure --quick --rounds 1 --only single --rows fanout --keep kept || fault "exit code $?: $(cat err)"
    grep -Eq '^\| 1,000 members, 50 msgs/s: .*\| 110,000 \| [0-9]' out || fault "$(cat out)"
    grep -q '^Each message came to everyone once' out || fault "$(cat out)"
    [[ $(wc -l <kept) == 2 ]] || fault "$(cat kept)"
    says_nothing_is_left
}

Whoever_interrupts_it_ends_what_it_started() {
    local run
    needs_generator
    TMPDIR=$PWD "$program" --rounds 1 --only single --rows everyday >out 2>err </dev/null &
    run=$!
    begun+=("$run")
    within 200 compgen -G 'ircnats-measure-*/single-1/warm-up' >/dev/null || fault "$(cat err)"
    kill -TERM "$run"
    gone_within 100 "$run" || fault "it goes on"
    wait "$run"
    [[ $? == 1 && $(<err) == stopped ]] || fault "$(cat err)"
    says_nothing_is_left
}

Options_that_do_not_fit_are_refused() {
    local status
    while read -r -a wrong; do
        measure "${wrong[@]}"
        status=$?
        ((status == 2)) || fault "${wrong[*]}: exit code $status"
        [[ $(<err) == "ircnats-measure: "* ]] || fault "${wrong[*]}: $(<err)"
    done <<'END'
--only somebody
--rows fanout,nothing
--rounds many
--source /nowhere
END
}

run_all_tests
