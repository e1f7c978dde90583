"""Where a workload stands: every question of every lens with answer, risk, plan, acceptance and evidence."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer
from workbench.domain.evidence import Evidence
from workbench.domain.lens import Lens, Pillar, Question
from workbench.domain.milestone import Milestone
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Assessment, Risk
from workbench.domain.snapshot import ReviewState
from workbench.domain.workload import Workload
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestones_of

__all__ = ["Standing", "StandingLine", "read_standing"]

_OPEN = (Risk.HIGH, Risk.MEDIUM)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One question as it stands.

    Attributes:
        acceptance: The accepted risk, in force or expired; None where nobody accepted it.
        improvement: What is planned; None where nothing is.
        evidence: All evidence on the question.
        lens_name: Name of the lens where the workload has several; else empty.
    """

    review_id: str
    lens_alias: str
    pillar_id: str
    question: Question
    answer: Answer
    assessment: Assessment
    acceptance: Acceptance | None = None
    improvement: Improvement | None = None
    evidence: tuple[Evidence, ...] = ()
    lens_name: str = ""

    @property
    def name(self) -> str:
        """Our short name of the question, with the lens where there are several."""
        name = self.question.short or self.question.title
        return f"{name} · {self.lens_name}" if self.lens_name else name

    @property
    def key(self) -> tuple[str, str]:
        """Review and question id."""
        return self.review_id, self.question.id

    @property
    def risk(self) -> Risk:
        """The result."""
        return self.assessment.risk

    @property
    def is_open(self) -> bool:
        """True for a high or medium risk, accepted or not."""
        return self.risk in _OPEN

    @property
    def owner(self) -> str:
        """Who improves it, else who answers for the question."""
        return (self.improvement.owner if self.improvement else "") or self.answer.owner

    @property
    def due(self) -> str:
        """When it should be improved, YYYY-MM-DD; may be empty."""
        return self.improvement.due if self.improvement else ""

    def is_accepted(self, today: str) -> bool:
        """True while an acceptance of this open risk is in force."""
        return self.is_open and self.acceptance is not None and self.acceptance.holds_on(today)

    def has_expired(self, today: str) -> bool:
        """True for an open risk whose acceptance is over."""
        return self.is_open and self.acceptance is not None and not self.acceptance.holds_on(today)

    def status(self, today: str) -> ItemStatus:
        """Return how far it is: an acceptance in force wins, one that is over leaves the item open again."""
        if self.is_accepted(today):
            return ItemStatus.ACCEPTED
        status = self.improvement.status if self.improvement else ItemStatus.OPEN
        return ItemStatus.OPEN if status is ItemStatus.ACCEPTED else status

    def is_overdue(self, today: str) -> bool:
        """True when the due day has passed and the risk is neither gone, done nor accepted."""
        is_settled = self.status(today) in (ItemStatus.DONE, ItemStatus.ACCEPTED)
        return bool(self.due) and self.due < today and self.is_open and not is_settled


@dataclass(frozen=True, slots=True)
class Standing:
    """A workload as it stands now.

    Attributes:
        reviews: The lens reviews whose lens text is known, in their order.
        lenses: Lens by review id.
        lines: Every question, in the order of lenses and of each lens.
        milestones: First to last.
        unreadable: Names of lenses whose text is not in the file.
    """

    workload: Workload
    reviews: tuple[ReviewState, ...]
    lenses: dict[str, Lens]
    lines: tuple[StandingLine, ...]
    milestones: tuple[Milestone, ...]
    unreadable: tuple[str, ...] = ()

    def of(self, review_id: str = "") -> tuple[StandingLine, ...]:
        """Return the lines of one review, or of all."""
        return tuple(line for line in self.lines if review_id in ("", line.review_id))

    def counts(self, review_id: str = "") -> Counter[Risk]:
        """Return questions per risk of one review, or of all."""
        return Counter(line.risk for line in self.of(review_id))

    def pillars(self, review_id: str = "") -> tuple[tuple[Pillar, str, Counter[Risk]], ...]:
        """Return each pillar with its review id and counts, in lens order."""
        counted: dict[tuple[str, str], Counter[Risk]] = defaultdict(Counter)
        for line in self.of(review_id):
            counted[(line.review_id, line.pillar_id)][line.risk] += 1
        return tuple(
            (pillar, review.id, counted[(review.id, pillar.id)])
            for review in self.reviews
            if review_id in ("", review.id)
            for pillar in self.lenses[review.id].pillars
        )

    def line(self, review_id: str, question_id: str) -> StandingLine | None:
        """Return one question, or None."""
        return next((line for line in self.lines if line.key == (review_id, question_id)), None)


def read_standing(session: Session, workload_id: str) -> Standing | None:
    """Return where a workload stands, or None for an unknown id."""
    state = take_snapshot(session, workload_id, with_graph=False)
    if state is None:
        return None
    accepted = {(one.review_id, one.question_id): one for one in state.acceptances}
    planned = {(one.review_id, one.question_id): one for one in state.improvements}
    evidence: dict[tuple[str, str], tuple[Evidence, ...]] = defaultdict(tuple)
    for item in state.evidence:
        evidence[(item.review_id, item.question_id)] += (item,)
    reviews, lenses, lines, unreadable = [], {}, [], []
    for review in state.reviews:
        lens = lens_by_hash(session, review.lens_sha256)
        if lens is None:
            unreadable.append(review.lens_name)
            continue
        reviews.append(review)
        lenses[review.id] = lens
        answers = {answer.question_id: answer for answer in review.answers}
        for pillar in lens.pillars:
            for question in pillar.questions:
                key = (review.id, question.id)
                answer = answers.get(question.id) or Answer(question.id)
                lines.append(
                    StandingLine(
                        review.id, lens.alias, pillar.id, question, answer, assess(question, answer),
                        accepted.get(key), planned.get(key), evidence.get(key, ()),
                        review.lens_name if len(state.reviews) > 1 else "",
                    )
                )  # fmt: skip
    return Standing(
        state.workload, tuple(reviews), lenses, tuple(lines), milestones_of(session, workload_id), tuple(unreadable)
    )
