"""A facilitated review session as it is planned: who, what, how long, in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.i18n import N_, _

__all__ = [
    "BREAK_MINUTES",
    "FORMAT_MINUTES",
    "FORMAT_TITLES",
    "CheckItem",
    "Format",
    "Participant",
    "PillarSlot",
    "SessionPlan",
    "SessionTemplate",
    "Spot",
    "Weights",
    "ground_rules",
    "plan_from",
    "pre_work",
]

Spot = tuple[str, str]
"""A question of a session: lens alias and question id. Both outlive lens versions, copies and packages."""


class Format(StrEnum):
    """The shape of a session."""

    TRIAGE = "triage"
    HALF_DAY = "half_day"
    FULL_DAY = "full_day"
    PILLARS = "pillars"


FORMAT_TITLES = {
    Format.TRIAGE: N_("One-hour triage"),
    Format.HALF_DAY: N_("Half day"),
    Format.FULL_DAY: N_("Full day"),
    Format.PILLARS: N_("One pillar per meeting"),
}
FORMAT_MINUTES = {Format.TRIAGE: 60, Format.HALF_DAY: 210, Format.FULL_DAY: 390, Format.PILLARS: 90}
"""Time boxes to begin with [min], breaks included; of one meeting where each pillar has its own."""
BREAK_MINUTES = {Format.TRIAGE: 0, Format.HALF_DAY: 10, Format.FULL_DAY: 75, Format.PILLARS: 0}
"""Breaks inside the time box to begin with [min]."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the room.

    Attributes:
        agreed: The person agreed to be named in reports beside what he or she said.
    """

    name: str
    role: str = ""
    discipline: str = ""
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to have before the session."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class PillarSlot:
    """A pillar of a lens in the order of the session.

    Attributes:
        minutes: Set by hand [min]; None takes what its questions come to.
    """

    lens: str
    pillar: str
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much time and attention a question gets against one without risk, which has 1.

    Attributes:
        high, medium, unanswered: By the risk of the answer as it stands.
        not_applicable: A question that was out of scope is only confirmed.
        changed: Added where the answer is not the one of the last milestone.
        finding: Added where an open finding of the graph speaks to it.
    """

    high: float = 2.0
    medium: float = 1.5
    unanswered: float = 1.5
    none: float = 1.0
    not_applicable: float = 0.3
    changed: float = 0.5
    finding: float = 0.5


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One planned session of a workload.

    Attributes:
        day: YYYY-MM-DD, may be empty.
        minutes: Time box of the session, or of one meeting [min], breaks included.
        break_minutes: Breaks inside the time box [min].
        pillars: What is talked about, in order.
        fixed: Minutes set by hand for single questions.
        homework: Questions that are answered outside the room.
        speakers: Note who said what; stays in the facilitator's log.
    """

    id: str
    workload_id: str
    name: str
    format: Format = Format.HALF_DAY
    day: str = ""
    goals: str = ""
    sponsor: str = ""
    owner: str = ""
    minutes: int = FORMAT_MINUTES[Format.HALF_DAY]
    break_minutes: int = BREAK_MINUTES[Format.HALF_DAY]
    participants: tuple[Participant, ...] = ()
    pillars: tuple[PillarSlot, ...] = ()
    fixed: tuple[tuple[Spot, float], ...] = ()
    homework: tuple[Spot, ...] = ()
    checklist: tuple[CheckItem, ...] = ()
    rules: tuple[str, ...] = ()
    weights: Weights = Weights()
    speakers: bool = False

    @property
    def lenses(self) -> tuple[str, ...]:
        """Aliases of the lenses in the plan, in the order they come first."""
        return tuple(dict.fromkeys(slot.lens for slot in self.pillars))

    def problems(self) -> tuple[str, ...]:
        """Say what is missing before the session can begin."""
        found = []
        if not self.name.strip():
            found.append(_("The session needs a name."))
        if not self.pillars:
            found.append(_("Choose at least one pillar."))
        if self.minutes <= self.break_minutes:
            found.append(_("The time box must be longer than its breaks."))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class SessionTemplate:
    """A plan kept for other workloads: everything but people of one workload, days and single questions."""

    id: str
    name: str
    plan: SessionPlan


def pre_work() -> tuple[CheckItem, ...]:
    """Return what to have before a review, to begin with."""
    return tuple(
        CheckItem(text)
        for text in (
            _("One workload, with a named owner and a sponsor"),
            _("Goals of the review written down and agreed"),
            _("Accounts and Regions listed"),
            _("Data-flow diagram on one page"),
            _("Recovery objectives: RTO and RPO"),
            _("Last incident report and last restore test"),
            _("Cost of the last 30 days"),
            _("A milestone saved as the baseline"),
            _("Pre-reading sent two days ahead"),
        )
    )


def ground_rules() -> tuple[str, ...]:
    """Return the rules to agree aloud, to begin with."""
    return (
        _("We describe the present, not the roadmap."),
        _('"In the backlog" means no, and no is a fine answer.'),
        _("We capture now and solve later."),
        _("No blame: we look at the system, not at people."),
        _("What leads away goes to the parking lot."),
    )


def plan_from(template: SessionPlan, plan_id: str, workload_id: str, lenses: frozenset[str]) -> SessionPlan:
    """Return the plan of a template for a workload: pillars of lenses it does not have are left out."""
    return replace(
        template, id=plan_id, workload_id=workload_id, day="", fixed=(), homework=(),
        pillars=tuple(slot for slot in template.pillars if slot.lens in lenses),
        checklist=tuple(CheckItem(item.text) for item in template.checklist),
    )  # fmt: skip
