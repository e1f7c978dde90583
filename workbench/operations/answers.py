"""Verbs on answers: marks, notes, applicability, and whole sets of answers at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from workbench.domain.answer import STATE_TITLES, Answer, Mark, MarkState, Reason
from workbench.domain.lens import Question
from workbench.domain.risk import Risk
from workbench.errors import BadInput, Refused
from workbench.i18n import _, n_
from workbench.operations.rows import put_answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answer_of
from workbench.store.queries.lenses import lens_of_review
from workbench.store.tables import PillarNoteRow, ReviewRow

__all__ = [
    "FlagQuestion",
    "ImportAnswers",
    "ParkQuestion",
    "SetApplicable",
    "SetLensNotes",
    "SetMark",
    "SetMarkNote",
    "SetNotes",
    "SetPillarNotes",
    "SetQuestionOwner",
    "SetVerdict",
    "TakeOverAnswer",
    "with_mark",
]


def _question(edits: Edits, review_id: str, question_id: str) -> Question:
    lens = lens_of_review(edits.session, review_id)
    question = lens.question(question_id) if lens else None
    if question is None:
        raise Refused(_("The question {id} is not in this review's lens.").format(id=question_id))
    return question


def with_mark(
    question: Question, answer: Answer, choice_id: str, state: MarkState | None, reason: Reason = Reason.NONE
) -> Answer:
    """Return the answer with one practice set; None of these clears the others and the reverse.

    Raises:
        BadInput: The choice is not one of the question, or None would be partly or not applicable.
    """
    choice = question.choice(choice_id)
    if choice is None:
        raise BadInput(
            _("{question} has no practice {id}.").format(question=question.code or question.id, id=choice_id)
        )
    if choice.is_none and state not in (None, MarkState.YES):
        raise BadInput(
            _("None of these can only be chosen or not; it has no other state."),
            _("To take the question out, mark the question as not applicable."),
        )
    marks = {mark.choice_id: mark for mark in answer.marks}
    old = marks.pop(choice_id, None)
    if state is not None:
        kept = old or Mark(choice_id, state)
        reason = reason if state is MarkState.NOT_APPLICABLE else Reason.NONE
        marks[choice_id] = replace(kept, state=state, reason=reason)
    if state is MarkState.YES:
        none = question.none_choice
        if choice.is_none:
            marks = {key: mark for key, mark in marks.items() if key == choice_id or mark.state is not MarkState.YES}
        elif none is not None:
            marks.pop(none.id, None)
    return replace(answer, marks=tuple(marks[key] for key in sorted(marks)))


@dataclass(frozen=True)
class _OnQuestion:
    review_id: str
    question_id: str

    def _change(self, edits: Edits, **values: object) -> None:
        _question(edits, self.review_id, self.question_id)
        answer = answer_of(edits.session, self.review_id, self.question_id)
        put_answer(edits, self.review_id, replace(answer, **values), answer)  # type: ignore[arg-type]


@dataclass(frozen=True)
class SetMark(_OnQuestion):
    """Say how far a practice is in place; None makes it not discussed again."""

    WHAT: ClassVar[str] = "set mark"
    choice_id: str
    state: MarkState | None
    reason: Reason = Reason.NONE

    @property
    def title(self) -> str:
        return _("Mark practice: {state}").format(state=_(STATE_TITLES[self.state]).lower())

    def apply(self, edits: Edits) -> None:
        question = _question(edits, self.review_id, self.question_id)
        answer = answer_of(edits.session, self.review_id, self.question_id)
        changed = with_mark(question, answer, self.choice_id, self.state, self.reason)
        put_answer(edits, self.review_id, changed, answer)


@dataclass(frozen=True)
class SetMarkNote(_OnQuestion):
    """Write down where and how far, what is open, or why not; and who finds out."""

    WHAT: ClassVar[str] = "set practice note"
    choice_id: str
    note: str
    owner: str | None = None
    reason: Reason | None = None

    @property
    def title(self) -> str:
        return _("Edit practice note")

    def apply(self, edits: Edits) -> None:
        answer = answer_of(edits.session, self.review_id, self.question_id)
        mark = answer.mark(self.choice_id)
        if mark is None:
            raise Refused(_("The practice is not marked, so it cannot carry a note."), _("Give it a state first."))
        changed = replace(
            mark,
            note=self.note,
            owner=mark.owner if self.owner is None else self.owner,
            reason=mark.reason if self.reason is None else self.reason,
        )
        put_answer(
            edits,
            self.review_id,
            replace(answer, marks=tuple(changed if m.choice_id == self.choice_id else m for m in answer.marks)),
        )


@dataclass(frozen=True)
class SetNotes(_OnQuestion):
    """Write the notes of a question."""

    WHAT: ClassVar[str] = "set notes"
    notes: str

    @property
    def title(self) -> str:
        return _("Edit notes")

    def apply(self, edits: Edits) -> None:
        self._change(edits, notes=self.notes)


@dataclass(frozen=True)
class SetQuestionOwner(_OnQuestion):
    """Name who answers for a question."""

    WHAT: ClassVar[str] = "set question owner"
    owner: str

    @property
    def title(self) -> str:
        return _("Change owner of question")

    def apply(self, edits: Edits) -> None:
        self._change(edits, owner=self.owner)


@dataclass(frozen=True)
class FlagQuestion(_OnQuestion):
    """Flag a question, or take the flag off."""

    WHAT: ClassVar[str] = "flag question"
    flagged: bool

    @property
    def title(self) -> str:
        return _("Flag question") if self.flagged else _("Remove flag")

    def apply(self, edits: Edits) -> None:
        self._change(edits, flagged=self.flagged)


@dataclass(frozen=True)
class ParkQuestion(_OnQuestion):
    """Park a question for later, or take it up again."""

    WHAT: ClassVar[str] = "park question"
    parked: bool

    @property
    def title(self) -> str:
        return _("Park question") if self.parked else _("Take up parked question")

    def apply(self, edits: Edits) -> None:
        self._change(edits, parked=self.parked)


@dataclass(frozen=True)
class SetApplicable(_OnQuestion):
    """Take a question out of the review with a reason, or bring it back; its marks stay."""

    WHAT: ClassVar[str] = "set applicable"
    applicable: bool
    reason: Reason = Reason.NONE

    @property
    def title(self) -> str:
        return _("Question applicable") if self.applicable else _("Question not applicable")

    def apply(self, edits: Edits) -> None:
        reason = Reason.NONE if self.applicable else self.reason
        self._change(edits, applicable=self.applicable, reason=reason)


@dataclass(frozen=True)
class SetVerdict(_OnQuestion):
    """Set the risk of a question without practices by hand; None takes it back."""

    WHAT: ClassVar[str] = "set verdict"
    verdict: Risk | None

    @property
    def title(self) -> str:
        return _("Set risk by hand")

    def apply(self, edits: Edits) -> None:
        question = _question(edits, self.review_id, self.question_id)
        if question.practices:
            raise BadInput(
                _("The risk of {question} follows from its practices.").format(question=question.code or question.id),
                _("Mark its practices instead."),
            )
        if self.verdict not in (None, Risk.HIGH, Risk.MEDIUM, Risk.NONE):
            raise BadInput(_("A verdict is high, medium or none."))
        self._change(edits, verdict=self.verdict)


@dataclass(frozen=True)
class TakeOverAnswer:
    """Answer a question as given: "unchanged since milestone", a template, a choice in a merge."""

    WHAT: ClassVar[str] = "take over answer"
    review_id: str
    answer: Answer

    @property
    def title(self) -> str:
        return _("Take over answer")

    def apply(self, edits: Edits) -> None:
        _question(edits, self.review_id, self.answer.question_id)
        put_answer(edits, self.review_id, self.answer)


@dataclass(frozen=True)
class SetLensNotes:
    """Write the notes of a whole lens review."""

    WHAT: ClassVar[str] = "set lens notes"
    review_id: str
    notes: str

    @property
    def title(self) -> str:
        return _("Edit lens notes")

    def apply(self, edits: Edits) -> None:
        edits.put(ReviewRow, {"id": self.review_id}, notes=self.notes)


@dataclass(frozen=True)
class SetPillarNotes:
    """Write the notes of one pillar."""

    WHAT: ClassVar[str] = "set pillar notes"
    review_id: str
    pillar_id: str
    notes: str

    @property
    def title(self) -> str:
        return _("Edit pillar notes")

    def apply(self, edits: Edits) -> None:
        edits.put(PillarNoteRow, {"review_id": self.review_id, "pillar_id": self.pillar_id}, notes=self.notes)


@dataclass(frozen=True)
class ImportAnswers:
    """Set many answers, lens notes and pillar notes of one workload as one step.

    Attributes:
        answers: Review id and the wanted Answer, already merged with what is there.
        lens_notes: Review id and text.
        pillar_notes: Review id, pillar id and text.
    """

    WHAT: ClassVar[str] = "import answers"
    answers: tuple[tuple[str, Answer], ...]
    lens_notes: tuple[tuple[str, str], ...] = ()
    pillar_notes: tuple[tuple[str, str, str], ...] = ()

    @property
    def title(self) -> str:
        return n_("Set one answer", "Set {n} answers", len(self.answers))

    def apply(self, edits: Edits) -> None:
        for review_id, answer in self.answers:
            put_answer(edits, review_id, answer)
        for review_id, text in self.lens_notes:
            SetLensNotes(review_id, text).apply(edits)
        for review_id, pillar_id, text in self.pillar_notes:
            SetPillarNotes(review_id, pillar_id, text).apply(edits)
