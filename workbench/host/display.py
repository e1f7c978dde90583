"""Can this computer show a window? Found out before Qt is asked, because Qt ends the process when it cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from workbench.i18n import _

__all__ = ["LIBRARIES", "X11_LIBRARIES", "has_display", "install_hint", "missing_libraries"]

LIBRARIES: dict[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
"""Libraries every Qt program on Linux needs, and their Debian packages."""

X11_LIBRARIES: dict[str, str] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a real X11 window needs besides; packaging/prepare.sh installs the same (a test compares)."""


def has_display() -> bool:
    """True where a window can be shown: always on Windows and macOS, elsewhere when a screen answers.

    A chosen QT_QPA_PLATFORM is trusted, whatever it is.
    """
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers() or _x11_answers(os.environ.get("DISPLAY", ""))


def missing_libraries() -> tuple[str, ...]:
    """Return the Debian packages of Qt's libraries that are not on this computer; empty means complete."""
    if not sys.platform.startswith("linux"):
        return ()
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    x11 = platform.startswith("xcb") or (not platform and not _wayland_answers() and bool(os.environ.get("DISPLAY")))
    wanted = {**LIBRARIES, **X11_LIBRARIES} if x11 else LIBRARIES
    return tuple(package for library, package in wanted.items() if not _loads(library))


def install_hint(packages: tuple[str, ...]) -> str:
    """Return the one command that installs these packages."""
    command = f"sudo apt-get install --no-install-recommends {' '.join(packages)}"
    return _("On Debian or Ubuntu: {command}").format(command=command)


def _loads(library: str) -> bool:
    import ctypes  # imported where it is needed, as socket below: a window is painted the sooner

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and _connects(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / name))


def _x11_answers(display: str) -> bool:
    """Ask the X server of `[host]:number[.screen]` for a connection."""
    host, colon, number = display.rpartition(":")
    number = number.split(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _connects(path) or _connects("\0" + path)
    import socket

    try:
        with socket.create_connection((host, 6000 + int(number)), timeout=2):
            return True
    except OSError:
        return False


def _connects(path: str) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(path)
        except OSError:
            return False
    return True
