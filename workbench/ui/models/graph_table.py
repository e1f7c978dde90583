"""The architecture as two tables, elements and links: all that the drawing shows, sorted, filtered and edited in cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from workbench.analyses.failure.standing import STANDING_TITLES
from workbench.analyses.graph_layout import journey_key
from workbench.analyses.graph_typed import seconds_of, share_of, text_of_seconds, text_of_share
from workbench.domain.graph import KIND_TITLES, SURVIVABLE_TITLES, Graph, Journey, Node, Survivable
from workbench.i18n import N_, _
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.models.graph_table_links import LinkRow, link_rows
from workbench.ui.models.graph_table_rows import Index, RowTable

__all__ = ["KEY_ROLE", "OPTIONS_ROLE", "ElementTable", "GraphTables", "LinkTable"]

KEY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The box of a row: an element id, or `journey_key`; for a link its source."""
OPTIONS_ROLE = KEY_ROLE + 1
"""Value and words of each choice, for cells with a list."""
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
        of: What has it.
    """

    title: str
    read: Callable[[Thing, Graph], str]
    write: Callable[[Thing, str, Graph], Thing] | None = None
    options: Callable[[Thing, Graph], Sequence[tuple[str, str]]] | None = None
    of: tuple[type, ...] = (Node,)


def _get(name: str, shown: Callable[[Any], str] = str, default: Any = None) -> Callable[[Thing, Graph], str]:
    return lambda one, _graph: shown(getattr(one, name, default))


def _set(name: str, read: Callable[[str], Any] = str) -> Callable[[Thing, str, Graph], Thing]:
    def write(one: Thing, text: str, _graph: Graph) -> Thing:
        return replace(one, **{name: read(text)})

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


def _flag(name: str, title: str) -> _Column:
    def read(one: Thing, _graph: Graph) -> str:
        return "" if isinstance(one, Journey) else _("yes") if getattr(one, name) else _("no")

    options = [(value, _(words)) for value, words in _YES]
    return _Column(title, read, _set(name, lambda text: text == "yes"), lambda _one, _graph: options)


def _owner(one: Thing, _graph: Graph) -> str:
    return one.criticality if isinstance(one, Journey) else str(one.attributes.get("owner", ""))


def _put_attribute(name: str) -> Callable[[Thing, str, Graph], Thing]:
    def write(one: Thing, text: str, _graph: Graph) -> Thing:
        if isinstance(one, Journey):
            return replace(one, criticality=text)
        kept = {key: value for key, value in one.attributes.items() if key != name}
        return replace(one, attributes=kept | ({name: text} if text else {}))

    return write


def _comment(one: Thing, _graph: Graph) -> str:
    return "" if isinstance(one, Journey) else str(one.attributes.get("comment", ""))


def _survive(one: Thing, _graph: Graph) -> str:
    return ", ".join(_(SURVIVABLE_TITLES[word]) for word in one.must_survive) if isinstance(one, Journey) else ""


def _put_survive(one: Thing, text: str, _graph: Graph) -> Thing:
    if not isinstance(one, Journey):
        return one
    titles = {_(title).casefold(): word for word, title in SURVIVABLE_TITLES.items()}
    words = titles | {word.value.casefold(): word for word in Survivable}
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.casefold() not in words:
            known = ", ".join(_(title) for title in SURVIVABLE_TITLES.values())
            raise ValueError(_("{text} is none of: {known}.").format(text=part, known=known))
        found.append(words[part.casefold()])
    return replace(one, must_survive=tuple(dict.fromkeys(found)))


def _columns() -> tuple[_Column, ...]:
    kinds = [(word, _(title)) for word, title in KIND_TITLES.items()]
    time: Callable[[Any], str] = text_of_seconds
    both = (Node, Journey)

    def times(title: str, name: str, of: tuple[type, ...] = (Node,)) -> _Column:
        return _Column(title, _get(name, time), _set(name, seconds_of), of=of)

    return (
        _Column(_("Name"), lambda one, _graph: one.title, _set("label"), of=both),
        _Column(_("Kind"), _kind, _set("kind"), lambda _one, _graph: kinds),
        _Column(_("Type"), _get("type", default=""), _set("type")),
        _Column(_("Stands in, enters at"), _places, _put_places, of=both),
        _flag("failable", _("Can fail")),
        _flag("managed", _("Managed")),
        _Column(_("Unavailability"), _get("unavailability", text_of_share), _set("unavailability", share_of)),
        times(_("RTO"), "rto_s", both),
        times(_("RPO"), "rpo_s", both),
        _Column(_("Owner, criticality"), _owner, _put_attribute("owner"), of=both),
        _Column(_("Must survive"), _survive, _put_survive, of=(Journey,)),
        _Column(_("Comment"), _comment, _put_attribute("comment")),
        _Column(_("Source"), _get("unavailability_source", default=""), _set("unavailability_source")),
        times(_("Time to failure"), "mttf_s"),
        times(_("Time to repair"), "mttr_s"),
    )


class ElementTable(RowTable):
    """One row per journey and element."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Verbs, parent: QObject | None = None) -> None:
        self._columns = _columns()
        super().__init__((*(one.title for one in self._columns), _("State")), parent)
        self._architecture, self._verbs, self._graph = architecture, verbs, architecture.graph
        self.fault = ""
        """Why the last text was not taken; empty where it was."""
        self.refresh()

    def refresh(self) -> None:
        """Show the graph as it is now."""
        self._graph = self._architecture.graph
        rows: list[Thing] = [*self._graph.journeys, *self._graph.nodes.values()]
        self.become(rows, [_key(one) for one in rows])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one: Thing = self._rows[index.row()]
        if role == KEY_ROLE:
            return _key(one)
        if index.column() == len(self._columns):
            return self._state(one) if role == Qt.ItemDataRole.DisplayRole else None
        column = self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return column.read(one, self._graph)
        if role == OPTIONS_ROLE:
            fits = isinstance(one, column.of)
            return column.options(one, self._graph) if column.options and fits else None
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
        column = self._columns[index.column()] if index.column() < len(self._columns) else None
        can_type = column is not None and column.write is not None and isinstance(self._rows[index.row()], column.of)
        return found | Qt.ItemFlag.ItemIsEditable if can_type and self._verbs.can_write() else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column, graph = self._columns[index.column()], self._architecture.graph
        one = _fresh(self._rows[index.row()], graph)
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or column.write is None or one is None or text == column.read(one, graph):
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


