"""The architecture as two tables, elements and links: all that the drawing shows, sorted, filtered and edited in cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.analyses.failure.standing import STANDING_TITLES
from workbench.analyses.graph_layout import journey_key
from workbench.analyses.graph_typed import seconds_of, share_of, text_of_seconds, text_of_share
from workbench.domain.graph import KIND_TITLES, Graph, Journey, Node
from workbench.i18n import N_, _
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.models.graph_table_links import LinkRow, link_rows

__all__ = ["KEY_ROLE", "OPTIONS_ROLE", "ElementTable", "GraphTables", "LinkTable"]

KEY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The box of a row: an element id, or `journey_key`; for a link its source."""
OPTIONS_ROLE = KEY_ROLE + 1
"""Value and words of each choice, for cells with a list."""
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
JOURNEY = "journey"
_YES = (("yes", N_("yes")), ("no", N_("no")))


class Verbs(Protocol):
    """What a cell can do."""

    def can_write(self) -> bool: ...
    def change(self, node: Node, token: str = "", words: str = "") -> None: ...
    def change_journey(self, journey: Journey, token: str = "") -> None: ...


Thing = Node | Journey


@dataclass(frozen=True)
class _Column:
    """One column of the elements.

    Attributes:
        read: What stands in the cell.
        write: The element with another text in it; None where it cannot be typed. Raises ValueError.
        options: Words to choose from.
    """

    title: str
    read: Callable[[Thing, Graph], str]
    write: Callable[[Thing, str, Graph], Thing] | None = None
    options: Callable[[Thing, Graph], Sequence[tuple[str, str]]] | None = None


def _get(name: str, shown: Callable[[Any], str] = str, default: Any = None) -> Callable[[Thing, Graph], str]:
    return lambda one, _graph: shown(getattr(one, name, default))


def _set(name: str, read: Callable[[str], Any] = str) -> Callable[[Thing, str, Graph], Thing]:
    def write(one: Thing, text: str, _graph: Graph) -> Thing:
        return replace(one, **{name: read(text)}) if hasattr(one, name) else one

    return write


def _kind(one: Thing, _graph: Graph) -> str:
    if isinstance(one, Journey):
        return _("User journey")
    return _(KIND_TITLES[one.kind]) if one.kind in KIND_TITLES else one.kind


def _places(one: Thing, graph: Graph) -> str:
    return graph.title(one.node) if isinstance(one, Journey) else ", ".join(map(graph.title, one.domains))


def _put_places(one: Thing, text: str, graph: Graph) -> Thing:
    names = tuple(dict.fromkeys(_named(part, graph) for part in text.split(",") if part.strip()))
    if isinstance(one, Journey):
        return replace(one, node=names[0]) if names else one
    return replace(one, domains=tuple(name for name in names if name != one.id))


def _named(text: str, graph: Graph) -> str:
    """The element that is called so, by name or id."""
    wanted = text.strip().casefold()
    for name, node in graph.nodes.items():
        if wanted in (name.casefold(), node.title.casefold()):
            return name
    raise ValueError(_("There is no element called {name}.").format(name=text.strip()))


def _flag(name: str) -> _Column:
    titles = {"failable": _("Can fail"), "managed": _("Managed")}

    def read(one: Thing, _graph: Graph) -> str:
        return "" if isinstance(one, Journey) else _("yes") if getattr(one, name) else _("no")

    options = [(value, _(words)) for value, words in _YES]
    return _Column(titles[name], read, _set(name, lambda text: text == "yes"), lambda _one, _graph: options)


def _owner(one: Thing, _graph: Graph) -> str:
    return one.criticality if isinstance(one, Journey) else str(one.attributes.get("owner", ""))


def _put_owner(one: Thing, text: str, _graph: Graph) -> Thing:
    if isinstance(one, Journey):
        return replace(one, criticality=text)
    kept = {name: value for name, value in one.attributes.items() if name != "owner"}
    return replace(one, attributes=kept | ({"owner": text} if text else {}))


def _columns() -> tuple[_Column, ...]:
    kinds = [(word, _(title)) for word, title in KIND_TITLES.items()]
    none: Callable[[Any], str] = text_of_seconds
    return (
        _Column(_("Name"), lambda one, _graph: one.title, _set("label")),
        _Column(_("Kind"), _kind, _set("kind"), lambda one, _graph: [] if isinstance(one, Journey) else kinds),
        _Column(_("Type"), _get("type", default=""), _set("type")),
        _Column(_("Stands in, enters at"), _places, _put_places),
        _flag("failable"),
        _flag("managed"),
        _Column(_("Unavailability"), _get("unavailability", text_of_share), _set("unavailability", share_of)),
        _Column(_("RTO"), _get("rto_s", none), _set("rto_s", seconds_of)),
        _Column(_("RPO"), _get("rpo_s", none), _set("rpo_s", seconds_of)),
        _Column(_("Owner, criticality"), _owner, _put_owner),
    )


