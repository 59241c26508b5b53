"""irctest's controller of IrcNats: for every test a network of its own, made of one root and IRCNATS_LEAVES leaves.

All networks share the nats-server at IRCNATS_NATS_URL, each under a name of its own; with IRCNATS_SINGLE each network
is one process without NATS. IRCNATS_BIN is the folder with the executables. A test's clients are connected to its
leaves in turn. With IRCNATS_FAILOVER there are two roots, and failover.py strikes at them while the test runs. run.sh
sets all this up.
"""

import base64
import hashlib
import itertools
import json
import os
import shutil
import subprocess
from typing import Optional, Set, Type

from irctest import client_mock
from irctest.basecontrollers import BaseServerController, DirectoryBasedController
from irctest.cases import BaseServerTestCase, TestCaseControllerConfig
from irctest.runner import NotImplementedByController
from irctest.specifications import Capabilities, OptionalBehaviors

import failover
import nats_client

LEAVES = int(os.environ.get("IRCNATS_LEAVES", "1"))
FAILOVER = os.environ.get("IRCNATS_FAILOVER", "")
SINGLE = os.environ.get("IRCNATS_SINGLE", "")
CASSANDRA = os.environ.get("IRCTEST_CASSANDRA", "")
BIN = os.environ["IRCNATS_BIN"]
# Nothing outlives this process, even one that is killed.
LEASH = ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []

_numbers = itertools.count(1)
# Port of a network's first leaf -> the ports of all its leaves, in turn and for ever.
_turns: dict = {}
# Who strikes the network of the test that runs, if somebody does: a worker runs one test at a time.
_strikers: list = []
_connect = client_mock.ClientMock.connect
_send_line = client_mock.ClientMock.sendLine
_get_messages = client_mock.ClientMock.getMessages


def _connect_in_turn(client, hostname, port):
    _connect(client, hostname, next(_turns[port]) if port in _turns else port)


def _send_line_after_strike(client, line):
    for striker in _strikers:
        striker.before_line()
    _send_line(client, line)


def _send_line_with_sasl(client, line):
    # Most clients of bouncer.py log in without asking for the capability, which the specification wants.
    if line == "CAP LS 302" and "bouncer.py" in os.environ["PYTEST_CURRENT_TEST"] and client.name != 1:
        _send_line_to_network(client, "CAP REQ :sasl")
    _send_line_to_network(client, line)


def _get_messages_after_strike(client, synchronize=True, **how):
    for striker in _strikers:
        if synchronize:
            striker.before_pong()
    return _get_messages(client, synchronize=synchronize, **how)


client_mock.ClientMock.connect = _connect_in_turn  # type: ignore[method-assign]
_send_line_to_network = _send_line_after_strike if FAILOVER else _send_line
client_mock.ClientMock.sendLine = _send_line_with_sasl  # type: ignore[method-assign]
if FAILOVER:
    client_mock.ClientMock.getMessages = _get_messages_after_strike  # type: ignore[method-assign]


def verifier(password: str) -> str:
    """What the configuration holds of a password. One iteration: tests are not attacked."""
    salt = b"salt of irctest"
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1, 32)
    return "$pbkdf2-sha256$1$" + "$".join(base64.b64encode(part).decode() for part in (salt, key))


