"""A workspace: one open file, its sessions, its owner."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workbench.domain.ids import new_id
from workbench.errors import BadInput, FileBusy, WorkspaceUnusable
from workbench.i18n import _
from workbench.progress import Progress
from workbench.store.backups import copy_open, make_backup, sync_folder
from workbench.store.connection import is_remote, make_engine, real_path, remove_side_files, translated
from workbench.store.file_check import OPEN_HERE, check_file, identity
from workbench.store.lock import Holder, Ownership, holder_of, is_owned
from workbench.store.migration import upgrade
from workbench.store.schema import HEAD, create_all
from workbench.store.tables import MetaRow

__all__ = ["SUFFIX", "Workspace"]

SUFFIX = ".wawb"
PATIENCE_S = 5.0
"""How long a window waits for another program that locks the file; a command says how long it does."""


class Workspace:
    """One open workspace file; make it with create or open.

    Attributes:
        path: The file.
        read_only: True when it cannot be written through this object.
        holder: Who owns the file when somebody else does.
    """

    def __init__(self, path: Path, engine: Engine, ownership: Ownership | None) -> None:
        self.path = path
        self.read_only = ownership is None
        self.holder: Holder | None = holder_of(path) if ownership is None and is_owned(path) else None
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._ownership = ownership
        self._identity = identity(path)
        self._keeps_identity = not is_remote(path)  # network drives may number a file anew
        self._closed = False
        OPEN_HERE.append(self._identity)

    @classmethod
    def create(cls, path: Path, name: str = "", *, who: str = "", wait_s: float = 0.0) -> Self:
        """Make a new workspace file and open it.

        Args:
            path: Where; must not exist yet. The folder must exist.
            name: What it is called; the file's stem if empty.
            who: Display name of the person.

        Raises:
            BadInput: The file exists already.
            WorkspaceUnusable: The folder is missing or cannot be written.
        """
        path = real_path(path)
        if not path.parent.is_dir():
            raise WorkspaceUnusable(
                _("The folder {folder} does not exist.").format(folder=path.parent), _("Create the folder first.")
            )
        with translated(path):
            if path.exists():
                raise BadInput(
                    _("{file} exists already.").format(file=path), _("Open it, or choose another name for the new one.")
                )
        ownership = Ownership(path, who)
        ownership.take(wait_s)
        part = path.with_name(path.name + ".new")
        try:
            with translated(path):
                part.unlink(missing_ok=True)
                remove_side_files(part)
                engine = make_engine(part, read_only=False, creating=True)
                try:
                    with engine.execution_options(writes=True).begin() as connection:
                        create_all(connection)
                        facts = {"id": new_id(), "name": name or path.stem, "created_at": _now()}
                        connection.execute(insert(MetaRow), [{"name": k, "value": v} for k, v in facts.items()])
                finally:
                    engine.dispose()
                if path.exists():  # made by somebody else while we waited for the lock
                    raise BadInput(_("{file} exists already.").format(file=path), _("Open it instead."))
                remove_side_files(path)  # of a file that was deleted; they would be replayed into this one
                part.rename(path)
                sync_folder(path.parent)
            return cls._opened(path, ownership)
        except BaseException:
            ownership.release()
            with suppress(OSError):
                part.unlink(missing_ok=True)
                remove_side_files(part)
            raise

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, who: str = "", wait_s: float = 0.0, migrations: Path | None = None
    ) -> Self:
        """Open a workspace file; an older one is copied and upgraded first.

        Args:
            path: The file.
            read_only: Take no ownership; nothing can be written.
            who: Display name of the person.
            wait_s: Seconds to wait for another owner to close it.
            migrations: Folder of the Alembic scripts; the shipped one if None.

        Raises:
            FileBusy: Somebody else owns it.
            WorkspaceUnusable: See store.file_check.check_file; or it is damaged.
        """
        path = real_path(path)
        revision = check_file(path)
        if read_only:
            if revision != HEAD:
                raise WorkspaceUnusable(
                    _("{file} is of an older version and must be upgraded before it can be read.").format(
                        file=path.name),
                    _("Open it once for writing."),
                )  # fmt: skip
            return cls._opened(path, None)
        _must_be_writable(path)
        ownership = Ownership(path, who)
        ownership.take(wait_s)
        try:
            revision = check_file(path)  # the owner before may have upgraded it
            if revision != HEAD:
                if migrations is None:
                    from workbench.library.places import migrations_dir

                    migrations = migrations_dir()
                upgrade(path, migrations)
            return cls._opened(path, ownership, wait_s or PATIENCE_S)
        except BaseException:
            ownership.release()
            raise

    @classmethod
    def _opened(cls, path: Path, ownership: Ownership | None, wait_s: float = PATIENCE_S) -> Self:
        engine = make_engine(path, read_only=ownership is None, wait_s=wait_s)
        try:
            with translated(path):
                with engine.connect() as connection:  # the first read finds a damaged file
                    connection.execute(select(MetaRow.value).where(MetaRow.name == "id")).scalar()
                return cls(path, engine, ownership)
        except BaseException:
            engine.dispose()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a writing session; it commits when the block ends, and rolls back on any error."""
        if self.read_only:
            who = _(" It is open for writing by {who}.").format(who=self.holder) if self.holder else ""
            raise WorkspaceUnusable(
                _("{file} is open read-only.").format(file=self.path.name) + who,
                _("Close it there and open it again, or save a copy."),
            )
        with translated(self.path), Session(self._writing) as session, session.begin():
            yield session
            session.flush()
            self._must_be_there()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads; any thread may use one of its own."""
        with translated(self.path), Session(self._engine) as session:
            yield session

    def _must_be_there(self) -> None:
        """Refuse a commit into a file that was deleted or replaced: it would be lost without a word."""
        hint = _("Save a copy now: it holds everything up to the last saved change.")
        try:
            found = identity(self.path)
        except OSError as error:
            raise WorkspaceUnusable(
                _("{file} is gone; the last change was not saved.").format(file=self.path), hint
            ) from error
        if self._keeps_identity and found != self._identity:
            raise WorkspaceUnusable(
                _("{file} was replaced by another program; the last change was not saved.").format(file=self.path), hint
            )

    def fact(self, name: str) -> str:
        """Return a fact about the file (id, name, created_at ...), "" when unknown."""
        with self.reading() as session:
            return session.execute(select(MetaRow.value).where(MetaRow.name == name)).scalar() or ""

    @property
    def name(self) -> str:
        """What the workspace is called."""
        return self.fact("name") or self.path.stem

    def check(self) -> tuple[str, ...]:
        """Return what SQLite's integrity check finds; nothing when all is well. Slow on large files."""
        try:
            with translated(self.path), self._engine.connect() as connection:
                rows = connection.execute(text("PRAGMA integrity_check")).scalars().all()
                if found := tuple(row for row in rows if row != "ok"):
                    return found
                orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        except WorkspaceUnusable as error:
            return (error.message,)
        return tuple(_("A row of {table} refers to nothing.").format(table=row[0]) for row in orphans)

    def close(self) -> None:
        """Close the file and give up ownership; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._ownership is not None:
            with suppress(DBAPIError, sqlite3.Error):  # WAL is replayed on opening
                self.checkpoint()
        self._engine.dispose()
        OPEN_HERE.remove(self._identity)
        if self._ownership is not None:
            self._ownership.release()

    @contextmanager
    def outside_transactions(self) -> Iterator[sqlite3.Connection]:
        """Give SQLite's own connection for what no transaction may surround: VACUUM, checkpoints, copies."""
        pooled = self._engine.raw_connection()
        try:
            raw: Any = pooled.driver_connection
            yield raw
        finally:
            pooled.close()

    def checkpoint(self) -> None:
        """Bring everything from the WAL into the file and empty the WAL."""
        with self.outside_transactions() as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def backup(self, reason: str) -> Path:
        """Copy the file into its backup folder; see store.backups.make_backup."""
        return make_backup(self.path, reason).path

    def save_copy(self, target: Path, progress: Progress | None = None) -> None:
        """Copy the workspace from the open connection; works when the file itself is gone.

        Args:
            target: Where to; a file that is there is replaced.
            progress: Told pages done and in all; may raise Cancelled.

        Raises:
            BadInput: The target is this very file.
            FileBusy: Somebody has the target open.
            WorkspaceUnusable: The target cannot be written.
        """
        if target.exists():
            if identity(target) == self._identity:
                raise BadInput(_("This is the open file itself."), _("Choose another name for the copy."))
            if identity(target) in OPEN_HERE or is_owned(target):
                raise FileBusy(_("{file} is open.").format(file=target.name), _("Close it, or choose another name."))
        with translated(self.path), self.outside_transactions() as raw:
            copy_open(raw, self.path, target, progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _must_be_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise WorkspaceUnusable(
            _("{file} is read-only.").format(file=path.name),
            _("Open it read-only, or save a copy in a folder of yours."),
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
