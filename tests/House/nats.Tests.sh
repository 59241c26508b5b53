#!/bin/bash
# The configurations in nats/ start what they say, and its users may do what their role needs and nothing else.
# shellcheck source=tests/House/house.sh disable=SC2016,SC2030,SC2031 # subjects begin with a dollar sign
. "$(dirname "$0")/house.sh"
export IRCNATS_NODE=nats-1 IRCNATS_NATS_DIR=$work/nats
export IRCNATS_CLUSTER_PASSWORD=route-secret
export IRCNATS_ROUTE_A=nats://route:route-secret@127.0.0.1:1 IRCNATS_ROUTE_B=nats://route:route-secret@127.0.0.1:2
set_passwords

# Says the protocol lines to the server as the user and prints what comes back until the answer to a PING.
talk() {
    local user=$1 password=${1}-secret line
    shift
    exec {socket}<>"/dev/tcp/127.0.0.1/$port"
    printf '%s\r\n' "CONNECT {\"user\":\"$user\",\"pass\":\"$password\",\"headers\":true,\"verbose\":false}" \
        "$@" PING >&"$socket"
    while read -r -t 5 -u "$socket" line && [[ $line != PONG* ]]; do
        [[ $line == INFO* ]] || printf '%s\n' "${line%$'\r'}"
    done
    # A request's answer may come after the PONG.
    while read -r -t 0.2 -u "$socket" line; do printf '%s\n' "${line%$'\r'}"; done
    exec {socket}>&-
}

may_publish() { ! refused "$1" "PUB $2 0" ""; }
may_subscribe() { ! refused "$1" "SUB $2 1"; }
refused() { talk "$@" | grep -q 'Permissions Violation'; }

ask() { talk "$1" "SUB _INBOX.$1.1 1" "PUB $2 _INBOX.$1.1 ${#3}" "$3"; }

Every_configuration_is_valid() {
    local name
    for name in single cluster; do
        nats-server -t -c "$root/nats/$name.conf" >out 2>&1 || fault "$(cat out)"
    done
}