class ElementTable(QAbstractTableModel):
    """One row per journey and element."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Verbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._architecture, self._verbs = architecture, verbs
        self._columns = _columns()
        self._rows: list[Thing] = []
        self.fault = ""
        """Why the last text was not taken; empty where it was."""
        self.refresh()

    def refresh(self) -> None:
        """Show the graph as it is now; the view keeps its place where the rows are the same."""
        graph = self._architecture.graph
        rows: list[Thing] = [*graph.journeys, *graph.nodes.values()]
        if [_key(one) for one in rows] == [_key(one) for one in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title if section < len(self._columns) else _("State")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, graph = self._rows[index.row()], self._architecture.graph
        if role == KEY_ROLE:
            return _key(one)
        if index.column() == len(self._columns):
            return self._state(one) if role == Qt.ItemDataRole.DisplayRole else None
        column = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return column.read(one, graph)
        if role == OPTIONS_ROLE:
            return column.options(one, graph) if column.options else None
        return None

    def _state(self, one: Thing) -> str:
        arch = self._architecture
        if isinstance(one, Journey):
            return _(STANDING_TITLES[arch.journeys[one.id]]) if one.id in arch.journeys else ""
        said = []
        if one.id in arch.state.failed:
            said.append(_("failed"))
        elif one.id in arch.state.fallen:
            said.append(_("down"))
        elif one.id in arch.state.degraded:
            said.append(_("degraded"))
        badge = arch.state.badges.get(one.id)
        if badge is not None:
            said.append(_("findings: {n}").format(n=badge.count))
        return ", ".join(said)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        is_typed = (
            index.isValid() and index.column() < len(self._columns) and self._columns[index.column()].write is not None
        )
        is_journey = index.isValid() and isinstance(self._rows[index.row()], Journey)
        known = not is_journey or index.column() in (0, 3, 7, 8, 9)
        return found | Qt.ItemFlag.ItemIsEditable if is_typed and known and self._verbs.can_write() else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self._columns[index.column()]
        one, graph = self._rows[index.row()], self._architecture.graph
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or column.write is None or text == column.read(one, graph):
            return False
        try:
            changed = column.write(one, text, graph)
        except ValueError as error:
            self.fault = str(error)
            return False
        self.fault = ""
        if isinstance(changed, Journey):
            self._verbs.change_journey(changed)
        else:
            self._verbs.change(changed)
        return True


class LinkTable(QAbstractTableModel):
    """One row per link: of a journey to where it enters, of an element to each thing it needs."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Verbs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._architecture, self._verbs = architecture, verbs
        self._rows: list[LinkRow] = []
        self.fault = ""
        self._titles = (_("From"), _("To"), _("How it is needed"), _("Carries"), _("When"), _("Group needs"))
        self.refresh()

    def refresh(self) -> None:
        """Show the graph as it is now."""
        rows = link_rows(self._architecture.graph)
        if [one.key for one in rows] == [one.key for one in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: Index) -> LinkRow:
        """Return the link of a row."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, graph = self._rows[index.row()], self._architecture.graph
        if role == KEY_ROLE:
            return row.source
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return row.text(index.column(), graph)
        return row.options(index.column(), graph) if role == OPTIONS_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        is_typed = index.isValid() and self._rows[index.row()].can_change(index.column()) and self._verbs.can_write()
        return found | Qt.ItemFlag.ItemIsEditable if is_typed else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        try:
            changed = self._rows[index.row()].changed(index.column(), str(value).strip(), self._architecture.graph)
        except ValueError as error:
            self.fault = str(error)
            return False
        self.fault = ""
        if isinstance(changed, Journey):
            self._verbs.change_journey(changed)
        elif changed is not None:
            self._verbs.change(changed)
        return changed is not None


def _key(one: Thing) -> str:
    return journey_key(one.id) if isinstance(one, Journey) else one.id


class GraphTables(QObject):
    """Both tables; they follow the architecture while somebody looks at them."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.architecture, self.verbs = architecture, verbs
        self.elements, self.links = ElementTable(architecture, verbs, self), LinkTable(architecture, verbs, self)
        self.is_watched = False
        for signal in (architecture.graph_changed, architecture.state_changed):
            signal.connect(self._follow)

    def watch(self, is_watched: bool) -> None:
        """Somebody looks at the tables, or no more."""
        self.is_watched = is_watched
        self._follow()

    def _follow(self) -> None:
        if self.is_watched:
            self.elements.refresh()
            self.links.refresh()
