"""Typing a name in place, on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme

__all__ = ["NameEdit"]


class NameEdit(QLineEdit):
    """A field over a box: Enter or leaving it takes the name, Esc does not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._take: Callable[[str], object] | None = None
        self.setAccessibleName(_("Name"))
        self.hide()

    def ask(self, box: QRect, text: str, take: Callable[[str], object], placeholder: str = "") -> None:
        """Show the field over a box; `take` is called with the name once."""
        self.finish()
        self._take = take
        look = theme()
        width, height = max(box.width(), look.px(170)), max(look.px(32), min(box.height(), look.px(40)))
        at = QRect(box.center().x() - width // 2, box.center().y() - height // 2, width, height)
        room = self._room.rect()
        at.moveLeft(min(max(at.left(), 4), max(room.width() - width - 4, 4)))
        at.moveTop(min(max(at.top(), 4), max(room.height() - height - 4, 4)))
        self.setPlaceholderText(placeholder)
        self.setText(text)
        self.setGeometry(at)
        self.show()
        self.raise_()
        self.selectAll()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Take what is typed."""
        take, self._take = self._take, None
        text = self.text().strip()
        self._leave()
        if take is not None:
            take(text)

    def _leave(self) -> None:
        had = self.hasFocus()
        self.hide()
        if had:
            self._room.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif event.key() == Qt.Key.Key_Escape:
            self._take = None
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._take is not None and event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.finish()
