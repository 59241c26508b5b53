#!/bin/bash
# cassandra-driver from npm, which others wrote, reads what our driver has written and writes what ours reads.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/../Clients/clients.sh"
what="An independent driver and ours read each other's values"
script_needs "$what" nodejs npm openjdk-17-jre-headless

cd "$work" || exit 1
cp "$root"/tests/Cassandra.Tests/npm/* .
install_from_npm "$what" 120
tests=${ArtifactsPath:-$root/artifacts}/bin/Cassandra.Tests/release/IrcNats.Cassandra.Tests.dll
IRCNATS_NPM=$work timeout 300 dotnet test "$tests" --nologo \
    --filter FullyQualifiedName~SecondOpinionTests </dev/null >log 2>&1
status=$?
if ((status == 0)) && grep -q 'Passed!.* Skipped: *0' log; then
    echo "ok $what"
elif ((status == 0)); then
    echo "skip $what: no Cassandra to start"
else
    cat log
    echo "not ok $what: $(grep -m 1 -A 2 'Error Message' log | tail -n 1)"
fi
