"""One review as the Review page works with it: every question with answer, risk, and what a milestone had."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, MarkState
from workbench.domain.inherited import Inherited
from workbench.domain.lens import Lens, Question
from workbench.domain.milestone import Milestone
from workbench.domain.plan import Acceptance, Improvement
from workbench.domain.risk import Assessment, Risk
from workbench.domain.session_answers import Standing, standing_of
from workbench.domain.snapshot import ReviewState
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.store.queries.answers import (
    acceptances_of,
    answer_of,
    answers_of,
    improvements_of,
    inherited_marks,
    reviews_of,
)
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of

__all__ = ["QuestionLine", "ReviewReading", "answers_at", "read_line", "read_review", "with_line"]

_KEPT = 16
_then: OrderedDict[tuple[str, str], dict[str, Answer] | None] = OrderedDict()
"""Answers of milestones read in this process; a content hash never changes its meaning."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of a review with everything a list shows about it.

    Attributes:
        then: The answer at the chosen milestone; None where there is no milestone or the lens was not in it.
        acceptance: The accepted risk, in force or expired.
        improvement: What is planned.
        origin: The template the answer came from; it may have been changed since.
    """

    question: Question
    answer: Answer
    assessment: Assessment
    then: Answer | None = None
    acceptance: Acceptance | None = None
    improvement: Improvement | None = None
    origin: Inherited | None = None

    @property
    def id(self) -> str:
        """Id of the question."""
        return self.question.id

    @property
    def risk(self) -> Risk:
        """The result."""
        return self.assessment.risk

    @property
    def is_changed(self) -> bool:
        """True when the answer is not what the milestone has."""
        return self.then is not None and self.then != self.answer

    @property
    def inherited_from(self) -> str:
        """What the template is called that gave the answer as it stands; empty for an answer of its own."""
        if self.origin is None or standing_of(self.origin, self.answer) is not Standing.INHERITED:
            return ""
        return self.origin.template or _("a template")

    def is_accepted_on(self, day: str) -> bool:
        """Tell whether an acceptance is in force on a day (YYYY-MM-DD)."""
        return self.acceptance is not None and self.acceptance.holds_on(day)

    def has_state(self, state: MarkState) -> bool:
        """Tell whether any practice is in a state."""
        return any(mark.state is state for mark in self.answer.marks)

    def concerns(self, who: str) -> bool:
        """Tell whether a person owns the question or an open point of it; case does not count."""
        name = who.strip().casefold()
        owners = {self.answer.owner, *(mark.owner for mark in self.answer.marks)}
        return bool(name) and name in {owner.strip().casefold() for owner in owners}


@dataclass(frozen=True, slots=True)
class ReviewReading:
    """A review with all its questions.

    Attributes:
        review: Lens and notes; its answers are in the lines.
        lines: By question id, in lens order.
        milestones: Of the workload, first to last.
        milestone: The chosen one, the last unless another was asked for; None without any.
        milestone_fault: Why the chosen milestone cannot be read; empty when it can.
    """

    workload_id: str
    review: ReviewState
    lens: Lens
    lines: dict[str, QuestionLine]
    milestones: tuple[Milestone, ...] = ()
    milestone: Milestone | None = None
    milestone_fault: str = ""


def read_review(session: Session, workload_id: str, review_id: str, milestone_id: str = "") -> ReviewReading | None:
    """Return a review with all its questions; None when workload, review or lens text are not there."""
    reviews = reviews_of(session, workload_id, with_answers=False)
    review = next((one for one in reviews if one.id == review_id), None)
    lens = lens_by_hash(session, review.lens_sha256) if review else None
    if review is None or lens is None:
        return None
    milestones = milestones_of(session, workload_id)
    chosen = next((one for one in milestones if one.id == milestone_id), milestones[-1] if milestones else None)
    then, fault = None, ""
    if chosen is not None:
        try:
            then = answers_at(session, chosen, review.lens_alias)
        except BadInput as error:
            fault = error.message
    answers = {answer.question_id: answer for answer in answers_of(session, review_id)}
    accepted = {one.question_id: one for one in acceptances_of(session, [review_id])}
    planned = {one.question_id: one for one in improvements_of(session, [review_id])}
    origins = {one.question_id: one for one in inherited_marks(session, [review_id])}
    lines = {}
    for question in lens.questions():
        answer = answers.get(question.id) or Answer(question.id)
        lines[question.id] = QuestionLine(
            question,
            answer,
            assess(question, answer),
            None if then is None else then.get(question.id) or Answer(question.id),
            accepted.get(question.id),
            planned.get(question.id),
            origins.get(question.id),
        )
    return ReviewReading(workload_id, review, lens, lines, milestones, chosen, fault)


def read_line(session: Session, review_id: str, old: QuestionLine) -> QuestionLine:
    """Return a line as it is now; what the milestone had stays."""
    answer = answer_of(session, review_id, old.id)
    accepted = acceptances_of(session, [review_id], old.id)
    planned = improvements_of(session, [review_id], old.id)
    origins = inherited_marks(session, [review_id], old.id)
    return replace(
        old,
        answer=answer,
        assessment=old.assessment if answer == old.answer else assess(old.question, answer),
        acceptance=accepted[0] if accepted else None,
        improvement=planned[0] if planned else None,
        origin=origins[0] if origins else None,
    )


def with_line(reading: ReviewReading, line: QuestionLine) -> ReviewReading:
    """Return the reading with one question replaced."""
    return replace(reading, lines=reading.lines | {line.id: line})


def answers_at(session: Session, milestone: Milestone, alias: str) -> dict[str, Answer] | None:
    """Return the answers a milestone saved for a lens, by question id; None when the lens was not in it.

    Raises:
        BadInput: The saved state is missing or was changed.
    """
    key = (milestone.content_sha256, alias)
    if key not in _then:
        state = milestone_snapshot(session, milestone).review(alias)
        _then[key] = None if state is None else {answer.question_id: answer for answer in state.answers}
        while len(_then) > _KEPT:
            _then.popitem(last=False)
    return _then[key]
