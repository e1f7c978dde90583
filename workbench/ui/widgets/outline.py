"""A list or tree of entries: virtual, by keyboard, selection survives new entries, copied as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyleOptionViewItem, QTreeView, QWidget

from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.entry import ENTRY_ROLE, Entry, EntryDelegate
from workbench.ui.widgets.views import dress_view

__all__ = ["EntryModel", "OutlineView"]

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Node:
    """An entry with its place in the tree; indexes name nodes by number, so a stale one cannot reach freed memory."""

    entry: Entry | None
    parent: int = 0
    row: int = 0
    children: list[int] = field(default_factory=list)


class EntryModel(QAbstractItemModel):
    """The entries as Qt asks for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes = [_Node(None)]

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._nodes = [_Node(None)]
        self._add(0, entries)
        self.endResetModel()

    def _add(self, parent: int, entries: Sequence[Entry]) -> None:
        for row, entry in enumerate(entries):
            number = len(self._nodes)
            self._nodes.append(_Node(entry, parent, row))
            self._nodes[parent].children.append(number)
            self._add(number, entry.children)

    def index(self, row: int, column: int, parent: AnyIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, child: AnyIndex | None = None) -> Any:
        if child is None:
            return QObject.parent(self)
        number = self._node(child).parent
        return self.createIndex(self._nodes[number].row, 0, number) if number else QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._node(parent).children)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        entry = self._node(index).entry
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.code} {entry.title}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole and not (entry.heading or entry.wraps):
            return "\n".join(part for part in (f"{entry.code} {entry.title}".strip(), entry.note) if part)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        entry = self._node(index).entry
        if entry is None:
            return Qt.ItemFlag.NoItemFlags
        if entry.heading and not entry.children:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _node(self, index: AnyIndex) -> _Node:
        number = index.internalId() if index.isValid() else 0
        return self._nodes[number if number < len(self._nodes) else 0]


class OutlineView(QTreeView):
    """Shows entries; Enter or a double click opens one, Ctrl+C copies."""

    MODEL: ClassVar[type[EntryModel]] = EntryModel
    DELEGATE: ClassVar[type[EntryDelegate]] = EntryDelegate

    opened = Signal(object)
    """The key of the entry a person wants to see; UI thread."""
    chosen = Signal(object)
    """The key of the current entry, () for none; UI thread."""

    def __init__(
        self, name: str, *, folds: bool = False, ground: str = "surface", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._delegate = self.DELEGATE(self)
        self._model = self.MODEL(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(folds)
        self.setItemsExpandable(folds)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        set_look(self, ground=ground)
        dress_view(self, name)
        self.header().setStretchLastSection(True)
        self.selectionModel().currentChanged.connect(self._choose)
        theme().changed.connect(self._measure)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    def set_entries(self, entries: Sequence[Entry], *, unfold: bool = False) -> None:
        """Show other entries; the current one and what was unfolded stay so, where they are still there.

        Args:
            entries: In order.
            unfold: Unfold groups that were not shown before.
        """
        entries = tuple(entries)
        if entries == self._entries:
            return
        current = self.current_key()
        known = {entry.key or (entry.title,): self.isExpanded(index) for index, entry in self._walk() if entry.children}
        row = self.currentIndex().row()
        blocked = self.selectionModel().blockSignals(True)
        self._entries = entries
        self._model.set_entries(entries)
        self._measure()
        for index, entry in list(self._walk()):
            if entry.children:
                is_open = known.get(entry.key or (entry.title,), unfold and entry.heading)
                self.setExpanded(index, is_open or not self.itemsExpandable())
        found = next((index for index, entry in self._walk() if entry.key and entry.key == current), None)
        if found is None and row >= 0:
            found = self._near(row)
        self.selectionModel().blockSignals(blocked)
        if found is not None:
            self.setCurrentIndex(found)
        self.chosen.emit(self.current_key())

    def current_key(self) -> tuple[str, ...]:
        """Return the key of the current entry, () for none."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        return entry.key if entry else ()

    def select_key(self, key: tuple[str, ...]) -> None:
        """Make the entry with this key current."""
        found = next((index for index, entry in self._walk() if entry.key == key), None)
        if found is not None:
            self.setCurrentIndex(found)

    def select_first(self) -> None:
        """Make the first entry that can be opened current, if none is."""
        if not self.currentIndex().isValid():
            found = next((index for index, entry in self._walk() if entry.key and not entry.heading), None)
            if found is not None:
                self.setCurrentIndex(found)

    def text(self) -> str:
        """Return everything shown as lines of text, indented."""
        lines: list[str] = []

        def write(entries: Sequence[Entry], depth: int) -> None:
            for entry in entries:
                lines.append("  " * depth + (f"{entry.title} {entry.note}".strip() if entry.heading else entry.text))
                write(entry.children, depth + 1)

        write(self._entries, 0)
        return "\n".join(lines)

    def copy(self) -> None:
        """Put the current entry on the clipboard, or all of them where none is current."""
        entry: Entry | None = self.currentIndex().data(ENTRY_ROLE)
        QGuiApplication.clipboard().setText(entry.text if entry and not entry.heading else self.text())

    def content_height(self) -> int:
        """Return the height that shows every unfolded line."""
        return sum(self._delegate.sizeHint(self._options(), index).height() for index, _entry in self._walk())

    def _options(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), theme().px(60))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._open(self.indexAt(event.position().toPoint()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._delegate.room = self.viewport().width()
            self.scheduleDelayedItemsLayout()

    def _open(self, index: QModelIndex) -> None:
        entry: Entry | None = index.data(ENTRY_ROLE)
        if entry is None:
            return
        if entry.key and not entry.heading:
            self.opened.emit(entry.key)
        elif entry.children and self.itemsExpandable():
            self.setExpanded(index, not self.isExpanded(index))

    def _choose(self) -> None:
        self.chosen.emit(self.current_key())

    def _measure(self) -> None:
        self._delegate.room = self.viewport().width()
        self._delegate.measure([entry for _index, entry in self._walk() if not entry.heading])
        self.scheduleDelayedItemsLayout()

    def _near(self, row: int) -> QModelIndex | None:
        count = self._model.rowCount()
        index = self._model.index(min(row, count - 1), 0) if count else QModelIndex()
        return index if index.isValid() else None

    def _walk(self, parent: QModelIndex = QModelIndex()) -> Iterator[tuple[QModelIndex, Entry]]:  # noqa: B008
        for row in range(self._model.rowCount(parent)):
            index = self._model.index(row, 0, parent)
            yield index, index.data(ENTRY_ROLE)
            yield from self._walk(index)
