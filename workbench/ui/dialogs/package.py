"""Packages: a workload out as one file, and one in again; for the File menu and the reports page."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import _
from workbench.operations.package_sessions import speakers_in
from workbench.operations.packages import SUFFIX, Package, is_sealed, read_package, write_package
from workbench.progress import Progress
from workbench.store.queries.answers import workload_of
from workbench.store.workspace import Workspace
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.package_import import ImportDialog, size_text
from workbench.ui.tasks import Task
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import icon_button, plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["ExportDialog", "PassphraseDialog", "export_package", "import_file", "import_package"]


def _write(
    workspace: Workspace, workload_id: str, target: Path, passphrase: str, speakers: bool, progress: Progress
) -> int:
    return write_package(workspace, workload_id, target, passphrase=passphrase, speakers=speakers, progress=progress)


def _read(path: Path, passphrase: str, progress: Progress) -> Package:
    return read_package(path, passphrase, progress)


def _secret(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    return line


class ExportDialog(QDialog):
    """Where to, and a passphrase if it should be sealed; writes in the background."""

    def __init__(self, desk: Desk, workload_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export package"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._workload_id = desk, workload_id
        self._task: Task | None = None
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        folder = documents if documents.is_dir() else Path.home()
        plain = re.sub(r"[^\w \-.()]+", " ", f"{name} {today()}").strip()
        self.target = QLineEdit(str(folder / (plain + SUFFIX)))
        self.target.setAccessibleName(_("File"))
        self.secret, self.again = _secret(_("Passphrase")), _secret(_("Passphrase again"))
        self.secret.setPlaceholderText(_("Empty: not sealed"))
        self.speakers = QCheckBox(_("Session logs name also those who did not agree to it"))
        with desk.workspace.reading() as session:
            if not speakers_in(session, workload_id):
                self.speakers.hide()
        self.fault = label("", tone="high", step="small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Writing the package"))
        self.bar.hide()
        where = QHBoxLayout()
        theme().space(where, 4)
        where.addWidget(self.target, 1)
        where.addWidget(icon_button("folder", _("Choose where to"), self._choose))
        form = QFormLayout()
        theme().space(form, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("File"), where)
        form.addRow(_("Passphrase"), self.secret)
        form.addRow(_("Again"), self.again)
        self.export = primary_button(_("Export package"), self.start)
        self.export.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addWidget(self.bar, 1)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.export)
        text = _("The package holds answers, plan, sessions, milestones and evidence files. Without a passphrase anybody who has the "
                 "file can read them; a lost passphrase cannot be recovered.")  # fmt: skip
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(_("Export {name}").format(name=name), "large"))
        whole.addWidget(dim_label(text, wrap=True))
        whole.addLayout(form)
        whole.addWidget(self.speakers)
        whole.addWidget(self.fault)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(520))
        for line in (self.target, self.secret, self.again):
            line.textChanged.connect(lambda _text: self._check())
        self._check()

    def _check(self) -> bool:
        path = Path(self.target.text().strip() or ".")
        text, is_note = "", False
        if not self.target.text().strip() or path.is_dir():
            text = _("Name a file.")
        elif not path.parent.is_dir():
            text = _("The folder {folder} does not exist.").format(folder=path.parent)
        elif self.secret.text() != self.again.text():
            text = _("The two passphrases differ.")
        elif path.exists():
            text, is_note = _("This file exists and will be replaced."), True
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        is_good = not text or is_note
        self.export.setEnabled(is_good and self._task is None)
        return is_good

    def _choose(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Export package"), self.target.text(), f"{_('Package')} (*{SUFFIX})",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.target.setText(name if name.endswith(SUFFIX) else name + SUFFIX)

    def start(self) -> None:
        """Write the package."""
        if not self._check() or self._task is not None:
            return
        self._desk.editor.flush()
        target = Path(self.target.text().strip())
        work = partial(
            _write, self._desk.workspace, self._workload_id, target, self.secret.text(), self.speakers.isChecked()
        )
        self._task = self._desk.tasks.start(
            _("Writing {file}").format(file=target.name), work, partial(self._wrote, target), self, self._failed
        )
        self._task.progressed.connect(self._show_progress)
        self.export.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()

    def _show_progress(self, done: float, total: float, _note: str) -> None:
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * done / total) if total else 0)

    def _wrote(self, target: Path, size: int) -> None:
        self._task = None
        self._desk.say(_("{file} written, {size}").format(file=target.name, size=size_text(size)))
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.bar.hide()
        self._check()
        self.fault.setText(str(error))
        self.fault.show()

    def reject(self) -> None:
        """Stop what is under way, and close."""
        if self._task is not None:
            self._task.cancel()
        super().reject()


class PassphraseDialog(QDialog):
    """Asks for the passphrase of a sealed package, again after a wrong one."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import package"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._path, self._window = desk, path, parent
        self.secret = _secret(_("Passphrase"))
        self.fault = label("", tone="high", step="small", wrap=True)
        self.fault.hide()
        self.open_button = primary_button(_("Open package"), self.start)
        self.open_button.setDefault(True)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.open_button)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(_("{file} is sealed").format(file=path.name), "large"))
        whole.addWidget(dim_label(_("Type the passphrase it was exported with."), wrap=True))
        whole.addWidget(self.secret)
        whole.addWidget(self.fault)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(420))

    def start(self) -> None:
        """Try to open it."""
        self.open_button.setEnabled(False)
        self._desk.tasks.start(
            _("Reading {file}").format(file=self._path.name), partial(_read, self._path, self.secret.text()),
            self._opened, self, self._failed, key="package.read",
        )  # fmt: skip

    def _opened(self, package: Package) -> None:
        self.accept()
        ImportDialog(self._desk, package, self._window).open()

    def _failed(self, error: Exception) -> None:
        self.open_button.setEnabled(True)
        self.fault.setText(str(error))
        self.fault.show()
        self.secret.selectAll()
        self.secret.setFocus()


def export_package(desk: Desk, parent: QWidget) -> ExportDialog | None:
    """Ask where to and export the current workload; None when there is none."""
    with desk.workspace.reading() as session:
        workload = workload_of(session, desk.place.workload_id) if desk.place.workload_id else None
    if workload is None:
        desk.say(_("Choose a workload first; a package holds one."))
        return None
    dialog = ExportDialog(desk, workload.id, workload.name, parent)
    dialog.open()
    return dialog


def import_package(desk: Desk, parent: QWidget) -> None:
    """Ask for a package, show what it would change, and import it."""
    if desk.editor.read_only:
        desk.say(_("The file is open read-only."))
        return
    name, _filter = QFileDialog.getOpenFileName(parent, _("Import package"), "", f"{_('Package')} (*{SUFFIX})")
    if name:
        import_file(desk, Path(name), parent)


def import_file(desk: Desk, path: Path, parent: QWidget) -> None:
    """Show what a package would change, and import it; asks for the passphrase of a sealed one."""
    desk.editor.flush()
    if is_sealed(path):
        PassphraseDialog(desk, path, parent).open()
        return
    desk.tasks.start(
        _("Reading {file}").format(file=path.name), partial(_read, path, ""),
        lambda package: ImportDialog(desk, package, parent).open(), parent, key="package.read",
    )  # fmt: skip
