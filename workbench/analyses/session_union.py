"""Two copies of a planned session brought together without asking: nothing that either side typed goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from workbench.domain.initiative import PlanTerms
from workbench.domain.session import CheckItem, Participant, PillarSlot, SessionPlan
from workbench.domain.session_records import plan_sign
from workbench.i18n import N_, _

__all__ = ["Kept", "united_plan", "united_terms"]

_T = TypeVar("_T")
_TEXTS = ("name", "day", "goals", "sponsor", "owner")
_CHOSEN = ("format", "minutes", "break_minutes", "weights", "speakers")
_TITLES = {
    "name": N_("Name"), "day": N_("Day"), "goals": N_("Goals"), "sponsor": N_("Sponsor"), "owner": N_("Owner"),
    "format": N_("Format"), "minutes": N_("Minutes"), "break_minutes": N_("Minutes of breaks"),
    "weights": N_("Weights"), "speakers": N_("Note who said what"), "pillars": N_("Minutes of pillars"),
    "fixed": N_("Minutes of questions"), "participants": N_("Participants"), "baseline": N_("Baseline"),
    "target": N_("Target"), "requirements": N_("Requirements"), "capacity": N_("Capacity"), "agreed": N_("Agreement to the recap"),
    "planned": N_("Treatment plan"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that both sides set differently: mine stays, theirs is told.

    Attributes:
        title: What it is, in words.
        theirs: What the package has, in words; empty for what does not fit into a line.
    """

    title: str
    theirs: str = ""


def united_plan(
    mine: SessionPlan, theirs: SessionPlan, my_shared: Sequence[str], their_shared: Sequence[str]
) -> tuple[SessionPlan, tuple[Kept, ...]]:
    """Return the plan of a session that both copies have, and what theirs says otherwise.

    Where only one side changed it since the last plan both had, that side's plan counts whole. Where both did, lists
    are united entry by entry, what is empty here is filled, and of what is set on both sides mine stays.

    Args:
        mine, theirs: The two plans.
        my_shared, their_shared: Signs of the plans that left or came in, oldest first; see plan_sign.
    """
    theirs = replace(theirs, id=mine.id, workload_id=mine.workload_id)
    own, other = plan_sign(mine), plan_sign(theirs)
    there = {*their_shared, other}
    base = next((sign for sign in reversed(my_shared) if sign in there), "")
    if own == other or base == other:
        return mine, ()
    if base == own:
        return theirs, ()
    kept: list[Kept] = []
    values: dict[str, Any] = {name: getattr(mine, name) or getattr(theirs, name) for name in _TEXTS}
    for name in (*_TEXTS, *_CHOSEN):
        value = getattr(theirs, name)
        if value not in ("", values.get(name, getattr(mine, name))):
            kept.append(Kept(_(_TITLES[name]), "" if name == "weights" else str(value)))
    people = {one.name.strip().casefold(): one for one in mine.participants}
    slots = {(one.lens, one.pillar): one for one in mine.pillars}
    fixed = dict(mine.fixed)
    kept += [Kept(_(_TITLES["participants"]), one.name) for one in theirs.participants
             if (known := people.get(one.name.strip().casefold())) and known.agreed != one.agreed]  # fmt: skip
    kept += [Kept(_(_TITLES["pillars"]), f"{one.pillar}: {one.minutes:g}") for one in theirs.pillars
             if one.minutes is not None and (slot := slots.get((one.lens, one.pillar)))
             and slot.minutes not in (None, one.minutes)]  # fmt: skip
    kept += [Kept(_(_TITLES["fixed"]), f"{spot[1]}: {minutes:g}") for spot, minutes in theirs.fixed
             if fixed.get(spot, minutes) != minutes]  # fmt: skip
    return replace(
        mine, **values,
        participants=_united(mine.participants, theirs.participants, lambda one: one.name.strip().casefold(), _person),
        pillars=_united(mine.pillars, theirs.pillars, lambda one: (one.lens, one.pillar), _slot),
        fixed=_united(mine.fixed, theirs.fixed, lambda one: one[0]),
        homework=_united(mine.homework, theirs.homework, lambda one: one),
        checklist=_united(mine.checklist, theirs.checklist, lambda one: one.text, _item),
        rules=_united(mine.rules, theirs.rules, lambda one: one),
    ), tuple(kept)  # fmt: skip


def _united(
    mine: Iterable[_T], theirs: Iterable[_T], key: Callable[[_T], object], both: Callable[[_T, _T], _T] | None = None
) -> tuple[_T, ...]:
    """Mine in my order, then what only theirs has; `both` joins what both have, mine counts without it."""
    found = {key(one): one for one in mine}
    for one in theirs:
        known = found.get(key(one))
        if known is None:
            found[key(one)] = one
        elif both is not None:
            found[key(one)] = both(known, one)
    return tuple(found.values())


def _person(mine: Participant, theirs: Participant) -> Participant:
    return replace(mine, role=mine.role or theirs.role, discipline=mine.discipline or theirs.discipline)


def _slot(mine: PillarSlot, theirs: PillarSlot) -> PillarSlot:
    return replace(mine, minutes=theirs.minutes) if mine.minutes is None else mine


def _item(mine: CheckItem, theirs: CheckItem) -> CheckItem:
    return replace(mine, done=mine.done or theirs.done)


_TOGETHER = (("planned", ("planned_at", "planned_on")), ("agreed", ("agreed_by", "agreed_at", "agreed_on")))
"""Terms that mean something together only."""


def united_terms(mine: PlanTerms, theirs: PlanTerms) -> tuple[PlanTerms, tuple[Kept, ...]]:
    """Return what a plan is held against: what is not set here is taken, of what is set on both sides mine stays."""
    single = {part for _title, parts in _TOGETHER for part in parts}
    groups = [(one.name, (one.name,)) for one in fields(PlanTerms) if one.name not in single]
    blank, kept = PlanTerms(), []
    values: dict[str, Any] = {}
    for title, names in (*groups, *_TOGETHER):
        own, other, nothing = (tuple(getattr(one, name) for name in names) for one in (mine, theirs, blank))
        if other in (own, nothing):
            continue
        if own == nothing:
            values |= dict(zip(names, other, strict=True))
        else:
            kept.append(Kept(_(_TITLES[title]), str(other[0]) if title in ("target", "requirements") else ""))
    return replace(mine, **values), tuple(kept)
