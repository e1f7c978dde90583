"""What is asked of whom, and what an answered sheet would change: never taken by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer, MarkState
from workbench.domain.lens import Lens
from workbench.domain.risk import Risk
from workbench.domain.snapshot import Snapshot

__all__ = ["Proposal", "open_questions", "owners_of"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value that somebody proposes.

    Attributes:
        id: To name it by: position in the file, from 1.
        where: Sheet and cell, or comment, it is from.
        choice_id: The practice; empty for a value of the question.
        field: "state", "note", "applicable", "reason", "notes", or "comment": words that are added to the notes.
        now: What the workbench has.
        proposed: What came back; states and reasons in the words of their enums.
        changed_meanwhile: The answer is no longer what it was when the sheet was written, or nobody can tell.
    """

    id: int
    where: str
    review_id: str
    question_id: str
    choice_id: str
    field: str
    now: str
    proposed: str
    changed_meanwhile: bool = False


def open_questions(snapshot: Snapshot, lenses: Mapping[str, Lens], owner: str | None = None) -> list[tuple[str, str]]:
    """Return the questions that wait for somebody: unanswered, parked, flagged, or with practices nobody knows about.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        owner: Only those of this person or team (any case); "" is those of nobody; None is all.

    Returns:
        Review and question ids in the order of the lens.
    """
    found = []
    for review in snapshot.reviews:
        lens = lenses.get(review.id)
        for question in lens.questions() if lens else ():
            answer = review.answer(question.id)
            if (
                answer.applicable
                and _waits(assess(question, answer).risk, answer)
                and _asks(answer, owner, snapshot, review.id)
            ):
                found.append((review.id, question.id))
    return found


def _waits(risk: Risk, answer: Answer) -> bool:
    return (
        risk is Risk.UNANSWERED or answer.parked or answer.flagged
        or any(mark.state is MarkState.DONT_KNOW for mark in answer.marks)
    )  # fmt: skip


def _owners(answer: Answer, snapshot: Snapshot, review_id: str) -> list[str]:
    planned = next(
        (
            one.owner
            for one in snapshot.improvements
            if (one.review_id, one.question_id) == (review_id, answer.question_id)
        ),
        "",
    )
    named = [answer.owner or planned, *(mark.owner for mark in answer.marks if mark.state is MarkState.DONT_KNOW)]
    return [one.strip() for one in named if one.strip()]


def _asks(answer: Answer, owner: str | None, snapshot: Snapshot, review_id: str) -> bool:
    if owner is None:
        return True
    owners = _owners(answer, snapshot, review_id)
    return owner.strip().casefold() in {one.casefold() for one in owners} if owner.strip() else not owners


def owners_of(snapshot: Snapshot, lenses: Mapping[str, Lens]) -> dict[str, int]:
    """Return everybody who has open questions with how many; "" is for those without an owner."""
    counts: dict[str, int] = {}
    spelled: dict[str, str] = {}
    reviews = {review.id: review for review in snapshot.reviews}
    for review_id, question_id in open_questions(snapshot, lenses):
        answer = reviews[review_id].answer(question_id)
        for one in dict.fromkeys(
            spelled.setdefault(name.casefold(), name) for name in _owners(answer, snapshot, review_id) or [""]
        ):
            counts[one] = counts.get(one, 0) + 1
    return counts