class LinkTable(RowTable):
    """One row per link: of a journey to where it enters, of an element to each thing it needs."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Verbs, parent: QObject | None = None) -> None:
        titles = (
            _("From"),
            _("To"),
            _("How it is needed"),
            _("Carries"),
            _("When"),
            _("Group needs"),
            _("Failover"),
            _("Lag"),
        )
        super().__init__(titles, parent)
        self._architecture, self._verbs, self._graph = architecture, verbs, architecture.graph
        self.fault = ""
        self.refresh()

    def refresh(self) -> None:
        """Show the graph as it is now."""
        self._graph = self._architecture.graph
        rows = link_rows(self._graph)
        self.become(rows, [one.key for one in rows])

    def row(self, index: Index) -> LinkRow:
        """Return the link of a row."""
        return self._rows[index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row: LinkRow = self._rows[index.row()]
        if role == KEY_ROLE:
            return row.source
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return row.text(index.column(), self._graph)
        return row.options(index.column(), self._graph) if role == OPTIONS_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        is_typed = index.isValid() and self._rows[index.row()].can_change(index.column()) and self._verbs.can_write()
        return found | Qt.ItemFlag.ItemIsEditable if is_typed else found

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, graph = self._rows[index.row()], self._architecture.graph
        if role != Qt.ItemDataRole.EditRole or not row.is_in(graph):
            return False
        try:
            changed = row.changed(index.column(), str(value).strip(), graph)
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


def _fresh(one: Thing, graph: Graph) -> Thing | None:
    """The same as the graph has it by now."""
    return graph.journey(one.id) if isinstance(one, Journey) else graph.nodes.get(one.id)


class GraphTables(QObject):
    """Both tables; they follow the architecture while somebody looks at them."""

    refreshed = Signal()
    """The rows are those of the architecture again; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.architecture, self.verbs = architecture, verbs
        self.elements, self.links = ElementTable(architecture, verbs, self), LinkTable(architecture, verbs, self)
        self.is_watched = False
        self._later = QTimer(self, singleShot=True, interval=0)  # a cell that is just being taken still has its row
        self._later.timeout.connect(self.refresh)
        for signal in (architecture.graph_changed, architecture.state_changed):
            signal.connect(self._later.start)

    def watch(self, is_watched: bool) -> None:
        """Somebody looks at the tables, or no more."""
        self.is_watched = is_watched
        self.refresh()

    def refresh(self) -> None:
        """Show the architecture as it is now."""
        if self.is_watched:
            self.elements.refresh()
            self.links.refresh()
            self.refreshed.emit()
