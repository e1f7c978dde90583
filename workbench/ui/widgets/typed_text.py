"""When typed text is told on: soon after the last key, now and then while typing, at once when asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

__all__ = ["TypedText", "is_undo_key"]

SETTLE_MS = 300
LATEST_MS = 2000


def is_undo_key(event: QEvent) -> bool:
    """Tell whether a key event is undo or redo, which belong to the window."""
    if not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return True
    control = Qt.KeyboardModifier.ControlModifier
    keys = {
        (Qt.Key.Key_Z, control),
        (Qt.Key.Key_Y, control),
        (Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier),
    }
    return (event.key(), event.modifiers()) in keys


class TypedText(QObject):
    """Watches one text field; `key` names what the text belongs to and is still the old one while it is told."""

    told = Signal(str)
    """The whole text, 300 ms after the last key, at least every 2 s while typing; UI thread."""

    def __init__(self, read: Callable[[], str], write: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self.key = ""
        self._read, self._write = read, write
        self._said = ""
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._latest = QTimer(self, singleShot=True, interval=LATEST_MS)
        self._settled.timeout.connect(self.flush)
        self._latest.timeout.connect(self.flush)

    @property
    def is_waiting(self) -> bool:
        """True while something typed was not told yet."""
        return self._settled.isActive() and self._read() != self._said

    def touch(self) -> None:
        """The person changed the text."""
        self._settled.start()
        if not self._latest.isActive():
            self._latest.start()

    def flush(self) -> None:
        """Tell now, if there is something new."""
        self._settled.stop()
        self._latest.stop()
        text = self._read()
        if text != self._said:
            self._said = text
            self.told.emit(text)

    def load(self, key: str, text: str) -> None:
        """Tell what was typed for the old key, then show the text of another one."""
        self.flush()
        self.key = key
        self._show(text)

    def set_quietly(self, text: str) -> None:
        """Show what is stored now; the echo of our own words does not overwrite newer keys."""
        if self.is_waiting and text == self._said:
            return
        self._settled.stop()
        self._latest.stop()
        self._show(text)

    def _show(self, text: str) -> None:
        self._said = text
        if self._read() != text:
            self._write(text)
