#!/bin/bash
# gamja, whose checkout GAMJA_DIR names, in Debian's chromium at a leaf's WebSocket: gamja/session.js is the session.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
what="gamja in a browser has a session"
[[ -n ${GAMJA_DIR-} ]] || { echo "skip $what: GAMJA_DIR names no checkout of gamja"; exit 0; }
need "$what" node npm chromium

cp "$root"/tests/Clients/gamja/* "$root/tests/Clients/browser.js" "$work"
cp -r "$GAMJA_DIR" "$work/site" && rm -rf "$work/site/node_modules"
if ! (cd "$work" && timeout 120 npm install --prefer-offline --ignore-scripts >npm.log 2>&1 </dev/null); then
    echo "skip $what: npm cannot install for gamja: $(grep 'npm error' "$work/npm.log" | head -n 2 | tr '\n' ' ')"
    exit 0
fi
ln -s ../node_modules "$work/site/node_modules"
begin_network
export GAMJA_PORT=$((port + 4)) WS_PORT=$((port + 2)) OTHER_PORT=$((port + 1)) NATS_PORT=$((port + 9))
CHROMIUM=$(command -v chromium) IRCNATS_ROOT=${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-root
export CHROMIUM IRCNATS_ROOT
timeout 300 node session.js </dev/null
