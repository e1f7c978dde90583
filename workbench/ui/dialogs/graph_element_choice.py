"""Choosing an element of the architecture by typing a part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import heading, label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["ElementChoice"]

_ID = int(Qt.ItemDataRole.UserRole)


class ElementChoice(QDialog):
    """Asks for one element; type, choose with the arrows, Enter takes it.

    Args:
        title: What is asked.
        entries: Id, name and a few dim words of each element.
        take: Called with the id.
        verb: What the button says.
        extra: A widget below the list with more that is asked.
    """

    def __init__(
        self, title: str, entries: Sequence[tuple[str, str, str]], take: Callable[[str], object], verb: str,
        extra: QWidget | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries, self._take = entries, take
        self.search = SearchField(_("Type a part of the name"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Elements"))
        set_look(self.list, framed=True)
        self.button = primary_button(verb, self.accept, key="Return")
        self._none = label(_("Nothing is called that."), tone="dim")
        self._none.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(plain_button(_("Cancel"), self.reject))
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        theme().space(column, 8, (16, 16, 16, 12))
        column.addWidget(heading(title, "large"))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._none)
        if extra is not None:
            column.addWidget(extra)
        column.addLayout(row)
        self.search.textChanged.connect(self._fill)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self._fill("")
        self.resize(theme().px(440), theme().px(460))
        self.search.setFocus()

    @property
    def chosen(self) -> str:
        """The id of the chosen element, empty for none."""
        item = self.list.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def choose(self, element: str) -> None:
        """Choose an element of the list."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID) == element:
                self.list.setCurrentRow(row)

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self.list.clear()
        for key, title, note in self._entries:
            if all(word in f"{title} {note} {key}".casefold() for word in words):
                item = QListWidgetItem(f"{title}   {note}" if note else title)
                item.setData(_ID, key)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._none.setVisible(not self.list.count())
        self.button.setEnabled(bool(self.list.count()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.search.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def accept(self) -> None:
        chosen = self.chosen
        if chosen or (self.list.count() and self.list.currentRow() >= 0):
            super().accept()
            self._take(chosen)
