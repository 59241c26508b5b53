#!/bin/bash
# Two clients as people use them, alice's irssi on one leaf and bob's weechat on the other, have one session in tmux
# while processes of the network are killed. What counts is what each of them shows.
# `session.Tests.sh --show` prints what that was at the end; docs/session.md is such a print.
# shellcheck source=tests/Clients/clients.sh disable=SC2030,SC2031
. "$(dirname "$0")/clients.sh"
trap 'end_session; clean_up' EXIT
channel_log="weechat/logs/irc.net.#dev.weechatlog"

# In this order: each step goes on where the one before it ended.
steps=(
    Both_register
    Each_joins_and_sees_who_is_there
    They_talk_in_the_channel
    They_talk_in_private
    Either_sets_a_topic_that_both_see
    A_moderated_channel_hears_who_has_a_voice
    Who_was_kicked_comes_back_with_the_key
    Who_is_banned_stays_out_until_the_ban_is_lifted
    Who_is_away_is_said_to_be
    Each_sees_the_new_nick_of_the_other
    The_root_is_killed_and_the_next_line_arrives
    Nats_is_killed_and_the_next_line_arrives
    All_but_the_leaves_are_killed_and_the_next_line_arrives
    Each_sees_the_other_part_and_return
    Neither_was_disconnected
    Who_is_watched_is_said_to_be_here_and_to_go
    Who_comes_back_is_shown_what_was_said_meanwhile
    Each_sees_the_other_quit
    Neither_client_complained
)

Both_register() {
    alice_sees "Welcome to the Test IRC Network, alice!alice@127.0.0.1"
    bob_sees "Welcome to the Test IRC Network, bob!bob@127.0.0.1"
}

Each_joins_and_sees_who_is_there() {
    alice /join "#dev"
    alice_sees "#dev: Total of 1 nicks [1 ops"
    bob /join "#dev"
    bob_sees "Channel #dev: 2 nicks (1 op"
    alice_sees "bob [bob@127.0.0.1] has joined #dev"
}

They_talk_in_the_channel() {
    alice good morning
    bob_sees "@alice good morning"
    bob "hello, alice: käse 🧀"
    alice_sees "< bob> hello, alice: käse 🧀"
    bob /me waves
    alice_sees "* bob waves"
    alice /me waves back
    bob_sees "* alice waves back"
}

They_talk_in_private() {
    alice /msg bob psst
    bob_sees "alice psst"
    bob /msg alice yes?
    alice_sees "[bob(bob@127.0.0.1)] yes?"
    bob /notice alice just so
    alice_sees "-bob(bob@127.0.0.1)- just so"
}

Either_sets_a_topic_that_both_see() {
    alice /topic weekly talk
    bob_sees 'alice has changed topic for #dev to "weekly talk"'
    bob /topic mine
    bob_sees "You're not channel operator"
    alice /op bob
    bob_sees "Mode #dev [+o bob] by alice"
    bob /topic notes of the week
    alice_sees "bob changed the topic of #dev to: notes of the week"
    alice /deop bob
    bob_sees "Mode #dev [-o bob] by alice"
}

A_moderated_channel_hears_who_has_a_voice() {
    alice /mode "#dev" +m
    bob_sees "Mode #dev [+m] by alice"
    bob am I heard
    bob_sees "#dev: Cannot send to channel"
    alice /voice bob
    bob_sees "Mode #dev [+v bob] by alice"
    bob now I am
    alice_sees "<+bob> now I am"
    alice /mode "#dev" -m
    bob_sees "Mode #dev [-m] by alice"
}

Who_was_kicked_comes_back_with_the_key() {
    alice /mode "#dev" +k sesame
    bob_sees "Mode #dev [+k sesame] by alice"
    alice /kick bob see you
    bob_sees "alice has kicked bob (see you)"
    alice_sees "bob was kicked from #dev by alice [see you]"
    bob /join "#dev"
    bob_sees "#dev: Cannot join channel (+k)"
    bob /join "#dev" sesame
    bob_sees 'Topic for #dev is "notes of the week"'
    alice_sees "bob [bob@127.0.0.1] has joined #dev"
    alice /mode "#dev" -k sesame
    bob_sees "Mode #dev [-k"
}

