"""How lists, trees and tables of the house look and behave."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView

from workbench.ui.theme import theme

__all__ = ["dress_view"]


def dress_view(view: QAbstractItemView, name: str, *, row: int = 28) -> None:
    """Give a list, tree or table the look of the house, and keep it when theme or scale change.

    Args:
        view: The view; call this before rows are selected or expanded.
        name: Accessible name.
        row: Height of a table's rows at 100 %; trees and lists take theirs from the content.
    """
    view.setAccessibleName(name)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setMouseTracking(True)
    if isinstance(view, QTableView):
        view.setShowGrid(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setTabKeyNavigation(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        _dress_header(view.horizontalHeader())
    elif isinstance(view, QTreeView):
        _dress_header(view.header())
    view.ensurePolished()
    follower = _Follower(view, row)
    view.installEventFilter(follower)
    follower.dress()


def _dress_header(header: QHeaderView) -> None:
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)


class _Follower(QObject):
    """Sets the sizes that no style sheet can, again after every change of style."""

    def __init__(self, view: QAbstractItemView, row: int) -> None:
        super().__init__(view)
        self._view, self._row, self._scale = view, row, 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange and theme().scale != self._scale:
            self.dress()
        return False

    def dress(self) -> None:
        look = theme()
        self._scale = look.scale
        self._view.setIconSize(QSize(look.px(16), look.px(16)))
        if isinstance(self._view, QTableView):
            self._view.verticalHeader().setMinimumSectionSize(16)
            self._view.verticalHeader().setDefaultSectionSize(look.px(self._row))
        elif isinstance(self._view, QTreeView):
            self._view.setIndentation(look.px(20))
        self._view.doItemsLayout()
