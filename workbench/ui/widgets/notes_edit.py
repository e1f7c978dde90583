"""A notes field that tells what was typed and leaves undo to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from workbench.domain.answer import NOTES_LIMIT
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.typed_text import TypedText, is_undo_key

__all__ = ["NotesEdit", "show_count"]


def show_count(counter: QLabel, used: int, limit: int) -> None:
    """Write "142 of 2,084", in the warning colour above the limit."""
    is_over = 0 < limit < used
    if is_over:
        text = _("{used} of {limit}, {over} too many for the Tool").format(
            used=f"{used:,}", limit=f"{limit:,}", over=f"{used - limit:,}"
        )
    else:
        text = _("{used} of {limit}").format(used=f"{used:,}", limit=f"{limit:,}") if limit else f"{used:,}"
    if counter.text() != text:
        counter.setText(text)
    tone = "medium" if is_over else "dim"
    if counter.property("tone") != tone:
        set_look(counter, tone=tone, strong=is_over)


class NotesEdit(QPlainTextEdit):
    """Plain text of any length with a counter; place `counter` where the heading is."""

    typed = Signal(str)
    """The whole text, 300 ms after the last key, at least every 2 s, at once when the focus leaves; UI thread."""

    def __init__(self, limit: int = NOTES_LIMIT, name: str = "", lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = limit
        self._lines = lines
        self.counter = label("", tone="dim")
        self.counter.setParent(self)
        self.counter.hide()
        self._typing = TypedText(self.toPlainText, self._write, self)
        self._typing.told.connect(self.typed)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name or _("Notes"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._touched)
        self._count()

    @property
    def key(self) -> str:
        """What the text belongs to; while `typed` is emitted by `load`, still the old one."""
        return self._typing.key

    @property
    def is_waiting(self) -> bool:
        """True while something typed was not told yet."""
        return self._typing.is_waiting

    def load(self, key: str, text: str) -> None:
        """Tell what was typed for the old key, then show the text of another one."""
        self._typing.load(key, text)

    def set_text_quietly(self, text: str) -> None:
        """Show what is stored now, without telling; cursor and scroll position stay."""
        self._typing.set_quietly(text)

    def flush(self) -> None:
        """Tell now what was typed."""
        self._typing.flush()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(240), self.fontMetrics().lineSpacing() * self._lines + theme().px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(80), self.fontMetrics().lineSpacing() * min(2, self._lines) + theme().px(20))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_undo_key(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_undo_key(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text only, with plain line ends."""
        self.insertPlainText(source.text().replace("\r\n", "\n").replace("\r", "\n"))

    def _write(self, text: str) -> None:
        cursor, bar = self.textCursor(), self.verticalScrollBar()
        anchor, position, scrolled = cursor.anchor(), cursor.position(), bar.value()
        was_blocked = self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(was_blocked)
        end = self.document().characterCount() - 1
        cursor = self.textCursor()
        cursor.setPosition(min(anchor, end))
        cursor.setPosition(min(position, end), cursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        bar.setValue(scrolled)
        self._count()

    def _touched(self) -> None:
        self._typing.touch()
        self._count()

    def _count(self) -> None:
        show_count(self.counter, max(0, self.document().characterCount() - 1), self.limit)
