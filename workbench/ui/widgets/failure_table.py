"""One table of results: sorted by a click or with the keys of the header, copied as text, its rows lit on the canvas."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QVBoxLayout, QWidget

from workbench.analyses.result_table import Row, Table
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.views import dress_view

__all__ = ["FailureTable"]

AnyIndex = QModelIndex | QPersistentModelIndex
_WIDEST = 380


class _Rows(QAbstractTableModel):
    """The rows of a table as Qt asks for them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self.rows: list[Row] = []

    def show_table(self, table: Table) -> None:
        self.beginResetModel()
        self.table, self.rows = table, list(table.rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.table is None else len(self.table.columns)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if self.table is None or not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.table.columns[index.column()].is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if self.table is None or orientation is not Qt.Orientation.Horizontal or section >= len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if self.table is None or not 0 <= column < len(self.table.columns):
            return
        self.layoutAboutToBeChanged.emit()
        if self.table.columns[column].is_number:
            self.rows.sort(key=lambda row: float(row.values[column]), reverse=order is Qt.SortOrder.DescendingOrder)
        else:
            self.rows.sort(key=lambda row: row.cells[column].casefold(), reverse=order is Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()


class _View(QTableView):
    opened = Signal(object)
    """Number of the row that a person wants to use; UI thread."""
    copied = Signal()
    """Ctrl+C; UI thread."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class FailureTable(QWidget):
    """Shows a table."""

    lit = Signal(object)
    """Elements of the current row; UI thread."""
    opened = Signal(str)
    """Key of a row that was opened with Enter or a double click; UI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self.view = _View(self)
        self.view.setModel(self._model)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        dress_view(self.view, name)
        header = self.view.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._model.sort)
        header.setSectionsClickable(True)
        self.empty = dim_label("", wrap=True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.note = dim_label("", wrap=True, step="small")
        set_look(self.view, ground="raised")
        column = QVBoxLayout(self)
        theme().space(column, 6)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.note)
        self.view.copied.connect(self.copy)
        self.view.opened.connect(lambda row: self.opened.emit(self._model.rows[row].key))
        self.view.doubleClicked.connect(lambda index: self.opened.emit(self._model.rows[index.row()].key))
        self.view.selectionModel().currentRowChanged.connect(self._light)

    @property
    def table(self) -> Table | None:
        """What is shown."""
        return self._model.table

    @property
    def rows(self) -> list[Row]:
        """The rows in the order they are shown."""
        return self._model.rows

    def show_table(self, table: Table) -> None:
        """Show another table; the same one again keeps order and place."""
        if table == self._model.table:
            return
        header = self.view.horizontalHeader()
        header.blockSignals(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.blockSignals(False)
        self._model.show_table(table)
        self.empty.setText(table.empty)
        self.empty.setVisible(not table.rows)
        self.view.setVisible(bool(table.rows))
        self.note.setText(table.note)
        self.note.setVisible(bool(table.note and table.rows))
        header.setStretchLastSection(not table.columns[-1].is_number)
        self.view.resizeColumnsToContents()
        for place in range(len(table.columns)):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(place, min(header.sectionSize(place) + theme().px(12), theme().px(_WIDEST)))

    def current(self) -> Row | None:
        """Return the row that is current."""
        index = self.view.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    def copy(self) -> None:
        """Put the selected rows on the clipboard, tab separated; all of them where one or none is selected."""
        table = self._model.table
        if table is None:
            return
        chosen = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        rows = [self._model.rows[row] for row in chosen] if len(chosen) > 1 else self._model.rows
        QGuiApplication.clipboard().setText(table.tsv(rows))

    def _light(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.lit.emit(self._model.rows[index.row()].lights if index.isValid() else ())
