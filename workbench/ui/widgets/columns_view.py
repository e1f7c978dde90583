"""A tree whose columns fit the room: the least needed ones leave first, others share what is left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeView, QWidget

from workbench.ui.theme import theme
from workbench.ui.widgets.views import dress_view

__all__ = ["ColumnLike", "ColumnsView"]

_MOST_EXTRA = 700


class ColumnLike(Protocol):
    """What the view needs to know about a column: width at 100 %, in which order it leaves (0 stays), its share of what is left."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def tip(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def yields(self) -> int: ...
    @property
    def grows(self) -> int: ...


class ColumnsView(QTreeView):
    """A tree of rows with equal height; the menu of its header hides and shows columns."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hidden: set[str] = set()
        """Keys of the columns that the person does not want."""
        self._columns: tuple[ColumnLike, ...] = ()
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        dress_view(self, name)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        theme().changed.connect(self.fit_columns)

    def set_columns(self, columns: Sequence[ColumnLike]) -> None:
        """Tell which columns the model has now."""
        self._columns = tuple(columns)
        self.fit_columns()

    def set_hidden(self, hidden: set[str]) -> None:
        """Hide these columns whatever the room."""
        self.hidden = hidden
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column its width."""
        look, header = theme(), self.header()
        room = self.viewport().width()
        wanted = {column.key: look.px(column.width) for column in self._columns if column.key not in self.hidden}
        for column in sorted((one for one in self._columns if one.yields), key=lambda one: one.yields):
            if sum(wanted.values()) > room:
                wanted.pop(column.key, None)
        header.setMinimumSectionSize(look.px(40))
        extra = min(max(0, room - sum(wanted.values())), look.px(_MOST_EXTRA))
        shares = sum(column.grows for column in self._columns if column.key in wanted)
        for place, column in enumerate(self._columns[: header.count()]):
            header.setSectionHidden(place, column.key not in wanted)
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            if column.key in wanted:
                header.resizeSection(place, wanted[column.key] + (extra * column.grows // shares if shares else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_columns()

    def _choose_columns(self, position: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for column in self._columns[1:]:
            entry = menu.addAction(column.tip or column.title)
            entry.setCheckable(True)
            entry.setChecked(column.key not in self.hidden)
            entry.toggled.connect(partial(self._show_column, column.key))
        menu.popup(self.header().mapToGlobal(position))

    def _show_column(self, key: str, is_shown: bool) -> None:
        self.set_hidden(self.hidden - {key} if is_shown else self.hidden | {key})
