"""Verbs on what follows from risks: accept, reopen, improve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.store.edits import Edits
from workbench.store.tables import AcceptanceRow, ImprovementRow

__all__ = ["AcceptRisk", "EndAcceptance", "SetImprovement", "require_day"]


def require_day(text: str, what: str) -> None:
    """Refuse what is no day (YYYY-MM-DD).

    Raises:
        BadInput: It is none.
    """
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            _('{what} "{text}" is no date.').format(what=what, text=text), _("Write it as 2026-12-31.")
        ) from error


@dataclass(frozen=True)
class AcceptRisk:
    """Accept a risk until a day; it stays counted, and reopens when the day has passed."""

    WHAT: ClassVar[str] = "accept risk"
    acceptance: Acceptance

    @property
    def title(self) -> str:
        return _("Accept risk")

    def apply(self, edits: Edits) -> None:
        one = self.acceptance
        for text, what in ((one.why, _("why")), (one.by, _("by whom")), (one.until, _("until when"))):
            if not text.strip():
                raise BadInput(_("An accepted risk needs a reason: {what} is missing.").format(what=what))
        require_day(one.until, _("The last day"))
        edits.put(
            AcceptanceRow, {"review_id": one.review_id, "question_id": one.question_id}, why=one.why, by=one.by,
            until=one.until, traded_for=one.traded_for, accepted_on=one.accepted_on or edits.now[:10],
        )  # fmt: skip


@dataclass(frozen=True)
class EndAcceptance:
    """Take an acceptance back before its day."""

    WHAT: ClassVar[str] = "end acceptance"
    review_id: str
    question_id: str

    @property
    def title(self) -> str:
        return _("Reopen accepted risk")

    def apply(self, edits: Edits) -> None:
        edits.remove(AcceptanceRow, review_id=self.review_id, question_id=self.question_id)


@dataclass(frozen=True)
class SetImprovement:
    """Say who improves a question, until when, and how far it is."""

    WHAT: ClassVar[str] = "set improvement"
    improvement: Improvement

    @property
    def title(self) -> str:
        return _("Change improvement")

    def apply(self, edits: Edits) -> None:
        one = self.improvement
        if one.due:
            require_day(one.due, _("The due date"))
        edits.put(
            ImprovementRow, {"review_id": one.review_id, "question_id": one.question_id}, owner=one.owner, due=one.due,
            status=str(ItemStatus(one.status)), note=one.note,
        )  # fmt: skip
