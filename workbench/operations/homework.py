"""Taking homework: proposed answers that somebody accepted, as one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from workbench.analyses.homework import Proposal
from workbench.domain.answer import Answer, MarkState, Reason
from workbench.errors import Refused
from workbench.i18n import _, n_
from workbench.operations.answers import with_mark
from workbench.operations.rows import put_answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.queries.lenses import lens_of_review

__all__ = ["TakeHomework"]


@dataclass(frozen=True)
class TakeHomework:
    """Put proposed values into the answers, comments below the notes; each question is changed once."""

    WHAT: ClassVar[str] = "take homework"
    proposals: tuple[Proposal, ...]

    @property
    def title(self) -> str:
        n = len(self.proposals)
        return n_("Take one answer from homework", "Take {n} answers from homework", n)

    def apply(self, edits: Edits) -> None:
        questions: dict[tuple[str, str], list[Proposal]] = {}
        for one in self.proposals:
            questions.setdefault((one.review_id, one.question_id), []).append(one)
        for (review_id, question_id), proposed in questions.items():
            lens = lens_of_review(edits.session, review_id)
            question = lens.question(question_id) if lens else None
            if question is None:
                raise Refused(_("The question {id} is not in this review's lens.").format(id=question_id))
            before = answer_of(edits.session, review_id, question_id)
            after = before
            for one in sorted(proposed, key=lambda each: each.field == "note"):  # a note needs its mark
                if one.field == "state":
                    after = with_mark(question, after, one.choice_id, MarkState(one.proposed) if one.proposed else None)
                else:
                    after = _with(after, one)
            put_answer(edits, review_id, after, before)


def _with(answer: Answer, one: Proposal) -> Answer:
    if one.field == "note":
        marks = [replace(mark, note=one.proposed) if mark.choice_id == one.choice_id else mark for mark in answer.marks]
        return replace(answer, marks=tuple(marks))
    if one.field == "applicable":
        applicable = one.proposed == "yes"
        return replace(answer, applicable=applicable, reason=Reason.NONE if applicable else answer.reason)
    if one.field == "comment":
        return replace(answer, notes="\n".join(text for text in (answer.notes, one.proposed) if text))
    if one.field == "reason":
        return replace(answer, reason=Reason(one.proposed or Reason.NONE))
    return replace(answer, notes=one.proposed)
