"""What the Tool offers for reading only, as the sync page asks for it: reports, checks, notices; knows no widget."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.domain.lens import Lens
from workbench.errors import BadInput
from workbench.host.aws_session import Connection
from workbench.i18n import _, n_
from workbench.library.shelf import Shelf
from workbench.operations.sync_extras import Extras, keep_extras, read_extras
from workbench.progress import Progress
from workbench.store.queries.answers import workload_of
from workbench.store.workspace import Workspace
from workbench.ui.editor import Editor
from workbench.ui.models.sync_desk import SyncDesk
from workbench.ui.models.sync_work import Talk, reached

if TYPE_CHECKING:
    from workbench.sync.extras import ConsolidatedRow

__all__ = ["SyncExtras"]


class SyncExtras(QObject):
    """Reads through the connection of a sync desk, one thing at a time with everything else there."""

    found = Signal(object)
    """Extras of the workload; UI thread."""
    tabled = Signal(object)
    """ConsolidatedRows of the account; UI thread."""

    def __init__(self, sync: SyncDesk, workspace: Workspace, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sync, self._workspace, self._editor = sync, workspace, editor

    @property
    def lenses(self) -> tuple[tuple[str, str], ...]:
        """Lenses of the link: what the Tool calls each, and our alias."""
        link = self._sync.link
        return tuple((theirs, ours) for ours, theirs in link.lenses) if link else ()

    @property
    def workload_name(self) -> str:
        """Name of the workload that is shown."""
        with self._workspace.reading() as session:
            workload = workload_of(session, self._sync.subject)
        return workload.name if workload else ""

    def fetch(self, title: str) -> None:
        """Read checks, improvement items and notices, and keep them as evidence."""
        work = partial(_extras, self._workspace, self._sync.subject, self._sync.connection)
        self._sync.start("extras", title, work, self._keep)

    def _keep(self, found: Extras) -> None:
        if not self._editor.read_only and self._editor.do(keep_extras(found)) is not None:
            n = len(found.evidence)
            self._sync.said.emit(n_("Kept {n} item as evidence", "Kept {n} items as evidence", n))
        self.found.emit(found)

    def save_report(self, alias: str, target: Path, title: str) -> None:
        """Save the Tool's own report of a lens review."""
        link = self._sync.link
        if link is not None:
            work = partial(_report, link.remote_id, alias, target, self._sync.connection)
            self._sync.start(
                "extras", title, work, lambda name: self._sync.said.emit(_("Saved {file}").format(file=name))
            )

    def read_table(self, title: str) -> None:
        """Read the consolidated report of the account."""
        self._sync.start("extras", title, partial(_table, self._sync.connection), self.tabled.emit)


def _extras(workspace: Workspace, workload_id: str, connection: Connection, talk: Talk, progress: Progress) -> Extras:
    with reached(connection, talk, progress) as (tool, _aws):
        return read_extras(workspace, workload_id, tool)


def _report(remote_id: str, alias: str, target: Path, connection: Connection, talk: Talk, progress: Progress) -> str:
    from workbench.sync.extras import lens_report

    with reached(connection, talk, progress) as (tool, _aws):
        data = lens_report(tool, remote_id, alias)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise BadInput(
            _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
            _("Choose another folder."),
        ) from error
    return target.name


def _table(connection: Connection, talk: Talk, progress: Progress) -> tuple[ConsolidatedRow, ...]:
    from workbench.sync.extras import consolidated

    with reached(connection, talk, progress) as (tool, _aws):
        rows = consolidated(tool)
    shelf = Shelf()
    known = {alias: shelf.lens(alias) for alias in {row.lens for row in rows} if alias in shelf.aliases()}
    return tuple(_named(row, known.get(row.lens)) for row in rows)


def _named(row: ConsolidatedRow, lens: Lens | None) -> ConsolidatedRow:
    """Return a row with names where the Tool gives ids, as far as the lens is on the shelf."""
    if lens is None:
        return row
    pillar = lens.pillar(row.pillar)
    return replace(row, lens=lens.name, pillar=pillar.name if pillar else row.pillar)
