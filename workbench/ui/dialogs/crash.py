"""The dialog for a bug: what to do, the details to copy, where the log is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.i18n import _, n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import flat_button, plain_button, primary_button
from workbench.ui.widgets.labels import heading, label

__all__ = ["CrashDialog", "show_crash"]

_open: list[CrashDialog] = []
_MOST_KEPT = 20


class CrashDialog(QDialog):
    """Tells about unexpected errors; several of them share one dialog."""

    def __init__(self, details: str, log_path: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log_path = log_path
        self._all = [details]
        self._count = 1
        self.setWindowTitle(_("Unexpected error"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme().px(640), theme().px(440))
        self._more = label("", tone="dim")
        self._more.hide()
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setAccessibleName(_("Details"))
        set_look(self.details, mono=True, step="small")
        column = QVBoxLayout(self)
        theme().space(column, 8, (24, 20, 24, 16))
        column.addWidget(heading(_("Something in the workbench went wrong")))
        column.addWidget(
            label(
                _(
                    "What you entered is saved after every change. You can go on; if the same thing happens again, "
                    "restart the workbench and send the details to whoever looks after it."
                ),
                wrap=True,
            )
        )
        column.addWidget(self._more)
        column.addWidget(self.details, 1)
        if log_path is not None:
            where = label(_("Log: {path}").format(path=log_path), tone="dim", step="small", wrap=True)
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(where)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        theme().space(row, 8, (0, 8, 0, 0))
        self.copy_button = plain_button(_("Copy details"), self.copy, icon_name="copy")
        row.addWidget(self.copy_button)
        if self._log_path is not None:
            row.addWidget(flat_button(_("Open log folder"), self._open_folder, icon_name="folder"))
        row.addStretch(1)
        go_on = primary_button(_("Go on"), self.accept)
        go_on.setDefault(True)
        row.addWidget(go_on)
        return row

    def add(self, details: str) -> None:
        """Take another error in; the same one only counts."""
        self._count += 1
        if details not in self._all and len(self._all) < _MOST_KEPT:
            self._all.append(details)
            self.details.setPlainText("\n\n".join(self._all))
        self._more.setText(n_("{n} error so far", "{n} errors so far", self._count))
        self._more.show()

    def copy(self) -> None:
        """Put the details on the clipboard; they hold no keys and no tokens."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(_("Copied"))

    def _open_folder(self) -> None:
        if self._log_path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_path.parent)))


def show_crash(details: str, log_path: Path | None = None, parent: QWidget | None = None) -> CrashDialog:
    """Show the dialog, or add to the one that is open; connect `Faults.crashed` here."""
    _open[:] = [dialog for dialog in _open if isValid(dialog) and dialog.isVisible()]
    if _open:
        _open[0].add(details)
        return _open[0]
    dialog = CrashDialog(details, log_path, parent)
    _open.append(dialog)
    dialog.open()
    return dialog
