"""What was said about one question: marks on practices, notes, applicability."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.domain.risk import Risk

__all__ = ["CHOICE_NOTE_LIMIT", "NOTES_LIMIT", "Answer", "Mark", "MarkState", "Reason", "REASON_TITLES", "STATE_TITLES"]

from workbench.i18n import N_

NOTES_LIMIT = 2084
"""Characters the WA Tool keeps per question, lens or pillar note (wa_tool_api: UpdateAnswer Notes)."""
CHOICE_NOTE_LIMIT = 250
"""Characters the WA Tool keeps per choice note (ChoiceUpdates Notes)."""


class MarkState(StrEnum):
    """What the room said about one practice; no mark at all means not discussed."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


STATE_TITLES: dict[MarkState | None, str] = {
    None: N_("Not discussed"),
    MarkState.YES: N_("Yes"),
    MarkState.PARTLY: N_("Partly"),
    MarkState.NO: N_("No"),
    MarkState.DONT_KNOW: N_("Don't know"),
    MarkState.NOT_APPLICABLE: N_("Not applicable"),
}


class Reason(StrEnum):
    """Why a question or practice is not applicable; the WA Tool's own list."""

    NONE = "NONE"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    BUSINESS_PRIORITIES = "BUSINESS_PRIORITIES"
    ARCHITECTURE_CONSTRAINTS = "ARCHITECTURE_CONSTRAINTS"
    OTHER = "OTHER"


REASON_TITLES: dict[Reason, str] = {
    Reason.NONE: N_("No reason given"),
    Reason.OUT_OF_SCOPE: N_("Out of scope"),
    Reason.BUSINESS_PRIORITIES: N_("Business priorities"),
    Reason.ARCHITECTURE_CONSTRAINTS: N_("Architecture constraints"),
    Reason.OTHER: N_("Other"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The state of one practice.

    Attributes:
        choice_id: The practice, or the None choice.
        state: What was said.
        reason: Only with NOT_APPLICABLE.
        note: Where and how far (partly), what is open (don't know), why (not applicable).
        owner: Who finds out (don't know).
    """

    choice_id: str
    state: MarkState
    reason: Reason = Reason.NONE
    note: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything kept about one question of one review; the empty Answer equals no row at all.

    Attributes:
        question_id: The question.
        marks: Discussed practices only, sorted by choice id.
        applicable: False takes the question out of every count.
        reason: Why not applicable.
        notes: Free text, any length; the Tool keeps NOTES_LIMIT characters.
        owner: Who answers for this question.
        flagged: Look at it again.
        parked: Out of the room's way for now.
        verdict: A risk set by hand, only for questions without practices.
        tool_risk: The Tool's own result for exactly these marks; None once they change, or where it never told.
    """

    question_id: str
    marks: tuple[Mark, ...] = ()
    applicable: bool = True
    reason: Reason = Reason.NONE
    notes: str = ""
    owner: str = ""
    flagged: bool = False
    parked: bool = False
    verdict: Risk | None = None
    tool_risk: Risk | None = None

    def mark(self, choice_id: str) -> Mark | None:
        """Return the mark on a practice, or None when it was not discussed."""
        return next((mark for mark in self.marks if mark.choice_id == choice_id), None)

    def state(self, choice_id: str) -> MarkState | None:
        """Return the state of a practice, or None when it was not discussed."""
        mark = self.mark(choice_id)
        return mark.state if mark else None

    @property
    def selected(self) -> tuple[str, ...]:
        """Choices selected in the Tool's sense: only yes counts."""
        return tuple(mark.choice_id for mark in self.marks if mark.state is MarkState.YES)

    @property
    def rated(self) -> tuple[object, ...]:
        """What the risk follows from: a tool_risk holds while this stays the same."""
        return self.applicable, tuple((mark.choice_id, mark.state) for mark in self.marks)

    @property
    def is_empty(self) -> bool:
        """True when nothing at all was recorded."""
        return self == Answer(self.question_id)
