"""A search field that tells what to look for shortly after the last key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, theme

__all__ = ["SearchField"]


class SearchField(QLineEdit):
    """A line edit with a magnifier and a clear button; Esc clears, Down leaves to the list."""

    searched = Signal(str)
    """The text, 150 ms after the last key, at once on Enter or when cleared; UI thread."""
    left_down = Signal()
    """Down was pressed: the list below should take the focus; UI thread."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder or _("Search"))
        self.setAccessibleName(placeholder or _("Search"))
        self.setClearButtonEnabled(True)
        self._make_room()
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=150)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(self._changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme().px(16)
        painter = QPainter(self)
        icon("search").paint(painter, QRect(theme().px(8), (self.height() - side) // 2, side, side))
        painter.end()

    def _make_room(self) -> None:
        self.setTextMargins(theme().px(20), 0, 0, 0)

    def _changed(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._timer.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
