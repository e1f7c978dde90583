"""Writing a file in the background: the button, its progress, and what can be done with the result."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, label

__all__ = ["DoneBox", "WriteStrip", "file_name"]


def file_name(workload: str, state: str, day: str, suffix: str) -> str:
    """Return a file name for a report that any system takes."""
    plain = re.sub(r"[^\w \-.()]+", " ", f"{workload} {state} {day}")
    return re.sub(r"\s+", " ", plain).strip(" .")[:120] + suffix


class WriteStrip(QWidget):
    """The button, or how far the work is and Cancel."""

    def __init__(
        self,
        text: str,
        key: str,
        write: Callable[[], object],
        cancel: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.button = primary_button(text, write, key=key)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(text)
        self.note = dim_label("")
        self.cancel = plain_button(_("Cancel"), cancel)
        row = QHBoxLayout(self)
        theme().space(row, 8)
        row.addWidget(self.button)
        row.addWidget(self.bar, 1)
        row.addWidget(self.note)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.set_running(False)

    def set_running(self, is_running: bool) -> None:
        """Show progress and Cancel instead of the button, or the button again."""
        self.button.setVisible(not is_running)
        for widget in (self.bar, self.note, self.cancel):
            widget.setVisible(is_running)
        if is_running:
            self.bar.setRange(0, 0)
            self.note.setText("")
            self.cancel.setFocus()

    def show_progress(self, done: float, total: float, note: str) -> None:
        """Show how far the work is."""
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * done / total) if total else 0)
        self.note.setText(note)


class DoneBox(QWidget):
    """Says where a file is and opens it, or its folder."""

    def __init__(self, open_url: Callable[[QUrl], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_url = open_url
        self._path = Path()
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = plain_button(_("Open"), lambda: self._open(self._path))
        self.folder_button = plain_button(_("Show in folder"), lambda: self._open(self._path.parent))
        column = QVBoxLayout(self)
        theme().space(column, 6, (12, 8, 12, 8))
        column.addWidget(self.text)
        column.addWidget(FlowRow(self.open_button, self.folder_button))
        set_look(self, ground="none")
        self.hide()

    def show_file(self, text: str, path: Path) -> None:
        """Tell about a file that was written."""
        self._path = path
        self.text.setText(text)
        self.show()
        self.open_button.setFocus()

    def _open(self, path: Path) -> None:
        self._open_url(QUrl.fromLocalFile(str(path)))
