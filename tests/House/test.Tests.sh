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

Long_tests_run_only_when_they_are_asked_for() {
    make_tree Good
    sed -i 's/^name=.*/echo "$*" >>asked\n&/' tools/dotnet
    cp "$root/tests/House/house.sh" tree/tests/House/
    cat >tree/tests/House/script.Tests.sh <<'END'
. "$(dirname "$0")/house.sh"
It_is_short() { ! is_long_run; }
It_is_long() { only_in_a_long_run; }
run_all_tests
END
    export IRCNATS_LONG=1
    ends_with "8 passed, 0 failed" 0
    grep -q 'Run!=long' tree/asked || fault "$(<tree/asked)"
    rm tree/asked
    ends_with "8 passed, 1 failed" 1 --long
    ! grep 'Run!=long' tree/asked || fault "see above"
    grep -q '^failed: script.Tests.sh: It is short' out || fault "$(<out)"
    ends_with "7 passed, 0 failed" 0 --long Good
}

An_unknown_option_is_refused() {
    make_tree
    ends_with "./test: unknown option '--nope'; ./test --help says what there is" 2 --nope
}

# Beside the small tree: a script `session`, whose WeeChat plugin the table finds below $PWD/lib, and an apt-get that
# installs that plugin, unless told in $refused that it is not to be had.
make_tree_that_needs_a_plugin() {
    ((EUID == 0)) || skip "packages are only installed by root"
    make_tree
    printf 'echo ok one\n' >tree/tests/House/session.Tests.sh
    printf 'echo ok two\n' >tree/tests/House/other.Tests.sh
    sed -i "/^needed()/,/^END/{s,|/usr/lib/[*]/weechat,|$PWD/lib/*/weechat,; /^sic/s,|sic|bots|,|no-such-program|other|,
        /^irssi\\|^tmux\\|-headless/d}" tree/test
    mkdir -p lib/any/weechat/plugins
    : >asked
    cat >tools/apt-get <<END
#!/bin/bash
echo "\$*" >>"$PWD/asked"
[[ \$1 == install ]] || exit 0
[[ " \$* " != *" ${refused:-nothing} "* ]] || exit 100
[[ "\$*" != *weechat-plugins* ]] || touch "$PWD/lib/any/weechat/plugins/fifo.so"
END
    chmod +x tools/apt-get
}

# Whether a package is reported missing; the report is in out.
misses() {
    bash tree/test --missing "$@" >out
    (($? == 1))
}

A_plugin_is_missed_though_its_program_is_here_and_installed() {
    make_tree_that_needs_a_plugin
    misses weechat-plugins || fault "it is not missed: $(<out)"
    grep -q "fifo.so is missing (.*): apt-get install weechat-plugins" out || fault "$(<out)"
    ends_with "1 passed, 0 failed" 0 session
    grep -qx "install -y --no-install-recommends weechat-plugins" asked || fault "apt-get was asked: $(<asked)"
    [[ $(grep -c update asked) == 1 ]] || fault "the lists are brought $(grep -c update asked) times"
    ! misses weechat-plugins || fault "still missing: $(<out)"
}

Only_what_the_chosen_tests_use_is_installed() {
    make_tree_that_needs_a_plugin
    ends_with "1 passed, 0 failed" 0 other
    ! grep weechat asked || fault "see above"
    grep -q "install.* sic" asked || fault "apt-get was asked: $(<asked)"
}

A_package_that_is_not_to_be_had_keeps_no_other_away_and_is_named() {
    local refused=sic
    make_tree_that_needs_a_plugin
    ends_with "2 passed, 0 failed" 0
    grep -q "^no-such-program is missing (a client): the tests that use it are skipped" out || fault "$(<out)"
    ! misses weechat-plugins || fault "$(<out)"
}

What_needs_a_missing_package_is_skipped_with_the_reason() {
    make_tree
    mkdir -p tree/tests/House
    cp "$root/tests/House/house.sh" tree/tests/House/
    sed -i "s,^sic|sic|,sic|no-such-program|," tree/test
    cat >tree/tests/House/script.Tests.sh <<'END'
. "$(dirname "$0")/house.sh"
A_client_talks() { needs sic; fault "it is not here"; }
A_typing_error_is_found() { needs sick; }
run_all_tests
(script_needs "All of it" sic; echo "not ok it went on")
END
    chmod -x tree/tests/House/script.Tests.sh
    bash tree/tests/House/script.Tests.sh >out 2>&1
    [[ $(<out) == "skip A client talks: no-such-program is missing (a client): apt-get install sic
not ok A typing error is found: ./test: no row for a package sick in its table
skip All of it: no-such-program is missing (a client): apt-get install sic" ]] || fault "$(<out)"
}

# A script that uses a package stands in the package's row, and the other way round. (.NET projects do not say what
# they use.)
The_table_names_who_uses_a_package() {
    local script name package users user
    eval "$(sed -n '/^needed() {/,/^}/p' "$root/test")"
    for script in "$root"/tests/*/*.Tests.sh; do
        name=${script##*/} name=${name%.Tests.sh}
        sed -nE 's/^ *(if why=\$\()?(script_)?needs ("[^"]*" )?([^);]*).*/\4/p' "$script" | tr ' ' '\n' |
            sed "s/$/ $name/"
    done | sort -u >needed.by
    while IFS='|' read -r package _ users _; do
        [[ $users == '*' ]] || for user in ${users//,/ }; do
            [[ -d $root/tests/$user.Tests ]] || echo "$package $user"
        done
    done < <(needed) | sort -u >table
    diff table needed.by || fault "the table and the scripts (>) differ"
}

run_all_tests
