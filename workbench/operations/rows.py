"""How answers, graphs, their imports and decisions become rows; shared by every verb that sets them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from workbench.domain.answer import Answer
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote
from workbench.domain.graph import Graph
from workbench.domain.graph_imports import ImportBase
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.domain.initiative import Initiative
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.tables import (
    AnswerRow,
    FailureScenarioRow,
    FindingNoteRow,
    GraphImportRow,
    GraphJourneyRow,
    GraphNodeRow,
    InitiativeGapRow,
    InitiativeRow,
    MarkRow,
    ToolRiskRow,
)
from workbench.store.tables.mapping import Base

__all__ = [
    "forget_imports", "next_place", "put_answer", "put_graph", "put_import", "put_initiative", "put_initiatives",
    "put_notes", "put_scenarios", "remove_graph", "remove_initiative", "rename_in_scenarios",
]  # fmt: skip


_PLAIN = ("applicable", "reason", "notes", "owner", "flagged", "parked", "verdict")


def put_answer(edits: Edits, review_id: str, wanted: Answer, current: Answer | None = None) -> None:
    """Make the rows of one question equal an Answer; untouched rows are not written.

    The Tool's result goes when what it was given for changes, unless the wanted answer brings one of its own.

    Args:
        edits: Where the change is noted.
        review_id: The review.
        wanted: The answer as it shall be.
        current: The answer as it is in the file, where it was read already.
    """
    key = {"review_id": review_id, "question_id": wanted.question_id}
    if current is None:
        current = answer_of(edits.session, review_id, wanted.question_id)
    if current == wanted:
        return
    plain = {
        "applicable": wanted.applicable, "reason": str(wanted.reason), "notes": wanted.notes, "owner": wanted.owner,
        "flagged": wanted.flagged, "parked": wanted.parked, "verdict": str(wanted.verdict or ""),
    }  # fmt: skip
    if any(getattr(wanted, name) != getattr(current, name) for name in _PLAIN):
        edits.put(AnswerRow, key, **plain)
    risk = wanted.tool_risk
    if risk == current.tool_risk and wanted.rated != current.rated:
        risk = None
    if risk is None:
        edits.remove(ToolRiskRow, **key)
    else:
        edits.put(ToolRiskRow, key, risk=str(risk))
    stay = {mark.choice_id for mark in wanted.marks}
    for mark in current.marks:
        if mark.choice_id not in stay:
            edits.remove(MarkRow, **key, choice_id=mark.choice_id)
    for mark in wanted.marks:
        if current.mark(mark.choice_id) != mark:
            edits.put(
                MarkRow, key | {"choice_id": mark.choice_id}, state=str(mark.state), reason=str(mark.reason),
                note=mark.note, owner=mark.owner,
            )  # fmt: skip


def put_graph(edits: Edits, workload_id: str, graph: Graph) -> None:
    """Make the rows of a graph equal it; only rows that differ are written.

    Raises:
        BadInput: Something in it refers to nothing, or could not be read back.
    """
    data = graph_to_json(graph)
    graph_from_json(data)
    journeys = {one["id"]: {key: value for key, value in one.items() if key != "id"} for one in data["journeys"]}
    for table, wanted in ((GraphNodeRow, data["nodes"]), (GraphJourneyRow, journeys)):
        name = table.KEY[1]
        there = {(workload_id, row[name]): row for row in edits.rows(table, workload_id=workload_id)}
        _remove(edits, table, workload_id, [key for _workload, key in there if key not in wanted])
        rows, last = [], -1
        for key, body in wanted.items():
            row = there.get((workload_id, key))
            last = row["place"] if row and row["place"] > last else last + 1
            rows.append(({"workload_id": workload_id, name: key}, {"place": last, "body": body}))
        edits.put_all(table, rows, there)


def put_notes(edits: Edits, workload_id: str, notes: Iterable[FindingNote], *, only: bool = False) -> None:
    """Write decisions about findings; with `only`, those about other findings go."""
    rows: dict[str, dict[str, Any]] = {}
    for note in notes:
        values = {name: str(getattr(note, name)) for name in FindingNote.__dataclass_fields__}
        rows[values.pop("finding_id")] = values
    if only:
        here = [row["finding_id"] for row in edits.rows(FindingNoteRow, workload_id=workload_id)]
        _remove(edits, FindingNoteRow, workload_id, [one for one in here if one not in rows])
    keys = ({"workload_id": workload_id, "finding_id": one} for one in rows)
    edits.put_all(FindingNoteRow, list(zip(keys, rows.values(), strict=True)))


def put_scenarios(edits: Edits, workload_id: str, wanted: Iterable[FailureScenario]) -> None:
    """Make the failures kept of a workload those that are wanted."""
    rows = {one.id: {"name": one.name, "failed": list(one.failed), "by": one.by, "on": one.on} for one in wanted}
    here = [row["scenario_id"] for row in edits.rows(FailureScenarioRow, workload_id=workload_id)]
    _remove(edits, FailureScenarioRow, workload_id, [one for one in here if one not in rows])
    keys = ({"workload_id": workload_id, "scenario_id": one} for one in rows)
    edits.put_all(FailureScenarioRow, list(zip(keys, rows.values(), strict=True)))


def rename_in_scenarios(edits: Edits, workload_id: str, old: str, new: str) -> None:
    """Call an element by its new id in every failure that is kept."""
    for row in edits.rows(FailureScenarioRow, workload_id=workload_id):
        if old in row["failed"]:
            failed = [new if one == old else one for one in row["failed"]]
            edits.put(
                FailureScenarioRow, {"workload_id": workload_id, "scenario_id": row["scenario_id"]}, failed=failed
            )


def next_place(
    edits: Edits, table: type[GraphNodeRow | GraphJourneyRow | GraphImportRow], workload_id: str
) -> int:  # fmt: skip
    """Return the place behind the last element, journey or import of a workload."""
    last = edits.session.execute(select(func.max(table.place)).where(table.workload_id == workload_id)).scalar()
    return 0 if last is None else int(last) + 1


def put_import(edits: Edits, workload_id: str, base: ImportBase) -> None:
    """Keep what a source said, in its own order; the time is written when something of it changed.

    Raises:
        BadInput: Something in it refers to nothing, or could not be read back.
    """
    data = graph_to_json(base.graph)
    graph_from_json(data)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    values: dict[str, Any] = {"base_sha256": edits.keep(text.encode()), "renames": dict(base.renames)}
    key = {"workload_id": workload_id, "name": base.name}
    row = edits.get(GraphImportRow, **key)
    if row is None:
        values["place"] = next_place(edits, GraphImportRow, workload_id)
    if row is None or any(row[name] != value for name, value in values.items()):
        edits.put(GraphImportRow, key, at=edits.now, **values)


def put_initiative(edits: Edits, workload_id: str, one: Initiative) -> None:
    """Make the rows of an initiative equal it."""
    values: dict[str, Any] = {name: getattr(one, name) for name in Initiative.__dataclass_fields__}
    wanted = [dict(zip(InitiativeGapRow.KEY[1:], (g.review_id, g.question_id, g.choice_id), strict=True))
              for g in values.pop("closes")]  # fmt: skip
    key = {"id": values.pop("id")}
    values |= {"title": one.title.strip(), "days": float(one.days), "status": str(one.status)}
    edits.put(InitiativeRow, key, workload_id=workload_id, **values)
    there = [
        {name: row[name] for name in InitiativeGapRow.KEY} for row in edits.rows(InitiativeGapRow, initiative_id=one.id)
    ]
    kept = [{"initiative_id": one.id, **gap} for gap in wanted]
    edits.remove_all(InitiativeGapRow, [gap for gap in there if gap not in kept])
    edits.put_all(InitiativeGapRow, [(gap, {}) for gap in kept if gap not in there])


def remove_initiative(edits: Edits, initiative_id: str) -> None:
    """Remove an initiative with its practices."""
    gaps = edits.rows(InitiativeGapRow, initiative_id=initiative_id)
    edits.remove_all(InitiativeGapRow, [{name: row[name] for name in InitiativeGapRow.KEY} for row in gaps])
    edits.remove(InitiativeRow, id=initiative_id)


def put_initiatives(edits: Edits, workload_id: str, wanted: Iterable[Initiative]) -> None:
    """Make the initiatives of a workload those that are wanted."""
    by_id = {one.id: one for one in wanted}
    for row in edits.rows(InitiativeRow, workload_id=workload_id):
        if row["id"] not in by_id:
            remove_initiative(edits, row["id"])
    for one in by_id.values():
        put_initiative(edits, workload_id, one)


def forget_imports(edits: Edits, workload_id: str, names: Iterable[str]) -> None:
    """Forget what some sources said; the next import of them is a first one."""
    _remove(edits, GraphImportRow, workload_id, names)


def remove_graph(edits: Edits, workload_id: str) -> None:
    """Remove the graph of a workload, what its sources said, every decision about its findings, and failures kept."""
    put_scenarios(edits, workload_id, ())
    put_notes(edits, workload_id, (), only=True)
    forget_imports(edits, workload_id, [row["name"] for row in edits.rows(GraphImportRow, workload_id=workload_id)])
    put_graph(edits, workload_id, Graph())


def _remove(edits: Edits, table: type[Base], workload_id: str, ids: Iterable[str]) -> None:
    edits.remove_all(table, [{"workload_id": workload_id, table.KEY[1]: one} for one in ids])
