"""The dependency graph of a workload, what its sources said last, and what was decided about its findings."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from workbench.domain.collector import collector_paused
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_imports import ImportBase
from workbench.domain.graph_json import graph_from_json, node_from_json
from workbench.store.blobs import read_blob
from workbench.store.tables import FailureScenarioRow, FindingNoteRow, GraphImportRow, GraphJourneyRow, GraphNodeRow

__all__ = [
    "elements_of",
    "finding_notes",
    "graph_of",
    "has_graph",
    "import_bases",
    "import_names",
    "nodes_of_kind",
    "scenarios_of",
]

_node: Table = GraphNodeRow.__table__  # type: ignore[assignment]
_journey: Table = GraphJourneyRow.__table__  # type: ignore[assignment]
_import: Table = GraphImportRow.__table__  # type: ignore[assignment]
_note: Table = FindingNoteRow.__table__  # type: ignore[assignment]
_NODES = (
    select(_node.c.node_id, _node.c.body)
    .where(_node.c.workload_id == bindparam("workload"))
    .order_by(_node.c.place, _node.c.node_id)
)
_JOURNEYS = (
    select(_journey.c.journey_id, _journey.c.body)
    .where(_journey.c.workload_id == bindparam("workload"))
    .order_by(_journey.c.place, _journey.c.journey_id)
)
_IMPORTS = (
    select(_import).where(_import.c.workload_id == bindparam("workload")).order_by(_import.c.place, _import.c.name)
)
_OF_KIND = (
    select(_node.c.node_id, _node.c.body)
    .where(
        _node.c.workload_id == bindparam("workload"),
        _node.c.body["kind"].as_string().in_(bindparam("kinds", expanding=True)),
    )
    .order_by(_node.c.place, _node.c.node_id)
)
_NOTES = select(_note).where(_note.c.workload_id == bindparam("workload")).order_by(_note.c.finding_id)
_scenario: Table = FailureScenarioRow.__table__  # type: ignore[assignment]
_SCENARIOS = (
    select(_scenario)
    .where(_scenario.c.workload_id == bindparam("workload"))
    .order_by(_scenario.c.name, _scenario.c.scenario_id)
)
_ELEMENTS = select(
    func.coalesce(_node.c.body["kind"].as_string(), "component"),
    func.coalesce(_node.c.body["type"].as_string(), ""),
    func.coalesce(_node.c.body["label"].as_string(), _node.c.node_id),
).where(_node.c.workload_id == bindparam("workload"))
_ANY_NODE = select(_node.c.node_id).where(_node.c.workload_id == bindparam("workload")).limit(1)


def graph_of(session: Session, workload_id: str) -> Graph:
    """Return the dependency graph of a workload; an empty one when there is none.

    Raises:
        BadInput: Rows of the file were changed from outside and make no graph.
    """
    connection, bound = session.connection(), {"workload": workload_id}
    with collector_paused():
        nodes: dict[str, Any] = {row[0]: row[1] for row in connection.execute(_NODES, bound)}
    journeys = [{"id": row[0]} | row[1] for row in connection.execute(_JOURNEYS, bound)]
    return graph_from_json({"nodes": nodes, "journeys": journeys}) if nodes or journeys else Graph()


def nodes_of_kind(session: Session, workload_id: str, kinds: tuple[str, ...]) -> tuple[Node, ...]:
    """Return the elements of some kinds; the others are not read. Components have no kind in the file."""
    rows = session.connection().execute(_OF_KIND, {"workload": workload_id, "kinds": kinds})
    return tuple(node_from_json(row[0], row[1]) for row in rows)


def import_names(session: Session, workload_id: str) -> tuple[tuple[str, str], ...]:
    """Return name and time of the last import of every source, in the order in which they came first."""
    rows = session.connection().execute(_IMPORTS, {"workload": workload_id}).mappings()
    return tuple((row["name"], row["at"]) for row in rows)


def import_bases(session: Session, workload_id: str) -> tuple[ImportBase, ...]:
    """Return what every source said at its last import, in the order in which they came first.

    Raises:
        BadInput: Content of the file is damaged.
    """
    found = []
    for row in session.connection().execute(_IMPORTS, {"workload": workload_id}).mappings().all():
        data = read_blob(session, row["base_sha256"])
        if data is not None:
            with collector_paused():
                graph = graph_from_json(json.loads(data))
            found.append(ImportBase(row["name"], graph, row["renames"], row["at"]))
    return tuple(found)


def has_graph(session: Session, workload_id: str) -> bool:
    """True where a workload has a dependency graph; none of it is read."""
    return session.connection().execute(_ANY_NODE, {"workload": workload_id}).first() is not None


def elements_of(session: Session, workload_id: str) -> tuple[tuple[str, str, str], ...]:
    """Return kind, type and name of every element, without making the graph."""
    rows = session.connection().execute(_ELEMENTS, {"workload": workload_id})
    return tuple(sorted((row[0], row[1], row[2]) for row in rows))


def finding_notes(session: Session, workload_id: str) -> dict[str, FindingNote]:
    """Return what was decided about findings, by finding id, in the order of the ids."""
    found = {}
    for row in session.connection().execute(_NOTES, {"workload": workload_id}).mappings():
        values = {name: value for name, value in row.items() if name != "workload_id"}
        found[row["finding_id"]] = FindingNote(**(values | {"status": FindingStatus(row["status"])}))
    return found


def scenarios_of(session: Session, workload_id: str) -> tuple[FailureScenario, ...]:
    """Return the failures that were kept under a name, by name."""
    rows = session.connection().execute(_SCENARIOS, {"workload": workload_id}).mappings()
    return tuple(
        FailureScenario(row["scenario_id"], row["name"], tuple(row["failed"]), row["by"], row["on"]) for row in rows
    )
