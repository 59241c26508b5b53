#!/bin/bash
# The NATS service directory, asked by @nats-io/services from npm: services.mjs asks.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/../Clients/clients.sh"
what="An independent client finds every process"
script_needs "$what" nodejs npm

cp "$root"/tests/npm/* "$work"
install_from_npm "$what" 120
begin_network
timeout 60 node services.mjs "nats://127.0.0.1:$((port + 9))" "${everything[@]:1}" </dev/null
