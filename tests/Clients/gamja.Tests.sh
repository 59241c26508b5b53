#!/bin/bash
# gamja, whose checkout GAMJA_DIR names, in Debian's chromium at a leaf's WebSocket: gamja/session.js is the session.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
what="gamja in a browser has a session"
[[ -n ${GAMJA_DIR-} ]] || { echo "skip $what: GAMJA_DIR names no checkout of gamja"; exit 0; }
script_needs "$what" nodejs npm chromium

cp "$root"/tests/Clients/gamja/* "$root/tests/Clients/browser.js" "$work"
cp -r "$GAMJA_DIR" "$work/site" && rm -rf "$work/site/node_modules"
install_from_npm "$what" 120
ln -s ../node_modules "$work/site/node_modules"
begin_network
export GAMJA_PORT=$((port + 4)) WS_PORT=$((port + 2)) OTHER_PORT=$((port + 1)) NATS_PORT=$((port + 9))
CHROMIUM=$(command -v chromium) IRCNATS_ROOT=${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-root
export CHROMIUM IRCNATS_ROOT
timeout 300 node session.js </dev/null
