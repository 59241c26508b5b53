#!/bin/bash
# ZNC between a client and the network: zoe's client is a plain socket at ZNC, alice is one on a leaf.
# shellcheck source=tests/Clients/clients.sh
. "$(dirname "$0")/clients.sh"
# shellcheck source=tests/Clients/plain.sh
. "$(dirname "$0")/plain.sh"

Znc_stays_while_its_client_is_away_and_moves_when_the_leaf_is_drained() {
    needs znc
    plain_client alice $((port + 1))
    plain_says alice "JOIN #znc"
    mkdir -p znc/configs
    cat >znc/configs/znc.conf <<END
Version = 1.8.2
ServerThrottle = 1
ConnectDelay = 1
<Listener local>
    Host = 127.0.0.1
    Port = $((port + 3))
    IPv4 = true
    IPv6 = false
    SSL = false
</Listener>
<User zoe>
    Pass = plain#secret
    Nick = zoe
    Ident = zoe
    RealName = Zoe behind ZNC
    Buffer = 50
    AutoClearChanBuffer = true
    <Network net>
        Server = 127.0.0.1 $port
        Server = 127.0.0.1 $((port + 1))
        <Chan #znc>
        </Chan>
    </Network>
</User>
END
    as_nobody znc --foreground --no-color --datadir "$PWD/znc" >znc.out 2>&1 </dev/null &
    begun+=($!)
    plain_sees alice ":zoe!zoe@[^ ]+ JOIN :?#znc"

    local caps="CAP REQ :server-time echo-message"
    plain_client zoe $((port + 3)) "$caps" "CAP END" "PASS zoe/net:secret"
    plain_sees zoe "JOIN :?#znc"
    plain_sees zoe " 353 zoe = #znc :.*@alice"
    plain_says zoe "PRIVMSG #znc :through the bouncer"
    plain_sees alice ":zoe![^ ]+ PRIVMSG #znc :through the bouncer"
    plain_says alice "PRIVMSG #znc :and back"
    plain_sees zoe "^@.*time=20[^ ]+Z?[^ ]* :alice![^ ]+ PRIVMSG #znc :and back"

    # What is said while nobody is at ZNC is told later, with the time at which it was said.
    plain_quits zoe
    plain_says alice "PRIVMSG #znc :while you were out" "" && plain_says alice "PRIVMSG zoe :and in private"
    sleep 2
    plain_client zoe $((port + 3)) "$caps" "CAP END" "PASS zoe/net:secret"
    plain_sees zoe "^@.*time=20[^ ]+ :alice![^ ]+ PRIVMSG #znc :while you were out"
    plain_sees zoe ":alice![^ ]+ PRIVMSG zoe :and in private"

    # Its leaf sends it away; it goes to the other one and joins again by itself.
    "${IRCNATS_BIN:-${ArtifactsPath:-$root/artifacts}/run}/ircnats-root" drain leaf-1 \
        --nats-url "nats://127.0.0.1:$((port + 9))" >drain.out 2>&1 || fault "$(<drain.out)"
    local mark=${plain_mark[alice]}
    patience=600 plain_sees alice ":zoe![^ ]+ QUIT "
    # On a busy machine it comes before its old nick is free, and takes another one.
    plain_mark[alice]=$mark
    patience=600 plain_sees alice ":zoe[_-]?![^ ]+ JOIN :?#znc"
    plain_says alice "PRIVMSG #znc :are you here"
    plain_sees zoe ":alice![^ ]+ PRIVMSG #znc :are you here"
    plain_says zoe "PRIVMSG #znc :I am"
    plain_sees alice ":zoe[_-]?![^ ]+ PRIVMSG #znc :I am"
    ! grep -iE 'unknown|malformed|invalid|error' znc.out || fault "$(tail -n 5 znc.out)"
}

begin_network
run_all_tests
