"""Carrying the answer to one practice over to another one that asks for the same thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from workbench.domain.answer import Answer, Mark
from workbench.domain.lens import Choice, Lens, Question
from workbench.errors import Refused
from workbench.i18n import _
from workbench.operations.answers import with_mark
from workbench.operations.rows import put_answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.queries.lenses import lens_of_review
from workbench.store.tables import ReviewRow

__all__ = ["CarryAnswer", "Spot"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A practice of a question of a review."""

    review_id: str
    question_id: str
    choice_id: str


@dataclass(frozen=True)
class CarryAnswer:
    """Answer a practice as another one is answered; its note says where that came from."""

    WHAT: ClassVar[str] = "carry answer over"
    source: Spot
    target: Spot

    @property
    def title(self) -> str:
        return _("Carry answer over")

    def apply(self, edits: Edits) -> None:
        lens, asked, choice = _found(edits, self.source)
        _lens, question, _choice = _found(edits, self.target)
        workloads = {_workload(edits, spot.review_id) for spot in (self.source, self.target)}
        if len(workloads) > 1 or self.source == self.target:
            raise Refused(_("An answer is carried over to another practice of the same workload."))
        mark = answer_of(edits.session, self.source.review_id, asked.id).mark(choice.id)
        if mark is None:
            raise Refused(
                _("{practice} is not answered, so there is nothing to carry over.").format(
                    practice=choice.code or choice.title
                ),
                _("Answer it first."),
            )
        answer = answer_of(edits.session, self.target.review_id, question.id)
        put_answer(edits, self.target.review_id, self._changed(question, answer, mark, lens, choice), answer)

    def _changed(self, question: Question, answer: Answer, mark: Mark, lens: Lens, choice: Choice) -> Answer:
        changed = with_mark(question, answer, self.target.choice_id, mark.state, mark.reason)
        origin = _("Carried over from {lens}, {practice}").format(lens=lens.name, practice=choice.code or choice.title)
        old = answer.mark(self.target.choice_id)
        kept = [line for line in (old.note.splitlines() if old else ()) if not line.startswith(origin)]
        note = "\n".join((f"{origin}: {mark.note}" if mark.note else f"{origin}.", *kept))
        marks = (
            replace(one, note=note, owner=mark.owner) if one.choice_id == self.target.choice_id else one
            for one in changed.marks
        )
        return replace(changed, marks=tuple(marks))


def _found(edits: Edits, spot: Spot) -> tuple[Lens, Question, Choice]:
    lens = lens_of_review(edits.session, spot.review_id)
    question = lens.question(spot.question_id) if lens else None
    choice = question.choice(spot.choice_id) if question else None
    if lens is None or question is None or choice is None or choice.is_none:
        raise Refused(_("The practice {id} is not in this review's lens.").format(id=spot.choice_id))
    return lens, question, choice


def _workload(edits: Edits, review_id: str) -> str:
    row = edits.get(ReviewRow, id=review_id)
    return str(row["workload_id"]) if row else ""