Who_is_banned_stays_out_until_the_ban_is_lifted() {
    alice /ban bob
    bob_sees "Mode #dev [+b *!*bob@127.0.0.*] by alice"
    alice /kick bob out
    bob_sees "alice has kicked bob (out)"
    bob /join "#dev"
    bob_sees "#dev: Cannot join channel (+b)"
    alice /mode "#dev" b
    alice_sees "#dev: ban *!*bob@127.0.0.* [by alice!alice@127.0.0.1"
    alice /mode "#dev" -b "*!*bob@127.0.0.*"
    alice_sees "mode/#dev [-b *!*bob@127.0.0.*] by alice"
    bob /join "#dev"
    alice_sees "bob [bob@127.0.0.1] has joined #dev"
}

Who_is_away_is_said_to_be() {
    bob /away lunch
    bob_sees "You have been marked as being away"
    alice /msg bob hungry?
    alice_sees "bob is away: lunch"
    bob_sees "alice hungry?"
    alice /whois bob
    alice_sees "End of WHOIS"
    alice_sees "away     : lunch"
    alice_sees "channels : #dev"
    bob /away
    bob_sees "You are no longer marked as being away"
}

Each_sees_the_new_nick_of_the_other() {
    bob /nick robert
    alice_sees "bob is now known as robert"
    alice /nick alicia
    bob_sees "alice is now known as alicia"
}

The_root_is_killed_and_the_next_line_arrives() {
    local active
    active=$(cd data/log && grep -l "ready: active" root-*.log) || fault "no root says that it is active"
    kill_at_once "${active%.log}"
    the_next_line_arrives "without ${active%.log}"
}

Nats_is_killed_and_the_next_line_arrives() {
    kill_at_once nats-1
    the_next_line_arrives "without NATS"
}

All_but_the_leaves_are_killed_and_the_next_line_arrives() {
    kill_at_once root-1 root-2 nats-1
    the_next_line_arrives "without all of them"
}

Each_sees_the_other_part_and_return() {
    bob /part "#dev" back soon
    alice_sees "robert [bob@127.0.0.1] has left #dev [back soon]"
    bob /join "#dev"
    alice_sees "robert [bob@127.0.0.1] has joined #dev"
    alice /part "#dev" me too
    bob_sees "alicia (alice@127.0.0.1) has left #dev (me too)"
    alice /join "#dev"
    bob_sees "alicia (Alice) (alice@127.0.0.1) has joined #dev"
}

Neither_was_disconnected() {
    ! alice_shows | grep -iE 'disconnected|connection (lost|to .* lost)|removed reconnection' || fault "see above"
    ! bob_shows | grep -iE 'disconnected|reconnect' || fault "see above"
}

# weechat's notify list is MONITOR.
Who_is_watched_is_said_to_be_here_and_to_go() {
    bob /notify add alicia
    bob_sees "notify: alicia (alice@127.0.0.1) is connected"
    bob /notify add nobody
    bob_sees "notify: nobody is offline"
    alice /quote SETNAME :Alice of Old Town
    alice /whois alicia
    alice_sees "ircname  : Alice of Old Town"
}

# weechat cannot ask: a channel with +H shows it so many of the newest messages each time it joins.
Who_comes_back_is_shown_what_was_said_meanwhile() {
    alice /join "#lobby"
    alice_sees "#lobby: Total of 1 nicks [1 ops"
    alice /mode "#lobby" +H 1:1h
    alice_sees "mode/#lobby [+H 1:1h] by alicia"
    alice /msg "#lobby" before anybody came
    bob /join "#lobby"
    bob_sees "alicia before anybody came"
    bob /disconnect net
    alice_sees "robert [bob@127.0.0.1] has quit"
    alice /msg "#lobby" said meanwhile
    bob /connect net
    bob_sees "Welcome to the Test IRC Network"
    bob /join "#dev,#lobby"
    bob_sees "alicia said meanwhile"
    local text
    for text in "before anybody came" "said meanwhile"; do
        (($(bob_shows | grep -c "alicia $text") == 1)) || fault "weechat does not show '$text' once"
    done
    bob /nick robert
    alice_sees "bob is now known as robert"
    alice /part "#lobby"
}

Each_sees_the_other_quit() {
    alice /disconnect net off for a moment
    bob_sees "alicia (alice@127.0.0.1) has quit (Quit: off for a moment)"
    bob_sees "notify: alicia has quit"
    alice /connect net
    alice_sees "Welcome to the Test IRC Network"
    alice /join "#dev"
    bob_sees "(Alice) (alice@127.0.0.1) has joined #dev"
    bob /quit good night
    alice_sees "robert [bob@127.0.0.1] has quit [Quit: good night]"
}

