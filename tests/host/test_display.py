from __future__ import annotations

import socket
import sys

import pytest

from workbench.host import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")


@pytest.fixture(autouse=True)
def bare(monkeypatch):
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_means_no_display():
    assert not display.has_display()


@pytest.mark.parametrize("value", ["nonsense", ":", ":9753", "localhost:", ":x.0"])
def test_a_display_nobody_answers_is_none(monkeypatch, value):
    monkeypatch.setenv("DISPLAY", value)
    assert not display.has_display()


def test_a_chosen_platform_is_trusted(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.has_display()


def test_a_wayland_socket_that_answers_is_a_display(monkeypatch, tmp_path):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
        assert display.has_display()


def test_a_forwarded_x_server_is_a_display(monkeypatch):
    for number in range(40, 60):
        try:
            server = socket.create_server(("127.0.0.1", 6000 + number))
        except OSError:
            continue
        with server:
            monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}.0")
            assert display.has_display()
        return
    pytest.fail("no free port")


def test_missing_libraries_are_named_by_package(monkeypatch):
    monkeypatch.setitem(display.LIBRARIES, "libnowhere.so.9", "libnowhere9")
    assert "libnowhere9" in display.missing_libraries()
    assert "apt-get install" in display.install_hint(("libnowhere9",))
