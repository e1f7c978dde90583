"""Copies of a workspace file through SQLite's online backup, kept in a folder beside it."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.errors import WorkspaceUnusable
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.store.connection import (
    SIDE_FILES,
    connect_reading,
    connect_writing,
    real_path,
    remove_side_files,
    translated,
)
from workbench.store.file_check import check_file

__all__ = [
    "Backup",
    "backup_folder",
    "backups_of",
    "copy_file",
    "copy_open",
    "due_today",
    "make_backup",
    "prune",
    "restore",
    "sync_folder",
]

_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})(?:\.\d+)? ([a-z-]+)\.wawb")


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: where, when (UTC), why and how large in bytes."""

    path: Path
    at: datetime
    reason: str
    size: int


def backup_folder(path: Path) -> Path:
    """Return the folder that holds the copies of a workspace file."""
    path = real_path(path)
    return path.with_name(path.stem + " backups")


def backups_of(path: Path) -> tuple[Backup, ...]:
    """Return the copies of a workspace file, newest first."""
    found = []
    folder = backup_folder(path)
    if folder.is_dir():
        for entry in folder.iterdir():
            match = _NAME.fullmatch(entry.name)
            if match:
                day, hour, minute, second, reason = match.groups()
                with suppress(ValueError, FileNotFoundError):  # no such day, or removed just now
                    at = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second}+00:00")
                    found.append(Backup(entry, at, reason, entry.stat().st_size))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))


def copy_file(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a workspace file while it is in use; the target appears only when it is whole.

    Raises:
        WorkspaceUnusable: Either file cannot be used.
    """
    with translated(source):
        origin = connect_reading(source)
    with closing(origin):
        copy_open(origin, source, target, progress)


def copy_open(origin: sqlite3.Connection, source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy what an open connection sees, also when its file is gone from the folder.

    Args:
        origin: A connection outside any transaction.
        source: What its file is called in messages.
        target: Where to; replaced when it is there, so nobody may have it open.
        progress: Told pages done and in all; may raise Cancelled.
    """
    report = progress or Silent()
    part = target.with_name(target.name + ".part")
    try:
        with translated(target):
            part.unlink(missing_ok=True)
            remove_side_files(part)
            copy = sqlite3.connect(part, isolation_level=None)
        with closing(copy):
            with translated(source):
                origin.backup(
                    copy, pages=2048, progress=lambda _status, left, total: report(total - left, total), sleep=0.001
                )
            with translated(target):
                copy.execute("PRAGMA journal_mode = DELETE")
        with translated(target):
            with part.open("rb+") as written:
                os.fsync(written.fileno())
            remove_side_files(target)
            part.replace(target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
            remove_side_files(part)


def sync_folder(folder: Path) -> None:
    """Make a renaming inside a folder last through a power cut; Windows does so by itself."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_backup(path: Path, reason: str, progress: Progress | None = None) -> Backup:
    """Copy the file into its backup folder.

    Args:
        path: The workspace file; it may be in use.
        reason: One word: daily, migration, import, restore, pull, purge, hand.
        progress: Told pages done and in all.
    """
    folder = backup_folder(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise WorkspaceUnusable(
            _("No backup can be written to {folder}: {why}.").format(folder=folder, why=error.strerror or error),
            _("Save a copy of the workspace in a folder of yours."),
        ) from error
    now = datetime.now(UTC)
    target = folder / f"{now:%Y-%m-%dT%H-%M-%S}.{now.microsecond:06d} {reason}.wawb"
    copy_file(path, target, progress)
    return Backup(target, now.replace(microsecond=0), reason, target.stat().st_size)


def due_today(path: Path) -> bool:
    """True when no daily copy was made today (UTC)."""
    today = datetime.now(UTC).date()
    return not any(backup.reason == "daily" and backup.at.date() == today for backup in backups_of(path))


def prune(path: Path, keep: int = 10, keep_weekly: int = 8) -> tuple[Path, ...]:
    """Remove old copies: the newest `keep` stay, and the newest of each of the last `keep_weekly` weeks.

    Returns:
        The removed files.
    """
    copies = backups_of(path)
    kept = {backup.path for backup in copies[:keep]}
    weeks: dict[tuple[int, int], Path] = {}
    for backup in copies:
        year, week, _day = backup.at.isocalendar()
        weeks.setdefault((year, week), backup.path)
    kept |= set(list(weeks.values())[:keep_weekly])
    removed = []
    for backup in copies:
        if backup.path not in kept:
            backup.path.unlink(missing_ok=True)
            removed.append(backup.path)
    return tuple(removed)


def restore(path: Path, backup: Path) -> Backup | None:
    """Put a copy in the place of the workspace file; what was there is kept as a backup first.

    The caller owns the file and has closed it.

    Returns:
        The backup of what was there; None when it could not be read at all (it is then moved aside).
    """
    path = real_path(path)
    check_file(backup)
    with translated(backup), closing(connect_reading(backup)) as raw:
        fine = raw.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    if not fine:
        raise WorkspaceUnusable(_("The backup {file} is damaged.").format(file=backup.name), _("Choose another one."))
    fresh = path.with_name(path.name + ".restoring")
    copy_file(backup, fresh)
    try:
        before: Backup | None = None
        with translated(path):
            if path.exists():
                before = _kept_before(path)
            remove_side_files(path)
            fresh.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return before


def _kept_before(path: Path) -> Backup | None:
    """Keep what a restore replaces: as a backup, or moved aside with all its side files."""
    if path.stat().st_size == 0:
        return None
    try:
        before = make_backup(path, "restore")
    except WorkspaceUnusable:
        aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}")
        for suffix in SIDE_FILES:
            side = path.with_name(path.name + suffix)
            if side.exists():
                side.replace(aside.with_name(aside.name + suffix))
        path.replace(aside)
        return None
    with suppress(sqlite3.Error), closing(connect_writing(path, "rw", "WAL")) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the old file is whole without its WAL
    return before
