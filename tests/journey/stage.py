"""A screen, a message bus and the program on them, all of our own and all gone afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["Stage", "StageError", "missing"]

TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "import": "imagemagick", "dbus-daemon": "dbus-daemon"}
"""Programs, and the package of Debian and Ubuntu that holds each."""
ROOT = Path(__file__).parents[2]
_SPEAKS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
_BUS = "/usr/share/dbus-1/services/org.a11y.Bus.service"


class StageError(AssertionError):
    """The program did not get where it should in time; says what is on the screen instead."""


def reading_python() -> str:
    """Return a Python that can read the accessible tree; empty where there is none."""
    for python in dict.fromkeys((sys.executable, "/usr/bin/python3", shutil.which("python3") or "")):
        if python and Path(python).exists():
            done = subprocess.run([python, "-c", _SPEAKS], capture_output=True, timeout=30, check=False)
            if done.returncode == 0:
                return python
    return ""


def missing() -> str:
    """Return what is not installed here, with the packages to install; empty where everything is."""
    packages = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if not Path(_BUS).exists():
        packages.append("at-spi2-core")
    if not reading_python():
        packages += ["python3-gi", "gir1.2-atspi-2.0"]
    return f"{' '.join(packages)} (Debian and Ubuntu: apt-get install {' '.join(packages)})" if packages else ""


class Stage:
    """Starts everything; use it with `with`.

    Args:
        folder: Where home, settings and logs of the program go.
        size: Width and height of the screen [px]; a display that is there already is not used, so that nobody's
            window is typed into.
        settings: Settings of the program beside the language and the name.

    Attributes:
        program: The program, once `start` was called.
    """

    def __init__(
        self, folder: Path, size: tuple[int, int] = (1280, 800), settings: Mapping[str, object] | None = None
    ) -> None:
        self.folder, self.size = folder, size
        self.program: subprocess.Popen[bytes] | None = None
        self._ends = contextlib.ExitStack()
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WORKBENCH_", "XDG_", "DBUS_"))
        } | {
            "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONFAULTHANDLER": "1", "TZ": "UTC", "GTK_MODULES": "", "NO_AT_BRIDGE": "0",
            "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "XDG_RUNTIME_DIR": str(folder / "run"),
            "WORKBENCH_CONFIG_DIR": str(folder / "config"), "WORKBENCH_DATA_DIR": str(folder / "data"),
        }  # fmt: skip
        (folder / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "config").mkdir(exist_ok=True)
        known = {"language": "en", "display_name": "Architect", "reduced_motion": "on", **(settings or {})}
        (folder / "config" / "settings.json").write_text(json.dumps(known))

    def __enter__(self) -> Stage:
        try:
            self._open()
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.close()

    def _open(self) -> None:
        width, height = self.size
        here, there = os.pipe()
        self._run(["Xvfb", "-displayfd", str(there), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"], "screen",
                  pass_fds=(there,))  # fmt: skip
        os.close(there)
        with os.fdopen(here, "rb") as said:
            self.environment["DISPLAY"] = f":{_line(said.fileno(), 20, 'Xvfb')}"
        bus = self._run(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"], "bus", talks=True)
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = _line(bus.stdout.fileno(), 20, "dbus-daemon")
        self._listener = self._run(
            [reading_python(), str(Path(__file__).with_name("listener.py"))], "listener", talks=True
        )
        self._ask({"pid": -1}, 30.0)  # wakes the accessibility bus, so that the program finds it

    def _run(self, command: list[str], name: str, *, talks: bool = False, **how: Any) -> subprocess.Popen[bytes]:
        log = self._ends.enter_context((self.folder / f"{name}.log").open("wb"))
        pipe = subprocess.PIPE if talks else subprocess.DEVNULL
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe if talks else log, stderr=log, cwd=ROOT, env=self.environment,
            start_new_session=True, **how,
        )  # fmt: skip
        self._ends.callback(_end, process)
        return process

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the program; its words go to `program.log`."""
        self.program = self._run([sys.executable, "-m", "workbench", *arguments], "program")
        return self.program

    def command(self, *arguments: str) -> Any:
        """Ask the command line of the program and return what it says, read as JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *arguments, "--json"], capture_output=True, timeout=60, check=False,
            cwd=ROOT, env=self.environment, text=True,
        )  # fmt: skip
        if done.returncode:
            raise StageError(f"workbench {' '.join(arguments)}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    @property
    def is_running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self.program is not None and self.program.poll() is None

    @property
    def cpu_s(self) -> float:
        """Processor time of the program, all its threads [s]; the clock of another process, see clock_getcpuclockid(3)."""
        assert self.program is not None
        return time.clock_gettime((~self.program.pid << 3) | 2)

    def listen(self, wanted: Mapping[str, object], patience_s: float = 30.0) -> list[dict[str, Any]]:
        """Ask what is on the screen of the program."""
        assert self.program is not None
        if self.program.poll() is not None:
            raise StageError(f"the program ended with {self.program.returncode}: {self.words('program')}")
        return self._ask({"pid": self.program.pid, **wanted}, patience_s)

    def _ask(self, wanted: Mapping[str, object], patience_s: float) -> list[dict[str, Any]]:
        assert self._listener.stdin is not None
        assert self._listener.stdout is not None
        try:
            self._listener.stdin.write(json.dumps(wanted).encode() + b"\n")
            self._listener.stdin.flush()
            found: list[dict[str, Any]] = json.loads(
                _line(self._listener.stdout.fileno(), patience_s, "the accessible tree")
            )
        except BrokenPipeError:
            raise StageError(f"nothing reads the accessible tree: {self.words('listener')}") from None
        return found

    def errors(self) -> list[str]:
        """Return what the program's log tells of errors."""
        log = self.folder / "data" / "log" / "workbench.log"
        return [
            line for line in log.read_text(errors="replace").splitlines() if " ERROR " in line or " CRITICAL " in line
        ]

    def words(self, name: str) -> str:
        """Return the end of what a process wrote."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]


def _line(descriptor: int, patience_s: float, who: str) -> str:
    """Read one line from a pipe, or say who kept silent."""
    end, got = time.monotonic() + patience_s, b""
    while not got.endswith(b"\n"):
        ready, _w, _x = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
        piece = os.read(descriptor, 65536) if ready else b""
        if not piece:
            raise StageError(f"{who} says nothing")
        got += piece
    return got.decode().strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with its children, kindly first."""
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
            return
