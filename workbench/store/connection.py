"""How the file is opened: pragmas, transactions, and SQLite's words turned into ours."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from workbench.errors import FileBusy, WorkspaceUnusable
from workbench.i18n import _

__all__ = [
    "SIDE_FILES",
    "connect_reading",
    "connect_writing",
    "is_remote",
    "make_engine",
    "real_path",
    "remove_side_files",
    "translated",
]

SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; such a file beside another database would be replayed into it."""
_LEAST_FREE = 64 * 1024
"""A disk with less [bytes] cannot hold the shared memory of a WAL."""
_REMOTE = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "fuse.sshfs", "9p", "afs", "davfs", "fuse.davfs2", "fuse.rclone",
}  # fmt: skip


def is_remote(path: Path) -> bool:
    """True where the file lies on a network drive, on which WAL cannot be trusted."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(str(path.resolve().anchor)) == 4)
    if str(path).startswith("//"):
        return True
    return kind_of_drive(str(path.resolve()), _mounts()) in _REMOTE


def _mounts() -> list[tuple[str, str]]:
    """Folder and file system of every mounted drive."""
    if sys.platform == "darwin":
        try:
            shown = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
        except (OSError, subprocess.SubprocessError):
            return []
        pairs = [line.split(" on ", 1)[-1].rpartition(" (") for line in shown.splitlines()]
        return [(folder, kind.split(",")[0].rstrip(")")) for folder, _sign, kind in pairs]
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    parts = [line.split() for line in lines]
    return [(words[1].replace("\\040", " "), words[2]) for words in parts if len(words) > 2]


def kind_of_drive(path: str, mounts: Iterable[tuple[str, str]]) -> str:
    """Return the file system of the mounted folder a path lies in; the innermost, last mounted one counts."""
    best, found = "", ""
    for folder, kind in mounts:
        inside = path == folder or path.startswith(folder.rstrip("/") + "/")
        if inside and len(folder) >= len(best):
            best, found = folder, kind
    return found


def real_path(path: Path) -> Path:
    """Return the file a link leads to: lock, WAL and backups belong beside that one, whatever name opens it."""
    if not path.is_symlink():
        return path
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead to each other; the file is then told to be missing
        return path


def remove_side_files(path: Path) -> None:
    """Remove what SQLite left beside a file that is about to be replaced; nobody may have it open."""
    for suffix in SIDE_FILES:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.resolve()))}?{mode}"


def _raw(path: Path, mode: str, wait_s: float) -> sqlite3.Connection:
    return sqlite3.connect(_uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, timeout=wait_s)


def connect_reading(path: Path, wait_s: float = 5.0) -> sqlite3.Connection:
    """Open a file that is not to be written, also on a drive or in a folder that cannot be.

    A WAL file needs two files beside it. Where they cannot be made and there is nothing to replay, SQLite is told
    that the file does not change.
    """
    raw = _raw(path, "mode=ro", wait_s)
    try:
        raw.execute("PRAGMA schema_version").fetchone()
        return raw
    except sqlite3.OperationalError as error:
        raw.close()
        no_shm = error.sqlite_errorcode == sqlite3.SQLITE_IOERR_SHMSIZE  # a full disk
        if not no_shm and error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if not path.exists():
            raise
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size > 0:
            raise WorkspaceUnusable(
                _("{file} was not closed, and its folder cannot be written.").format(file=path.name),
                _("Copy it together with {wal} into a folder of yours and open it there.").format(wal=wal.name),
            ) from error
    except sqlite3.Error:
        raw.close()
        raise
    return _raw(path, "immutable=1", wait_s)


def connect_writing(path: Path, mode: str, journal: str, wait_s: float = 5.0) -> sqlite3.Connection:
    """Open a file for writing with everything that safety and speed ask for.

    Args:
        path: The file.
        mode: rw, or rwc to make it. A vanished file must not come back empty, so rwc is for new files only.
        journal: Wanted journal mode; TRUNCATE is taken where the file system cannot do it.
        wait_s: How long another program that writes is waited for.
    """
    raw = _raw(path, f"mode={mode}", wait_s)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA cache_size = -16000")
        raw.execute("PRAGMA journal_size_limit = 16000000")
        if raw.execute(f"PRAGMA journal_mode = {journal}").fetchone()[0].upper() != journal:
            raw.execute("PRAGMA journal_mode = TRUNCATE")
    except BaseException:
        raw.close()
        raise
    return raw


def _leave_wal(path: Path) -> None:
    """Bring a file that was made elsewhere out of WAL without the shared memory a network drive lacks."""
    with suppress(sqlite3.Error), closing(_raw(path, "mode=rw", 1.5)) as raw:
        raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        raw.execute("PRAGMA journal_mode = TRUNCATE")


def make_engine(path: Path, *, read_only: bool, creating: bool = False, wait_s: float = 5.0) -> Engine:
    """Return an engine on the file with the pragmas set on every connection.

    Sessions begin `BEGIN IMMEDIATE` when bound with execution option `writes`, else `BEGIN`.

    Args:
        path: The file.
        read_only: Nothing will be written.
        creating: The file may be missing; it gets no WAL, so that it is one file that can be moved.
        wait_s: How long another program that has the file locked is waited for.
    """
    remote = is_remote(path)
    if remote and not read_only and not creating:
        _leave_wal(path)
    journal = "DELETE" if creating else "TRUNCATE" if remote else "WAL"

    def connect() -> sqlite3.Connection:
        if not read_only:
            return connect_writing(path, "rwc" if creating else "rw", journal, wait_s)
        raw = connect_reading(path, wait_s)
        raw.execute("PRAGMA temp_store = MEMORY")
        raw.execute("PRAGMA cache_size = -16000")
        return raw

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=5, max_overflow=10)

    @event.listens_for(engine, "begin")
    def _begin(connection: object) -> None:
        options = connection.get_execution_options()  # type: ignore[attr-defined]
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")  # type: ignore[attr-defined]

    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into WorkspaceUnusable or FileBusy with a way forward."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        explained = _explained(path, error)
        if explained is None:
            raise
        raise explained from error
    except OSError as error:
        raise WorkspaceUnusable(
            _("{file} cannot be used: {why}.").format(file=path, why=error.strerror or error),
            _("Check that the drive is there and that you may write to it."),
        ) from error


def _explained(path: Path, error: Exception) -> Exception | None:
    """Say what an error of SQLite means for the file; None where it is a bug of ours."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR) and _is_full(path.parent):
        code = sqlite3.SQLITE_FULL  # not even the files beside the workspace can be made
    name = path.name
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return FileBusy(_("{file} is being written by another program.").format(file=name), _("Try again in a moment."))
    if code == sqlite3.SQLITE_FULL:
        return WorkspaceUnusable(
            _("The disk is full; the last change was not saved to {file}.").format(file=name),
            _("Free some space and try again; everything saved before is intact."),
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return WorkspaceUnusable(
            _("{file} is read-only; the change was not saved.").format(file=name),
            _("Save a copy in a folder of yours and go on there."),
        )
    if code == sqlite3.SQLITE_NOTADB:
        return WorkspaceUnusable(
            _("{file} is no workspace file.").format(file=name), _("Choose a file that ends in .wawb.")
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return WorkspaceUnusable(
            _("{file} is damaged.").format(file=name),
            _("Restore a backup: workbench workspace backups FILE lists them, File > Restore does it in the window."),
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return WorkspaceUnusable(
            _("{file} cannot be reached.").format(file=path),
            _("Check that the drive is connected and that the folder is yours to use."),
        )
    return None


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False