No_password_is_committed() {
    local name
    ! grep -E 'password: *[^$ ]' "$root"/nats/*.conf || fault "a password in plain text"
    for name in IRCNATS_ROOT_PASSWORD IRCNATS_CLUSTER_PASSWORD; do
        ! env -u $name nats-server -t -c "$root/nats/cluster.conf" >out 2>&1 || fault "starts without $name"
        grep -q "'$name'" out || fault "$(cat out)"
    done
}

Nobody_gets_in_without_a_password() {
    start_protected
    talk stranger | grep -q 'Authorization Violation' || fault "a stranger got in"
}

A_root_alone_appends_to_the_log() {
    start_protected
    ask root '$JS.API.STREAM.CREATE.IRC_LOG' '{"name":"IRC_LOG","subjects":["irc.log"],"allow_direct":true}' |
        grep -q '"config"' || fault "the root cannot create the log"
    ask root irc.log one | grep -q '"seq":1' || fault "the root cannot append"
    local user
    for user in leaf-1 observer console; do
        ! may_publish $user irc.log || fault "$user can append"
        ! may_publish $user irc.cast || fault "$user can broadcast"
        ! may_publish $user irc.beat || fault "$user can beat"
        ! may_publish $user '$JS.API.STREAM.PURGE.IRC_LOG' || fault "$user can empty the log"
        ! may_publish $user '$JS.API.STREAM.DELETE.IRC_LOG' || fault "$user can remove the log"
    done
    ! may_publish root '$JS.API.STREAM.DELETE.IRC_LOG' || fault "a root can remove the log"
    ask leaf-1 '$JS.API.DIRECT.GET.IRC_LOG' '{"seq":1}' | grep -q '^one$' || fault "the leaf cannot read the log"
    ask leaf-1 '$JS.API.STREAM.MSG.GET.IRC_LOG' '{"seq":1}' | grep -q '"seq":1' || fault "nor from its leader"
    ask leaf-1 '$JS.API.STREAM.INFO.IRC_LOG' '' | grep -q '"last_seq":1' || fault "the leaf cannot ask for its length"
}

A_root_alone_writes_the_archive_and_deletes_from_it() {
    start_protected
    ask root '$JS.API.STREAM.CREATE.IRC_HIST' '{"name":"IRC_HIST","subjects":["irc.hist.>"],"allow_direct":true}' |
        grep -q '"config"' || fault "the root cannot create it"
    ask root irc.hist.c.1 one | grep -q '"seq":1' || fault "the root cannot append"
    ask root irc.hist.c.1 two | grep -q '"seq":2' || fault "the root cannot append"
    ask root '$JS.API.STREAM.MSG.DELETE.IRC_HIST' '{"seq":1}' | grep -q '"success":true' || fault "nor delete"
    ask root '$JS.API.DIRECT.GET.IRC_HIST' '{"seq":2}' | grep -q '^two$' || fault "nor read"
    ask leaf-1 '$JS.API.DIRECT.GET.IRC_HIST' '{"last_by_subj":"irc.hist.c.1"}' | grep -q '^two$' ||
        fault "the leaf cannot read"
    ask leaf-1 '$JS.API.STREAM.MSG.GET.IRC_HIST' '{"seq":2}' | grep -q '"seq":2' || fault "nor from its leader"
    ask leaf-1 '$JS.API.STREAM.INFO.IRC_HIST' '{"subjects_filter":"irc.hist.d.*.*"}' | grep -q '"last_seq":2' ||
        fault "the leaf cannot ask what subjects there are"
    local user
    for user in leaf-1 observer console; do
        ! may_publish $user irc.hist.c.1 || fault "$user can write"
        ! may_publish $user '$JS.API.STREAM.MSG.DELETE.IRC_HIST' || fault "$user can delete"
        ! may_publish $user '$JS.API.STREAM.PURGE.IRC_HIST' || fault "$user can empty it"
    done
}

Only_the_console_decides_who_leads_the_log() {
    start_protected
    may_publish console '$JS.API.STREAM.LEADER.STEPDOWN.IRC_LOG' || fault "not even the console"
    local user
    for user in root leaf-1 observer; do
        ! may_publish $user '$JS.API.STREAM.LEADER.STEPDOWN.IRC_LOG' || fault "$user does"
    done
}

A_leaf_speaks_for_itself_only() {
    start_protected
    may_publish leaf-1 irc.cmd.leaf-1.JOIN || fault "not even for itself"
    ! may_publish leaf-1 irc.cmd.leaf-2.JOIN || fault "for another leaf"
    may_publish leaf-1 irc.prove.leaf-1 || fault "asks nothing outside the order"
    ! may_publish leaf-1 irc.prove.leaf-2 || fault "asks for another leaf"
    ! may_publish leaf-1 irc.reply.leaf-2.1 || fault "answers another leaf"
    ! may_publish leaf-1 irc.snap.1 || fault "writes snapshots"
    ! may_publish leaf-1 irc.ctl.root-1 || fault "orders a root about"
    may_subscribe leaf-1 irc.cast || fault "does not hear the broadcast"
    may_subscribe leaf-1 'irc.reply.leaf-1.>' || fault "does not hear its answers"
    ! may_subscribe leaf-1 'irc.reply.>' || fault "hears the answers of others"
    ! may_subscribe leaf-1 'irc.cmd.>' || fault "hears the commands of others"
    ! may_subscribe leaf-1 'irc.prove.*' || fault "hears the questions of others"
}

A_leaf_answers_the_service_directory() {
    start_protected
    exec {leaf}<>"/dev/tcp/127.0.0.1/$port"
    printf '%s\r\n' 'CONNECT {"user":"leaf-1","pass":"leaf-1-secret","verbose":false}' 'SUB $SRV.PING 1' >&"$leaf"
    (
        while read -r -u "$leaf" kind _ _ reply _; do
            [[ $kind != MSG ]] || printf 'PUB %s 4\r\nhere\r\n' "$reply" >&"$leaf"
        done
    ) &
    begun+=($!)
    within 10 eval "ask console '\$SRV.PING' '' | grep -q '^here\$'" || fault "no answer"
}

An_observer_only_listens() {
    start_protected
    may_subscribe observer 'irc.>' || fault "does not hear"
    ! may_publish observer irc.cmd.leaf-1.JOIN || fault "speaks"
    ! may_publish observer '$SRV.PING' || fault "asks"
}

Three_nodes_form_a_cluster() {
    free_ports
    local i next last
    for i in 1 2 3; do
        next=$((i % 3 + 1)) last=$(((i + 1) % 3 + 1))
        IRCNATS_NODE=nats-$i IRCNATS_NATS_DIR=$PWD/$i \
            IRCNATS_ROUTE_A=nats://route:route-secret@127.0.0.1:$((port + 3 + next)) \
            IRCNATS_ROUTE_B=nats://route:route-secret@127.0.0.1:$((port + 3 + last)) \
            nats-server -c "$root/nats/cluster.conf" -a 127.0.0.1 -p $((port + i)) \
            --cluster_listen "nats://127.0.0.1:$((port + 3 + i))" >"$i.log" 2>&1 &
        begun+=($!)
    done
    within 200 grep -q 'metadata leader' 1.log || fault "no leader: $(tail -n 1 1.log)"
    port=$((port + 1))
    within 10 has_three_copies || fault "the log cannot have three copies"
}

has_three_copies() {
    ask root '$JS.API.STREAM.CREATE.IRC_LOG' '{"name":"IRC_LOG","subjects":["irc.log"],"num_replicas":3}' |
        grep -q '"num_replicas":3'
}

run_all_tests
