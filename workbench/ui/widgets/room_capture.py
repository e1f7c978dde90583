"""One line to type what was said, without leaving the question; Enter keeps it, Esc does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from workbench.domain.session_words import with_names
from workbench.ui.theme import icon, set_look, theme
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.toast import announce

__all__ = ["CaptureLine"]


_MENTION = re.compile(r'(?:^|\s)@"?([^\s"@][^"@]*)$')
"""The beginning of a name after @, at the end of what was typed."""
_NOBODY = "\0"


class _Names(QCompleter):
    """Completes the whole line, or only a name after @."""

    def __init__(self, names: QStringListModel, parent: QObject) -> None:
        super().__init__(names, parent)
        self.after_at = False
        self._lead = ""
        self.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)  # a pop-up is not part of a shared window
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def splitPath(self, path: str) -> list[str]:
        if not self.after_at:
            self._lead = ""
            return [path]
        begun = _MENTION.search(path)
        self._lead = path[: begun.start(1)] if begun else path
        return [begun[1] if begun else _NOBODY]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        name = super().pathFromIndex(index)
        return f'{self._lead}{name}"' if self._lead.endswith('"') else self._lead + name


class CaptureLine(QFrame):
    """Hidden until something is asked; gives the focus back to where it was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: Callable[[str], bool] | None = None
        self._back: QWidget | None = None
        self._icon = QLabel()
        self._name = label("", strong=True)
        self.edit = QLineEdit()
        self._known = QStringListModel(self)
        self._names = _Names(self._known, self)
        self.edit.setCompleter(self._names)
        self.edit.installEventFilter(self)
        self._hint = label("", tone="dim")
        row = QHBoxLayout(self)
        theme().space(row, 10, (16, 8, 16, 8))
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addWidget(self.edit, 1)
        row.addWidget(self._hint)
        set_look(self, ground="accent")
        self.hide()

    def ask(
        self,
        icon_name: str,
        name: str,
        hint: str,
        done: Callable[[str], bool],
        text: str = "",
        known: Iterable[str] = (),
        *,
        after_at: bool = False,
    ) -> None:
        """Ask for one line.

        Args:
            icon_name, name, hint: What it is, and how to type it.
            done: Called with the text on Enter; False keeps the line open.
            text: What stands there already.
            known: Offered while typing.
            after_at: They are names in a sentence, each after an @; else one of them is the whole line.
        """
        focus = self.window().focusWidget()
        if self.isHidden() and focus is not None:
            self._back = focus
        self._done = done
        side = theme().px(18)
        self._icon.setPixmap(icon(icon_name, "accent").pixmap(QSize(side, side), self.devicePixelRatioF()))
        self._name.setText(name)
        self._hint.setText(hint)
        self.edit.setAccessibleName(name)
        self.edit.setAccessibleDescription(hint)
        self._names.after_at = after_at
        self._known.setStringList(sorted({one for one in known if one}, key=str.casefold))
        self.edit.setText(text)
        self.edit.selectAll()
        self.show()
        self.edit.setFocus()
        announce(self, f"{name}. {hint}")

    def cancel(self) -> None:
        """Put the line away and the focus back."""
        self._done = None
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()
        self._back = None

    def _submit(self) -> None:
        done, text = self._done, self.edit.text().strip()
        if self._names.after_at:
            text = with_names(text, self._known.stringList())
        if not text or done is None or done(text):
            self.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.cancel()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # a line edit would pass it on to the window
                self._submit()
                return True
        return False
