"""Builds workspaces of any size: the Framework and two small lenses, answers, notes, milestones and history.

`build(path)` makes the big one of the benchmark (1,000 workloads x 3 lenses x 5 milestones); equal arguments make
equal contents. Answers come from a set of sheets that are worked out once, so that a thousand workloads take seconds.
"""

from __future__ import annotations

import hashlib
import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.lens import Lens, Question
from workbench.domain.milestone import chain_hash
from workbench.domain.snapshot import ReviewState, Snapshot, canonical, snapshot_to_json
from workbench.domain.workload import Workload
from workbench.library.lens_format import read_lens_text
from workbench.library.shelf import Shelf
from workbench.operations.workloads import keep_lens
from workbench.store.edits import Edits
from workbench.store.queries.answers import workload_values
from workbench.store.tables import (
    AcceptanceRow,
    AnswerRow,
    BlobChunkRow,
    BlobRow,
    ChangeRow,
    EvidenceRow,
    ImprovementRow,
    MarkRow,
    MilestoneRow,
    ReviewRow,
    StepRow,
    TallyRow,
    WorkloadRow,
)
from workbench.store.workspace import Workspace

__all__ = ["LENS_TEXTS", "Plan", "build", "lens_texts", "small_lens"]

SUBJECTS = (
    "Payments", "Orders", "Catalogue", "Billing", "Claims", "Telemetry", "Checkout", "Inventory", "Ledger", "Search",
    "Messaging", "Identity", "Shipping", "Forecast", "Reporting", "Archive", "Streaming", "Pricing", "Booking", "Fleet",
)  # fmt: skip
KINDS = ("API", "platform", "portal", "pipeline", "service", "data lake", "mobile backend", "batch", "gateway", "core")
OWNERS = ("Retail team", "Finance team", "Platform team", "Data team", "Mobile team", "Partner team", "Risk team")
REGIONS = ("eu-west-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2", "ca-central-1")
SENTENCES = (
    "Two availability zones carry the traffic; the third is kept warm.",
    "Alarms go to the on-call rota, but nobody tested the escalation since spring.",
    "Backups run every night and a restore was timed at forty minutes.",
    "Runbooks exist for the database failover, not for the message broker.",
    "Costs are tagged per product; untagged spend is reviewed every month.",
    "The deployment is blue and green with an automatic rollback on errors.",
    "Secrets rotate every ninety days, apart from the legacy partner key.",
    "Load tests stop at twice the usual peak; the limits beyond are unknown.",
    "Encryption in transit ends at the load balancer for the reporting job.",
    "Quotas are watched, and an increase was requested before the last campaign.",
    "Dashboards show latency by customer segment since the last incident review.",
    "Access is granted by group; break-glass use is logged and looked at.",
    "A game day for losing a Region is planned with the network team.",
    "Idle capacity is switched off at night in every test account.",
    "The dependency on the tax provider has no timeout of its own yet.",
    "Graviton instances serve the read path; the write path waits for a driver.",
)
SHEETS = 24
"""Different sets of answers per lens and stage; workloads draw from them."""


@dataclass(frozen=True)
class Plan:
    """How large and which one."""

    workloads: int = 1000
    milestones: int = 5
    lenses: int = 3
    steps: int = 20
    seed: int = 7


@dataclass
class _Sheet:
    """Answers to one lens at one stage, with everything that follows from them."""

    answers: tuple[Answer, ...]
    counts: Counter[tuple[str, str]]
    text: str = field(default="")


