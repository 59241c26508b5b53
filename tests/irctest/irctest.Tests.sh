#!/bin/bash
# A part of irctest that takes a minute, if the suite is here (IRCTEST_DIR); run.sh runs all of it.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
what="What irctest expects of KICK, TOPIC, message tags and labels is so on two leaves"
[[ -n ${IRCTEST_DIR-} ]] || { echo "skip $what: IRCTEST_DIR names no checkout of github.com/progval/irctest"; exit 0; }
log=$("$root/tests/irctest/run.sh" --leaves 2 "$IRCTEST_DIR" -k 'kick or topic or message_tags or labeled' 2>&1)
case $? in
    0) echo "ok $what" ;;
    2) echo "skip $what: ${log##*$'\n'}" ;;
    *) echo "not ok $what: $(grep '^passed before' <<<"$log" | tr '\n' ' ')" ;;
esac
