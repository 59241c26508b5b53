#!/bin/bash
# irc-framework, from npm, as a client on each leaf, then over WebSockets: irc-framework/session.js is the session.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
what="Two clients of irc-framework have a session"
script_needs "$what" nodejs npm

cp "$root"/tests/Clients/irc-framework/* "$work"
install_from_npm "$what" 120
begin_network
timeout 120 node session.js "$port" $((port + 1)) </dev/null

# Node.js 20 has WebSocket only when asked; an older one has none.
if ! node --experimental-websocket -e 'new WebSocket("ws://127.0.0.1:1")' 2>/dev/null; then
    echo "skip $what over WebSockets: this Node.js ($(node --version)) has no WebSocket"
    exit 0
fi
"${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-leaf" --name leaf-web \
    --listen-ws "127.0.0.1:$((port + 2))" \
    --nats-url "nats://127.0.0.1:$((port + 9))" >web.out 2>web.err </dev/null &
begun+=($!)
if within 300 grep -q '^leaf-web ready' web.out; then
    timeout 120 node --experimental-websocket session.js $((port + 2)) $((port + 2)) web </dev/null
else
    echo "not ok A leaf lets WebSockets in: $(tail -n 1 web.err)"
fi
