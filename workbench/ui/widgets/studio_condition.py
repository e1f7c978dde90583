"""The condition of a risk rule as text: choice ids are completed while typing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QWidget

from workbench.domain.rules import Default, names_in, parse_condition
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.views import dress_view

__all__ = ["ConditionEdit", "condition_fault"]

_WORD = re.compile(r"[\w.\-]*\Z")
_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


def condition_fault(text: str, ids: Sequence[str]) -> str:
    """Return what is wrong with a condition; empty if nothing."""
    if not text.strip():
        return _("Write choice ids joined by &&, || and !, or default.")
    try:
        condition = parse_condition(text)
    except BadInput as error:
        return error.message
    if isinstance(condition, Default):
        return ""
    unknown = [name for name in names_in(condition) if name not in ids]
    if unknown:
        return _("{ids}: no choice of this question has this id.").format(ids=", ".join(unknown))
    return ""


class ConditionEdit(NotesEdit):
    """Two lines of text; Ctrl+Space offers all ids, letters those that hold them."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, name, 2, parent)
        set_look(self, mono=True)
        self._model = QStandardItemModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(self)
        self.completer.setCompletionRole(int(Qt.ItemDataRole.UserRole))
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.activated.connect(self.insert_id)
        popup = self.completer.popup()
        assert popup is not None  # Qt makes it when it is asked for
        self.popup: QAbstractItemView = popup
        dress_view(self.popup, _("Choices"))

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these ids, each with its title; `default` comes last."""
        self._model.clear()
        for key, title in (*choices, ("default", _("everything else"))):
            item = QStandardItem(f"{key}    {title}")
            item.setData(key, int(Qt.ItemDataRole.UserRole))
            item.setEditable(False)
            self._model.appendRow(item)

    def insert_id(self, key: str) -> None:
        """Put an id in the place of the word at the cursor."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self._word()))
        cursor.insertText(key)
        self.setTextCursor(cursor)
        self.popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isVisible() and event.key() in _KEYS:
            event.ignore()  # the completer takes them
            return
        if event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._offer(at_least=0)
            return
        super().keyPressEvent(event)
        if event.text().strip() or self.popup.isVisible():
            self._offer(at_least=1)

    def _word(self) -> str:
        cursor = self.textCursor()
        found = _WORD.search(cursor.block().text()[: cursor.positionInBlock()])
        return found[0] if found else ""

    def _offer(self, at_least: int) -> None:
        word, popup = self._word(), self.popup
        self.completer.setCompletionPrefix(word)
        count = self.completer.completionCount()
        is_whole = count == 1 and self.completer.currentCompletion() == word
        if len(word) < at_least or not count or is_whole:
            popup.hide()
            return
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        room = self.cursorRect()
        room.setWidth(min(self.width(), max(popup.sizeHintForColumn(0) + theme().px(40), theme().px(240))))
        self.completer.complete(room)
