"""Things in order of weight: drag them, or move them with Alt and the arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.views import dress_view

__all__ = ["OrderField"]

_KEY = int(Qt.ItemDataRole.UserRole)


class _List(QListWidget):
    def sizeHint(self) -> QSize:
        rows = max(1, self.count())
        return QSize(theme().px(240), rows * max(self.sizeHintForRow(0), theme().px(26)) + theme().px(6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class OrderField(QWidget):
    """A numbered list of chosen entries, and the rest as chips that add."""

    changed = Signal(object)
    """tuple[str, ...] of ids after every change by the person; UI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[str, ...] = ()
        self._names: dict[str, str] = {}
        self.list = _List()
        dress_view(self.list, name)
        self.list.setAccessibleDescription(_("Alt+Up and Alt+Down move, Delete removes"))
        set_look(self.list, framed=True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.model().rowsMoved.connect(lambda *_rows: self._dropped())
        self.list.installEventFilter(self)
        self.up = icon_button("chevron-up", _("Move up"), lambda: self.shift(-1), key="Alt+Up", size=14)
        self.down = icon_button("chevron-down", _("Move down"), lambda: self.shift(1), key="Alt+Down", size=14)
        self.drop = icon_button("close", _("Remove"), self.remove, key="Del", size=14)
        self._buttons = QWidget()
        column = QVBoxLayout(self._buttons)
        theme().space(column, 2)
        for button in (self.up, self.down, self.drop):
            column.addWidget(button)
        column.addStretch(1)
        row = QHBoxLayout()
        theme().space(row, 4)
        row.addWidget(self.list, 1)
        row.addWidget(self._buttons)
        self._rest = FlowRow()
        whole = QVBoxLayout(self)
        theme().space(whole, 6)
        whole.addLayout(row)
        whole.addWidget(self._rest)
        self.setFocusProxy(self.list)
        self._is_read_only = False
        self._show()

    def value(self) -> object:
        """Return the ids in order."""
        return self.items

    def set_value(self, value: Sequence[str]) -> None:
        """Show what is stored now, without telling."""
        if tuple(value) != self.items:
            self.items = tuple(value)
            self._show()

    def set_names(self, names: Mapping[str, str]) -> None:
        """Tell all ids that can be chosen, with their names."""
        if dict(names) != self._names:
            self._names = dict(names)
            self._show()

    def set_read_only(self, is_read_only: bool) -> None:
        """The order can be read but not changed."""
        self._is_read_only = is_read_only
        self.list.setDragEnabled(not is_read_only)
        self._show()

    def flush(self) -> None:
        """Nothing waits here."""

    def add(self, key: str) -> None:
        """Append one of the rest."""
        self._set((*self.items, key), len(self.items))

    def shift(self, step: int) -> None:
        """Move the current entry up (-1) or down (1)."""
        place = self.list.currentRow()
        target = place + step
        if self._is_read_only or place < 0 or not 0 <= target < len(self.items):
            return
        items = list(self.items)
        items.insert(target, items.pop(place))
        self._set(tuple(items), target)

    def remove(self) -> None:
        """Take the current entry out."""
        place = self.list.currentRow()
        if not self._is_read_only and 0 <= place < len(self.items):
            self._set(self.items[:place] + self.items[place + 1 :], min(place, len(self.items) - 2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.shift(steps[event.key()])
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
            return True
        return False

    def _dropped(self) -> None:
        items = tuple(self.list.item(row).data(_KEY) for row in range(self.list.count()))
        if items != self.items and sorted(items) == sorted(self.items):
            self.items = items
            self._number()
            self.changed.emit(items)

    def _set(self, items: tuple[str, ...], current: int) -> None:
        if items == self.items:
            return
        self.items = items
        self._show()
        self.list.setCurrentRow(current)
        self.changed.emit(items)

    def _show(self) -> None:
        place = self.list.currentRow()
        self.list.clear()
        for key in self.items:
            item = QListWidgetItem()
            item.setData(_KEY, key)
            self.list.addItem(item)
        self._number()
        self.list.setCurrentRow(min(place, self.list.count() - 1))
        self.list.setVisible(bool(self.items))
        self._buttons.setVisible(bool(self.items) and not self._is_read_only)
        self._rest.clear()
        for key, name in self._names.items():
            if key not in self.items and not self._is_read_only:
                chip = Chip(_("Add {name}").format(name=name), checkable=False)
                chip.clicked.connect(lambda _on=False, key=key: self.add(key))
                self._rest.add(chip)
        self.list.updateGeometry()
        self.updateGeometry()

    def _number(self) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            key = item.data(_KEY)
            item.setText(f"{row + 1}.  {self._names.get(key, key)}")
