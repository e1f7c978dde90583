"""Homework in the window: open questions out as spreadsheets, and what comes back as proposals to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.analyses.homework import owners_of
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.i18n import _, n_
from workbench.operations.homework import TakeHomework
from workbench.operations.homework_files import ReadBack, read_homework_files, write_homework_files
from workbench.progress import Progress
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.follow_up import lenses_of
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.models.plan_board import ProposalRow, proposal_row
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import icon_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["READABLE", "ReadHomeworkDialog", "SendHomeworkDialog", "read_files", "read_homework", "send_homework"]

READABLE = (".xlsx", ".xlsm", ".docx")
"""Endings of files that can come back."""

_ROLE = int(Qt.ItemDataRole.UserRole)


def _write(
    workspace: Workspace, workload_id: str, owners: Sequence[str], folder: Path, progress: Progress
) -> list[tuple[Path, str, int]]:
    progress(0, 0, _("Writing homework"))
    return write_homework_files(workspace, workload_id, owners, folder)


def _read(snapshot: Snapshot, lenses: Mapping[str, Lens], files: Sequence[Path], progress: Progress) -> ReadBack:
    progress(0, 0, _("Reading homework"))
    return read_homework_files(snapshot, lenses, files)


class SendHomeworkDialog(QDialog):
    """Whose open questions are written, and into which folder."""

    def __init__(self, desk: Desk, workload_id: str, owners: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Send homework"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workload_id = desk, workload_id
        self.owners = QListWidget()
        self.owners.setAccessibleName(_("Owners of open questions"))
        for owner, count in owners.items():
            item = QListWidgetItem(
                f"{owner or _('Nobody')}: " + n_("{n} question", "{n} questions", count).format(n=count)
            )
            item.setData(_ROLE, owner)
            item.setSizeHint(QSize(0, theme().px(28)))
            item.setCheckState(Qt.CheckState.Checked if owner else Qt.CheckState.Unchecked)
            self.owners.addItem(item)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = QLineEdit(documents if Path(documents).is_dir() else str(Path.home()))
        self.folder.setAccessibleName(_("Folder"))
        where = QHBoxLayout()
        theme().space(where, 4)
        where.addWidget(label(_("Folder")))
        where.addWidget(self.folder, 1)
        where.addWidget(icon_button("folder", _("Choose the folder"), self._choose))
        self.fault = label("", tone="high", step="small", wrap=True)
        self.fault.hide()
        self.write_button = primary_button(_("Write files"), self.write)
        self.write_button.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.write_button)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(_("Send homework"), "large"))
        whole.addWidget(dim_label(_("Each owner gets a spreadsheet with only their open questions. What comes back is shown "
                                    "as a difference and taken line by line."), wrap=True))  # fmt: skip
        whole.addWidget(self.owners, 1)
        whole.addLayout(where)
        whole.addWidget(self.fault)
        whole.addLayout(buttons)
        self.resize(theme().px(480), theme().px(420))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Folder for homework"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def chosen(self) -> list[str]:
        """Return the owners that are ticked."""
        items = [self.owners.item(n) for n in range(self.owners.count())]
        return [item.data(_ROLE) for item in items if item.checkState() == Qt.CheckState.Checked]

    def write(self) -> None:
        """Write one file for each ticked owner."""
        if not self.chosen():
            self._tell(_("Tick at least one owner."))
            return
        self.write_button.setEnabled(False)
        folder = Path(self.folder.text().strip()).expanduser()
        work = partial(_write, self._desk.workspace, self._workload_id, self.chosen(), folder)
        self._desk.tasks.start(_("Writing homework"), work, self._wrote, self, self._failed)

    def _wrote(self, written: list[tuple[Path, str, int]]) -> None:
        n = len(written)
        self._desk.say(n_("{n} homework file written to {folder}", "{n} homework files written to {folder}", n).format(
            n=n, folder=self.folder.text().strip()))  # fmt: skip
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.write_button.setEnabled(True)
        self._tell(str(error))

    def _tell(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()


class ReadHomeworkDialog(QDialog):
    """What came back, line by line, now beside proposed; what is ticked is taken as one step.

    Args:
        desk: Where the change goes.
        rows: Proposals in words; those changed meanwhile begin without a tick.
        notes: What could not be used.
    """

    def __init__(
        self, desk: Desk, rows: Sequence[ProposalRow], notes: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Read homework"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName(_("Proposed answers"))
        self.list.setHeaderLabels([_("Take"), _("Now"), _("Proposed"), _("From"), ""])
        self.list.setWordWrap(True)
        for row in rows:
            mark = _("may have changed") if row.proposal.changed_meanwhile else ""
            entry = QTreeWidgetItem(
                self.list, [row.what, row.now or "–", row.proposed or "–", row.proposal.where, mark]
            )
            entry.setData(0, _ROLE, row.proposal)
            entry.setSizeHint(0, QSize(0, theme().px(28)))
            entry.setCheckState(0, Qt.CheckState.Unchecked if mark else Qt.CheckState.Checked)
            for column in range(5):
                entry.setToolTip(column, f"{row.proposal.where}\n{entry.text(column)}")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 170), (2, 190), (3, 150), (4, 120)):
            self.list.setColumnWidth(column, theme().px(width))
        self.list.itemChanged.connect(lambda _item, _column: self._count())
        self.take_button = primary_button("", self.take)
        self.take_button.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addWidget(plain_button(_("Tick all"), lambda: self._tick(True)))
        buttons.addWidget(plain_button(_("Tick none"), lambda: self._tick(False)))
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.take_button)
        whole = QVBoxLayout(self)
        theme().space(whole, 10, (24, 16, 24, 16))
        n = len(rows)
        title = (
            n_("{n} proposed answer", "{n} proposed answers", n).format(n=n)
            if n
            else _("The files propose nothing new")
        )
        whole.addWidget(heading(title, "large"))
        whole.addWidget(dim_label(_("Ticked lines are taken as one step that can be undone. Lines that may have changed here since "
                                    "the file was sent are not ticked."), wrap=True))  # fmt: skip
        whole.addWidget(self.list, 1)
        if notes:
            shown = QListWidget()
            shown.setAccessibleName(_("What could not be used"))
            shown.addItems(list(notes))
            shown.setWordWrap(True)
            shown.setMaximumHeight(theme().px(110))
            whole.addWidget(label(_("What could not be used"), strong=True))
            whole.addWidget(shown)
        whole.addLayout(buttons)
        self.resize(theme().px(920), theme().px(560))
        self._count()
        self.list.setFocus()

    def _entries(self) -> list[QTreeWidgetItem]:
        return [entry for n in range(self.list.topLevelItemCount()) if (entry := self.list.topLevelItem(n)) is not None]

    def _tick(self, is_on: bool) -> None:
        for entry in self._entries():
            entry.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)

    def _ticked(self) -> list[QTreeWidgetItem]:
        return [entry for entry in self._entries() if entry.checkState(0) == Qt.CheckState.Checked]

    def _count(self) -> None:
        n = len(self._ticked())
        self.take_button.setText(n_("Take {n} answer", "Take {n} answers", n).format(n=n))
        self.take_button.setEnabled(n > 0 and not self._desk.editor.read_only)

    def take(self) -> None:
        """Take what is ticked."""
        chosen = tuple(entry.data(0, _ROLE) for entry in self._ticked())
        if chosen and self._desk.editor.do(TakeHomework(chosen)) is not None:
            n = len(chosen)
            self._desk.say(n_("{n} answer taken", "{n} answers taken", n).format(n=n), self._desk.editor.undo)
            self.accept()


def _state(desk: Desk) -> tuple[Snapshot, dict[str, Lens]] | None:
    with desk.workspace.reading() as session:
        snapshot = take_snapshot(session, desk.place.workload_id, with_graph=False) if desk.place.workload_id else None
        return (snapshot, lenses_of(session, snapshot)) if snapshot is not None else None


def send_homework(desk: Desk, parent: QWidget) -> None:
    """Ask for owners and folder, and write one file for each."""
    desk.editor.flush()
    state = _state(desk)
    owners = owners_of(*state) if state else {}
    if state is None or not owners:
        desk.say(_("No open question waits for anybody."))
        return
    SendHomeworkDialog(desk, state[0].workload.id, owners, parent).open()


def read_homework(desk: Desk, parent: QWidget) -> None:
    """Ask for files that came back, and show what they propose."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent, _("Read homework"), "", f"{_('Homework and commented drafts')} (*.xlsx *.xlsm *.docx)"
    )
    if names:
        read_files(desk, [Path(name) for name in names], parent)


def read_files(desk: Desk, files: Sequence[Path], parent: QWidget) -> None:
    """Show what some files propose."""
    desk.editor.flush()
    state = _state(desk)
    if state is None:
        return
    snapshot, lenses = state

    def show(found: ReadBack) -> None:
        rows = [proposal_row(one, lenses) for one in found.proposals]
        ReadHomeworkDialog(desk, rows, found.notes, parent).open()

    desk.tasks.start(
        _("Reading homework"), partial(_read, snapshot, lenses, list(files)), show, parent, key="homework.read"
    )
