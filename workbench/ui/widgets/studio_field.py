"""A text of a lens: label and counter above, editor, what the checks found below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import KeyButton, link_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.notes_edit import NotesEdit, show_count

__all__ = ["IdField", "StudioField", "findings_text"]


def findings_text(errors: Sequence[str], warnings: Sequence[str]) -> tuple[str, str]:
    """Return what to write below a field, and in which tone: errors first, warnings where there are none."""
    return ("\n".join(errors[:3]), "high") if errors else ("\n".join(warnings[:2]), "medium")


class StudioField(QWidget):
    """One line or several; the counter counts every key."""

    edited = Signal(str)
    """The whole text, soon after typing; UI thread."""

    def __init__(
        self, name: str, limit: int = 0, lines: int = 1, help_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.limit = name, limit
        self.label = label(name, wrap=True)
        self.counter = dim_label("", step="small")
        line = LineField(name) if lines == 1 else None
        self.editor = cast(Any, line or NotesEdit(0, name, lines))
        self.text_widget = cast(Any, self.editor if line is None else line.edit)
        self.label.setBuddy(self.text_widget)
        self.help = label(help_text, step="small", tone="dim", wrap=True)
        self.help.setVisible(bool(help_text))
        self.note = label("", step="small", tone="high", wrap=True)
        self.note.hide()
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(self.label, 1)
        head.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        theme().space(column, 2)
        column.addLayout(head)
        for widget in (self.editor, self.note, self.help):
            column.addWidget(widget)
        self.setFocusProxy(self.text_widget)
        self.text_widget.textChanged.connect(self._count)
        self.editor.typed.connect(self.edited)
        self._count()

    def text(self) -> str:
        """Return the text as it stands."""
        return str(self.text_widget.text() if isinstance(self.editor, LineField) else self.editor.toPlainText())

    def load(self, key: str, text: str) -> None:
        """Show a text; of the same thing quietly, of another after telling what was typed."""
        if key == self.editor.key:
            self.editor.set_text_quietly(text)
        else:
            self.editor.load(key, text)
        self._count()

    def set_read_only(self, is_read_only: bool) -> None:
        """The text can be read but not changed."""
        self.text_widget.setReadOnly(is_read_only)

    def set_findings(self, errors: Sequence[str], warnings: Sequence[str] = ()) -> None:
        """Say below what the checks found."""
        words, tone = findings_text(errors, warnings)
        if self.note.text() != words or self.note.property("tone") != tone:
            set_look(self.note, tone=tone)
            self.note.setText(words)
            set_look(self.text_widget, bad=bool(errors))
            self.text_widget.setAccessibleDescription(words)
        self.note.setVisible(bool(words))

    def _count(self) -> None:
        if self.limit:
            show_count(self.counter, len(self.text()), self.limit)


class IdField(QWidget):
    """The id of a part: proposed while it is new, changed only on purpose once it is published."""

    committed = Signal(str)
    """Another id, on Enter or when the focus leaves; UI thread."""

    def __init__(self, name: str, unlock: str, warning: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._known: tuple[str, str, bool] | None = None
        self._is_locked = self._is_read_only = False
        self.label = QLabel(name)
        self.field = LineField(name)
        self.label.setBuddy(self.field.edit)
        set_look(self.field.edit, mono=True)
        self.unlock_button: KeyButton = link_button(unlock, self.unlock)
        self.warning = label(warning, step="small", tone="medium", wrap=True)
        self.warning.hide()
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(self.field, 1)
        row.addWidget(self.unlock_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        theme().space(column, 2)
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.warning)
        self.field.edit.editingFinished.connect(self._commit)

    def load(self, key: str, text: str, *, is_locked: bool, is_read_only: bool) -> None:
        """Show an id; a locked one must be unlocked to be changed."""
        if (key, text, is_locked) != self._known:
            self._known, self._shown = (key, text, is_locked), text
            self.field.load(key, text)
            self.field.set_fault("")
            self._is_locked = is_locked
        self._is_read_only = is_read_only
        self._dress()

    def unlock(self) -> None:
        """Let a published id be changed."""
        self._is_locked = False
        self.warning.show()
        self._dress()
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    def refuse(self, words: str) -> None:
        """Say why an id was not taken; the text stays until it is changed."""
        self.field.set_fault(words)

    def _dress(self) -> None:
        self.field.edit.setReadOnly(self._is_locked or self._is_read_only)
        self.unlock_button.setVisible(self._is_locked and not self._is_read_only)
        if self._is_locked:
            self.warning.hide()

    def _commit(self) -> None:
        text = self.field.text().strip()
        if text != self._shown and not self.field.edit.isReadOnly():
            self.committed.emit(text)
