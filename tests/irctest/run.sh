#!/bin/bash
# Runs irctest (github.com/progval/irctest) against IrcNats and compares what passes with what passed before.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

usage() {
    cat <<'END'
Usage: tests/irctest/run.sh [options] [SUITE [PYTEST ARGUMENTS]]

  SUITE            a checkout of irctest; IRCTEST_DIR if not given
  --leaves N       leaves of each network, among which the clients of a test are spread (1)
  --single         each network is one process without NATS (ircnats-root --single)
  --cassandra HOST[:PORT]   the archive is that node of Cassandra, and leaves have one message of each history in
                   memory: whatever else a client reads is from there, or from the log for as long as the archiver
                   takes (less than a second)
  --failover KIND  strike at the roots while a test runs: handover (before every line that a client sends) or
                   kill (-9, when the suite waits for an answer and a standby is there)
  --jobs N         tests at a time (number of processors)
  --accept         write what passes and what is skipped into expected/, instead of comparing

With PYTEST ARGUMENTS (such as -k kick) only the tests they choose are run and compared.
Needs python3 with pytest (python3-pytest; python3-pytest-xdist and python3-filelock for --jobs) and nats-server.
IRCNATS_BIN is the folder with the executables; without it they are built. IRCTEST_FIRST_PORT: 250 ports for each job.
Exit code: 0 everything that is expected to pass did; 1 something did not; 2 cannot start.
END
}

fail() {
    echo "run.sh: $1" >&2
    exit 2
}

leaves=1 jobs=$(nproc) accept=no failover='' single='' cassandra=''
while (($#)); do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --leaves) leaves=${2:?a number of leaves}; shift 2 ;;
        --single) single=yes; shift ;;
        --cassandra) cassandra=${2:?a host of Cassandra}; shift 2 ;;
        --failover) failover=${2:?handover or kill}; shift 2 ;;
        --jobs) jobs=${2:?a number of tests}; shift 2 ;;
        --accept) accept=yes; shift ;;
        *) break ;;
    esac
