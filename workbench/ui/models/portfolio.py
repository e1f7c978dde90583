"""The portfolio as a Qt model: filtered, sorted and grouped over plain data."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.i18n import _
from workbench.ui.models.portfolio_lines import Cell, Column, Filter, Line, columns_for, fits, group_of

__all__ = ["PortfolioModel"]

_NO_INDEX = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex


class PortfolioModel(QAbstractItemModel):
    """Workloads, under their groups where they are grouped; every arrangement resets the model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.shown: tuple[Line, ...] = ()
        """The workloads that the filter lets through."""
        self.columns: tuple[Column, ...] = columns_for((), has_other=False)
        self.filter = Filter()
        self._top: list[Line] = []
        self._members: list[list[Line]] = []

    def set_lines(self, lines: tuple[Line, ...], columns: tuple[Column, ...]) -> None:
        """Show other workloads."""
        self.lines = lines
        self.columns = columns
        self.arrange(self.filter)

    def arrange(self, wanted: Filter) -> None:
        """Filter, sort and group."""
        self.beginResetModel()
        self.filter = wanted
        column = next((column for column in self.columns if column.key == wanted.sort), self.columns[0])
        keyed = [(column.sort_key(line), line) for line in self.lines if fits(line, wanted)]
        present = [pair for pair in keyed if pair[0] is not None]
        present.sort(key=lambda pair: pair[0], reverse=wanted.descending)  # equal ones stay by name, as they were read
        self.shown = (*(line for _key, line in present), *(line for key, line in keyed if key is None))
        if wanted.group:
            self._group(wanted.group)
        else:
            self._top, self._members = list(self.shown), []
        self.endResetModel()

    def _group(self, by: str) -> None:
        groups: dict[str, list[Line]] = {}
        for line in self.shown:
            groups.setdefault(group_of(line.row, by), []).append(line)
        nameless = _("No owner") if by == "owner" else _("Without this tag")
        names = sorted(groups, key=lambda name: (not name, name.casefold()))
        self._members = [groups[name] for name in names]
        self._top = [
            Line(tuple(line.row for line in groups[name]), name or nameless, groups[name][0].today, is_group=True)
            for name in names
        ]

    def line_at(self, index: AnyIndex) -> Line | None:
        """Return what a row stands for."""
        if not index.isValid():
            return None
        group = int(index.internalId())
        return self._members[group - 1][index.row()] if group else self._top[index.row()]

    def index_of(self, workload_id: str) -> QModelIndex:
        """Return the row of a workload, an invalid index when it is not shown."""
        for place, line in enumerate(self._top):
            if line.id == workload_id and workload_id:
                return self.index(place, 0)
        for group, members in enumerate(self._members):
            for place, line in enumerate(members):
                if line.id == workload_id:
                    return self.index(place, 0, self.index(group, 0))
        return QModelIndex()

    def cell(self, index: AnyIndex) -> Cell:
        """Return what a cell shows."""
        line = self.line_at(index)
        return self.columns[index.column()].cell(line) if line is not None else Cell()

    # -- what Qt asks ----------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: AnyIndex = _NO_INDEX) -> QModelIndex:
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(self.columns):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: AnyIndex = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        group = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        if not parent.isValid():
            return len(self._top)
        is_group = int(parent.internalId()) == 0 and parent.column() == 0 and bool(self._members)
        return len(self._members[parent.row()]) if is_group else 0

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        return len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index).first
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index).spoken
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].tip or self.columns[section].title
        return None
