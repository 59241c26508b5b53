"""Strikes at the roots of a test's network while the test runs (run.sh --failover).

handover: before every line that a client sends, the active root resigns in favour of the other one; the line is sent
when the order is accepted, and so arrives while nobody or somebody else is active.
kill: whenever the suite waits for a PONG and a standby is there, the active root is killed (-9), and started again as
a supervisor would.
"""

import json
import os
import time
import zlib
from typing import Callable, Dict, Optional

from nats_client import NatsClient

HANDOVER, KILL = "handover", "kill"
NODES = ("root-1", "root-2")
_PATIENCE = 20.0


def _handover_to(node: str) -> bytes:
    """Order { Version = 1, Kind = Handover, Argument = node } of src/Shared/Core/Wire/Payload.cs."""
    return b"\x92\x07\x93\x01\x01" + bytes([0xA0 + len(node)]) + node.encode()


class Striker:
    """What strikes one network. START starts a root by its name and gives its process."""

    def __init__(self, kind: str, network: str, roots: Dict[str, object], start: Callable[[str], object]) -> None:
        self.strikes = 0
        self._kind, self._network, self._roots, self._start = kind, network, roots, start
        self._nats = NatsClient()
        test = os.environ.get("PYTEST_CURRENT_TEST", "")
        # Which PONG of a test is first struck is as good as chance, and the same in every run.
        self._spared = zlib.crc32(test.encode()) % 4

    def wait_for_standby(self) -> None:
        until = time.monotonic() + 60
        while sorted(self._roles()) != ["root", "standby"]:
            assert time.monotonic() < until, f"of {self._network} are there only {self._roles()}"

    def before_line(self) -> None:
        if self._kind == HANDOVER:
            self._hand_over()

    def before_pong(self) -> None:
        if self._kind == KILL:
            self._kill()

    def close(self) -> None:
        self._nats.close()
        with open(os.environ["IRCTEST_STRIKES"], "a") as file:
            file.write(f"{self.strikes}\n")

    def _hand_over(self) -> None:
        """Both are told to resign: the standby refuses, and during a hand-over both do."""
        first, second = NODES
        orders = [
            (f"{self._network}.ctl.{first}", _handover_to(second)),
            (f"{self._network}.ctl.{second}", _handover_to(first)),
        ]
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            answers = self._nats.ask(*orders)
            heard = [next(answers, b""), next(answers, b"")]
            answers.close()
            if any(answer[:5] == b"\x92\x08\x93\x01\xc3" for answer in heard):
                self.strikes += 1
                return
            time.sleep(0.005)
        raise AssertionError(f"no root of {self._network} took the order to resign: {heard}")

    def _kill(self) -> None:
        if self._spared:
            self._spared -= 1
            return
        roles = self._roles(patience=0.1)
        if "standby" not in roles or "root" not in roles:
            return
        node = roles["root"]
        self._roots[node].kill()
        self._roots[node].wait()
        self._roots[node] = self._start(node)
        self.strikes += 1

    def _roles(self, patience: float = 1.0) -> Dict[str, str]:
        """Who of the network is what: "root" is the name of the active one."""
        roles: Dict[str, str] = {}
        for answer in self._nats.ask(("$SRV.INFO", b""), patience=patience):
            one = _metadata(answer)
            if one.get("network") == self._network and one.get("role") in ("root", "standby"):
                roles[one["role"]] = one["node"]
            if len(roles) == 2:
                break
        return roles


def _metadata(answer: bytes) -> Dict[str, str]:
    info: Optional[dict] = json.loads(answer) if answer else None
    return info.get("metadata", {}) if info else {}