done
suite=${1:-${IRCTEST_DIR-}}
(($#)) && shift
[[ $accept == no || $#/$failover == 0/ ]] || fail "--accept takes the whole suite, and no failover"
[[ -z $single || $leaves/$failover == 1/ ]] || fail "--single: one process has one leaf, and no failover"
[[ -z $single || -z $cassandra ]] || fail "--single: the archive of one process is its SQLite file"
[[ $failover =~ ^(handover|kill)?$ ]] || fail "--failover $failover: neither handover nor kill"
[[ -f $suite/irctest/basecontrollers.py ]] || fail "'$suite' is no checkout of irctest"
suite=$(cd "$suite" && pwd)

PATH=$PATH:/usr/local/sbin:/usr/sbin
python=python3
"$python" -c 'import pytest' 2>/dev/null || python=/usr/bin/python3 # Debian's, where another one comes first
"$python" -c 'import pytest' 2>/dev/null || fail "pytest is missing: apt-get install python3-pytest"
[[ -n $single ]] || command -v nats-server >/dev/null || fail "nats-server is missing: apt-get install nats-server"

if [[ -z ${IRCNATS_BIN-} ]]; then
    IRCNATS_BIN=${ArtifactsPath:-$root/artifacts}/irctest-bin
    "$root/build" --publish "$IRCNATS_BIN" >&2 || exit 2
fi
if [[ -z ${DOTNET_ROOT-} ]] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

# Of its own, so that two runs at a time do not share irctest's list of ports.
work=$(mktemp -d)
nats=''
trap '[[ -z $nats ]] || { kill "$nats"; wait "$nats"; } 2>/dev/null; rm -rf "$work"' EXIT
export TMPDIR=$work IRCTEST_FIRST_PORT=${IRCTEST_FIRST_PORT:-23000}
nats_port=$((IRCTEST_FIRST_PORT + 250 * jobs))
export IRCNATS_NATS_DIR="\"$work/nats\""
start_nats() {
    nats-server -c "$root/nats/single.conf" -a 127.0.0.1 -p "$nats_port" >"$work/nats.log" 2>&1 &
    nats=$!
    for _ in {1..50}; do
        (: <>"/dev/tcp/127.0.0.1/$nats_port") 2>/dev/null && break
        sleep 0.1
    done
    kill -0 "$nats" 2>/dev/null || fail "nats-server: $(tail -n 1 "$work/nats.log")"
    export IRCNATS_NATS_URL=nats://127.0.0.1:$nats_port
}
[[ -n $single ]] || start_nats

many=()
((jobs == 1)) || ! "$python" -c 'import xdist' 2>/dev/null || many=(-n "$jobs")
export IRCNATS_BIN IRCNATS_LEAVES=$leaves IRCTEST_OUTCOMES=$work/outcomes
export IRCNATS_FAILOVER=$failover IRCNATS_SINGLE=$single IRCTEST_CASSANDRA=$cassandra IRCTEST_STRIKES=$work/strikes
export PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH} PYTHONDONTWRITEBYTECODE=1
cd "$suite" || exit 2
"$python" -m pytest -p irctest_loopback -p no:cacheprovider --controller ircnats "${many[@]}" -q -rs --tb=short \
    -m 'not implementation-specific and not deprecated' irctest/server_tests "$@"
status=$?
((status <= 1)) || fail "pytest ended with exit code $status: what it could not collect or run stands above"
[[ -s $work/outcomes ]] || fail "nothing was run"
export LC_ALL=C
sed -n 's/^passed //p' "$work/outcomes" | sort >"$work/passed"
sed -n 's/^skipped //p' "$work/outcomes" | sort >"$work/skipped"
sed 's/^\(skipped .*: \|[a-z]* \)irctest/irctest/' "$work/outcomes" | sort >"$work/run"

if [[ $accept == yes ]]; then
    cp "$work/passed" "$here/expected/passed.txt"
    cp "$work/skipped" "$here/expected/skipped.txt"
    echo "$(wc -l <"$work/passed") passes and $(wc -l <"$work/skipped") skips are expected from now on"
    exit 0
fi
# What fails for a reason that is known stands behind that reason, as what is skipped does.
touch "$work/known"
[[ -z $failover ]] || sed 's/^.*: irctest/irctest/' "$here/expected/not-with-$failover.txt" | sort >"$work/known"
comm -12 "$here/expected/passed.txt" "$work/run" | comm -23 - "$work/passed" | comm -23 - "$work/known" >"$work/lost"
comm -13 "$here/expected/passed.txt" "$work/passed" >"$work/won"
comm -13 "$here/expected/skipped.txt" "$work/skipped" >"$work/left"
sed 's/^/passes now, --accept keeps it: /' "$work/won"
sed 's/^/is known not to pass, but does: /' <(comm -12 "$work/known" "$work/passed")
sed 's/^/passed before, does not now: /' "$work/lost"
# What is not collected any more neither passes nor fails.
: >"$work/gone"
(($#)) || sed 's/^.*: irctest/irctest/' "$here"/expected/{passed,skipped}.txt | sort |
    comm -23 - "$work/run" >"$work/gone"
sed 's/^/was there before, is not run any more: /' "$work/gone"
sed 's/^/is skipped for a reason that is not expected: /' "$work/left"
[[ -z $failover ]] || awk '{ all += $1 } END { print "struck " all + 0 " times (" kind ") in " NR " tests" }' \
    kind="$failover" "$work/strikes"
arrangement="$leaves leaves"
[[ -z $single ]] || arrangement="one process"
[[ -z $cassandra ]] || arrangement+=", the archive in Cassandra"
echo "irctest, $arrangement: $(wc -l <"$work/passed") of $(wc -l <"$work/run") pass, $(wc -l <"$work/lost") lost," \
    "$(wc -l <"$work/skipped") skipped, $(wc -l <"$work/left") of them for a new reason, $(wc -l <"$work/gone") not run"
[[ ! -s $work/lost && ! -s $work/left && ! -s $work/gone ]]
