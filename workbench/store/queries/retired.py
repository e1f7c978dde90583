"""What was said under ids that the lens of a review lacks now: kept by an upgrade, counted nowhere, readable here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from workbench.domain.answer import Answer
from workbench.domain.evidence import Evidence
from workbench.domain.lens import Lens, Question
from workbench.domain.plan import Acceptance, Improvement
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.store.queries.answers import answers_of, take_snapshot
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.queries.milestones import milestone_snapshot, milestones_of

__all__ = ["Retired", "count_retired", "retired_of"]


@dataclass(frozen=True, slots=True)
class Retired:
    """What is left of a question, or of some of its practices, that the lens lacks now.

    Attributes:
        question: As it was last in a saved version; None where no milestone has it.
        is_whole: True where the question is gone, False where only practices are.
        answer: What was said; of a question that stays only the marks on practices that are gone.
        version: The last version that had it; empty where nobody knows.
        retired_with: The version it is gone since.
    """

    question_id: str
    question: Question | None
    is_whole: bool
    answer: Answer
    evidence: tuple[Evidence, ...] = ()
    acceptance: Acceptance | None = None
    improvement: Improvement | None = None
    version: str = ""
    retired_with: str = ""


def count_retired(session: Session, review_id: str, lens: Lens) -> int:
    """Return the number of questions with answers or practices that the lens lacks."""
    known = {question.id: {choice.id for choice in question.choices} for question in lens.questions()}
    return sum(
        answer.question_id not in known or any(mark.choice_id not in known[answer.question_id] for mark in answer.marks)
        for answer in answers_of(session, review_id)
    )


def retired_of(session: Session, workload_id: str, review_id: str) -> tuple[Retired, ...]:
    """Return what a review keeps of retired questions and practices, sorted by question id; none for an unknown review."""
    state = take_snapshot(session, workload_id, with_graph=False)
    review = next((one for one in state.reviews if one.id == review_id), None) if state else None
    lens = lens_by_hash(session, review.lens_sha256) if review else None
    if state is None or review is None or lens is None:
        return ()
    left = _left(state, review, lens)
    if not left:
        return ()
    earlier = list(_earlier(session, workload_id, review_id))
    return tuple(_dated(one, earlier, lens.version) for one in left)


def _left(state: Snapshot, review: ReviewState, lens: Lens) -> tuple[Retired, ...]:
    """Return what is left, without the words of earlier versions."""
    answers = {answer.question_id: answer for answer in review.answers}
    evidence: dict[str, list[Evidence]] = {}
    for item in state.evidence:
        question = lens.question(item.question_id)
        if item.review_id == review.id and not (question and (not item.choice_id or question.choice(item.choice_id))):
            evidence.setdefault(item.question_id, []).append(item)
    accepted = {one.question_id: one for one in state.acceptances if one.review_id == review.id}
    planned = {one.question_id: one for one in state.improvements if one.review_id == review.id}
    found = []
    for question_id in sorted({*answers, *evidence, *accepted, *planned}):
        question, answer = lens.question(question_id), answers.get(question_id, Answer(question_id))
        items = tuple(evidence.get(question_id, ()))
        if question is None:
            found.append(
                Retired(question_id, None, True, answer, items, accepted.get(question_id), planned.get(question_id))
            )
            continue
        gone = tuple(mark for mark in answer.marks if question.choice(mark.choice_id) is None)
        if gone or items:
            found.append(Retired(question_id, None, False, Answer(question_id, gone), items))
    return tuple(found)


def _earlier(session: Session, workload_id: str, review_id: str) -> Iterator[Lens]:
    """Yield the lens texts a review answered in its milestones, the newest first, each once."""
    seen: set[str] = set()
    for milestone in reversed(milestones_of(session, workload_id)):
        state = milestone_snapshot(session, milestone, with_graph=False)
        sha256 = next((one.lens_sha256 for one in state.reviews if one.id == review_id), "")
        lens = lens_by_hash(session, sha256) if sha256 and sha256 not in seen else None
        seen.add(sha256)
        if lens is not None:
            yield lens


def _dated(one: Retired, earlier: list[Lens], now: str) -> Retired:
    ids = {mark.choice_id for mark in one.answer.marks} | {item.choice_id for item in one.evidence if item.choice_id}
    later = now
    for lens in earlier:
        question = lens.question(one.question_id)
        if question is not None and (one.is_whole or any(question.choice(choice_id) for choice_id in ids)):
            return replace(one, question=question, version=lens.version, retired_with=later)
        later = lens.version
    return replace(one, retired_with=now)
