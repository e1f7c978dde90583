"""Secrets in memory, in keyrings of many tempers, and in a real Secret Service on a bus of its own."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from tests.needs import needs
from workbench.errors import WorkbenchError
from workbench.host.secrets import SessionSecrets, SystemSecrets, open_secrets

SECRET = "wJalrXUtnFEMI/K7MDENG"


class Kept(keyring.backend.KeyringBackend):
    """A keyring that works."""

    priority = 5
    longest = 1_280

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > self.longest:
            raise keyring.errors.PasswordSetError(f"too long: {password}")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError(username)


class Plain(Kept):
    """A keyring that is a readable file."""

    priority = 0.5


class Failing(Kept):
    """A keyring that raises."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


class Hanging(Kept):
    """A keyring that waits for something that never comes."""

    def __init__(self) -> None:
        super().__init__()
        self.end = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.end.wait(30)
        return None


@pytest.fixture
def use(monkeypatch):
    """Make a keyring the one of this computer."""

    def set_it(backend: keyring.backend.KeyringBackend) -> keyring.backend.KeyringBackend:
        monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
        return backend

    return set_it


@pytest.mark.parametrize("where", ["memory", "keyring"])
@pytest.mark.parametrize("value", ["short", "", "x" * 4_000, "in-pieces:7", "ü€𝄞" * 500, "a\nb\n"])
def test_what_is_put_is_got_and_removed(use, where, value):
    backend = use(Kept())
    secrets = SessionSecrets() if where == "memory" else SystemSecrets()
    assert secrets.get("name") is None
    secrets.put("name", "y" * 3_000)
    secrets.put("name", value)
    secrets.put("other", "stays")
    assert secrets.get("name") == value
    secrets.remove("name")
    secrets.remove("name")
    assert secrets.get("name") is None
    assert secrets.get("other") == "stays"
    assert len(backend.entries) == (where == "keyring")


def test_a_keyring_that_works_is_used(use):
    use(Kept())
    secrets = open_secrets()
    assert secrets.lasting
    assert "keyring of this computer" in secrets.words


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        (keyring.backends.fail.Keyring(), "no keyring that runs"),
        (keyring.backends.null.Keyring(), "no keyring that runs"),
        (Plain(), "plain file"),
        (Failing(keyring.errors.NoKeyringError(SECRET)), "no keyring that runs"),
        (Failing(keyring.errors.KeyringLocked(SECRET)), "locked"),
        (Failing(keyring.errors.InitError(SECRET)), "locked"),
        (Failing(keyring.errors.KeyringError(SECRET)), "KeyringError"),
        (Failing(OSError(SECRET)), "OSError"),
        (Failing(RuntimeError(SECRET)), "RuntimeError"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, keyring.backend.KeyringBackend) else value,
)
def test_without_a_usable_keyring_memory_is_used_and_says_why(use, backend, said):
    use(backend)
    secrets = open_secrets()
    assert not secrets.lasting
    assert said in secrets.words
    assert "until the program is closed" in secrets.words
    assert SECRET not in secrets.words


def test_a_keyring_that_hangs_hangs_nobody(use):
    backend = use(Hanging())
    began = time.monotonic()
    secrets = open_secrets(trial_s=0.2)
    assert time.monotonic() - began < 2
    assert "does not answer" in secrets.words
    with pytest.raises(WorkbenchError, match="does not answer"):
        SystemSecrets(patience_s=0.1).get("name")
    backend.end.set()


def test_a_keyring_that_fails_later_says_so_without_the_secret(use):
    backend = use(Kept())
    backend.longest = 10
    with pytest.raises(WorkbenchError, match="PasswordSetError") as told:
        SystemSecrets().put("name", SECRET)
    assert SECRET not in str(told.value) + repr(pickle.dumps(told.value))
    assert told.value.hint


def test_secrets_in_memory_show_themselves_nowhere():
    secrets = SessionSecrets()
    secrets.put("name", SECRET)
    assert SECRET not in repr(secrets) + str(secrets)
    with pytest.raises(TypeError):
        pickle.dumps(secrets)


def in_a_program(code: str, **environment: str) -> dict:
    """Run code that prints JSON in a fresh interpreter, which looks for its keyring anew."""
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": "", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


OPENED = "import json\nfrom workbench.host.secrets import open_secrets\ns = open_secrets()\n"
SAY = "print(json.dumps({'lasting': s.lasting, 'words': s.words}))"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a keyring")
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}, "no keyring that runs"),
        ({"DBUS_SESSION_BUS_ADDRESS": ""}, "no keyring that runs"),
        ({"PYTHON_KEYRING_BACKEND": "nosuch.Keyring"}, "ModuleNotFoundError"),
        ({"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}, "no keyring that runs"),
    ],
)
def test_a_computer_without_a_keyring(environment, said, tmp_path):
    # An own runtime folder: D-Bus is also looked for at its place there.
    found = in_a_program(OPENED + SAY, XDG_RUNTIME_DIR=str(tmp_path), **environment)
    assert not found["lasting"]
    assert said in found["words"]


# ------------------------------------------------------------------------------------------ a real Secret Service
SERVICE = """
printf 'pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
echo "$DBUS_SESSION_BUS_ADDRESS"
read -r _wait
"""
LOCK = """
import contextlib, secretstorage
with contextlib.closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()
"""


@pytest.fixture(scope="module")
def bus(tmp_path_factory) -> Iterator[dict[str, str]]:
    """A session bus with an unlocked, empty keyring in a home of its own; both end with the group."""
    home = tmp_path_factory.mktemp("keyring-home")
    runtime = tmp_path_factory.mktemp("run")
    runtime.chmod(0o700)
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(runtime)}
    session = subprocess.Popen(
        ["dbus-run-session", "--", "sh", "-c", SERVICE],
        env={**os.environ, **own, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = session.stdout.readline().strip()
    assert address.startswith("unix:")
    yield {**own, "DBUS_SESSION_BUS_ADDRESS": address}
    session.communicate("end\n", timeout=20)


@needs("dbus-run-session", "gnome-keyring-daemon")
class TestSecretService:
    def test_keys_last_from_one_program_to_the_next(self, bus):
        put = OPENED + "s.put('keys', 'x' * 3000)\ns.put('keys', 'id\\nsecret\\ntoken' * 100)\n" + SAY
        found = in_a_program(put, **bus)
        assert found == {"lasting": True, "words": "Keys are kept in the keyring of this computer."}
        got = OPENED + "print(json.dumps({'keys': s.get('keys'), 'none': s.get('none')}))"
        assert in_a_program(got, **bus) == {"keys": "id\nsecret\ntoken" * 100, "none": None}

    def test_removed_is_removed(self, bus):
        code = OPENED + "s.put('gone', 'x')\ns.remove('gone')\ns.remove('gone')\nprint(json.dumps(s.get('gone')))"
        assert in_a_program(code, **bus) is None

    def test_keys_typed_by_hand_are_used_from_it(self, bus):
        code = OPENED + (
            "from workbench.host.aws_session import *\n"
            "keep_keys(s, 'mine', AccessKeys('AKIAIOSFODNN7EXAMPLE', 'secret', 'token'))\n"
            "made = clients(Connection(region='us-east-1', keys='mine'), s, None)\n"
            "print(json.dumps(made.credentials_kind))"
        )
        assert in_a_program(code, **bus) == "explicit"

    def test_locked_without_a_display_is_memory_at_once(self, bus):
        began = time.monotonic()
        found = in_a_program(LOCK + OPENED + SAY, **bus)
        assert not found["lasting"]
        assert "locked" in found["words"]
        assert time.monotonic() - began < 10
