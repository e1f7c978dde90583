"""Rows that follow what they show: what is there stays, so that selection, place and an open cell survive a change."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

__all__ = ["Index", "RowTable"]

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_MOST_RUNS = 50
"""More separate places of change than this are shown as a table made anew."""


class RowTable(QAbstractTableModel):
    """A table of rows that each have a key of their own."""

    def __init__(self, titles: Iterable[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows: list[Any] = []
        self._keys: list[Hashable] = []

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def become(self, rows: list[Any], keys: Sequence[Hashable]) -> None:
        """Show other rows: those with the same key are the same row, wherever it goes."""
        had, wanted = set(self._keys), set(keys)
        gone = list(_runs(at for at, key in enumerate(self._keys) if key not in wanted))
        new = list(_runs(at for at, key in enumerate(keys) if key not in had))
        if len(wanted) < len(keys) or len(gone) + len(new) > _MOST_RUNS:
            self.beginResetModel()
            self._rows, self._keys = rows, list(keys)
            self.endResetModel()
            return
        if gone != new or len(keys) != len(self._keys):  # else another key in the same place: the row was changed
            for first, last in reversed(gone):
                self.beginRemoveRows(_NO_PARENT, first, last)
                del self._rows[first : last + 1], self._keys[first : last + 1]
                self.endRemoveRows()
            self._reorder([key for key in keys if key in had])
            for first, last in new:
                self.beginInsertRows(_NO_PARENT, first, last)
                self._rows[first:first] = rows[first : last + 1]
                self._keys[first:first] = keys[first : last + 1]
                self.endInsertRows()
        else:
            same = [key if key in had else self._keys[at] for at, key in enumerate(keys)]
            self._reorder(same)
        self._rows, self._keys = rows, list(keys)
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    def _reorder(self, keys: list[Hashable]) -> None:
        if keys == self._keys:
            return
        self.layoutAboutToBeChanged.emit()
        place = {key: at for at, key in enumerate(keys)}
        before = self.persistentIndexList()
        after = [self.index(place[self._keys[one.row()]], one.column()) for one in before]
        rows = dict(zip(self._keys, self._rows, strict=True))
        self._rows, self._keys = [rows[key] for key in keys], list(keys)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each unbroken run of numbers that rise."""
    first = last = -2
    for place in places:
        if place != last + 1:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
