"""The architecture as tables: elements above, links below; filter, sort, edit in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["ElementTables"]

_KEY = int(Qt.ItemDataRole.UserRole)
_OPTIONS = _KEY + 1
Index = QModelIndex | QPersistentModelIndex


class _Cells(QStyledItemDelegate):
    """Edits cells: a list where the model has one, else a line."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        options = index.data(_OPTIONS)
        if not options:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        for value, words in options:
            box.addItem(words, value)
        box.activated.connect(lambda _row: self._done(box))
        return box

    def _done(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(str(index.data())), 0))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)


class _Table(QTableView):
    """One table; Enter edits, Delete removes."""

    removed = Signal()

    def __init__(self, model: Any, name: str) -> None:
        super().__init__()
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(model)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setFilterKeyColumn(-1)
        self.setModel(self.proxy)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )  # fmt: skip
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(30))
        for column, width in enumerate((190, 130, 170, 150, 90, 90, 110, 80, 80)):
            if column < self.model().columnCount():
                self.setColumnWidth(column, theme().px(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_editing and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not is_editing:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ElementTables(QWidget):
    """Both tables with one filter.

    Args:
        tables: The models (elements, links), what is shown (architecture), what can be done (verbs).
    """

    shown = Signal(str)
    """The row of another element was chosen; UI thread."""

    def __init__(self, tables: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        set_look(self, ground="raised")
        self.search = SearchField(_("Filter elements and links"))
        self.fault = label("", step="small", tone="high", wrap=True)
        self.fault.hide()
        self.elements = _Table(tables.elements, _("Elements and user journeys"))
        self.links = _Table(tables.links, _("Links"))
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.elements.setFocus)
        self.elements.removed.connect(self._remove_elements)
        self.links.removed.connect(self._remove_links)
        self.elements.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        for model in (tables.elements, tables.links):
            model.dataChanged.connect(lambda *_args: self._show_fault())
        for table in (self.elements, self.links):
            table.itemDelegate().commitData.connect(lambda _editor: self._show_fault())
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        for name, table in ((_("Elements and user journeys"), self.elements), (_("Links"), self.links)):
            box = QWidget()
            column = QVBoxLayout(box)
            theme().space(column, 4, (0, 4, 0, 0))
            head = QHBoxLayout()
            theme().space(head, 4, (12, 0, 8, 0))
            head.addWidget(label(name, strong=True))
            head.addStretch(1)
            column.addLayout(head)
            column.addWidget(table, 1)
            split.addWidget(box)
            if table is self.links:
                self.remove = icon_button("trash", _("Remove the chosen links"), self._remove_links, size=14)
                head.addWidget(self.remove)
        split.setSizes([600, 400])
        column = QVBoxLayout(self)
        theme().space(column, 4, (0, 8, 0, 0))
        row = QHBoxLayout()
        theme().space(row, 8, (12, 0, 12, 0))
        row.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(self.fault)
        column.addWidget(split, 1)
        self.setFocusProxy(self.elements)
        self._is_following = False
        tables.architecture.selection_changed.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tables.watch(True)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tables.watch(False)

    def _filter(self, text: str) -> None:
        for table in (self.elements, self.links):
            table.proxy.setFilterFixedString(text)

    def chosen(self) -> tuple[str, ...]:
        """Return the boxes of the chosen rows."""
        rows = self.elements.selectionModel().selectedRows()
        return tuple(str(index.data(_KEY)) for index in rows)

    def _tell(self) -> None:
        if not self._is_following:
            self._tables.architecture.select(self.chosen())

    def _follow(self) -> None:
        """Choose the rows of what is selected elsewhere."""
        wanted = self._tables.architecture.selected
        if not self.isVisible() or wanted == self.chosen():
            return
        self._is_following = True
        self.elements.clearSelection()
        model = self.elements.model()
        for row in range(model.rowCount()):
            if model.index(row, 0).data(_KEY) in wanted:
                self.elements.selectionModel().select(
                    model.index(row, 0),
                    self.elements.selectionModel().SelectionFlag.Select
                    | self.elements.selectionModel().SelectionFlag.Rows,
                )
                self.elements.scrollTo(model.index(row, 0))
        self._is_following = False

    def _show_fault(self) -> None:
        text = self._tables.elements.fault or self._tables.links.fault
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def _remove_elements(self) -> None:
        if self._tables.verbs.can_write() and self.chosen():
            self._tables.architecture.select(self.chosen())
            self._tables.verbs.remove()

    def _remove_links(self) -> None:
        rows = [
            self._tables.links.row(self.links.proxy.mapToSource(one))
            for one in self.links.selectionModel().selectedRows()
        ]
        if self._tables.verbs.can_write():
            self._tables.verbs.disconnect([(one.source, one.target) for one in rows if not one.journey])
