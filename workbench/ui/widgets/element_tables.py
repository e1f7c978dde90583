"""The architecture as tables: elements above, links below; filter, sort, edit in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.canvas_name import NameEdit
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["ElementTables"]

_KEY = int(Qt.ItemDataRole.UserRole)
_OPTIONS = _KEY + 1
Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (190, 130, 170, 150, 90, 90, 110, 80, 80)
_LOW = 420
"""Lower than this the table that has the keys gets most of the room."""


class _Cells(QStyledItemDelegate):
    """Edits cells: a list where the model has one, else a line; what was not touched is not written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._open: QWidget | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        options = index.data(_OPTIONS)
        name = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        if options:
            box = QComboBox(parent)
            for value, words in options:
                box.addItem(words, value)
            box.activated.connect(lambda _row: self._done(box))
            made: QWidget = box
        else:
            made = QLineEdit(parent)
        made.setAccessibleName(name)
        made.setAutoFillBackground(True)
        self._open = made
        return made

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self._open is not None

    def take(self) -> None:
        """Take what is typed in the open cell, if there is one."""
        if self._open is not None:
            self._done(self._open)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._open:
            self._open = None
        super().destroyEditor(editor, index)

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what the cell holds; Qt asks again after every change around it, and what is being typed stays then."""
        text, was = str(index.data() or ""), editor.property("was")
        if was is not None and _text(editor) != was:
            return
        if isinstance(editor, QComboBox):
            if editor.findText(text) < 0:
                editor.insertItem(0, text)
            editor.setCurrentIndex(editor.findText(text))
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
        editor.setProperty("was", text)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        text = _text(editor)
        if text != editor.property("was"):
            value = editor.currentData() if isinstance(editor, QComboBox) else text
            model.setData(index, value, Qt.ItemDataRole.EditRole)


def _text(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _is_clipboard(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return any(event.matches(key) for key in (keys.Copy, keys.Cut, keys.Paste))


class _Table(QTableView):
    """One table; Enter edits, Delete removes."""

    removed = Signal()
    entered = Signal()
    """It has the keys now."""
    menu_asked = Signal(QPoint)

    def __init__(self, model: Any, name: str) -> None:
        super().__init__()
        self.proxy = QSortFilterProxyModel(self)
        self.proxy.setSourceModel(model)
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setFilterKeyColumn(-1)
        self.setModel(self.proxy)
        self.setAccessibleName(name)
        self.cells = _Cells(self)
        self.setItemDelegate(self.cells)
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
        for column in range(self.model().columnCount()):
            width = _WIDTHS[column] if column < len(_WIDTHS) else 130
            self.setColumnWidth(column, theme().px(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.cells.is_open  # not state(): Qt forgets it when another row goes
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_editing and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not is_editing:
            self.removed.emit()
        elif not is_editing and ((event.text().strip().isprintable() and event.text().strip()) or _is_clipboard(event)):
            event.ignore()  # Qt would search for a row, or copy one cell; here they are keys of the page
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_asked.emit(at)


class ElementTables(QWidget):
    """Both tables with one filter.

    Args:
        tables: The models (elements, links), what is shown (architecture), what can be done (verbs).
    """

    shown = Signal(str)
    """The row of another element was chosen; UI thread."""

    menu_asked = Signal(QPoint)
    """The menu of what is selected, at a place of the screen."""
    add_asked = Signal(QPoint)
    """What can be added, at a place of the screen."""
    link_asked = Signal()
    """The selected element is to need another one."""

    def __init__(self, tables: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        set_look(self, ground="raised")
        self.search = SearchField(_("Filter elements and links"))
        self.fault = label("", step="small", tone="high", wrap=True)
        self.fault.hide()
        self.elements = _Table(tables.elements, _("Elements and user journeys"))
        self.links = _Table(tables.links, _("Links"))
        self.name = NameEdit(self.elements)
        self.add = icon_button("add", _("Add an element, a place or a user journey"), self._ask_add, size=16)
        self.link = icon_button(
            "add", _("Connect the selected element to what it needs"), self.link_asked.emit, size=16
        )
        self.remove_elements = icon_button("trash", _("Delete the selection"), self._remove_elements, size=14)
        self.remove = icon_button("trash", _("Remove the chosen links"), self._remove_links, size=14)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._put(self.elements, (self.search, self.add, self.remove_elements), _("Elements and user journeys"))
        self._put(self.links, (self.link, self.remove), _("Links"))
        self._split.setSizes([600, 400])
        column = QVBoxLayout(self)
        theme().space(column, 4, (0, 4, 0, 0))
        column.addWidget(self.fault)
        column.addWidget(self._split, 1)
        self.setFocusProxy(self.elements)
        self._is_following = False
        self._connect()

    def _put(self, table: _Table, parts: tuple[QWidget, ...], name: str) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        theme().space(column, 4, (0, 4, 0, 0))
        head = QHBoxLayout()
        theme().space(head, 4, (12, 0, 8, 0))
        title = label(name, strong=True)
        title.setMinimumWidth(1)
        head.addWidget(title)
        if self.search not in parts:
            head.addStretch(1)
        for part in parts:
            head.addWidget(part, 1 if part is self.search else 0)
        column.addLayout(head)
        column.addWidget(table, 1)
        self._split.addWidget(box)

    def _connect(self) -> None:
        tables = self._tables
        self.search.searched.connect(self._filter)
        self.search.left_down.connect(self.elements.setFocus)
        self.elements.removed.connect(self._remove_elements)
        self.links.removed.connect(self._remove_links)
        self.elements.selectionModel().selectionChanged.connect(lambda _new, _old: self._tell())
        for at, table in enumerate((self.elements, self.links)):
            table.cells.commitData.connect(lambda _editor: self._show_fault())
            table.entered.connect(lambda at=at: self._give_room(at))
        self.elements.menu_asked.connect(self.menu_asked)
        self.links.menu_asked.connect(self._ask_link_menu)
        tables.refreshed.connect(self._follow)
        tables.architecture.selection_changed.connect(self._follow)

    # -- adding and taking ---------------------------------------------------------------------

    def ask_new(self, take: Callable[[str], object], placeholder: str) -> None:
        """Let the name of a new row be typed."""
        top = self.elements.horizontalHeader().height()
        self.name.ask(
            QRect(theme().px(4), top, theme().px(260), theme().px(32)),
            "",
            lambda text: take(text) if text else None,
            placeholder,
        )

    def show_row(self, name: str) -> None:
        """Show the row of a box, which a filter may hide, and go there."""
        self._tables.refresh()
        if self._row(name) < 0:
            self.search.clear()
            self._filter("")
        self._tables.architecture.select((name,))
        self._follow()
        if self._row(name) >= 0:
            index = self.elements.model().index(self._row(name), 0)
            flags = self.elements.selectionModel().SelectionFlag
            self.elements.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            self.elements.scrollTo(index)

    def flush(self) -> None:
        """Take what is typed in an open cell."""
        for table in (self.elements, self.links):
            table.cells.take()

    def _row(self, name: str) -> int:
        model = self.elements.model()
        return next((row for row in range(model.rowCount()) if model.index(row, 0).data(_KEY) == name), -1)

    def _ask_add(self) -> None:
        self.add_asked.emit(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _ask_link_menu(self, at: QPoint) -> None:
        row = self._link_rows()[:1]
        if row:
            self._tables.architecture.select((row[0].source,))
            self.menu_asked.emit(at)

    def _give_room(self, at: int) -> None:
        if self.height() < theme().px(_LOW):
            self._split.setSizes([300, 100] if at == 0 else [100, 300])

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
        if not self.isVisible() or set(wanted) == set(self.chosen()):
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

    def _link_rows(self) -> list[Any]:
        chosen = self.links.selectionModel().selectedRows()
        return [self._tables.links.row(self.links.proxy.mapToSource(one)) for one in chosen]

    def _remove_links(self) -> None:
        rows = self._link_rows()
        if not self._tables.verbs.can_write() or not rows:
            return
        pairs = [(one.source, one.target) for one in rows if not one.journey]
        self._tables.links.fault = (
            "" if pairs else _("A journey enters somewhere: choose another element, or delete the journey.")
        )
        self._tables.verbs.disconnect(pairs)
        self._show_fault()
