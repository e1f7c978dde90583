"""What is wrong with a file, problem by problem, to read and to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import _, n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.views import dress_view

__all__ = ["ProblemList"]


class ProblemList(QWidget):
    """A heading, the hint, every problem as a line, and buttons."""

    def __init__(self, again: Callable[[], object], close: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = heading("", "large")
        self.hint = dim_label("", wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        dress_view(self.list, _("Problems"))
        set_look(self.list, framed=True)
        self.copy_button = plain_button(_("Copy"), self.copy, icon_name="copy")
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(plain_button(_("Check again"), again, icon_name="retry"))
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(plain_button(_("Close"), close))
        column = QVBoxLayout(self)
        theme().space(column, 12, (24, 20, 24, 16))
        for widget in (self.title, self.hint, self.list):
            column.addWidget(widget, 1 if widget is self.list else 0)
        column.addLayout(row)

    def show_error(self, file_name: str, error: WorkbenchError) -> None:
        """Show what was found."""
        problems = error.details or (error.message,)
        self.title.setText(
            n_("{n} problem in {file}", "{n} problems in {file}", len(problems)).replace("{file}", file_name)
        )
        self.hint.setText(error.hint)
        self.list.clear()
        self.list.addItems(list(problems))
        self.copy_button.setText(_("Copy"))

    def copy(self) -> None:
        """Put the problems on the clipboard."""
        lines = [self.list.item(row).text() for row in range(self.list.count())]
        QGuiApplication.clipboard().setText("\n".join([self.title.text(), *lines]))
        self.copy_button.setText(_("Copied"))
