#!/bin/bash
# The shell scripts of this repository are free of the mistakes that shellcheck knows.
# shellcheck source=tests/House/house.sh
. "$(dirname "$0")/house.sh"

Shellcheck_finds_nothing() {
    needs shellcheck
    cd "$root" || fault "no folder"
    shellcheck -x run test build .ci/run tests/*/*.sh tests/House/standin/* || fault "see above"
}

run_all_tests
