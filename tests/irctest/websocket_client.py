"""As much of websockets.sync.client as irctest uses, where the library is missing or too old to have it (Debian 12).

A client of RFC 6455 without extensions: connect, send, recv with a timeout, close.
"""

import base64
import os
import socket
import struct
import time
from urllib.parse import urlparse

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def connect(url, subprotocols=None):
    return ClientConnection(url, subprotocols or [])


class ClientConnection:
    def __init__(self, url, subprotocols):
        address = urlparse(url)
        self._socket = socket.create_connection((address.hostname, address.port), timeout=5)
        self._socket.setsockopt(socket.SOL_TCP, socket.TCP_NODELAY, 1)
        self._unread = b""
        request = [
            "GET / HTTP/1.1",
            f"Host: {address.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Protocol: {', '.join(subprotocols)}"] if subprotocols else []),
        ]
        self._socket.sendall("\r\n".join(request + ["", ""]).encode())
        while b"\r\n\r\n" not in self._unread:
            self._receive(5)
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        status, *headers = head.decode().split("\r\n")
        if " 101 " not in status:
            raise ConnectionError(status)
        values = {name.lower(): value.strip() for name, value in (h.split(":", 1) for h in headers)}
        self.subprotocol = values.get("sec-websocket-protocol")

    def send(self, message):
        if isinstance(message, str):
            self._send(TEXT, message.encode())
        else:
            self._send(BINARY, message)

    def recv(self, timeout=None):
        """The next message: str or bytes, as it was sent. TimeoutError when none came in time."""
        until = time.monotonic() + (timeout if timeout is not None else 3600)
        while True:
            opcode, payload = self._frame(until)
            if opcode == TEXT:
                return payload.decode()
            if opcode == BINARY:
                return payload
            if opcode == PING:
                self._send(PONG, payload)
            elif opcode == CLOSE:
                raise ConnectionError(f"closed: {payload!r}")

    def close(self):
        try:
            self._send(CLOSE, struct.pack("!H", 1000))
        except OSError:
            pass
        self._socket.close()

    def _send(self, opcode, payload):
        mask = os.urandom(4)
        length = len(payload)
        size = bytes([0x80 | length]) if length < 126 else b"\xfe" + struct.pack("!H", length)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self._socket.sendall(bytes([0x80 | opcode]) + size + mask + masked)

    def _frame(self, until):
        """Opcode and payload of the next frame; servers here do not split messages."""
        while True:
            length, start = self._unread[1] & 127 if len(self._unread) > 1 else 0, 2
            if length == 126:
                length, start = int.from_bytes(self._unread[2:4], "big"), 4
            if len(self._unread) >= start + length and len(self._unread) > 1:
                break
            self._receive(until - time.monotonic())
        assert self._unread[0] & 0x80, "a message in more than one frame"
        opcode, payload = self._unread[0] & 15, self._unread[start : start + length]
        self._unread = self._unread[start + length :]
        return opcode, payload

    def _receive(self, timeout):
        self._socket.settimeout(max(timeout, 0.001))
        more = self._socket.recv(65536)  # socket.timeout is TimeoutError
        if not more:
            raise ConnectionError("closed")
        self._unread += more
