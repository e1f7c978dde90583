"""Minutes per pillar and question from what each deserves, and what is better answered outside the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.risk import Risk
from workbench.domain.session import Format, SessionPlan, Spot, Weights
from workbench.i18n import _, n_

__all__ = ["LEAST_MIN", "Asked", "Proposal", "importance", "propose", "reasons", "suggested_homework", "weight"]

LEAST_MIN = 2.0
"""With less than this per question [min] on average, some are better answered outside the room. Ours."""
_HIGH_LEVEL = 0.1
_MOST_LEVELS = 5
_PRIORITIES = (1.5, 1.3, 1.15)
"""Attention for the first three pillars of a workload against any other. Ours."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as far as its time and its rank depend on it.

    Attributes:
        changed: The answer is not the one of the last milestone.
        findings: Open findings of the graph that speak to it.
        high_levels: Practices whose absence is rated high.
        priority: Place of its pillar among the workload's priorities, from 0; -1 without one.
        parked: The whole question is put aside.
    """

    spot: Spot
    pillar: str
    risk: Risk
    changed: bool = False
    findings: int = 0
    high_levels: int = 0
    priority: int = -1
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Minutes of a plan.

    Attributes:
        questions: By question of the plan [min]; homework has 0.
        pillars: By lens and pillar [min].
        over: Minutes that what was set by hand takes beyond the time box; 0 where all fits.
    """

    questions: Mapping[Spot, float]
    pillars: Mapping[Spot, float]
    over: float = 0.0


def weight(one: Asked, weights: Weights) -> float:
    """Return how much time a question deserves against one without risk, which has `weights.none`."""
    by_risk = {
        Risk.HIGH: weights.high, Risk.MEDIUM: weights.medium, Risk.UNANSWERED: weights.unanswered,
        Risk.NONE: weights.none, Risk.NOT_APPLICABLE: weights.not_applicable,
    }  # fmt: skip
    extra = (weights.changed if one.changed else 0.0) + (weights.finding if one.findings else 0.0)
    return max(0.0, by_risk[one.risk] + extra)


def importance(one: Asked, weights: Weights) -> float:
    """Return how much a question matters for this workload: its weight, practices rated high, pillar priority."""
    levels = 1 + _HIGH_LEVEL * min(one.high_levels, _MOST_LEVELS)
    priority = _PRIORITIES[one.priority] if 0 <= one.priority < len(_PRIORITIES) else 1.0
    return weight(one, weights) * levels * priority


def reasons(one: Asked) -> tuple[str, ...]:
    """Say what makes a question matter, in words."""
    by_risk = {
        Risk.HIGH: _("high risk now"), Risk.MEDIUM: _("medium risk now"), Risk.UNANSWERED: _("not answered yet"),
        Risk.NONE: _("no risk now"), Risk.NOT_APPLICABLE: _("not applicable so far"),
    }  # fmt: skip
    found = [by_risk[one.risk]]
    if one.changed:
        found.append(_("changed since the last milestone"))
    if one.findings:
        found.append(n_("a finding of the graph", "{n} findings of the graph", one.findings))
    if one.high_levels:
        found.append(n_("one practice rated high", "{n} practices rated high", one.high_levels))
    if 0 <= one.priority < len(_PRIORITIES):
        found.append(_("a priority pillar of this workload"))
    return tuple(found)


def propose(plan: SessionPlan, asked: Iterable[Asked]) -> Proposal:
    """Share the time box out by weight; what was set by hand is kept.

    A pillar with minutes of its own shares those out; the others share what is left. Where every pillar has a meeting,
    each has the whole box. What was set by hand may take more than there is; then the others get nothing and `over`
    says by how much.

    Args:
        plan: Time box, order, weights, and what was set by hand.
        asked: The questions of its pillars, in order; others are left out.
    """
    by_pillar: dict[Spot, list[Asked]] = {(slot.lens, slot.pillar): [] for slot in plan.pillars}
    for one in asked:
        if (one.spot[0], one.pillar) in by_pillar:
            by_pillar[one.spot[0], one.pillar].append(one)
    box = float(max(0, plan.minutes - plan.break_minutes))
    fixed, homework = dict(plan.fixed), set(plan.homework)
    set_by_hand = {(slot.lens, slot.pillar): slot.minutes for slot in plan.pillars if slot.minutes is not None}
    pillars: dict[Spot, float] = {}
    if plan.format is Format.PILLARS:
        pillars = {key: set_by_hand.get(key, box) for key in by_pillar}
    else:
        free = [one for key, ones in by_pillar.items() if key not in set_by_hand for one in ones]
        shared = _shares(free, max(0.0, box - sum(set_by_hand.values())), plan.weights, fixed, homework)
        for key, ones in by_pillar.items():
            pillars[key] = set_by_hand.get(key, sum(shared.get(one.spot, 0.0) for one in ones))
    questions: dict[Spot, float] = {}
    for key, ones in by_pillar.items():
        questions |= _shares(ones, pillars[key], plan.weights, fixed, homework)
    total = sum(questions.values())
    meetings = len(by_pillar) if plan.format is Format.PILLARS else 1
    room = sum(pillars.values()) if plan.format is Format.PILLARS else box * meetings
    over = max(0.0, total - room, sum(pillars.values()) - room)
    return Proposal(questions, pillars, over if over > 1e-6 else 0.0)


def _shares(
    ones: Sequence[Asked], budget: float, weights: Weights, fixed: Mapping[Spot, float], homework: set[Spot]
) -> dict[Spot, float]:
    """Share a budget [min] out by weight among the questions that are neither fixed nor homework."""
    found = {one.spot: 0.0 if one.spot in homework else fixed.get(one.spot, 0.0) for one in ones}
    open_ones = [one for one in ones if one.spot not in homework and one.spot not in fixed]
    left = max(0.0, budget - sum(found.values()))
    total = sum(weight(one, weights) for one in open_ones)
    for one in open_ones:
        found[one.spot] = left * weight(one, weights) / total if total else left / len(open_ones)
    return found


def suggested_homework(plan: SessionPlan, asked: Iterable[Asked]) -> tuple[Spot, ...]:
    """Return the questions that should be answered outside the room so that each other one gets LEAST_MIN.

    The least important go first; where every pillar has a meeting, each is looked at on its own.
    """
    chosen = {(slot.lens, slot.pillar) for slot in plan.pillars}
    ones = [one for one in asked if (one.spot[0], one.pillar) in chosen]
    groups: dict[object, list[Asked]] = {}
    for one in ones:
        groups.setdefault((one.spot[0], one.pillar) if plan.format is Format.PILLARS else None, []).append(one)
    fit = int(max(0, plan.minutes - plan.break_minutes) / LEAST_MIN)
    found: list[Spot] = []
    for group in groups.values():
        ranked = sorted(group, key=lambda one: -importance(one, plan.weights))  # stable: earlier questions stay
        found += [one.spot for one in ranked[fit:]]
    return tuple(found)
