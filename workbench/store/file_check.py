"""Looking at a file before it is opened: is it ours, whole, and of a version we know."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from workbench.errors import BadInput, WorkspaceUnusable
from workbench.i18n import _
from workbench.store.connection import connect_reading, real_path, translated
from workbench.store.schema import APPLICATION_ID, HEAD
from workbench.store.tables import Base

__all__ = ["OPEN_HERE", "check_file", "identity", "refuse_workspace"]

OPEN_HERE: list[tuple[int, int]] = []
"""Files this process has open. POSIX drops all locks of a process when it closes any handle on the file (fcntl(2)),
so the bytes of these are never read past SQLite."""
_WAIT_S = 1.5
"""How long a file that another program locks is waited for; a command must say "busy" within 2 s."""


def identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from one put in its place; OSError when it is gone."""
    found = os.stat(path)
    return (found.st_dev, found.st_ino)


def check_file(path: Path) -> str:
    """Look at a file before it is opened.

    Returns:
        Its schema revision.

    Raises:
        WorkspaceUnusable: Missing, empty, truncated, foreign, or written by a newer version.
        FileBusy: Another program locks it.
    """
    path = real_path(path)
    with translated(path):
        if not path.exists():
            raise WorkspaceUnusable(
                _("{file} is not there.").format(file=path), _("Check the name, or that its drive is connected.")
            )
        if not path.is_file():
            said = _("{file} is a folder.") if path.is_dir() else _("{file} is no file.")
            raise WorkspaceUnusable(said.format(file=path), _("Choose a workspace file that ends in .wawb."))
        if identity(path) not in OPEN_HERE:
            _check_head(path)
        return _revision(path)


def refuse_workspace(target: Path) -> None:
    """Refuse to write a document over a workspace: one wrong name would cost all the reviews in it.

    Raises:
        BadInput: The target is a workspace file.
    """
    try:
        if not target.is_file() or identity(target) in OPEN_HERE:
            ours = target.is_file()
        else:
            with target.open("rb") as source:
                ours = _is_ours(source.read(100))
    except OSError:  # whoever writes there says why it cannot be done
        return
    if ours:
        raise BadInput(_("{file} is a workspace.").format(file=target), _("Choose another name."))


def _is_ours(head: bytes) -> bool:
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def _check_head(path: Path) -> None:
    size = path.stat().st_size
    with path.open("rb") as source:
        head = source.read(100)
    if size == 0:
        raise WorkspaceUnusable(
            _("{file} is empty (0 bytes).").format(file=path.name),
            _("Restore a backup: workbench workspace backups FILE lists them."),
        )
    if not _is_ours(head):
        raise WorkspaceUnusable(
            _("{file} is no workspace file.").format(file=path.name), _("Choose a file that ends in .wawb.")
        )
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    wal = path.with_name(path.name + "-wal")
    replayable = wal.exists() and wal.stat().st_size > 0
    if int.from_bytes(head[28:32], "big") * page > size and not replayable:
        raise WorkspaceUnusable(
            _("{file} is cut short; part of it is missing.").format(file=path.name),
            _("Restore a backup: workbench workspace backups FILE lists them."),
        )


def _revision(path: Path) -> str:
    row = None
    with closing(connect_reading(path, _WAIT_S)) as raw:
        try:
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
        names = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if row is None or (str(row[0]) == HEAD and not names.issuperset(Base.metadata.tables)):
        raise WorkspaceUnusable(
            _("{file} is no complete workspace file.").format(file=path.name), _("Restore a backup of it.")
        )
    revision = str(row[0])
    if revision > HEAD:
        raise WorkspaceUnusable(
            _("{file} was written by a newer version of the workbench (schema {theirs}, this one knows {ours}).").format(
                file=path.name, theirs=revision, ours=HEAD),
            _("Update the workbench, or open a copy from before the update."),
        )  # fmt: skip
    return revision
