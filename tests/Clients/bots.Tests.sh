#!/bin/bash
# Programs that sit in channels and answer, Limnoria and Eggdrop; the two simplest clients there are, ii and sic; and
# one that knows only TLS, catgirl. A plain socket on the other leaf talks with each; what counts is what it is sent.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
# shellcheck source=tests/Clients/plain.sh
. "$(dirname "$0")/plain.sh"

Limnoria_joins_answers_and_reads_the_modes() {
    needs limnoria
    plain_client lena $((port + 1)) "CAP REQ :batch echo-message server-time message-tags labeled-response" "CAP END"
    plain_says lena "JOIN #limnoria"
    cat >bot.conf <<END
supybot.nick: limn
supybot.ident: limn
supybot.user: Limnoria
supybot.networks: net
supybot.networks.net.servers: 127.0.0.1:$port
supybot.networks.net.ssl: False
supybot.networks.net.channels: #limnoria
supybot.protocols.irc.experimentalExtensions: True
supybot.reply.whenAddressedBy.chars: @
supybot.reply.error.inPrivate: False
supybot.plugins: Misc Channel Owner Config User Utilities String
supybot.plugins.Misc: True
supybot.plugins.Channel: True
supybot.plugins.Channel.public: True
supybot.plugins.Owner: True
supybot.plugins.Config: True
supybot.plugins.User: True
supybot.plugins.Utilities: True
supybot.plugins.String: True
supybot.log.stdout: True
supybot.log.level: WARNING
supybot.directories.conf: $PWD/conf
supybot.directories.data: $PWD/data-bot
supybot.directories.log: $PWD/logs
supybot.directories.backup: $PWD/backup
supybot.protocols.irc.throttleTime: 0.0
END
    supybot --allow-root --disable-multiprocessing bot.conf >bot.out 2>&1 </dev/null &
    begun+=($!)
    plain_sees lena ":limn![^ ]+ JOIN #limnoria"
    plain_says lena "PRIVMSG #limnoria :@echo it is \$nick, käse 🧀"
    plain_sees lena ":limn![^ ]+ PRIVMSG #limnoria :it is lena, käse 🧀"
    plain_says lena "PRIVMSG limn :echo in private"
    plain_sees lena ":limn![^ ]+ (PRIVMSG|NOTICE) lena :in private"
    # What it knows of the channel comes from NAMES, WHO and MODE.
    plain_says lena "PRIVMSG #limnoria :@channel nicks"
    plain_sees lena ":limn![^ ]+ NOTICE lena :(lena and limn|limn and lena)"
    plain_says lena "MODE #limnoria +o limn"
    plain_says lena "PRIVMSG #limnoria :@len $(printf 'x%.0s' {1..400})"
    plain_sees lena ":limn![^ ]+ PRIVMSG #limnoria :.*400"
    plain_says lena "KICK #limnoria limn :out"
    plain_sees lena ":limn![^ ]+ JOIN #limnoria"
    bot_is_content bot.out
}

Eggdrop_joins_knows_who_is_there_and_keeps_order() {
    needs eggdrop
    plain_client erik $((port + 1))
    plain_says erik "JOIN #egg"
    cat >eggdrop.conf <<END
set mod-path "/usr/lib/eggdrop/modules/"
set help-path "/usr/share/eggdrop/help/"
set text-path "/usr/share/eggdrop/text/"
set nick egg
set altnick egg-
set username egg
set realname "Eggdrop"
set botnet-nick egg
set userfile egg.user
set chanfile egg.chan
set network net
set net-type 5
set servers { 127.0.0.1:$port }
logfile mcosw * eggdrop.log
loadmodule blowfish
loadmodule channels
loadmodule server
loadmodule ctcp
loadmodule irc
channel add #egg { }
channel set #egg +enforcebans +dynamicbans
bind pub - "!who" who
proc who {nick uhost handle channel text} {
    foreach one [lsort [chanlist \$channel]] {
        putserv "PRIVMSG \$channel :\$one is [getchanhost \$one \$channel] op=[isop \$one \$channel]"
    }
}
bind pub - "!ban" ban
proc ban {nick uhost handle channel text} { newchanban \$channel \$text egg "not here" }
END
    as_nobody eggdrop -nm eggdrop.conf >bot.out 2>&1 </dev/null &
    begun+=($!)
    plain_sees erik ":egg![^ ]+ JOIN :?#egg"
    plain_says erik "MODE #egg +o egg"
    # It asks WHO and the lists, slowly, and answers nobody before it knows all.
    within 15 eggdrop_answers
    plain_sees erik ":egg![^ ]+ PRIVMSG #egg :egg is egg@127.0.0.1 op=1"
    plain_sees erik ":egg![^ ]+ PRIVMSG #egg :erik is erik@127.0.0.1 op=1"
    plain_says erik "PRIVMSG #egg :!ban spam!*@*"
    plain_client spam "$port"
    plain_says spam "JOIN #egg"
    plain_sees erik ":egg![^ ]+ MODE #egg \+b :?spam!\*@\*"
    plain_sees erik ":egg![^ ]+ KICK #egg spam :.*not here"
    plain_says spam "JOIN #egg"
    plain_sees spam " 474 spam #egg "
    bot_is_content eggdrop.log
}

