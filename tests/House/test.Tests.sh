#!/bin/bash
# ./test adds up what really ran. It works here on a small tree of its own, with a stand-in for dotnet.
# shellcheck source=tests/House/house.sh disable=SC2030,SC2031
. "$(dirname "$0")/house.sh"

# Each project's name says what its run does; the result file is what `dotnet test` writes (the parts that matter).
make_tree() {
    local name
    mkdir -p tree/tests/House tools
    cp "$root/test" tree/test
    for name in "$@"; do mkdir "tree/tests/$name.Tests"; done
    printf '#!/bin/sh\necho built >>builds\n' >tree/build
    cat >tools/dotnet <<'END'
#!/bin/bash
name=$(basename "$2" .dll) name=${name#IrcNats.}
while (($#)); do [[ $1 != --results-directory ]] || folder=$2; shift; done
counters() {
    echo "  <Counters total=\"$1\" executed=\"$2\" passed=\"$3\" failed=\"$4\" error=\"0\" />" >>"$folder/$name.trx"
}
case $name in
    Good.Tests) counters 7 7 7 0 ;;
    Skipping.Tests) counters 3 2 2 0 ;;
    Bad.Tests)
        echo '<UnitTestResult testId="1" testName="A &lt;b&gt; fails" outcome="Failed" />' >>"$folder/$name.trx"
        counters 4 4 3 1
        exit 1 ;;
    Crashing.Tests) exit 134 ;;
    Empty.Tests) ;;
esac
END
    chmod +x tree/build tools/dotnet
}

# Runs ./test with the arguments; its last line and its exit code have to be as said.
ends_with() {
    local line=$1 expected=$2 status
    (cd tree && env -u ArtifactsPath PATH="$OLDPWD/tools:$PWD/tools:$PATH" ./test "${@:3}") >out 2>&1
    status=$?
    [[ $(tail -n 1 out) == "$line" ]] || fault "ended with '$(tail -n 1 out)', not '$line'"
    ((status == expected)) || fault "exit code $status"
}

Figures_of_all_projects_and_scripts_are_added_up() {
    make_tree Good Skipping
    printf 'echo ok one\necho ok two\necho skip three: no tool\n' >tree/tests/House/script.Tests.sh
    ends_with "11 passed, 0 failed, 2 skipped" 0
    [[ $(wc -l <tree/builds) == 1 ]] || fault "built $(wc -l <tree/builds) times"
}

A_failure_is_named_and_fails_the_whole() {
    make_tree Good Bad
    printf 'echo ok one\necho not ok two: because\n' >tree/tests/House/script.Tests.sh
    ends_with "11 passed, 2 failed" 1
    grep -q '^failed: Bad.Tests: A <b> fails$' out || fault "the test is not named"
    grep -q '^failed: script.Tests.sh: two: because$' out || fault "the script's test is not named"
}

A_run_that_breaks_off_is_a_failure() {
    make_tree Good Crashing
    echo 'exit 3' >tree/tests/House/script.Tests.sh
    ends_with "7 passed, 2 failed" 1
}

A_build_that_fails_is_a_failure() {
    make_tree Good
    printf '#!/bin/sh\nexit 1\n' >tree/build
    ends_with "0 passed, 1 failed" 1
}

Nothing_run_is_no_success() {
    make_tree Good Empty
    ends_with "0 passed, 0 failed" 1 Empty
    ends_with "0 passed, 0 failed" 1 no-such-name
}

A_name_chooses_what_runs() {
    make_tree Good Bad
    ends_with "7 passed, 0 failed" 0 Good
}

An_unknown_option_is_refused() {
    make_tree
    ends_with "./test: unknown option '--nope'; ./test --help says what there is" 2 --nope
}

run_all_tests
