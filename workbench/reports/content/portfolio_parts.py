"""What is counted over many workloads: by pillar, by practice, by owner, over time, and what falls due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from workbench.domain.lens import Choice
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk
from workbench.reports.content.material import Line, Material

__all__ = [
    "SOON_DAYS", "DueThing", "OwnerLoad", "Recurring", "due_things", "is_answered", "owner_loads", "pillar_counts",
    "recurring", "standing_on",
]  # fmt: skip

SOON_DAYS = 90
"""An exception or a review this close [d] is told: the next quarter."""


@dataclass
class Recurring:
    """One practice that is missing under a high risk in several workloads."""

    practice: Choice
    code: str
    workloads: list[str] = field(default_factory=list)


@dataclass
class OwnerLoad:
    """What one person or team has to do, over all workloads."""

    owner: str
    high: int = 0
    medium: int = 0
    overdue: int = 0
    next_due: str = ""
    workloads: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class DueThing:
    """An exception that ends, or a review that is due.

    Attributes:
        kind: "acceptance", "finding" or "review".
        day: YYYY-MM-DD.
    """

    kind: str
    day: str
    workload: str
    what: str
    who: str
    is_over: bool


def is_answered(line: Line) -> bool:
    """True for a question with a result."""
    return line.result.risk in (Risk.HIGH, Risk.MEDIUM, Risk.NONE)


def pillar_counts(material: Material) -> dict[str, Counter[Risk]]:
    """Return questions by risk of each pillar, by the pillar's name, over all lenses of a workload."""
    found: dict[str, Counter[Risk]] = {}
    for line in material.lines:
        found.setdefault(line.pillar.name, Counter())[line.result.risk] += 1
    return found


def recurring(materials: Sequence[Material]) -> list[Recurring]:
    """Return practices that are missing under a high risk in two workloads or more, the commonest first."""
    found: dict[tuple[str, str, str], Recurring] = {}
    for material in materials:
        for line in material.lines:
            if line.result.risk is not Risk.HIGH:
                continue
            for choice in line.question.practices:
                if choice.id in line.result.missing:
                    key = (line.review.lens_alias, line.question.id, choice.id)
                    entry = found.setdefault(key, Recurring(choice, line.question.code))
                    entry.workloads.append(material.snapshot.workload.name)
    many = [one for one in found.values() if len(one.workloads) > 1]
    return sorted(many, key=lambda one: (-len(one.workloads), one.practice.code, one.practice.title))


def owner_loads(materials: Sequence[Material]) -> list[OwnerLoad]:
    """Return everybody with something open, the heaviest load first; "" for what nobody owns."""
    found: dict[str, OwnerLoad] = {}
    for material in materials:
        for line in material.lines:
            if not line.is_open or line.status is ItemStatus.DONE:
                continue
            load = found.setdefault(line.owner.strip(), OwnerLoad(line.owner.strip()))
            load.high += line.result.risk is Risk.HIGH
            load.medium += line.result.risk is Risk.MEDIUM
            load.overdue += material.is_overdue(line)
            load.workloads.add(material.snapshot.workload.name)
            if line.due and line.status is not ItemStatus.ACCEPTED:
                load.next_due = min(load.next_due or line.due, line.due)
    return sorted(found.values(), key=lambda one: (-one.high, -one.medium, one.owner.casefold()))


def due_things(materials: Sequence[Material]) -> list[DueThing]:
    """Return exceptions and reviews that are over or fall due within SOON_DAYS, the earliest first."""
    found = []
    for material in materials:
        name = material.snapshot.workload.name
        soon = (date.fromisoformat(material.day) + timedelta(days=SOON_DAYS)).isoformat()
        for line in material.lines:
            one = line.acceptance
            if one and line.is_open and one.until <= soon:
                found.append(
                    DueThing("acceptance", one.until, name, line.label, one.by, not one.holds_on(material.day))
                )
        for note in material.snapshot.finding_notes:
            if note.until and note.until <= soon:
                found.append(DueThing("finding", note.until, name, "", note.by, not note.holds_on(material.day)))
        review = material.snapshot.workload.next_review
        if review and review <= soon:
            owner = material.snapshot.workload.owner
            found.append(DueThing("review", review, name, "", owner, review < material.day))
    return sorted(found, key=lambda one: (one.day, one.workload, one.what))


def standing_on(materials: Sequence[Material], day: str) -> tuple[int, int, int] | None:
    """Return high risks, medium risks and workloads counted on a day, from the last milestone of each up to then.

    A workload counts from its first milestone on; on the last day it counts as it stands. None before any.
    """
    high = medium = counted = 0
    for material in materials:
        if day >= material.day:
            counts = material.counts()
            high, medium, counted = high + counts[Risk.HIGH], medium + counts[Risk.MEDIUM], counted + 1
            continue
        last = next((one for one in reversed(material.milestones) if one.at[:10] <= day), None)
        if last is not None:
            counted += 1
            high += sum(n for _lens, _pillar, risk, n in last.counts if risk == Risk.HIGH.value)
            medium += sum(n for _lens, _pillar, risk, n in last.counts if risk == Risk.MEDIUM.value)
    return (high, medium, counted) if counted else None
