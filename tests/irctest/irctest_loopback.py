"""A pytest plugin (-p irctest_loopback): servers listen on 127.0.0.1 only, on ports below those the system gives out.

IRCTEST_FIRST_PORT is the first port; each worker has 250 of its own. It also lets the suite run with the packages of
Debian 12 (hookimpl(wrapper=True) is newer, and so is websockets.sync), and writes what came of each test to
IRCTEST_OUTCOMES, with the reason of what was skipped.
"""

import itertools
import os
import socket
import sys

import pytest

import irctest.irc_utils.junkdrawer as junkdrawer

PORTS_EACH = 250


def _worker_number() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])


_first = int(os.environ.get("IRCTEST_FIRST_PORT", "23000")) + PORTS_EACH * _worker_number()
_ports = itertools.cycle(range(_first, _first + PORTS_EACH))


def _free_port():
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", next(_ports)))
                return s.getsockname()
            except OSError:
                continue


junkdrawer.find_hostname_and_port = _free_port

try:
    import websockets.sync.client  # noqa: F401
except ImportError:
    import websocket_client

    sys.modules["websockets.sync.client"] = websocket_client

_hookimpl = pytest.hookimpl


def _old_style(wrapper):
    """A new hook wrapper (the result is what yield gives, the new result is returned) as an old one."""

    def hook(item):
        steps = wrapper(item)
        next(steps)
        outcome = yield
        try:
            if outcome._excinfo:
                steps.throw(outcome._excinfo[1])
            else:
                steps.send(outcome.get_result())
        except StopIteration as end:
            outcome.force_result(end.value)
        except BaseException as error:
            outcome._excinfo = (type(error), error, error.__traceback__)
            outcome._result = None

    return hook


def _hookimpl_with_wrapper(*args, wrapper=False, **kwargs):
    if not wrapper:
        return _hookimpl(*args, **kwargs)
    return lambda function: _hookimpl(hookwrapper=True)(_named_as(function))


def _named_as(function):
    hook = _old_style(function)
    hook.__name__ = function.__name__
    return hook


try:
    pytest.hookimpl(wrapper=True)
except TypeError:
    pytest.hookimpl = _hookimpl_with_wrapper


_outcomes: dict = {}
_why: dict = {}


def pytest_runtest_logreport(report):
    """A test is as bad as the worst of its phases."""
    worst = ("passed", "skipped", "failed")
    before = _outcomes.get(report.nodeid, "passed")
    _outcomes[report.nodeid] = max(before, report.outcome, key=worst.index)
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else getattr(report, "wasxfail", "")
        _why[report.nodeid] = " ".join(reason.removeprefix("Skipped: ").split())


def pytest_sessionfinish(session):
    path = os.environ.get("IRCTEST_OUTCOMES")
    if path and "PYTEST_XDIST_WORKER" not in os.environ:
        with open(path, "w") as file:
            file.writelines(sorted(f"{_line(test, outcome)}\n" for test, outcome in _outcomes.items()))


def _line(test, outcome):
    return f"skipped {_why[test]}: {test}" if outcome == "skipped" else f"{outcome} {test}"
