"""The sample workspace: eight workloads of a retail company with their history, made by real operations."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.finding import FindingNote, FindingStatus
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.lens import Lens, Question
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.workload import Kind, Workload, field_named
from workbench.errors import BadInput
from workbench.exchange.review_json import answer_from_json
from workbench.i18n import _
from workbench.library.places import resources_dir
from workbench.library.shelf import Shelf
from workbench.operations.answers import ImportAnswers
from workbench.operations.evidence import AddEvidence
from workbench.operations.graphs import SetFindingNote, SetGraph
from workbench.operations.history import History, Operation, Together
from workbench.operations.initiatives import PutInitiative
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.workspace import Workspace

__all__ = ["build_sample", "sample_data", "sample_graph"]

_FORMAT = "wb-sample/1"
_NAMES = uuid.UUID("6f0e1f4e-3c3b-4d0e-9a57-5a0d2a1f7c11")
"""Makes the same ids on every computer, so that milestone chains and pictures of the sample are the same."""


def build_sample(path: Path) -> None:
    """Make the sample workspace; it appears under its name only when it is whole.

    Raises:
        BadInput: The file exists already, or the shipped description is broken.
    """
    data = sample_data()
    if path.exists():
        raise BadInput(_("{file} exists already.").format(file=path), _("Remove it to get a fresh sample."))
    part = path.with_name(path.name + ".building")
    _remove(part)
    try:
        with Workspace.create(part, data["name"]) as workspace:
            for at, by, operation in _steps(data["workloads"]):
                History(workspace, by, "sample", lambda at=at: at).do(operation)  # type: ignore[misc]
        part.rename(path)
    finally:
        _remove(part)


def sample_data() -> dict[str, Any]:
    """Return what the sample is made of: the name of the workspace and its workloads, with their meetings.

    Raises:
        BadInput: The shipped description has an unknown form.
    """
    data: dict[str, Any] = _shipped("workspace.json")
    if data.get("format") != _FORMAT:
        raise BadInput(_("The shipped sample has an unknown form."), _("Install the workbench again."))
    return data | {"workloads": [*data["workloads"], *map(_shipped, data["more"])]}


def sample_graph(source: dict[str, Any]) -> Graph:
    """Return the architecture at one meeting.

    Args:
        source: `file` is a shipped graph; `patch`, if there is one, is what was different then: a JSON merge patch
            (RFC 7396).
    """
    value = _shipped(f"graphs/{source['file']}")
    return graph_from_json(_merged(value, source["patch"]) if "patch" in source else value)


def _merged(value: Any, patch: Any) -> Any:
    """Apply a JSON merge patch; source: https://www.rfc-editor.org/rfc/rfc7396#section-2."""
    if not isinstance(patch, dict):
        return patch
    found = dict(value) if isinstance(value, dict) else {}
    for key, new in patch.items():
        if new is None:
            found.pop(key, None)
        else:
            found[key] = _merged(found.get(key), new)
    return found


def _shipped(name: str) -> Any:
    return json.loads((resources_dir() / "sample" / name).read_text(encoding="utf-8"))


def _remove(part: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal", ".lock", ".owner"):
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _id(*parts: str) -> str:
    return uuid.uuid5(_NAMES, "/".join(parts)).hex


def _steps(workloads: list[dict[str, Any]]) -> Iterator[tuple[str, str, Operation]]:
    """Every step of every workload in the order of time, with time and person."""
    shelf = Shelf()
    last = max(stage["at"] for entry in workloads for stage in entry["history"])
    found: list[tuple[str, str, Operation]] = []
    for entry in workloads:
        stages = entry["history"]
        first, by = (stages[0]["at"], stages[0]["by"]) if stages else (last, entry["fields"]["review_owner"])
        found.append((first, by, _creation(entry, shelf)))
        for stage in stages:
            found += [(stage["at"], stage["by"], step) for step in _stage(entry["fields"]["name"], stage, shelf)]
    found.sort(key=lambda step: step[0])  # stable: steps of one moment keep their order
    for at, by, operation in found:
        yield at.replace("Z", ".000+00:00"), by, operation


def _creation(entry: dict[str, Any], shelf: Shelf) -> Operation:
    values: dict[str, Any] = {}
    for name, value in entry["fields"].items():
        kind = field_named(name).kind
        values[name] = tuple(value) if kind is Kind.LIST else value
        if kind is Kind.TAGS:
            values[name] = tuple(sorted(value.items()))
    name = values["name"]
    create = CreateWorkload(Workload(_id(name), **values))
    lenses = [AddLens(_id(name), _id(name, alias), shelf.text(alias)) for alias in entry["lenses"]]
    return Together(create.title, (create, *lenses))


def _stage(name: str, stage: dict[str, Any], shelf: Shelf) -> Iterator[Operation]:
    """One meeting: its architecture, its answers, what followed, and the milestone saved at its end."""
    if "graph" in stage:
        yield SetGraph(_id(name), sample_graph(stage["graph"]))
    answers, notes, pillar_notes = [], [], []
    for alias, review in stage.get("reviews", {}).items():
        review_id, lens = _id(name, alias), shelf.lens(alias)
        if review.get("notes"):
            notes.append((review_id, review["notes"]))
        pillar_notes += [(review_id, pillar, text) for pillar, text in review.get("pillar_notes", {}).items()]
        for question_id, said in review["answers"].items():
            question = _question(lens, question_id)
            answer, plan = answer_from_json(said, question)
            if plan.problems:
                raise BadInput(_("The shipped sample is broken."), "", tuple(map(str, plan.problems)))
            answers.append((review_id, answer))
    yield ImportAnswers(tuple(answers), tuple(notes), tuple(pillar_notes))
    more: list[Operation] = []
    for item in stage.get("evidence", ()):
        more.append(AddEvidence(Evidence(
            _id(name, stage["at"], item["question"], item["title"]), _id(name, item["lens"]), item["question"],
            EvidenceKind(item["kind"]), item["title"], item.get("choice", ""), item.get("target", ""),
            Strength(item.get("strength", "claimed")), item.get("by", ""), item.get("on", ""),
        )))  # fmt: skip
    for item in stage.get("acceptances", ()):
        more.append(AcceptRisk(Acceptance(_id(name, item["lens"]), item["question"], item["why"], item["by"],
                                          item["until"], item.get("traded_for", ""))))  # fmt: skip
    for item in stage.get("improvements", ()):
        more.append(SetImprovement(Improvement(
            _id(name, item["lens"]), item["question"], item.get("owner", ""), item.get("due", ""),
            ItemStatus(item.get("status", "open")), item.get("note", ""),
        )))  # fmt: skip
    for item in stage.get("initiatives", ()):
        closes = tuple(Gap(_id(name, lens), question, choice) for lens, question, choice in item["closes"])
        values = item | {"closes": closes, "status": ItemStatus(item["status"])}
        more.append(PutInitiative(_id(name), Initiative(_id(name, "initiative", item["title"]), **values)))
    for item in stage.get("finding_notes", ()):
        note = FindingNote(item["finding"], FindingStatus(item["status"]), item["reason"], item["until"], by=item["by"])
        more.append(SetFindingNote(_id(name), note))
    if more:
        yield Together(_("Evidence and plan"), tuple(more))
    if stage.get("milestone"):
        yield SaveMilestone(_id(name), _id(name, "milestone", stage["milestone"]), stage["milestone"])


def _question(lens: Lens, question_id: str) -> Question:
    found = lens.question(question_id)
    if found is None:
        raise BadInput(_("The shipped sample is broken."), "", (question_id,))
    return found