Ii_talks_through_its_files() {
    needs ii
    plain_client ida $((port + 1))
    plain_says ida "JOIN #ii"
    ii -s 127.0.0.1 -p "$port" -n iris -f Iris -i "$PWD/ii" >ii.out 2>&1 </dev/null &
    begun+=($!)
    within 100 grep -qs "Welcome to the Test" ii/127.0.0.1/out || fault "$(tail -n 3 ii.out ii/127.0.0.1/out)"
    echo "/j #ii" >ii/127.0.0.1/in
    plain_sees ida ":iris![^ ]+ JOIN :?#ii"
    within 50 test -p ii/127.0.0.1/#ii/in || fault "no file for #ii"
    echo "from a file" >"ii/127.0.0.1/#ii/in"
    plain_sees ida ":iris![^ ]+ PRIVMSG #ii :from a file"
    plain_says ida "PRIVMSG #ii :into a file"
    within 100 grep -q "<ida> into a file" "ii/127.0.0.1/#ii/out" || fault "$(tail -n 3 "ii/127.0.0.1/#ii/out")"
}

Sic_talks_through_its_pipes() {
    needs sic
    plain_client sid $((port + 1))
    plain_says sid "JOIN #sic"
    mkfifo typed
    sic -h 127.0.0.1 -p "$port" -n sica <typed >sic.out 2>&1 &
    begun+=($!)
    exec {typed}>typed
    within 100 grep -qs "Welcome to the Test" sic.out || fault "$(tail -n 3 sic.out)"
    echo ":j #sic" >&"$typed"
    plain_sees sid ":sica![^ ]+ JOIN :?#sic"
    echo "typed" >&"$typed"
    plain_sees sid ":sica![^ ]+ PRIVMSG #sic :typed"
    plain_says sid "PRIVMSG #sic :shown"
    within 100 grep -q "<sid> shown" sic.out || fault "$(tail -n 3 sic.out)"
}

eggdrop_answers() {
    plain_says erik "PRIVMSG #egg :!who"
    within 20 plain_has erik ":egg![^ ]+ PRIVMSG #egg :erik is"
}

Catgirl_talks_over_tls() {
    needs catgirl tmux openssl
    plain_client tess $((port + 1))
    plain_says tess "JOIN #cats"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
        -keyout key.pem -out cert.pem 2>openssl.log || fault "$(tail -n 2 openssl.log)"
    "${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-leaf" --name leaf-tls --tls-cert cert.pem \
        --tls-key key.pem --listen-tls "127.0.0.1:$((port + 3))" --nats-url "nats://127.0.0.1:$((port + 9))" \
        >leaf.out 2>leaf.err </dev/null &
    begun+=($!)
    within 300 grep -q '^leaf-tls ready' leaf.out || fault "$(tail -n 1 leaf.err)"
    in_tmux() { tmux -S "$PWD/tmux" -f /dev/null "$@"; }
    in_tmux new-session -d -x 120 -y 40 env TERM=screen LC_ALL=C.UTF-8 \
        catgirl -h 127.0.0.1 -p $((port + 3)) -n cat -u cat -r Cat -t "$PWD/cert.pem" -j "#cats"
    begun+=("$(in_tmux list-panes -a -F '#{pane_pid}')")
    plain_sees tess ":cat![^ ]+ JOIN :?#cats"
    plain_says tess "PRIVMSG #cats :shown over TLS"
    # shellcheck disable=SC2317 # within calls it
    shows_what_was_said() { in_tmux capture-pane -p | grep -q "shown over TLS"; }
    within 100 shows_what_was_said || fault "$(in_tmux capture-pane -p | tail -n 5)"
    in_tmux send-keys -l "typed over TLS" && in_tmux send-keys Enter
    plain_sees tess ":cat![^ ]+ PRIVMSG #cats :typed over TLS"
    plain_says tess "WHOIS cat"
    plain_sees tess " 671 tess cat "
}

# A bot says so when it cannot place a line.
bot_is_content() {
    ! grep -iE 'traceback|uncaught|malformed|unexpected|bogus' "$1" || fault "$(tail -n 5 "$1")"
}

begin_network
run_all_tests
