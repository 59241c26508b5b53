#!/bin/bash
# irc-framework, from npm, as a client on each leaf: irc-framework/session.js is the session.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
what="Two clients of irc-framework have a session"
need "$what" node npm

cp "$root"/tests/Clients/irc-framework/* "$work"
if ! (cd "$work" && timeout 120 npm install --prefer-offline --ignore-scripts >npm.log 2>&1 </dev/null); then
    echo "skip $what: npm cannot install irc-framework: $(grep 'npm error' "$work/npm.log" | head -n 2 | tr '\n' ' ')"
    exit 0
fi
begin_network
timeout 120 node session.js "$port" $((port + 1)) </dev/null
