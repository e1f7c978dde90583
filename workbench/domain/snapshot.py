"""A workload with all that was said about it, as one value and one canonical JSON text.

Milestones keep it, packages carry it, comparisons and merges take two or three of it, reports print it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.domain.inherited import Inherited
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.workload import Workload
from workbench.errors import BadInput

__all__ = ["ReviewState", "Snapshot", "canonical", "digest", "snapshot_from_json", "snapshot_to_json"]


_NO_GRAPH = Graph()


@dataclass(frozen=True, slots=True)
class ReviewState:
    """One lens on one workload.

    Attributes:
        id: Id of the review inside its workspace.
        lens_sha256: Hash of the exact lens text that was answered.
        pillar_notes: Pillar id and text, sorted by id, empty texts left out.
        answers: Non-empty answers only, sorted by question id.
    """

    id: str
    lens_alias: str
    lens_version: str
    lens_name: str
    lens_sha256: str
    notes: str = ""
    pillar_notes: tuple[tuple[str, str], ...] = ()
    answers: tuple[Answer, ...] = ()

    def answer(self, question_id: str) -> Answer:
        """Return the answer to a question; the empty Answer when nothing was recorded."""
        return next((a for a in self.answers if a.question_id == question_id), Answer(question_id))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything about one workload at one moment.

    Attributes:
        graph: The dependency graph; empty when there is none.
        finding_notes: What was decided about findings, sorted by finding id.
        initiatives: What is undertaken, by title; what each closes in order.
        scenarios: Failures kept under a name, by name and id.
        inherited: Which answers came from a template, by review and question.
    """

    workload: Workload
    reviews: tuple[ReviewState, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    graph: Graph = _NO_GRAPH
    finding_notes: tuple[FindingNote, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    scenarios: tuple[FailureScenario, ...] = ()
    inherited: tuple[Inherited, ...] = ()

    def review(self, lens_alias: str) -> ReviewState | None:
        """Return the review of a lens, or None."""
        return next((review for review in self.reviews if review.lens_alias == lens_alias), None)


def canonical(value: object) -> bytes:
    """Return the one byte form of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def _lean(value: Any) -> dict[str, Any]:
    """Fields that differ from the default, so that new fields leave old hashes as they are."""
    kept = {}
    for field in fields(value):
        current = getattr(value, field.name)
        if field.default is not MISSING and current == field.default:
            continue
        kept[field.name] = current
    return kept


def snapshot_to_json(snapshot: Snapshot) -> dict[str, Any]:
    """Return the snapshot as plain JSON values; default values are left out."""
    reviews = []
    for review in snapshot.reviews:
        entry = _lean(review) | {"answers": [_answer_json(answer) for answer in review.answers]}
        if review.pillar_notes:
            entry["pillar_notes"] = dict(review.pillar_notes)
        reviews.append(entry)
    workload = asdict(snapshot.workload)
    workload["tags"] = dict(snapshot.workload.tags)
    data: dict[str, Any] = {
        "workload": {key: value for key, value in workload.items() if value or key in _ALWAYS},
        "reviews": reviews,
        "evidence": [_lean(item) for item in snapshot.evidence],
        "acceptances": [_lean(item) for item in snapshot.acceptances],
        "improvements": [_lean(item) for item in snapshot.improvements],
    }
    if snapshot.graph:
        data["graph"] = graph_to_json(snapshot.graph)
        order = list(snapshot.graph.nodes)
        if order != sorted(order):  # the canonical text sorts keys
            data["graph_order"] = order
    if snapshot.finding_notes:
        data["finding_notes"] = [_lean(note) for note in snapshot.finding_notes]
    if snapshot.initiatives:
        data["initiatives"] = [_initiative_json(one) for one in snapshot.initiatives]
    if snapshot.scenarios:
        data["scenarios"] = [_lean(one) for one in snapshot.scenarios]
    if snapshot.inherited:
        data["inherited"] = [_lean(one) for one in snapshot.inherited]
    return data


_ALWAYS = {"id", "name", "environment", "improvement_status"}
"""Fields of a workload that are written even when empty, since their default is not."""


def _answer_json(answer: Answer) -> dict[str, Any]:
    entry = _lean(answer)
    if answer.marks:
        entry["marks"] = [_lean(mark) for mark in answer.marks]
    return entry


def _initiative_json(one: Initiative) -> dict[str, Any]:
    entry = _lean(one)
    if one.closes:
        entry["closes"] = [[gap.review_id, gap.question_id, gap.choice_id] for gap in one.closes]
    return entry


def _initiative_from(entry: dict[str, Any]) -> Initiative:
    changed = {
        "closes": tuple(Gap(*gap) for gap in entry.get("closes", ())),
        "status": ItemStatus(entry.get("status", "open")),
        "days": float(entry.get("days", 0.0)),
    }
    return Initiative(**(entry | changed))


def snapshot_from_json(data: dict[str, Any], *, with_graph: bool = True) -> Snapshot:
    """Read what snapshot_to_json wrote.

    Args:
        data: Parsed JSON.
        with_graph: False leaves the dependency graph out, for readers that want the review only and soon.

    Raises:
        BadInput: A part is missing or has the wrong form; the message names it.
    """
    try:
        raw = dict(data["workload"])
        raw["tags"] = tuple(sorted((str(k), str(v)) for k, v in raw.get("tags", {}).items()))
        known = {field.name for field in fields(Workload)}
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items() if k in known}
        workload = Workload(**values)
        return Snapshot(
            workload,
            tuple(_review_from(entry) for entry in data.get("reviews", ())),
            tuple(
                Evidence(**(e | {"kind": EvidenceKind(e["kind"]), "strength": Strength(e.get("strength", "claimed"))}))
                for e in data.get("evidence", ())
            ),
            tuple(Acceptance(**entry) for entry in data.get("acceptances", ())),
            tuple(
                Improvement(**(entry | {"status": ItemStatus(entry.get("status", "open"))}))
                for entry in data.get("improvements", ())
            ),
            _graph_from(data) if with_graph else Graph(),
            tuple(
                FindingNote(**(entry | {"status": FindingStatus(entry.get("status", "open"))}))
                for entry in data.get("finding_notes", ())
            ),
            tuple(_initiative_from(entry) for entry in data.get("initiatives", ())),
            tuple(FailureScenario(**(one | {"failed": tuple(one["failed"])})) for one in data.get("scenarios", ())),
            tuple(Inherited(**entry) for entry in data.get("inherited", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"The saved state of a workload has an unexpected form: {error}.") from error


def _graph_from(data: dict[str, Any]) -> Graph:
    if "graph" not in data:
        return Graph()
    graph = graph_from_json(data["graph"])
    order = data.get("graph_order")
    if order is None:
        return graph
    if not isinstance(order, list) or sorted(order) != sorted(graph.nodes):
        raise ValueError("graph_order")
    return Graph({key: graph.nodes[key] for key in order}, graph.journeys)


def _review_from(entry: dict[str, Any]) -> ReviewState:
    answers = tuple(_answer_from(answer) for answer in entry.get("answers", ()))
    notes = tuple(sorted(entry.get("pillar_notes", {}).items()))
    return ReviewState(**(entry | {"answers": answers, "pillar_notes": notes}))


def _answer_from(entry: dict[str, Any]) -> Answer:
    marks = tuple(
        Mark(**(mark | {"state": MarkState(mark["state"]), "reason": Reason(mark.get("reason", "NONE"))}))
        for mark in entry.get("marks", ())
    )
    verdict, tool_risk = entry.get("verdict"), entry.get("tool_risk")
    changed = {
        "marks": marks,
        "reason": Reason(entry.get("reason", "NONE")),
        "verdict": Risk(verdict) if verdict else None,
        "tool_risk": Risk(tool_risk) if tool_risk else None,
    }
    return Answer(**(entry | changed))
