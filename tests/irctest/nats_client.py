"""As much of a NATS client as the controller takes: questions, and the answers that come within a time."""

import itertools
import os
import socket
import time
from typing import Generator, Optional
from urllib.parse import urlparse

_inboxes = itertools.count(1)


class NatsClient:
    """A connection to the nats-server at IRCNATS_NATS_URL."""

    def __init__(self) -> None:
        url = urlparse(os.environ["IRCNATS_NATS_URL"])
        self._socket = socket.create_connection((url.hostname, url.port), timeout=5)
        self._heard = b""
        # Without pedantic or verbose modes the server says nothing but INFO, PING and what is subscribed to.
        self._socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\n')

    def ask(self, *questions: "tuple[str, bytes]", patience: float = 5) -> Generator[bytes, None, None]:
        """What is answered to (subject, payload) pairs; the caller ends when it has heard enough.

        Nobody there to answer is an empty answer."""
        number = next(_inboxes)
        inbox = f"_INBOX.irctest.{os.getpid()}.{id(self)}.{number}"
        lines = [f"SUB {inbox} {number}\r\n".encode()]
        for subject, payload in questions:
            lines.append(f"PUB {subject} {inbox} {len(payload)}\r\n".encode() + payload + b"\r\n")
        self._socket.sendall(b"".join(lines))
        until = time.monotonic() + patience
        try:
            while (message := self._next(until)) is not None:
                if message[0] == number:
                    yield message[1]
        finally:
            self._socket.sendall(f"UNSUB {number}\r\n".encode())

    def close(self) -> None:
        self._socket.close()

    def _next(self, until: float) -> "Optional[tuple[int, bytes]]":
        """The next message as its subscription and payload; none when the time is over."""
        while True:
            line = self._take_line(until)
            if line is None:
                return None
            words = line.split()
            if words[:1] == [b"PING"]:
                self._socket.sendall(b"PONG\r\n")
            elif words[:1] in ([b"MSG"], [b"HMSG"]):
                size = int(words[-1])
                headers = int(words[-2]) if words[0] == b"HMSG" else 0
                if not self._fill(size + 2, until):
                    return None
                payload, self._heard = self._heard[headers:size], self._heard[size + 2 :]
                return int(words[2]), payload
            elif words[:1] == [b"-ERR"]:
                raise ConnectionError(line.decode())

    def _take_line(self, until: float) -> Optional[bytes]:
        while b"\r\n" not in self._heard:
            if not self._fill(len(self._heard) + 1, until):
                return None
        line, _, self._heard = self._heard.partition(b"\r\n")
        return line

    def _fill(self, size: int, until: float) -> bool:
        while len(self._heard) < size:
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._socket.settimeout(left)
            try:
                more = self._socket.recv(65536)
            except socket.timeout:
                return False
            if not more:
                raise ConnectionError("nats-server hung up")
            self._heard += more
        return True


def delete_streams(network: str) -> None:
    """What a test leaves behind in JetStream would slow down the later ones."""
    nats = NatsClient()
    streams = [(f"$JS.API.STREAM.DELETE.{network.upper()}_{name}", b"") for name in ("LOG", "SNAP")]
    answers = nats.ask(*streams)
    heard = [next(answers, b"") for _ in streams]
    answers.close()
    nats.close()
    assert all(b"stream_delete_response" in answer for answer in heard), heard
