"""Verbs on the dependency graph: elements, journeys, the whole, and what people decide about findings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import String, func, select, type_coerce

from workbench.domain.finding import STATUS_TITLES, FindingNote, FindingStatus
from workbench.domain.graph import Graph, Journey, Node
from workbench.domain.graph_changes import renamed, without
from workbench.domain.graph_json import (
    graph_from_json,
    graph_to_json,
    journey_to_json,
    node_from_json,
    node_to_json,
)
from workbench.errors import BadInput, Refused, UnknownName
from workbench.i18n import _, n_
from workbench.operations.graph_imports import forget_strangers, rename_in_imports
from workbench.operations.rows import next_place, put_graph, put_notes, rename_in_scenarios
from workbench.store.edits import Edits
from workbench.store.tables import FindingNoteRow, GraphJourneyRow, GraphNodeRow, WorkloadRow

__all__ = [
    "PutJourney",
    "PutNode",
    "RemoveJourney",
    "RemoveNode",
    "RenameNode",
    "SetFindingNote",
    "SetGraph",
]


@dataclass(frozen=True)
class SetGraph:
    """Make the dependency graph of a workload equal the given one; an empty graph removes it, and what its sources said."""

    WHAT: ClassVar[str] = "set graph"
    workload_id: str
    graph: Graph

    @property
    def title(self) -> str:
        if not self.graph:
            return _("Remove dependency graph")
        n = len(self.graph.nodes)
        return n_("Set dependency graph of {n} element", "Set dependency graph of {n} elements", n)

    def apply(self, edits: Edits) -> None:
        _known(edits, self.workload_id)
        put_graph(edits, self.workload_id, self.graph)
        forget_strangers(edits, self.workload_id, self.graph)


@dataclass(frozen=True)
class PutNode:
    """Add an element to the dependency graph, or replace it; what it refers to has to be there."""

    WHAT: ClassVar[str] = "put element"
    workload_id: str
    node: Node

    @property
    def title(self) -> str:
        return _("Change element {name}").format(name=self.node.title)

    def apply(self, edits: Edits) -> None:
        _known(edits, self.workload_id)
        node_from_json(self.node.id, node_to_json(self.node))
        wanted = {*self.node.neighbours()} - {self.node.id}
        missing = sorted(wanted - _there(edits, self.workload_id, wanted))
        if missing:
            raise UnknownName(
                _('{name} refers to "{id}", which is no element of the graph.').format(
                    name=self.node.title, id=missing[0]),
                _("Add that element first."),
                tuple(missing),
            )  # fmt: skip
        key = _key(self.workload_id, self.node.id)
        new = edits.get(GraphNodeRow, **key) is None
        place = {"place": next_place(edits, GraphNodeRow, self.workload_id)} if new else {}
        edits.put(GraphNodeRow, key, body=node_to_json(self.node), **place)


@dataclass(frozen=True)
class RemoveNode:
    """Take an element out of the graph, with every reference to it and every journey that enters at it.

    Scenarios go on naming it: what was kept is not cut down behind anybody's back, and says that the element is gone.
    """

    WHAT: ClassVar[str] = "remove element"
    workload_id: str
    node_id: str
    name: str = ""

    @property
    def title(self) -> str:
        return _("Remove element {name}").format(name=self.name or self.node_id)

    def apply(self, edits: Edits) -> None:
        others = _referring(edits, self.workload_id, self.node_id)
        _change_nodes(edits, self.workload_id, [without(node, (self.node_id,)) for node in others])
        for row in edits.rows(GraphJourneyRow, workload_id=self.workload_id):
            if row["body"]["node"] == self.node_id:
                edits.remove(GraphJourneyRow, **_journey_key(self.workload_id, row["journey_id"]))
        edits.remove(GraphNodeRow, workload_id=self.workload_id, node_id=self.node_id)


@dataclass(frozen=True)
class RenameNode:
    """Give an element another id, wherever it is referred to, in scenarios too; findings about it get other ids."""

    WHAT: ClassVar[str] = "rename element"
    workload_id: str
    node_id: str
    new_id: str

    @property
    def title(self) -> str:
        return _("Rename element {old} to {new}").format(old=self.node_id, new=self.new_id)

    def apply(self, edits: Edits) -> None:
        row = edits.get(GraphNodeRow, workload_id=self.workload_id, node_id=self.node_id)
        if row is None:
            raise UnknownName(_('There is no element "{id}" in the graph.').format(id=self.node_id))
        if edits.get(GraphNodeRow, workload_id=self.workload_id, node_id=self.new_id) is not None:
            raise BadInput(_('There is an element "{id}" already.').format(id=self.new_id), _("Choose another id."))
        node = renamed(node_from_json(self.node_id, row["body"]), self.node_id, self.new_id)
        node_from_json(node.id, node_to_json(node))
        others = _referring(edits, self.workload_id, self.node_id)
        edits.remove(GraphNodeRow, workload_id=self.workload_id, node_id=self.node_id)
        edits.put(GraphNodeRow, _key(self.workload_id, node.id), place=row["place"], body=node_to_json(node))
        _change_nodes(edits, self.workload_id, [renamed(one, self.node_id, self.new_id) for one in others])
        for each in edits.rows(GraphJourneyRow, workload_id=self.workload_id):
            if each["body"]["node"] == self.node_id:
                key = _journey_key(self.workload_id, each["journey_id"])
                edits.put(GraphJourneyRow, key, body=each["body"] | {"node": self.new_id})
        rename_in_imports(edits, self.workload_id, self.node_id, self.new_id)
        rename_in_scenarios(edits, self.workload_id, self.node_id, self.new_id)


@dataclass(frozen=True)
class PutJourney:
    """Add a user journey to the graph, or replace it."""

    WHAT: ClassVar[str] = "put journey"
    workload_id: str
    journey: Journey

    @property
    def title(self) -> str:
        return _("Change journey {name}").format(name=self.journey.title)

    def apply(self, edits: Edits) -> None:
        one = self.journey
        _known(edits, self.workload_id)
        if not _there(edits, self.workload_id, (one.node,)):
            raise UnknownName(
                _('The journey {name} enters at "{id}", which is no element of the graph.').format(
                    name=one.title, id=one.node),
                _("Add that element first."),
            )  # fmt: skip
        graph_from_json(graph_to_json(Graph.of((Node(one.node),), (one,))))
        key = _journey_key(self.workload_id, one.id)
        new = edits.get(GraphJourneyRow, **key) is None
        place = {"place": next_place(edits, GraphJourneyRow, self.workload_id)} if new else {}
        edits.put(GraphJourneyRow, key, body=journey_to_json(one), **place)


@dataclass(frozen=True)
class RemoveJourney:
    """Take a user journey out of the graph; its elements stay."""

    WHAT: ClassVar[str] = "remove journey"
    workload_id: str
    journey_id: str
    name: str = ""

    @property
    def title(self) -> str:
        return _("Remove journey {name}").format(name=self.name or self.journey_id)

    def apply(self, edits: Edits) -> None:
        edits.remove(GraphJourneyRow, workload_id=self.workload_id, journey_id=self.journey_id)


@dataclass(frozen=True)
class SetFindingNote:
    """Decide about a finding, or comment on it; open and without a comment takes the decision back.

    Who decides and when is filled in where it is not said.
    """

    WHAT: ClassVar[str] = "set finding note"
    workload_id: str
    note: FindingNote

    @property
    def title(self) -> str:
        return _("Finding: {status}").format(status=_(STATUS_TITLES[FindingStatus(self.note.status)]).lower())

    def apply(self, edits: Edits) -> None:
        note = self.note
        _known(edits, self.workload_id)
        if not note.finding_id:
            raise BadInput(_("The decision names no finding."))
        ends = note.status in (FindingStatus.IRRELEVANT, FindingStatus.ACCEPTED)
        if note.status is FindingStatus.IRRELEVANT and not note.reason.strip():
            raise BadInput(_("A finding is irrelevant for a reason: the reason is missing."))
        if ends and not note.until:
            raise BadInput(
                _("A decision that sets a finding aside ends some day: the last day is missing."),
                _("Write it as 2026-12-31."),
            )
        for text in (note.until, note.on):
            _day(text)
        kept = replace(note, until=note.until if ends else "")
        if kept == FindingNote(note.finding_id, by=note.by, on=note.on):
            edits.remove(FindingNoteRow, workload_id=self.workload_id, finding_id=note.finding_id)
            return
        put_notes(edits, self.workload_id, (replace(kept, by=note.by or edits.who, on=note.on or edits.now[:10]),))


def _day(text: str) -> None:
    try:
        plain = not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        plain = False
    if not plain:
        raise BadInput(_('"{text}" is no date.').format(text=text), _("Write it as 2026-12-31."))


def _known(edits: Edits, workload_id: str) -> None:
    if edits.get(WorkloadRow, id=workload_id) is None:
        raise Refused(_("The workload is gone."))


def _there(edits: Edits, workload_id: str, ids: Iterable[str]) -> set[str]:
    return {row["node_id"] for row in edits.found(GraphNodeRow, [_key(workload_id, one) for one in ids]).values()}


def _change_nodes(edits: Edits, workload_id: str, nodes: Iterable[Node]) -> None:
    edits.put_all(GraphNodeRow, [(_key(workload_id, node.id), {"body": node_to_json(node)}) for node in nodes])


def _key(workload_id: str, node_id: str) -> dict[str, Any]:
    return {"workload_id": workload_id, "node_id": node_id}


def _journey_key(workload_id: str, journey_id: str) -> dict[str, Any]:
    return {"workload_id": workload_id, "journey_id": journey_id}


def _referring(edits: Edits, workload_id: str, node_id: str) -> list[Node]:
    """Other elements that refer to one, found without reading the others: its id stands in their text."""
    text = type_coerce(GraphNodeRow.body, String)
    query = select(GraphNodeRow.node_id, GraphNodeRow.body).where(
        GraphNodeRow.workload_id == workload_id, func.instr(text, json.dumps(node_id)) > 0
    )
    found = [node_from_json(row.node_id, row.body) for row in edits.session.execute(query)]
    return [node for node in found if node.id != node_id and node_id in node.neighbours()]
