"""Secrets of this person by name: in the keyring of the computer, or in memory until the program ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar

from workbench.errors import WorkbenchError
from workbench.host.display import has_display
from workbench.i18n import _

__all__ = ["Secrets", "SessionSecrets", "SystemSecrets", "open_secrets"]

_T = TypeVar("_T")
_SERVICE = "wa-review-workbench"
_PIECE = 1_000
"""Characters per entry: the Windows Credential Manager takes 2,560 bytes of UTF-16.

Source: https://learn.microsoft.com/windows/win32/api/wincred/ns-wincred-credentialw (CRED_MAX_CREDENTIAL_BLOB_SIZE)
"""
_PIECES = "in-pieces:"
_TRIAL_S = 8.0
_PERSON_S = 90.0
"""Time for a person to type the password of a locked keyring [s]."""


class Secrets(Protocol):
    """Keeps short texts by name, outside of workspace, settings and logs."""

    @property
    def lasting(self) -> bool:
        """True where the secrets are still there after the program has ended."""

    @property
    def words(self) -> str:
        """One sentence for the person: where secrets are kept, and why there."""

    def get(self, name: str) -> str | None:
        """Return the secret; None where there is none.

        Raises:
            WorkbenchError: the keyring cannot be read.
        """

    def put(self, name: str, value: str) -> None:
        """Keep the secret, in place of an older one.

        Raises:
            WorkbenchError: the keyring cannot be written; an older secret may be gone.
        """

    def remove(self, name: str) -> None:
        """Delete the secret; a name without one is fine.

        Raises:
            WorkbenchError: the keyring cannot be written.
        """


class SessionSecrets:
    """Secrets in memory: gone when the program ends.

    Args:
        why: Why no keyring is used; one sentence, may be empty.
    """

    lasting = False

    def __init__(self, why: str = "") -> None:
        self.words = " ".join(part for part in (why, _("Keys stay in memory until the program is closed.")) if part)
        self._kept: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"<SessionSecrets: {len(self._kept)}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled")

    def get(self, name: str) -> str | None:
        """Return the secret; None where there is none."""
        return self._kept.get(name)

    def put(self, name: str, value: str) -> None:
        """Keep the secret until the program ends."""
        self._kept[name] = value

    def remove(self, name: str) -> None:
        """Forget the secret."""
        self._kept.pop(name, None)


class SystemSecrets:
    """Secrets in the keyring of this computer: Secret Service, macOS Keychain, Windows Credential Manager.

    Args:
        patience_s: How long one call may take before the keyring counts as hanging [s]. It may be showing a
            question of its own to the person, so this is no short time.
    """

    lasting = True

    def __init__(self, patience_s: float = _PERSON_S) -> None:
        self._patience_s = patience_s
        self.words = _("Keys are kept in the keyring of this computer.")

    def get(self, name: str) -> str | None:
        """Return the secret; None where there is none.

        Raises:
            WorkbenchError: the keyring cannot be read.
        """

        def read() -> str | None:
            first: str | None = _keyring().get_password(_SERVICE, name)
            if first is None or not first.startswith(_PIECES):
                return first
            pieces = [_keyring().get_password(_SERVICE, _piece(name, at)) for at in range(_count(first))]
            return None if None in pieces else "".join(piece for piece in pieces if piece)

        return _within(self._patience_s, read)

    def put(self, name: str, value: str) -> None:
        """Keep the secret, in place of an older one.

        Raises:
            WorkbenchError: the keyring cannot be written; an older secret may be gone.
        """

        def write() -> None:
            self._clear(name)
            pieces = [value[at : at + _PIECE] for at in range(0, len(value), _PIECE)]
            if len(pieces) < 2 and not value.startswith(_PIECES):
                _keyring().set_password(_SERVICE, name, value)
                return
            for at, piece in enumerate(pieces):
                _keyring().set_password(_SERVICE, _piece(name, at), piece)
            _keyring().set_password(_SERVICE, name, f"{_PIECES}{len(pieces)}")

        _within(self._patience_s, write)

    def remove(self, name: str) -> None:
        """Delete the secret; a name without one is fine.

        Raises:
            WorkbenchError: the keyring cannot be written.
        """
        _within(self._patience_s, lambda: self._clear(name))

    @staticmethod
    def _clear(name: str) -> None:
        """Delete the entry last, so that an interrupted removal can be repeated."""
        first = _keyring().get_password(_SERVICE, name)
        if first is None:
            return
        for at in range(_count(first)):
            if _keyring().get_password(_SERVICE, _piece(name, at)) is not None:
                _keyring().delete_password(_SERVICE, _piece(name, at))
        _keyring().delete_password(_SERVICE, name)


def open_secrets(trial_s: float = _TRIAL_S, person_s: float = _PERSON_S) -> Secrets:
    """Return the keyring of this computer where it works, else memory; `words` says which and why.

    The keyring is tried by reading. Where it is locked, its own question for the password appears if there is a
    display. Call it in background work.

    Args:
        trial_s: How long a keyring may take to answer when nobody is asked anything [s].
        person_s: How long the person may take to unlock it [s].
    """
    try:
        if fault := _within(trial_s, _unfit):
            return SessionSecrets(fault)
        locked = _within(trial_s, _is_locked)
        if locked and not has_display():
            return SessionSecrets(_("The keyring of this computer is locked."))
        _within(person_s if locked else trial_s, lambda: _keyring().get_password(_SERVICE, "trial"))
    except WorkbenchError as error:
        return SessionSecrets(error.message)
    return SystemSecrets(person_s)


def _unfit() -> str:
    """Why the keyring that was found is none to trust keys to; empty where it is."""
    backend = _innermost()
    room = type(backend).__module__
    if room.endswith((".fail", ".null", ".chainer")):
        return _("This computer has no keyring that runs.")
    if room.startswith("keyrings.alt") or backend.priority < 1:
        return _("The keyring of this computer is a plain file ({name}), which is no place for keys.").format(
            name=backend.name
        )
    return ""


def _is_locked() -> bool:
    """True where the keyring would ask the person for its password; found out without asking."""
    if not type(_innermost()).__module__.endswith(".SecretService"):
        return False
    import contextlib

    import secretstorage

    with contextlib.closing(secretstorage.dbus_init()) as connection:
        try:
            return bool(secretstorage.Collection(connection, "/org/freedesktop/secrets/aliases/default").is_locked())
        except secretstorage.exceptions.ItemNotFoundException:
            return True  # none yet: making the first one asks for a password too


def _keyring() -> Any:
    import keyring  # 90 ms, and it asks the D-Bus

    return keyring.get_keyring()


def _innermost() -> Any:
    """Return the keyring that is asked first, where several are chained."""
    backend = _keyring()
    while others := getattr(backend, "backends", None):
        backend = others[0]
    return backend


def _piece(name: str, at: int) -> str:
    return f"{name}/{at}"


def _count(first: str) -> int:
    number = first.removeprefix(_PIECES)
    return int(number) if first.startswith(_PIECES) and number.isdigit() else 0


def _within(seconds: float, call: Callable[[], _T]) -> _T:
    """Return what the call returns; a keyring that fails or hangs becomes a WorkbenchError.

    The thread is a daemon: one that hangs in D-Bus cannot be stopped and must not keep the program alive.
    """
    answers: list[_T] = []
    faults: list[str] = []

    def work() -> None:
        try:
            answers.append(call())
        except _keyring_faults() as error:
            faults.append(_reason(error))

    thread = threading.Thread(target=work, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if answers:
        return answers[0]
    why = faults[0] if faults else _("The keyring of this computer does not answer.")
    raise WorkbenchError(why, _("Unlock or start it, or go on with keys that are kept until the program is closed."))


def _keyring_faults() -> tuple[type[Exception], ...]:
    """What keyring and the libraries beneath it raise; several of them let their own errors through."""
    from keyring.errors import KeyringError

    found: list[type[Exception]] = [KeyringError, OSError, RuntimeError, ImportError, AttributeError, ValueError]
    for module, name in (
        ("secretstorage.exceptions", "SecretStorageException"),
        ("jeepney", "DBusErrorResponse"),
        ("win32ctypes.pywin32.pywintypes", "error"),
    ):
        try:
            found.append(getattr(__import__(module, fromlist=[name]), name))
        except ImportError:
            continue  # another system's
    return tuple(found)


def _reason(error: Exception) -> str:
    """Say it in words; the texts of libraries name values now and then, so only their kind is shown."""
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    name = type(error).__name__
    if isinstance(error, NoKeyringError):
        return _("This computer has no keyring that runs.")
    if isinstance(error, (KeyringLocked, InitError)) or name in ("LockedException", "PromptDismissedException"):
        return _("The keyring of this computer is locked.")
    return _("The keyring of this computer cannot be used ({kind}).").format(kind=name)
