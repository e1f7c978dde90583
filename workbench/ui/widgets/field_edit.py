"""One line of text with the same habits as the notes, and a message below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.i18n import n_
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.typed_text import TypedText, is_undo_key

__all__ = ["LineField"]


class _Line(QLineEdit):
    """A line edit that leaves undo to the window."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_undo_key(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.KeyPress and is_undo_key(event):
            event.ignore()
            return False
        return super().event(event)


class LineField(QWidget):
    """A line edit that tells what was typed and says below when it is too long or wrong."""

    typed = Signal(str)
    """The whole text, 300 ms after the last key, at least every 2 s, at once on Enter and focus out; UI thread."""
    submitted = Signal(str)
    """Enter was pressed; after `typed`; UI thread."""

    def __init__(self, name: str = "", limit: int = 0, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit
        self.edit = _Line()
        self.edit.setAccessibleName(name or placeholder)
        self.edit.setPlaceholderText(placeholder)
        self.note = label("", step="small", tone="high", wrap=True)
        self.note.hide()
        self._fault = ""
        self._typing = TypedText(self.edit.text, self._write, self)
        self._typing.told.connect(self.typed)
        column = QVBoxLayout(self)
        theme().space(column, 4)
        column.addWidget(self.edit)
        column.addWidget(self.note)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._touched)
        self.edit.textChanged.connect(self._check)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)

    @property
    def key(self) -> str:
        """What the text belongs to; while `typed` is emitted by `load`, still the old one."""
        return self._typing.key

    @property
    def is_waiting(self) -> bool:
        """True while something typed was not told yet."""
        return self._typing.is_waiting

    def text(self) -> str:
        """Return the text as it stands."""
        return self.edit.text()

    def load(self, key: str, text: str) -> None:
        """Tell what was typed for the old key, then show the text of another one."""
        self._typing.load(key, text)

    def set_text_quietly(self, text: str) -> None:
        """Show what is stored now, without telling; the cursor stays."""
        self._typing.set_quietly(text)

    def flush(self) -> None:
        """Tell now what was typed."""
        self._typing.flush()

    def set_fault(self, message: str) -> None:
        """Say below the field what is wrong with it; empty means nothing is."""
        self._fault = message
        self._check()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
        return False

    def _write(self, text: str) -> None:
        position = self.edit.cursorPosition()
        self.edit.setText(text)
        self.edit.setCursorPosition(min(position, len(text)))

    def _touched(self) -> None:
        self._fault = ""
        self._typing.touch()
        self._check()

    def _submit(self) -> None:
        self.flush()
        self.submitted.emit(self.edit.text())

    def _check(self) -> None:
        over = len(self.edit.text()) - self.limit if self.limit else 0
        message = self._fault
        if not message and over > 0:
            message = n_("{n} character too long.", "{n} characters too long.", over)
        if self.note.text() != message:
            self.note.setText(message)
            self.note.setVisible(bool(message))
            set_look(self.edit, bad=bool(message))
            self.edit.setAccessibleDescription(message)
