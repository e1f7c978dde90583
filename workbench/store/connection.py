"""How the file is opened: pragmas, transactions, and SQLite's words turned into ours."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from workbench.errors import FileBusy, WorkspaceUnusable
from workbench.i18n import _

__all__ = ["is_remote", "make_engine", "translated"]

_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2", "fuse.rclone"}


def is_remote(path: Path) -> bool:
    """True where the file lies on a network drive, on which WAL cannot be trusted."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(path.resolve().anchor)) == 4)
    if str(path).startswith("//"):
        return True
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    whole = str(path.resolve())
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        folder = parts[1].replace("\\040", " ")
        inside = whole == folder or whole.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= len(best):
            best, kind = folder, parts[2]
    return kind in _REMOTE


def make_engine(path: Path, *, read_only: bool) -> Engine:
    """Return an engine on the file with the pragmas set on every connection.

    Sessions begin `BEGIN IMMEDIATE` when bound with execution option `writes`, else `BEGIN`.
    """
    journal = "TRUNCATE" if is_remote(path) else "WAL"
    uri = "file:" + quote(str(path.resolve()))
    if read_only:
        still = not _can_make_files(path.parent)
        uri += "?immutable=1" if still else "?mode=ro"
    else:
        uri += "?mode=rwc"

    def connect() -> sqlite3.Connection:
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA cache_size = -16000")
        if not read_only:
            mode = raw.execute(f"PRAGMA journal_mode = {journal}").fetchone()[0]
            if mode.upper() != journal:
                raw.execute("PRAGMA journal_mode = TRUNCATE")
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=5, max_overflow=10)

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        options = connection.get_execution_options()  # type: ignore[attr-defined]
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")  # type: ignore[attr-defined]

    return engine


def _can_make_files(folder: Path) -> bool:
    import os

    return os.access(folder, os.W_OK)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into WorkspaceUnusable or FileBusy with a way forward."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _explained(path, error) from error
    except OSError as error:
        raise WorkspaceUnusable(
            _("{file} cannot be used: {why}.").format(file=path, why=error.strerror or error),
            _("Check that the drive is there and that you may write to it."),
        ) from error


def _explained(path: Path, error: Exception) -> Exception:
    words = str(getattr(error, "orig", error)).lower()
    name = path.name
    if "is locked" in words:
        return FileBusy(
            _("{file} is being written by another program.").format(file=name), _("Try again in a moment.")
        )
    if "full" in words:
        return WorkspaceUnusable(
            _("The disk is full; the last change was not saved to {file}.").format(file=name),
            _("Free some space and try again; everything saved before is intact."),
        )
    if "readonly" in words or "read-only" in words:
        return WorkspaceUnusable(
            _("{file} is read-only; the change was not saved.").format(file=name),
            _("Save a copy in a folder of yours and go on there."),
        )
    if "not a database" in words:
        return WorkspaceUnusable(
            _("{file} is no workspace file.").format(file=name), _("Choose a file that ends in .wawb.")
        )
    if "malformed" in words or "corrupt" in words:
        return WorkspaceUnusable(
            _("{file} is damaged.").format(file=name),
            _("Restore a backup: workbench workspace backups FILE lists them, File > Restore does it in the window."),
        )
    if "unable to open" in words or "i/o error" in words:
        return WorkspaceUnusable(
            _("{file} cannot be reached.").format(file=path),
            _("Check that the drive is connected and that the folder is yours to use."),
        )
    return error
