"""The dependency graph of a workload, and what was decided about its findings."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from workbench.domain.collector import collector_paused
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json
from workbench.store.tables import FindingNoteRow, GraphJourneyRow, GraphNodeRow

__all__ = ["finding_notes", "graph_of", "has_graph"]

_node: Table = GraphNodeRow.__table__  # type: ignore[assignment]
_journey: Table = GraphJourneyRow.__table__  # type: ignore[assignment]
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
_NOTES = select(_note).where(_note.c.workload_id == bindparam("workload")).order_by(_note.c.finding_id)
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


def has_graph(session: Session, workload_id: str) -> bool:
    """True where a workload has a dependency graph; none of it is read."""
    return session.connection().execute(_ANY_NODE, {"workload": workload_id}).first() is not None


def finding_notes(session: Session, workload_id: str) -> dict[str, FindingNote]:
    """Return what was decided about findings, by finding id, in the order of the ids."""
    found = {}
    for row in session.connection().execute(_NOTES, {"workload": workload_id}).mappings():
        values = {name: value for name, value in row.items() if name != "workload_id"}
        found[row["finding_id"]] = FindingNote(**(values | {"status": FindingStatus(row["status"])}))
    return found
