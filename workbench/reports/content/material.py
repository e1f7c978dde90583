"""What a report is built from: every question with its answer, risk and what was decided about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.analyses.differences import Comparison
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.findings.report import Findings, find
from workbench.analyses.risk import assess_review
from workbench.domain.answer import Answer
from workbench.domain.evidence import Evidence
from workbench.domain.lens import Lens, Pillar, Question
from workbench.domain.milestone import Milestone
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Assessment, Level, Risk
from workbench.domain.snapshot import ReviewState, Snapshot

__all__ = ["Line", "Material", "OPEN", "RATED"]

OPEN = (Risk.HIGH, Risk.MEDIUM)
"""Risks that call for something."""
RATED = (*OPEN, Risk.NONE)
"""What a question with a result has."""


@dataclass(frozen=True)
class Line:
    """One question of one review, with everything looked up."""

    review: ReviewState
    lens: Lens
    pillar: Pillar
    question: Question
    answer: Answer
    result: Assessment
    evidence: tuple[Evidence, ...] = ()
    acceptance: Acceptance | None = None
    improvement: Improvement | None = None

    @property
    def anchor(self) -> str:
        """Name of the place where the question is told in full."""
        return f"q-{self.review.lens_alias}-{self.question.id}"

    @property
    def label(self) -> str:
        """Code and short name."""
        return f"{self.question.code} {self.question.short or self.question.title}".strip()

    @property
    def is_open(self) -> bool:
        """True for a high or a medium risk, accepted or not."""
        return self.result.risk in OPEN

    @property
    def missing_high(self) -> int:
        """Practices rated high that are not in place."""
        levels = {choice.id: choice.risk_if_absent for choice in self.question.choices}
        return sum(levels.get(choice_id) is Level.HIGH for choice_id in self.result.missing)

    @property
    def owner(self) -> str:
        """Who improves it, else who answers for it."""
        return (self.improvement.owner if self.improvement else "") or self.answer.owner

    @property
    def due(self) -> str:
        """Until when; may be empty."""
        return self.improvement.due if self.improvement else ""

    @property
    def status(self) -> ItemStatus:
        """How far the improvement is."""
        return self.improvement.status if self.improvement else ItemStatus.OPEN


@dataclass(frozen=True)
class Material:
    """All a builder of a section needs.

    Attributes:
        day: The day the state is of; acceptances and due dates are judged on it.
        today: The day of the report.
        milestone: The milestone the state is of; None for now.
        milestones: All of the workload, first to last.
        earlier: What the comparison starts from.
        target: High risks that may be left by what was settled for the plan; None where nothing was.
    """

    snapshot: Snapshot
    lenses: Mapping[str, Lens]
    milestones: tuple[Milestone, ...]
    day: str
    today: str
    milestone: Milestone | None = None
    comparison: Comparison | None = None
    earlier: Milestone | None = None
    target: int | None = None

    @cached_property
    def reviews(self) -> tuple[tuple[ReviewState, Lens], ...]:
        """Reviews whose lens text is known."""
        return tuple(
            (review, self.lenses[review.lens_sha256])
            for review in self.snapshot.reviews
            if review.lens_sha256 in self.lenses
        )

    @property
    def unreadable(self) -> tuple[ReviewState, ...]:
        """Reviews whose lens text is missing, so that no risk can be told."""
        return tuple(review for review in self.snapshot.reviews if review.lens_sha256 not in self.lenses)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every question of every lens, in order."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[Line]:
        evidence: dict[tuple[str, str], list[Evidence]] = {}
        for item in self.snapshot.evidence:
            evidence.setdefault((item.review_id, item.question_id), []).append(item)
        acceptances = {(one.review_id, one.question_id): one for one in self.snapshot.acceptances}
        improvements = {(one.review_id, one.question_id): one for one in self.snapshot.improvements}
        for review, lens in self.reviews:
            results = assess_review(lens, review)
            answers = {answer.question_id: answer for answer in review.answers}
            for pillar in lens.pillars:
                for question in pillar.questions:
                    key = (review.id, question.id)
                    yield Line(
                        review, lens, pillar, question, answers.get(question.id, Answer(question.id)),
                        results[question.id], tuple(evidence.get(key, ())), acceptances.get(key), improvements.get(key),
                    )  # fmt: skip

    @cached_property
    def findings(self) -> Findings | None:
        """What can take the workload down; None without a graph."""
        graph = self.snapshot.graph
        if not graph.nodes:
            return None
        notes = {note.finding_id: note for note in self.snapshot.finding_notes}
        return find(analyse(graph, Options(order=2, quantify=False)), notes, self.day)

    def of_review(self, review: ReviewState) -> tuple[Line, ...]:
        """Return the questions of one lens."""
        return tuple(line for line in self.lines if line.review.id == review.id)

    def worst_first(self) -> tuple[Line, ...]:
        """Return the open risks: high before medium, most missing high practices, the customer's pillars first."""
        priorities = {pillar: place for place, pillar in enumerate(self.snapshot.workload.pillar_priorities)}
        return tuple(
            sorted(
                (line for line in self.lines if line.is_open),
                key=lambda line: (
                    OPEN.index(line.result.risk),
                    -line.missing_high,
                    priorities.get(line.pillar.id, len(priorities)),
                ),
            )
        )

    def counts(self, lines: Sequence[Line] | None = None) -> Counter[Risk]:
        """Return questions per risk, of some lines or of all."""
        return Counter(line.result.risk for line in (self.lines if lines is None else lines))

    def accepted(self, *, in_force: bool) -> tuple[Line, ...]:
        """Return the open risks with an acceptance that holds, or with one that has expired."""
        return tuple(
            line
            for line in self.lines
            if line.is_open and line.acceptance and line.acceptance.holds_on(self.day) is in_force
        )

    def is_overdue(self, line: Line) -> bool:
        """True when the due day has passed and the improvement is neither done nor accepted."""
        finished = line.status in (ItemStatus.DONE, ItemStatus.ACCEPTED)
        return bool(line.due) and line.due < self.day and not finished
