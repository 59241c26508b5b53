#!/bin/bash
# Two builds in one network: the other one is made of another commit, and then processes are replaced one at a time
# under clients who check every line. `tests/mixed.sh --help` says more.
set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
built=${ArtifactsPath:-$root/artifacts}

usage() {
    cat <<'END'
Usage: tests/mixed.sh [COMMIT] [--forward] [options of ircnats-chaos]

  COMMIT      what the network is begun with (2ce7aa9, the last build without levels); it is built once and kept in
              artifacts/mixed/COMMIT
  --forward   every process is replaced once by this tree's build, and the network's level is raised then; else they
              are replaced forth and back, at the level they have in common
END
}

# A commit's programs, built where ours are not touched.
build_commit() {
    local name=$1 tree=$built/mixed/$1.tree bin=$built/mixed/$1
    [[ ! -e $bin/.complete ]] || return 0
    rm -rf "$tree" "$bin"
    mkdir -p "$tree"
    git -C "$root" archive "$name" | tar -x -C "$tree"
    env -u ArtifactsPath "$tree/build" --publish "$bin" </dev/null >"$bin.log" 2>&1 ||
        { tail -n 5 "$bin.log" >&2; return 1; }
    rm -rf "$tree"
    touch "$bin/.complete"
}

commit=2ce7aa9 kills=8
case ${1-} in
    -h | --help) usage; exit 0 ;;
    [0-9a-z]*) commit=$1; shift ;;
esac
[[ ${1-} != --forward ]] || { kills=4; shift; }
commit=$(git -C "$root" rev-parse --short=7 --verify --quiet "$commit^{commit}") ||
    { echo "tests/mixed.sh: no commit '$commit' in this history" >&2; exit 2; }
[[ -x $built/bin/Chaos/release/ircnats-chaos ]] ||
    { echo "tests/mixed.sh: nothing is built here; ./build does it" >&2; exit 2; }
build_commit "$commit" || { echo "tests/mixed.sh: $commit does not build" >&2; exit 1; }
if [[ -z ${DOTNET_ROOT-} ]]; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi
exec "$built/bin/Chaos/release/ircnats-chaos" --bin "$built/mixed/$commit" --other-bin "$built/bin/Root/release" \
    --victim upgrade --kills "$kills" "$@"
