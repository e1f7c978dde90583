"""Bringing an older file to today's schema: copied first, then upgraded in one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from workbench.errors import WorkspaceUnusable
from workbench.i18n import _
from workbench.store.backups import make_backup
from workbench.store.connection import make_engine, translated
from workbench.store.schema import APPLICATION_ID, HEAD

__all__ = ["check_file", "upgrade"]


def check_file(path: Path) -> str:
    """Look at a file before it is opened.

    Returns:
        Its schema revision.

    Raises:
        WorkspaceUnusable: Missing, empty, truncated, foreign, or written by a newer version.
    """
    if not path.exists():
        raise WorkspaceUnusable(
            _("{file} is not there.").format(file=path), _("Check the name, or that its drive is connected.")
        )
    if path.is_dir():
        raise WorkspaceUnusable(
            _("{file} is a folder.").format(file=path), _("Choose a workspace file that ends in .wawb.")
        )
    with translated(path):
        size = path.stat().st_size
        with path.open("rb") as source:
            head = source.read(100)
    if size == 0:
        raise WorkspaceUnusable(
            _("{file} is empty (0 bytes).").format(file=path.name),
            _("Restore a backup: workbench workspace backups FILE lists them."),
        )
    if not head.startswith(b"SQLite format 3\0") or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise WorkspaceUnusable(
            _("{file} is no workspace file.").format(file=path.name), _("Choose a file that ends in .wawb.")
        )
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    if int.from_bytes(head[28:32], "big") * page > size and not path.with_name(path.name + "-wal").exists():
        raise WorkspaceUnusable(
            _("{file} is cut short; part of it is missing.").format(file=path.name),
            _("Restore a backup: workbench workspace backups FILE lists them."),
        )
    return _revision(path)


def _revision(path: Path) -> str:
    from workbench.store.backups import _closing, _quoted

    with translated(path), _closing(f"file:{_quoted(path)}?mode=ro") as raw:
        try:
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            row = None
    if row is None:
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


def upgrade(path: Path, migrations: Path, target: str = HEAD) -> None:
    """Copy an older file into its backups, then bring it to `target` in one transaction.

    Args:
        path: The workspace file, owned by the caller.
        migrations: Folder with Alembic's env.py and versions.
        target: Revision to reach.
    """
    from alembic import command
    from alembic.config import Config

    make_backup(path, "migration")
    engine = make_engine(path, read_only=False)
    config = Config()
    config.set_main_option("script_location", str(migrations))
    try:
        with translated(path), engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
    finally:
        engine.dispose()
