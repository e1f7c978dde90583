"""Who owns a workspace file: an operating-system lock that a crash frees, with a name beside it."""

from __future__ import annotations

import errno
import json
import os
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.errors import FileBusy, WorkspaceUnusable
from workbench.i18n import _
from workbench.store.connection import real_path

__all__ = ["Holder", "Ownership", "holder_of", "is_owned"]

_LEAST_WAIT_S = 0.15
"""Somebody who only looks whether a file is owned holds its lock for an instant; that is waited out."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a file open for writing."""

    name: str
    host: str
    pid: int

    def __str__(self) -> str:
        return _("{name} on {host} (process {pid})").format(name=self.name or "?", host=self.host, pid=self.pid)


def _lock_path(path: Path) -> Path:
    path = real_path(path)
    return path.with_name(path.name + ".lock")


def _owner_path(path: Path) -> Path:
    path = real_path(path)
    return path.with_name(path.name + ".owner")


def _new_owner_path(path: Path) -> Path:
    owner = _owner_path(path)
    return owner.with_name(owner.name + ".new")


def holder_of(path: Path) -> Holder | None:
    """Return who is written beside the file, or None when nobody readable is; a crash leaves the name behind."""
    try:
        data = json.loads(_owner_path(path).read_text(encoding="utf-8"))
        return Holder(str(data["name"]), str(data["host"]), int(data["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_owned(path: Path) -> bool:
    """True while somebody has the file open for writing; looks at the lock, not at the name beside it."""
    lock_path = _lock_path(path)
    if not lock_path.exists():
        return False
    try:
        with FileLock(str(lock_path), thread_local=False).acquire(timeout=0):
            return False
    except Timeout:
        return True
    except OSError:  # the lock cannot be tried here: believe the name
        return holder_of(path) is not None


class Ownership:
    """The right to write one workspace file, held until release or the end of the process.

    The lock file stays when the lock is given back: removing it while another process waits for it would leave
    two processes with a lock each, on two files of the same name.

    Args:
        path: The workspace file.
        name: Display name of the person, for the message others see.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._lock = FileLock(str(_lock_path(path)), thread_local=False)

    def take(self, wait_s: float = 0.0) -> None:
        """Take the lock.

        Raises:
            FileBusy: Somebody else has it after `wait_s` seconds; the message says who.
            WorkspaceUnusable: The folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=max(wait_s, _LEAST_WAIT_S), poll_interval=0.05)
            self._write_name()
        except Timeout as error:
            holder = holder_of(self._path)
            who = str(holder) if holder else _("another program")
            raise FileBusy(
                _("{file} is open in another window: {who}.").format(file=self._path.name, who=who),
                _("Close it there, or open the file read-only here."),
            ) from error
        except OSError as error:
            self.release()
            if error.errno == errno.ENOSPC:
                raise WorkspaceUnusable(
                    _("The disk is full; {file} cannot be opened for writing.").format(file=self._path.name),
                    _("Free some space and try again; everything saved before is intact."),
                ) from error
            raise WorkspaceUnusable(
                _("The folder {folder} cannot be written.").format(folder=self._path.parent),
                _("Open the file read-only, or copy it to a folder of yours."),
            ) from error

    def _write_name(self) -> None:
        owner = {"name": self._name, "host": socket.gethostname(), "pid": os.getpid()}
        part = _new_owner_path(self._path)
        part.write_text(json.dumps(owner), encoding="utf-8")
        with suppress(PermissionError):  # Windows, while somebody reads the name of the owner before
            part.replace(_owner_path(self._path))

    def release(self) -> None:
        """Give the lock back; safe to call twice."""
        if self._lock.is_locked:
            with suppress(OSError):
                _owner_path(self._path).unlink(missing_ok=True)
                _new_owner_path(self._path).unlink(missing_ok=True)
            self._lock.release(force=True)
