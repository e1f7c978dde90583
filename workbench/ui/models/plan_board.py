"""Where initiatives stand on the board of impact by effort, and what homework proposes, in words; plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.analyses.homework import Proposal
from workbench.domain.answer import REASON_TITLES, STATE_TITLES, MarkState, Reason
from workbench.domain.initiative import Initiative
from workbench.domain.lens import Lens
from workbench.i18n import N_, _

__all__ = ["EFFORTS", "IMPACTS", "ProposalRow", "effort_column", "moved", "proposal_row"]

_STEPS = (1.0, 3.0, 8.0, 20.0)
_TYPICAL = (0.0, 1.0, 3.0, 8.0, 20.0, 40.0)
EFFORTS = (
    N_("Effort not said"),
    N_("Up to 1 day"),
    N_("Up to 3 days"),
    N_("Up to 8 days"),
    N_("Up to 20 days"),
    N_("More"),
)
"""Columns of the board; the first only stands there while something is in it."""
IMPACTS = (N_("Impact not said"), N_("Little"), N_("Some"), N_("Fair"), N_("Great"), N_("Very great"))
"""Rows of the board by impact, 0 to 5."""


def effort_column(days: float) -> int:
    """Return the column of an effort [person days]; 0 where nobody has said."""
    if days <= 0:
        return 0
    return next((n for n, most in enumerate(_STEPS, 1) if days <= most), len(_STEPS) + 1)


def moved(one: Initiative, column: int, impact: int) -> Initiative:
    """Return an initiative in another place; an effort that is in the column already stays as it is."""
    days = one.days if effort_column(one.days) == column else _TYPICAL[column]
    return replace(one, days=days, impact=impact)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One proposed value, in words."""

    proposal: Proposal
    what: str
    now: str
    proposed: str


_FIELDS = {
    "state": N_("Answer"), "note": N_("Note"), "applicable": N_("Applicable"), "reason": N_("Why not"), "notes": N_("Notes"), "comment": N_("Added to the notes"),
}  # fmt: skip


def proposal_row(one: Proposal, lenses: Mapping[str, Lens]) -> ProposalRow:
    """Return a proposal in words."""
    lens = lenses.get(one.review_id)
    question = lens.question(one.question_id) if lens else None
    choice = question.choice(one.choice_id) if question and one.choice_id else None
    about = choice.title if choice else question.short or question.title if question else one.question_id
    code = question.code if question else ""
    what = f"{code} {about}: {_(_FIELDS[one.field])}".strip()
    return ProposalRow(one, what, _words(one.field, one.now), _words(one.field, one.proposed))


def _words(field: str, value: str) -> str:
    if field == "state":
        return _(STATE_TITLES[MarkState(value) if value else None])
    if field == "reason":
        return _(REASON_TITLES[Reason(value)]) if value else ""
    if field == "applicable":
        return _("Applicable") if value == "yes" else _("Not applicable")
    return value
