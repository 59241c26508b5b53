#!/bin/bash
# The examples of deploy/proxies, run for real: haproxy ends TLS before IRC, nginx before WebSockets; what the leaf
# believes of their clients is what WHOIS says. The clients come from 127.0.0.2, the proxies from 127.0.0.1.
# shellcheck source=tests/House/house.sh
. "$(dirname "${BASH_SOURCE[0]}")/../House/house.sh"
trap 'end_begun; clean_up' EXIT
bin=${ArtifactsPath:-$root/artifacts}/bin

begin() {
    "$@" >>log 2>&1 </dev/null &
    begun+=($!)
}

# says WHAT FILE TEXT: the file comes to hold the text.
says() {
    if within 50 grep -qs -- "$3" "$2"; then echo "ok $1"; else echo "not ok $1: $(tr -c '[:print:]' ' ' <"$2")"; fi
}

# A WebSocket's message from a client, with a mask of zeros.
frame() { printf '\x81'; printf "\\x$(printf %x $((128 + ${#1})))\\0\\0\\0\\0%s" "$1"; }

# Hanging up too early would end the connection before its answers are here.
irc() {
    printf 'NICK alice\r\nUSER alice 0 * :Alice\r\n'
    sleep 3
    printf 'WHOIS alice\r\nQUIT\r\n'
    sleep 3
}

web() {
    printf 'GET /socket HTTP/1.1\r\nHost: irc.example.net\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
    printf 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    sleep 2
    frame 'NICK bob'
    frame 'USER bob 0 * :Bob'
    sleep 3
    frame 'WHOIS bob'
    frame 'QUIT'
    sleep 3
}

through() { timeout 20 openssl s_client -quiet -bind 127.0.0.2 -connect "127.0.0.1:$1" 2>/dev/null; }

script_needs "The examples of proxies" openssl
cd "$work" || exit 1
free_ports
nats=$port leaf=$((port + 1)) web=$((port + 2)) tls=$((port + 3)) https=$((port + 4))
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=irc.example.net -keyout key.pem -out cert.pem 2>/dev/null
cat cert.pem key.pem >both.pem
begin nats-server -js -sd "$work/nats" -a 127.0.0.1 -p "$nats"
within 100 listens "$nats"
begin "$bin/Root/release/ircnats-root" --name root-1 --config "$root/tests/transcripts.yaml" \
    --nats-url "nats://127.0.0.1:$nats"
begin "$bin/Leaf/release/ircnats-leaf" --name leaf-1 --nats-url "nats://127.0.0.1:$nats" \
    --listen "127.0.0.1:$leaf" --proxy-from 127.0.0.1
begin "$bin/Leaf/release/ircnats-leaf" --name leaf-2 --nats-url "nats://127.0.0.1:$nats" \
    --listen-ws "127.0.0.1:$web" --forwarded-from 127.0.0.1
for name in leaf-1 leaf-2; do
    within 300 grep -qs "^$name ready" log && continue
    echo "not ok The leaves behind the proxies start: $(tail -n 5 log | tr '\n' '|')"
    exit 1
done

if why=$(needs haproxy); then
    sed -e "s|\*:6697|127.0.0.1:$tls|; s|/etc/haproxy/irc.pem|$work/both.pem|; s|10.0.0.[23]:6667|127.0.0.1:$leaf|" \
        "$root/deploy/proxies/haproxy.cfg" >haproxy.cfg
    begin haproxy -f haproxy.cfg
    within 100 listens "$tls"
    irc | through "$tls" >irc.txt
    says 'A client behind haproxy has its own address' irc.txt '338 alice alice .*127\.0\.0\.2'
    says 'A client behind haproxy with TLS is secure' irc.txt ' 671 alice alice '
else
    echo "skip A client behind haproxy has its own address: $why"
fi

if why=$(needs nginx-light); then
    {
        echo "pid $work/nginx.pid; error_log $work/log; daemon off; events { } http { access_log off;"
        sed -e "s|listen 443|listen 127.0.0.1:$https|; s|127.0.0.1:8067|127.0.0.1:$web|" \
            -e "s|/etc/ssl/irc.example.net.pem|$work/cert.pem|; s|/etc/ssl/irc.example.net.key|$work/key.pem|" \
            "$root/deploy/proxies/nginx.conf"
        echo '}'
    } >nginx.conf
    begin nginx -e "$work/log" -c "$work/nginx.conf"
    within 100 listens "$https"
    web | through "$https" >web.txt
    says 'A web client behind nginx has its own address' web.txt '338 bob bob .*127\.0\.0\.2'
    says 'A web client behind nginx with TLS is secure' web.txt ' 671 bob bob '
else
    echo "skip A web client behind nginx has its own address: $why"
fi
