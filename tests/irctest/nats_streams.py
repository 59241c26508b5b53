"""As much of a NATS client as removing the streams of a network takes."""

import os
import socket
from urllib.parse import urlparse


def delete_streams(network: str) -> None:
    """What a test leaves behind in JetStream would slow down the later ones."""
    url = urlparse(os.environ["IRCNATS_NATS_URL"])
    with socket.create_connection((url.hostname, url.port), timeout=5) as connection:
        connection.sendall(
            b'CONNECT {"verbose":false}\r\nSUB _INBOX.irctest 1\r\n'
            + b"".join(
                f"PUB $JS.API.STREAM.DELETE.{network.upper()}_{name} _INBOX.irctest 0\r\n\r\n".encode()
                for name in ("LOG", "SNAP")
            )
        )
        heard = b""
        while heard.count(b"stream_delete_response") < 2:
            more = connection.recv(65536)
            if not more:
                raise ConnectionError("nats-server hung up")
            heard += more
