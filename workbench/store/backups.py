"""Copies of a workspace file through SQLite's online backup, kept in a folder beside it."""

from __future__ import annotations

import os
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from workbench.errors import WorkspaceUnusable
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.store.connection import translated

__all__ = ["Backup", "backup_folder", "backups_of", "copy_file", "due_today", "make_backup", "prune", "restore"]

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
                at = datetime.fromisoformat(f"{day}T{hour}:{minute}:{second}+00:00")
                found.append(Backup(entry, at, reason, entry.stat().st_size))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))


def copy_file(source: Path, target: Path, progress: Progress | None = None) -> None:
    """Copy a workspace file while it is in use; the target appears only when it is whole.

    Raises:
        WorkspaceUnusable: Either file cannot be used.
    """
    report = progress or Silent()
    part = target.with_name(target.name + ".part")
    try:
        with translated(source):
            with (
                _closing(f"file:{_quoted(source)}?mode=ro") as origin,
                _closing(f"file:{_quoted(part)}?mode=rwc") as copy,
            ):
                origin.backup(
                    copy, pages=2048, progress=lambda _status, left, total: report(total - left, total), sleep=0.001
                )
                copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise WorkspaceUnusable(
            _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
            _("Choose another folder or free some space."),
        ) from error
    finally:
        part.unlink(missing_ok=True)


class _closing:  # noqa: N801 - sqlite3's own context manager commits but does not close
    def __init__(self, uri: str) -> None:
        self.raw = sqlite3.connect(uri, uri=True, timeout=5.0, isolation_level=None)

    def __enter__(self) -> sqlite3.Connection:
        return self.raw

    def __exit__(self, *_error: object) -> None:
        self.raw.close()


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.resolve()))


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
    check = sqlite3.connect(f"file:{_quoted(backup)}?mode=ro", uri=True, isolation_level=None)
    try:
        with translated(backup):
            fine = check.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    finally:
        check.close()
    if not fine:
        raise WorkspaceUnusable(_("The backup {file} is damaged.").format(file=backup.name), _("Choose another one."))
    before: Backup | None = None
    if path.exists():
        try:
            before = make_backup(path, "restore")
        except WorkspaceUnusable:
            stamp = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
            path.replace(path.with_name(f"{path.name}.damaged-{stamp}"))
    fresh = path.with_name(path.name + ".restoring")
    copy_file(backup, fresh)
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    fresh.replace(path)
    return before
