"""Verbs of drawing: many elements of the dependency graph at once, as one step; boxes are named as the drawing names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy import func, select

from workbench.analyses.graph_layout.nesting import journey_key, journey_of
from workbench.domain.graph import Graph, Position
from workbench.domain.graph_changes import without
from workbench.domain.graph_json import graph_from_json, graph_to_json, journey_to_json, node_to_json
from workbench.domain.graph_position import position_to_json
from workbench.errors import Refused, UnknownName
from workbench.i18n import _, n_
from workbench.store.edits import Edits
from workbench.store.queries.graphs import graph_of
from workbench.store.tables import GraphJourneyRow, GraphNodeRow, WorkloadRow

__all__ = ["MoveElements", "PutElements", "RemoveElements"]


@dataclass(frozen=True)
class MoveElements:
    """Give elements and journeys their places in the drawing; None takes a place back.

    Attributes:
        places: By element id, and by `graph_layout.journey_key` for journeys; what is gone is passed over.
        words: What was done, if "move" is not what people call it.
    """

    WHAT: ClassVar[str] = "move elements"
    workload_id: str
    places: Mapping[str, Position | None] = field(hash=False)
    words: str = ""

    @property
    def title(self) -> str:
        n = sum(place is not None and place.pinned for place in self.places.values()) or len(self.places)
        return self.words or n_("Move {n} element", "Move {n} elements", n).format(n=n)

    def apply(self, edits: Edits) -> None:
        _check(edits, self.workload_id)
        nodes = {name: at for name, at in self.places.items() if not journey_of(name)}
        journeys = {journey_of(name): at for name, at in self.places.items() if journey_of(name)}
        _move_rows(edits, GraphNodeRow, "node_id", self.workload_id, nodes)
        _move_rows(edits, GraphJourneyRow, "journey_id", self.workload_id, journeys)


@dataclass(frozen=True)
class PutElements:
    """Add elements and journeys to the dependency graph, or replace them; what they refer to is there or among them.

    Attributes:
        part: What is added or replaced.
        words: What was done, as people call it.
    """

    WHAT: ClassVar[str] = "put elements"
    workload_id: str
    part: Graph
    words: str = ""

    @property
    def title(self) -> str:
        n = len(self.part.nodes) + len(self.part.journeys)
        return self.words or n_("Change {n} element", "Change {n} elements", n).format(n=n)

    def apply(self, edits: Edits) -> None:
        graph = _graph(edits, self.workload_id)
        known = graph.nodes.keys() | self.part.nodes.keys()
        wanted = {one for node in self.part.nodes.values() for one in node.neighbours()}
        wanted |= {one.node for one in self.part.journeys}
        missing = sorted(wanted - known)
        if missing:
            raise UnknownName(
                _('"{id}" is referred to and is no element of the graph.').format(id=missing[0]),
                _("Add that element first."),
                tuple(missing),
            )
        graph_from_json(graph_to_json(Graph({**graph.nodes, **self.part.nodes}, self.part.journeys)))
        _put(edits, self.workload_id, self.part)


@dataclass(frozen=True)
class RemoveElements:
    """Take elements and journeys out of the graph, with every reference to them and every journey that enters at them.

    Attributes:
        names: Element ids, and `graph_layout.journey_key` for journeys; what is gone already is passed over.
    """

    WHAT: ClassVar[str] = "remove elements"
    workload_id: str
    names: tuple[str, ...]
    words: str = ""

    @property
    def title(self) -> str:
        n = len(self.names)
        return self.words or n_("Remove {n} element", "Remove {n} elements", n).format(n=n)

    def apply(self, edits: Edits) -> None:
        graph = _graph(edits, self.workload_id)
        gone = frozenset(self.names)
        others = (node for name, node in graph.nodes.items() if name not in gone and gone & set(node.neighbours()))
        _put(edits, self.workload_id, Graph.of(without(node, gone) for node in others))
        for journey in graph.journeys:
            if journey.node in gone or journey_key(journey.id) in gone:
                edits.remove(GraphJourneyRow, workload_id=self.workload_id, journey_id=journey.id)
        for name in self.names:
            if not journey_of(name) and name in graph.nodes:
                edits.remove(GraphNodeRow, workload_id=self.workload_id, node_id=name)


def _check(edits: Edits, workload_id: str) -> None:
    if edits.get(WorkloadRow, id=workload_id) is None:
        raise Refused(_("The workload is gone."))


def _move_rows(
    edits: Edits, table: type[GraphNodeRow | GraphJourneyRow], key: str, workload_id: str,
    places: Mapping[str, Position | None],
) -> None:  # fmt: skip
    there = edits.found(table, [{"workload_id": workload_id, key: name} for name in places])
    rows = []
    for row in there.values():
        body, at = dict(row["body"]), places[row[key]]
        body.pop("position", None)
        if at is not None:
            body["position"] = position_to_json(at)
        rows.append(({"workload_id": workload_id, key: row[key]}, {"body": body}))
    edits.put_all(table, rows, there)


def _graph(edits: Edits, workload_id: str) -> Graph:
    _check(edits, workload_id)
    return graph_of(edits.session, workload_id)


def _put(edits: Edits, workload_id: str, part: Graph) -> None:
    nodes = {name: node_to_json(node) for name, node in part.nodes.items()}
    journeys = {one.id: journey_to_json(one) for one in part.journeys}
    _put_rows(edits, GraphNodeRow, "node_id", workload_id, nodes)
    _put_rows(edits, GraphJourneyRow, "journey_id", workload_id, journeys)


def _put_rows(
    edits: Edits, table: type[GraphNodeRow | GraphJourneyRow], key: str, workload_id: str, bodies: Mapping[str, Any]
) -> None:
    keys = {name: {"workload_id": workload_id, key: name} for name in bodies}
    there = {row[key] for row in edits.found(table, list(keys.values())).values()}
    last = edits.session.execute(select(func.max(table.place)).where(table.workload_id == workload_id)).scalar()
    edits.put_all(table, _rows(keys, bodies, there, 0 if last is None else int(last) + 1))


def _rows(
    keys: Mapping[str, dict[str, Any]], bodies: Mapping[str, Any], there: set[Any], place: int
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    rows = []
    for name, body in bodies.items():
        new = {} if name in there else {"place": place}
        place += name not in there
        rows.append((keys[name], {"body": body} | new))
    return rows
