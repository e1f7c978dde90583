"""What is done with workspace files on a worker; the window starts it and takes the result.

SQLAlchemy is loaded here, inside the functions: after the first paint.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.host.paths import made
from workbench.progress import Progress
from workbench.ui.pages import CATALOG

if TYPE_CHECKING:
    from workbench.store.workspace import Workspace

__all__ = ["back_up", "create_file", "load_pages", "open_file", "open_sample", "restore_file", "save_copy"]


def open_file(path: Path, read_only: bool, who: str, _progress: Progress) -> Workspace:
    """Open a workspace on a worker; SQLAlchemy is loaded here, after the first paint."""
    from workbench.store.workspace import Workspace

    return Workspace.open(path, read_only=read_only, who=who)


def create_file(path: Path, who: str, _progress: Progress) -> Workspace:
    """Make a workspace and open it."""
    from workbench.store.workspace import Workspace

    return Workspace.create(path, who=who)


def open_sample(path: Path, who: str, progress: Progress) -> Workspace:
    """Build the sample when it is not there yet, and open it."""
    if not path.exists():
        from workbench.operations.sample import build_sample

        made(path.parent)
        build_sample(path)
    return open_file(path, False, who, progress)


def back_up(path: Path, keep: int, keep_weekly: int, progress: Progress) -> None:
    """Make the backup of the day where there is none yet."""
    from workbench.store.backups import due_today, make_backup, prune

    if due_today(path):
        make_backup(path, "daily", progress)
        prune(path, keep, keep_weekly)


def load_pages(_progress: Progress) -> None:
    """Import the modules of all pages, so that showing one for the first time is quick."""
    for entry in CATALOG:
        entry.load()


def save_copy(source: Path, target: Path, progress: Progress) -> Path:
    """Copy a workspace file and return where to."""
    from workbench.store.backups import copy_file

    copy_file(source, target, progress)
    return target


def restore_file(path: Path, backup: Path, who: str, progress: Progress) -> Workspace:
    """Put a backup in the place of a workspace and open it."""
    from workbench.store.backups import restore
    from workbench.store.lock import Ownership

    ownership = Ownership(path, who)
    ownership.take()
    try:
        restore(path, backup)
    finally:
        ownership.release()
    return open_file(path, False, who, progress)