def small_lens(alias: str, name: str, topics: tuple[str, ...], code: str) -> str:
    """Return the text of a lens of ours: two pillars, four questions each, four practices each, with rules."""
    pillars = []
    for pillar, half in (("build", topics[:4]), ("run", topics[4:])):
        questions = []
        for number, topic in enumerate(half, 1):
            word = topic.lower().replace(" ", "_")
            ids = [f"{alias}_{word}_{n}" for n in range(1, 5)]
            said = ("is written down", "is tested every quarter", "has an owner", "is measured")
            choices: list[dict[str, Any]] = [
                {"id": id_, "title": f"{topic} {what}", "riskIfAbsent": level, "code": f"{code}{number}-BP0{n}",
                 "guidance": {"meaning": f"{topic} {what}, and somebody could show it today."}}
                for n, (id_, what, level) in enumerate(zip(ids, said, ("HIGH", "HIGH", "MEDIUM", "LOW"), strict=True), 1)
            ]  # fmt: skip
            choices.append({"id": f"{alias}_{word}_no", "title": "None of these"})
            rules = [
                {"condition": " && ".join(ids), "risk": "NO_RISK"},
                {"condition": f"{ids[0]} && {ids[1]}", "risk": "MEDIUM_RISK"},
                {"condition": "default", "risk": "HIGH_RISK"},
            ]
            about = {"short": topic, "about": f"Whether {topic.lower()} would hold on a bad day."}
            questions.append({"id": f"{alias}_{word}", "title": f"How do you keep {topic.lower()} in hand?",
                              "choices": choices, "riskRules": rules, "guidance": about})  # fmt: skip
        pillars.append({"id": f"{alias}_{pillar}", "name": pillar.title(), "code": code, "questions": questions})
    lens = {"schemaVersion": "2021-11-01", "name": name, "alias": alias, "version": "1.0", "pillars": pillars}
    return json.dumps(lens, indent=1)


LENS_TEXTS = (
    small_lens("moneyflow", "Money flow", ("Reconciliation", "Chargebacks", "Ledgers", "Settlement",
                                           "Fraud signals", "Cut-off times", "Bank links", "Refunds"), "MON"),
    small_lens("dataflow", "Data flow", ("Schemas", "Lineage", "Late data", "Replays",
                                         "Retention", "Quality checks", "Consumers", "Personal data"), "DAT"),
)  # fmt: skip


@cache
def lens_texts() -> tuple[str, ...]:
    """The Framework as shipped, then our two small ones."""
    return (Shelf().text("wellarchitected"), *LENS_TEXTS)


@cache
def _lens(text: str) -> Lens:
    return read_lens_text(text)


def _answer(rng: random.Random, question: Question, maturity: float) -> Answer:
    """Draw an answer; the same questions are discussed at every stage, later stages say yes more often."""
    if rng.random() < 0.06:
        return Answer(question.id, applicable=False, reason=Reason.OUT_OF_SCOPE, notes=rng.choice(SENTENCES))
    marks = []
    for choice in question.practices:
        draw = rng.random()
        if draw < maturity:
            marks.append(Mark(choice.id, MarkState.YES))
        elif draw < maturity + 0.3 * (1 - maturity):
            marks.append(Mark(choice.id, MarkState.NO))
        elif draw < maturity + 0.5 * (1 - maturity):
            marks.append(Mark(choice.id, MarkState.PARTLY, note=rng.choice(SENTENCES)))
        elif draw < maturity + 0.6 * (1 - maturity):
            marks.append(Mark(choice.id, MarkState.DONT_KNOW, note="Ask the vendor.", owner=rng.choice(OWNERS)))
        elif draw < maturity + 0.7 * (1 - maturity):
            marks.append(Mark(choice.id, MarkState.NOT_APPLICABLE, Reason.ARCHITECTURE_CONSTRAINTS))
    notes = " ".join(rng.sample(SENTENCES, 2)) if rng.random() < 0.5 else ""
    return Answer(question.id, tuple(sorted(marks, key=lambda mark: mark.choice_id)), notes=notes,
                  flagged=rng.random() < 0.05, parked=rng.random() < 0.03)  # fmt: skip


def _sheets(lens: Lens, stages: int, seed: int) -> list[list[_Sheet]]:
    made = []
    for number in range(SHEETS):
        row = []
        for stage in range(stages):
            rng = random.Random(f"{seed} {lens.alias} {number}")  # the same draws at every stage
            skipped = {q.id for q in lens.questions() if rng.random() < 0.15}
            maturity = 0.3 + 0.3 * number / SHEETS + 0.35 * stage / stages
            drawn = [_answer(rng, q, maturity) for q in lens.questions()]
            answers = tuple(sorted((a for a in drawn if a.question_id not in skipped and not a.is_empty),
                                   key=lambda a: a.question_id))  # fmt: skip
            by_id = {a.question_id: a for a in answers}
            counts = Counter(
                (q.pillar_id, assess(q, by_id.get(q.id, Answer(q.id))).risk.value) for q in lens.questions()
            )
            row.append(_Sheet(answers, counts, _answers_text(answers)))
        made.append(row)
    return made


def _answers_text(answers: tuple[Answer, ...]) -> str:
    review = ReviewState("r", "a", "v", "n", "s", answers=answers)
    whole = snapshot_to_json(Snapshot(Workload("w", "w"), (review,)))
    return canonical(whole["reviews"][0]["answers"]).decode()