class IrcnatsController(BaseServerController, DirectoryBasedController):
    software_name = "ircnats"
    supports_sts = False
    supported_sasl_mechanisms: Set[str] = {"PLAIN", "SCRAM-SHA-256"}
    extban_mute_char: Optional[str] = "m"
    _port_wait_interval = 0.02
    roots: dict = {}
    leaves: list = []
    striker: Optional[failover.Striker] = None

    # What stands here may not be missing: a refusal is a failure then, and not a skip.
    capabilities = frozenset(
        {
            Capabilities.ACCOUNT_NOTIFY,
            Capabilities.ACCOUNT_TAG,
            Capabilities.AWAY_NOTIFY,
            Capabilities.BATCH,
            Capabilities.ECHO_MESSAGE,
            Capabilities.EXTENDED_JOIN,
            Capabilities.EXTENDED_MONITOR,
            Capabilities.LABELED_RESPONSE,
            Capabilities.MESSAGE_REDACTION,
            Capabilities.MESSAGE_TAGS,
            Capabilities.MULTILINE,
            Capabilities.MULTI_PREFIX,
            Capabilities.SERVER_TIME,
            Capabilities.SETNAME,
        }
    )
    optional_behaviors = frozenset(
        {
            OptionalBehaviors.BAN_EXCEPTION_MODE,
            OptionalBehaviors.CAP_REQ_MINUS,
            OptionalBehaviors.ELIST_C,
            OptionalBehaviors.ELIST_M,
            OptionalBehaviors.ELIST_N,
            OptionalBehaviors.ELIST_T,
            OptionalBehaviors.ELIST_U,
            OptionalBehaviors.INVITE_EXCEPTION_MODE,
            OptionalBehaviors.INVITE_LIST,
            OptionalBehaviors.INVITE_OVERRIDES_LIMIT,
            OptionalBehaviors.METADATA_BEFORE_CONNECT,
            OptionalBehaviors.MULTI_JOIN,
            OptionalBehaviors.MULTI_KICK,
            OptionalBehaviors.MULTI_NAMES_COMMAND,
            OptionalBehaviors.MULTI_PRIVMSG,
            OptionalBehaviors.NO_CTCP,
        }
    )
    isupport = {"CASEMAPPING": "ascii", "NETWORK": "irctest", "UTF8ONLY": None}

    def run(
        self,
        hostname: str,
        port: int,
        *,
        password: Optional[str],
        ssl: bool,
        run_services: bool,
        faketime: Optional[str] = None,
        websocket_hostname: Optional[str] = None,
        websocket_port: Optional[int] = None,
    ) -> None:
        assert self.proc is None
        self.require(not ssl, "TLS in server tests")
        test = os.environ["PYTEST_CURRENT_TEST"]
        self.require("ServicesLinks" not in test, "services that are a server in LINKS")
        self.hostname, self.port = hostname, port
        self.create_config()
        assert self.directory
        config = self.directory / "ircnats.yaml"
        (self.directory / "network.secret").write_text("the secret of a network of irctest\n")
        config.write_text(json.dumps(self.configuration(password, self.test_config)))  # JSON is YAML
        # irctest itself is killed with its workers: a name may not come twice on one nats-server.
        self.network = f"t{os.getpid()}x{next(_numbers)}"

        ports = [port] + [self.get_hostname_and_port()[1] for _ in range(LEAVES - 1)]
        _turns[port] = itertools.cycle(ports)
        web = []
        if websocket_port:
            # Those tests wait for nothing between one client's line and another's PING.
            self.sync_sleep_time = 0.05
            web = ["--listen-ws", f"{websocket_hostname}:{websocket_port}"]
        if FAILOVER:
            self.roots = {node: self.start_root(node, []) for node in failover.NODES}
            self.leaves = [self.start_leaf(hostname, p, web if p == port else []) for p in ports]
            self.striker = failover.Striker(FAILOVER, self.network, self.roots, lambda node: self.start_root(node, []))
        else:
            kind = ["--single", "--data", str(self.directory / "data")] if SINGLE else ["--with-leaf"]
            self.with_leaf = [*kind, "--listen", f"{hostname}:{port}", *web]
            self.start_network(ports[1:])
        self.proc = self.roots["root-1"]
        self.leaf_ports = ports[1:]

    def start_network(self, leaf_ports: list) -> None:
        self.roots = {"root-1": self.start_root("root-1", self.with_leaf)}
        self.leaves = [self.start_leaf(self.hostname, p, []) for p in leaf_ports]

    def restart(self) -> None:
        """Every process is killed and begins again. What the network was is in its log."""
        self.require(not FAILOVER, "a restart without roots that are struck besides")
        self.kill_processes()
        self.start_network(self.leaf_ports)
        self.proc = self.roots["root-1"]
        self.port_open = False
        self.wait_for_port()

    def start_root(self, node: str, more: list) -> subprocess.Popen:
        assert self.directory
        return self.start("root", node, ["--config", str(self.directory / "ircnats.yaml"), *more])

    def start_leaf(self, hostname: str, port: int, more: list) -> subprocess.Popen:
        return self.start("leaf", f"leaf-{port}", ["--listen", f"{hostname}:{port}", *more])

    def start(self, what: str, node: str, more: list) -> subprocess.Popen:
        common = ["--name", node, "--network", self.network, "--log-level", "warning"]
        if what == "leaf" or "--single" in more:
            common.append("--no-rehearsal")  # a standby that was not rehearsed takes over too late
        return self.execute([*LEASH, f"{BIN}/ircnats-{what}", *common, *more])

    @staticmethod
    def configuration(password: Optional[str], wanted: TestCaseControllerConfig) -> dict:
        test = os.environ["PYTEST_CURRENT_TEST"]
        host, _, cql_port = CASSANDRA.partition(":")
        little_memory = {"channel-length": 1, "client-length": 1} if CASSANDRA else {}
        cassandra = {"enabled": True, "contact-points": [host], "port": int(cql_port or 9042), "keyspace": "irctest"}
        server = {
            "name": "My.Little.Server",
            "description": "test server",
            "ip-limits": {"count": False},  # every client is 127.0.0.1
        }
        if password:
            server["password"] = verifier(password)
        return {
            "network": {"name": "irctest", "secret-file": "network.secret"},
            "server": server | {"casemapping": "rfc1459" if "[rfc1459-" in test else "ascii"},
            "accounts": {
                "default-user-modes": "",
                "registration": {
                    "enabled": True,
                    "allow-before-connect": wanted.account_registration_before_connect,
                    # No test waits for a mail.
                    "email-verification": {
                        "enabled": wanted.account_registration_requires_email,
                        "sender": "irc@irctest.invalid",
                        "mta": {"server": "localhost"},
                    },
                    "scram-iterations": 4096,  # as few as there may be: tests are not attacked
                    "throttling": {"enabled": False},
                },
                "login-throttling": {"enabled": False},
                # As irctest has it for Ergo, in this one case.
                "multiclient": {"always-on": "opt-out" if "ReadMarkerService" in test else "opt-in"},
            },
            "history": little_memory
            | {"tagmsg-storage": {"default": False, "whitelist": ["+draft/persist", "+persist"]}},
            "datastore": {"cassandra": cassandra} if CASSANDRA else {},
            "opers": {"operuser": {"password": verifier("operpassword")}},
            "fakelag": {"enabled": False},
            "limits": {"awaylen": 200},
        }

    @staticmethod
    def require(has_it: bool, what: str) -> None:
        if not has_it:
            raise NotImplementedByController(what)

    def wait_for_services(self) -> None:
        """They are part of the roots."""

    def registerUser(
        self, case: BaseServerTestCase, username: str, password: Optional[str] = None
    ) -> None:
        self.require(password is not None, "accounts without a password")
        client = case.addClient(show_io=False)
        case.sendLine(client, "NICK " + username)
        case.sendLine(client, "USER r e g :user")
        while case.getRegistrationMessage(client).command != "001":
            pass
        case.getMessages(client)
        case.sendLine(client, f"NS REGISTER {password}")
        answers = case.getMessages(client)
        assert any("is yours now" in m.params[-1] for m in answers), answers
        case.sendLine(client, "QUIT")
        case.assertDisconnected(client)

    def wait_for_port(self) -> None:
        if self.port_open:
            return
        super().wait_for_port()
        first = self.port
        for self.port in self.leaf_ports:
            self.port_open = False
            super().wait_for_port()
        self.port = first
        if self.striker:
            self.striker.wait_for_standby()
            _strikers.append(self.striker)

    def kill_proc(self) -> None:
        """Nothing has to be saved, so that nothing is waited for."""
        if self.striker:
            self.striker.close()
        _strikers.clear()
        self.kill_processes()
        self.proc, self.roots, self.leaves = None, {}, []
        _turns.pop(self.port, None)
        if not SINGLE:
            nats_client.delete_streams(self.network)

    def kill_processes(self) -> None:
        processes = [*self.roots.values(), *self.leaves]
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def get_irctest_controller_class() -> Type[IrcnatsController]:
    return IrcnatsController
