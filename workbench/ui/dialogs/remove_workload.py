"""Removing a workload completely: says what goes and what stays, does it as a task, shows the receipt."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.i18n import _, n_
from workbench.progress import Cancelled, Progress
from workbench.store.backups import backups_of
from workbench.store.edits import Part
from workbench.store.purge import Receipt, purge_workload
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.tasks import Task
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading, label, rule
from workbench.ui.widgets.message_bar import MessageBar

__all__ = ["RemoveCompletely"]


def _purge(workspace: Workspace, workload_id: str, backups: bool, progress: Progress) -> Receipt:
    def steady(done: float, total: float, note: str = "") -> None:
        if done:  # begun is finished: half a removal would be worse than none
            with suppress(Cancelled):
                progress(done, total, note)
        else:
            progress(done, total, note)

    return purge_workload(workspace, workload_id, backups=backups, progress=steady)


class RemoveCompletely(QDialog):
    """Explains, asks once, removes, and shows the receipt; `receipt` tells whether it happened."""

    def __init__(self, desk: Desk, workload_id: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.receipt: Receipt | None = None
        self._workload_id, self._name = workload_id, name
        self._task: Task | None = None
        self.setWindowTitle(_("Remove workload completely"))
        self.messages = MessageBar()
        self.messages.hide()
        self.backups = QCheckBox()
        self.remove_button = plain_button(_("Remove completely"), self.remove, icon_name="trash")
        self.cancel_button = plain_button(_("Cancel"), self.reject)
        self.copy_button = plain_button(_("Copy"), self.copy, icon_name="copy")
        self.receipt_text = QPlainTextEdit()
        self.receipt_text.setReadOnly(True)
        self.receipt_text.setAccessibleName(_("Receipt"))
        set_look(self.receipt_text, mono=True, step="small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.step = dim_label("")
        self.stack = QStackedWidget()
        for page in (self._question(), self._waiting(), self._result()):
            self.stack.addWidget(page)
        foot = QHBoxLayout()
        theme().space(foot, 8, (24, 12, 24, 12))
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.remove_button)
        self.copy_button.hide()
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.messages)
        whole.addWidget(self.stack, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)
        self.resize(theme().px(600), theme().px(460))
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    # -- parts ---------------------------------------------------------------------------------

    def _question(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        theme().space(column, 10, (24, 20, 24, 16))
        column.addWidget(heading(_('Remove "{name}" completely?').format(name=self._name)))
        column.addWidget(
            label(
                _("This cannot be undone, and no button brings it back. It is meant for data that must not be kept."),
                wrap=True,
            )
        )
        for title, text in (
            (_("What goes"), _("Its answers, notes, evidence files, accepted risks, improvements, sessions with their "
                               "logs, and milestones; its whole history, so undo ends before it; its words in the search. The file is then written anew, "
                               "so that no remains are left in free space.")),
            (_("What stays"), _("All other workloads. Templates of plans and of platform answers, also those made from it: they "
                                "belong to the workspace. Copies of this file, packages and reports that were made earlier: "
                                "the workbench does not know where they are.")),
        ):  # fmt: skip
            column.addWidget(label(title, strong=True))
            column.addWidget(label(text, wrap=True))
        count = len(backups_of(self.desk.workspace.path))
        self.backups.setText(
            n_("Also delete the backup that contains it", "Also delete those of the {n} backups that contain it", count)
        )
        self.backups.setVisible(count > 0)
        column.addWidget(self.backups)
        column.addWidget(dim_label(
            _("To take it out of the list and be able to undo that, choose Remove workload instead."), wrap=True))  # fmt: skip
        column.addStretch(1)
        return page

    def _waiting(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        theme().space(column, 12, (24, 20, 24, 16))
        column.addWidget(heading(_('Removing "{name}"').format(name=self._name)))
        column.addWidget(self.bar)
        column.addWidget(self.step)
        column.addStretch(1)
        return page

    def _result(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        theme().space(column, 10, (24, 20, 24, 16))
        column.addWidget(heading(_("Receipt")))
        column.addWidget(self.receipt_text, 1)
        return page

    # -- doing ---------------------------------------------------------------------------------

    def remove(self) -> None:
        """Start; nothing else can be done in the window meanwhile."""
        if self._task is not None:
            return
        self.messages.clear()
        self.desk.editor.flush()
        self.stack.setCurrentIndex(1)
        self.bar.setRange(0, 0)
        self.remove_button.hide()
        self.cancel_button.setEnabled(False)
        work = partial(
            _purge, self.desk.workspace, self._workload_id, self.backups.isVisibleTo(self) and self.backups.isChecked()
        )
        title = _('Removing "{name}"').format(name=self._name)
        self._task = self.desk.tasks.start(title, work, self._done, owner=self, failed=self._failed)
        self._task.progressed.connect(self._show_progress)
        self._task.ended.connect(self._ended)

    def _show_progress(self, done: float, total: float, note: str) -> None:
        self.bar.setRange(0, int(total))
        self.bar.setValue(int(done))
        self.step.setText(note)

    def _done(self, receipt: Receipt) -> None:
        self._task = None
        self.receipt = receipt
        self.receipt_text.setPlainText(receipt.text())
        self.stack.setCurrentIndex(2)
        self.copy_button.show()
        self.cancel_button.setText(_("Close"))
        self.cancel_button.setEnabled(True)
        self.desk.editor.changed.emit(frozenset({Part("workload", self._workload_id)}))

    def _failed(self, error: Exception) -> None:
        self._back()
        if isinstance(error, WorkbenchError):
            self.messages.show_error(error)
        else:
            self.desk.faults.report(error)

    def _ended(self, state: str) -> None:
        if state == "cancelled":
            self._back()

    def _back(self) -> None:
        self._task = None
        self.stack.setCurrentIndex(0)
        self.remove_button.show()
        self.cancel_button.setEnabled(True)

    def copy(self) -> None:
        """Put the receipt on the clipboard."""
        QGuiApplication.clipboard().setText(self.receipt_text.toPlainText())
        self.copy_button.setText(_("Copied"))

    def reject(self) -> None:
        """Close, but not while it works."""
        if self._task is not None:
            return
        if self.receipt is not None:
            self.accept()
        else:
            super().reject()
