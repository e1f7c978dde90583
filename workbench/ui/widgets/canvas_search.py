"""Search on the canvas: type, see how many, go from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from workbench.analyses.graph_layout import journey_key
from workbench.domain.graph import KIND_TITLES, Graph
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.kbd import icon_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.search_field import SearchField

__all__ = ["CanvasSearch", "matching"]


def matching(graph: Graph, text: str) -> list[str]:
    """Return the boxes whose name, id, kind, type or attributes hold every word; names that begin with it first."""
    words = text.casefold().split()
    if not words:
        return []
    whole = " ".join(words)
    found = []

    def add(name: str, title: str, said: str) -> None:
        title, said = title.casefold(), f"{title} {said}".casefold()
        if all(word in said for word in words):
            rank = (title != whole, not title.startswith(whole), not title.startswith(words[0]), words[0] not in title)
            found.append((rank, name))

    for one in graph.journeys:
        add(journey_key(one.id), one.title, one.id)
    for name, node in graph.nodes.items():
        values = " ".join(str(one) for one in node.attributes.values())
        add(name, node.title, f"{name} {node.kind} {_(KIND_TITLES.get(node.kind, ''))} {node.type} {values}")
    return [name for _rank, name in sorted(found, key=lambda hit: hit[0])]


class CanvasSearch(QFrame):
    """A field over the canvas; Enter goes to the next hit, or closes where there is only one; Shift+Enter back, Esc closes."""

    chosen = Signal(str)
    """The element to be shown; UI thread."""
    closed = Signal()
    began = Signal()

    def __init__(self, graph: Callable[[], Graph], parent: QWidget) -> None:
        super().__init__(parent)
        self._graph = graph
        self.hits: list[str] = []
        self.at = -1
        set_look(self, popup=True)
        self.field = SearchField(_("Search this architecture"))
        self.field.setMinimumWidth(theme().px(200))
        self.count = label("", step="small", tone="dim")
        self._previous = icon_button("chevron-up", _("Previous hit"), lambda: self.go(-1), key="Shift+Return")
        self._next = icon_button("chevron-down", _("Next hit"), lambda: self.go(1), key="Return")
        self._close = icon_button("close", _("Close the search"), self.close_search, key="Escape")
        row = QHBoxLayout(self)
        theme().space(row, 4, (6, 4, 6, 4))
        row.addWidget(self.field, 1)
        for part in (self.count, self._previous, self._next, self._close):
            row.addWidget(part)
        self.field.searched.connect(self._search)
        self.field.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the field and put the focus there."""
        self.began.emit()
        self.show()
        self.raise_()
        self.field.setFocus()
        self.field.selectAll()

    def close_search(self) -> None:
        """Hide the field."""
        self.hide()
        self.closed.emit()

    def _search(self, text: str) -> None:
        self.hits, self.at = matching(self._graph(), text), -1
        self.go(1)
        if not self.hits:
            self.count.setText(_("Nothing found") if text.strip() else "")

    def go(self, step: int) -> None:
        """Show the next or previous hit."""
        if self.hits:
            self.at = (self.at + step) % len(self.hits)
            self.count.setText(_("{n} of {all}").format(n=self.at + 1, all=len(self.hits)))
            self.chosen.emit(self.hits[self.at])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes at once, whether there is text or not."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close_search()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if len(self.hits) == 1:
                self.close_search()
                return
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
