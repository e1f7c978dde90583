"""A workspace: one open file, its sessions, its owner."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Engine, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workbench.domain.ids import new_id
from workbench.errors import BadInput, WorkspaceUnusable
from workbench.i18n import _
from workbench.store.backups import make_backup
from workbench.store.connection import make_engine, translated
from workbench.store.lock import Holder, Ownership, holder_of
from workbench.store.migration import check_file, upgrade
from workbench.store.schema import HEAD, create_all
from workbench.store.tables import MetaRow

__all__ = ["SUFFIX", "Workspace"]

SUFFIX = ".wawb"


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
        self.holder: Holder | None = holder_of(path) if ownership is None else None
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._ownership = ownership

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
        if path.exists():
            raise BadInput(
                _("{file} exists already.").format(file=path), _("Open it, or choose another name for the new one.")
            )
        if not path.parent.is_dir():
            raise WorkspaceUnusable(
                _("The folder {folder} does not exist.").format(folder=path.parent), _("Create the folder first.")
            )
        ownership = Ownership(path, who)
        ownership.take(wait_s)
        part = path.with_name(path.name + ".new")
        try:
            with translated(path):
                part.unlink(missing_ok=True)
                engine = make_engine(part, read_only=False)
                with engine.execution_options(writes=True).begin() as connection:
                    create_all(connection)
                    facts = {"id": new_id(), "name": name or path.stem, "created_at": _now()}
                    connection.execute(insert(MetaRow), [{"name": k, "value": v} for k, v in facts.items()])
                engine.dispose()
                part.rename(path)
        except BaseException:
            ownership.release()
            part.unlink(missing_ok=True)
            raise
        return cls(path, make_engine(path, read_only=False), ownership)

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
            WorkspaceUnusable: See store.migration.check_file; or it is damaged.
        """
        revision = check_file(path)
        if read_only:
            if revision != HEAD:
                raise WorkspaceUnusable(
                    _("{file} is of an older version and must be upgraded before it can be read.").format(
                        file=path.name),
                    _("Open it once for writing."),
                )  # fmt: skip
            return cls._opened(path, None)
        ownership = Ownership(path, who)
        ownership.take(wait_s)
        try:
            _must_be_writable(path)
            if revision != HEAD:
                if migrations is None:
                    from workbench.library.places import migrations_dir

                    migrations = migrations_dir()
                upgrade(path, migrations)
            return cls._opened(path, ownership)
        except BaseException:
            ownership.release()
            raise

    @classmethod
    def _opened(cls, path: Path, ownership: Ownership | None) -> Self:
        engine = make_engine(path, read_only=ownership is None)
        opened = cls(path, engine, ownership)
        try:
            opened.fact("id")  # the first read finds a damaged file
        except BaseException:
            engine.dispose()
            raise
        return opened

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

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads; any thread may use one of its own."""
        with translated(self.path), Session(self._engine) as session:
            yield session

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
        with translated(self.path), self._engine.connect() as connection:
            rows = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
        found = tuple(row for row in rows if row != "ok")
        return found + tuple(_("A row of {table} refers to nothing.").format(table=row[0]) for row in orphans)

    def close(self) -> None:
        """Close the file and give up ownership; safe to call twice."""
        if self._ownership is not None:
            with suppress(DBAPIError, OSError), self._engine.connect() as connection:  # WAL is replayed on opening
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        self._engine.dispose()
        if self._ownership is not None:
            self._ownership.release()

    def backup(self, reason: str) -> Path:
        """Copy the file into its backup folder; see store.backups.make_backup."""
        return make_backup(self.path, reason).path

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

