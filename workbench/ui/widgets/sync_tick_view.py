"""An outline whose lines can be ticked: Space or a click on the box, groups tick all of theirs."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStyleOptionViewItem, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import ENTRY_ROLE, Entry, EntryDelegate
from workbench.ui.widgets.outline import EntryModel, OutlineView

__all__ = ["TickView"]

Key = tuple[str, ...]
AnyIndex = QModelIndex | QPersistentModelIndex
_BOX = 22


class _Model(EntryModel):
    ticks: dict[Key, Qt.CheckState]
    words: tuple[str, str]

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.ticks = {}
        self.words = (_("goes"), _("stays"))

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        entry: Entry | None = super().data(index, ENTRY_ROLE)
        tick = self.ticks.get(entry.key) if entry else None
        if role == Qt.ItemDataRole.CheckStateRole:
            return tick
        if role == Qt.ItemDataRole.AccessibleTextRole and entry is not None and tick is not None:
            return f"{entry.text}, {self.words[tick != Qt.CheckState.Checked]}"
        return super().data(index, role)


class _Delegate(EntryDelegate):
    is_locked = False

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        if tick is None:
            super().paint(painter, option, index)
            return
        look = theme()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.color("selection"))
        box = QStyleOptionButton()
        box.rect = _box(option.rect)
        states = {
            Qt.CheckState.Checked: QStyle.StateFlag.State_On,
            Qt.CheckState.Unchecked: QStyle.StateFlag.State_Off,
        }
        box.state = states.get(Qt.CheckState(tick), QStyle.StateFlag.State_NoChange)
        if not self.is_locked:
            box.state |= QStyle.StateFlag.State_Enabled
        view = self.parent()
        style = view.style() if isinstance(view, QWidget) else option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, box, painter, option.widget)
        rest = QStyleOptionViewItem(option)
        rest.rect = option.rect.adjusted(look.px(_BOX), 0, 0, 0)
        super().paint(painter, rest, index)


def _box(row: QRect) -> QRect:
    side = theme().px(16)
    return QRect(row.left() + theme().px(4), row.top() + (row.height() - side) // 2, side, side)


class TickView(OutlineView):
    """Entries with boxes; which ones have a box is told by `set_ticks`."""

    MODEL: ClassVar[type[EntryModel]] = _Model
    DELEGATE: ClassVar[type[EntryDelegate]] = _Delegate

    ticked = Signal(object, bool)
    """Keys of entries that a person ticks (True) or takes the tick off; UI thread."""

    def set_ticks(
        self, ticks: dict[Key, bool], *, locked: bool = False, words: tuple[str, str] | None = None
    ) -> None:  # fmt: skip
        """Show which entries are ticked; groups follow their children.

        Args:
            ticks: By key, for every entry that has a box.
            locked: The boxes are shown but cannot be changed.
            words: What screen readers say of a ticked one and of one without a tick.
        """
        found = {key: Qt.CheckState.Checked if on else Qt.CheckState.Unchecked for key, on in ticks.items()}
        for entry in self.entries:
            below = {ticks[child.key] for child in entry.children if child.key in ticks}
            if below and entry.key:
                both = Qt.CheckState.PartiallyChecked
                found[entry.key] = both if len(below) == 2 else found[_first(entry, ticks)]
        model, delegate = self._model, self._delegate
        if isinstance(model, _Model) and isinstance(delegate, _Delegate):
            model.ticks, delegate.is_locked = found, locked
            model.words = words or model.words
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self.visualRect(index)
        if index.isValid() and row.left() <= event.position().x() <= row.left() + theme().px(_BOX):
            self._toggle(index)

    def _toggle(self, index: QModelIndex) -> None:
        tick = index.data(Qt.ItemDataRole.CheckStateRole)
        delegate = self._delegate
        if tick is None or (isinstance(delegate, _Delegate) and delegate.is_locked):
            return
        entry: Entry = index.data(ENTRY_ROLE)
        keys = [child.key for child in entry.children] or [entry.key]
        self.ticked.emit(tuple(keys), Qt.CheckState(tick) != Qt.CheckState.Checked)


def _first(entry: Entry, ticks: dict[Key, bool]) -> Key:
    return next(child.key for child in entry.children if child.key in ticks)
