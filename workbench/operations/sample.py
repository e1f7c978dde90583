"""The sample workspace: six workloads of a retail company with their history, made by real operations."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.domain.evidence import Evidence, EvidenceKind, Strength
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
from workbench.operations.history import History, Operation, Together
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.store.workspace import Workspace

__all__ = ["build_sample"]

_FORMAT = "wb-sample/1"
_NAMES = uuid.UUID("6f0e1f4e-3c3b-4d0e-9a57-5a0d2a1f7c11")
"""Makes the same ids on every computer, so that milestone chains and pictures of the sample are the same."""


def build_sample(path: Path) -> None:
    """Make the sample workspace; it appears under its name only when it is whole.

    Raises:
        BadInput: The file exists already, or the shipped description is broken.
    """
    data = json.loads((resources_dir() / "sample" / "workspace.json").read_text(encoding="utf-8"))
    if data.get("format") != _FORMAT:
        raise BadInput(_("The shipped sample has an unknown form."), _("Install the workbench again."))
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
    """One meeting: its answers, what followed, and the milestone saved at its end."""
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
    if more:
        yield Together(_("Evidence and plan"), tuple(more))
    if stage.get("milestone"):
        yield SaveMilestone(_id(name), _id(name, "milestone", stage["milestone"]), stage["milestone"])


def _question(lens: Lens, question_id: str) -> Question:
    found = lens.question(question_id)
    if found is None:
        raise BadInput(_("The shipped sample is broken."), "", (question_id,))
    return found
