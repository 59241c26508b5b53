# A client that is nothing but a socket, for scripts in which the other end is what is tested.
# shellcheck shell=bash disable=SC2154 # $work is made by house.sh
declare -A plain=() plain_mark=()

# Connects NICK to a port of this machine; further arguments are lines to send before it registers.
plain_client() {
    local nick=$1 socket line
    exec {socket}<>"/dev/tcp/127.0.0.1/$2" || fault "nobody listens on $2"
    plain[$nick]=$socket plain_mark[$nick]=1
    : >"plain-$nick"
    sed -u 's,\r$,,' <&"$socket" >"plain-$nick" 2>/dev/null &
    begun+=($!)
    for line in "${@:3}" "NICK $nick" "USER $nick 0 * :$nick"; do plain_says "$nick" "$line"; done
    plain_sees "$nick" " 001 $nick "
}

plain_says() { printf '%s\r\n' "${*:2}" >&"${plain[$1]}"; }

# Waits until NICK was sent a line that matches the extended regular expression, behind the one that it saw last.
plain_sees() {
    within "${patience:-200}" plain_has "$1" "$2" || fault "$1 does not see '$2' but: $(plain_new "$1" | tail -n 8)"
    plain_mark[$1]=$((plain_mark[$1] + $(plain_new "$1" | grep -nE -m 1 -e "$2" | cut -d: -f1)))
}
plain_new() { tail -n "+${plain_mark[$1]}" "plain-$1"; }
plain_has() { plain_new "$1" | grep -qE -e "$2"; }

plain_quits() {
    plain_says "$1" QUIT
    local socket=${plain[$1]}
    exec {socket}>&-
}

# Runs what refuses to run as root, here and in the background, as somebody else if need be.
as_nobody() {
    if ((EUID)); then
        exec "$@"
    fi
    chmod 755 "$work" && chown -R nobody "$PWD"
    exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
}
