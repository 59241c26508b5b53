#!/bin/bash
# A part of irctest that takes a minute, if the suite is here (IRCTEST_DIR); run.sh runs all of it.
# shellcheck source=tests/House/house.sh
. "$(dirname "$0")/../House/house.sh"
what="What irctest expects of KICK, TOPIC, REDACT, message tags and labels is so on two leaves"
[[ -n ${IRCTEST_DIR-} ]] || { echo "skip $what: IRCTEST_DIR names no checkout of github.com/progval/irctest"; exit 0; }
script_needs "$what" python3 python3-pytest python3-pytest-xdist python3-filelock
log=$("$root/tests/irctest/run.sh" --leaves 2 "$IRCTEST_DIR" \
    -k 'kick or topic or redact or message_tags or labeled' 2>&1)
case $? in
    0) echo "ok $what" ;;
    2) echo "skip $what: ${log##*$'\n'}" ;;
    *) echo "not ok $what: $(grep '^passed before' <<<"$log" | tr '\n' ' ')" ;;
esac