# A client says so when it cannot place a line.
Neither_client_complained() {
    ! grep -iE 'not found|unknown|malformed|not enough|invalid|error' weechat/logs/*.weechatlog || fault "see above"
    ! alice_shows | grep -iE 'critical|unknown|invalid|error' || fault "see above"
}

# --- the clients ----------------------------------------------------------------------------------------------------

in_tmux() { tmux -S "$work/tmux" -f /dev/null "$@"; }

# Types a line into a client. What weechat reads from its pipe it takes for typed into the buffer named there.
alice() { in_tmux send-keys -t alice -l -- "$*" && in_tmux send-keys -t alice Enter; }
bob() {
    local buffer=server.net
    [[ ! -e $channel_log ]] || buffer=net.#dev
    printf 'irc.%s *%s\n' "$buffer" "$*" 1<>typed
}

# irssi shows everything in one window, on a screen that is high enough; weechat has a buffer for each target and keeps
# what it shows there in a file.
alice_shows() { in_tmux capture-pane -p -t alice | grep -E '^([0-9]{2}:|  )' | sed 's/ *$//'; }
bob_shows() {
    local log
    for log in weechat/logs/irc.*; do
        log=${log%.weechatlog}
        echo "--- weechat: ${log##*/irc.} ---"
        tr '\t' ' ' <"$log.weechatlog"
    done
}

# Waits until a client shows a text that it did not when the step began.
alice_sees() { within 200 shows_now alice "$1" || fault "alice does not see '$1' but $(what_is_new alice)"; }
bob_sees() { within 200 shows_now bob "$1" || fault "bob does not see '$1' but $(what_is_new bob)"; }
shows_now() { what_is_new "$1" | grep -qF -e "$2"; }
what_is_new() { diff "$1.before" <("$1_shows" 2>/dev/null) | sed -n 's/^> //p'; }

kill_at_once() {
    killed=("$@")
    cp out out.before
    local name pids=()
    for name in "$@"; do pids+=("$(pid_of "$name")"); done
    kill -KILL "${pids[@]}"
}

# Both talk at once, and again when ./run has started what was killed.
the_next_line_arrives() {
    local name
    alice "$1, says alice"
    bob "$1, says bob"
    alice_sees "robert> $1, says bob"
    bob_sees "alicia $1, says alice"
    for name in "${killed[@]}"; do within 100 is_back "$name" || fault "$name was not started again"; done
    alice "$1 no more"
    bob_sees "alicia $1 no more"
}
is_back() { diff out.before out | grep -q "^> $1 died (signal 9), started again"; }

start_clients() {
    mkdir irssi weechat
    cat >irssi/config <<END
servers = ( { address = "127.0.0.1"; port = "$port"; chatnet = "net"; autoconnect = "yes"; } );
chatnets = { net = { type = "IRC"; }; };
settings = {
  core = { nick = "alice"; user_name = "alice"; real_name = "Alice"; timestamp_format = "%H:%M:%S"; };
  "irc/core" = { cmds_max_at_once = "100"; cmd_queue_speed = "10msec"; };
  "fe-text" = { paste_detect_time = "0"; };
  "fe-common/core" = { autocreate_windows = "no"; autocreate_query_level = "NONE"; use_status_window = "no";
    use_msgs_window = "no"; };
};
END
    local typed=("/set fifo.file.path $PWD/typed"
        "/set logger.file.flush_delay 0" "/set logger.file.time_format %H:%M:%S"
        "/set irc.server_default.anti_flood_prio_high 0" "/set irc.server_default.anti_flood_prio_low 0"
        "/server add net 127.0.0.1/$((port + 1)) -notls -nicks=bob -username=bob -realname=Bob" "/connect net")
    local run=("${typed[@]/#/--run-command=}")
    in_tmux new-session -d -x 120 -y 400 -n alice env TERM=screen LC_ALL=C.UTF-8 irssi --home="$PWD/irssi"
    in_tmux new-window -d -n bob env LC_ALL=C.UTF-8 weechat-headless --dir "$PWD/weechat" "${run[@]}"
    local pid
    while read -r pid; do begun+=("$pid"); done < <(in_tmux list-panes -a -F '#{pane_pid}')
}

end_session() {
    in_tmux kill-server 2>/dev/null
    end_begun
}

run_steps() {
    local step why
    for step in "${steps[@]}"; do
        alice_shows >alice.before
        bob_shows >bob.before 2>/dev/null
        if ! why=$("$step"); then
            echo "not ok ${step//_/ }: ${why//$'\n'/ | }"
            return
        fi
        echo "ok ${step//_/ }"
    done
}

script_needs "Two clients have a session" irssi weechat-headless weechat-plugins tmux
begin_network
start_clients
run_steps
[[ ${1-} != --show ]] || { echo "--- irssi ---"; alice_shows; bob_shows; }