def _workload(rng: random.Random, number: int) -> Workload:
    subject, kind = SUBJECTS[number % len(SUBJECTS)], KINDS[number // len(SUBJECTS) % len(KINDS)]
    round_ = number // (len(SUBJECTS) * len(KINDS))
    name = f"{subject} {kind}" + (f" {round_ + 1}" if round_ else "")
    owner = rng.choice(OWNERS)
    return Workload(
        f"{number:032x}", name, description=f"{name} of the {owner.lower()}. {rng.choice(SENTENCES)}",
        environment=rng.choice(("PRODUCTION", "PREPRODUCTION")), review_owner=owner,
        aws_regions=tuple(sorted(rng.sample(REGIONS, 2))), next_review=f"2027-{1 + number % 12:02d}-15",
        account_ids=(f"{100000000000 + number}",), tags=(("owner", owner), ("tier", str(1 + number % 3))),
    )  # fmt: skip


class _Rows:
    """Rows of all tables until there are enough of them for one bulk statement."""

    def __init__(self, edits: Edits) -> None:
        self._connection = edits.connection
        self._rows: dict[Any, list[dict[str, Any]]] = {}

    def add(self, table: Any, **values: Any) -> None:
        self._rows.setdefault(table, []).append(values)

    def write(self) -> None:
        for table, rows in self._rows.items():
            for start in range(0, len(rows), 20_000):
                self._connection.execute(insert(table.__table__), rows[start : start + 20_000])
        self._rows.clear()


def build(path: Path, plan: Plan | None = None) -> Path:
    """Make a workspace file of the planned size.

    Args:
        path: Must not exist.
        plan: The big one of the benchmark if None.
    """
    plan = plan or Plan()
    texts = lens_texts()[: plan.lenses]
    lenses = [_lens(text) for text in texts]
    sheets = [_sheets(lens, plan.milestones + 1, plan.seed) for lens in lenses]
    with Workspace.create(path, "Generated", who="generator") as workspace:
        with workspace.transaction() as session:
            edits = Edits(session, "generator", "2026-01-01T00:00:00.000+00:00")
            hashes = [keep_lens(edits, text) for text in texts]
            rows = _Rows(edits)
            for number in range(plan.workloads):
                _one(rows, plan, number, list(zip(lenses, hashes, sheets, strict=True)))
                if number % 50 == 49:
                    rows.write()
            rows.write()
        workspace.checkpoint()
        with workspace.outside_transactions() as raw:
            raw.execute("PRAGMA optimize")
    return path


def _one(rows: _Rows, plan: Plan, number: int, lenses: list[tuple[Lens, str, list[list[_Sheet]]]]) -> None:
    rng = random.Random(f"{plan.seed} workload {number}")
    workload = _workload(rng, number)
    rows.add(WorkloadRow, id=workload.id, created_at="2026-01-01T00:00:00.000+00:00", **workload_values(workload))
    reviews = []
    for place, (lens, sha256, sheets) in enumerate(lenses):
        review = ReviewState(f"{number:028x}{place:04x}", lens.alias, lens.version, lens.name, sha256)
        row = sheets[rng.randrange(SHEETS)]
        reviews.append((review, row))
        rows.add(ReviewRow, id=review.id, workload_id=workload.id, lens_alias=lens.alias, lens_sha256=sha256, notes="",
                 position=place)  # fmt: skip
        _answers(rows, rng, review.id, row[-1].answers)
        for (pillar_id, risk), n in row[-1].counts.items():
            rows.add(TallyRow, review_id=review.id, pillar_id=pillar_id, risk=risk, questions=n)
        _plans(rows, rng, review.id, row[-1].answers, number)
    _milestones(rows, plan, workload, reviews)
    _history(rows, plan, rng, workload, *reviews[0])


def _answers(rows: _Rows, rng: random.Random, review_id: str, answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        notes = f"{answer.notes} {rng.choice(SENTENCES)}" if answer.notes and rng.random() < 0.5 else answer.notes
        plain = replace(answer, notes=notes, marks=())
        if not plain.is_empty:
            rows.add(AnswerRow, review_id=review_id, question_id=answer.question_id, applicable=answer.applicable,
                     reason=str(answer.reason), notes=notes, owner="", flagged=answer.flagged, parked=answer.parked,
                     verdict="")  # fmt: skip
        for mark in answer.marks:
            rows.add(MarkRow, review_id=review_id, question_id=answer.question_id, choice_id=mark.choice_id,
                     state=str(mark.state), reason=str(mark.reason), note=mark.note, owner=mark.owner)  # fmt: skip


def _plans(rows: _Rows, rng: random.Random, review_id: str, answers: tuple[Answer, ...], number: int) -> None:
    for answer in answers[:8]:
        rows.add(ImprovementRow, review_id=review_id, question_id=answer.question_id, owner=rng.choice(OWNERS),
                 due=f"2027-0{rng.randint(1, 9)}-01", status="planned", note=rng.choice(SENTENCES))  # fmt: skip
    for place, answer in enumerate(answers[:3]):
        rows.add(EvidenceRow, id=f"{review_id}-{place}", review_id=review_id, question_id=answer.question_id,
                 choice_id="", kind="link", title=f"Record {place + 1}", target=f"https://wiki.example/{number}/{place}",
                 strength="shown", by=rng.choice(OWNERS), on="2026-05-04", sha256="", file_name="", size=0)  # fmt: skip
    if answers and rng.random() < 0.3:
        rows.add(AcceptanceRow, review_id=review_id, question_id=answers[0].question_id, why=rng.choice(SENTENCES),
                 by=rng.choice(OWNERS), until="2027-12-31", traded_for="", accepted_on="2026-05-04")  # fmt: skip


def _milestones(rows: _Rows, plan: Plan, workload: Workload, reviews: list[tuple[ReviewState, list[_Sheet]]]) -> None:
    previous = ""
    frame = snapshot_to_json(Snapshot(workload))
    for stage in range(plan.milestones):
        data = _content(frame, [(review, row[stage]) for review, row in reviews])
        sha256 = hashlib.sha256(data).hexdigest()
        number, name, at = stage + 1, f"Stage {stage + 1}", f"2026-{stage % 12 + 1:02d}-20T09:00:00.000+00:00"
        chain = chain_hash(workload.id, number, name, at, "generator", sha256, previous)
        counts = [[review.lens_alias, pillar, risk, n]
                  for review, row in reviews for (pillar, risk), n in row[stage].counts.items()]  # fmt: skip
        rows.add(BlobRow, sha256=sha256, size=len(data), packed=True)
        rows.add(BlobChunkRow, sha256=sha256, place=0, data=zlib.compress(data, 6))
        rows.add(MilestoneRow, id=f"{workload.id}-{number}", workload_id=workload.id, number=number, name=name, at=at,
                 by="generator", content_sha256=sha256, previous=previous, chain=chain, used=False,
                 counts=sorted(counts))  # fmt: skip
        previous = chain


def _content(frame: dict[str, Any], reviews: list[tuple[ReviewState, _Sheet]]) -> bytes:
    """The canonical snapshot, put together from texts that were made once; "answers" sorts before all other keys."""
    parts = []
    for review, sheet in reviews:
        rest = snapshot_to_json(Snapshot(Workload("w", "w"), (review,)))["reviews"][0]
        rest.pop("answers", None)
        parts.append('{"answers":' + sheet.text + "," + canonical(rest).decode()[1:])
    whole = canonical(frame | {"reviews": []}).decode()
    return whole.replace('"reviews":[]', '"reviews":[' + ",".join(parts) + "]", 1).encode()


def _history(rows: _Rows, plan: Plan, rng: random.Random, workload: Workload, review: ReviewState, row: Any) -> None:
    said = [(answer, mark) for answer in row[-1].answers for mark in answer.marks]
    for step, (answer, mark) in enumerate(_cut(said, plan.steps)):
        number = int(workload.id, 16) * plan.steps + step + 1
        rows.add(StepRow, id=number, at=f"2026-06-{1 + step % 28:02d}T10:00:00.000+00:00", who=rng.choice(OWNERS),
                 source="window", operation="set mark", title="Mark practice", token="", workload_id=workload.id,
                 state="settled", undone_by="")  # fmt: skip
        key = {"review_id": review.id, "question_id": answer.question_id, "choice_id": mark.choice_id}
        rows.add(ChangeRow, step_id=number, place=0, table_name="mark", row_key=key, workload_id=workload.id,
                 review_id=review.id, question_id=answer.question_id, before={"state": "no"},
                 after={"state": str(mark.state)})  # fmt: skip


def _cut(items: list[Any], most: int) -> Iterator[Any]:
    yield from items[:most]
