"""What holds for every test: no network, no touching of this person's files, no work left running."""

from __future__ import annotations

import collections
import ipaddress
import itertools
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.needs import REASON, missing_tool

# Before anything imports Qt or looks for folders; programs started by tests inherit it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = Path(tempfile.mkdtemp(prefix="workbench-tests-"))
os.environ["WORKBENCH_CONFIG_DIR"] = str(_HOME / "config")
os.environ["WORKBENCH_DATA_DIR"] = str(_HOME / "data")
os.environ["XDG_CONFIG_HOME"] = str(_HOME / "xdg")  # QSettings
os.environ.pop("WORKBENCH_WORKSPACE", None)
os.environ["NO_COLOR"] = "1"
os.environ["COLUMNS"] = "120"
# Times differ from machine to machine; what is checked does not.
hypothesis.settings.register_profile(
    "house", deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
_UI = Path(__file__).parent / "ui"
_counter = itertools.count()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="accept changed pictures and documents")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _UI in item.path.parents or "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker("gui")
        for mark in item.iter_markers("needs"):
            if tool := missing_tool(mark.args):
                item.add_marker(pytest.mark.skip(reason=REASON + tool))


# ------------------------------------------------------------------------------------------ what stays outside
class NetworkRefusedError(RuntimeError):
    """A test tried to leave this computer."""


def _refuse_unless_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        if ipaddress.ip_address(str(name).split("%")[0]).is_loopback:
            return
    except ValueError:
        pass
    raise NetworkRefusedError(f"a test wanted to reach {name!r}; the workbench and its tests work without a network")


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Let sockets reach this computer only: loopback addresses and Unix sockets."""

    def guarded(name: str):
        real = getattr(socket.socket, name)

        def method(self: socket.socket, *args):
            if self.family in (socket.AF_INET, socket.AF_INET6):
                address = args[-1]
                _refuse_unless_local(address[0] if isinstance(address, tuple) else address)
            return real(self, *args)

        return method

    real_lookup = socket.getaddrinfo

    def lookup(host, *args, **kwargs):
        _refuse_unless_local(host)
        return real_lookup(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", lookup)
        yield


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test settings and data of its own; nothing is made until something is written."""
    number = next(_counter)
    monkeypatch.setenv("WORKBENCH_CONFIG_DIR", str(_HOME / f"config-{number}"))
    monkeypatch.setenv("WORKBENCH_DATA_DIR", str(_HOME / f"data-{number}"))


def _working() -> list[str]:
    """Threads that are inside a work of ui.tasks just now; waiting ones are none."""
    tasks = getattr(sys.modules.get("workbench.ui.tasks"), "__file__", None)
    found = []
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    for ident, frame in sys._current_frames().items() if tasks else ():
        while ident != threading.get_ident() and frame is not None:
            if frame.f_code.co_filename == tasks:
                found.append(names.get(ident, str(ident)))
                break
            frame = frame.f_back
    return found


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail the test that leaves background work behind (it would crash or disturb a later one)."""
    yield
    patience = time.monotonic() + 1
    while (left := _working()) and time.monotonic() < patience:
        time.sleep(0.01)
    if left:
        pytest.fail(f"work still runs after the test in {left}: cancel it and wait, or shut Tasks down")


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    """True under `make golden`: write the golden file instead of comparing with it."""
    return bool(request.config.getoption("--golden-update"))


# ------------------------------------------------------------------------------------------ closing lines
@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """Remember a worker of xdist that died, even between two tests."""
    if error:
        node.config.stash.setdefault(_DEAD_WORKERS, []).append(str(error))


_DEAD_WORKERS = pytest.StashKey[list[str]]()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash.get(_DEAD_WORKERS, None) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    missing: collections.Counter[str] = collections.Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if REASON in reason:
            missing[reason.split(REASON)[1]] += 1
    for tool, count in sorted(missing.items()):
        terminalreporter.write_line(f"{count} check{'s' if count != 1 else ''} not run: {tool} missing")
    for error in config.stash.get(_DEAD_WORKERS, []):
        terminalreporter.write_line(f"a test worker died: {error}", red=True)
